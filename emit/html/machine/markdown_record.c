/* SPDX-License-Identifier: MIT */
/* index.md beside each page of a record: the same in Markdown, as llmstxt.org asks for. */
#include <stdlib.h>

#include "emit/html/machine/sheet.h"
#include "emit/html/markup.h"

static void fallback(const struct kb_sheet *sheet, const struct kb_said *text)
{
    if (!text->fallback)
        return;
    kb_buf_puts(sheet->md.out, "*");
    kb_md_say(&sheet->md, "Not translated");
    kb_buf_puts(sheet->md.out, "*\n\n");
}

static void field(const struct kb_sheet *sheet, enum kb_field which, size_t entry, bool howto)
{
    struct kb_said text = kb_sheet_said(sheet, which, entry);
    if (!text.text.p)
        return;
    fallback(sheet, &text);
    if (howto)
        kb_md_howto(&sheet->md, text.text);
    else
        kb_md_prose(&sheet->md, text.text);
}

static void section(const struct kb_sheet *sheet, const char *heading, enum kb_field which)
{
    if (!kb_sheet_said(sheet, which, 0).text.p)
        return;
    kb_md_heading(&sheet->md, 2, heading);
    field(sheet, which, 0, false);
}

/* A label in bold before a text of its own paragraph. */
static void labelled(const struct kb_sheet *sheet, const char *label, enum kb_field which,
                     size_t entry)
{
    struct kb_said text = kb_sheet_said(sheet, which, entry);
    if (!text.text.p)
        return;
    kb_buf_puts(sheet->md.out, "**");
    kb_md_say(&sheet->md, label);
    kb_buf_puts(sheet->md.out, ":** ");
    if (text.fallback) {
        kb_buf_putc(sheet->md.out, '*');
        kb_md_say(&sheet->md, "Not translated");
        kb_buf_puts(sheet->md.out, "* ");
    }
    kb_md_prose(&sheet->md, text.text);
}

static void sources(const struct kb_sheet *sheet, const struct kb_list *list)
{
    bool any = false;
    for (size_t i = 0; i < list->count; i++) {
        if (kb_str_blank(*kb_text_at(list, i)))
            continue;
        kb_buf_puts(sheet->md.out, "- ");
        kb_md_say(&sheet->md, "Source");
        kb_buf_puts(sheet->md.out, ": ");
        kb_md_url(&sheet->md, *kb_text_at(list, i));
        kb_sheet_break(sheet);
        any = true;
    }
    if (any)
        kb_sheet_break(sheet);
}

/* The action as a heading; in full below it where it is no line of a bearable length. */
static void open_entry(const struct kb_sheet *sheet, enum kb_field action, size_t entry,
                       const struct kb_rate *rate, enum kb_rate_kind kind)
{
    struct kb_said text = kb_sheet_said(sheet, action, entry);
    if (!text.text.p) {
        kb_md_heading(&sheet->md, 3, "(no action given)");
    } else {
        kb_md_title(&sheet->md, 3, text.text);
        fallback(sheet, &text);
        if (kb_markup_has_lines(kb_markup_trim(text.text)) || kb_utf8_count(text.text) > 240)
            kb_md_howto(&sheet->md, text.text);
    }
    if (kb_part_has_rate(rate)) {
        kb_md_rate(&sheet->md, rate, kind);
        kb_buf_puts(sheet->md.out, "\n\n");
    }
}

/* Translations of entries that the record does not have: nothing may be lost. */
static void extras(const struct kb_sheet *sheet, enum kb_field list)
{
    const struct kb_translation *all = sheet->record->translations.items;
    if (!kb_subject_has_extras(&sheet->subject, list))
        return;
    kb_md_say(&sheet->md, "Translated entries without an original:");
    kb_buf_puts(sheet->md.out, "\n\n");
    for (size_t i = 0; i < sheet->record->translations.count; i++)
        if (kb_subject_extra(&sheet->subject, &all[i], list))
            kb_md_howto(&sheet->md, all[i].text);
}

static void dead_ends(const struct kb_sheet *sheet)
{
    const struct kb_record *record = sheet->record;
    if (record->dead_ends.count == 0 && !kb_subject_has_extras(&sheet->subject, KB_F_DEAD_END))
        return;
    kb_md_heading(&sheet->md, 2, "What not to try");
    for (size_t i = 0; i < record->dead_ends.count; i++) {
        const struct kb_dead_end *dead = kb_dead_end_at(record, i);
        open_entry(sheet, KB_F_DEAD_END_ACTION, i, &dead->fail_rate, KB_RATE_FAILURE);
        labelled(sheet, "Why it fails", KB_F_DEAD_END_WHY_FAILS, i);
        labelled(sheet, "Condition", KB_F_DEAD_END_CONDITION, i);
        sources(sheet, &dead->sources);
    }
    extras(sheet, KB_F_DEAD_END);
}

static void workarounds(const struct kb_sheet *sheet)
{
    const struct kb_record *record = sheet->record;
    size_t count = record->workarounds.count;
    if (count == 0 && !kb_subject_has_extras(&sheet->subject, KB_F_WORKAROUND))
        return;
    kb_md_heading(&sheet->md, 2, "What to try");
    size_t *order = count > 0 ? kb_record_ranking(record) : NULL;
    for (size_t i = 0; i < count; i++) {
        const struct kb_workaround *way = kb_workaround_at(record, order[i]);
        open_entry(sheet, KB_F_WORKAROUND_ACTION, order[i], &way->success_rate, KB_RATE_SUCCESS);
        if (kb_subject_has(&sheet->subject, KB_F_WORKAROUND_HOW, order[i], KB_F_WORKAROUND_ACTION))
            field(sheet, KB_F_WORKAROUND_HOW, order[i], true);
        labelled(sheet, "Tradeoff", KB_F_WORKAROUND_TRADEOFF, order[i]);
        labelled(sheet, "Condition", KB_F_WORKAROUND_CONDITION, order[i]);
        sources(sheet, &way->sources);
    }
    free(order);
    extras(sheet, KB_F_WORKAROUND);
}

static void version_part(const struct kb_sheet *sheet, const char *label, struct kb_str text)
{
    if (kb_str_blank(text))
        return;
    kb_buf_puts(sheet->md.out, "; ");
    kb_md_say(&sheet->md, label);
    kb_buf_putc(sheet->md.out, ' ');
    kb_md_inline(&sheet->md, text);
}

static void versions(const struct kb_sheet *sheet)
{
    size_t count = sheet->record->versions.count;
    if (count == 0)
        return;
    kb_md_heading(&sheet->md, 2, "Versions");
    for (size_t i = 0; i < count; i++) {
        const struct kb_version *version = kb_version_at(sheet->record, i);
        kb_buf_puts(sheet->md.out, "- ");
        if (kb_str_blank(version->version))
            kb_md_say(&sheet->md, "(no version)");
        else
            kb_md_inline(&sheet->md, version->version);
        version_part(sheet, "Status", version->status);
        version_part(sheet, "Introduced", version->introduced);
        version_part(sheet, "Deprecated", version->deprecated);
        version_part(sheet, "Removed", version->removed);
        version_part(sheet, "Behaviour", kb_sheet_said(sheet, KB_F_VERSION_CHANGE, i).text);
        kb_sheet_break(sheet);
    }
    kb_sheet_break(sheet);
}

static void systems(const struct kb_sheet *sheet)
{
    size_t count = sheet->record->os_specific.count;
    if (count == 0)
        return;
    kb_md_heading(&sheet->md, 2, "By operating system");
    for (size_t i = 0; i < count; i++) {
        const struct kb_os_note *note = kb_os_note_at(sheet->record, i);
        if (kb_str_blank(note->name))
            kb_md_heading(&sheet->md, 3, "(no name)");
        else
            kb_md_title(&sheet->md, 3, note->name);
        field(sheet, KB_F_OS_SPECIFIC_TEXT, i, true);
    }
}

static void pattern(const struct kb_sheet *sheet)
{
    if (kb_str_blank(sheet->record->regex))
        return;
    kb_md_heading(&sheet->md, 2, "How it is recognised");
    kb_md_say(&sheet->md,
              "A line that this regular expression matches, whatever the case of its letters.");
    kb_buf_puts(sheet->md.out, "\n\n");
    kb_md_code(&sheet->md, sheet->record->regex);
}

static void problem(const struct kb_sheet *sheet, const struct kb_finding *finding)
{
    kb_md_item(&sheet->md, finding->severity == KB_ERROR ? "Error" : "Warning");
    kb_md_span(&sheet->md, kb_str(finding->rule->name));
    kb_buf_putc(sheet->md.out, ' ');
    kb_md_inline(&sheet->md, kb_str(finding->message));
    kb_sheet_break(sheet);
}

/* Remarks, which the page folds away, are but counted. */
static void problems(const struct kb_sheet *sheet)
{
    const struct kb_record *record = sheet->record;
    size_t remarks = 0;
    if (record->finding_count == 0)
        return;
    kb_md_heading(&sheet->md, 2, "Known problems of this record");
    for (size_t i = 0; i < record->finding_count; i++)
        if (record->findings[i].severity == KB_INFO)
            remarks++;
        else
            problem(sheet, &record->findings[i]);
    if (remarks > 0) {
        kb_buf_printf(sheet->md.out, "- %zu ", remarks);
        kb_md_say(&sheet->md, remarks == 1 ? "remark" : "remarks");
        kb_sheet_break(sheet);
    }
    kb_sheet_break(sheet);
}

static void path_of(const struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    const size_t count = machine->site->base->count;
    kb_md_twin_path(path, machine->site, i / count,
                    kb_site_record_route(machine->site, (uint32_t)(i % count)));
}

static struct kb_str make(struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    const struct kb_site *site = machine->site;
    const uint32_t index = (uint32_t)(i % site->base->count);
    const struct kb_record *record = site->base->records[index];
    const struct kb_view at =
        kb_view_of(site, NULL, i / site->base->count, kb_site_record_route(site, index));
    const struct kb_sheet sheet = {
        {&machine->data, machine->pieces, at}, {at, record, index}, record};
    path_of(machine, i, path);
    const struct kb_said name = kb_part_record_name(&at, record);
    kb_md_title(&sheet.md, 1, name.text);
    fallback(&sheet, &name);
    kb_sheet_facts(&sheet);
    section(&sheet, "What it means", KB_F_ROOT_CAUSE);
    dead_ends(&sheet);
    workarounds(&sheet);
    versions(&sheet);
    systems(&sheet);
    kb_sheet_neighbours(&sheet);
    pattern(&sheet);
    problems(&sheet);
    kb_sheet_similar(&sheet);
    machine->data.len--; /* the last blank line */
    return kb_machine_data(machine);
}

static size_t count(const struct kb_machine *machine)
{
    return machine->site->language_count * machine->site->base->count;
}

const struct kb_format kb_format_markdown_records = {.count = count, .make = make, .path = path_of};

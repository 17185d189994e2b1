/* SPDX-License-Identifier: MIT */
/* The facts of a record as a list of labels and values. */
#include <string.h>

#include "emit/html/edit.h"
#include "emit/html/machine/sheet.h"
#include "emit/html/markup.h"
#include "emit/html/survey.h"

static void text_item(const struct kb_sheet *sheet, const char *label, enum kb_field field)
{
    struct kb_said text = kb_sheet_said(sheet, field, 0);
    if (!text.text.p)
        return;
    kb_md_item(&sheet->md, label);
    kb_md_inline(&sheet->md, text.text);
    kb_sheet_break(sheet);
}

static void code_item(const struct kb_sheet *sheet, const char *label, struct kb_str code)
{
    if (kb_str_blank(code))
        return;
    kb_md_item(&sheet->md, label);
    kb_md_span(&sheet->md, code);
    kb_sheet_break(sheet);
}

static void rate_item(const struct kb_sheet *sheet, const char *label, const struct kb_rate *rate,
                      enum kb_rate_kind kind)
{
    if (!kb_part_has_rate(rate))
        return;
    kb_md_item(&sheet->md, label);
    kb_md_rate(&sheet->md, rate, kind);
    kb_sheet_break(sheet);
}

static void date_item(const struct kb_sheet *sheet, const char *label, int32_t day)
{
    char text[16];
    if (day == KB_NO_DATE)
        return;
    kb_md_item(&sheet->md, label);
    kb_buf_puts(sheet->md.out, kb_date_format(day, text));
    kb_sheet_break(sheet);
}

static void list_item(const struct kb_sheet *sheet, const char *label, const struct kb_list *list)
{
    bool any = false;
    for (size_t i = 0; i < list->count; i++) {
        if (kb_str_blank(*kb_text_at(list, i)))
            continue;
        if (any)
            kb_buf_puts(sheet->md.out, ", ");
        else
            kb_md_item(&sheet->md, label);
        kb_md_inline(&sheet->md, *kb_text_at(list, i));
        any = true;
    }
    if (any)
        kb_sheet_break(sheet);
}

static void verdict(const struct kb_sheet *sheet)
{
    struct kb_str value = sheet->record->resolvable;
    const char *words = kb_part_verdict_name(value);
    if (!words && kb_str_blank(value))
        return;
    kb_md_item(&sheet->md, "Verdict");
    if (words)
        kb_md_say(&sheet->md, words);
    else
        kb_md_inline(&sheet->md, value);
    kb_sheet_break(sheet);
}

/* Where the title is a translation, the error as programs print it. */
static void printed_as(const struct kb_sheet *sheet)
{
    struct kb_str signature = sheet->record->signature;
    struct kb_said name = kb_part_record_name(&sheet->subject.at, sheet->record);
    if (!kb_markup_same(signature, name.text))
        code_item(sheet, "Printed as", signature);
}

static void freshness(const struct kb_sheet *sheet)
{
    const struct kb_site *site = sheet->subject.at.site;
    enum kb_age age = kb_part_record_age(sheet->record, site->base->today);
    char text[16];
    if (age == KB_AGE_COUNT)
        return;
    kb_md_item(&sheet->md, "Freshness");
    kb_md_say(&sheet->md, kb_survey_step_name(kb_survey_tally(site->survey, KB_BY_AGE, age)));
    kb_md_say(&sheet->md, ".");
    kb_buf_putc(sheet->md.out, ' ');
    kb_md_say(&sheet->md, "Ages are counted from ");
    kb_buf_puts(sheet->md.out, kb_date_format(site->base->today, text));
    kb_sheet_break(sheet);
}

static void domain(const struct kb_sheet *sheet)
{
    const struct kb_view *at = &sheet->subject.at;
    uint32_t index = at->site->domain_of[sheet->subject.index];
    if (kb_str_blank(sheet->record->domain))
        return;
    kb_md_item(&sheet->md, "Domain");
    kb_md_twin(&sheet->md, kb_part_domain_name(at, index), at->site->domains[index].route);
    kb_sheet_break(sheet);
}

static void documentation(const struct kb_sheet *sheet)
{
    struct kb_str url = sheet->record->doc_url;
    struct kb_said section = kb_sheet_said(sheet, KB_F_DOC_SECTION, 0);
    if (kb_str_blank(url) && !section.text.p)
        return;
    kb_md_item(&sheet->md, "Official documentation");
    if (!kb_str_blank(url))
        kb_md_url(&sheet->md, url);
    if (!kb_str_blank(url) && section.text.p)
        kb_md_say(&sheet->md, ", ");
    if (section.text.p)
        kb_md_inline(&sheet->md, section.text);
    kb_sheet_break(sheet);
}

/* Where the record was read, where it can be edited, and the record itself. */
static void files(const struct kb_sheet *sheet)
{
    const struct kb_doc *doc = sheet->record->doc;
    const char *template = sheet->subject.at.site->options->edit_url;
    struct kb_buf room = {0};
    if (doc) {
        kb_md_item(&sheet->md, "Source");
        kb_md_span(&sheet->md, kb_str(doc->source->rel));
        if (doc->source->shape != KB_SHAPE_ONE) {
            kb_buf_putc(sheet->md.out, ' ');
            kb_buf_printf(sheet->md.out, kb_md_words(&sheet->md, "line %lu"),
                          (unsigned long)doc->line);
        }
        kb_sheet_break(sheet);
        if (template && strcmp(doc->source->path, "-") != 0) {
            kb_edit_url(&room, template, doc);
            kb_md_item(&sheet->md, "Edit this record");
            kb_md_url(&sheet->md, kb_buf_view(&room));
            kb_sheet_break(sheet);
        }
    }
    if (sheet->record->json.p) {
        kb_md_item(&sheet->md, "For programs");
        kb_md_link(&sheet->md, KB_STR("JSON"),
                   kb_site_record_json(sheet->md.at.site, sheet->subject.index));
        kb_sheet_break(sheet);
    }
    kb_buf_free(&room);
}

void kb_sheet_facts(const struct kb_sheet *sheet)
{
    const struct kb_record *record = sheet->record;
    printed_as(sheet);
    code_item(sheet, "Id", record->id);
    code_item(sheet, "Error code", record->error_code);
    verdict(sheet);
    rate_item(sheet, "Fix rate", &record->fix_success_rate, KB_RATE_FIX);
    rate_item(sheet, "Confidence", &record->confidence, KB_RATE_CONFIDENCE);
    if (record->evidence_count != KB_NO_COUNT) {
        kb_md_item(&sheet->md, "Evidence");
        kb_buf_printf(sheet->md.out, "%lld\n", (long long)record->evidence_count);
    }
    freshness(sheet);
    domain(sheet);
    text_item(sheet, "Category", KB_F_CATEGORY);
    text_item(sheet, "Subcategory", KB_F_SUBCATEGORY);
    text_item(sheet, "Kind of cause", KB_F_ROOT_CAUSE_TYPE);
    text_item(sheet, "Runtime", KB_F_RUNTIME);
    text_item(sheet, "Version range", KB_F_VERSION_RANGE);
    text_item(sheet, "Operating system", KB_F_OS);
    list_item(sheet, "Tags", &record->tags);
    list_item(sheet, "Also known as", &record->aliases);
    date_item(sheet, "First seen", record->first_seen);
    date_item(sheet, "Last confirmed", record->last_confirmed);
    date_item(sheet, "Last updated", record->last_updated);
    text_item(sheet, "Verification", KB_F_VERIFICATION_TIER);
    if (kb_record_lang(record).p)
        text_item(sheet, "Language of the record", KB_F_LOCALE);
    documentation(sheet);
    files(sheet);
    kb_sheet_break(sheet);
}

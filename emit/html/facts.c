/* SPDX-License-Identifier: MIT */
/* Versions, operating systems, and the column of facts beside a record. */
#include "emit/html/record.h"

#include <string.h>

#include "emit/html/edit.h"
#include "emit/html/facet.h"
#include "emit/html/links.h"
#include "emit/html/markup.h"
#include "emit/html/table.h"

static const struct column {
    enum kb_field field;
    const char *heading;
} columns[] = {
    {KB_F_VERSION_VERSION, "Version"},       {KB_F_VERSION_STATUS, "Status"},
    {KB_F_VERSION_INTRODUCED, "Introduced"}, {KB_F_VERSION_DEPRECATED, "Deprecated"},
    {KB_F_VERSION_REMOVED, "Removed"},       {KB_F_VERSION_CHANGE, "Behaviour"},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static void version_name(struct kb_page *page, struct kb_str version)
{
    kb_table_row(page);
    kb_page_word(page, "dir", "auto");
    if (kb_str_blank(version))
        kb_page_say(page, "(no version)");
    else
        kb_page_text(page, version);
    kb_page_close(page, EL_TH);
}

static void version_row(const struct kb_subject *subject, size_t i, const bool used[COLUMNS])
{
    struct kb_page *page = subject->at.page;
    version_name(page, kb_record_text(subject->record, columns[0].field, i));
    for (size_t c = 1; c < COLUMNS; c++) {
        if (!used[c])
            continue;
        kb_page_open(page, EL_TD);
        if (columns[c].field == KB_F_VERSION_CHANGE) {
            kb_subject_field(subject, columns[c].field, i, KB_STYLE_PROSE, KB_F_NONE);
        } else {
            kb_page_word(page, "dir", "auto");
            kb_page_text(page, kb_record_text(subject->record, columns[c].field, i));
        }
        kb_page_close(page, EL_TD);
    }
    kb_page_close(page, EL_TR);
}

/* Only columns in which some version has something. */
void kb_subject_versions(const struct kb_subject *subject)
{
    size_t count = subject->record->versions.count, headed = 0;
    struct kb_heading headings[COLUMNS];
    bool used[COLUMNS] = {true};
    if (count == 0)
        return;
    for (size_t c = 0; c < COLUMNS; c++) {
        for (size_t i = 0; i < count && !used[c]; i++)
            used[c] = kb_subject_has(subject, columns[c].field, i, KB_F_NONE);
        if (used[c])
            headings[headed++] = (struct kb_heading){columns[c].heading, false};
    }
    kb_part_section(&subject->at, "versions", "Versions");
    kb_table_open(&subject->at, "Table of versions", headings, headed);
    for (size_t i = 0; i < count; i++)
        version_row(subject, i, used);
    kb_table_close(subject->at.page);
    kb_page_close(subject->at.page, EL_SECTION);
}

void kb_subject_systems(const struct kb_subject *subject)
{
    struct kb_page *page = subject->at.page;
    size_t count = subject->record->os_specific.count;
    if (count == 0)
        return;
    kb_part_section(&subject->at, "systems", "By operating system");
    kb_page_open(page, EL_DL);
    for (size_t i = 0; i < count; i++) {
        const struct kb_os_note *note = kb_os_note_at(subject->record, i);
        kb_page_open(page, EL_DT);
        kb_page_word(page, "dir", "auto");
        if (kb_str_blank(note->name))
            kb_page_say(page, "(no name)");
        else
            kb_page_text(page, note->name);
        kb_page_close(page, EL_DT);
        kb_page_open(page, EL_DD);
        kb_subject_field(subject, KB_F_OS_SPECIFIC_TEXT, i, KB_STYLE_HOWTO, KB_F_NONE);
        kb_page_close(page, EL_DD);
    }
    kb_page_close(page, EL_DL);
    kb_page_close(page, EL_SECTION);
}

static void text_fact(const struct kb_subject *subject, const char *term, enum kb_field field)
{
    struct kb_page *page = subject->at.page;
    if (!kb_subject_has(subject, field, 0, KB_F_NONE))
        return;
    kb_page_put(page, EL_DT, NULL, term);
    kb_page_open(page, EL_DD);
    kb_subject_field(subject, field, 0, KB_STYLE_FACT, KB_F_NONE);
    kb_page_close(page, EL_DD);
}

static void code_fact(struct kb_page *page, const char *term, struct kb_str text)
{
    if (kb_str_blank(text))
        return;
    kb_page_put(page, EL_DT, NULL, term);
    kb_page_open(page, EL_DD);
    kb_page_open(page, EL_CODE);
    kb_page_text(page, text);
    kb_page_close(page, EL_CODE);
    kb_page_close(page, EL_DD);
}

/* A value that records are grouped by, as a link to those that share it; where it has a
 * translation, that as it is. */
static void facet_fact(const struct kb_subject *subject, const char *term, enum kb_facet kind,
                       enum kb_field field)
{
    struct kb_page *page = subject->at.page;
    struct kb_str text = kb_record_text(subject->record, field, 0);
    if (kb_str_blank(text) ||
        !kb_str_eq(kb_view_text(&subject->at, subject->record, field, 0).text, text)) {
        text_fact(subject, term, field);
        return;
    }
    kb_page_put(page, EL_DT, NULL, term);
    kb_page_open(page, EL_DD);
    kb_page_open(page, EL_BDI);
    kb_facet_link(&subject->at, kind, text);
    kb_page_close(page, EL_BDI);
    kb_page_close(page, EL_DD);
}

/* KB_FACET_COUNT: no records are grouped by it. */
static void list_fact(const struct kb_subject *subject, const char *term,
                      const struct kb_list *list, enum kb_facet kind)
{
    struct kb_page *page = subject->at.page;
    bool any = false;
    for (size_t i = 0; i < list->count; i++) {
        struct kb_str text = *kb_text_at(list, i);
        if (kb_str_blank(text))
            continue;
        if (!any) {
            kb_page_put(page, EL_DT, NULL, term);
            kb_page_open(page, EL_DD);
            kb_page_begin(page, EL_UL, "tags");
        }
        any = true;
        kb_page_open(page, EL_LI);
        kb_page_word(page, "dir", "auto");
        if (kind == KB_FACET_COUNT)
            kb_page_text(page, text);
        else
            kb_facet_link(&subject->at, kind, text);
        kb_page_close(page, EL_LI);
    }
    if (any) {
        kb_page_close(page, EL_UL);
        kb_page_close(page, EL_DD);
    }
}

static void date_fact(const struct kb_subject *subject, const char *term, int32_t day)
{
    struct kb_page *page = subject->at.page;
    int32_t today = subject->at.site->base->today;
    if (day == KB_NO_DATE)
        return;
    kb_page_put(page, EL_DT, NULL, term);
    if (kb_page_again(page, KB_PIECE_DATE, KB_PIECE_OF(day)))
        return;
    kb_page_open(page, EL_DD);
    kb_part_date(page, day);
    if (today != KB_NO_DATE) {
        kb_page_say(page, ", ");
        kb_part_age(page, day, today);
    }
    kb_page_close(page, EL_DD);
    kb_page_keep(page);
}

static void documentation(const struct kb_subject *subject)
{
    struct kb_page *page = subject->at.page;
    const struct kb_record *record = subject->record;
    bool url = !kb_str_blank(record->doc_url);
    if (!url && !kb_subject_has(subject, KB_F_DOC_SECTION, 0, KB_F_NONE))
        return;
    kb_page_put(page, EL_DT, NULL, "Official documentation");
    kb_page_open(page, EL_DD);
    if (url)
        kb_markup_link(page, record->doc_url);
    kb_subject_field(subject, KB_F_DOC_SECTION, 0, KB_STYLE_PROSE, KB_F_NONE);
    kb_page_close(page, EL_DD);
}

/* What was read from standard input is no file that can be edited. */
static void source(const struct kb_subject *subject)
{
    struct kb_page *page = subject->at.page;
    const struct kb_doc *doc = subject->record->doc;
    const char *template = subject->at.site->options->edit_url;
    struct kb_buf href = {0};
    if (!doc)
        return;
    kb_page_put(page, EL_DT, NULL, "Source");
    kb_page_open(page, EL_DD);
    kb_page_open(page, EL_CODE);
    kb_page_text(page, kb_str(doc->source->rel));
    kb_page_close(page, EL_CODE);
    if (doc->source->shape != KB_SHAPE_ONE) {
        kb_page_say(page, " ");
        kb_page_sayf(page, "line %lu", (unsigned long)doc->line);
    }
    if (template && strcmp(doc->source->path, "-") != 0) {
        kb_edit_url(&href, template, doc);
        kb_page_open(page, EL_P);
        kb_page_begin(page, EL_A, "edit");
        kb_page_attr(page, "href", kb_buf_view(&href));
        kb_page_say(page, "Edit this record");
        kb_page_close(page, EL_A);
        kb_page_close(page, EL_P);
    }
    kb_page_close(page, EL_DD);
    kb_buf_free(&href);
}

void kb_subject_facts(const struct kb_subject *subject)
{
    struct kb_page *page = subject->at.page;
    const struct kb_record *record = subject->record;
    kb_page_begin(page, EL_SECTION, "facts");
    kb_page_word(page, "id", "facts");
    kb_page_put(page, EL_H2, NULL, "Facts");
    kb_page_open(page, EL_DL);
    code_fact(page, "Id", kb_str_blank(record->id) ? KB_STR("(no id)") : record->id);
    facet_fact(subject, "Category", KB_FACET_CATEGORY, KB_F_CATEGORY);
    text_fact(subject, "Subcategory", KB_F_SUBCATEGORY);
    text_fact(subject, "Kind of cause", KB_F_ROOT_CAUSE_TYPE);
    facet_fact(subject, "Runtime", KB_FACET_VERSION, KB_F_RUNTIME);
    text_fact(subject, "Version range", KB_F_VERSION_RANGE);
    text_fact(subject, "Operating system", KB_F_OS);
    documentation(subject);
    list_fact(subject, "Tags", &record->tags, KB_FACET_TAG);
    list_fact(subject, "Also known as", &record->aliases, KB_FACET_COUNT);
    date_fact(subject, "First seen", record->first_seen);
    date_fact(subject, "Last confirmed", record->last_confirmed);
    date_fact(subject, "Last updated", record->last_updated);
    text_fact(subject, "Verification", KB_F_VERIFICATION_TIER);
    if (kb_record_lang(record).p)
        text_fact(subject, "Language of the record", KB_F_LOCALE);
    source(subject);
    kb_part_record_files(&subject->at, subject->index);
    kb_page_close(page, EL_DL);
    kb_page_close(page, EL_SECTION);
}

/* SPDX-License-Identifier: MIT */
/* What is translated and what is not, for those who translate: numbers by field, and the records
 * that lack something. What counts is what readers see: a text that stands as it was is none. */
#include <stdlib.h>

#include "emit/html/markup.h"
#include "emit/html/pager.h"
#include "emit/html/pages.h"
#include "emit/html/plot.h"
#include "emit/html/table.h"

static const char lead[] =
    "How much of each field is translated. A text that stands as it was does not count.";

/* Of one language. */
struct totals {
    size_t texts[KB_FIELD_COUNT], translated[KB_FIELD_COUNT];
    uint32_t *records; /* that lack something */
    size_t count;
};

static struct totals cover(const struct kb_site *site, size_t language)
{
    struct totals totals = {.records = kb_alloc(site->base->count, sizeof(uint32_t))};
    for (size_t i = 0; i < site->base->count; i++) {
        size_t gaps = 0;
        for (int f = 0; f < KB_FIELD_COUNT; f++) {
            struct kb_coverage one =
                kb_site_covers(site, language, site->base->records[i], (enum kb_field)f);
            totals.texts[f] += one.texts;
            totals.translated[f] += one.texts - one.lacking;
            gaps += one.lacking;
        }
        if (gaps > 0)
            totals.records[totals.count++] = (uint32_t)i;
    }
    return totals;
}

static struct kb_route gaps_route(struct kb_buf *room, const struct kb_site *site, size_t language)
{
    room->len = 0;
    kb_buf_puts(room, "translations/");
    kb_buf_str(room, site->languages[language].folder);
    kb_buf_puts(room, ".html");
    return (struct kb_route){"browse/", kb_buf_view(room)};
}

static void field_row(const struct kb_view *at, enum kb_field field, size_t texts,
                      size_t translated)
{
    struct kb_page *page = at->page;
    kb_table_row(page);
    kb_page_open(page, EL_CODE);
    kb_page_text(page, kb_str(kb_fields[field].name));
    kb_page_close(page, EL_CODE);
    kb_page_close(page, EL_TH);
    kb_table_number(at, texts, NULL);
    kb_table_number(at, translated, NULL);
    kb_page_begin(page, EL_TD, "number");
    kb_plot_percent(page, translated, texts);
    kb_page_close(page, EL_TD);
    kb_page_close(page, EL_TR);
}

/* Called by its language too, of which the page has several. */
static void fields_table(const struct kb_view *at, struct kb_str tag, const struct totals *totals)
{
    static const struct kb_heading headings[] = {
        {"Field", false}, {"Texts", true}, {"Translated", true}, {"Share", true}};
    struct kb_str name = kb_markup_language(tag);
    struct kb_buf label = {0};
    kb_page_wordsf(&label, at->page, "Table of translated fields: %.*s", (int)name.n, name.p);
    kb_table_open(at, label.data, headings, sizeof headings / sizeof *headings);
    kb_buf_free(&label);
    for (int f = 0; f < KB_FIELD_COUNT; f++)
        if (totals->texts[f] > 0)
            field_row(at, (enum kb_field)f, totals->texts[f], totals->translated[f]);
    kb_table_close(at->page);
}

static bool has_texts(const struct totals *totals)
{
    for (int f = 0; f < KB_FIELD_COUNT; f++)
        if (totals->texts[f] > 0)
            return true;
    return false;
}

static void language_section(const struct kb_view *at, size_t language)
{
    struct kb_page *page = at->page;
    struct kb_str tag = kb_str(at->site->languages[language].tag);
    struct totals totals = cover(at->site, language);
    struct kb_buf room = {0};
    kb_page_open(page, EL_SECTION);
    kb_page_open(page, EL_H2);
    kb_page_attr(page, "lang", tag);
    kb_page_text(page, kb_markup_language(tag));
    kb_page_close(page, EL_H2);
    if (has_texts(&totals))
        fields_table(at, tag, &totals);
    kb_page_open(page, EL_P);
    if (totals.count == 0) {
        kb_page_say(page, "Everything is translated.");
    } else {
        kb_part_open_link(at, gaps_route(&room, at->site, language), NULL);
        kb_part_number(page, totals.count, "record lacks something", "records lack something");
        kb_page_close(page, EL_A);
    }
    kb_page_close(page, EL_P);
    kb_page_close(page, EL_SECTION);
    kb_buf_free(&room);
    free(totals.records);
}

void kb_site_translations(const struct kb_site *site, struct kb_page *page, size_t language)
{
    const struct kb_view at = kb_view_of(site, page, language, KB_ROUTE_TRANSLATIONS);
    struct kb_str title = kb_view_words(&at, "Translations");
    const struct kb_crumb crumbs[] = {{KB_ROUTE_BROWSE, kb_view_words(&at, "Browse")}};
    kb_part_head(&at, title, kb_view_words(&at, lead));
    kb_part_trail(&at, crumbs, 1, title);
    kb_part_main(&at, NULL);
    kb_page_put(page, EL_H1, NULL, "Translations");
    kb_page_begin(page, EL_P, "lead");
    kb_page_say(page, lead);
    kb_page_close(page, EL_P);
    for (size_t i = 1; i < site->language_count; i++)
        language_section(&at, i);
    kb_part_foot(&at);
}

/* "root_cause, workaround.action (2)" */
static void gap_row(const struct kb_view *at, size_t language, uint32_t index)
{
    const struct kb_record *record = at->site->base->records[index];
    struct kb_page *page = at->page;
    bool any = false;
    kb_page_open(page, EL_LI);
    kb_part_record_link(at, index);
    kb_page_begin(page, EL_DIV, "facts");
    for (int f = 0; f < KB_FIELD_COUNT; f++) {
        struct kb_coverage one = kb_site_covers(at->site, language, record, (enum kb_field)f);
        if (one.lacking == 0)
            continue;
        kb_page_say(page, any ? "\n" : "");
        any = true;
        kb_page_open(page, EL_SPAN);
        kb_page_open(page, EL_CODE);
        kb_page_text(page, kb_str(kb_fields[f].name));
        kb_page_close(page, EL_CODE);
        if (one.texts > 1)
            kb_page_sayf(page, " %zu/%zu", one.lacking, one.texts);
        kb_page_close(page, EL_SPAN);
    }
    kb_page_close(page, EL_DIV);
    kb_page_close(page, EL_LI);
}

static void gaps_page(const struct kb_view *at, size_t language, struct kb_route list,
                      const struct totals *totals, size_t part)
{
    struct kb_page *page = at->page;
    const struct kb_crumb crumbs[] = {{KB_ROUTE_BROWSE, kb_view_words(at, "Browse")},
                                      {KB_ROUTE_TRANSLATIONS, kb_view_words(at, "Translations")}};
    struct kb_str tag = kb_str(at->site->languages[language].tag);
    struct kb_str title = kb_markup_language(tag);
    struct kb_pager pager = kb_pager_of(totals->count);
    const size_t first = kb_pager_first(&pager, part);
    kb_part_head_of(at, title, totals->records + first, totals->count - first);
    kb_part_trail(at, crumbs, 2, title);
    kb_part_main(at, NULL);
    kb_page_open(page, EL_H1);
    kb_page_attr(page, "lang", tag);
    kb_page_text(page, title);
    kb_page_close(page, EL_H1);
    kb_page_put(page, EL_P, "lead",
                "Records that lack a translation, with the fields that do, and how many of its "
                "texts.");
    kb_page_begin(page, EL_UL, "records");
    for (size_t i = kb_pager_first(&pager, part); i < kb_pager_last(&pager, part); i++)
        gap_row(at, language, totals->records[i]);
    kb_page_close(page, EL_UL);
    kb_part_pager(at, list, &pager, part);
    kb_part_foot(at);
}

/* The lists for one language, in the language of the job. */
static bool gaps_pages(const struct kb_job *job, size_t language)
{
    struct totals totals = cover(job->site, language);
    struct kb_pager pager = kb_pager_of(totals.count);
    struct kb_buf list = {0}, room = {0};
    bool done = true;
    struct kb_route route = gaps_route(&list, job->site, language);
    for (size_t part = 0; done && totals.count > 0 && part < pager.parts; part++) {
        struct kb_view at =
            kb_view_of(job->site, job->page, job->language, kb_pager_route(&room, route, part));
        gaps_page(&at, language, route, &totals, part);
        done = kb_job_hand_over(job, at.route, KB_FILE_PLAIN);
    }
    kb_buf_free(&room);
    kb_buf_free(&list);
    free(totals.records);
    return done;
}

bool kb_job_gaps(const struct kb_job *job)
{
    for (size_t i = 1; i < job->site->language_count; i++)
        if (!gaps_pages(job, i))
            return false;
    return true;
}

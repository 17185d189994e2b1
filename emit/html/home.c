/* SPDX-License-Identifier: MIT */
/* The home page: what the base covers, in numbers and lists. */
#include "emit/html/parts.h"

#include <stdlib.h>

#include "emit/html/facet.h"
#include "emit/html/links.h"
#include "emit/html/markup.h"
#include "emit/html/pages.h"
#include "emit/html/plot.h"
#include "emit/html/quality.h"

#define SHOWN    10  /* records in each list of extremes */
#define RELIABLE 0.7 /* the least fix rate of what counts as fixed reliably */
#define HOPELESS 0.5 /* hopeless is what lies below this */

struct rated {
    double rate;
    int64_t evidence;
    uint32_t record;
};

/* More evidence first among equals, then as the records stand. */
static int by_evidence(const struct rated *a, const struct rated *b)
{
    if (a->evidence != b->evidence)
        return a->evidence > b->evidence ? -1 : 1;
    return (a->record > b->record) - (a->record < b->record);
}

static int best_first(const void *left, const void *right)
{
    const struct rated *a = left, *b = right;
    return a->rate != b->rate ? (a->rate > b->rate ? -1 : 1) : by_evidence(a, b);
}

static int worst_first(const void *left, const void *right)
{
    const struct rated *a = left, *b = right;
    return a->rate != b->rate ? (a->rate < b->rate ? -1 : 1) : by_evidence(a, b);
}

static bool reliable(double rate)
{
    return rate >= RELIABLE && rate <= 1;
}

static bool hopeless(double rate)
{
    return rate >= 0 && rate < HOPELESS;
}

static void extremes(const struct kb_view *at, const char *id, const char *name,
                     bool (*wanted)(double), int (*order)(const void *, const void *))
{
    const struct kb_base *base = at->site->base;
    struct rated *list = kb_alloc(base->count ? base->count : 1, sizeof *list);
    uint32_t records[SHOWN];
    size_t count = 0, shown;
    for (size_t i = 0; i < base->count; i++) {
        const struct kb_record *record = base->records[i];
        double rate = record->fix_success_rate.value;
        if (kb_part_has_rate(&record->fix_success_rate) && wanted(rate))
            list[count++] = (struct rated){rate, record->evidence_count, (uint32_t)i};
    }
    qsort(list, count, sizeof *list, order);
    shown = count < SHOWN ? count : SHOWN;
    for (size_t i = 0; i < shown; i++)
        records[i] = list[i].record;
    free(list);
    if (shown == 0)
        return;
    kb_part_section(at, id, name);
    kb_part_records(at, records, shown, true);
    kb_page_close(at->page, EL_SECTION);
}

static void domains(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    const struct kb_site *site = at->site;
    kb_part_section(at, "domains", "Domains");
    kb_page_begin(page, EL_UL, "domains");
    for (size_t i = 0; i < site->domain_count; i++) {
        kb_page_open(page, EL_LI);
        kb_part_open_link(at, site->domains[i].route, NULL);
        kb_part_counted(page, kb_part_domain_name(at, i), site->domains[i].count);
        kb_page_close(page, EL_A);
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_UL);
    kb_part_facets(at);
    kb_page_close(page, EL_SECTION);
}

/* How many, and where they are told apart. */
static void problems(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    const struct kb_site_counts *totals = &at->site->totals;
    if (totals->flagged == 0)
        return;
    kb_part_section(at, "problems", "Known problems");
    kb_page_open(page, EL_P);
    kb_part_number(page, totals->flagged, "record has", "records have");
    kb_page_say(page, " known problems: ");
    kb_part_number(page, totals->errors, "error", "errors");
    kb_page_say(page, " and ");
    kb_part_number(page, totals->warnings, "warning", "warnings");
    kb_page_say(page, ". Each is listed on the page of its record.");
    kb_page_say(page, " ");
    kb_part_open_link(at, KB_ROUTE_QUALITY, NULL);
    kb_page_say(page, "By rule and by domain");
    kb_page_close(page, EL_A);
    kb_page_close(page, EL_P);
    kb_page_close(page, EL_SECTION);
}

void kb_part_lead(struct kb_buf *out, const struct kb_view *at)
{
    const struct kb_site *site = at->site;
    const struct kb_page *page = at->page;
    if (site->base->count == 0) {
        kb_buf_puts(out, kb_page_words(page, "This base holds no records yet."));
        return;
    }
    kb_put_number(out, page, site->base->count, "error", "errors");
    kb_buf_puts(out, kb_page_words(page, " from "));
    kb_put_number(out, page, site->domain_count, "domain", "domains");
    if (site->language_count > 1)
        kb_page_wordsf(out, page, " in %zu languages", site->language_count);
    kb_buf_puts(out,
                kb_page_words(page, ": what each one means, what does not help, and what does."));
}

static void lead(const struct kb_view *at)
{
    struct kb_buf text = {0};
    kb_part_lead(&text, at);
    kb_page_begin(at->page, EL_P, "lead");
    kb_page_text(at->page, kb_buf_view(&text));
    kb_page_close(at->page, EL_P);
    kb_buf_free(&text);
}

/* By hand: without scripts, it leads to the search page; there, the query is in the address. */
static void search(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    struct kb_buf path = {0};
    kb_site_path(&path, at->site, at->language, KB_ROUTE_SEARCH);
    kb_page_begin(page, EL_FORM, "search");
    kb_part_address_attr(at, "action", kb_buf_view(&path));
    kb_page_word(page, "method", "get");
    kb_page_word(page, "role", "search");
    kb_page_open(page, EL_LABEL);
    kb_page_word(page, "for", "q");
    kb_page_say(page, "Search for an error, a code, or words of what it means");
    kb_page_close(page, EL_LABEL);
    kb_page_begin(page, EL_DIV, "field");
    kb_page_open(page, EL_INPUT);
    kb_page_word(page, "type", "search");
    kb_page_word(page, "id", "q");
    kb_page_word(page, "name", "q");
    kb_page_word(page, "autocomplete", "off");
    kb_page_word(page, "spellcheck", "false");
    kb_page_close(page, EL_INPUT);
    kb_page_open(page, EL_BUTTON);
    kb_page_word(page, "type", "submit");
    kb_page_say(page, "Search");
    kb_page_close(page, EL_BUTTON);
    kb_page_close(page, EL_DIV);
    kb_page_close(page, EL_FORM);
    kb_buf_free(&path);
}

static void verdicts(const struct kb_view *at)
{
    const struct kb_site_counts *totals = &at->site->totals;
    size_t named = totals->fixable + totals->partly + totals->hopeless;
    struct kb_share shares[] = {
        {"Can be fixed", totals->fixable, "good", {0}},
        {"Can be fixed in part", totals->partly, "warn", {0}},
        {"Cannot be fixed", totals->hopeless, "bad", {0}},
        {"No verdict", totals->records - named, "faint", {0}},
    };
    static const char *const values[] = {"true", "partial", "false"};
    struct kb_buf rooms[3] = {0};
    for (size_t i = 0; i < 3; i++)
        kb_facet_route(&rooms[i], KB_FACET_RESOLVABLE, kb_str(values[i]), &shares[i].route);
    kb_plot_shares(at, shares, sizeof shares / sizeof *shares);
    for (size_t i = 0; i < 3; i++)
        kb_buf_free(&rooms[i]);
}

/* What the base covers, as small pictures. */
static void plots(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    kb_page_begin(page, EL_SECTION, "plots");
    kb_page_label(page, "aria-label", "In pictures");
    kb_page_begin(page, EL_DIV, "plot");
    kb_page_put(page, EL_H2, NULL, "Verdicts");
    verdicts(at);
    kb_page_close(page, EL_DIV);
    kb_page_begin(page, EL_DIV, "plot");
    kb_page_put(page, EL_H2, NULL, "Freshness");
    kb_quality_ages(at);
    if (at->site->base->today != KB_NO_DATE) {
        kb_page_begin(page, EL_P, "muted");
        kb_part_age_basis(page, at->site->base);
        kb_page_close(page, EL_P);
    }
    kb_page_close(page, EL_DIV);
    if (at->site->totals.rated > 0) {
        kb_page_begin(page, EL_DIV, "plot");
        kb_page_put(page, EL_H2, NULL, "Fix rate");
        kb_quality_histogram(at, KB_BY_FIX_RATE);
        kb_page_close(page, EL_DIV);
    }
    kb_page_close(page, EL_SECTION);
}

struct dated {
    int32_t updated, seen;
    uint32_t record;
};

/* The day of the last update, then that of the first sight; then as the records stand. */
static int newest_first(const void *left, const void *right)
{
    const struct dated *a = left, *b = right;
    if (a->updated != b->updated)
        return a->updated > b->updated ? -1 : 1;
    if (a->seen != b->seen)
        return a->seen > b->seen ? -1 : 1;
    return (a->record > b->record) - (a->record < b->record);
}

static void newest(const struct kb_view *at)
{
    const struct kb_base *base = at->site->base;
    struct kb_page *page = at->page;
    struct dated *list = kb_alloc(base->count, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < base->count; i++) {
        const struct kb_record *record = base->records[i];
        bool updated = record->last_updated != KB_NO_DATE;
        if (updated || record->first_seen != KB_NO_DATE)
            list[count++] = (struct dated){
                updated ? record->last_updated : record->first_seen,
                record->first_seen == KB_NO_DATE ? INT32_MIN : record->first_seen, (uint32_t)i};
    }
    qsort(list, count, sizeof *list, newest_first);
    if (count > 0) {
        kb_part_section(at, "newest", "Newest");
        kb_page_begin(page, EL_UL, "records");
        for (size_t i = 0; i < count && i < SHOWN; i++) {
            kb_page_open(page, EL_LI);
            kb_part_record_link(at, list[i].record);
            kb_page_begin(page, EL_DIV, "facts");
            kb_part_date(page, list[i].updated);
            kb_page_say(page, "\n");
            kb_page_open(page, EL_BDI);
            kb_page_text(page, kb_part_domain_name(at, at->site->domain_of[list[i].record]));
            kb_page_close(page, EL_BDI);
            kb_page_close(page, EL_DIV);
            kb_page_close(page, EL_LI);
        }
        kb_page_close(page, EL_UL);
        kb_page_close(page, EL_SECTION);
    }
    free(list);
}

void kb_site_home(const struct kb_site *site, struct kb_page *page, size_t language)
{
    const struct kb_view at = kb_view_of(site, page, language, KB_ROUTE_HOME);
    kb_part_head(&at, (struct kb_str){0},
                 kb_view_words(&at, "What errors mean, what does not help against them, "
                                    "and what does."));
    kb_part_main(&at, NULL);
    kb_page_put(page, EL_H1, NULL, "Error knowledge base");
    lead(&at);
    if (site->base->count > 0) {
        if (kb_site_has_page(site, KB_ROUTE_SEARCH))
            search(&at);
        kb_part_tiles(page, &site->totals);
        plots(&at);
        domains(&at);
        extremes(&at, "reliable", "Most reliably fixed", reliable, best_first);
        extremes(&at, "hopeless", "Most hopeless", hopeless, worst_first);
        newest(&at);
        problems(&at);
        kb_part_programs(&at);
    }
    kb_linked_home(&at);
    kb_part_foot(&at);
}

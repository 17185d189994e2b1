/* SPDX-License-Identifier: MIT */
/* The home page: what the base covers, in numbers and lists. */
#include "emit/html/parts.h"

#include <stdlib.h>

#include "emit/html/facet.h"
#include "emit/html/markup.h"

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
        kb_page_word(page, "dir", "auto");
        kb_page_text(page, kb_part_domain_name(at, i));
        kb_page_close(page, EL_A);
        kb_page_say(page, " ");
        kb_page_begin(page, EL_SPAN, "muted");
        kb_part_number(page, site->domains[i].count, "error", "errors");
        kb_page_close(page, EL_SPAN);
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_UL);
    kb_part_facets(at);
    kb_page_close(page, EL_SECTION);
}

struct tally {
    const struct kb_rule *rule;
    enum kb_severity severity;
    size_t findings;
};

/* Worst first, then by name. */
static int by_severity(const void *left, const void *right)
{
    const struct tally *a = left, *b = right;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    return kb_str_cmp(kb_str(a->rule->name), kb_str(b->rule->name));
}

/* The rules are few, so they are looked for one by one. */
static void add(struct tally **list, size_t *count, size_t *cap, const struct kb_finding *finding)
{
    for (size_t i = 0; i < *count; i++) {
        if ((*list)[i].rule == finding->rule && (*list)[i].severity == finding->severity) {
            (*list)[i].findings++;
            return;
        }
    }
    *list = kb_grow(*list, *count, cap, sizeof **list);
    (*list)[(*count)++] = (struct tally){finding->rule, finding->severity, 1};
}

static size_t tallies(const struct kb_base *base, struct tally **list)
{
    size_t count = 0, cap = 0;
    for (size_t i = 0; i < base->count; i++)
        for (size_t f = 0; f < base->records[i]->finding_count; f++)
            add(list, &count, &cap, &base->records[i]->findings[f]);
    if (count > 0)
        qsort(*list, count, sizeof **list, by_severity);
    return count;
}

static void table_head(struct kb_page *page, const char *const headings[], size_t count)
{
    kb_page_open(page, EL_THEAD);
    kb_page_open(page, EL_TR);
    for (size_t i = 0; i < count; i++) {
        kb_page_open(page, EL_TH);
        kb_page_word(page, "scope", "col");
        kb_page_say(page, headings[i]);
        kb_page_close(page, EL_TH);
    }
    kb_page_close(page, EL_TR);
    kb_page_close(page, EL_THEAD);
}

static void problem_row(struct kb_page *page, const struct tally *tally)
{
    kb_page_open(page, EL_TR);
    kb_page_open(page, EL_TH);
    kb_page_word(page, "scope", "row");
    kb_page_put(page, EL_CODE, NULL, tally->rule->name);
    kb_page_close(page, EL_TH);
    kb_page_begin(page, EL_TD, "number");
    kb_page_sayf(page, "%zu", tally->findings);
    kb_page_close(page, EL_TD);
    kb_page_open(page, EL_TD);
    kb_part_flag(page, tally->severity, kb_severity_name(tally->severity));
    kb_page_close(page, EL_TD);
    kb_page_open(page, EL_TD);
    kb_markup_inline(page, kb_str(tally->rule->summary));
    kb_page_close(page, EL_TD);
    kb_page_close(page, EL_TR);
}

static void problems(const struct kb_view *at)
{
    static const char *const headings[] = {"Rule", "Findings", "Severity", "What is asked for"};
    struct kb_page *page = at->page;
    const struct kb_site_counts *totals = &at->site->totals;
    struct tally *list = NULL;
    size_t count = tallies(at->site->base, &list);
    if (totals->flagged > 0) {
        kb_part_section(at, "problems", "Known problems");
        kb_page_open(page, EL_P);
        kb_part_number(page, totals->flagged, "record has", "records have");
        kb_page_say(page, " known problems: ");
        kb_part_number(page, totals->errors, "error", "errors");
        kb_page_say(page, " and ");
        kb_part_number(page, totals->warnings, "warning", "warnings");
        kb_page_say(page, ". Each is listed on the page of its record.");
        kb_page_close(page, EL_P);
        kb_page_begin(page, EL_DIV, "scroll");
        kb_page_word(page, "role", "region");
        kb_page_label(page, "aria-label", "Table of known problems");
        kb_page_word(page, "tabindex", "0");
        kb_page_open(page, EL_TABLE);
        table_head(page, headings, sizeof headings / sizeof *headings);
        kb_page_open(page, EL_TBODY);
        for (size_t i = 0; i < count; i++)
            problem_row(page, &list[i]);
        kb_page_close(page, EL_TBODY);
        kb_page_close(page, EL_TABLE);
        kb_page_close(page, EL_DIV);
        kb_page_close(page, EL_SECTION);
    }
    free(list);
}

static void lead(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    kb_page_begin(page, EL_P, "lead");
    if (at->site->base->count == 0) {
        kb_page_say(page, "This base holds no records yet.");
    } else {
        kb_part_number(page, at->site->base->count, "error", "errors");
        kb_page_say(page, " from ");
        kb_part_number(page, at->site->domain_count, "domain", "domains");
        kb_page_say(page, ": what each one means, what does not help, and what does.");
    }
    kb_page_close(page, EL_P);
}

static void ages(const struct kb_view *at)
{
    static const char *const names[KB_AGE_COUNT] = {
        [KB_AGE_FRESH] = "fresh",
        [KB_AGE_AGING] = "aging",
        [KB_AGE_STALE] = "stale",
        [KB_AGE_AHEAD] = "dated ahead",
    };
    struct kb_page *page = at->page;
    const struct kb_base *base = at->site->base;
    size_t counts[KB_AGE_COUNT + 1] = {0};
    bool any = false;
    for (size_t i = 0; i < base->count; i++)
        counts[kb_part_record_age(base->records[i], base->today)]++;
    if (counts[KB_AGE_COUNT] == base->count)
        return;
    kb_page_begin(page, EL_P, "muted");
    for (size_t i = 0; i < KB_AGE_COUNT; i++) {
        if (counts[i] == 0)
            continue;
        kb_page_say(page, any ? ", " : "By their last confirmation: ");
        kb_page_sayf(page, "%zu %s", counts[i], kb_page_words(page, names[i]));
        any = true;
    }
    kb_page_say(page, ". ");
    kb_part_age_basis(page, base);
    kb_page_close(page, EL_P);
}

void kb_site_home(const struct kb_site *site, struct kb_page *page, size_t language)
{
    const struct kb_view at = kb_view_of(site, page, language, KB_ROUTE_HOME);
    const struct kb_words *words = site->languages[language].words;
    kb_part_head(&at, (struct kb_str){0},
                 kb_str(kb_words_find(words, "What errors mean, what does not help against them, "
                                             "and what does.")));
    kb_part_main(&at, NULL);
    kb_page_put(page, EL_H1, NULL, "Error knowledge base");
    lead(&at);
    if (site->base->count > 0) {
        kb_part_tiles(page, &site->totals);
        ages(&at);
        domains(&at);
        extremes(&at, "reliable", "Most reliably fixed", reliable, best_first);
        extremes(&at, "hopeless", "Most hopeless", hopeless, worst_first);
        problems(&at);
    }
    kb_part_foot(&at);
}

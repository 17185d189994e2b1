/* SPDX-License-Identifier: MIT */
/* The quality page: what the check found, how fresh and how well founded the records are. */
#include "emit/html/quality.h"

#include <assert.h>
#include <stdlib.h>

#include "emit/html/markup.h"
#include "emit/html/pages.h"
#include "emit/html/plot.h"
#include "emit/html/table.h"

#define SHARES  8   /* the most steps of a family that are shown as shares of one bar */
#define DOMAINS 100 /* in the table of findings by domain */

static const struct section {
    const char *id, *name;
    void (*write)(const struct kb_view *at);
} sections[] = {
    {"rules", "Findings by rule", kb_quality_rules},
    {"domains", "Findings by domain", kb_quality_domains},
    {"freshness", "Freshness", kb_quality_freshness},
    {"evidence", "Evidence", kb_quality_evidence},
    {"rates", "Rates", kb_quality_rates},
    {"links", "Links between records", kb_quality_links},
    {"translations", "Translations", kb_quality_translations},
};

#define SECTIONS (sizeof sections / sizeof *sections)

/* Worst first, then the most findings, then by name. */
static int rule_order(const void *left, const void *right)
{
    const struct kb_tally *a = *(const struct kb_tally *const *)left;
    const struct kb_tally *b = *(const struct kb_tally *const *)right;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    if (a->number != b->number)
        return a->number > b->number ? -1 : 1;
    return (a->step > b->step) - (a->step < b->step);
}

/* Most records first, then by name. */
static int domain_order(const void *left, const void *right)
{
    const struct kb_tally *a = *(const struct kb_tally *const *)left;
    const struct kb_tally *b = *(const struct kb_tally *const *)right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return (a->step > b->step) - (a->step < b->step);
}

/* The tallies of a family that have records, for free(). */
static const struct kb_tally **ordered(const struct kb_view *at, enum kb_family family,
                                       int (*order)(const void *, const void *), size_t *count)
{
    const struct kb_survey *survey = at->site->survey;
    size_t steps = kb_survey_steps(survey, family);
    const struct kb_tally **list = kb_alloc(steps, sizeof *list);
    *count = 0;
    for (size_t i = 0; i < steps; i++)
        if (kb_survey_tally(survey, family, i)->count > 0)
            list[(*count)++] = kb_survey_tally(survey, family, i);
    if (*count > 0)
        qsort(list, *count, sizeof *list, order);
    return list;
}

static const char *const fills[KB_SEVERITY_COUNT] = {
    [KB_INFO] = "quiet", [KB_WARNING] = "warn", [KB_ERROR] = "bad"};

static void rule_row(const struct kb_view *at, const struct kb_tally *tally, size_t most)
{
    static const char *const names[KB_SEVERITY_COUNT] = {
        [KB_INFO] = "Remark", [KB_WARNING] = "Warning", [KB_ERROR] = "Error"};
    struct kb_page *page = at->page;
    kb_table_row(page);
    kb_page_open(page, EL_CODE);
    kb_page_text(page, kb_str(tally->rule->name));
    kb_page_close(page, EL_CODE);
    kb_page_close(page, EL_TH);
    kb_page_open(page, EL_TD);
    kb_part_flag(page, tally->severity, names[tally->severity]);
    kb_page_close(page, EL_TD);
    kb_table_number(at, tally->number, tally);
    kb_table_number(at, tally->count, tally);
    kb_table_bar(page, tally->number, most, fills[tally->severity]);
    kb_page_put(page, EL_TD, NULL, tally->rule->summary);
    kb_page_close(page, EL_TR);
}

void kb_quality_rules(const struct kb_view *at)
{
    static const struct kb_heading headings[] = {{"Rule", false},    {"Severity", false},
                                                 {"Findings", true}, {"Records", true},
                                                 {"Share", false},   {"What is asked for", false}};
    size_t count, most = 0;
    const struct kb_tally **list = ordered(at, KB_BY_RULE, rule_order, &count);
    kb_part_section(at, "rules", "Findings by rule");
    if (count == 0)
        kb_page_put(at->page, EL_P, NULL, "The check found nothing in these records.");
    for (size_t i = 0; i < count; i++)
        most = list[i]->number > most ? list[i]->number : most;
    if (count > 0) {
        kb_table_open(at, "Findings by rule", headings, sizeof headings / sizeof *headings);
        for (size_t i = 0; i < count; i++)
            rule_row(at, list[i], most);
        kb_table_close(at->page);
    }
    kb_page_close(at->page, EL_SECTION);
    free(list);
}

void kb_quality_domains(const struct kb_view *at)
{
    static const struct kb_heading headings[] = {{"Domain", false},
                                                 {"Errors and warnings", true},
                                                 {"Records with known problems", true},
                                                 {"Of", true},
                                                 {"Share", false}};
    struct kb_page *page = at->page;
    size_t count;
    const struct kb_tally **list = ordered(at, KB_BY_DOMAIN, domain_order, &count);
    size_t shown = count < DOMAINS ? count : DOMAINS;
    if (count > 0) {
        kb_part_section(at, "domains", "Findings by domain");
        kb_table_open(at, "Findings by domain", headings, sizeof headings / sizeof *headings);
        for (size_t i = 0; i < shown; i++) {
            const struct kb_site *site = at->site;
            size_t all = site->domains[list[i]->step].count;
            kb_table_row(page);
            kb_part_open_link(at, site->domains[list[i]->step].route, NULL);
            kb_page_word(page, "dir", "auto");
            kb_page_text(page, kb_part_domain_name(at, list[i]->step));
            kb_page_close(page, EL_A);
            kb_page_close(page, EL_TH);
            kb_table_number(at, list[i]->number, list[i]);
            kb_table_number(at, list[i]->count, list[i]);
            kb_table_number(at, all, NULL);
            kb_table_bar(page, list[i]->count, all, "warn");
            kb_page_close(page, EL_TR);
        }
        kb_table_close(page);
        if (shown < count) {
            kb_page_open(page, EL_P);
            kb_page_sayf(page,
                         "The %zu domains with the most records that have known problems, "
                         "of %zu.",
                         shown, count);
            kb_page_close(page, EL_P);
        }
        kb_page_close(page, EL_SECTION);
    }
    free(list);
}

void kb_quality_shares(const struct kb_view *at, const struct kb_tally tallies[],
                       const char *const classes[], size_t count)
{
    struct kb_share shares[SHARES];
    assert(count <= SHARES);
    for (size_t i = 0; i < count; i++)
        shares[i] = (struct kb_share){kb_survey_step_name(&tallies[i]), tallies[i].count,
                                      classes[i], tallies[i].route};
    kb_plot_shares(at, shares, count);
}

void kb_quality_ages(const struct kb_view *at)
{
    static const char *const classes[KB_AGE_COUNT + 1] = {
        [KB_AGE_FRESH] = "good",  [KB_AGE_AGING] = "warn",  [KB_AGE_STALE] = "bad",
        [KB_AGE_AHEAD] = "plain", [KB_AGE_COUNT] = "faint",
    };
    kb_quality_shares(at, kb_survey_tally(at->site->survey, KB_BY_AGE, 0), classes,
                      KB_AGE_COUNT + 1);
}

void kb_quality_freshness(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    kb_part_section(at, "freshness", "Freshness");
    kb_page_begin(page, EL_P, "muted");
    kb_page_say(page, "By the day that a record was last confirmed or, without one, updated: fresh "
                      "up to 180 days, aging up to 365, then stale. ");
    if (at->site->base->today != KB_NO_DATE)
        kb_part_age_basis(page, at->site->base);
    kb_page_close(page, EL_P);
    kb_quality_ages(at);
    kb_page_close(page, EL_SECTION);
}

static void evidence_table(const struct kb_view *at)
{
    static const struct kb_heading headings[] = {
        {"Pieces of evidence", false}, {"Records", true}, {"Share", false}};
    const struct kb_survey *survey = at->site->survey;
    struct kb_page *page = at->page;
    struct kb_buf room = {0};
    size_t most = 0;
    for (size_t i = 0; i <= KB_EVIDENCE_STEPS; i++) {
        size_t count = kb_survey_tally(survey, KB_BY_EVIDENCE, i)->count;
        most = count > most ? count : most;
    }
    kb_table_open(at, "Pieces of evidence", headings, sizeof headings / sizeof *headings);
    for (size_t i = 0; i <= KB_EVIDENCE_STEPS; i++) {
        const struct kb_tally *tally = kb_survey_tally(survey, KB_BY_EVIDENCE, i);
        kb_table_row(page);
        kb_page_text(page, kb_survey_tally_name(&room, at, tally));
        kb_page_close(page, EL_TH);
        kb_table_number(at, tally->count, tally);
        kb_table_bar(page, tally->count, most, "fill");
        kb_page_close(page, EL_TR);
    }
    kb_table_close(page);
    kb_buf_free(&room);
}

void kb_quality_evidence(const struct kb_view *at)
{
    const struct kb_survey *survey = at->site->survey;
    struct kb_page *page = at->page;
    static const char *const classes[KB_SOURCED_COUNT] = {
        [KB_SOURCED_ALL] = "good", [KB_SOURCED_SOME] = "warn", [KB_SOURCED_NONE] = "bad"};
    size_t with = survey->entries[KB_SOURCED_ALL], all = with + survey->entries[KB_SOURCED_NONE];
    kb_part_section(at, "evidence", "Evidence");
    evidence_table(at);
    if (all > 0) {
        kb_page_put(page, EL_H3, NULL, "Sources of dead ends and workarounds");
        kb_page_open(page, EL_P);
        kb_page_sayf(page, "%zu of %zu entries name a source. By record:", with, all);
        kb_page_close(page, EL_P);
        kb_quality_shares(at, kb_survey_tally(survey, KB_BY_SOURCES, 0), classes, KB_SOURCED_COUNT);
    }
    kb_page_close(page, EL_SECTION);
}

static void contents(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    kb_page_begin(page, EL_NAV, "contents");
    kb_page_label(page, "aria-label", "On this page");
    kb_page_open(page, EL_UL);
    for (size_t i = 0; i < SECTIONS; i++) {
        struct kb_buf *href = kb_page_room(page);
        /* Two sections are not on every page. */
        if ((sections[i].write == kb_quality_translations && at->site->language_count < 2) ||
            (sections[i].write == kb_quality_domains && at->site->totals.flagged == 0))
            continue;
        kb_buf_putc(href, '#');
        kb_buf_puts(href, sections[i].id);
        kb_page_open(page, EL_LI);
        kb_page_open(page, EL_A);
        kb_page_attr(page, "href", kb_buf_view(href));
        kb_page_say(page, sections[i].name);
        kb_page_close(page, EL_A);
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_UL);
    kb_page_close(page, EL_NAV);
}

void kb_site_quality(const struct kb_site *site, struct kb_page *page, size_t language)
{
    const struct kb_view at = kb_view_of(site, page, language, KB_ROUTE_QUALITY);
    struct kb_str name = kb_view_words(&at, "Quality");
    kb_part_head(&at, name,
                 kb_view_words(&at, "How complete, fresh and well founded the records "
                                    "are, and what the check found in them."));
    kb_part_trail(&at, NULL, 0, name);
    kb_part_main(&at, NULL);
    kb_page_put(page, EL_H1, NULL, "Quality");
    kb_page_begin(page, EL_P, "lead");
    kb_part_number(page, site->totals.records, "record", "records");
    kb_page_say(page, ": ");
    kb_part_number(page, site->totals.errors, "error", "errors");
    kb_page_say(page, ", ");
    kb_part_number(page, site->totals.warnings, "warning", "warnings");
    kb_page_say(page, ", ");
    kb_part_number(page, site->survey->remarks, "remark", "remarks");
    kb_page_say(page, ".");
    kb_page_close(page, EL_P);
    contents(&at);
    for (size_t i = 0; i < SECTIONS; i++)
        sections[i].write(&at);
    kb_part_foot(&at);
}

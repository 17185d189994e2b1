/* SPDX-License-Identifier: MIT */
/* Sections of the quality page: how rates are spread, how records hang together, what is
 * translated. */
#include "emit/html/quality.h"

#include "emit/html/markup.h"
#include "emit/html/pages.h"
#include "emit/html/plot.h"
#include "emit/html/table.h"

#define HUBS 10

/* The numbers of a family whose steps are shares; returns their sum. */
static size_t spread(const struct kb_survey *survey, enum kb_family family,
                     size_t numbers[KB_RATE_STEPS])
{
    size_t sum = 0;
    for (size_t i = 0; i < KB_RATE_STEPS; i++) {
        numbers[i] = kb_survey_tally(survey, family, i)->number;
        sum += numbers[i];
    }
    return sum;
}

void kb_quality_histogram(const struct kb_view *at, enum kb_family family)
{
    const struct kb_survey *survey = at->site->survey;
    struct kb_page *page = at->page;
    size_t numbers[KB_RATE_STEPS], sum = spread(survey, family, numbers);
    struct kb_buf label = {0}, room = {0};
    if (sum == 0)
        return;
    size_t median = kb_plot_median(numbers, KB_RATE_STEPS);
    kb_buf_puts(&label, kb_page_words(page, kb_survey_family_name(family)));
    kb_buf_puts(&label, kb_page_words(page, ": "));
    if (sum == 1)
        kb_buf_puts(&label, kb_page_words(page, "histogram of one value, up to "));
    else
        kb_buf_printf(&label, kb_page_words(page, "histogram of %zu values, half of them up to "),
                      sum);
    kb_buf_printf(&label, "%zu%%", (median + 1) * 100 / KB_RATE_STEPS);
    kb_plot_histogram(
        page, &(struct kb_histogram){numbers, KB_RATE_STEPS, kb_buf_view(&label), "0%", "100%"});
    kb_page_begin(page, EL_P, "muted");
    if (sum == 1)
        kb_page_say(page, "one value, in ");
    else
        kb_page_sayf(page, "%zu values; the median is in ", sum);
    kb_page_text(page, kb_survey_tally_name(&room, at, kb_survey_tally(survey, family, median)));
    kb_page_say(page, ".");
    kb_page_close(page, EL_P);
    kb_buf_free(&label);
    kb_buf_free(&room);
}

static void rate_table(const struct kb_view *at, enum kb_family family)
{
    static const struct kb_heading headings[] = {
        {"From–to", false}, {"Values", true}, {"Records", true}};
    const struct kb_survey *survey = at->site->survey;
    struct kb_page *page = at->page;
    struct kb_buf room = {0};
    kb_page_open(page, EL_DETAILS);
    kb_page_put(page, EL_SUMMARY, NULL, "Numbers and records");
    kb_table_open(at, kb_survey_family_name(family), headings, sizeof headings / sizeof *headings);
    for (size_t i = KB_RATE_STEPS + 1; i-- > 0;) {
        const struct kb_tally *tally = kb_survey_tally(survey, family, i);
        if (tally->count == 0)
            continue;
        kb_table_row(page);
        kb_page_text(page, kb_survey_tally_name(&room, at, tally));
        kb_page_close(page, EL_TH);
        kb_table_number(at, tally->number, NULL);
        kb_table_number(at, tally->count, tally);
        kb_page_close(page, EL_TR);
    }
    kb_table_close(page);
    kb_page_close(page, EL_DETAILS);
    kb_buf_free(&room);
}

void kb_quality_rates(const struct kb_view *at)
{
    static const enum kb_family families[] = {KB_BY_FIX_RATE, KB_BY_CONFIDENCE, KB_BY_FAILURE,
                                              KB_BY_SUCCESS};
    struct kb_page *page = at->page;
    kb_part_section(at, "rates", "Rates");
    kb_page_begin(page, EL_DIV, "plots");
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        size_t values = 0;
        for (size_t step = 0; step <= KB_RATE_STEPS; step++)
            values += kb_survey_tally(at->site->survey, families[i], step)->number;
        kb_page_begin(page, EL_DIV, "plot");
        kb_page_put(page, EL_H3, NULL, kb_survey_family_name(families[i]));
        if (values == 0) {
            kb_page_put(page, EL_P, "muted", "No record gives one.");
        } else {
            kb_quality_histogram(at, families[i]);
            rate_table(at, families[i]);
        }
        kb_page_close(page, EL_DIV);
    }
    kb_page_close(page, EL_DIV);
    kb_page_close(page, EL_SECTION);
}

/* A number that leads to its records or, where there is no list of those, to the graph; none leads
 * nowhere. */
static void tile(const struct kb_view *at, size_t number, const char *name,
                 const struct kb_tally *tally, bool to_graph)
{
    struct kb_page *page = at->page;
    to_graph = to_graph && number > 0;
    kb_page_open(page, EL_DIV);
    kb_page_put(page, EL_DT, NULL, name);
    kb_page_open(page, EL_DD);
    if (to_graph)
        kb_part_open_link(at, KB_ROUTE_GRAPH, "domains");
    kb_table_link(at, number, tally);
    if (to_graph)
        kb_page_close(page, EL_A);
    kb_page_close(page, EL_DD);
    kb_page_close(page, EL_DIV);
}

void kb_quality_link_tiles(const struct kb_view *at, bool to_graph)
{
    const struct kb_survey *survey = at->site->survey;
    const struct kb_tally *tallies = kb_survey_tally(survey, KB_BY_LINKS, 0);
    size_t edges = 0;
    for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
        edges += survey->edges[kind];
    kb_page_begin(at->page, EL_DL, "tiles");
    tile(at, tallies[KB_LINKED].count, "linked records", &tallies[KB_LINKED], false);
    tile(at, tallies[KB_ORPHAN].count, "orphans: linked with none", &tallies[KB_ORPHAN], false);
    tile(at, edges, "edges as written", NULL, to_graph);
    tile(at, tallies[KB_DANGLING].number, "dangling edges, that lead nowhere",
         &tallies[KB_DANGLING], false);
    tile(at, survey->graph.link_count, "pairs linked", NULL, to_graph);
    tile(at, survey->graph.part_count, "connected parts", NULL, to_graph);
    kb_page_close(at->page, EL_DL);
}

static void hubs(const struct kb_view *at)
{
    const struct kb_survey *survey = at->site->survey;
    const struct kb_base *base = at->site->base;
    struct kb_page *page = at->page;
    uint32_t list[HUBS];
    size_t count = kb_graph_hubs(&survey->graph, base->count, list, HUBS);
    if (count == 0)
        return;
    kb_page_put(page, EL_H3, NULL, "Hubs: the records with the most links");
    kb_page_begin(page, EL_OL, "counted");
    for (size_t i = 0; i < count; i++) {
        kb_page_open(page, EL_LI);
        kb_part_record_link(at, list[i]);
        kb_page_say(page, " ");
        kb_page_begin(page, EL_SPAN, "muted");
        kb_part_number(page, kb_graph_degree(&survey->graph, list[i]), "link", "links");
        kb_page_close(page, EL_SPAN);
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_OL);
}

static void parts(const struct kb_view *at)
{
    static const struct kb_heading headings[] = {{"Connected part", false},
                                                 {"Records", true},
                                                 {"Share", false},
                                                 {"Its record with the most links", false}};
    const struct kb_survey *survey = at->site->survey;
    const struct kb_graph *graph = &survey->graph;
    struct kb_page *page = at->page;
    size_t shown = graph->part_count < KB_PARTS_LISTED ? graph->part_count : KB_PARTS_LISTED;
    if (shown == 0)
        return;
    kb_page_put(page, EL_H3, NULL, "The largest connected parts");
    kb_table_open(at, "The largest connected parts", headings, sizeof headings / sizeof *headings);
    for (size_t i = 0; i < shown; i++) {
        kb_table_row(page);
        kb_page_count(page, i + 1);
        kb_page_close(page, EL_TH);
        kb_table_number(at, graph->parts[i].count, kb_survey_tally(survey, KB_BY_PART, i));
        kb_table_bar(page, graph->parts[i].count, graph->linked, "fill");
        kb_page_open(page, EL_TD);
        kb_part_record_link(at, graph->parts[i].nodes[0]);
        kb_page_close(page, EL_TD);
        kb_page_close(page, EL_TR);
    }
    kb_table_close(page);
}

void kb_quality_links(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    kb_part_section(at, "links", "Links between records");
    kb_page_begin(page, EL_P, "muted");
    kb_page_say(page, "Records that lead to each other, come after each other or are easily "
                      "confused. ");
    kb_part_open_link(at, KB_ROUTE_GRAPH, NULL);
    kb_page_say(page, "The whole graph");
    kb_page_close(page, EL_A);
    kb_page_close(page, EL_P);
    kb_quality_link_tiles(at, true);
    hubs(at);
    parts(at);
    kb_page_close(page, EL_SECTION);
}

void kb_quality_translations(const struct kb_view *at)
{
    static const char *const classes[KB_TRANSLATED_COUNT] = {
        [KB_WHOLLY] = "good", [KB_PARTLY] = "warn", [KB_NOT_AT_ALL] = "faint"};
    const struct kb_site *site = at->site;
    struct kb_page *page = at->page;
    if (site->language_count < 2)
        return;
    kb_part_section(at, "translations", "Translations");
    for (size_t l = 1; l < site->language_count; l++) {
        struct kb_str tag = kb_str(site->languages[l].tag);
        kb_page_open(page, EL_H3);
        kb_markup_lang(page, tag);
        kb_page_text(page, kb_markup_language(tag));
        kb_page_close(page, EL_H3);
        kb_page_open(page, EL_P);
        kb_page_sayf(page, "%zu of %zu texts are translated. By record:", site->survey->texts[l][0],
                     site->survey->texts[l][1]);
        kb_page_close(page, EL_P);
        kb_quality_shares(at,
                          kb_survey_tally(site->survey, KB_BY_TRANSLATION, l * KB_TRANSLATED_COUNT),
                          classes, KB_TRANSLATED_COUNT);
    }
    kb_page_close(page, EL_SECTION);
}

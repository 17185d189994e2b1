/* SPDX-License-Identifier: MIT */
/* The graph and the counts of the quality pages, on bases small enough to count by hand. */
#include <check.h>

#include "emit/html/plot.h"
#include "emit/html/survey.h"
#include "tests/unit/html_fixture.h"
#include "tests/unit/suite.h"

static struct kb_arena arena;
static struct kb_layout layout;

static void teardown(void)
{
    kb_arena_free(&arena);
    arena = (struct kb_arena){0};
    layout = (struct kb_layout){0};
}

static struct kb_rate rate(double value)
{
    return (struct kb_rate){value, KB_STR("x")};
}

/* Edges of one record, as pairs of kind and target. */
static void add_edge(struct kb_record *record, enum kb_edge_kind kind, uint32_t target)
{
    struct kb_list *list = &record->edges[kind];
    struct kb_edge *more = kb_arena_new(&arena, list->count + 1, sizeof *more);
    if (list->count)
        memcpy(more, list->items, list->count * sizeof *more);
    more[list->count] = (struct kb_edge){.id = KB_STR("x"), .target = target};
    *list = (struct kb_list){more, list->count + 1};
}

/* Ten records, in the domains a (0 to 5) and b. 0 leads to 1 and to 2, 1 says so too; 2 and 3 are
 * confused, and 3 and 6, across the domains; 7 is preceded by 8. 4 names itself and what is not
 * there. 5 and 9 are alone. */
static struct kb_base ten(struct kb_record **records)
{
    static const char *const ids[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    for (size_t i = 0; i < 10; i++) {
        records[i] = fixture_bare(&arena, ids[i]);
        records[i]->domain = i < 6 ? KB_STR("a") : KB_STR("b");
    }
    add_edge(records[0], KB_LEADS_TO, 1);
    add_edge(records[0], KB_LEADS_TO, 2);
    add_edge(records[1], KB_PRECEDED_BY, 0);
    add_edge(records[2], KB_CONFUSED_WITH, 3);
    add_edge(records[3], KB_CONFUSED_WITH, 2);
    add_edge(records[3], KB_CONFUSED_WITH, 6);
    add_edge(records[7], KB_PRECEDED_BY, 8);
    add_edge(records[4], KB_LEADS_TO, 4);
    add_edge(records[4], KB_LEADS_TO, KB_NO_RECORD);
    add_edge(records[4], KB_CONFUSED_WITH, KB_NO_RECORD);
    return (struct kb_base){&layout, records, 10, 20000, 20000};
}

static void nodes(const struct kb_part *part, const char *wanted)
{
    char text[32] = "";
    for (size_t i = 0; i < part->count; i++)
        text[i] = (char)('0' + part->nodes[i]);
    ck_assert_str_eq(text, wanted);
}

START_TEST(links_and_parts)
{
    struct kb_record *records[10];
    struct kb_base base = ten(records);
    struct kb_graph graph;
    size_t count;
    struct kb_link *links = kb_graph_edges(&base, &count);
    ck_assert_uint_eq(count, 7);
    kb_graph_make(&graph, &arena, 10, links, count);
    free(links);
    ck_assert_uint_eq(graph.link_count, 5);
    ck_assert_uint_eq(graph.linked, 7);
    ck_assert_uint_eq(graph.part_count, 2);
    nodes(&graph.parts[0], "01236"); /* 0, 2 and 3 have two each: the first of them leads */
    nodes(&graph.parts[1], "78");
    static const struct {
        uint32_t a, b, weight;
        unsigned how;
    } wanted[] = {
        {0, 1, 2, KB_LINK_FORTH},    {0, 2, 1, KB_LINK_FORTH}, {2, 3, 2, KB_LINK_CONFUSED},
        {3, 6, 1, KB_LINK_CONFUSED}, {7, 8, 1, KB_LINK_BACK},
    };
    for (size_t i = 0; i < 5; i++) {
        const struct kb_link *link = &graph.links[i];
        ck_assert_uint_eq(link->a, wanted[i].a);
        ck_assert_uint_eq(link->b, wanted[i].b);
        ck_assert_uint_eq(link->weight, wanted[i].weight);
        ck_assert_uint_eq(link->how, wanted[i].how);
        ck_assert_ptr_eq(kb_graph_link(&graph, link->b, link->a), link);
    }
    ck_assert_ptr_eq(kb_graph_links_from(&graph, 3), &graph.links[3]);
    uint32_t hubs[3];
    ck_assert_uint_eq(kb_graph_hubs(&graph, 10, hubs, 3), 3);
    ck_assert(hubs[0] == 0 && hubs[1] == 2 && hubs[2] == 3);
    uint32_t all[10];
    ck_assert_uint_eq(kb_graph_hubs(&graph, 10, all, 10), 7);
    ck_assert(all[3] == 1 && all[6] == 8);
}
END_TEST

/* A long chain must not recurse, and a star must not be walked again from each of its ends. */
START_TEST(large)
{
    enum { COUNT = 200000 };
    struct kb_link *links = kb_alloc(2 * COUNT, sizeof *links);
    struct kb_graph graph;
    size_t count = 0;
    for (uint32_t i = 1; i < COUNT; i++) {
        links[count++] = (struct kb_link){i - 1, i, 1, KB_LINK_FORTH};
        if (i > 1)
            links[count++] = (struct kb_link){0, i, 1, KB_LINK_CONFUSED};
    }
    kb_graph_make(&graph, &arena, COUNT, links, count);
    free(links);
    ck_assert_uint_eq(graph.part_count, 1);
    ck_assert_uint_eq(graph.parts[0].count, COUNT);
    ck_assert_uint_eq(graph.parts[0].nodes[0], 0);
    ck_assert_uint_eq(graph.parts[0].nodes[COUNT - 1], COUNT - 1);
}
END_TEST

static struct kb_site site;

static const struct kb_survey *survey_of(const struct kb_base *base)
{
    kb_site_open(&site, base, &(struct kb_emit_options){0});
    return site.survey;
}

static void holds(enum kb_family family, size_t step, size_t number, const char *wanted)
{
    const struct kb_tally *tally = kb_survey_tally(site.survey, family, step);
    char text[32] = "";
    for (size_t i = 0; i < tally->count; i++)
        text[i] = (char)('0' + tally->records[i]);
    ck_assert_msg(tally->number == number && strcmp(text, wanted) == 0,
                  "family %d step %zu: %zu in %s, not %zu in %s", (int)family, step, tally->number,
                  text, number, wanted);
    ck_assert(!tally->route.rest.p == !*wanted);
}

START_TEST(connections)
{
    struct kb_record *records[10];
    struct kb_base base = ten(records);
    const struct kb_survey *survey = survey_of(&base);
    holds(KB_BY_LINKS, KB_LINKED, 7, "0123678");
    holds(KB_BY_LINKS, KB_ORPHAN, 3, "459");
    holds(KB_BY_LINKS, KB_DANGLING, 2, "4");
    holds(KB_BY_PART, 0, 5, "01236");
    holds(KB_BY_PART, 1, 2, "78");
    holds(KB_BY_PART, 2, 0, "");
    ck_assert_uint_eq(survey->edges[KB_LEADS_TO], 4);
    ck_assert_uint_eq(survey->edges[KB_PRECEDED_BY], 2);
    ck_assert_uint_eq(survey->edges[KB_CONFUSED_WITH], 4);
    /* Within the domains, 6 has lost its only link. */
    ck_assert_uint_eq(survey->within.link_count, 4);
    ck_assert_uint_eq(survey->first_part[1], 1);
    ck_assert_uint_eq(survey->first_part[2], 2);
    nodes(&survey->parts[0], "0123");
    nodes(&survey->parts[1], "78");
    ck_assert_uint_eq(survey->domains.link_count, 1);
    ck_assert_uint_eq(survey->domains.links[0].weight, 1);
    kb_site_close(&site);
}
END_TEST

START_TEST(rates)
{
    static const struct {
        double value;
        size_t step;
    } table[] = {{0, 0},     {0.049, 0},  {0.05, 1},  {0.15, 3},   {0.35, 7}, {0.55, 11},
                 {0.7, 14},  {0.85, 17},  {0.95, 19}, {0.999, 19}, {1, 19},   {1.01, 20},
                 {-0.1, 20}, {1e300, 20}, {0.3, 6},   {0.6, 12},   {0.29, 5}, {0.1 + 0.2, 6}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        ck_assert_msg(kb_survey_rate_step(table[i].value) == table[i].step, "%g", table[i].value);
    ck_assert_uint_eq(kb_survey_rate_step((double)(0.0f / 0.0f)), 20);

    struct kb_record *records[3];
    static const char *const ids[] = {"0", "1", "2"};
    struct kb_dead_end ends[3] = {
        {.fail_rate = rate(0.5)}, {.fail_rate = rate(0.9)}, {.fail_rate = rate(0.52)}};
    struct kb_str source = KB_STR("https://example.org/");
    struct kb_workaround way = {.success_rate = rate(2), .sources = {&source, 1}};
    for (size_t i = 0; i < 3; i++)
        records[i] = fixture_bare(&arena, ids[i]);
    records[0]->dead_ends = (struct kb_list){ends, 3};
    records[1]->dead_ends = (struct kb_list){ends, 1};
    records[1]->workarounds = (struct kb_list){&way, 1};
    records[2]->workarounds = (struct kb_list){&way, 1};
    records[0]->fix_success_rate = rate(1);
    records[0]->evidence_count = 0;
    records[1]->evidence_count = 4;
    records[2]->evidence_count = 1000;
    struct kb_base base = {&layout, records, 3, KB_NO_DATE, KB_NO_DATE};
    survey_of(&base);
    holds(KB_BY_FAILURE, 10, 3, "01"); /* entries are counted, records listed once */
    holds(KB_BY_FAILURE, 18, 1, "0");
    holds(KB_BY_SUCCESS, 20, 2, "12");
    holds(KB_BY_FIX_RATE, 19, 1, "0");
    holds(KB_BY_FIX_RATE, 20, 0, ""); /* what is absent is no rate at all */
    holds(KB_BY_EVIDENCE, 0, 1, "0");
    holds(KB_BY_EVIDENCE, 3, 1, "1");
    holds(KB_BY_EVIDENCE, 8, 1, "2");
    holds(KB_BY_SOURCES, KB_SOURCED_ALL, 1, "2");
    holds(KB_BY_SOURCES, KB_SOURCED_SOME, 1, "1");
    holds(KB_BY_SOURCES, KB_SOURCED_NONE, 1, "0");
    holds(KB_BY_AGE, KB_AGE_COUNT, 3, "012");
    ck_assert_uint_eq(site.survey->entries[KB_SOURCED_ALL], 2);
    ck_assert_uint_eq(site.survey->entries[KB_SOURCED_NONE], 4);
    kb_site_close(&site);
}
END_TEST

START_TEST(findings)
{
    static const struct kb_rule order = {.name = "date/order", .summary = "dates run"},
                                links = {.name = "graph/dangling", .summary = "edges lead"};
    struct kb_finding first[3] = {
        {.rule = &links, .severity = KB_WARNING, .message = "a", .count = 1},
        {.rule = &order, .severity = KB_INFO, .message = "b", .count = 1},
        {.rule = &links, .severity = KB_WARNING, .message = "c", .count = 40},
    };
    struct kb_finding second = {.rule = &links, .severity = KB_ERROR, .message = "d", .count = 1};
    struct kb_record *records[2] = {fixture_bare(&arena, "0"), fixture_bare(&arena, "1")};
    records[0]->findings = first;
    records[0]->finding_count = 3;
    records[1]->findings = &second;
    records[1]->finding_count = 1;
    struct kb_base base = {&layout, records, 2, KB_NO_DATE, KB_NO_DATE};
    survey_of(&base);
    ck_assert_uint_eq(kb_survey_steps(site.survey, KB_BY_RULE), 2);
    holds(KB_BY_RULE, 0, 1, "0");
    holds(KB_BY_RULE, 1, 42, "01"); /* what is not listed counts too */
    holds(KB_BY_DOMAIN, 0, 42, "01");
    ck_assert_int_eq(kb_survey_tally(site.survey, KB_BY_RULE, 1)->severity, KB_ERROR);
    ck_assert_uint_eq(site.survey->remarks, 1);
    ck_assert_uint_eq(site.totals.errors + site.totals.warnings, 42);
    kb_site_close(&site);
}
END_TEST

START_TEST(translations)
{
    struct kb_language languages[1] = {{.tag = "zh"}};
    struct kb_str key = KB_STR("x");
    languages[0].paths[KB_F_SIGNATURE] = (struct kb_path){&key, 1};
    languages[0].paths[KB_F_ROOT_CAUSE] = (struct kb_path){&key, 1};
    layout = (struct kb_layout){.languages = languages, .language_count = 1};
    struct kb_translation one[2] = {{0, KB_F_SIGNATURE, 0, KB_STR("错误")},
                                    {0, KB_F_ROOT_CAUSE, 0, KB_STR(" cause ")}};
    struct kb_record *records[3];
    static const char *const ids[] = {"0", "1", "2"};
    for (size_t i = 0; i < 3; i++) {
        records[i] = fixture_bare(&arena, ids[i]);
        records[i]->signature = KB_STR("error");
    }
    records[0]->translations = (struct kb_list){one, 1};
    records[1]->translations = (struct kb_list){one, 2};
    records[1]->root_cause = KB_STR("cause"); /* its translation says the same: none */
    struct kb_base base = {&layout, records, 3, KB_NO_DATE, KB_NO_DATE};
    survey_of(&base);
    holds(KB_BY_TRANSLATION, KB_TRANSLATED_COUNT + KB_WHOLLY, 1, "0");
    holds(KB_BY_TRANSLATION, KB_TRANSLATED_COUNT + KB_PARTLY, 1, "1");
    holds(KB_BY_TRANSLATION, KB_TRANSLATED_COUNT + KB_NOT_AT_ALL, 1, "2");
    ck_assert_uint_eq(site.survey->texts[1][0], 2);
    ck_assert_uint_eq(site.survey->texts[1][1], 4);
    kb_site_close(&site);
}
END_TEST

START_TEST(medians)
{
    ck_assert_uint_eq(kb_plot_median((size_t[]){0, 0, 0}, 3), 3);
    ck_assert_uint_eq(kb_plot_median((size_t[]){0, 1, 0}, 3), 1);
    ck_assert_uint_eq(kb_plot_median((size_t[]){1, 0, 1}, 3), 0);
    ck_assert_uint_eq(kb_plot_median((size_t[]){1, 1, 1}, 3), 1);
    ck_assert_uint_eq(kb_plot_median((size_t[]){1, 0, 2}, 3), 2);
    ck_assert_uint_eq(kb_plot_median((size_t[]){5, 2, 2}, 3), 0);
}
END_TEST

static const struct {
    size_t number, of;
    const char *said;
} whole[] = {{0, 7, "<p>0%</p>"},  {1, 1000, "<p>&lt;1%</p>"}, {1, 14, "<p>7%</p>"},
             {2, 7, "<p>29%</p>"}, {999, 1000, "<p>99%</p>"},  {1000, 1000, "<p>100%</p>"}};

START_TEST(whole_percents)
{
    struct kb_page *page = kb_page_new();
    struct kb_str html;
    kb_page_start(page, NULL);
    kb_page_open(page, EL_P);
    kb_plot_percent(page, whole[_i].number, whole[_i].of);
    kb_page_close(page, EL_P);
    ck_assert(kb_page_end(page, &html));
    ck_assert_ptr_nonnull(strstr(html.p, whole[_i].said));
    kb_page_free(page);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("all");
    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, links_and_parts);
    tcase_add_test(tc, large);
    tcase_add_test(tc, connections);
    tcase_add_test(tc, rates);
    tcase_add_test(tc, findings);
    tcase_add_test(tc, translations);
    tcase_add_test(tc, medians);
    tcase_add_loop_test(tc, whole_percents, 0, (int)(sizeof whole / sizeof *whole));
    return suite_run("html_graph", tc);
}

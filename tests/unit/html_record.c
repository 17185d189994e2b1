/* SPDX-License-Identifier: MIT */
/* What a record's page says of other records, and where it leads: neighbours, picture, similar
 * ones, previous and next, the source. */
#include <check.h>
#include <stdio.h>

#include "emit/html/edit.h"
#include "emit/html/neighbours.h"
#include "tests/unit/html_fixture.h"
#include "tests/unit/suite.h"

static struct kb_arena arena;
static struct kb_layout layout;

static void teardown(void)
{
    kb_arena_free(&arena);
    arena = (struct kb_arena){0};
}

static struct kb_base base_of(struct kb_record **records, size_t count)
{
    return (struct kb_base){&layout, records, count, 20000, 20000};
}

static void has(const char *html, const char *part)
{
    ck_assert_msg(strstr(html, part) != NULL, "no %s in\n%s", part, html);
}

static void lacks(const char *html, const char *part)
{
    ck_assert_msg(strstr(html, part) == NULL, "%s in\n%s", part, html);
}

static size_t times(const char *html, const char *part)
{
    size_t count = 0;
    for (const char *p = html; (p = strstr(p, part)); p++)
        count++;
    return count;
}

static struct kb_rate rate(double value, const char *text)
{
    return (struct kb_rate){value, kb_str(text)};
}

START_TEST(edges)
{
    struct kb_record *records[2] = {fixture_bare(&arena, "a/b"), fixture_bare(&arena, "c/d")};
    struct kb_edge list[2] = {
        {.id = KB_STR("c/d"), .target = 1, .note = KB_STR("by the `line`")},
        {.id = KB_STR("e/f"), .target = KB_NO_RECORD, .probability = rate(0.25, "0.25")},
    };
    records[0]->edges[KB_CONFUSED_WITH] = (struct kb_list){list, 2};
    struct kb_base base = base_of(records, 2);
    char *html = fixture_render(&base, FIXTURE_RECORD, 0);
    has(html, "<h3>Easily confused with</h3>");
    has(html, "href=\"../../../en/c/d/index.html\"");
    has(html, "How to tell them apart");
    has(html, "<p dir=\"auto\">by the <code>line</code></p>");
    has(html, "<bdi>e/f</bdi>");
    has(html, "not in this base");
    has(html, "Probability <strong>25%</strong>");
    has(html, "<svg class=\"picture\" role=\"group\" aria-label=\"");
    has(html, "<a href=\"../../../en/c/d/index.html\"><text x=");
    lacks(html, "en/e/f");
    lacks(html, "Leads to");
    free(html);
}
END_TEST

/* Each record shows the edges of the other as well, once, and what a rate is a rate of. */
START_TEST(edges_of_others)
{
    struct kb_record *records[3] = {fixture_bare(&arena, "a"), fixture_bare(&arena, "b"),
                                    fixture_bare(&arena, "c")};
    struct kb_edge from_a[2] = {
        {.id = KB_STR("b"),
         .target = 1,
         .note = KB_STR("a then b"),
         .probability = rate(0.5, "0.5")},
        {.id = KB_STR("a"), .target = 0, .note = KB_STR("again")},
    };
    struct kb_edge from_b = {.id = KB_STR("a"), .target = 0, .probability = rate(0.75, "0.75")};
    struct kb_edge from_c = {.id = KB_STR("b"), .target = 1, .note = KB_STR("c is no b")};
    records[0]->edges[KB_LEADS_TO] = (struct kb_list){from_a, 2};
    records[1]->edges[KB_PRECEDED_BY] = (struct kb_list){&from_b, 1};
    records[2]->edges[KB_CONFUSED_WITH] = (struct kb_list){&from_c, 1};
    struct kb_base base = base_of(records, 3);
    struct kb_site site;
    size_t count;
    kb_site_open(&site, &base, &(struct kb_emit_options){0});

    struct kb_neighbour *list = kb_neighbours(&site, 0, &count);
    ck_assert_uint_eq(count, 2); /* b, and itself as it says: each once */
    ck_assert_int_eq(list[0].relation, KB_AFTER);
    ck_assert_uint_eq(list[0].record, 1);
    ck_assert_uint_eq(list[1].record, 0);
    free(list);

    list = kb_neighbours(&site, 1, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(list[0].relation, KB_BEFORE);
    ck_assert_uint_eq(list[0].edge.by, 1);
    ck_assert_uint_eq(list[0].note.by, 0); /* its own edge has no note */
    ck_assert_int_eq(list[1].relation, KB_CONFUSED);
    ck_assert_uint_eq(list[1].record, 2);
    free(list);
    kb_site_close(&site);

    char *html = fixture_render(&base, FIXTURE_RECORD, 1);
    has(html, "<h3>Often comes after</h3>");
    has(html, "Probability <strong>75%</strong>");
    has(html, "a then b");
    has(html, "c is no b");
    lacks(html, "50%");
    free(html);
    from_b.target = KB_NO_RECORD;
    html = fixture_render(&base, FIXTURE_RECORD, 1);
    has(html, "Probability, seen from there <strong>50%</strong>");
    free(html);
    html = fixture_render(&base, FIXTURE_RECORD, 2);
    lacks(html, "Often comes after");
    free(html);
}
END_TEST

/* The picture has the first few and says how many more there are; the list has all. */
START_TEST(many_neighbours)
{
    enum { MOST = 40 };
    struct kb_record *records[MOST + 1];
    struct kb_edge leads[MOST + 1];
    char ids[MOST + 1][8];
    for (int i = 0; i <= MOST; i++) {
        snprintf(ids[i], sizeof ids[i], "r%d", i + 10);
        records[i] = fixture_bare(&arena, ids[i]);
        leads[i] = (struct kb_edge){.id = KB_STR("r10"), .target = 0};
        records[i]->edges[KB_LEADS_TO] = (struct kb_list){&leads[i], i > 0};
    }
    struct kb_base base = base_of(records, MOST + 1);
    char *html = fixture_render(&base, FIXTURE_RECORD, 0);
    ck_assert_uint_eq(times(html, "<circle"), 5);
    has(html, "and 35 more, in the list below");
    ck_assert_uint_eq(times(html, "class=\"sig\" dir=\"auto\">r"), MOST);
    free(html);
    /* One more than that is shown, and none is counted. */
    base.count = 7;
    html = fixture_render(&base, FIXTURE_RECORD, 0);
    ck_assert_uint_eq(times(html, "<circle"), 6);
    lacks(html, "in the list below");
    free(html);
}
END_TEST

START_TEST(similar)
{
    static const char *const signatures[] = {
        "timeout while reading the stream",
        "a timeout, reading the STREAM",
        "timeout of a lock",
        "reading the stream: timeout",
        "no such file",
        "",
    };
    enum { COUNT = sizeof signatures / sizeof *signatures };
    struct kb_record *records[COUNT];
    char ids[COUNT][2];
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(ids[i], sizeof ids[i], "%zu", i);
        records[i] = fixture_bare(&arena, ids[i]);
        records[i]->signature = kb_str(signatures[i]);
        records[i]->domain = i == 3 ? KB_STR("other") : KB_STR("one");
    }
    struct kb_base base = base_of(records, COUNT);
    struct kb_site site;
    kb_site_open(&site, &base, &(struct kb_emit_options){0});
    ck_assert_uint_eq(site.similar[0][0], 1);
    ck_assert_uint_eq(site.similar[0][1], 3);
    ck_assert_uint_eq(site.similar[0][2], KB_NO_RECORD);
    ck_assert_uint_eq(site.similar[4][0], KB_NO_RECORD);
    ck_assert_uint_eq(site.similar[5][0], KB_NO_RECORD);
    kb_site_close(&site);

    /* A neighbour in the graph is no second time among the similar ones. */
    struct kb_edge edge = {.id = KB_STR("1"), .target = 1};
    records[0]->edges[KB_LEADS_TO] = (struct kb_list){&edge, 1};
    kb_site_open(&site, &base, &(struct kb_emit_options){0});
    ck_assert_uint_eq(site.similar[0][0], 3);
    ck_assert_uint_eq(site.similar[1][0], 3);
    kb_site_close(&site);
}
END_TEST

/* Where half of the base is alike, only those that stand near are looked at; where all is alike,
 * nothing is told by it. */
START_TEST(all_alike)
{
    enum { COUNT = 3000, NEAR = 64 };
    struct kb_record *records[COUNT], *two[2];
    for (size_t i = 0; i < 2; i++) {
        two[i] = fixture_bare(&arena, "x");
        two[i]->signature = i ? KB_STR("the very same words stand written in every other record")
                              : KB_STR("what does this one say");
        two[i]->domain = KB_STR("one");
    }
    for (size_t i = 0; i < COUNT; i++)
        records[i] = two[i % 2];
    struct kb_base base = base_of(records, COUNT);
    struct kb_site site;
    kb_site_open(&site, &base, &(struct kb_emit_options){0});
    for (size_t i = 1; i < COUNT; i += 2) {
        size_t other = site.similar[i][0];
        ck_assert_uint_lt(other, COUNT);
        ck_assert_uint_le(other > i ? other - i : i - other, NEAR);
    }
    kb_site_close(&site);
    for (size_t i = 0; i < COUNT; i++)
        records[i] = two[1];
    kb_site_open(&site, &base, &(struct kb_emit_options){0});
    for (size_t i = 0; i < COUNT; i++)
        ck_assert_uint_eq(site.similar[i][0], KB_NO_RECORD);
    kb_site_close(&site);
}
END_TEST

START_TEST(previous_and_next)
{
    struct kb_record *records[4];
    static const char *const ids[] = {"a", "b", "c", "d"};
    static const char *const domains[] = {"one", "two", "one", "one"};
    for (size_t i = 0; i < 4; i++) {
        records[i] = fixture_bare(&arena, ids[i]);
        records[i]->domain = kb_str(domains[i]);
    }
    struct kb_base base = base_of(records, 4);
    char *html = fixture_render(&base, FIXTURE_RECORD, 0);
    has(html, "<a href=\"../../en/c/index.html\" rel=\"next\"");
    lacks(html, "rel=\"prev\"");
    free(html);
    html = fixture_render(&base, FIXTURE_RECORD, 2);
    has(html, "<a href=\"../../en/a/index.html\" rel=\"prev\"");
    has(html, "<a href=\"../../en/d/index.html\" rel=\"next\"");
    free(html);
    html = fixture_render(&base, FIXTURE_RECORD, 3);
    lacks(html, "rel=\"next\"");
    free(html);
    html = fixture_render(&base, FIXTURE_RECORD, 1);
    lacks(html, "class=\"steps\"");
    free(html);
}
END_TEST

static const struct {
    const char *template, *rel, *url;
} addresses[] = {
    {"https://x/{path}#L{line}", "a/b.json", "https://x/a/b.json#L7"},
    {"https://x/?f={path}&l={line}&a=%20", "a b&c?#.json",
     "https://x/?f=a%20b%26c%3F%23.json&l=7&a=%20"},
    {"https://x/{path}", "\"><script>{line}%41", "https://x/%22%3E%3Cscript%3E%7Bline%7D%2541"},
    {"https://x/{path}", "\xE9\x94\x99.json", "https://x/%E9%94%99.json"},
    {"https://x/{file}", "a", "https://x/%7Bfile%7D"},
    {"https://x/", "a", "https://x/"},
};

START_TEST(edit_addresses)
{
    struct kb_source source = {.path = "in", .rel = addresses[_i].rel, .shape = KB_SHAPE_LINES};
    struct kb_doc doc = {.source = &source, .line = 7};
    struct kb_buf url = {0};
    kb_edit_url(&url, addresses[_i].template, &doc);
    ck_assert_str_eq(url.data, addresses[_i].url);
    kb_buf_free(&url);
}
END_TEST

START_TEST(edit_link)
{
    struct kb_source source = {.path = "in/a.json", .rel = "a.json"};
    struct kb_doc doc = {.source = &source, .line = 1};
    struct kb_record *record = fixture_bare(&arena, "a");
    const struct kb_emit_options options = {.edit_url = "https://example.org/{path}"};
    record->doc = &doc;
    struct kb_base base = base_of(&record, 1);
    char *html = fixture_render_with(&base, FIXTURE_RECORD, 0, 0, &options);
    has(html, "<a class=\"edit\" href=\"https://example.org/a.json\">Edit this record</a>");
    lacks(html, "line 1");
    free(html);
    html = fixture_render(&base, FIXTURE_RECORD, 0);
    has(html, "<code>a.json</code>");
    lacks(html, "Edit this record");
    free(html);
    source.path = source.rel = "-";
    source.shape = KB_SHAPE_LINES;
    html = fixture_render_with(&base, FIXTURE_RECORD, 0, 0, &options);
    has(html, "<code>-</code> line 1");
    lacks(html, "Edit this record");
    free(html);
}
END_TEST

START_TEST(script)
{
    struct kb_record *record = fixture_bare(&arena, "a");
    struct kb_base base = base_of(&record, 1);
    char *html = fixture_render(&base, FIXTURE_RECORD, 0);
    has(html, "<script src=\"../../assets/site.js\" defer=\"\" data-copy=\"Copy\"");
    ck_assert_uint_eq(times(html, "<script src="), 1);
    has(html, "script-src 'self'; ");
    lacks(html, "<button");
    free(html);
}
END_TEST

/* What is written without printf is what printf would write. */
START_TEST(percents)
{
    struct kb_buf text = {0};
    char wanted[32];
    for (int i = 0; i <= 100000; i++) {
        text.len = 0;
        kb_part_percent(&text, i / 1e5);
        snprintf(wanted, sizeof wanted, "%.4g%%", i / 1e5 * 100);
        ck_assert_str_eq(text.data, wanted);
    }
    text.len = 0;
    kb_part_percent(&text, 1e-12);
    ck_assert_str_eq(text.data, "1e-10%");
    kb_buf_free(&text);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("all");
    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, edges);
    tcase_add_test(tc, edges_of_others);
    tcase_add_test(tc, many_neighbours);
    tcase_add_test(tc, similar);
    tcase_add_test(tc, all_alike);
    tcase_add_test(tc, previous_and_next);
    tcase_add_loop_test(tc, edit_addresses, 0, (int)(sizeof addresses / sizeof *addresses));
    tcase_add_test(tc, edit_link);
    tcase_add_test(tc, script);
    tcase_add_test(tc, percents);
    return suite_run("html_record", tc);
}

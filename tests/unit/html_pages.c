/* SPDX-License-Identifier: MIT */
/* What the pages say: order, anchors, what is left out, what stands in for what is missing. */
#include <check.h>

#include "tests/unit/html_fixture.h"
#include "tests/unit/suite.h"

static struct kb_arena arena;
static struct kb_layout layout;
static struct kb_language languages[2];

static void setup(void)
{
    languages[0] = (struct kb_language){.tag = "fr"};
    languages[1] = (struct kb_language){.tag = "zh"};
    layout = (struct kb_layout){.languages = languages, .language_count = 2};
}

static void teardown(void)
{
    kb_arena_free(&arena);
    arena = (struct kb_arena){0};
}

static struct kb_base base_of(struct kb_record **records, size_t count)
{
    return (struct kb_base){&layout, records, count, 20000, 20000};
}

static char *page_of(struct kb_record *record)
{
    struct kb_base base = base_of(&record, 1);
    return fixture_render(&base, FIXTURE_RECORD, 0);
}

static void has(const char *html, const char *part)
{
    ck_assert_msg(html && strstr(html, part) != NULL, "no %s in\n%s", part, html);
}

static void lacks(const char *html, const char *part)
{
    ck_assert_msg(strstr(html, part) == NULL, "%s in\n%s", part, html);
}

static void in_order(const char *html, const char *first, const char *second)
{
    has(html, first);
    has(html, second);
    ck_assert_msg(strstr(html, first) < strstr(html, second), "%s after %s", first, second);
}

static struct kb_rate rate(double value, const char *text)
{
    return (struct kb_rate){value, kb_str(text)};
}

START_TEST(workarounds_best_first_with_stable_anchors)
{
    struct kb_record *record = fixture_bare(&arena, "a/b");
    struct kb_workaround ways[4] = {
        {.action = KB_STR("half"), .how = KB_STR(" half "), .success_rate = rate(0.5, "0.5")},
        {.action = KB_STR("none given")},
        {.action = KB_STR("best"), .how = KB_STR("one\n  two"), .success_rate = rate(0.9, "0.9")},
        {.action = KB_STR("half too"), .success_rate = rate(0.5, "0.50")},
    };
    record->workarounds = (struct kb_list){ways, 4};
    char *html = page_of(record);
    in_order(html, "id=\"workaround-3\"", "id=\"workaround-1\"");
    in_order(html, "id=\"workaround-1\"", "id=\"workaround-4\"");
    in_order(html, "id=\"workaround-4\"", "id=\"workaround-2\"");
    has(html, "<code>one\n  two</code></pre>");
    has(html, "<strong>90%</strong> <span>almost always works</span>");
    ck_assert_ptr_null(strstr(strstr(html, "half</bdi>") + 5, ">half<"));
    lacks(html, "What not to try");
    free(html);
}
END_TEST

START_TEST(dead_ends_in_their_order)
{
    struct kb_record *record = fixture_bare(&arena, "a/b");
    struct kb_dead_end ends[2] = {
        {.action = KB_STR(" \n"), .why_fails = KB_STR("why"), .fail_rate = rate(0.7, "0.7")},
        {.action = KB_STR("use `x`"), .fail_rate = rate(1, "1")},
    };
    record->dead_ends = (struct kb_list){ends, 2};
    char *html = page_of(record);
    has(html, "(no action given)");
    in_order(html, "id=\"dead-end-1\"", "id=\"dead-end-2\"");
    has(html, "<bdi>use <code>x</code></bdi>");
    has(html, "<rect class=\"bad\" width=\"70\" height=\"8\"/>");
    has(html, "<strong>70%</strong> <span>usually fails</span>");
    has(html, "<strong>100%</strong> <span>always fails</span>");
    lacks(html, "What to try");
    lacks(html, "Sources");
    free(html);
}
END_TEST

/* A rate that is no share of anything is shown as written, without bar and word. */
START_TEST(odd_rates)
{
    struct kb_record *record = fixture_bare(&arena, "a/b");
    record->fix_success_rate = rate(1.5, "1.50");
    record->confidence = rate(0, "0");
    char *html = page_of(record);
    has(html, "<strong>1.50</strong>");
    has(html, "<strong>0%</strong> <span>none</span>");
    free(html);
}
END_TEST

START_TEST(every_rate_has_a_word)
{
    struct kb_record *record = fixture_bare(&arena, "a/b");
    for (int i = 0; i <= 1000; i++) {
        record->fix_success_rate = rate(i / 1000.0, "x");
        char *html = page_of(record);
        has(html, "%</strong> <span>");
        free(html);
    }
}
END_TEST

/* An error does not work: it is fixed. */
START_TEST(rates_of_errors)
{
    struct kb_record *record = fixture_bare(&arena, "a/b");
    record->fix_success_rate = rate(0.9, "0.9");
    struct kb_base base = base_of(&record, 1);
    char *pages[] = {page_of(record), fixture_render(&base, FIXTURE_HOME, 0)};
    for (size_t i = 0; i < 2; i++) {
        has(pages[i], "<strong>90%</strong> <span>almost always fixed</span>");
        free(pages[i]);
    }
}
END_TEST

START_TEST(nothing_given)
{
    struct kb_record *record = fixture_bare(&arena, "a/b");
    char *html = page_of(record);
    has(html, "<h1 dir=\"auto\">a/b</h1>");
    has(html, "No domain");
    has(html, "../../../browse/en/domain/=none.html");
    lacks(html, "<dl class=\"verdicts\">");
    static const char *const headings[] = {
        "What it means",  "What not to try", "What to try",         "Versions",
        "Related errors", "Known problems",  "How it is recognised"};
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        lacks(html, headings[i]);
    free(html);
}
END_TEST

START_TEST(translations)
{
    struct kb_record *record = fixture_bare(&arena, "a/b");
    struct kb_workaround way = {.action = KB_STR("do it")};
    struct kb_translation list[] = {
        {0, KB_F_SIGNATURE, 0, KB_STR("erreur")},
        {0, KB_F_ROOT_CAUSE, 0, KB_STR("cause")},
        {1, KB_F_SIGNATURE, 0, KB_STR("错误")},
        {1, KB_F_WORKAROUND_ACTION, 0, KB_STR(" do it ")},
        {1, KB_F_WORKAROUND_ACTION, 1, KB_STR("多余")},
    };
    record->signature = KB_STR("error");
    record->root_cause = KB_STR("the cause");
    record->workarounds = (struct kb_list){&way, 1};
    record->translations = (struct kb_list){list, 5};
    struct kb_base base = base_of(&record, 1);
    char *html = fixture_render_in(&base, FIXTURE_RECORD, 0, 0);
    has(html, "<html lang=\"en\">");
    has(html, "href=\"../../../fr/a/b/index.html\" hreflang=\"fr\" lang=\"fr\">Français</a>");
    has(html, "<p dir=\"auto\">the cause</p>");
    lacks(html, "Not translated");
    lacks(html, "错误");
    free(html);
    /* There are no French words: the site speaks English around French texts. */
    html = fixture_render_in(&base, FIXTURE_RECORD, 0, 1);
    has(html, "<html lang=\"en\">");
    has(html, "<h1 lang=\"fr\" dir=\"auto\">erreur</h1>");
    has(html, "<code lang=\"en\">error</code>");
    has(html, "<p lang=\"fr\" dir=\"auto\">cause</p>");
    lacks(html, "the cause");
    has(html, "<h3><bdi>do it</bdi>");
    has(html, "Not translated");
    free(html);
    /* What is missing is marked, and an entry without an original is not lost. */
    html = fixture_render_in(&base, FIXTURE_RECORD, 0, 2);
    has(html, "<html lang=\"zh\">");
    has(html, "<h1 dir=\"auto\">错误</h1>");
    has(html, "可以尝试");
    in_order(html, "未翻译", "<p lang=\"en\" dir=\"auto\">the cause</p>");
    has(html, "多余");
    free(html);
}
END_TEST

START_TEST(language_of_the_record)
{
    struct kb_record *record = fixture_bare(&arena, "a/b");
    record->signature = KB_STR("Fehler");
    record->locale = KB_STR("de");
    char *html = page_of(record);
    has(html, "<h1 lang=\"de\" dir=\"auto\">Fehler</h1>");
    free(html);
    record->locale = KB_STR("en");
    html = page_of(record);
    has(html, "<h1 dir=\"auto\">Fehler</h1>");
    free(html);
}
END_TEST

START_TEST(problems)
{
    static const struct kb_rule rule = {.name = "date/order", .summary = "the text is JSON"};
    struct kb_finding list[3] = {
        {.rule = &rule, .severity = KB_WARNING, .message = "second", .count = 1},
        {.rule = &rule, .severity = KB_ERROR, .message = "`first_seen` is late", .count = 1},
        {.rule = &rule, .severity = KB_INFO, .message = "third", .count = 1},
    };
    struct kb_record *record = fixture_bare(&arena, "a/b");
    record->findings = list;
    record->finding_count = 3;
    char *html = page_of(record);
    has(html, "<code>first_seen</code> is late");
    has(html, "1 error, 1 warning");
    in_order(html, "is late", "second");
    in_order(html, "<summary>1 remark</summary>", "third");
    has(html, "href=\"../../../browse/en/quality/rule/date/order.html\"><code>date/order</"
              "code></a>");
    free(html);
    struct kb_base base = base_of(&record, 1);
    html = fixture_render(&base, FIXTURE_HOME, 0);
    has(html, "1 record has known problems: 1 error and 1 warning.");
    free(html);
    /* What rules find is English on a page of any language; what they ask for is not, and is said
     * once where several findings follow each other. */
    struct kb_translation chinese = {1, KB_F_SIGNATURE, 0, KB_STR("错误")};
    record->translations = (struct kb_list){&chinese, 1};
    html = fixture_render_in(&base, FIXTURE_RECORD, 0, 0);
    has(html, "</code> <bdi>second</bdi>");
    free(html);
    html = fixture_render_in(&base, FIXTURE_RECORD, 0, 1);
    has(html, "<html lang=\"zh\">");
    has(html, "</code></a> 要求：文本是合法的 JSON。<bdi lang=\"en\"><code>first_seen</code> is "
              "late</bdi>");
    has(html, "</code> <bdi lang=\"en\">second</bdi>");
    free(html);
    html = fixture_render_in(&base, FIXTURE_QUALITY, 0, 1);
    has(html, "<td>文本是合法的 JSON</td>");
    free(html);
}
END_TEST

START_TEST(ages)
{
    static const struct {
        int days;
        const char *words;
    } table[] = {
        {-1, "<strong>Dated ahead</strong>: confirmed in the future"},
        {0, "<strong>Fresh</strong>: confirmed 0 days ago"},
        {1, "<strong>Fresh</strong>: confirmed 1 day ago"},
        {180, "<strong>Fresh</strong>: confirmed 5 months ago"},
        {181, "<strong>Aging</strong>: confirmed 5 months ago"},
        {365, "<strong>Aging</strong>: confirmed 12 months ago"},
        {366, "<strong>Stale</strong>: confirmed 12 months ago"},
        {731, "<strong>Stale</strong>: confirmed 2 years ago"},
    };
    struct kb_record *record = fixture_bare(&arena, "a/b");
    record->last_updated = 20000;
    record->last_confirmed = 20000 - table[_i].days;
    char *html = page_of(record);
    has(html, table[_i].words);
    free(html);
}
END_TEST

START_TEST(empty_base)
{
    struct kb_base base = {&layout, NULL, 0, KB_NO_DATE, KB_NO_DATE};
    char *html = fixture_render(&base, FIXTURE_HOME, 0);
    has(html, "This base holds no records yet.");
    lacks(html, "#domains");
    lacks(html, "Ages are counted");
    free(html);
}
END_TEST

START_TEST(domains)
{
    struct kb_record *records[4];
    static const char *const ids[] = {"1", "2", "3", "4"};
    static const char *const names[] = {"b", "B", NULL, " "};
    for (size_t i = 0; i < 4; i++) {
        records[i] = fixture_bare(&arena, ids[i]);
        records[i]->domain = kb_str(names[i]);
    }
    struct kb_base base = base_of(records, 4);
    struct kb_site site;
    kb_site_open(&site, &base, &(struct kb_emit_options){0});
    ck_assert_uint_eq(site.domain_count, 3);
    ck_assert_str_eq(site.domains[0].route.rest.p, "domain/=42.html");
    ck_assert_str_eq(site.domains[1].route.rest.p, "domain/b.html");
    ck_assert_str_eq(site.domains[2].route.rest.p, "domain/=none.html");
    ck_assert_uint_eq(site.domains[2].count, 2);
    ck_assert_uint_eq(site.domain_of[0], 1);
    kb_site_close(&site);
    char *html = fixture_render(&base, FIXTURE_HOME, 0);
    has(html, "4 errors from 3 domains");
    has(html, "href=\"browse/en/domain/=42.html\"");
    free(html);
    html = fixture_render(&base, FIXTURE_DOMAIN, 2);
    has(html, "<h1 dir=\"auto\">No domain</h1>");
    has(html, "href=\"../../../en/4/index.html\"");
    free(html);
}
END_TEST

START_TEST(verdicts_lead_to_their_records)
{
    struct kb_record *records[2] = {fixture_bare(&arena, "a"), fixture_bare(&arena, "b")};
    records[0]->resolvable = KB_STR("partial");
    struct kb_base base = base_of(records, 2);
    char *html = fixture_render(&base, FIXTURE_HOME, 0);
    has(html, "<a href=\"browse/en/resolvable/partial.html\">1</a>");
    has(html, "No verdict <strong>1</strong>");
    lacks(html, "resolvable/true");
    free(html);
    html = fixture_render(&base, FIXTURE_QUALITY, 0);
    has(html, "<dt>pairs linked</dt>\n<dd>0</dd>");
    free(html);
}
END_TEST

START_TEST(extremes)
{
    struct kb_record *records[30];
    char ids[30][4];
    for (size_t i = 0; i < 30; i++) {
        memcpy(ids[i], (char[]){'r', (char)('0' + i / 10), (char)('0' + i % 10), 0}, 4);
        records[i] = fixture_bare(&arena, ids[i]);
        records[i]->fix_success_rate = rate((double)i / 29, "x");
    }
    struct kb_base base = base_of(records, 30);
    char *html = fixture_render(&base, FIXTURE_HOME, 0);
    in_order(html, "Most reliably fixed", "en/r29/");
    in_order(html, "en/r29/", "en/r28/");
    in_order(html, "Most hopeless", "en/r00/");
    in_order(html, "en/r00/", "en/r01/");
    has(html, "en/r21/");
    lacks(html, "en/r14/");
    lacks(html, "en/r10/");
    free(html);
}
END_TEST

START_TEST(long_actions)
{
    struct kb_record *record = fixture_bare(&arena, "a/b");
    struct kb_buf text = {0};
    for (int i = 0; i < 500; i++)
        kb_buf_puts(&text, "word ");
    struct kb_workaround ways[2] = {{.action = kb_buf_view(&text)}, {.action = KB_STR("a\nb")}};
    record->workarounds = (struct kb_list){ways, 2};
    char *html = page_of(record);
    has(html, "word …</bdi>");
    has(html, "<bdi>a b</bdi>");
    has(html, "<code>a\nb</code></pre>");
    free(html);
    kb_buf_free(&text);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("all");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, workarounds_best_first_with_stable_anchors);
    tcase_add_test(tc, dead_ends_in_their_order);
    tcase_add_test(tc, odd_rates);
    tcase_add_test(tc, every_rate_has_a_word);
    tcase_add_test(tc, rates_of_errors);
    tcase_add_test(tc, nothing_given);
    tcase_add_test(tc, translations);
    tcase_add_test(tc, language_of_the_record);
    tcase_add_test(tc, problems);
    tcase_add_loop_test(tc, ages, 0, 8);
    tcase_add_test(tc, empty_base);
    tcase_add_test(tc, domains);
    tcase_add_test(tc, verdicts_lead_to_their_records);
    tcase_add_test(tc, extremes);
    tcase_add_test(tc, long_actions);
    return suite_run("html_pages", tc);
}

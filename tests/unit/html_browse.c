/* SPDX-License-Identifier: MIT */
/* Ways to records: letters, groups, lists in pages, and what stands on their pages. */
#include <check.h>

#include "emit/html/letter.h"
#include "emit/html/pager.h"
#include "tests/unit/html_fixture.h"
#include "tests/unit/suite.h"

static struct kb_arena arena;
static struct kb_layout layout;
static struct kb_language language;

static void setup(void)
{
    language = (struct kb_language){.tag = "zh"};
    layout = (struct kb_layout){.languages = &language, .language_count = 1};
}

static void teardown(void)
{
    kb_arena_free(&arena);
    arena = (struct kb_arena){0};
}

static void has(const char *html, const char *part)
{
    ck_assert_msg(strstr(html, part) != NULL, "no %s in\n%s", part, html);
}

static void lacks(const char *html, const char *part)
{
    ck_assert_msg(strstr(html, part) == NULL, "%s in\n%s", part, html);
}

START_TEST(letters)
{
    static const struct {
        const char *name, *path, *from;
    } table[] = {
        {"error", "e", "error"},
        {"Zebra", "z", "Zebra"},
        {"[Errno 2] x", "e", "Errno 2] x"},
        {"  'module'", "m", "module'"},
        {"404", "0-9", "404"},
        {"\xE2\x80\x9C错误”", "han", "错误”"},
        {"（错误）", "han", "错误）"},
        {"\xF0\xA0\x80\x80", "han", "\xF0\xA0\x80\x80"},
        {"Ａｂ", "a", "Ａｂ"},
        {"ｂ", "b", "ｂ"},
        {"０", "0-9", "０"},
        {"Ünit", "other", "Ünit"},
        {"Ошибка", "other", "Ошибка"},
        {"エラー", "other", "エラー"},
        {"\xF0\x9F\x9A\x80 launch", "l", "launch"},
        {"--", "other", "--"},
        {"", "other", ""},
        {"\xFF\xFE"
         "x",
         "x", "x"},
    };
    struct kb_letter letter = kb_letter_of(kb_str(table[_i].name));
    ck_assert_msg(kb_str_is(letter.path, table[_i].path), "%s: %.*s", table[_i].name,
                  (int)letter.path.n, letter.path.p);
    ck_assert_msg(kb_str_is(letter.name, table[_i].from), "%s", table[_i].name);
}
END_TEST

START_TEST(lists_in_pages)
{
    static const struct {
        size_t count, rows, parts;
    } table[] = {
        {0, 100, 1},     {1, 100, 1},       {100, 100, 1},         {101, 100, 2},
        {2013, 100, 21}, {10000, 100, 100}, {1000000, 1000, 1000},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct kb_pager pager = kb_pager_of(table[i].count);
        ck_assert_uint_eq(pager.rows, table[i].rows);
        ck_assert_uint_eq(pager.parts, table[i].parts);
        size_t next = 0;
        for (size_t part = 0; part < pager.parts; part++) {
            ck_assert_uint_eq(kb_pager_first(&pager, part), next);
            next = kb_pager_last(&pager, part);
        }
        ck_assert_uint_eq(next, table[i].count);
    }
    struct kb_buf room = {0};
    const struct kb_route list = {"browse/", KB_STR("tag/x.html")};
    ck_assert(kb_str_is(kb_pager_route(&room, list, 0).rest, "tag/x.html"));
    ck_assert(kb_str_is(kb_pager_route(&room, list, 9).rest, "tag/x=page-10.html"));
    kb_buf_free(&room);
}
END_TEST

static const struct kb_site_groups *groups_of(const struct kb_site *site, enum kb_facet kind)
{
    return kb_facet_groups(site, 0, kind);
}

static void names_are(const struct kb_site_groups *groups, const char *const *names, size_t count)
{
    ck_assert_uint_eq(groups->count, count);
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(kb_str_is(groups->items[i].name, names[i]), "%zu: %.*s", i,
                      (int)groups->items[i].name.n, groups->items[i].name.p);
}

START_TEST(values)
{
    static struct kb_str tags[] = {{"b", 1}, {"a ", 2}, {"B", 1}, {"b", 1}, {" ", 1}};
    static struct kb_version versions[] = {{.version = {"CUDA 12", 7}}, {.version = {NULL, 0}}};
    struct kb_record *records[3];
    static const char *const ids[] = {"1", "2", "3"};
    static const char *const codes[] = {"cudaError (804)", "804", " "};
    static const char *const answers[] = {"partial", "maybe", "true"};
    static const char *const ranges[] = {">=18", ">=20", ">=3"};
    for (size_t i = 0; i < 3; i++) {
        records[i] = fixture_bare(&arena, ids[i]);
        records[i]->error_code = kb_str(codes[i]);
        records[i]->resolvable = kb_str(answers[i]);
        records[i]->runtime = kb_str(i < 2 ? "node" : "adb");
        records[i]->version_range = kb_str(ranges[i]);
    }
    records[0]->tags = (struct kb_list){tags, 5};
    records[1]->versions = (struct kb_list){versions, 2};
    struct kb_base base = {&layout, records, 3, KB_NO_DATE, KB_NO_DATE};
    struct kb_site site;
    kb_site_open(&site, &base, &(struct kb_emit_options){0});
    names_are(groups_of(&site, KB_FACET_TAG), (const char *const[]){"a", "B", "b"}, 3);
    names_are(groups_of(&site, KB_FACET_CODE), (const char *const[]){"804", "cudaError"}, 2);
    ck_assert_uint_eq(groups_of(&site, KB_FACET_CODE)->items[0].count, 2);
    names_are(groups_of(&site, KB_FACET_RESOLVABLE),
              (const char *const[]){"true", "partial", "maybe"}, 3);
    /* A lone range of a product would be the same list again. */
    names_are(groups_of(&site, KB_FACET_VERSION),
              (const char *const[]){"adb", "CUDA 12", "node", "node >=18", "node >=20"}, 5);
    names_are(groups_of(&site, KB_FACET_CATEGORY), NULL, 0);
    kb_site_close(&site);
}
END_TEST

/* A value too long for the name of a file stands in the list, without a link. */
START_TEST(long_values)
{
    char text[700];
    memset(text, 'x', sizeof text);
    struct kb_record *record = fixture_bare(&arena, "a");
    record->category = (struct kb_str){text, sizeof text};
    struct kb_base base = {&layout, &record, 1, KB_NO_DATE, KB_NO_DATE};
    char *html = fixture_render(&base, FIXTURE_FACET, KB_FACET_CATEGORY);
    has(html, "<span><bdi>xxx");
    has(html, "xxx</bdi> <span class=\"muted\">1 error</span></span>");
    lacks(html, "category/xxx");
    free(html);
}
END_TEST

START_TEST(letters_of_a_language)
{
    struct kb_translation list[] = {{0, KB_F_SIGNATURE, 0, KB_STR("错误")}};
    struct kb_record *record = fixture_bare(&arena, "a/b");
    record->signature = KB_STR("error");
    record->translations = (struct kb_list){list, 1};
    struct kb_base base = {&layout, &record, 1, KB_NO_DATE, KB_NO_DATE};
    char *html = fixture_render_in(&base, FIXTURE_VALUE, KB_FACET_LETTER, 0);
    has(html, "<h1 dir=\"auto\">E</h1>");
    /* There is no E in Chinese. */
    has(html, "href=\"../../../browse/zh/a-z/index.html\" hreflang=\"zh\"");
    has(html, "href=\"../../../browse/en/a-z/e.html\" hreflang=\"en\"");
    free(html);
    html = fixture_render_in(&base, FIXTURE_VALUE, KB_FACET_LETTER, 1);
    has(html, "<h1 dir=\"auto\">汉字</h1>");
    has(html, "href=\"../../../zh/a/b/index.html\"");
    free(html);
}
END_TEST

START_TEST(what_is_not_translated)
{
    static const struct kb_str key = {"x", 1};
    static const struct kb_path path = {&key, 1};
    static struct kb_workaround ways[] = {{.action = {"one", 3}}, {.action = {"two", 3}}};
    struct kb_translation list[] = {{0, KB_F_WORKAROUND_ACTION, 0, KB_STR("一")},
                                    {0, KB_F_WORKAROUND_ACTION, 1, KB_STR("two")}};
    struct kb_record *record = fixture_bare(&arena, "a/b");
    language.paths[KB_F_WORKAROUND_ACTION] = language.paths[KB_F_SIGNATURE] = path;
    record->workarounds = (struct kb_list){ways, 2};
    record->translations = (struct kb_list){list, 2};
    struct kb_base base = {&layout, &record, 1, KB_NO_DATE, KB_NO_DATE};
    char *html = fixture_render(&base, FIXTURE_TRANSLATIONS, 0);
    has(html, "<code>workaround.action</code></th>\n<td class=\"number\">2</td>\n"
              "<td class=\"number\">1</td>");
    has(html, "<td class=\"number\">50%</td>");
    has(html, "href=\"../../../browse/en/translations/zh.html\">1 record lacks something<");
    lacks(html, "<code>signature</code>");
    free(html);
}
END_TEST

static char *missing(const char *base_url)
{
    struct kb_base base = {&layout, NULL, 0, KB_NO_DATE, KB_NO_DATE};
    const struct kb_emit_options options = {.base_url = base_url};
    struct kb_page *page = kb_page_new();
    struct kb_site site;
    struct kb_str html;
    kb_site_open(&site, &base, &options);
    kb_site_404(&site, page);
    ck_assert(kb_page_end(page, &html));
    char *copy = kb_copy(html.p, html.n);
    kb_site_close(&site);
    kb_page_free(page);
    return copy;
}

/* A server may show it at any address. */
START_TEST(addresses_of_404)
{
    char *html = missing(NULL);
    has(html, "href=\"style.css\"");
    has(html, "rel=\"icon\" href=\"assets/icon.svg\"");
    has(html, "href=\"index.html\">Home</a>");
    free(html);
    html = missing("https://example.org/docs/kb/");
    has(html, "href=\"/docs/kb/style.css\"");
    has(html, "rel=\"icon\" href=\"/docs/kb/assets/icon.svg\"");
    has(html, "href=\"/docs/kb/index.html\">Home</a>");
    lacks(html, "href=\"index.html\"");
    free(html);
}
END_TEST

/* What leads away from the open web is no link in a record, but a site may well be there. */
START_TEST(addresses_within_a_network)
{
    static const char *const roots[] = {"https://docs.internal/kb/", "http://10.0.0.5/kb/",
                                        "http://localhost:8000/kb/"};
    char *html = missing(roots[_i]);
    struct kb_buf home = {0};
    kb_buf_printf(&home, "\"item\":\"%s\"", roots[_i]);
    has(html, home.data);
    kb_buf_free(&home);
    free(html);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("all");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, letters, 0, 18);
    tcase_add_test(tc, lists_in_pages);
    tcase_add_test(tc, values);
    tcase_add_test(tc, long_values);
    tcase_add_test(tc, letters_of_a_language);
    tcase_add_test(tc, what_is_not_translated);
    tcase_add_test(tc, addresses_of_404);
    tcase_add_loop_test(tc, addresses_within_a_network, 0, 3);
    return suite_run("html_browse", tc);
}

/* SPDX-License-Identifier: MIT */
/* The map of a site too large for one file, names of files, and text that tries to be Markdown. */
#include <check.h>

#include "emit/html/machine/markdown.h"
#include "tests/unit/html_fixture.h"
#include "tests/unit/suite.h"

static struct kb_arena arena;

static struct kb_site site_of(struct kb_base *base, struct kb_layout *layout, size_t count)
{
    static const struct kb_emit_options options = {.base_url = "https://example.org/x/"};
    struct kb_record **records = kb_arena_new(&arena, count, sizeof *records);
    struct kb_site site;
    char id[] = "r/0";
    for (size_t i = 0; i < count; i++) {
        id[2] = (char)('a' + i);
        records[i] = fixture_bare(&arena, kb_arena_copy(&arena, id, sizeof id - 1));
    }
    *base = (struct kb_base){layout, records, count, KB_NO_DATE, KB_NO_DATE};
    kb_site_open(&site, base, &options);
    return site;
}

static size_t times(struct kb_str text, const char *word)
{
    size_t n = 0;
    for (const char *p = text.p; (p = strstr(p, word)); p++)
        n++;
    return n;
}

/* 9 pages of 4 a file: an index and three files, which together have each page once. */
START_TEST(large_maps_are_split)
{
    struct kb_base base;
    struct kb_layout layout = {0};
    struct kb_site site = site_of(&base, &layout, 7);
    struct kb_listed listed = {.route = {"browse/", KB_STR("domain/x.html")}};
    struct kb_listing listing = {&listed, 1, 1};
    struct kb_machine machine = {.site = &site, .listing = &listing, .page = kb_page_new()};
    struct kb_buf path = {0};
    static const char *const names[] = {"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml",
                                        "sitemap-3.xml"};
    size_t pages = 0;
    ck_assert_uint_eq(kb_machine_sitemap_count(&machine, 9), 1);
    ck_assert_uint_eq(kb_machine_sitemap_count(&machine, 4), 4);
    for (size_t i = 0; i < 4; i++) {
        path.len = 0;
        struct kb_str text = kb_machine_sitemap(&machine, 4, i, &path);
        ck_assert_str_eq(path.data, names[i]);
        ck_assert_uint_eq(times(text, i == 0 ? "<sitemap>" : "<url>"),
                          i == 0 || i == 3 ? (i ? 1 : 3) : 4);
        pages += times(text, "<url>");
        if (i == 0)
            ck_assert_ptr_nonnull(strstr(text.p, "<loc>https://example.org/x/sitemap-3.xml</loc>"));
    }
    ck_assert_uint_eq(pages, 9);
    kb_buf_free(&path);
    kb_buf_free(&machine.data);
    kb_page_free(machine.page);
    kb_site_close(&site);
}
END_TEST

static const char *const paths[][2] = {
    {"a", "api/records/a.json"},
    {"a.json/b", "api/records/a=2Ejson/b.json"},
    {"a.json", "api/records/a.json.json"},
    {"a=2Ejson/b", "api/records/a=3D2=45json/b.json"},
    {".json/b", "api/records/=2Ejson/b.json"},
};

START_TEST(no_folder_stands_for_a_file)
{
    static const struct kb_emit_options options;
    struct kb_layout layout = {0};
    struct kb_record *records[] = {fixture_bare(&arena, paths[_i][0])};
    struct kb_base base = {&layout, records, 1, KB_NO_DATE, KB_NO_DATE};
    struct kb_site site;
    kb_site_open(&site, &base, &options);
    ck_assert(kb_str_is(kb_site_record_json(&site, 0), paths[_i][1]));
    kb_site_close(&site);
}
END_TEST

/* A language whose tag is a name of the site's own. */
START_TEST(languages_leave_other_names_alone)
{
    static const char *const tags[] = {"api", "assets", "browse", "llms.txt", "a/b", "en"};
    static const char *const folders[] = {"api-0",      "assets-0", "browse-0",
                                          "llms.txt-0", "a=2Fb",    "en-0"};
    struct kb_language language = {.tag = tags[_i]};
    struct kb_layout layout = {.languages = &language, .language_count = 1};
    struct kb_base base;
    struct kb_translation translation = {0, KB_F_SIGNATURE, 0, KB_STR("x")};
    struct kb_record *record = fixture_bare(&arena, "a");
    const struct kb_emit_options options = {0};
    struct kb_site site;
    record->translations = (struct kb_list){&translation, 1};
    base = (struct kb_base){&layout, &record, 1, KB_NO_DATE, KB_NO_DATE};
    kb_site_open(&site, &base, &options);
    ck_assert_uint_eq(site.language_count, 2);
    ck_assert(kb_str_is(site.languages[1].folder, folders[_i]));
    kb_site_close(&site);
}
END_TEST

static const char *const prose[][2] = {
    {"plain, a_b and C:\\x", "plain, a_b and C:\\\\x\n\n"},
    {"*a* _b_ ~c~", "\\*a\\* \\_b\\_ \\~c\\~\n\n"},
    {"<b>&lt; a & b", "\\<b>\\&lt; a & b\n\n"},
    {"[x](javascript:y)", "\\[x\\](javascript:y)\n\n"},
    {"# a\n- b\n+ c\n> d\n12. e\n1) f\n---",
     "\\# a\\\n\\- b\\\n\\+ c\\\n\\> d\\\n12\\. e\\\n1\\) f\\\n\\---\n\n"},
    {"a\n===", "a\\\n\\===\n\n"},
    {"a\n\n    b  \n\tc", "a\n\nb\\\nc\n\n"},
    {"use `a*b` and `` c`d ``", "use `a*b` and ``c`d``\n\n"},
    {"`x` ` y", "`x` \\` y\n\n"},
    {"``` `a", "\\`\\`\\` \\`a\n\n"},
    {"1.5 is 2.0. `x`. y", "1\\.5 is 2.0. `x`. y\n\n"},
};

START_TEST(text_is_no_markdown)
{
    struct kb_buf out = {0};
    struct kb_md md = {.out = &out};
    kb_md_prose(&md, kb_str(prose[_i][0]));
    ck_assert_str_eq(out.data, prose[_i][1]);
    kb_buf_free(&out);
}
END_TEST

START_TEST(code_keeps_its_backticks)
{
    struct kb_buf out = {0};
    struct kb_md md = {.out = &out};
    kb_md_code(&md, KB_STR("a\n```\n````b"));
    kb_md_span(&md, KB_STR("`x"));
    ck_assert_str_eq(out.data, "`````\na\n```\n````b\n`````\n\n`` `x ``");
    kb_buf_free(&out);
}
END_TEST

START_TEST(code_stands_among_prose)
{
    struct kb_buf out = {0};
    struct kb_md md = {.out = &out};
    kb_md_howto(&md, KB_STR("First *a*:\n\n```sh\n  b\nc\n```\nThen d."));
    ck_assert_str_eq(out.data, "First \\*a\\*:\n\n```\n  b\nc\n```\n\nThen d.\n\n");
    out.len = 0;
    kb_md_howto(&md, KB_STR("b\nc"));
    ck_assert_str_eq(out.data, "```\nb\nc\n```\n\n");
    kb_buf_free(&out);
}
END_TEST

static void teardown(void)
{
    kb_arena_free(&arena);
    arena = (struct kb_arena){0};
}

#define COUNT(list) (int)(sizeof(list) / sizeof *(list))

int main(void)
{
    TCase *tc = tcase_create("all");
    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, large_maps_are_split);
    tcase_add_loop_test(tc, no_folder_stands_for_a_file, 0, COUNT(paths));
    tcase_add_loop_test(tc, languages_leave_other_names_alone, 0, 6);
    tcase_add_loop_test(tc, text_is_no_markdown, 0, COUNT(prose));
    tcase_add_test(tc, code_keeps_its_backticks);
    tcase_add_test(tc, code_stands_among_prose);
    return suite_run("html_machine", tc);
}

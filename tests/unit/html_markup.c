/* SPDX-License-Identifier: MIT */
/* Addresses, code in backticks, languages, characters that HTML forbids. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "emit/html/markup.h"
#include "tests/unit/suite.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static const struct {
    struct kb_str url;
    const char *href; /* NULL: no link */
} urls[] = {
    {TEXT("https://example.org"), "https://example.org"},
    {TEXT("HTTPS://Example.ORG/A"), "HTTPS://Example.ORG/A"},
    {TEXT("  http://example.org/a b\"<>  "), "http://example.org/a%20b%22%3C%3E"},
    {TEXT("\x01\x1fhttps://example.org/"), "https://example.org/"},
    {TEXT("ht\ttps://exam\nple.org/"), "https://example.org/"},
    {TEXT("https://example.org:8080/x?y=[1]#z#w"), "https://example.org:8080/x?y=%5B1%5D#z%23w"},
    {TEXT("https://[2001:db8::1]:80/"), "https://[2001:db8::1]:80/"},
    {TEXT("https://example.org/%41%zz"), "https://example.org/%41%25zz"},
    {TEXT("https://example.org/\xE4\xBD\xA0"), "https://example.org/%E4%BD%A0"},
    {TEXT("https://example.org/\\x|y"), "https://example.org/%5Cx%7Cy"},
    {TEXT("https://example.org/\0x"), "https://example.org/%00x"},
    {TEXT("https:example.org"), NULL},
    {TEXT("https:/example.org"), NULL},
    {TEXT("https://"), NULL},
    {TEXT("https:///x"), NULL},
    {TEXT("https://user@example.org/"), NULL},
    {TEXT("https://user:pw@example.org/"), NULL},
    {TEXT("https://example.org\\@evil.example/"), NULL},
    {TEXT("https://exa mple.org/"), NULL},
    {TEXT("https://exa%6Dple.org/"), NULL},
    {TEXT("https://example.org/\xFF"), NULL},
    {TEXT("http://127.0.0.1:8000/"), NULL},
    {TEXT("http://0x7f.1/"), NULL},
    {TEXT("http://[::ffff:10.0.0.1]/"), NULL},
    {TEXT("https://wiki.local/x"), NULL},
    {TEXT("https://example\xE3\x80\x82org/"), NULL},
    {TEXT("https://example.org:65536/"), NULL},
    {TEXT("javascript:alert(1)"), NULL},
    {TEXT("java\nscript:alert(1)"), NULL},
    {TEXT("javascript://example.org/%0aalert(1)"), NULL},
    {TEXT("data:text/html,x"), NULL},
    {TEXT("vbscript:x"), NULL},
    {TEXT("file:///etc/passwd"), NULL},
    {TEXT("ftp://example.org/"), NULL},
    {TEXT("mailto:a@example.org"), NULL},
    {TEXT("//example.org/"), NULL},
    {TEXT("/x"), NULL},
    {TEXT("#x"), NULL},
    {TEXT(""), NULL},
    {{0}, NULL},
};

START_TEST(addresses)
{
    struct kb_buf out = {0};
    bool linked = kb_markup_url(&out, urls[_i].url);
    ck_assert_int_eq(linked, urls[_i].href != NULL);
    if (linked)
        ck_assert_str_eq(out.data, urls[_i].href);
    kb_buf_free(&out);
}
END_TEST

/* What a piece of markup looks like within <p>. */
static char *within(void (*make)(struct kb_page *, struct kb_str), struct kb_str text)
{
    struct kb_page *page = kb_page_new();
    struct kb_str html;
    kb_page_start(page, NULL);
    kb_page_open(page, EL_P);
    make(page, text);
    kb_page_close(page, EL_P);
    ck_assert(kb_page_end(page, &html));
    const char *start = strstr(html.p, "<p>") + 3;
    size_t n = (size_t)(strstr(html.p, "</p>") - start);
    char *copy = calloc(1, n + 1);
    memcpy(copy, start, n);
    kb_page_free(page);
    return copy;
}

static const struct {
    struct kb_str text;
    const char *html;
} prose[] = {
    {TEXT("plain"), "plain"},
    {TEXT("run `a b` now"), "run <code>a b</code> now"},
    {TEXT("`a`"), "<code>a</code>"},
    {TEXT("`` a`b ``"), "<code>a`b</code>"},
    {TEXT("`a` and `b"), "<code>a</code> and `b"},
    {TEXT("GNU `foo' and `bar'"), "GNU <code>foo' and</code>bar'"},
    {TEXT("a ` b"), "a ` b"},
    {TEXT("``"), "``"},
    {TEXT("` `"), "` `"},
    {TEXT("``` x `y`"), "``` x <code>y</code>"},
    {TEXT("`<b>`"), "<code>&lt;b&gt;</code>"},
    {TEXT("`a\nb`"), "<code>a\nb</code>"},
    {TEXT(""), ""},
};

START_TEST(code_in_prose)
{
    char *html = within(kb_markup_inline, prose[_i].text);
    ck_assert_str_eq(html, prose[_i].html);
    free(html);
}
END_TEST

static const struct {
    struct kb_str text;
    const char *html;
} characters[] = {
    {TEXT("<&>\"'"), "&lt;&amp;&gt;&quot;'"},
    {TEXT("a\r\nb\rc\n"), "a\nb\nc\n"},
    {TEXT("\0\x01\x0C\x7F"), "\uFFFD\uFFFD\uFFFD\uFFFD"},
    {TEXT("\xC2\x85\xC2\xA0"), "\uFFFD\u00A0"},
    {TEXT("\xFFx\xE2\x82"), "\uFFFDx\uFFFD\uFFFD"},
    {TEXT("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD"},
    {TEXT("\xEF\xB7\x90\xEF\xBF\xBF\xF4\x8F\xBF\xBF"), "\uFFFD\uFFFD\uFFFD"},
    {TEXT("\xE2\x80\xAA\xE2\x80\xAE\xE2\x81\xA6\xE2\x81\xA9"), "\uFFFD\uFFFD\uFFFD\uFFFD"},
    {TEXT("\xE2\x80\x8F\xD7\xA9\xF0\x9F\x98\x80"), "\u200F\u05E9\U0001F600"},
    {TEXT(""), ""},
};

START_TEST(forbidden_characters)
{
    char *html = within(kb_page_text, characters[_i].text);
    ck_assert_str_eq(html, characters[_i].html);
    free(html);
}
END_TEST

static const struct {
    struct kb_str value;
    const char *written;
} values[] = {
    {TEXT("plain 'text' ~"), "plain 'text' ~"},
    {TEXT("<"), "&lt;"},
    {TEXT("&"), "&amp;"},
    {TEXT(">"), "&gt;"},
    {TEXT("\""), "&quot;"},
    {TEXT("a\nb"), "a&#10;b"},
    {TEXT("a\tb"), "a&#9;b"},
    {TEXT("a\rb\x7F"), "a&#10;b&#xFFFD;"},
    {TEXT("\xD7\xA9\xE2\x80\xAE"), "&#x5E9;&#xFFFD;"},
};

START_TEST(attributes)
{
    struct kb_page *page = kb_page_new();
    struct kb_str html;
    char whole[128];
    kb_page_start(page, NULL);
    kb_page_open(page, EL_P);
    kb_page_attr(page, "title", values[_i].value);
    kb_page_close(page, EL_P);
    ck_assert(kb_page_end(page, &html));
    snprintf(whole, sizeof whole, "<!DOCTYPE html>\n<p title=\"%s\"></p>\n\n", values[_i].written);
    ck_assert_str_eq(html.p, whole);
    kb_page_free(page);
}
END_TEST

START_TEST(numbers)
{
    struct kb_page *page = kb_page_new();
    struct kb_str html;
    kb_page_start(page, NULL);
    kb_page_open(page, EL_P);
    kb_page_number(page, "a", 0);
    kb_page_number(page, "b", 1234567890);
    kb_page_number(page, "c", SIZE_MAX);
    kb_page_close(page, EL_P);
    ck_assert(kb_page_end(page, &html));
    ck_assert_ptr_nonnull(
        strstr(html.p, "<p a=\"0\" b=\"1234567890\" c=\"18446744073709551615\">"));
    kb_page_free(page);
}
END_TEST

/* An empty text after a full one must not repeat it. */
START_TEST(empty_attribute)
{
    struct kb_page *page = kb_page_new();
    struct kb_str html;
    kb_page_start(page, NULL);
    kb_page_open(page, EL_P);
    kb_page_attr(page, "title", KB_STR("full"));
    kb_page_attr(page, "lang", KB_STR(""));
    kb_page_close(page, EL_P);
    ck_assert(kb_page_end(page, &html));
    ck_assert_str_eq(html.p, "<!DOCTYPE html>\n<p title=\"full\" lang=\"\"></p>\n\n");
    kb_page_free(page);
}
END_TEST

static const struct {
    const char *tag;
    bool written;
} tags[] = {
    {"zh", true},        {"zh-Hant-TW", true},
    {"fil", true},       {"es-419", true},
    {"", false},         {"z", false},
    {"zh_CN", false},    {"zh-", false},
    {"-zh", false},      {"zh--x", false},
    {"1a", false},       {"chinese", false},
    {"zh\"x=", false},   {"zh-abcdefghi", false},
    {"x-klingon", true},
};

START_TEST(language_tags)
{
    struct kb_page *page = kb_page_new();
    struct kb_str html;
    kb_page_start(page, NULL);
    kb_page_open(page, EL_P);
    kb_markup_lang(page, kb_str(tags[_i].tag));
    kb_page_close(page, EL_P);
    ck_assert(kb_page_end(page, &html));
    ck_assert_int_eq(strstr(html.p, " lang=\"") != NULL, tags[_i].written);
    kb_page_free(page);
}
END_TEST

START_TEST(language_names)
{
    ck_assert(kb_str_is(kb_markup_language(KB_STR("zh")), "中文"));
    ck_assert(kb_str_is(kb_markup_language(KB_STR("tlh")), "tlh"));
}
END_TEST

START_TEST(cut_text)
{
    struct kb_buf room = {0};
    struct kb_str text = KB_STR(" \n\xE4\xBD\xA0\xE5\xA5\xBD\nx ");
    ck_assert(kb_str_is(kb_markup_cut(&room, text, 3), "\xE4\xBD\xA0\xE5\xA5\xBD \xE2\x80\xA6"));
    ck_assert(kb_str_is(kb_markup_cut(&room, text, 4), "\xE4\xBD\xA0\xE5\xA5\xBD x"));
    ck_assert(kb_str_is(kb_markup_cut(&room, KB_STR("abcd"), 3), "abc\xE2\x80\xA6"));
    text = KB_STR("abc");
    ck_assert_ptr_eq(kb_markup_cut(&room, text, 3).p, text.p);
    ck_assert_uint_eq(kb_markup_cut(&room, KB_STR(" \t"), 3).n, 0);
    ck_assert_uint_eq(kb_markup_cut(&room, (struct kb_str){0}, 3).n, 0);
    kb_buf_free(&room);
}
END_TEST

static const struct {
    struct kb_str text;
    const char *plain;
} plains[] = {
    {TEXT("run `a b` now"), "run a b now"},
    {TEXT("`` a`b ``"), "a`b"},
    {TEXT("`a` and `b"), "a and `b"},
    {TEXT("` `"), "` `"},
    {TEXT("`abcdefgh` ijk`l`"), "abcdefgh ijkl"},
    {TEXT(" a\n`b` "), " a\nb "},
    {TEXT("plain"), "plain"},
    {TEXT(""), ""},
};

START_TEST(code_without_marks)
{
    struct kb_buf room = {0};
    struct kb_str plain = kb_markup_plain(&room, plains[_i].text);
    ck_assert(kb_str_is(plain, plains[_i].plain));
    kb_buf_free(&room);
}
END_TEST

/* Several lines keep their indentation; the blanks around them go. Fences part code from prose. */
static const struct {
    const char *text, *html;
} blocks[] = {
    {"\n  a\n    b\n", "<pre dir=\"auto\"><code>  a\n    b</code></pre>\n"},
    {" one `line` ", "<p dir=\"auto\">one <code>line</code></p>\n"},
    {"Run\n```sh\n  x\n\ny\n```\nand wait",
     "<p dir=\"auto\">Run</p>\n<pre dir=\"auto\"><code>  x\n\ny</code></pre>\n"
     "<p dir=\"auto\">and wait</p>\n"},
    {"```\r\nx\r\n```\r\n```\ny", "<pre dir=\"auto\"><code>x</code></pre>\n"
                                  "<pre dir=\"auto\"><code>y</code></pre>\n"},
    {"```\n```", "<pre dir=\"auto\"><code>```\n```</code></pre>\n"},
    {"a ```b```\n```c d\n```e`", "<pre dir=\"auto\"><code>a ```b```\n```c d\n```e`</code></pre>\n"},
};

START_TEST(code_blocks)
{
    struct kb_page *page = kb_page_new();
    struct kb_str html;
    kb_page_start(page, NULL);
    kb_page_open(page, EL_DIV);
    kb_markup_howto(page, kb_str(blocks[_i].text), (struct kb_str){0});
    kb_page_close(page, EL_DIV);
    ck_assert(kb_page_end(page, &html));
    struct kb_buf whole = {0};
    kb_buf_printf(&whole, "<div>%s</div>", blocks[_i].html);
    ck_assert_msg(strstr(html.p, whole.data) != NULL, "no %s in %s", whole.data, html.p);
    kb_buf_free(&whole);
    kb_page_free(page);
}
END_TEST

#define LOOP(test, table) tcase_add_loop_test(tc, test, 0, (int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    TCase *tc = tcase_create("all");
    LOOP(addresses, urls);
    LOOP(code_in_prose, prose);
    LOOP(forbidden_characters, characters);
    LOOP(attributes, values);
    LOOP(language_tags, tags);
    tcase_add_test(tc, numbers);
    tcase_add_test(tc, empty_attribute);
    tcase_add_test(tc, language_names);
    tcase_add_test(tc, cut_text);
    LOOP(code_without_marks, plains);
    LOOP(code_blocks, blocks);
    return suite_run("html_markup", tc);
}

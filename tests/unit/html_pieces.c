/* SPDX-License-Identifier: MIT */
/* Pieces of markup that are made once and then copied. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "emit/html/page.h"
#include "tests/unit/suite.h"

#define NONE KB_STR("")

/* Writes the text as an element unless that has been kept; returns whether it had to be made. */
static bool bold(struct kb_page *page, struct kb_str which, const char *text)
{
    if (kb_page_again(page, KB_PIECE_RECORD, which))
        return false;
    kb_page_put(page, EL_STRONG, NULL, text);
    kb_page_keep(page);
    return true;
}

static void begin(struct kb_page *page, const struct kb_words *words)
{
    kb_page_start(page, words);
    kb_page_open(page, EL_P);
}

static void expect(struct kb_page *page, const char *within)
{
    struct kb_str html;
    char whole[4096];
    kb_page_close(page, EL_P);
    ck_assert(kb_page_end(page, &html));
    snprintf(whole, sizeof whole, "<!DOCTYPE html>\n<p>%s</p>\n\n", within);
    ck_assert_str_eq(html.p, whole);
}

START_TEST(copied)
{
    struct kb_page *page = kb_page_new();
    begin(page, NULL);
    ck_assert(bold(page, KB_STR("a"), "one"));
    ck_assert(bold(page, KB_STR("b"), "two"));
    ck_assert(!bold(page, KB_STR("a"), "no longer looked at"));
    expect(page, "<strong>one</strong><strong>two</strong><strong>one</strong>");
    begin(page, NULL);
    ck_assert(!bold(page, KB_STR("b"), "no longer looked at"));
    ck_assert(bold(page, NONE, "three"));
    ck_assert(!kb_page_again(page, KB_PIECE(KB_PIECE_RECORD, 1, 0), KB_STR("a")));
    kb_page_put(page, EL_CODE, NULL, "four");
    kb_page_keep(page);
    expect(page, "<strong>two</strong><strong>three</strong><code>four</code>");
    kb_page_free(page);
}
END_TEST

START_TEST(made_in_each_language)
{
    struct kb_page *page = kb_page_new();
    begin(page, NULL);
    ck_assert(bold(page, NONE, "Home"));
    expect(page, "<strong>Home</strong>");
    begin(page, kb_words_for("zh"));
    ck_assert(bold(page, NONE, "Home"));
    expect(page, "<strong>首页</strong>");
    kb_page_free(page);
}
END_TEST

static bool around(struct kb_page *page, struct kb_str which, struct kb_str inner)
{
    if (kb_page_again(page, KB_PIECE_ROW, which))
        return false;
    kb_page_open(page, EL_BDI);
    bold(page, inner, "x");
    kb_page_say(page, "y");
    kb_page_close(page, EL_BDI);
    kb_page_keep(page);
    return true;
}

/* Both are kept, the one within the other too. */
START_TEST(nested)
{
    struct kb_page *page = kb_page_new();
    begin(page, NULL);
    ck_assert(around(page, NONE, KB_STR("a")));
    ck_assert(!around(page, NONE, KB_STR("a")));
    ck_assert(!bold(page, KB_STR("a"), "no longer looked at"));
    expect(page, "<bdi><strong>x</strong>y</bdi><bdi><strong>x</strong>y</bdi><strong>x</strong>");
    kb_page_free(page);
}
END_TEST

/* What is itself within itself has one place for both: the outer one keeps it. */
START_TEST(within_itself)
{
    struct kb_page *page = kb_page_new();
    begin(page, NULL);
    ck_assert(!kb_page_again(page, KB_PIECE_RECORD, NONE));
    kb_page_open(page, EL_BDI);
    ck_assert(bold(page, NONE, "x"));
    kb_page_close(page, EL_BDI);
    kb_page_keep(page);
    ck_assert(!bold(page, NONE, "no longer looked at"));
    expect(page, "<bdi><strong>x</strong></bdi><bdi><strong>x</strong></bdi>");
    kb_page_free(page);
}
END_TEST

/* Nothing long is kept, and nothing by a long name; what is around that is. */
START_TEST(long_ones)
{
    struct kb_page *page = kb_page_new();
    char *text = malloc(5000);
    memset(text, 'x', 4999);
    text[4999] = '\0';
    kb_page_start(page, NULL);
    ck_assert(bold(page, NONE, text));
    ck_assert(bold(page, NONE, text));
    ck_assert(around(page, NONE, kb_str(text)));
    ck_assert(!around(page, NONE, kb_str(text)));
    ck_assert(bold(page, kb_str(text), "x"));
    struct kb_str html;
    ck_assert(kb_page_end(page, &html));
    ck_assert_ptr_nonnull(strstr(html.p, "<bdi><strong>x</strong>y</bdi>"
                                         "<bdi><strong>x</strong>y</bdi><strong>x</strong>\n"));
    free(text);
    kb_page_free(page);
}
END_TEST

/* More than is kept: what was first is made again some time, and all are what they were. */
START_TEST(forgotten)
{
    enum { SIZE = 2000, PIECES = 20000 };
    struct kb_page *page = kb_page_new();
    char text[SIZE + 1], within[SIZE + 64];
    memset(text, 'x', SIZE);
    text[SIZE] = '\0';
    snprintf(within, sizeof within, "<strong>%s</strong>", text);
    int made = 0;
    for (int i = 0; i < PIECES; i++) {
        begin(page, NULL);
        bold(page, KB_PIECE_OF(i), text);
        expect(page, within);
        begin(page, NULL);
        made += bold(page, NONE, "first");
        expect(page, "<strong>first</strong>");
    }
    ck_assert_int_ge(made, 2);
    ck_assert_int_le(made, 10);
    kb_page_free(page);
}
END_TEST

/* A line within a block, each with a class and a text of the reader's. */
static void block(struct kb_page *page, const char *class_name, struct kb_str text)
{
    kb_page_begin(page, EL_DIV, class_name);
    kb_page_begin(page, EL_SPAN, class_name);
    kb_page_attr(page, "title", text);
    kb_page_text(page, text);
    kb_page_open(page, EL_RECT);
    kb_page_close(page, EL_RECT);
    kb_page_close(page, EL_SPAN);
    kb_page_close(page, EL_DIV);
}

/* A link to an address, and one of another kind that shows it too. */
static void links(struct kb_page *page, struct kb_str address)
{
    for (int both = 0; both < 2; both++) {
        kb_page_begin(page, EL_A, "a");
        kb_page_attr(page, "href", address);
        if (both)
            kb_page_attr(page, "title", address);
        kb_page_word(page, "rel", "next");
        kb_page_close(page, EL_A);
    }
}

static void expect_links(struct kb_buf *within, const char *address)
{
    kb_buf_printf(within, "<a class=\"a\" href=\"%s\" rel=\"next\"></a>", address);
    kb_buf_printf(within, "<a class=\"a\" href=\"%s\" title=\"%s\" rel=\"next\"></a>", address,
                  address);
}

/* Of a tag that is copied, a long value is put in; one that has something to escape is not. */
START_TEST(addresses)
{
    struct kb_page *page = kb_page_new();
    for (int again = 0; again < 3; again++) {
        struct kb_buf within = {0};
        begin(page, NULL);
        links(page, KB_STR("https://example.org/a/long/one"));
        expect_links(&within, "https://example.org/a/long/one");
        links(page, KB_STR("https://example.org/another/one/that/is/even/longer"));
        expect_links(&within, "https://example.org/another/one/that/is/even/longer");
        links(page, KB_STR("short"));
        expect_links(&within, "short");
        links(page, KB_STR("https://example.org/a?b=<\"&c=\1>&d=\1\1"));
        expect_links(&within, "https://example.org/a?b=&lt;&quot;&amp;c=&#xFFFD;&gt;&amp;d="
                              "&#xFFFD;&#xFFFD;");
        links(page, KB_STR("a value with \1 and nothing else that is odd"));
        expect_links(&within, "a value with &#xFFFD; and nothing else that is odd");
        links(page, KB_STR("\1"));
        expect_links(&within, "&#xFFFD;");
        expect(page, within.data);
        kb_buf_free(&within);
    }
    kb_page_free(page);
}
END_TEST

/* Tags are copied where they stand again; what is in them is escaped all the same. */
START_TEST(tags)
{
    static const char escaped[] = "<div class=\"a\"><span class=\"a\" title=\"&lt;&quot;&gt;\">"
                                  "&lt;&quot;&gt;<rect/></span></div>\n";
    static const char *const wants[] = {
        "<div class=\"a\"><span class=\"a\" title=\"x\">x<rect/></span></div>\n",
        escaped,
        "<div class=\"b\"><span class=\"b\" title=\"x\">x<rect/></span></div>\n",
        "<div><span title=\"\"><rect/></span></div>\n",
        "<div class=\"\"><span class=\"\" title=\"&amp;\">&amp;<rect/></span></div>\n",
    };
    struct kb_page *page = kb_page_new();
    for (int again = 0; again < 3; again++) {
        struct kb_buf within = {0};
        for (size_t i = 0; i < sizeof wants / sizeof *wants; i++)
            kb_buf_puts(&within, wants[i]);
        begin(page, NULL);
        block(page, "a", KB_STR("x"));
        block(page, "a", KB_STR("<\">"));
        block(page, "b", KB_STR("x"));
        block(page, NULL, NONE);
        block(page, "", KB_STR("&"));
        expect(page, within.data);
        kb_buf_free(&within);
    }
    kb_page_free(page);
}
END_TEST

/* An element within one of its kind whose end was never written yet. */
START_TEST(tag_within_itself)
{
    struct kb_page *page = kb_page_new();
    begin(page, NULL);
    for (int i = 0; i < 3; i++)
        kb_page_open(page, EL_BDI);
    kb_page_text(page, KB_STR("<"));
    for (int i = 0; i < 3; i++)
        kb_page_close(page, EL_BDI);
    expect(page, "<bdi><bdi><bdi>&lt;</bdi></bdi></bdi>");
    kb_page_free(page);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("all");
    tcase_add_test(tc, copied);
    tcase_add_test(tc, made_in_each_language);
    tcase_add_test(tc, nested);
    tcase_add_test(tc, within_itself);
    tcase_add_test(tc, long_ones);
    tcase_add_test(tc, forgotten);
    tcase_add_test(tc, tags);
    tcase_add_test(tc, addresses);
    tcase_add_test(tc, tag_within_itself);
    return suite_run("html_pieces", tc);
}

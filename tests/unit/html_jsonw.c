/* SPDX-License-Identifier: MIT */
/* JSON of the site: nothing in it ends a script or a line of one. */
#include <check.h>

#include "emit/html/jsonw.h"
#include "tests/unit/suite.h"

#define LS "\xE2\x80\xA8"
#define PS "\xE2\x80\xA9"

static const struct {
    struct kb_str text;
    const char *copy;
} copies[] = {
    {{"", 0}, ""},
    {{"plain", 5}, "plain"},
    {{"<", 1}, "\\u003c"},
    {{"a<b" LS "c", 7}, "a\\u003cb\\u2028c"},
    {{LS PS "<" LS "<<", 12}, "\\u2028\\u2029\\u003c\\u2028\\u003c\\u003c"},
    {{"\xE2\x80\xA7<\xE2\x82\xAC", 7}, "\xE2\x80\xA7\\u003c\xE2\x82\xAC"},
    {{"\xE2\xE2\x80\xA8", 4}, "\xE2\\u2028"},
    {{"a\xE2\x80", 3}, "a\xE2\x80"},
    {{"a" LS, 3}, "a\xE2\x80"}, /* cut off */
};

START_TEST(copied)
{
    struct kb_buf out = {0};
    kb_jsonw_copy(&out, copies[_i].text);
    ck_assert_str_eq(kb_buf_view(&out).p, copies[_i].copy);
    kb_buf_free(&out);
}
END_TEST

/* As a string of its own, after what stands there. */
START_TEST(strings)
{
    struct kb_buf out = {0};
    kb_buf_puts(&out, "<");
    kb_jsonw_string(&out, KB_STR("a\"b"));
    kb_jsonw_string(&out, KB_STR("<" LS "\xE2\x82\xAC<"));
    ck_assert_str_eq(out.data, "<\"a\\\"b\"\"\\u003c\\u2028\xE2\x82\xAC\\u003c\"");
    kb_buf_free(&out);
}
END_TEST

START_TEST(laid_out)
{
    struct kb_buf out = {0};
    struct kb_jsonw json = {.out = &out};
    kb_jsonw_open(&json, NULL, '{');
    kb_jsonw_word(&json, "a", "</script>\"");
    kb_jsonw_open(&json, "b", '[');
    kb_jsonw_number(&json, NULL, 7);
    kb_jsonw_number(&json, NULL, INT64_MIN + 1);
    kb_jsonw_share(&json, NULL, 0.25);
    kb_jsonw_close(&json, ']');
    kb_jsonw_close(&json, '}');
    kb_jsonw_end(&json);
    ck_assert_str_eq(
        out.data,
        "{\n\"a\":\"\\u003c/script>\\\"\",\n\"b\":[\n7,\n-9223372036854775807,\n0.25\n]\n}\n");
    kb_buf_free(&out);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("all");
    tcase_add_loop_test(tc, copied, 0, (int)(sizeof copies / sizeof *copies));
    tcase_add_test(tc, strings);
    tcase_add_test(tc, laid_out);
    return suite_run("html_jsonw", tc);
}

/* SPDX-License-Identifier: MIT */
/* validate/rules/prose.c, plain.c: words, code, and one spelling for many. */
#include <check.h>
#include <string.h>

#include "tests/unit/suite.h"
#include "validate/rules/plain.h"
#include "validate/rules/prose.h"

START_TEST(test_words)
{
    static const struct {
        const char *text;
        size_t words;
    } all[] = {
        {"", 0},
        {"Restart the driver, then wait.", 5},
        {"Call `restart the driver` now", 2},
        {"Call `restart the driver", 4},
        {"cudaFree a_b x.y 12.1 https://a.b free(p) --now", 0},
        {"the GPU and the CUDA driver", 5},
        {"(the \"driver\")\twon't\r\nrestart", 4},
        {"multi-threaded I a", 1},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ck_assert_msg(kb_prose_words(kb_str(all[i].text)) == all[i].words, "%s", all[i].text);
}
END_TEST

START_TEST(test_trim)
{
    static const char *const all[][2] = {
        {"", ""},
        {"a", "a"},
        {" \t\r\na b\xC2\xA0\xE3\x80\x80\xE2\x80\xA8", "a b"},
        {"\xC2\xA0", ""},
        {"\xE4\xB8\xAD ", "\xE4\xB8\xAD"},
        {"\xE2\x80\x8B", "\xE2\x80\x8B"}, /* invisible, but no white space */
        {"\x80 ", "\x80"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ck_assert_msg(kb_str_is(kb_str_trim(kb_str(all[i][0])), all[i][1]), "%zu", i);
}
END_TEST

START_TEST(test_code)
{
    static const struct {
        const char *text;
        size_t span; /* of the backtick it begins with */
        bool literal;
    } all[] = {
        {"`a` b", 3, false},     {"``a`b`` c", 7, false}, {"```\na\n```", 9, false},
        {"`a", 0, false},        {"``a`", 0, false},      {"`", 0, false},
        {"`name' and", 0, true}, {"`it's`", 6, false},    {"`a b' and", 0, false},
        {"`f('')`", 7, true},    {"` (`)", 4, true},      {"` \\`", 4, true},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct kb_str text = kb_str(all[i].text);
        ck_assert_msg(kb_code_span(text.p, kb_str_end(text)) == all[i].span, "%s", text.p);
        ck_assert_msg(kb_literal_backtick(text) == all[i].literal, "%s", text.p);
    }
}
END_TEST

START_TEST(test_plain)
{
    static const char *const all[][2] = {
        {"", ""},
        {"a  b\n\tc", "a b c"},
        {"（１．５）　Ａ", "(1.5) A"},
        {"“a” ‘b’ «c»", "\"a\" 'b' \"c\""},
        {"1,000,000 and 1,5 and 1,0000 and a,000", "1000000 and 1,5 and 1,0000 and a,000"},
        {"a\xC2\xA0– −1", "a - -1"},
        {"٣٠ ۳۰ ३० ๓๐", "30 30 30 30"},
        {"调用", "调用"},
    };
    struct kb_buf out = {0};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        kb_plain_text(&out, kb_str(all[i][0]));
        ck_assert_str_eq(out.data, all[i][1]);
        ck_assert_uint_eq(out.len, strlen(all[i][1]));
    }
    kb_buf_free(&out);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("prose");
    tcase_add_test(cases, test_words);
    tcase_add_test(cases, test_trim);
    tcase_add_test(cases, test_code);
    tcase_add_test(cases, test_plain);
    return suite_run("prose", cases);
}

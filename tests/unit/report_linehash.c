/* SPDX-License-Identifier: MIT */
/* Line hashes: the texts and hashes of GitHub's own tests, and what those leave out. The arithmetic
 * is compared with another program's in robustness/line_hashes.py. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "emit/report/linehash.h"
#include "tests/unit/suite.h"

/* Compares with "hash:nth hash:nth ". */
static void lines_are(struct kb_str text, const char *wanted)
{
    struct kb_line_hashes hashes = {0};
    struct kb_buf got = {0};
    kb_line_hashes_make(&hashes, text);
    for (size_t i = 0; i < hashes.count; i++)
        kb_buf_printf(&got, "%llx:%u ", (unsigned long long)hashes.lines[i].hash,
                      hashes.lines[i].nth);
    ck_assert_str_eq(got.data, wanted);
    kb_buf_free(&got);
    kb_line_hashes_free(&hashes);
}

START_TEST(githubs_own)
{
    static const char greetings[] = "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 "
                                    "e20e36e16fcb0cc8:1 b3edc88f2938467e:1 c8e28b0b4002a3a0:1 "
                                    "c129715d7a2bc9a3:1 ";
    lines_are(KB_STR(""), "c129715d7a2bc9a3:1 ");
    lines_are(KB_STR(" a\nb\n  \t\tc\n d"),
              "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1 ");
    lines_are(KB_STR(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End"),
              "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 c6805c5e1288b612:1 "
              "b86d3392aea1be30:1 e6ceba753e1a442:1 ");
    lines_are(KB_STR(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n"), greetings);
    lines_are(KB_STR(" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r"), greetings);
    lines_are(KB_STR(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n"), greetings);
    lines_are(KB_STR(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n"), greetings);
}
END_TEST

START_TEST(equal_lines_are_counted)
{
    struct kb_buf text = {0};
    for (int i = 0; i < 10; i++)
        kb_buf_puts(&text, "Lorem ipsum dolor sit amet.\n");
    lines_are(kb_buf_view(&text),
              "a7f2ff13bc495cf2:1 a7f2ff13bc495cf2:2 a7f2ff13bc495cf2:3 a7f2ff13bc495cf2:4 "
              "a7f2ff13bc495cf2:5 a7f2ff13bc495cf2:6 a7f2ff1481e87703:1 a9cf91f7bbf1862b:1 "
              "55ec222b86bcae53:1 cc97dc7b1d7d8f7b:1 c129715d7a2bc9a3:1 ");
    kb_buf_free(&text);
}
END_TEST

static void equal(struct kb_str a, struct kb_str b)
{
    struct kb_line_hashes x = {0}, y = {0};
    kb_line_hashes_make(&x, a);
    kb_line_hashes_make(&y, b);
    ck_assert_uint_eq(x.count, y.count);
    for (size_t i = 0; i < x.count; i++)
        ck_assert_uint_eq(x.lines[i].hash, y.lines[i].hash);
    kb_line_hashes_free(&x);
    kb_line_hashes_free(&y);
}

/* As much as could have become a code point is one U+FFFD: what JavaScript reads such a file as. */
START_TEST(broken_bytes)
{
    equal(KB_STR("a\xFF\xFF"), KB_STR("a\uFFFD\uFFFD"));
    equal(KB_STR("\xE4\xB8 x"), KB_STR("\uFFFD x"));
    equal(KB_STR("\xF0\x9F\x8E"), KB_STR("\uFFFD"));
    equal(KB_STR("\xF0\x80\x80\x80"), KB_STR("\uFFFD\uFFFD\uFFFD\uFFFD"));
    equal(KB_STR("\xED\xA0\x80"), KB_STR("\uFFFD\uFFFD\uFFFD"));
    equal(KB_STR("\xF4\x90\x80\x80"), KB_STR("\uFFFD\uFFFD\uFFFD\uFFFD"));
    equal(KB_STR("\xC3\n\xC3"), KB_STR("\uFFFD\n\uFFFD"));
    equal(KB_STR("\x80\xC0\xAF"), KB_STR("\uFFFD\uFFFD\uFFFD"));
}
END_TEST

START_TEST(a_blank_parts_cr_and_lf)
{
    struct kb_line_hashes hashes = {0};
    kb_line_hashes_make(&hashes, KB_STR("a\r \nb"));
    ck_assert_uint_eq(hashes.count, 3);
    kb_line_hashes_make(&hashes, KB_STR("a\r\nb")); /* made anew in the same memory */
    ck_assert_uint_eq(hashes.count, 2);
    kb_line_hashes_free(&hashes);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("linehash");
    tcase_add_test(tests, githubs_own);
    tcase_add_test(tests, equal_lines_are_counted);
    tcase_add_test(tests, broken_bytes);
    tcase_add_test(tests, a_blank_parts_cr_and_lf);
    return suite_run("report_linehash", tests);
}

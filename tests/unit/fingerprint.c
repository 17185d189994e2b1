/* SPDX-License-Identifier: MIT */
/* Fingerprints: what changes them, what must not, and that they never change by themselves. */
#include <check.h>
#include <string.h>

#include "kb/fingerprint.h"
#include "tests/unit/suite.h"

static char text[] = "{\n  \"regex\": \"abc\",\n  \"list\": [1, 2]\n}\n";
static const struct kb_source source = {.path = "a.json", .data = text, .len = sizeof text - 1};
static const struct kb_doc doc = {
    .source = &source, .len = sizeof text - 1, .line = 1, .column = 1};
static const struct kb_rule rule = {.name = "regex/syntax"};

/* A finding about the first appearance of `part` in the text. */
static struct kb_finding about(const char *part)
{
    size_t offset = (size_t)(strstr(text, part) - text);
    return (struct kb_finding){.rule = &rule,
                               .doc = &doc,
                               .place = kb_place_at(&doc, offset, strlen(part)),
                               .pointer = "/list/12/regex",
                               .record = "a/b/c",
                               .message = "wrong"};
}

static uint64_t exact(struct kb_finding finding)
{
    return kb_fingerprint(&finding, KB_FINGERPRINT_EXACT);
}

static uint64_t movable(struct kb_finding finding)
{
    return kb_fingerprint(&finding, KB_FINGERPRINT_MOVABLE);
}

START_TEST(what_does_not_count)
{
    struct kb_finding finding = about("\"abc\""), moved = finding;
    moved.place.line = moved.place.end_line = 99;
    moved.place.column = moved.place.end_column = 7;
    moved.message = "worded anew";
    moved.severity = KB_ERROR;
    ck_assert_uint_eq(exact(finding), exact(moved));
    finding.pointer = "/list/0/regex";
    ck_assert_uint_ne(exact(finding), exact(moved));
    ck_assert_uint_eq(movable(finding), movable(moved));
}
END_TEST

START_TEST(what_counts)
{
    const struct kb_rule other_rule = {.name = "regex/limit"};
    struct kb_finding finding = about("\"abc\""), other[5];
    for (size_t i = 0; i < 5; i++)
        other[i] = finding;
    other[0].rule = &other_rule;
    other[1].record = "a/b/d";
    other[2].record = NULL;
    other[3].pointer = "/list/regex";
    other[4].place.len = 3;
    for (size_t i = 0; i < 5; i++) {
        ck_assert_uint_ne(exact(finding), exact(other[i]));
        ck_assert_uint_ne(movable(finding), movable(other[i]));
    }
}
END_TEST

START_TEST(objects_and_arrays_have_no_text)
{
    struct kb_finding array = about("[1, 2]"), nothing = array;
    nothing.place.len = 0;
    ck_assert_uint_eq(exact(array), exact(nothing));
    array = about("{\n  \"regex\"");
    ck_assert_uint_eq(exact(array), exact(nothing));
}
END_TEST

/* Baselines are kept for years: the number is a part of their format. */
START_TEST(numbers_stay)
{
    char out[KB_FINGERPRINT_TEXT];
    kb_fingerprint_text(out, exact(about("\"abc\"")));
    ck_assert_str_eq(out, "35df6e091e9bdb2e");
    kb_fingerprint_text(out, movable(about("\"abc\"")));
    ck_assert_str_eq(out, "dccf8d171632145f");
    kb_fingerprint_text(out, 0x0123456789abcdefu);
    ck_assert_str_eq(out, "0123456789abcdef");
}
END_TEST

START_TEST(movable_pointers)
{
    static const char *const pairs[][2] = {{"", ""},           {"/", "/"},
                                           {"/a/0", "/a/*"},   {"/0/1/2", "/*/*/*"},
                                           {"/a/0b", "/a/0b"}, {"/a//12/x", "/a//*/x"},
                                           {"/a/-1", "/a/-1"}, {"/~01/1~1", "/~01/1~1"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct kb_buf out = {0};
        kb_pointer_movable(&out, pairs[i][0]);
        ck_assert_str_eq(kb_buf_view(&out).p, pairs[i][1]);
        kb_buf_free(&out);
    }
}
END_TEST

START_TEST(repeats_are_numbered)
{
    const uint64_t values[] = {7, 5, 7, UINT64_MAX, 7, 5, 0};
    const uint32_t wanted[] = {1, 1, 2, 1, 3, 2, 1};
    uint32_t nth[7];
    kb_count_repeats(values, 7, nth);
    ck_assert_mem_eq(nth, wanted, sizeof nth);
    kb_count_repeats(values, 0, nth);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("fingerprint");
    tcase_add_test(tests, what_does_not_count);
    tcase_add_test(tests, what_counts);
    tcase_add_test(tests, objects_and_arrays_have_no_text);
    tcase_add_test(tests, numbers_stay);
    tcase_add_test(tests, movable_pointers);
    tcase_add_test(tests, repeats_are_numbered);
    return suite_run("fingerprint", tests);
}

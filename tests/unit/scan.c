/* SPDX-License-Identifier: MIT */
/* compiler/scan: what is JSON, where things are, and what is repaired. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/scan.h"
#include "kb/limits.h"
#include "tests/unit/suite.h"

struct seen {
    int count;
    struct kb_scan_problem first;
};

static void see(void *data, const struct kb_scan_problem *problem)
{
    struct seen *seen = data;
    if (seen->count++ == 0)
        seen->first = *problem;
}

static enum kb_scan_result scan(const char *text, size_t len, struct seen *seen)
{
    struct kb_scanner scanner = {0};
    /* An exact copy, so that a sanitizer sees a read past the end. */
    char *copy = malloc(len ? len : 1);
    memcpy(copy, text, len);
    *seen = (struct seen){0};
    enum kb_scan_result result = kb_scan(&scanner, copy, len, see, seen);
    kb_scanner_free(&scanner);
    free(copy);
    return result;
}

static const char *const good[] = {
    "{}",
    "[]",
    " \t\r\n{}\n",
    "0",
    "-0",
    "1e5",
    "1.5E-3",
    "true",
    "null",
    "\"\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
    "\"\\ud83d\\ude00\"",
    "{\"a\":{\"a\":1},\"b\":[1,2]}",
    "18446744073709551615",
    "-9223372036854775808",
    "1e308",
    "0.000",
    "0e999",
    "-0.0e-5",
    "\"\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80\"",
};

START_TEST(test_good)
{
    struct seen seen;
    ck_assert_int_eq(scan(good[_i], strlen(good[_i]), &seen), KB_SCAN_CLEAN);
    ck_assert_int_eq(seen.count, 0);
}
END_TEST

/* Each byte at each place of a text that is read by words. */
START_TEST(test_every_byte_of_a_text)
{
    char text[] = "\"abcdefghijklmnopqr\"";
    struct seen seen;
    for (size_t at = 1; at + 2 < sizeof text; at++)
        for (int c = 0; c < 256; c++) {
            char kept = text[at];
            bool plain = c >= ' ' && c < 0x80 && c != '"' && c != '\\';
            text[at] = (char)c;
            scan(text, sizeof text - 1, &seen);
            if (c != '\\') /* what follows decides */
                ck_assert_msg((seen.count == 0) == plain, "0x%02X at %zu", (unsigned)c, at);
            if (seen.count && c != '"' && c != '\\')
                ck_assert_uint_eq(seen.first.offset, at);
            text[at] = kept;
        }
}
END_TEST

#define TEXT(literal) literal, sizeof(literal) - 1

static const struct {
    const char *text;
    size_t len;
    enum kb_scan_result result;
    enum kb_scan_kind kind;
    size_t offset;
} bad[] = {
    {TEXT(""), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 0},
    {TEXT("  \n"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 3},
    {TEXT("{'a':1}"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 1},
    {TEXT("{\"a\":1,}"), KB_SCAN_REPAIRABLE, KB_SCAN_SYNTAX, 7},
    {TEXT("[1,]"), KB_SCAN_REPAIRABLE, KB_SCAN_SYNTAX, 3},
    {TEXT("[1 2]"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 3},
    {TEXT("{\"a\" 1}"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 5},
    {TEXT("[}"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 1},
    {TEXT("{]"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 1},
    {TEXT("["), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 1},
    {TEXT("]"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 0},
    {TEXT("{} {}"), KB_SCAN_REPAIRABLE, KB_SCAN_SYNTAX, 3},
    {TEXT("nul"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 0},
    {TEXT("True"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 0},
    {TEXT("NaN"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 0},
    {TEXT("-Infinity"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 1},
    {TEXT("01"), KB_SCAN_REPAIRABLE, KB_SCAN_SYNTAX, 0},
    {TEXT("-"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 1},
    {TEXT("1."), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 2},
    {TEXT(".5"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 0},
    {TEXT("1e"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 2},
    {TEXT("+1"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 0},
    {TEXT("0x1"), KB_SCAN_REPAIRABLE, KB_SCAN_SYNTAX, 1},
    {TEXT("// no\n{}"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 0},
    {TEXT("\"a"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 0},
    {TEXT("\"\\"), KB_SCAN_BROKEN, KB_SCAN_SYNTAX, 2},
    {TEXT("\"\\q\""), KB_SCAN_REPAIRABLE, KB_SCAN_SYNTAX, 1},
    {TEXT("\"\\u12\""), KB_SCAN_REPAIRABLE, KB_SCAN_SYNTAX, 1},
    {TEXT("\"\t\""), KB_SCAN_REPAIRABLE, KB_SCAN_SYNTAX, 1},
    {TEXT("\"\n\""), KB_SCAN_REPAIRABLE, KB_SCAN_SYNTAX, 1},
    {TEXT("\"\\ud800\""), KB_SCAN_REPAIRABLE, KB_SCAN_ENCODING, 1},
    {TEXT("\"\\ud800\\u0041\""), KB_SCAN_REPAIRABLE, KB_SCAN_ENCODING, 1},
    {TEXT("\"\\udc00\""), KB_SCAN_REPAIRABLE, KB_SCAN_ENCODING, 1},
    {TEXT("\"\xFF\""), KB_SCAN_REPAIRABLE, KB_SCAN_ENCODING, 1},
    {TEXT("\"\xC3\""), KB_SCAN_REPAIRABLE, KB_SCAN_ENCODING, 1},
    {TEXT("\"\xC0\x80\""), KB_SCAN_REPAIRABLE, KB_SCAN_ENCODING, 1},
    {TEXT("\"\xE0\x80\x80\""), KB_SCAN_REPAIRABLE, KB_SCAN_ENCODING, 1},
    {TEXT("\"\xED\xA0\x80\""), KB_SCAN_REPAIRABLE, KB_SCAN_ENCODING, 1},
    {TEXT("\"\xF4\x90\x80\x80\""), KB_SCAN_REPAIRABLE, KB_SCAN_ENCODING, 1},
    {TEXT("\"\xF8\x88\x80\x80\x80\""), KB_SCAN_REPAIRABLE, KB_SCAN_ENCODING, 1},
    {TEXT("\"\x80\""), KB_SCAN_REPAIRABLE, KB_SCAN_ENCODING, 1},
    {TEXT("\xFF{}"), KB_SCAN_BROKEN, KB_SCAN_ENCODING, 0},
    {TEXT("\xEF\xBB\xBF{}"), KB_SCAN_REPAIRABLE, KB_SCAN_ENCODING, 0},
    {TEXT("\xFF\xFE{\0}\0"), KB_SCAN_BROKEN, KB_SCAN_ENCODING, 0},
    {TEXT("{\0}\0"), KB_SCAN_BROKEN, KB_SCAN_ENCODING, 0},
    {TEXT("\"\0\""), KB_SCAN_REPAIRABLE, KB_SCAN_NUL, 1},
    {TEXT("[\0]"), KB_SCAN_BROKEN, KB_SCAN_NUL, 1},
    {TEXT("\"\\u0000\""), KB_SCAN_REPAIRABLE, KB_SCAN_NUL, 1},
    {TEXT("{\"a\":1,\"a\":2}"), KB_SCAN_REPAIRABLE, KB_SCAN_DUPLICATE_KEY, 7},
    {TEXT("{\"a\":1,\"\\u0061\":2}"), KB_SCAN_REPAIRABLE, KB_SCAN_DUPLICATE_KEY, 7},
    {TEXT("1e999"), KB_SCAN_REPAIRABLE, KB_SCAN_NUMBER_RANGE, 0},
    {TEXT("1e-999"), KB_SCAN_REPAIRABLE, KB_SCAN_NUMBER_RANGE, 0},
    {TEXT("18446744073709551616"), KB_SCAN_REPAIRABLE, KB_SCAN_NUMBER_RANGE, 0},
    {TEXT("-9223372036854775809"), KB_SCAN_REPAIRABLE, KB_SCAN_NUMBER_RANGE, 0},
};

START_TEST(test_bad)
{
    struct seen seen;
    ck_assert_int_eq(scan(bad[_i].text, bad[_i].len, &seen), bad[_i].result);
    ck_assert_int_eq(seen.count, 1);
    ck_assert_int_eq(seen.first.kind, bad[_i].kind);
    ck_assert_uint_eq(seen.first.offset, bad[_i].offset);
}
END_TEST

START_TEST(test_duplicate_names_both_places)
{
    struct seen seen;
    scan(TEXT("{\"a\":{\"b\":1},\"b\":2,\"a\":3}"), &seen);
    ck_assert_int_eq(seen.count, 1);
    ck_assert_uint_eq(seen.first.offset, 19);
    ck_assert_uint_eq(seen.first.earlier, 1);
}
END_TEST

START_TEST(test_depth_limit)
{
    char text[2 * KB_MAX_DEPTH + 3] = {0};
    struct seen seen;
    memset(text, '[', KB_MAX_DEPTH);
    memset(text + KB_MAX_DEPTH, ']', KB_MAX_DEPTH);
    ck_assert_int_eq(scan(text, 2 * KB_MAX_DEPTH, &seen), KB_SCAN_CLEAN);
    memset(text, '[', KB_MAX_DEPTH + 1);
    memset(text + KB_MAX_DEPTH + 1, ']', KB_MAX_DEPTH + 1);
    ck_assert_int_eq(scan(text, 2 * KB_MAX_DEPTH + 2, &seen), KB_SCAN_BROKEN);
    ck_assert_int_eq(seen.first.kind, KB_SCAN_DEPTH);
    ck_assert_uint_eq(seen.first.offset, KB_MAX_DEPTH);
}
END_TEST

/* Every cut of a good text is broken and found within it; none reads past its end. */
START_TEST(test_truncations)
{
    static const char text[] = "{\"a\\n\": [1.5e3, \"\\ud83d\\ude00\xE4\xB8\xAD\", {\"b\": null}]}";
    struct seen seen;
    for (size_t n = 0; n < sizeof text - 1; n++) {
        ck_assert_int_eq(scan(text, n, &seen), KB_SCAN_BROKEN);
        ck_assert_uint_le(seen.first.offset, n);
    }
}
END_TEST

static const char located[] =
    "{ \"a\" : [10, {\"x~y/z\": \"v\"}, [] ], \"\\u0062\":{\"c\":\"\xE4\xB8\xAD\"},"
    " \"d\":1, \"d\":22 }";

static const struct {
    const char *pointer;
    bool at_key, found;
    const char *text;
} places[] = {
    {"", false, true, located},
    {"/a", false, true, "[10, {\"x~y/z\": \"v\"}, [] ]"},
    {"/a", true, true, "\"a\""},
    {"/a/0", false, true, "10"},
    {"/a/1/x~0y~1z", false, true, "\"v\""},
    {"/a/2", false, true, "[]"},
    {"/a/2/0", false, false, "[]"},
    {"/a/3", false, false, "[10, {\"x~y/z\": \"v\"}, [] ]"},
    {"/b/c", false, true, "\"\xE4\xB8\xAD\""},
    {"/b", true, true, "\"\\u0062\""},
    {"/b/nope/deeper", false, false, "{\"c\":\"\xE4\xB8\xAD\"}"},
    {"/d", false, true, "22"},
    {"/a/0/id", false, false, "10"},
};

START_TEST(test_locate)
{
    size_t offset, len;
    bool found = kb_scan_locate(located, sizeof located - 1, places[_i].pointer, places[_i].at_key,
                                &offset, &len);
    ck_assert_int_eq(found, places[_i].found);
    ck_assert_uint_eq(len, strlen(places[_i].text));
    ck_assert_mem_eq(located + offset, places[_i].text, len);
}
END_TEST

/* Whatever was found before, the same is found. */
START_TEST(test_follow)
{
    struct kb_scan_trail trail = {0};
    size_t offset, len;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        bool found = kb_scan_follow(&trail, located, sizeof located - 1, places[_i].pointer,
                                    places[_i].at_key, &offset, &len);
        ck_assert_int_eq(found, places[_i].found);
        ck_assert_mem_eq(located + offset, places[_i].text, strlen(places[_i].text));
        found = kb_scan_follow(&trail, located, sizeof located - 1, places[i].pointer,
                               places[i].at_key, &offset, &len);
        ck_assert_int_eq(found, places[i].found);
        ck_assert_uint_eq(len, strlen(places[i].text));
        ck_assert_mem_eq(located + offset, places[i].text, len);
    }
    ck_assert(!kb_scan_follow(&trail, " [7]", 4, "/a", false, &offset, &len));
    ck_assert_uint_eq(offset, 1); /* another document */
    kb_scan_trail_free(&trail);
}
END_TEST

/* Members in order: a walk through the object for each would take minutes. */
START_TEST(test_follow_members)
{
    enum { MANY = 50000 };
    struct kb_scan_trail trail = {.unique = true};
    struct kb_buf text = {0};
    size_t offset, len;
    for (int i = 0; i < MANY; i++)
        kb_buf_printf(&text, "%c\"k%d\": {\"x\": %d}", i ? ',' : '{', i, i);
    kb_buf_putc(&text, '}');
    for (int i = 0; i < 2 * MANY; i++) { /* and from the start again */
        char pointer[32], value[16];
        snprintf(pointer, sizeof pointer, "/k%d/x", i % MANY);
        int n = snprintf(value, sizeof value, "%d", i % MANY);
        ck_assert(kb_scan_follow(&trail, text.data, text.len, pointer, false, &offset, &len));
        ck_assert_uint_eq(len, (size_t)n);
        ck_assert_mem_eq(text.data + offset, value, len);
    }
    kb_buf_free(&text);
    kb_scan_trail_free(&trail);
}
END_TEST

/* The last of equals, unless there are none. */
START_TEST(test_follow_equals)
{
    static const char twice[] = "{\"a\": 1, \"b\": 2, \"a\": 3}";
    static const char *const pointers[] = {"/b", "/a", "/b", "/a"};
    struct kb_scan_trail trail = {0};
    size_t offset, len;
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
        ck_assert(kb_scan_follow(&trail, twice, strlen(twice), pointers[i], false, &offset, &len));
        ck_assert_int_eq(twice[offset], i % 2 ? '3' : '2');
    }
    trail.unique = true;
    ck_assert(!kb_scan_follow(&trail, twice, strlen(twice), "/c", false, &offset, &len));
    kb_scan_trail_free(&trail);
}
END_TEST

START_TEST(test_pointer_at)
{
    static const struct {
        const char *at, *pointer;
    } all[] = {{"{ \"a\"", ""},  {"\"a\"", "/a"}, {"10", "/a/0"},        {"\"v\"", "/a/1/x~0y~1z"},
               {"[] ]", "/a/2"}, {"22", "/d"},    {"\"\\u0062\"", "/b"}, {"\xE4", "/b/c"}};
    struct kb_buf buf = {0};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        buf.len = 0;
        kb_buf_puts(&buf, "");
        kb_scan_pointer(&buf, located, sizeof located - 1,
                        (size_t)(strstr(located, all[i].at) - located));
        ck_assert_str_eq(buf.data, all[i].pointer);
    }
    kb_buf_free(&buf);
}
END_TEST

START_TEST(test_text_offset)
{
    static const char text[] = "\"a\\n\\u4e2d\xE4\xB8\xAD\\ud83d\\ude00z\"";
    const char *end = text + sizeof text - 1;
    /* decoded: a LF 中(3) 中(3) emoji(4) z */
    static const struct {
        size_t decoded, raw;
    } pairs[] = {{0, 1},  {1, 2},   {2, 4},   {4, 4},   {5, 10}, {6, 11},
                 {8, 13}, {11, 13}, {12, 25}, {13, 26}, {99, 26}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        ck_assert_uint_eq(kb_scan_text_offset(text, end, pairs[i].decoded), pairs[i].raw);
}
END_TEST

START_TEST(test_compact_keeps_tokens)
{
    static const char text[] = " { \"a b\" : [ 1.50 , \"x\\u0041 \\\" y\" ,[ ],null\t] }\n";
    struct kb_scanner scanner = {0};
    struct seen seen = {0};
    struct kb_buf buf = {0};
    ck_assert_int_eq(kb_scan(&scanner, text, sizeof text - 1, see, &seen), KB_SCAN_CLEAN);
    kb_scan_compact(&buf, &scanner, text);
    ck_assert_str_eq(buf.data, "{\"a b\":[1.50,\"x\\u0041 \\\" y\",[],null]}");
    kb_buf_free(&buf);
    kb_scanner_free(&scanner);
}
END_TEST

/* What the scan calls repairable reads, once repaired, as what was meant. */
static const struct {
    const char *text;
    size_t len;
    const char *repaired;
} repairs[] = {
    {TEXT("\xEF\xBB\xBF{\"a\": \"x\xFF\0\ty\\\"\xC3\xA9\"}"),
     "{\"a\": \"x\xEF\xBF\xBD\xEF\xBF\xBD y\\\"\xC3\xA9\"}"},
    {TEXT("{\"a\": [1, 2, ], }"), "{\"a\": [1, 2 ] }"},
    {TEXT("\"\\d+ \\u12 \\\\d \\u0000 \\u00e9\""), "\"\\\\d+ \\\\u12 \\\\d \\ufffd \\u00e9\""},
    {TEXT("[00.9, -007, 0, 1e-05, 100, 0.01]"), "[0.9, -7, 0, 1e-05, 100, 0.01]"},
    {TEXT("{\"a\": \",}\"} trailing"), "{\"a\": \",}\"}"},
};

START_TEST(test_repair)
{
    struct kb_scanner scanner = {0};
    struct kb_buf buf = {0};
    struct seen seen = {0};
    const char *text = repairs[_i].text;
    ck_assert_int_eq(kb_scan(&scanner, text, repairs[_i].len, see, &seen), KB_SCAN_REPAIRABLE);
    kb_scan_repair(&buf, text, scanner.used);
    ck_assert_str_eq(buf.data, repairs[_i].repaired);
    seen.count = 0;
    ck_assert_int_eq(kb_scan(&scanner, buf.data, buf.len, see, &seen), KB_SCAN_CLEAN);
    kb_buf_free(&buf);
    kb_scanner_free(&scanner);
}
END_TEST

/* One table serves all objects of a document and is used again for the next one. */
START_TEST(test_many_keys)
{
    struct kb_scanner scanner = {0};
    struct kb_buf buf = {0};
    struct seen seen = {0};
    kb_buf_putc(&buf, '{');
    for (int i = 0; i < 5000; i++)
        kb_buf_printf(&buf, "\"k%d\":{\"k\":1},", i);
    kb_buf_puts(&buf, "\"k4321\":0}");
    for (int round = 1; round <= 3; round++) {
        ck_assert_int_eq(kb_scan(&scanner, buf.data, buf.len, see, &seen), KB_SCAN_REPAIRABLE);
        ck_assert_int_eq(seen.count, round);
    }
    kb_scanner_free(&scanner);
    kb_buf_free(&buf);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("all");
    tcase_add_loop_test(tc, test_good, 0, sizeof good / sizeof *good);
    tcase_add_test(tc, test_every_byte_of_a_text);
    tcase_add_loop_test(tc, test_bad, 0, sizeof bad / sizeof *bad);
    tcase_add_test(tc, test_duplicate_names_both_places);
    tcase_add_test(tc, test_depth_limit);
    tcase_add_test(tc, test_truncations);
    tcase_add_loop_test(tc, test_locate, 0, sizeof places / sizeof *places);
    tcase_add_loop_test(tc, test_follow, 0, sizeof places / sizeof *places);
    tcase_add_test(tc, test_follow_members);
    tcase_add_test(tc, test_follow_equals);
    tcase_add_test(tc, test_pointer_at);
    tcase_add_test(tc, test_text_offset);
    tcase_add_test(tc, test_compact_keeps_tokens);
    tcase_add_loop_test(tc, test_repair, 0, sizeof repairs / sizeof *repairs);
    tcase_add_test(tc, test_many_keys);
    return suite_run("scan", tc);
}

/* SPDX-License-Identifier: MIT */
/* kb/: text, dates, layouts, codes, places. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "kb/base.h"
#include "kb/buf.h"
#include "tests/unit/suite.h"

static const struct {
    const char *text;
    bool valid;
    int32_t day;
} dates[] = {
    {"1970-01-01", true, 0},
    {"1969-12-31", true, -1},
    {"2000-02-29", true, 11016},
    {"1900-02-29", false, 0},
    {"2024-02-29", true, 19782},
    {"2023-02-29", false, 0},
    {"2026-11-21", true, 20778},
    {"2026-02-30", false, 0},
    {"2026-13-01", false, 0},
    {"2026-00-10", false, 0},
    {"2026-01-00", false, 0},
    {"2026-1-01", false, 0},
    {"2026-01-01T", false, 0},
    {"0000-01-01", true, -719528},
    {"9999-12-31", true, 2932896},
    {"\xEF\xBC\x90"
     "026-01-1",
     false, 0},
};

START_TEST(test_dates)
{
    int32_t day = 7;
    char room[16];
    ck_assert_int_eq(kb_date_parse(kb_str(dates[_i].text), &day), dates[_i].valid);
    ck_assert_int_eq(day, dates[_i].valid ? dates[_i].day : 7);
    if (dates[_i].valid)
        ck_assert_str_eq(kb_date_format(day, room), dates[_i].text);
}
END_TEST

/* Every day of 800 years, there and back. An assertion that passes costs microseconds, so loops as
 * long as this one abort instead. */
START_TEST(test_dates_round_trip)
{
    char room[16];
    for (int32_t day = -200000; day < 100000; day++) {
        int32_t back;
        if (!kb_date_parse(kb_str(kb_date_format(day, room)), &back) || back != day)
            ck_abort_msg("day %d", (int)day);
    }
}
END_TEST

/* All code points go out and come back; everything else is refused, a byte at a time. */
START_TEST(test_utf8)
{
    char room[4];
    uint32_t back;
    bool ok;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        size_t n = kb_utf8_put(room, cp);
        if (kb_utf8_next(room, room + n, &back, &ok) != n || !ok || back != cp)
            ck_abort_msg("U+%04X", (unsigned)cp);
        if (n > 1 && (kb_utf8_next(room, room + n - 1, &back, &ok) != 1 || ok || back != 0xFFFD))
            ck_abort_msg("U+%04X, cut", (unsigned)cp);
    }
}
END_TEST

START_TEST(test_blank)
{
    static const char *const blanks[] = {"",
                                         " \t\r\n",
                                         "\xC2\xA0",
                                         "\xE2\x80\x8B",
                                         "\xE3\x80\x80",
                                         "\xE2\xA0\x80",
                                         "\xEF\xBB\xBF",
                                         "\xE2\x81\xA0",
                                         "\xE3\x85\xA4",
                                         "\xC2\xAD",
                                         "\xF3\xA0\x81\x81"};
    static const char *const texts[] = {"a", " . ", "\xE4\xB8\xAD", "\xEF\xBF\xBD", "0"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        ck_assert_msg(kb_str_blank(kb_str(blanks[i])), "blank %zu", i);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_msg(!kb_str_blank(kb_str(texts[i])), "text %zu", i);
    ck_assert(kb_str_blank((struct kb_str){0}));
}
END_TEST

START_TEST(test_distance)
{
    ck_assert_uint_eq(kb_distance(KB_STR("kitten"), KB_STR("sitting"), 9), 3);
    ck_assert_uint_eq(kb_distance(KB_STR("sitting"), KB_STR("kitten"), 2), 3);
    ck_assert_uint_eq(kb_distance(KB_STR(""), KB_STR("abc"), 5), 3);
    ck_assert_uint_eq(kb_distance(KB_STR("same"), KB_STR("same"), 0), 0);
}
END_TEST

START_TEST(test_codes)
{
    static const struct {
        const char *code;
        size_t count;
        const char *name, *number;
    } all[] = {
        {"cudaErrorNotReady (600)", 3, "cudaErrorNotReady", "600"},
        {"E_ACCESSDENIED (0x80070005)", 3, "E_ACCESSDENIED", "0x80070005"},
        {"EINVAL (-22)", 3, "EINVAL", "-22"},
        {"E0308", 1, NULL, NULL},
        {"", 0, NULL, NULL},
        {"two words (7)", 1, NULL, NULL},
        {"name (7a)", 1, NULL, NULL},
        {"name (0x)", 1, NULL, NULL},
        {"name (-)", 1, NULL, NULL},
        {"name ()", 1, NULL, NULL},
        {"(7)", 1, NULL, NULL},
        {"name(7)", 1, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct kb_str keys[3] = {0};
        ck_assert_uint_eq(kb_code_keys(kb_str(all[i].code), keys), all[i].count);
        if (all[i].count == 3) {
            ck_assert(kb_str_is(keys[1], all[i].name));
            ck_assert(kb_str_is(keys[2], all[i].number));
        }
    }
}
END_TEST

START_TEST(test_places_count_code_points)
{
    struct kb_source source = {.path = "x",
                               .data = (char[]){"a\n\xE4\xB8\xAD\xF0\x9F\x98\x80 b\r\nc"}};
    source.len = strlen(source.data);
    struct kb_doc doc = {.source = &source, .len = source.len, .line = 1, .column = 1};
    struct kb_place place = kb_place_at(&doc, 10, 1);
    ck_assert_uint_eq(place.line, 2);
    ck_assert_uint_eq(place.column, 4);
    ck_assert_uint_eq(place.end_column, 5);
    place = kb_place_at(&doc, 2, 12);
    ck_assert_uint_eq(place.end_line, 3);
    ck_assert_uint_eq(place.end_column, 2);
}
END_TEST

START_TEST(test_nearest_id)
{
    static const char *const ids[] = {"aws/a", "cuda/out-of-memory", "cuda/unknown-error",
                                      "cudb/out-of-memorx"};
    struct kb_record records[4] = {0}, *list[4];
    for (size_t i = 0; i < 4; i++) {
        records[i].id = kb_str(ids[i]);
        list[i] = &records[i];
    }
    struct kb_base base = {.records = list, .count = 4};
    size_t effort = 100;
    ck_assert_uint_eq(kb_base_find(&base, KB_STR("cuda/unknown-error")), 2);
    ck_assert_uint_eq(kb_base_find(&base, KB_STR("cuda")), KB_NO_RECORD);
    ck_assert_uint_eq(kb_base_nearest(&base, KB_STR("cuda/out-of-memorx"), &effort), 1);
    ck_assert_uint_eq(kb_base_nearest(&base, KB_STR("cuda/zzz"), &effort), KB_NO_RECORD);
    ck_assert_uint_eq(kb_base_nearest(&base, KB_STR("cida/unknown-error"), &effort), 2);
}
END_TEST

START_TEST(test_twins)
{
    static const struct {
        const char *a, *b;
        unsigned segments;
        bool twins;
    } rows[] = {
        {"a/b/c", "a/b/d", 2, true},  {"a/b/c", "a/bb/c", 2, false}, {"a/b", "a/b/d", 2, true},
        {"a/b/c", "a/b/d", 3, false}, {"a/b/c", "a/c/c", 1, true},   {"ab/c", "a/c", 1, false},
        {"a/b/c", "a/b/d", 0, false}, {"a/b/c", "a/b/c", 0, true},   {"a", "b", 2, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kb_record a = {.id = kb_str(rows[i].a)}, b = {.id = kb_str(rows[i].b)};
        struct kb_layout layout = {.twin_segments = rows[i].segments};
        ck_assert_msg(kb_twins(&layout, &a, &b) == rows[i].twins, "%s %s", rows[i].a, rows[i].b);
        ck_assert(kb_twins(&layout, &b, &a) == rows[i].twins);
    }
}
END_TEST

/* Each byte in each place of a text up to longer than what is looked at at once. */
static void ends(const char *(*end_of)(const char *, const char *), const char *out)
{
    char text[20];
    for (size_t n = 1; n <= sizeof text; n++)
        for (int c = 0; c < 256; c++)
            for (size_t at = 0; at < n; at++) {
                bool in = c >= ' ' && c < 0x7F && !strchr(out, c);
                memset(text, 'x', n);
                text[at] = (char)c;
                ck_assert(end_of(text, text + n) == text + (in ? n : at));
                ck_assert(end_of(text, text + at) == text + at);
            }
}

START_TEST(test_ends)
{
    ends(kb_ascii_end, "");
    ends(kb_plain_end, "\"\\");
    ends(kb_unmarked_end, "<>&\"");
}
END_TEST

START_TEST(test_escapes)
{
    struct kb_buf buf = {0};
    kb_buf_json(&buf, (struct kb_str){"a\"\\\n\t\x01\x7F\xFF\xC3\xA9", 10});
    ck_assert_str_eq(buf.data, "\"a\\\"\\\\\\n\\t\\u0001\\u007f\xEF\xBF\xBD\xC3\xA9\"");
    buf.len = 0;
    kb_buf_plain(&buf, kb_str("x\x1B[31m\r\n\xE2\x80\xAE\xFFy"));
    ck_assert_str_eq(buf.data, "x\\u001B[31m\\r\\n\\u202E\\xFFy");
    kb_buf_free(&buf);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("all");
    tcase_add_loop_test(tc, test_dates, 0, sizeof dates / sizeof *dates);
    tcase_add_test(tc, test_dates_round_trip);
    tcase_add_test(tc, test_utf8);
    tcase_add_test(tc, test_blank);
    tcase_add_test(tc, test_distance);
    tcase_add_test(tc, test_codes);
    tcase_add_test(tc, test_places_count_code_points);
    tcase_add_test(tc, test_nearest_id);
    tcase_add_test(tc, test_twins);
    tcase_add_test(tc, test_ends);
    tcase_add_test(tc, test_escapes);
    return suite_run("model", tc);
}

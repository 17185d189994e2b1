/* SPDX-License-Identifier: MIT */
/* Texts of the C tables: what the literals say is what was put in, at every length and byte. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "emit/c/parts.h"
#include "tests/unit/suite.h"

enum { MAX = 1200 };

static struct kb_buf source;
static struct kb_c_texts texts;
static struct kb_str given[MAX];
static uint32_t names[MAX];
static size_t count;

static struct kb_buf rows, tail; /* the bytes that the source stands for */

static void setup(void)
{
    source = (struct kb_buf){0};
    texts = (struct kb_c_texts){0};
    rows = tail = (struct kb_buf){0};
    count = 0;
    kb_c_texts_start(&texts);
}

static void teardown(void)
{
    for (size_t i = 0; i < count; i++)
        free((char *)(uintptr_t)given[i].p);
    kb_c_texts_free(&texts);
    kb_buf_free(&source);
    kb_buf_free(&rows);
    kb_buf_free(&tail);
}

static uint32_t give(const char *p, size_t n)
{
    char *copy = malloc(n + 1);
    memcpy(copy, p, n);
    copy[n] = '\0';
    given[count] = (struct kb_str){copy, n};
    names[count] = kb_c_text(&texts, given[count]);
    return names[count++];
}

/* One character of a literal as C reads it. */
static const char *character(const char *p, char *c)
{
    if (*p == '?' || (unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7F)
        ck_abort_msg("a raw %d in a literal", *p);
    *c = *p;
    if (*p != '\\')
        return p + 1;
    if (strspn(p + 1, "01234567") < 3)
        ck_abort_msg("no three octal digits: %.4s", p);
    *c = (char)((p[1] - '0') * 64 + (p[2] - '0') * 8 + (p[3] - '0'));
    return p + 4;
}

/* A reader of just the literals, in their order, which knows nothing of how they are written but C.
 */
static void read_back(void)
{
    char c;
    kb_c_texts_write(&source, &texts);
    const char *p = source.data, *end = strstr(p, "long_texts[]");
    while ((p = strstr(p, "    return\n")) && p < end) {
        size_t row = rows.len;
        for (p += 11; *(p += strspn(p, " \n")) == '"'; p++)
            for (p++; *p != '"'; kb_buf_putc(&rows, c))
                p = character(p, &c);
        ck_assert_uint_le(rows.len - row, 4095);
        kb_buf_fill(&rows, '\0', 4096 - (rows.len - row));
        ck_assert_int_eq(*p, ';');
    }
    p = end;
    p = strstr(p, "long_texts[] = {") + 16;
    while (*(p += strspn(p, " \n,")) == '\'') {
        p = character(p + 1, &c);
        kb_buf_putc(&tail, c);
        ck_assert_int_eq(*p++, '\'');
    }
    for (const char *line = source.data; *line; line += strcspn(line, "\n") + 1)
        ck_assert_uint_le(strcspn(line, "\n"), 100);
}

static void compare(void)
{
    read_back();
    for (size_t i = 0; i < count; i++) {
        const struct kb_buf *in = names[i] & 0x80000000u ? &tail : &rows;
        size_t at = names[i] & 0x7FFFFFFFu;
        ck_assert_uint_ne(names[i], 0);
        ck_assert_uint_lt(at + given[i].n, in->len);
        ck_assert_mem_eq(in->data + at, given[i].p, given[i].n + 1);
        for (size_t j = 0; j < i; j++)
            if (kb_str_eq(given[i], given[j]) != (names[i] == names[j]))
                ck_abort_msg("texts %zu and %zu", i, j);
    }
}

START_TEST(nothing)
{
    ck_assert_uint_eq(kb_c_text(&texts, (struct kb_str){0}), 0);
    read_back();
    ck_assert_uint_eq(rows.len, 4096);
    ck_assert_ptr_nonnull(strstr(source.data, "long_texts[] = {0};"));
}
END_TEST

START_TEST(every_byte)
{
    char all[256];
    for (int i = 0; i < 255; i++)
        all[i] = (char)(i + 1);
    give(all, 255);
    give("", 0);
    for (size_t i = 0; i < 255; i++)
        give(all + i, 1);
    static const char *const odd[] = {"?\?/\"",
                                      "?\?=",
                                      "\\",
                                      "\\0",
                                      "\"",
                                      "*/",
                                      "//",
                                      "%s",
                                      "\xE9\x94\x99"
                                      "7",
                                      "\1"
                                      "1",
                                      "</script>",
                                      "\r\n",
                                      "'"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        give(odd[i], strlen(odd[i]));
    ck_assert_uint_eq(give("", 0), names[1]);
    compare();
}
END_TEST

/* Around the end of a row: each pair of lengths meets it at another place. */
START_TEST(row_ends)
{
    static char data[9000];
    memset(data, 'x', sizeof data);
    static const size_t lengths[] = {4095, 0, 4094, 1, 4093, 1,    0,  4096, 4095, 2,  4097, 8191,
                                     4092, 2, 1,    3, 4091, 4000, 94, 1,    4000, 93, 1,    8999};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        data[0] = (char)('a' + i);
        give(data, lengths[i]);
    }
    compare();
    ck_assert_uint_gt(tail.len, 4096 + 4097 + 8191 + 8999);
}
END_TEST

START_TEST(every_length)
{
    static char data[1000];
    uint32_t state = 7;
    for (size_t i = 0; i < 1000; i++) {
        for (size_t k = 0; k < i; k++) {
            state = state * 1664525 + 1013904223;
            data[k] = (char)((state >> 24) % 255 + 1);
        }
        give(data, i);
    }
    compare();
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("all");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, nothing);
    tcase_add_test(cases, every_byte);
    tcase_add_test(cases, row_ends);
    tcase_add_test(cases, every_length);
    return suite_run("emit_c_text", cases);
}

/* SPDX-License-Identifier: MIT */
/* Unified diffs: their text where it is short, and for random texts that applying them gives the
 * other text and that they are short where little has changed. */
#include "compiler/diff.h"

#include <stdio.h>
#include <string.h>

#include "kb/arena.h"
#include "tests/unit/suite.h"

static const struct {
    const char *before, *after, *diff; /* without the two name lines */
} rows[] = {
    {"", "", ""},
    {"a\n", "a\n", ""},
    {"", "a\n", "@@ -0,0 +1 @@\n+a\n"},
    {"a\n", "", "@@ -1 +0,0 @@\n-a\n"},
    {"a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
    {"a\nb\n", "a\nc\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n"},
    {"1\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n6\n", "@@ -3,3 +3,4 @@\n 3\n 4\n 5\n+6\n"},
    /* six equal lines between two changes join their hunks, seven part them */
    {"a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n",
     "@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n"},
    {"a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
     "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n"},
};

static void diff(struct kb_buf *out, const char *before, const char *after, bool plain)
{
    out->len = 0;
    kb_buf_puts(out, "");
    kb_diff(out, "a.json", kb_str(before), kb_str(after), plain);
}

START_TEST(short_texts)
{
    static const char names[] = "--- a.json\n+++ a.json\n";
    struct kb_buf out = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        diff(&out, rows[i].before, rows[i].after, false);
        const char *body = *rows[i].diff ? out.data + strlen(names) : out.data;
        ck_assert_msg(!*rows[i].diff || strncmp(out.data, names, strlen(names)) == 0, "row %zu", i);
        ck_assert_msg(strcmp(body, rows[i].diff) == 0, "row %zu: %s", i, out.data);
    }
    kb_buf_free(&out);
}
END_TEST

START_TEST(what_a_terminal_should_not_see)
{
    struct kb_buf out = {0};
    diff(&out, "\x1b[31m\n", "\xE2\x80\xAE\n", false);
    ck_assert_ptr_nonnull(strstr(out.data, "-\x1b[31m\n+\xE2\x80\xAE\n"));
    diff(&out, "\x1b[31m\n", "\xE2\x80\xAE\n", true);
    ck_assert_ptr_nonnull(strstr(out.data, "-\\u001B[31m\n+\\u202E\n"));
    kb_buf_free(&out);
}
END_TEST

/* What patch(1) would do; also counts the lines that come and go. */
static void apply(struct kb_buf *out, const char *before, const char *patch, size_t *changes)
{
    const char *p = patch;
    long line = 0;
    *changes = 0;
    for (int i = 0; i < 2 && *p; i++)
        p = strchr(p, '\n') + 1;
    while (*p) {
        long from, count = 1;
        ck_assert_msg(sscanf(p, "@@ -%ld,%ld +", &from, &count) >= 1, "%s", p);
        long until = count ? from - 1 : from;
        for (; line < until; line++) {
            const char *end = strchr(before, '\n') + 1;
            kb_buf_add(out, before, (size_t)(end - before));
            before = end;
        }
        for (p = strchr(p, '\n') + 1; *p && *p != '@'; p = strchr(p, '\n') + 1) {
            size_t n = strcspn(p + 1, "\n") + 1;
            if (*p != '+') {
                ck_assert(strncmp(before, p + 1, n) == 0);
                before += n;
                line++;
            }
            if (*p != '-')
                kb_buf_add(out, p + 1, n);
            *changes += *p != ' ';
        }
    }
    kb_buf_puts(out, before);
}

static unsigned random_state = 1;

static unsigned pick(unsigned below)
{
    random_state = random_state * 1103515245u + 12345u;
    return (random_state >> 16) % below;
}

/* `lines` lines of `kinds` different ones, and a copy of which every `every`th line or so is
 * changed, dropped or doubled. Returns how many. */
static size_t make(struct kb_buf *before, struct kb_buf *after, int lines, unsigned kinds,
                   unsigned every)
{
    size_t changes = 0;
    kb_buf_puts(before, "");
    kb_buf_puts(after, "");
    for (int i = 0; i < lines; i++) {
        char line[32];
        snprintf(line, sizeof line, "%u\n", pick(kinds));
        kb_buf_puts(before, line);
        unsigned what = pick(every) == 0 ? 1 + pick(3) : 0;
        if (what == 1)
            kb_buf_printf(after, "new %u\n", pick(kinds));
        if (what == 2)
            kb_buf_puts(after, line);
        if (what == 2 || what == 0)
            kb_buf_puts(after, line);
        changes += what ? 1 : 0;
    }
    return changes;
}

START_TEST(applied_it_gives_the_other_text)
{
    static const struct {
        int lines;
        unsigned kinds, every;
    } runs[] = {{10, 3, 2},         {100, 2, 3},          {1000, 1, 2},
                {1000, 1000000, 2}, {3000, 5, 5},         {3000, 100000, 1},
                {500, 4, 1},        {20000, 1000000, 10}, {20000, 10, 400}};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        struct kb_buf before = {0}, after = {0}, out = {0}, made = {0};
        size_t changed = make(&before, &after, runs[i].lines, runs[i].kinds, runs[i].every), shown;
        diff(&out, before.data, after.data, false);
        apply(&made, before.data, out.data, &shown);
        ck_assert_msg(strcmp(made.data, after.data) == 0, "run %zu", i);
        /* Lines that are nearly all different leave nothing better than the changes made. */
        if (runs[i].kinds > 1000)
            ck_assert_msg(shown <= 2 * changed, "run %zu: %zu for %zu", i, shown, changed);
        kb_buf_free(&before);
        kb_buf_free(&after);
        kb_buf_free(&out);
        kb_buf_free(&made);
    }
}
END_TEST

/* Where a quadratic algorithm would take hours. */
START_TEST(large_texts)
{
    enum { LINES = 400000 };
    struct kb_buf before = {0}, after = {0}, out = {0}, made = {0};
    size_t shown;
    for (int i = 0; i < LINES; i++) {
        kb_buf_printf(&before, "x%d\n", i % 2 ? i : 0);
        kb_buf_printf(&after, "y%d\n", i % 3 ? i : 0);
    }
    diff(&out, before.data, after.data, false);
    apply(&made, before.data, out.data, &shown);
    ck_assert_str_eq(made.data, after.data);
    ck_assert_uint_eq(shown, 2 * LINES);
    kb_buf_free(&before);
    kb_buf_free(&after);
    kb_buf_free(&out);
    kb_buf_free(&made);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("diff");
    tcase_add_test(cases, short_texts);
    tcase_add_test(cases, what_a_terminal_should_not_see);
    tcase_add_test(cases, applied_it_gives_the_other_text);
    tcase_add_test(cases, large_texts);
    return suite_run("diff", cases);
}

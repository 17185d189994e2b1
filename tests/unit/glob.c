/* SPDX-License-Identifier: MIT */
/* Globs: what matches, what cannot, and that no pattern takes long. */
#include "compiler/glob.h"

#include <string.h>

#include "kb/buf.h"
#include "tests/unit/suite.h"

static const struct {
    const char *pattern, *path;
    bool matches;
} rows[] = {
    {"a.json", "a.json", true},
    {"a.json", "b.json", false},
    {"a.json", "x/a.json", false},
    {"./a.json", "a.json", true},
    {"*.json", "a.json", true},
    {"*.json", ".json", true},
    {"*.json", "x/a.json", false},
    {"x/*.json", "x/a.json", true},
    {"x/*", "x/y/a.json", false},
    {"*/a.json", "x/a.json", true},
    {"*", "a.json", true},
    {"a*b*c", "aXbXbXc", true},
    {"a*b*c", "aXbXbX", false},
    {"*aab", "aaab", true},
    {"a?c", "abc", true},
    {"a?c",
     "a\xC3\xA9"
     "c",
     true}, /* one character of two bytes */
    {"a?c",
     "a\xFF"
     "c",
     true}, /* one broken byte */
    {"a?c", "a/c", false},
    {"a?c", "ac", false},
    {"[a-c]x", "bx", true},
    {"[a-c]x", "dx", false},
    {"[!a-c]x", "dx", true},
    {"[^a-c]x", "bx", false},
    {"[]a]x", "]x", true},
    {"[a-]x", "-x", true},
    {"[\\]]x", "]x", true},
    {"[\xC3\xA0-\xC3\xBC]x", "\xC3\xA9x", true},
    {"[\xC3\xA9]x", "\xA9x", false}, /* a byte of a character is not that character */
    {"[!a]", "/", false},
    {"\\*.json", "*.json", true},
    {"\\*.json", "a.json", false},
    {"**", "a/b/c", true},
    {"**", "a", true},
    {"**/c", "a/b/c", true},
    {"**/c", "c", true},
    {"**/c", "a/bc", false},
    {"a/**", "a/b/c", true},
    {"a/**", "b/a/c", false},
    {"a/**/c", "a/c", true},
    {"a/**/c", "a/b/b/c", true},
    {"a/**/b/c", "a/b/b/c", true},
    {"**/b/*/c/**/d", "a/b/b/x/c/d", true},
    {"**/b/*/c/**/d", "a/b/x/c/y/e", false},
    {"a**c", "abbc", true}, /* within a part it is a star */
    {"a**c", "a/c", false},
    {"a/b", "a/b/c/d.json", true}, /* a folder, and all below */
    {"a/b", "a/bc/d.json", false},
    {"**/old", "x/old/d.json", true},
    {"a/b/", "a/b/c/d.json", true},
    {"a/*/", "a/b/c/d.json", true},
    {"a/*", "a/b/c/d.json", false},
    {"a/[b]", "a/b/c.json", false},
    {"A.json", "a.json", false},
};

START_TEST(test_matches)
{
    ck_assert_msg(kb_glob_fault(kb_str(rows[_i].pattern)) == NULL, "%s: %s", rows[_i].pattern,
                  kb_glob_fault(kb_str(rows[_i].pattern)));
    ck_assert_msg(kb_glob_match(kb_str(rows[_i].pattern), kb_str(rows[_i].path)) ==
                      rows[_i].matches,
                  "%s on %s is not %d", rows[_i].pattern, rows[_i].path, rows[_i].matches);
}
END_TEST

static const struct {
    const char *pattern, *fault;
} faults[] = {
    {"", "empty"},           {"./", "empty"},         {"/a", "begins with `/`"},
    {"a//b", "empty part"},  {"a/./b", "part `.`"},   {"../a", "part `..`"},
    {"a/..", "part `..`"},   {"a[b", "never closed"}, {"a[b/c]", "never closed"},
    {"[!]", "never closed"}, {"[]", "never closed"},  {"[a\\]", "never closed"},
    {"a\\", "last `\\`"},    {"a\\/b", "last `\\`"},
};

START_TEST(test_faults)
{
    const char *fault = kb_glob_fault(kb_str(faults[_i].pattern));
    ck_assert_msg(fault && strstr(fault, faults[_i].fault), "%s: %s", faults[_i].pattern,
                  fault ? fault : "no fault");
}
END_TEST

static void repeat(struct kb_buf *buf, const char *text, int times)
{
    for (int i = 0; i < times; i++)
        kb_buf_puts(buf, text);
}

/* Patterns that take exponential time where every wildcard is tried against every other. */
START_TEST(test_time)
{
    struct kb_buf pattern = {0}, path = {0};
    repeat(&pattern, "a*", 60);
    kb_buf_puts(&pattern, "b");
    repeat(&path, "a", 4000);
    ck_assert(!kb_glob_match(kb_buf_view(&pattern), kb_buf_view(&path)));
    pattern.len = path.len = 0;
    repeat(&pattern, "**/a*a*/", 60);
    kb_buf_puts(&pattern, "b");
    repeat(&path, "aaaaaaaaaaaaaaaaaaaa/", 200);
    kb_buf_puts(&path, "c");
    ck_assert(!kb_glob_match(kb_buf_view(&pattern), kb_buf_view(&path)));
    kb_buf_free(&pattern);
    kb_buf_free(&path);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("glob");
    tcase_add_loop_test(cases, test_matches, 0, sizeof rows / sizeof *rows);
    tcase_add_loop_test(cases, test_faults, 0, sizeof faults / sizeof *faults);
    tcase_add_test(cases, test_time);
    return suite_run("glob", cases);
}

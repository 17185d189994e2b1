/* SPDX-License-Identifier: MIT */
/* pattern/pattern: searches end, and what they say is what PCRE2 says. */
#include <check.h>

#include "kb/buf.h"
#include "kb/limits.h"
#include "pattern/pattern.h"
#include "tests/unit/suite.h"

static enum kb_match searched(const char *regex, const struct kb_buf *subject)
{
    struct kb_pattern_error error;
    struct kb_pattern *pattern = kb_pattern_new(KB_FLAVOR_RECORD, kb_str(regex), &error);
    ck_assert_msg(pattern != NULL, "%s: %s", regex, error.message);
    enum kb_match match = kb_pattern_search(pattern, kb_buf_view(subject));
    kb_pattern_free(pattern);
    return match;
}

/* Loops within loops, of which PCRE2 counts the outer one only: they would take from seconds to
 * minutes, so they have to run into the limit. */
START_TEST(uncounted_loops_are_bounded)
{
    static const char *const hostile[] = {
        "[a-x]*?[a-x]*?[zy]",      "[a-x]*?[a-x]*+[zy]",   "[a-x]*?[a-x]*?[a-x]*?[zy]",
        "(?:[a-x]*+[zy]|a)*?[zy]", "(?:a|b)*?[a-x]*+[zy]", "(a+)+[zy]",
    };
    struct kb_buf subject = {0};
    kb_buf_fill(&subject, 'a', KB_MAX_SUBJECT);
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
        ck_assert_msg(searched(hostile[i], &subject) == KB_MATCH_LIMIT, "%s", hostile[i]);
    kb_buf_free(&subject);
}
END_TEST

/* Places that need more than an even share get it, and the search goes on behind them. */
START_TEST(costly_places_are_passed)
{
    struct kb_buf subject = {0};
    kb_buf_fill(&subject, 'x', 300);
    kb_buf_fill(&subject, '\n', 3000);
    kb_buf_puts(&subject, "needle");
    ck_assert_int_eq(searched("x*[xy]z|needle", &subject), KB_MATCH_YES);
    ck_assert_int_eq(searched("x*[xy]z|needles", &subject), KB_MATCH_NO);
    ck_assert_int_eq(searched("(?<=\\n)needle|x*[xy]z", &subject), KB_MATCH_YES);
    ck_assert_int_eq(searched("^needle|x*[xy]z", &subject), KB_MATCH_NO);
    kb_buf_free(&subject);
}
END_TEST

/* \G and verbs tie one place to those before, so there the limit is the end. */
START_TEST(tied_places_are_not_tried_alone)
{
    struct kb_buf subject = {0};
    kb_buf_fill(&subject, 'x', 300);
    kb_buf_fill(&subject, '\n', 3000);
    kb_buf_puts(&subject, "needle");
    ck_assert_int_eq(searched("x*[xy]z|\\Gneedle", &subject), KB_MATCH_LIMIT);
    ck_assert_int_eq(searched("x*[xy]z(*COMMIT)|needle", &subject), KB_MATCH_LIMIT);
    kb_buf_free(&subject);
}
END_TEST

START_TEST(long_subjects_are_cut)
{
    struct kb_buf subject = {0};
    kb_buf_fill(&subject, ' ', KB_MAX_SUBJECT - 1);
    kb_buf_puts(&subject, "\xC3\xA9needle");
    ck_assert_int_eq(searched("needle", &subject), KB_MATCH_LIMIT);
    ck_assert_int_eq(searched("^ ", &subject), KB_MATCH_YES);
    kb_buf_free(&subject);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("pattern");
    tcase_add_test(cases, uncounted_loops_are_bounded);
    tcase_add_test(cases, costly_places_are_passed);
    tcase_add_test(cases, tied_places_are_not_tried_alone);
    tcase_add_test(cases, long_subjects_are_cut);
    return suite_run("pattern", cases);
}

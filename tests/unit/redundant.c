/* SPDX-License-Identifier: MIT */
/* pattern/redundant: what is cut from a regex changes nothing about what it matches. */
#include <check.h>

#include "pattern/pattern.h"
#include "pattern/redundant.h"
#include "tests/unit/regex_rolls.h"
#include "tests/unit/suite.h"

static struct kb_redundant cut(struct kb_str regex, struct kb_buf *without)
{
    struct kb_syntax *syntax = kb_syntax_parse(regex);
    without->len = 0;
    kb_buf_puts(without, "");
    struct kb_redundant found = kb_redundant_find(syntax, regex, without);
    kb_syntax_free(syntax);
    return found;
}

static const struct {
    const char *regex, *without; /* NULL: nothing is redundant */
} known[] = {
    {".*foo", "foo"},
    {"foo.*", "foo"},
    {".*foo.*", "foo"},
    {".*?foo.*?", "foo"},
    {".*.*foo", "foo"},
    {"(?i)foo", "foo"},
    {"(?i).*foo", "foo"},
    {"(.*)foo(?:.*)", "foo"},
    {"(.*foo)", "(foo)"},
    {"(.*foo|bar.*)", "(foo|bar)"},
    {".*foo|.*bar", "foo|bar"},
    {".*(?:.*foo|bar)", "(?:foo|bar)"},
    {"(?s).*foo", "(?s)foo"},
    {"(?x) foo .* # the rest", "(?x) foo  # the rest"},
    {".*^foo", "^foo"},
    {"[\\s\\S]*foo", "foo"},
    {"(?i)foo(*COMMIT).*", "foo(*COMMIT).*"},
    {"foo", NULL},
    {"foo.*bar", NULL},
    {".*", NULL},
    {"(?i)", NULL},
    {".*.*", NULL},
    {".*|foo", NULL},
    {".*+foo", NULL},
    {"(?>.*foo)", NULL},
    {"(?:.*foo)+", NULL},
    {"(.*)foo\\1", NULL},
    {"^.*foo", NULL},
    {"foo.*$", NULL},
    {".+foo", NULL},
    {".?foo", NULL},
    {"\\w*foo", NULL},
    {"(?=.*foo)bar", NULL},
    {"\\Q.*\\Efoo", NULL},
    {"\\.*foo", NULL},
    {"[.]*foo", NULL},
    {".*foo(?R)?", NULL},
    {"x(?i)foo", NULL},
};

START_TEST(cuts_of_known_regexes)
{
    struct kb_buf without = {0};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct kb_redundant found = cut(kb_str(known[i].regex), &without);
        bool any = found.flag || found.leading || found.trailing;
        ck_assert_msg(any == (known[i].without != NULL), "%s: %s", known[i].regex, without.data);
        ck_assert_str_eq(without.data, any ? known[i].without : "");
    }
    kb_buf_free(&without);
}
END_TEST

START_TEST(says_which_and_where)
{
    struct kb_buf without = {0};
    struct kb_redundant found = cut(KB_STR("foo|bar.*"), &without);
    ck_assert(found.trailing && !found.leading && !found.flag);
    ck_assert_uint_eq(found.begin, 7);
    found = cut(KB_STR("(?i)a.*|.*b"), &without);
    ck_assert(found.trailing && found.leading && found.flag);
    ck_assert_uint_eq(found.begin, 0);
    kb_buf_free(&without);
}
END_TEST

static void same(const struct kb_pattern *a, const struct kb_pattern *b, const struct kb_buf *regex,
                 const struct kb_buf *without, const struct kb_buf *text)
{
    enum kb_match x = kb_pattern_search(a, kb_buf_view(text));
    enum kb_match y = kb_pattern_search(b, kb_buf_view(text));
    ck_assert_msg(x == y || x == KB_MATCH_LIMIT || y == KB_MATCH_LIMIT, "%s, but %s, on %s",
                  regex->data, without->data, text->data);
}

static bool try_regex(const struct kb_buf *regex, uint64_t *state, struct kb_buf *without)
{
    struct kb_pattern_error error;
    struct kb_pattern *pattern = kb_pattern_new(KB_FLAVOR_RECORD, kb_buf_view(regex), &error);
    struct kb_buf text = {0};
    if (!pattern)
        return false;
    struct kb_redundant found = cut(kb_buf_view(regex), without);
    bool any = found.flag || found.leading || found.trailing;
    if (any) {
        struct kb_pattern *shorter = kb_pattern_new(KB_FLAVOR_RECORD, kb_buf_view(without), &error);
        struct kb_syntax *syntax = kb_syntax_parse(kb_buf_view(without));
        /* A verb that now comes first is what kb_pattern_new refuses; the rule looks for that. */
        ck_assert_msg(shorter || kb_str_starts(kb_buf_view(without), "(*"), "%s", without->data);
        for (int i = 0; shorter && i < 10; i++) {
            roll_text(state, &text);
            same(pattern, shorter, regex, without, &text);
            text.len = 0;
            kb_buf_puts(&text, "");
            sample(syntax->root, state, &text);
            same(pattern, shorter, regex, without, &text);
        }
        kb_syntax_free(syntax);
        kb_pattern_free(shorter);
    }
    kb_pattern_free(pattern);
    kb_buf_free(&text);
    return any;
}

START_TEST(what_is_cut_changes_nothing)
{
    static const char *const starts[] = {".*", "(?i)", "(.*", "(?:.*?", ".*|", "(?s).*", ""};
    static const char *const ends[] = {".*", ".*?", "|.*b", ".*)", ".*|b)", ")", ""};
    uint64_t state = 21;
    struct kb_buf regex = {0}, middle = {0}, without = {0};
    size_t tried = 0;
    for (int i = 0; i < 100000; i++) {
        roll_regex(&state, &middle);
        regex.len = 0;
        kb_buf_puts(&regex, starts[roll(&state) % (sizeof starts / sizeof *starts)]);
        kb_buf_str(&regex, kb_buf_view(&middle));
        kb_buf_puts(&regex, ends[roll(&state) % (sizeof ends / sizeof *ends)]);
        tried += try_regex(&regex, &state, &without);
    }
    ck_assert_uint_gt(tried, 3000);
    kb_buf_free(&regex);
    kb_buf_free(&middle);
    kb_buf_free(&without);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("redundant");
    tcase_add_test(cases, cuts_of_known_regexes);
    tcase_add_test(cases, says_which_and_where);
    tcase_add_test(cases, what_is_cut_changes_nothing);
    return suite_run("redundant", cases);
}

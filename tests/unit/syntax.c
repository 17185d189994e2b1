/* SPDX-License-Identifier: MIT */
/* pattern/syntax: the tree of a regex says what PCRE2 does with it. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "compiler/check.h"
#include "kb/limits.h"
#include "pattern/fold.h"
#include "pattern/pattern.h"
#include "tests/unit/regex_rolls.h"
#include "tests/unit/suite.h"

struct pair {
    struct kb_pattern *pattern;
    struct kb_syntax *syntax;
    struct kb_str regex;
    bool exact;
};

/* Both readings of a regex; pattern is NULL where PCRE2 refuses it. */
static struct pair pair_of(struct kb_str regex)
{
    struct kb_pattern_error error;
    struct pair pair = {.regex = regex};
    pair.pattern = kb_pattern_new(KB_FLAVOR_RECORD, regex, &error);
    if (pair.pattern)
        pair.syntax = kb_syntax_parse(regex);
    pair.exact = pair.syntax && exact_tree(pair.syntax->root);
    return pair;
}

static void pair_free(struct pair *pair)
{
    kb_pattern_free(pair->pattern);
    kb_syntax_free(pair->syntax);
}

/* PCRE2 and the tree agree on the text; where the tree may say more, it does not say less. */
static void agree(const struct pair *pair, struct kb_str text)
{
    enum kb_match match = kb_pattern_search(pair->pattern, text);
    if (match == KB_MATCH_LIMIT || kb_utf8_count(text) > WALK_MOST)
        return;
    bool tree = walk_matches(pair->syntax->root, text);
    bool same = (match == KB_MATCH_YES) == tree || (tree && !pair->exact);
    if (same)
        return;
    struct kb_buf shown = {0};
    kb_buf_plain(&shown, pair->regex);
    kb_buf_puts(&shown, "  on  ");
    kb_buf_plain(&shown, text);
    ck_abort_msg("%s: PCRE2 says %d, the tree %d", shown.data, match == KB_MATCH_YES, tree);
}

static void try_texts(const struct pair *pair, uint64_t *state, int rounds)
{
    struct kb_buf text = {0};
    for (int i = 0; i < rounds; i++) {
        roll_text(state, &text);
        agree(pair, kb_buf_view(&text));
        text.len = 0;
        kb_buf_puts(&text, "");
        sample(pair->syntax->root, state, &text);
        agree(pair, kb_buf_view(&text));
        spoil(state, &text);
        agree(pair, kb_buf_view(&text));
    }
    kb_buf_free(&text);
}

START_TEST(the_tree_agrees_with_pcre2)
{
    uint64_t state = 1;
    for (size_t i = 0; i < sizeof tricky / sizeof *tricky; i++) {
        struct pair pair = pair_of(kb_str(tricky[i]));
        if (pair.pattern)
            try_texts(&pair, &state, 300);
        pair_free(&pair);
    }
}
END_TEST

START_TEST(the_tree_agrees_on_rolled_regexes)
{
    uint64_t state = 2;
    struct kb_buf regex = {0};
    size_t compiled = 0, exact = 0;
    for (int i = 0; i < 200000; i++) {
        roll_regex(&state, &regex);
        struct pair pair = pair_of(kb_buf_view(&regex));
        compiled += pair.pattern != NULL;
        exact += pair.exact;
        if (pair.pattern)
            try_texts(&pair, &state, 3);
        pair_free(&pair);
    }
    kb_buf_free(&regex);
    ck_assert_uint_gt(compiled, 20000);
    ck_assert_uint_gt(exact, compiled / 2);
}
END_TEST

/* The real ones, where they are at hand. */
START_TEST(the_tree_agrees_on_the_corpus)
{
    char path[1024];
    const char *corpus = getenv("KBC_CORPUS"), *operands[] = {path, NULL};
    struct kb_schema_set schema;
    struct kb_buf error = {0};
    struct kb_check check;
    uint64_t state = 3;
    if (!corpus)
        return;
    snprintf(path, sizeof path, "%s/errorcanon", corpus);
    ck_assert(kb_schema_set_open(&schema, "errorcanon", &error));
    struct kb_check_options options = {
        .operands = operands, .schema = &schema, .today = KB_NO_DATE, .jobs = 1};
    kb_check_run(&check, &options);
    for (size_t i = 0; i < check.base.count; i++) {
        const struct kb_record *record = check.base.records[i];
        struct pair pair = pair_of(record->regex);
        if (pair.pattern) {
            ck_assert_msg(pair.syntax->analysable, "%s: %s", record->id.p, pair.syntax->reason);
            agree(&pair, record->signature);
            agree(&pair, check.base.records[(i + 1) % check.base.count]->signature);
            try_texts(&pair, &state, 4);
        }
        pair_free(&pair);
    }
    kb_check_free(&check);
    kb_schema_set_close(&schema);
}
END_TEST

static const struct kb_syntax_node *only(struct kb_syntax *syntax, enum kb_syntax_kind kind)
{
    ck_assert_int_eq(syntax->root->kind, kind);
    return syntax->root;
}

START_TEST(places_and_kinds)
{
    struct kb_syntax *syntax = kb_syntax_parse(KB_STR("x(?:ab|(c)){2,}?\\1$"));
    const struct kb_syntax_node *x = only(syntax, KB_SYNTAX_CONCAT)->first, *repeat = x->next;
    ck_assert_int_eq(repeat->kind, KB_SYNTAX_REPEAT);
    ck_assert_uint_eq(repeat->begin, 1);
    ck_assert_uint_eq(repeat->end, 16);
    ck_assert_uint_eq(repeat->as.repeat.min, 2);
    ck_assert_uint_eq(repeat->as.repeat.max, KB_SYNTAX_MANY);
    ck_assert_int_eq(repeat->as.repeat.greed, KB_LAZY);
    const struct kb_syntax_node *group = repeat->first, *choice = group->first;
    ck_assert_int_eq(group->kind, KB_SYNTAX_GROUP);
    ck_assert_uint_eq(group->as.group.number, 0);
    ck_assert_uint_eq(group->end, 11);
    ck_assert_int_eq(choice->kind, KB_SYNTAX_CHOICE);
    ck_assert_uint_eq(choice->first->next->as.group.number, 1);
    ck_assert_int_eq(repeat->next->kind, KB_SYNTAX_BACKREF);
    ck_assert_uint_eq(repeat->next->as.number, 1);
    ck_assert_int_eq(repeat->next->next->as.anchor, KB_ANCHOR_LAST_LINE_END);
    ck_assert(syntax->analysable);
    ck_assert_uint_eq(syntax->captures, 1);
    kb_syntax_free(syntax);
}
END_TEST

static const struct {
    const char *regex, *reason;
    uint32_t offset;
} outside[] = {
    {"ab(?R)?", "recursion", 2},
    {"a(?(1)b)()", "a conditional group", 1},
    {"a(*COMMIT)b", "a verb", 1},
    {"a\\Kb", "\\K", 1},
    {"a\\Xb", "\\X", 1},
    {"(*sr:a)", "a script run", 0},
    {"(*napla:a)", "non-atomic look-around", 0},
    {"xa{,2}", "a count that releases of PCRE2 read differently", 1},
    {"[[:<:]]a", "[[:<:]] or [[:>:]]", 0},
};

START_TEST(says_what_lies_outside)
{
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        struct kb_syntax *syntax = kb_syntax_parse(kb_str(outside[i].regex));
        ck_assert_msg(!syntax->analysable, "%s", outside[i].regex);
        ck_assert_str_eq(syntax->reason, outside[i].reason);
        ck_assert_uint_eq(syntax->offset, outside[i].offset);
        kb_syntax_free(syntax);
    }
}
END_TEST

/* What PCRE2 would not compile must still end, and not be taken for something. */
START_TEST(survives_what_does_not_compile)
{
    static const char *const broken[] = {
        "(",   ")",   "[",   "[a",  "\\",     "(?",      "(?<n", "\\x",  "(?#", "(*",    "\\p{",
        "a)b", "\\g", "\\c", "\\o", "\\k<n>", "[[:x:]]", "(?z)", "\\Q[", "(?(", "\\N{U+"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        kb_syntax_free(kb_syntax_parse(kb_str(broken[i])));
    struct kb_buf deep = {0};
    kb_buf_fill(&deep, '(', KB_MAX_PATTERN);
    struct kb_syntax *syntax = kb_syntax_parse(kb_buf_view(&deep));
    ck_assert_int_eq(syntax->root->kind, KB_SYNTAX_OPAQUE);
    kb_syntax_free(syntax);
    kb_buf_fill(&deep, '(', 1);
    syntax = kb_syntax_parse(kb_buf_view(&deep));
    ck_assert_int_eq(syntax->root->kind, KB_SYNTAX_OPAQUE);
    kb_syntax_free(syntax);
    kb_buf_free(&deep);
}
END_TEST

/* What a class says to be the letter of is what its characters fold to, and there are no others. */
START_TEST(letters_say_what_they_fold_to)
{
    static const struct {
        const char *regex;
        uint32_t letter;
    } all[] = {{"a", 'a'},          {"K", 'k'},   {"\\x{212A}", 'k'}, {"\xC3\x89", 0xE9},
               {"5", '5'},          {"[aA]", 0},  {"(?-i)a", 0},      {".", 0},
               {"\\x{3C2}", 0x3C3}, {"\\x00", 0}, {"\\d", 0}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct kb_syntax *syntax = kb_syntax_parse(kb_str(all[i].regex));
        const struct kb_syntax_node *class = only(syntax, KB_SYNTAX_CLASS);
        uint32_t family[KB_FOLD_MOST];
        size_t count = kb_fold_family(all[i].letter, family), held = 0;
        ck_assert_msg(class->letter == all[i].letter, "%s: %u", all[i].regex, class->letter);
        for (uint32_t r = 0; class->letter && r < class->as.set.count; r++)
            held += class->as.set.ranges[r].last - class->as.set.ranges[r].first + 1;
        ck_assert(!class->letter || held == count);
        for (size_t f = 0; class->letter && f < count; f++)
            ck_assert(kb_syntax_has(class, family[f]));
        kb_syntax_free(syntax);
    }
}
END_TEST

static unsigned depth_of(const struct kb_syntax_node *node)
{
    unsigned most = 0;
    for (const struct kb_syntax_node *child = node->first; child; child = child->next) {
        unsigned depth = depth_of(child);
        most = depth > most ? depth : most;
    }
    return most + 1;
}

START_TEST(no_deeper_than_said)
{
    struct kb_buf regex = {0};
    for (int i = 0; i < KB_PATTERN_NEST; i++)
        kb_buf_puts(&regex, "a|b(");
    for (int i = 0; i < KB_PATTERN_NEST; i++)
        kb_buf_puts(&regex, ")*c");
    struct pair pair = pair_of(kb_buf_view(&regex));
    ck_assert_ptr_nonnull(pair.pattern);
    ck_assert(pair.syntax->analysable);
    ck_assert_uint_gt(depth_of(pair.syntax->root), KB_PATTERN_NEST * 4);
    ck_assert_uint_le(depth_of(pair.syntax->root), KB_SYNTAX_DEPTH);
    pair_free(&pair);
    kb_buf_free(&regex);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("syntax");
    tcase_add_test(cases, the_tree_agrees_with_pcre2);
    tcase_add_test(cases, the_tree_agrees_on_rolled_regexes);
    tcase_add_test(cases, the_tree_agrees_on_the_corpus);
    tcase_add_test(cases, places_and_kinds);
    tcase_add_test(cases, letters_say_what_they_fold_to);
    tcase_add_test(cases, says_what_lies_outside);
    tcase_add_test(cases, survives_what_does_not_compile);
    tcase_add_test(cases, no_deeper_than_said);
    return suite_run("syntax", cases);
}

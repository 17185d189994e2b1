/* SPDX-License-Identifier: MIT */
/* pattern/literal, pattern/gate: what a regex requires is there wherever PCRE2 matches. */
#include <check.h>
#include <stdlib.h>

#include "kb/limits.h"
#include "pattern/fold.h"
#include "pattern/gate.h"
#include "pattern/literal.h"
#include "pattern/pattern.h"
#include "tests/literals.h"
#include "tests/unit/regex_rolls.h"
#include "tests/unit/suite.h"

/* Each set as "a|b", the rarest first, parted by " & ", each way by " ; "; "-" for none. */
static void show(const struct kb_literals *literals, struct kb_buf *out)
{
    out->len = 0;
    kb_buf_puts(out, literals->count ? "" : "-");
    for (size_t w = 0; w < literals->count; w++) {
        const struct kb_literal_way *way = &literals->ways[w];
        kb_buf_puts(out, w ? " ; " : "");
        for (size_t s = 0; s < way->count; s++) {
            kb_buf_puts(out, s ? " & " : "");
            for (size_t i = 0; i < way->sets[s].count; i++) {
                kb_buf_puts(out, i ? "|" : "");
                kb_buf_str(out, way->sets[s].items[i]);
            }
        }
    }
}

struct known {
    const char *regex, *literals;
};

static const struct known expected[] = {
    {"out of memory", "out of memory"},
    {"Out Of MEMORY", "out of memory"},
    {"(?-i)OOM", "oom"},
    {"CUDA.*memory", "memory & cuda"},
    {"foo|bar", "foo ; bar"},
    {"foo|b", "-"},
    {"foo|", "-"},
    {"(?:foo|bar)baz", "barbaz|foobaz"},
    {"(foo|bar.*)baz", "baz & bar|foo"},
    {"colou?r", "color|colour"},
    {"errors?", "error"},
    {"(foo )?bar", "bar"},
    {"ab+c", "bc & ab"},
    {"(ab)+c", "abc & ab"},
    {"(ab){2}c", "ababc"},
    {"(ab){2,}c", "abab & abc"},
    {"a{3}", "aaa"},
    {"x{70}", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
    {"(foo.*)+bar", "foo & bar"},
    {"(foo)*bar", "bar"},
    {"(foo){0}bar", "bar"},
    {"gr[ae]y", "gray|grey"},
    {"a[a-z]b", "-"},
    {"[0-9]+ms", "ms"},
    {"\\bKill\\b", "kill"},
    {"(?=.*foo)b", "foo"},
    {"(?<=foo)b", "foo"},
    {"(?!foo)ba", "ba"},
    {"(a)foo\\1", "afoo"},
    {"foo(?R)?bar", "foo & bar"},
    {"(?:foo(*ACCEPT)|x)bar", "-"},
    {"stra\xC3\x9F"
     "e",
     "stra\xC3\x9F"
     "e"},
    {"\xE2\x84\xAA"
     "elvin \xCE\xA3",
     "kelvin \xCF\x83"},
    {"\\x41\\x{42}", "ab"},
    {"\xE5\xA4\xA9", "\xE5\xA4\xA9"},
    {"a|\xE5\xA4\xA9", "-"},
    {"[abc][abc][abc]x", "aaax|aabx|aacx|abax|abbx|abcx|acax|acbx|accx|baax|babx|bacx|bbax|bbbx|"
                         "bbcx|bcax|bcbx|bccx|caax|cabx|cacx|cbax|cbbx|cbcx|ccax|ccbx|cccx"},
    {"[abc][abc][abc][abc]xyz", "axyz|bxyz|cxyz & "
                                "aaa|aab|aac|aba|abb|abc|aca|acb|acc|baa|bab|bac|bba|bbb|"
                                "bbc|bca|bcb|bcc|caa|cab|cac|cba|cbb|cbc|cca|ccb|ccc"},
    {"error: failed|qqq", "error: failed ; qqq"},
    {"^(?:foo.*bar|(baz))$", "foo & bar ; baz"},
    {"error (failed)?.*zlib", "zlib & error "},
    {"", "-"},
    {"(*F)|foo", "-"},
};

/* The same of a regex that has none of them. */
static const struct known short_ones[] = {
    {"6.4", "6A4"},     {"a[a-z]b", "aAb"},     {"a..b", "aAAb"},     {".a.", "a"},
    {"a.?b", "aAb|ab"}, {"a.+b", "b & a"},      {"a.*b", "b & a"},    {"a.{0,9}b", "b & a"},
    {"a.{2}b", "aAAb"}, {"a(.|c)b", "aAb|acb"}, {"a(?=.b)", "b & a"}, {"foo.bar|b.", "fooAbar ; b"},
    {"..", "-"},        {".|a", "-"},
};

typedef struct kb_literals literals_of(const struct kb_syntax *syntax, struct kb_arena *arena);

static void compare_known(const struct known *known, literals_of *of)
{
    struct kb_buf shown = {0};
    struct kb_arena arena = {0};
    struct kb_syntax *syntax = kb_syntax_parse(kb_str(known->regex));
    struct kb_literals literals = of(syntax, &arena);
    show(&literals, &shown);
    ck_assert_msg(strcmp(shown.data, known->literals) == 0, "%s: %s, not %s", known->regex,
                  shown.data, known->literals);
    kb_syntax_free(syntax);
    kb_arena_free(&arena);
    kb_buf_free(&shown);
}

START_TEST(sets_of_known_regexes)
{
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        compare_known(&expected[i], kb_literals_of);
    for (size_t i = 0; i < sizeof short_ones / sizeof *short_ones; i++)
        compare_known(&short_ones[i], kb_literals_short);
}
END_TEST

static const struct {
    const char *regex, *lacking;
} without[] = {
    {"foo|b.|bar", "b."}, {"(foo|(x+|bar))", "x+"}, {".*", ".*"}, {"a[b-z]", "a[b-z]"},
    {"foo|", ""},
};

START_TEST(says_what_has_none)
{
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        struct kb_arena arena = {0};
        struct kb_syntax *syntax = kb_syntax_parse(kb_str(without[i].regex));
        struct kb_literals literals = kb_literals_of(syntax, &arena);
        struct kb_str lacking = {without[i].regex + literals.begin, literals.end - literals.begin};
        ck_assert_uint_eq(literals.count, 0);
        ck_assert_msg(kb_str_is(lacking, without[i].lacking), "%s: %.*s", without[i].regex,
                      (int)lacking.n, lacking.p);
        kb_syntax_free(syntax);
        kb_arena_free(&arena);
    }
}
END_TEST

/* Where PCRE2 matches, what is required is there. Returns whether it matched. */
static bool required_in(const struct kb_pattern *pattern, const struct kb_literals *literals,
                        const struct kb_buf *regex, const struct kb_buf *text)
{
    struct kb_buf folded = {0};
    if (kb_pattern_search(pattern, kb_buf_view(text)) != KB_MATCH_YES)
        return false;
    kb_fold_text(&folded, kb_buf_view(text));
    if (!has_literals(kb_buf_view(&folded), literals)) {
        struct kb_buf shown = {0};
        show(literals, &shown);
        ck_abort_msg("%s on %s lacks what is required: %s", regex->data, text->data, shown.data);
    }
    kb_buf_free(&folded);
    return true;
}

static size_t try_regex(const struct kb_buf *regex, uint64_t *state)
{
    struct kb_pattern_error error;
    struct kb_arena arena = {0};
    struct kb_buf text = {0};
    size_t matched = 0;
    struct kb_pattern *pattern = kb_pattern_new(KB_FLAVOR_RECORD, kb_buf_view(regex), &error);
    if (!pattern)
        return 0;
    struct kb_syntax *syntax = kb_syntax_parse(kb_buf_view(regex));
    struct kb_literals literals = kb_literals_of(syntax, &arena);
    struct kb_literals short_literals = kb_literals_short(syntax, &arena);
    for (int i = 0; i < 6; i++) {
        text.len = 0;
        kb_buf_puts(&text, "");
        sample(syntax->root, state, &text);
        matched += required_in(pattern, &literals, regex, &text) && literals.count;
        required_in(pattern, &short_literals, regex, &text);
        spoil(state, &text);
        matched += required_in(pattern, &literals, regex, &text) && literals.count;
        required_in(pattern, &short_literals, regex, &text);
    }
    kb_pattern_free(pattern);
    kb_syntax_free(syntax);
    kb_arena_free(&arena);
    kb_buf_free(&text);
    return matched;
}

START_TEST(required_wherever_pcre2_matches)
{
    uint64_t state = 5;
    struct kb_buf regex = {0};
    size_t matched = 0;
    for (size_t i = 0; i < sizeof tricky / sizeof *tricky; i++) {
        regex.len = 0;
        kb_buf_puts(&regex, tricky[i]);
        for (int round = 0; round < 20; round++)
            matched += try_regex(&regex, &state);
    }
    for (int i = 0; i < 200000; i++) {
        roll_regex(&state, &regex);
        matched += try_regex(&regex, &state);
    }
    kb_buf_free(&regex);
    ck_assert_uint_gt(matched, 20000);
}
END_TEST

/* Regexes made to take long or to need much: they end, and soundly. */
START_TEST(bounded)
{
    static const struct {
        const char *before, *again, *after;
        const char *matched; /* a text that the regex matches, if there is a short one */
        bool gave_up;
    } hostile[] = {
        {"", "ab|", "cd", "cd", true},
        {"x(", "ab.|", "cd)", "xcd", true},
        {"", "abc.*", "", NULL, false},
        {"", "[ab]", "", NULL, false},
        {"", "a?", "foo", "foo", false},
        {"(", "(ab|.*cd)", ")", NULL, false},
        {"", "(?:ab|cd(?:ef|gh.*))?", "foo", "foo", false},
        {"x", "y", "z", NULL, false},
    };
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct kb_buf regex = {0};
        struct kb_arena arena = {0};
        kb_buf_puts(&regex, hostile[i].before);
        for (size_t n = strlen(hostile[i].again); regex.len + n < KB_MAX_PATTERN - 10;)
            kb_buf_puts(&regex, hostile[i].again);
        kb_buf_puts(&regex, hostile[i].after);
        struct kb_syntax *syntax = kb_syntax_parse(kb_buf_view(&regex));
        struct kb_literals literals = kb_literals_of(syntax, &arena);
        ck_assert_int_eq(literals.gave_up, hostile[i].gave_up);
        ck_assert_int_eq(literals.count > 0, !hostile[i].gave_up);
        ck_assert(!hostile[i].matched || has_literals(kb_str(hostile[i].matched), &literals));
        kb_syntax_free(syntax);
        kb_arena_free(&arena);
        kb_buf_free(&regex);
    }
}
END_TEST

enum { OWNERS = 300 };

static void note_owner(void *data, uint32_t owner)
{
    unsigned char *passed = data;
    ck_assert_uint_lt(owner, OWNERS);
    passed[owner] = 1;
}

/* Words that begin, end and repeat each other, so that the gate has to fall back often. */
static void roll_words(uint64_t *state, struct kb_buf *out, const char *const glue[], size_t glues)
{
    out->len = 0;
    kb_buf_puts(out, "");
    for (uint32_t words = 1 + roll(state) % 4; words > 0; words--) {
        for (uint32_t n = 1 + roll(state) % 5; n > 0; n--)
            kb_buf_putc(out, (char)('a' + roll(state) % 2));
        kb_buf_puts(out, words > 1 ? glue[roll(state) % glues] : "");
    }
}

/* The gate lets through what its literals, looked for one by one, let through. */
START_TEST(the_gate_passes_what_has_the_literals)
{
    static const char *const operators[] = {"|", ".*", "[ab]", "\\d", "|"};
    static const char *const spaces[] = {" ", "", "c"};
    uint64_t state = 11;
    struct kb_arena arena = {0};
    struct kb_buf text = {0};
    struct kb_literals literals[OWNERS];
    struct kb_gate *gate = kb_gate_new();
    struct kb_gate_visit visit = {0};
    size_t total = 0;
    for (uint32_t i = 0; i < OWNERS; i++) {
        roll_words(&state, &text, operators, sizeof operators / sizeof *operators);
        struct kb_syntax *syntax = kb_syntax_parse(kb_buf_view(&text));
        literals[i] = kb_literals_of(syntax, &arena);
        kb_gate_add(gate, i, &literals[i]);
        kb_syntax_free(syntax);
    }
    kb_gate_close(gate);
    for (int round = 0; round < 1000; round++) {
        unsigned char passed[OWNERS] = {0};
        roll_words(&state, &text, spaces, sizeof spaces / sizeof *spaces);
        kb_gate_pass(gate, &visit, kb_buf_view(&text), note_owner, passed);
        for (uint32_t i = 0; i < OWNERS; i++) {
            bool expected_here =
                literals[i].count && has_literals(kb_buf_view(&text), &literals[i]);
            if (passed[i] != expected_here)
                ck_abort_msg("owner %u on %s", i, text.data);
            total += expected_here;
        }
    }
    ck_assert_uint_gt(total, 10000);
    kb_gate_visit_free(&visit);
    kb_gate_free(gate);
    kb_arena_free(&arena);
    kb_buf_free(&text);
}
END_TEST

/* Past KB_GATE_BYTES the gate does not look: it may let through more, never less. */
START_TEST(the_gate_looks_at_the_start_of_literals)
{
    struct kb_arena arena = {0};
    struct kb_gate *gate = kb_gate_new();
    struct kb_gate_visit visit = {0};
    unsigned char passed[OWNERS] = {0};
    struct kb_syntax *syntax = kb_syntax_parse(KB_STR("abcdefghijklmnopqrstuvwxyz"));
    struct kb_literals literals = kb_literals_of(syntax, &arena);
    kb_gate_add(gate, 7, &literals);
    kb_gate_close(gate);
    kb_gate_pass(gate, &visit, KB_STR("abcdefghijklmnopqrstuvw"), note_owner, passed);
    ck_assert_uint_eq(passed[7], 0);
    kb_gate_pass(gate, &visit, KB_STR("_abcdefghijklmnopqrstuvwx"), note_owner, passed);
    ck_assert_uint_eq(passed[7], 1);
    kb_gate_visit_free(&visit);
    kb_gate_free(gate);
    kb_syntax_free(syntax);
    kb_arena_free(&arena);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("literal");
    tcase_add_test(cases, sets_of_known_regexes);
    tcase_add_test(cases, says_what_has_none);
    tcase_add_test(cases, required_wherever_pcre2_matches);
    tcase_add_test(cases, bounded);
    tcase_add_test(cases, the_gate_passes_what_has_the_literals);
    tcase_add_test(cases, the_gate_looks_at_the_start_of_literals);
    return suite_run("literal", cases);
}

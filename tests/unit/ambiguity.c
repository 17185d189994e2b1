/* SPDX-License-Identifier: MIT */
/* pattern/ambiguity: what it reports was run into PCRE2's limit, and what it calls unambiguous is.
 */
#include <check.h>

#include "kb/buf.h"
#include "pattern/ambiguity.h"
#include "tests/unit/suite.h"

enum { TAME = KB_GROWTH_TAME, POLY = KB_GROWTH_POLYNOMIAL, EXPO = KB_GROWTH_EXPONENTIAL };

/* A regex, read both ways, and what is found. */
struct reading {
    struct kb_pattern *pattern;
    struct kb_syntax *syntax;
    struct kb_arena arena;
    struct kb_ambiguity found;
};

static struct reading read_regex(struct kb_str regex)
{
    struct kb_pattern_error error;
    struct reading r = {.pattern = kb_pattern_new(KB_FLAVOR_RECORD, regex, &error)};
    if (!r.pattern)
        ck_abort_msg("%.*s: %s", (int)regex.n, regex.p, error.message);
    r.syntax = kb_syntax_parse(regex);
    r.found = kb_ambiguity_find(r.syntax, r.pattern, &r.arena);
    return r;
}

static void reading_free(struct reading *r)
{
    kb_pattern_free(r->pattern);
    kb_syntax_free(r->syntax);
    kb_arena_free(&r->arena);
}

/* What is reported holds: the witness is a text of no more than 4,096 bytes, and a search in it, as
 * PCRE2 makes it from place to place, runs into the limit that every program has. */
static void confirm(const struct reading *r, struct kb_str regex)
{
    struct kb_str witness = r->found.witness;
    bool valid = kb_utf8_valid(witness) && witness.n <= 4096 && r->found.begin < r->found.end &&
                 r->found.end <= regex.n;
    enum kb_match match = KB_MATCH_NO;
    for (size_t at = 0; at < witness.n && match == KB_MATCH_NO; at++)
        if (((unsigned char)witness.p[at] & 0xC0) != 0x80)
            match = kb_pattern_try(r->pattern, witness, at, kb_pattern_limit());
    if (!valid || match != KB_MATCH_LIMIT)
        ck_abort_msg("%.*s: %s does not hold", (int)regex.n, regex.p, r->found.recipe);
}

static const struct {
    const char *regex;
    int growth;
    const char *part, *recipe; /* NULL: not held to words */
} known[] = {
    /* Two ways round one loop. */
    {"(a+)+$", EXPO, "(a+)+", NULL},
    {"(a|a)*b", EXPO, "(a|a)*", NULL},
    {"(a|aa)+c", EXPO, "(a|aa)+", NULL},
    {"(a|b|ab)*c", EXPO, "(a|b|ab)*", NULL},
    {"(x+x+)+y", EXPO, "(x+x+)+", NULL},
    {"^(\\w+\\s?)*$", EXPO, "(\\w+\\s?)*", "\"a\" x 27 + \"!\""},
    {"\\d+(\\d+)+!x", EXPO, "(\\d+)+", NULL},
    {"error: (?:(\\s*\\w\\s*)*;|none)", EXPO, "(\\s*\\w\\s*)*", NULL},
    {"(a{7}|a{11})*b", EXPO, "(a{7}|a{11})*", NULL},
    /* Two ways to read nothing. */
    {"(?:a*)*b", EXPO, "(?:a*)*", NULL},
    {"(x(?:|)y)*z", EXPO, "(x(?:|)y)*", NULL},
    {"(x(?:a*)*y)*z", EXPO, "(x(?:a*)*y)*", NULL},
    /* What PCRE2 wants to see before it tries has to be there. */
    {"([a-z]+)*z", EXPO, "([a-z]+)*", "\"a\" x 27 + \"!z\""},
    {"(a+)+b{300}", EXPO, "(a+)+", NULL},
    {"(?:[\\s\\S]+)+b", EXPO, "(?:[\\s\\S]+)+", "\"b\" + \"a\" x 27"},
    /* A letter that makes the match fail has to be chosen, not any. */
    {"(\\w|[a-z])*a", EXPO, "(\\w|[a-z])*", NULL},
    {"(.+)+$", EXPO, "(.+)+", "\"a\" x 27 + \"\\n!\""},
    {"(?:(a+)+b|a)", EXPO, "(a+)+", NULL},
    /* Case, other scripts, classes that are not exact. */
    {"(a|A)*b", EXPO, "(a|A)*", NULL},
    {"(\xE4\xB8\xAD+)+\xE5\x9B\xBD", EXPO, "(\xE4\xB8\xAD+)+", NULL},
    {"(?:\\p{L}+\\s*)*$", EXPO, "(?:\\p{L}+\\s*)*", NULL},
    /* Counts. */
    {"(a{1,20}){1,20}b", EXPO, "(a{1,20}){1,20}", NULL},
    {"(a+){2,50}b", EXPO, "(a+){2,50}", NULL},
    {"(a?){30}b", EXPO, "(a?){30}", NULL},
    /* Within something atomic that fails itself. */
    {"(?>(a+)+b)c", EXPO, "(a+)+", NULL},
    /* Beyond the automaton. */
    {"(?=(a+)+b)", EXPO, "(a+)+", NULL},
    {"(?=.*x)(a+)+$", EXPO, "(a+)+", NULL},
    {"(a+)+\\1b", EXPO, "(a+)+", NULL},
    {"(?<=error: )(\\w+\\s?)*$", EXPO, "(\\w+\\s?)*", NULL},
    {"(?(DEFINE)(x))(\\w+\\s?)*(?1)$", EXPO, "(\\w+\\s?)*", NULL},
    /* Behind the branch that is read, whichever that is, and within one. */
    {"(x)?(?(1)y|z)(a+)+$", EXPO, "(a+)+", NULL},
    {"(x)(?(1)y|z)(a+)+$", EXPO, "(a+)+", NULL},
    {"(x)?(?(1)y)(a+)+$", EXPO, "(a+)+", NULL},
    {"k(?(?=b)(b+)+!)w", EXPO, "(b+)+", NULL},
    {"(x)?(?(1)y|z)(a+)$", TAME, NULL, NULL},

    /* Loops after each other. */
    {"(.*?,){11}P", POLY, "(.*?,){11}", NULL},
    {"\\s*\\s*\\s*\\s*x", POLY, "\\s*\\s*\\s*\\s*", NULL},
    {"key=(\\w+)(?:\\w)+(\\w)+;", POLY, "(\\w+)(?:\\w)+(\\w)+", NULL},
    {"(a*){4}b", POLY, "(a*){4}", NULL},
    {"(a*){1,4}b", POLY, "(a*){1,4}", NULL},

    {"", TAME, NULL, NULL},
    {"abc", TAME, NULL, NULL},
    {"(ab)*c", TAME, NULL, NULL},
    {"[^,]*,[^,]*$", TAME, NULL, NULL},
    {"(\\w+\\.)+com", TAME, NULL, NULL},
    {"\"(?:[^\"\\\\]|\\\\.)*\"", TAME, NULL, NULL},
    {"(?:foo|bar|baz)+qux", TAME, NULL, NULL},
    {"([0-9a-f]{2}:){5}[0-9a-f]{2}", TAME, NULL, NULL},
    {"(a{1,3}){1,3}b", TAME, NULL, NULL},
    /* Ambiguous, but no match ever fails after it. */
    {"(a+)+", TAME, NULL, NULL},
    {"x(a+)*", TAME, NULL, NULL},
    /* Kept. */
    {"(?>a+)+b", TAME, NULL, NULL},
    {"(a++)+b", TAME, NULL, NULL},
    {"(?>(?:a|b)+)+c", TAME, NULL, NULL},
    /* Quadratic, and below the limit in 4,096 bytes. */
    {"\\s*\\s*x", TAME, NULL, NULL},
    {"\\d+\\d+:", TAME, NULL, NULL},
    /* Gaps are the language of such regexes, however many there are. */
    {"a.*b.*c", TAME, NULL, NULL},
    {"a.*b.*c.*d.*e.*f.*g", TAME, NULL, NULL},
    {".*.*.*.*x", TAME, NULL, NULL},
    {"a.{0,40}b.{0,40}c.{0,40}d", TAME, NULL, NULL},
    {"[\\s\\S]*a[\\s\\S]*b[\\s\\S]*c[\\s\\S]*d", TAME, NULL, NULL},
    {"error [0-9]+.*line [0-9]+.*column [0-9]+.*x", TAME, NULL, NULL},
    {"(?:.*foo)?.*bar.*(?:baz|.*qux)", TAME, NULL, NULL},
    {"(?=.*a)(?=.*b).*c.*d.*e", TAME, NULL, NULL},
};

START_TEST(test_known)
{
    struct kb_str regex = kb_str(known[_i].regex);
    struct reading r = read_regex(regex);
    ck_assert_msg((int)r.found.growth == known[_i].growth, "%s: %d, by %s", regex.p,
                  (int)r.found.growth, r.found.recipe ? r.found.recipe : "nothing");
    if (known[_i].growth != TAME)
        confirm(&r, regex);
    if (known[_i].part) {
        struct kb_str part = {regex.p + r.found.begin, r.found.end - r.found.begin};
        ck_assert_msg(kb_str_is(part, known[_i].part), "%s: %.*s", regex.p, (int)part.n, part.p);
    }
    if (known[_i].recipe)
        ck_assert_str_eq(r.found.recipe, known[_i].recipe);
    reading_free(&r);
}
END_TEST

/* Regexes made to make the analysis itself long. They end; what is found of them is theirs. */
static const struct {
    const char *unit;
    int times;
    const char *end;
} long_ones[] = {
    {"a*b*", 16000, "x"},        {"\\s*", 1000, "x"}, {"(?:a|b)*", 1000, "c"},
    {"(?:a?b?c?d?)*", 200, "x"}, {"(a", 240, NULL},   {"(?=(a+)+b)", 500, ""},
    {"(\\w+)\\1*", 300, "x"},
};

START_TEST(test_long)
{
    struct kb_buf regex = {0};
    for (int i = 0; i < long_ones[_i].times; i++)
        kb_buf_puts(&regex, long_ones[_i].unit);
    for (int i = 0; i < long_ones[_i].times && !long_ones[_i].end; i++)
        kb_buf_puts(&regex, ")*");
    kb_buf_puts(&regex, long_ones[_i].end ? long_ones[_i].end : "b");
    struct reading r = read_regex(kb_buf_view(&regex));
    if (r.found.growth != KB_GROWTH_TAME)
        confirm(&r, kb_buf_view(&regex));
    reading_free(&r);
    kb_buf_free(&regex);
}
END_TEST

/* Numbers that are the same on every machine. */
struct dice {
    uint64_t state;
};

static unsigned roll(struct dice *dice, unsigned sides)
{
    dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(dice->state >> 33) % sides;
}

static void random_regex(struct dice *dice, struct kb_buf *out, int depth)
{
    static const char *const leaves[] = {"a", "b", "[ab]", "ab", "a+", "b*"};
    static const char *const opens[] = {"(", "(?:", "(?:", "(?:", "(?>"};
    static const char *const ends[] = {"*",  "+",  "?",     "*",   "+",      "*?",
                                       "+?", "++", "{1,2}", "{2}", "{2,12}", ""};
    unsigned kind = roll(dice, 10);
    if (depth == 0 || kind < 3) {
        kb_buf_puts(out, leaves[roll(dice, 6)]);
    } else if (kind < 6) {
        random_regex(dice, out, depth - 1);
        random_regex(dice, out, depth - 1);
    } else {
        kb_buf_puts(out, opens[roll(dice, 5)]);
        random_regex(dice, out, depth - 1);
        if (kind < 8) {
            kb_buf_putc(out, '|');
            random_regex(dice, out, depth - 1);
        }
        kb_buf_putc(out, ')');
        kb_buf_puts(out, ends[roll(dice, 12)]);
    }
}

/* The letters of `number`, whose highest bit only says how many there are. */
static void add_letters(struct kb_buf *out, unsigned number)
{
    for (; number > 1; number >>= 1)
        kb_buf_putc(out, (number & 1) ? 'b' : 'a');
}

/* Whether one of the words of up to four letters, again and again in sixty, is too much for PCRE2.
 * A search for it without any reasoning. */
static bool grows(const struct kb_pattern *pattern, struct kb_buf *subject)
{
    static const char *const ends[] = {"", "!c"};
    for (unsigned word = 2; word < 32; word++)
        for (unsigned before = 1; before < 8; before++)
            for (size_t end = 0; end < 2; end++) {
                subject->len = 0;
                add_letters(subject, before);
                while (subject->len < 60)
                    add_letters(subject, word);
                kb_buf_puts(subject, ends[end]);
                struct kb_str text = kb_buf_view(subject);
                if (kb_pattern_try(pattern, text, 0, 200000) == KB_MATCH_LIMIT &&
                    kb_pattern_try(pattern, text, 0, kb_pattern_limit()) == KB_MATCH_LIMIT)
                    return true;
            }
    return false;
}

/* What is reported holds; where there is nothing to suspect, nothing grows. */
START_TEST(test_random)
{
    struct dice dice = {.state = 20};
    struct kb_buf regex = {0}, subject = {0};
    unsigned counts[3] = {0}, clean = 0, unconfirmed = 0;
    for (int i = 0; i < 100; i++) {
        regex.len = 0;
        random_regex(&dice, &regex, 4);
        kb_buf_puts(&regex, roll(&dice, 3) ? "c" : "$");
        struct reading r = read_regex(kb_buf_view(&regex));
        counts[r.found.growth]++;
        if (r.found.growth != KB_GROWTH_TAME)
            confirm(&r, kb_buf_view(&regex));
        else if (r.found.suspects || !r.found.decided)
            unconfirmed++;
        else if (++clean && grows(r.pattern, &subject))
            ck_abort_msg("%s: unambiguous, but slow on %s", regex.data, subject.data);
        reading_free(&r);
    }
    /* The test is worth something only while it meets every kind. */
    ck_assert_uint_ge(counts[EXPO], 15);
    ck_assert_uint_ge(counts[POLY], 2);
    ck_assert_uint_ge(clean, 30);
    ck_assert_uint_ge(unconfirmed, 10);
    kb_buf_free(&regex);
    kb_buf_free(&subject);
}
END_TEST

/* The same answer each time, word for word. */
START_TEST(test_the_same_again)
{
    for (size_t i = 0; i < 40; i += 6) {
        struct kb_str regex = kb_str(known[i].regex);
        struct reading one = read_regex(regex), two = read_regex(regex);
        ck_assert_int_eq(one.found.growth, two.found.growth);
        ck_assert_uint_eq(one.found.suspects, two.found.suspects);
        if (one.found.growth != KB_GROWTH_TAME)
            ck_assert_str_eq(one.found.recipe, two.found.recipe);
        reading_free(&one);
        reading_free(&two);
    }
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("ambiguity");
    tcase_add_loop_test(cases, test_known, 0, sizeof known / sizeof *known);
    tcase_add_loop_test(cases, test_long, 0, sizeof long_ones / sizeof *long_ones);
    tcase_add_test(cases, test_random);
    tcase_add_test(cases, test_the_same_again);
    return suite_run("ambiguity", cases);
}

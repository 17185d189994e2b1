/* SPDX-License-Identifier: MIT */
/* pattern/alphabet, automaton, walk: the automaton reads what PCRE2 matches, in as many ways. */
#include <check.h>

#include "kb/buf.h"
#include "pattern/pattern.h"
#include "pattern/walk.h"
#include "tests/unit/suite.h"

struct machine {
    struct kb_syntax *syntax;
    struct kb_automaton automaton;
    struct kb_arena arena;
};

static struct machine machine_of(const char *regex, enum kb_counting counting)
{
    struct machine m = {.syntax = kb_syntax_parse(kb_str(regex))};
    ck_assert_msg(kb_automaton_make(&m.automaton, m.syntax, counting, &m.arena), "%s", regex);
    return m;
}

static void machine_free(struct machine *m)
{
    kb_syntax_free(m->syntax);
    kb_arena_free(&m->arena);
}

/* The letter of a code point: that of the class that takes it and nothing else. */
static unsigned letter_of(const struct kb_automaton *automaton, uint32_t cp)
{
    for (unsigned i = 0; i < automaton->alphabet.count; i++)
        if (automaton->alphabet.sample[i] == cp)
            return i;
    ck_abort_msg("no letter for U+%04X", (unsigned)cp);
}

static bool reads(struct machine *m, const char *text)
{
    struct kb_arena arena = {0};
    struct kb_states states = kb_states_start(&m->automaton, &arena);
    for (; *text; text++) {
        uint8_t letter = (uint8_t)letter_of(&m->automaton, (unsigned char)*text);
        kb_states_read(&m->automaton, &states, (struct kb_word){&letter, 1}, &arena);
    }
    bool last = false;
    for (uint32_t i = 0; i < m->automaton.position_count; i++)
        last |= (states.bits[i / 64] >> i % 64 & 1) && m->automaton.positions[i].last;
    kb_arena_free(&arena);
    return last;
}

/* Regexes whose automaton is exact, over a, b and what is neither. */
static const char *const exact[] = {
    "ab",          "a|b",           "(ab)*",        "(a|ab)(b|bb)?", "a*b+a?",  "(a*b)*a",
    "(?:a|b|ab)+", "a{2}b{1,3}",    "(a{0,2}b){2}", "(?:a?b?){3}",   "[^b]b",   "(a|)(b|)",
    "a{3,}b",      "((a|b)(a|b))*", "(?:ab?)*?b",   "a++b",          "(?>b*)a", "(?:aa|b){1,2}!",
    "(?:(a*)*b)*", "a{5}|b{6}",     "(?:b+a{2,}b)", "(a|b)!?",       "!*a",     "(?i:A)b|(?:ba)+",
    "[ab]{4}a",
};

START_TEST(test_reads_what_matches)
{
    static const char letters[] = "ab!";
    struct kb_pattern_error error;
    struct kb_buf regex = {0};
    kb_buf_printf(&regex, "^(?:%s)\\z|[ab]{9}", exact[_i]); /* so that every letter is one */
    struct kb_pattern *pattern = kb_pattern_new(KB_FLAVOR_RECORD, kb_buf_view(&regex), &error);
    regex.len = 0;
    kb_buf_printf(&regex, "(?:%s)|a{9}|b{9}", exact[_i]);
    struct machine m = machine_of(regex.data, KB_COUNT_COPIES);
    for (unsigned number = 0; number < 4 * 4 * 4 * 4 * 4 * 4; number++) {
        char text[8] = "";
        unsigned rest = number;
        for (size_t i = 0; rest; i++, rest /= 4)
            text[i] = rest % 4 ? letters[rest % 4 - 1] : '\0';
        bool matches = kb_pattern_search(pattern, kb_str(text)) == KB_MATCH_YES;
        ck_assert_msg(reads(&m, text) == matches, "%s on %s: %d", exact[_i], text, matches);
    }
    machine_free(&m);
    kb_pattern_free(pattern);
    kb_buf_free(&regex);
}
END_TEST

/* The ways along the first edge from the first position back to itself. */
static const struct {
    const char *regex;
    enum kb_counting counting;
    unsigned positions, ways;
} loops[] = {
    {"a*", KB_COUNT_COPIES, 1, 1},          {"(a*)*", KB_COUNT_COPIES, 1, 2},
    {"(a+)+", KB_COUNT_COPIES, 1, 2},       {"(a++)+", KB_COUNT_COPIES, 1, 1},
    {"(?>a+)+", KB_COUNT_COPIES, 1, 1},     {"(?:a|x*)*", KB_COUNT_COPIES, 2, 1},
    {"(a(?:|))*", KB_COUNT_COPIES, 1, 2},   {"(a(b?|c?))*", KB_COUNT_COPIES, 3, 2},
    {"a{3}", KB_COUNT_COPIES, 3, 0},        {"a{3}", KB_COUNT_LOOPS, 3, 0},
    {"a{0,3}", KB_COUNT_LOOPS, 3, 0},       {"a{0,4}", KB_COUNT_COPIES, 1, 1},
    {"(ab){4}", KB_COUNT_COPIES, 8, 0},     {"(a?){40}", KB_COUNT_COPIES, 40, 0},
    {"(a{5,9}){1}", KB_COUNT_COPIES, 5, 0}, {"(?:a(b?|c))+", KB_COUNT_COPIES, 3, 1},
};

START_TEST(test_ways)
{
    struct machine m = machine_of(loops[_i].regex, loops[_i].counting);
    unsigned ways = 0;
    for (uint32_t i = 0; i < m.automaton.edge_count; i++)
        if (m.automaton.edges[i].from == 1 && m.automaton.edges[i].to == 1)
            ways = m.automaton.edges[i].ways;
    ck_assert_msg(m.automaton.position_count - 1 == loops[_i].positions && ways == loops[_i].ways,
                  "%s: %u positions, %u ways", loops[_i].regex, m.automaton.position_count - 1,
                  ways);
    machine_free(&m);
}
END_TEST

START_TEST(test_gaps)
{
    static const struct {
        const char *regex;
        unsigned gaps;
    } cases[] = {{"a.*b", 1},         {"a.+?b.{3,90}c", 4}, {"a[\\s\\S]*b", 1}, {"a.?b", 0},
                 {"a[^\\n]*b", 1},    {"a[^,]*b", 0},       {"(?:.*,)+b", 0},   {"(.*)b", 1},
                 {"(?:a.*|b.*)?", 2}, {"a.{3}b", 0},        {"(?s:.)*b", 1},    {"a\\N*b", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct machine m = machine_of(cases[i].regex, KB_COUNT_COPIES);
        unsigned gaps = 0;
        for (uint32_t j = 0; j < m.automaton.position_count; j++)
            gaps += m.automaton.positions[j].gap;
        ck_assert_msg(gaps == cases[i].gaps, "%s: %u", cases[i].regex, gaps);
        machine_free(&m);
    }
}
END_TEST

/* What is too large is refused and not begun. */
START_TEST(test_too_large)
{
    static const char *const regexes[] = {"(?:(?:abc){60}x){60}y{60}", "(?:[ab]?[cd]?){1000}"};
    struct kb_arena arena = {0};
    struct kb_automaton automaton;
    struct kb_buf regex = {0};
    for (int i = 0; i < 2000; i++)
        kb_buf_puts(&regex, "a+");
    struct kb_syntax *syntax = kb_syntax_parse(kb_buf_view(&regex));
    ck_assert(!kb_automaton_make(&automaton, syntax, KB_COUNT_COPIES, &arena));
    kb_syntax_free(syntax);
    /* With fewer copies these two fit. */
    for (size_t i = 0; i < 2; i++) {
        struct machine m = machine_of(regexes[i], KB_COUNT_COPIES);
        machine_free(&m);
    }
    /* More letters than a byte has: U+4E00, U+4E02, ... */
    regex.len = 0;
    for (uint32_t cp = 0x4E00; cp < 0x5200; cp += 2) {
        char utf8[4];
        kb_buf_add(&regex, utf8, kb_utf8_put(utf8, cp));
    }
    syntax = kb_syntax_parse(kb_buf_view(&regex));
    ck_assert(!kb_automaton_make(&automaton, syntax, KB_COUNT_COPIES, &arena));
    kb_syntax_free(syntax);
    kb_arena_free(&arena);
    kb_buf_free(&regex);
}
END_TEST

/* Code points are of one letter exactly when no class tells them apart, and a sample is text. */
START_TEST(test_letters)
{
    struct machine m =
        machine_of("[a-f\xC3\xA9]x|[^d-z0-5]|\\w\\d|\\S|\xE4\xB8\xAD", KB_COUNT_COPIES);
    const struct kb_alphabet *alphabet = &m.automaton.alphabet;
    ck_assert_uint_eq(alphabet->sample[alphabet->mark], KB_MARK);
    for (unsigned i = 0; i < alphabet->count; i++) {
        uint32_t cp = alphabet->sample[i];
        ck_assert(cp < 0xD800 || (cp > 0xDFFF && cp < 0x110000));
        for (uint32_t j = 1; j < m.automaton.position_count; j++)
            ck_assert_int_eq(kb_letters_has(&m.automaton.positions[j].letters, i),
                             kb_syntax_has(m.automaton.positions[j].class, cp));
        for (unsigned k = 0; k < i; k++) {
            bool apart = cp == KB_MARK || alphabet->sample[k] == KB_MARK;
            for (uint32_t j = 1; j < m.automaton.position_count; j++)
                apart |= kb_letters_has(&m.automaton.positions[j].letters, i) !=
                         kb_letters_has(&m.automaton.positions[j].letters, k);
            ck_assert(apart);
        }
    }
    machine_free(&m);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("automaton");
    tcase_add_loop_test(cases, test_reads_what_matches, 0, sizeof exact / sizeof *exact);
    tcase_add_loop_test(cases, test_ways, 0, sizeof loops / sizeof *loops);
    tcase_add_test(cases, test_gaps);
    tcase_add_test(cases, test_too_large);
    tcase_add_test(cases, test_letters);
    return suite_run("automaton", cases);
}

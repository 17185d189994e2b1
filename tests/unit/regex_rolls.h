/* SPDX-License-Identifier: MIT */
/* Regexes that are easily read wrongly, and rolled ones, with texts to try them on. */
#ifndef KB_TESTS_REGEX_ROLLS_H
#define KB_TESTS_REGEX_ROLLS_H

#include <string.h>

#include "tests/unit/syntax_walk.h"

/* Regexes with something in them that is easily read wrongly. */
static const char *const tricky[] = {
    "",
    "a|",
    "|a",
    "(a|)b",
    "[]a]",
    "[^]a]",
    "[a-]",
    "[-a]",
    "[a-c-e]",
    "[--a]",
    "[+--]",
    "[\\d-]",
    "[[:alpha:]-]",
    "[[:^digit:]]",
    "[[:upper:]]",
    "(?-i)[[:upper:]]",
    "[a[:digit:]b]",
    "[[:digit]",
    "[:alpha:]",
    "[[.a]",
    "[\\]]",
    "[\\Qa]\\E]",
    "[\\Q^\\Ea]",
    "[\\E^a]",
    "[a\\Q-\\Ec]",
    "[\\Qa\\E-\\Qc\\E]",
    "[\\b]",
    "[\\101-\\103]",
    "[\\8]",
    "[\\x41-\\x{43}]",
    "[^\\W]",
    "[^\\Wa]",
    "[\\W\\x{100}]",
    "[^\\D\\s]",
    "[k]",
    "[^k]",
    "[j-l]",
    "[\\x{2129}-\\x{212B}]",
    "[^\\x{e0}-\\x{ff}]",
    "(?-i)k",
    "(?-i)[j-l]",
    "\\x{17f}",
    "ß",
    "\\x{3c3}|µ",
    "\\p{L}",
    "\\pL+",
    "[\\p{Lu}a]",
    "[^\\p{Lu}a]",
    "\\P{L}",
    "a{2}",
    "a{2,}",
    "a{2,3}b",
    "a{2,3}?b",
    "a{2,3}+b",
    "a{,3}",
    "a{ 1}",
    "{1}a",
    "a{b",
    "a{1",
    "a{1,b}",
    "x{0}a",
    "a++a",
    "a?+a",
    "a*?b",
    "(?U)a+b",
    "(?U)a+?b",
    "(?x)a b # c\nd",
    "(?x)a b # c",
    "(?x)a \\  b",
    "(?x)a +b",
    "(?x)a + +b",
    "(?x)a{2, 3}",
    "(?x)[a b]",
    "(?xx)[a b]",
    "(?xx)[ ^a]",
    "(?xx)[ ]a]",
    "(?x: a b) c",
    "(?x-x: a b) c",
    "a(?#comment)+b",
    "a+(?#comment)+a",
    "a\\Q\\E+",
    "a+\\E+a",
    "\\Qa+b\\E+",
    "\\Qa|b",
    "\\Qa\\b\\E",
    "a\\Q",
    "\\Ea",
    "(?i)a",
    "(?-i)aB",
    "(?-i:a)B",
    "(a(?-i)b|c)D",
    "(?^:aB)",
    "(?s).",
    "(?s-i:.)a",
    ".",
    "\\N",
    "(?s)\\N",
    "(?m)^a$",
    "^a$",
    "\\Aa\\Z",
    "\\Aa\\z",
    "\\Ga",
    "(?m)^",
    "(?m)$\\n^",
    "\\bka\\b",
    "\\Bk",
    "\\d\\D",
    "\\s\\S",
    "\\h\\H",
    "\\v\\V",
    "\\R",
    "\\R\\n",
    "\\R{2}",
    "\\cA\\c{",
    "\\ca",
    "\\e\\f\\a\\t",
    "\\0\\01\\012",
    "\\1(a)",
    "(a)\\1",
    "(a)\\11",
    "\\18",
    "\\x4g",
    "\\xg",
    "\\x{}|a",
    "\\o{101}",
    "\\N{U+41}",
    "(?n)(a)(?<n>b)\\1",
    "(?<n>a)\\k<n>\\k'n'\\k{n}\\g{n}(?P=n)",
    "\\k<n>(?<n>a)|b",
    "(a)\\g1\\g{1}\\g-1\\g{-1}",
    "\\g{+1}(a)|b",
    "(?|(a)|(b)(c))(d)\\3",
    "(?J)(?<n>a)|(?<n>b)\\k<n>",
    "(?=a)ab",
    "(?!a)b",
    "(?<=a)b",
    "(?<!a)b",
    "(?<=a|bc)d",
    "(?<!\\p{L})a",
    "(?=a)*b",
    "(?=a){3}a",
    "(?>a|ab)c",
    "(?>a+)a",
    "(*atomic:a+)a",
    "(*pla:a)a",
    "(*nlb:a)b",
    "(*positive_lookbehind:a)b",
    "(?*a)a",
    "(*napla:a)a",
    "(*sr:a)",
    "(*F)|a",
    "a(*FAIL)|b",
    "a(*COMMIT)b",
    "a(*MARK:x)b",
    "a(*:x|y)b",
    "(?:a(*ACCEPT)b)c",
    "(a|b(?1))c",
    "(?R)?a",
    "(?<n>a)(?&n)(?P>n)\\g<n>\\g'1'",
    "(?+1)(a)",
    "(a)(?-1)",
    "(a)?(?(1)b|c)",
    "(?(?=a)a|b)",
    "(?(?<!a)b)",
    "(?(DEFINE)(a))b",
    "(?<n>a)?(?(<n>)b)",
    "a\\Kb",
    "\\Xa",
    "[[:<:]]a[[:>:]]",
    "\\w+\\s*=\\s*(?:0x[0-9a-f]+|\\d+)",
    "^\\s*at .*\\(.*:\\d+\\)$",
    "回復|건배",
};

/* What the texts are rolled from. */
static const char *const pieces[] = {
    "a",        "b",  "c",  "d", "A", "B", "k",        "K",        "s", "\xE2\x84\xAA",
    "\xC5\xBF", "\n", "\r", " ", "-", "]", "^",        "1",        "8", "_",
    "\x01",     "\t", "{",  "}", "+", "|", "\\",       "ß",        "é", "\xC3\x89",
    "Ā",        "µ",  "μ",  "x", "Q", "E", "\xC2\xA0", "\xC2\x85",
};

static inline void roll_text(uint64_t *state, struct kb_buf *text)
{
    text->len = 0;
    kb_buf_puts(text, "");
    for (uint32_t n = roll(state) % 7; n > 0; n--)
        kb_buf_puts(text, pieces[roll(state) % (sizeof pieces / sizeof *pieces)]);
}

/* Takes one character out, or puts one in, now and then. */
static inline void spoil(uint64_t *state, struct kb_buf *text)
{
    struct kb_buf spoilt = {0};
    size_t at = roll(state) % (text->len + 1);
    while (at < text->len && ((unsigned char)text->data[at] & 0xC0) == 0x80)
        at++;
    kb_buf_add(&spoilt, text->data, at);
    if (roll(state) % 2)
        kb_buf_puts(&spoilt, pieces[roll(state) % (sizeof pieces / sizeof *pieces)]);
    else
        for (at += at < text->len;
             at < text->len && ((unsigned char)text->data[at] & 0xC0) == 0x80;)
            at++;
    kb_buf_add(&spoilt, text->data + at, text->len - at);
    kb_buf_free(text);
    *text = spoilt;
}

/* What regexes are rolled from: what they are rolled to is mostly nothing that compiles. Without
 * \S, which PCRE2 takes to share nothing with \h, \v and \R. */
static const char *const tokens[] = {
    "a",    "b",     "k",      "s",     "ß",         "A",         "1",     "-",     "^",    "$",
    ".",    "|",     "(",      ")",     "(?:",       "(?=",       "(?!",   "(?<=",  "(?<!", "(?>",
    "(?|",  "[",     "]",      "[^",    "[:alpha:]", "[:^word:]", "a-k",   "*",     "+",    "?",
    "{2}",  "{1,2}", "{0}",    "{,2}",  "{",         "}",         ",",     "\\d",   "\\W",  "\\b",
    "\\B",  "\\s",   "\\Q",    "\\E",   "(?i)",      "(?-i)",     "(?x)",  "(?xx)", "(?s)", "(?m)",
    "(?U)", "(?n)",  "(?i:",   "(?^)",  " ",         "#",         "\n",    "\\n",   "\\R",  "\\N",
    "\\h",  "\\V",   "\\1",    "\\12",  "\\x4",      "\\x{6b}",   "\\101", "(?#",   ":",    "\\A",
    "\\z",  "\\Z",   "\\G",    "\\K",   "\\X",       "\\\\",      "\\]",   "\\^",   "\\-",  "(?1)",
    "(*F)", "(?<n>", "\\k<n>", "(?(1)", "\\g{-1}",   "\\p{L}",    "\\cA",  "\\8",   "\\D",
};

static inline void roll_regex(uint64_t *state, struct kb_buf *regex)
{
    regex->len = 0;
    kb_buf_puts(regex, "");
    for (uint32_t n = 1 + roll(state) % 9, open = 0; n > 0; n--) {
        const char *token = tokens[roll(state) % (sizeof tokens / sizeof *tokens)];
        kb_buf_puts(regex, token);
        open += token[0] == '(' && strcmp(token, "(*F)") != 0;
        if (open && roll(state) % 3 == 0) {
            kb_buf_putc(regex, ')');
            open--;
        }
    }
}

#endif

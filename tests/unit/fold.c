/* SPDX-License-Identifier: MIT */
/* pattern/fold, pattern/set: the same characters are one as in caseless PCRE2. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "pattern/fold.h"
#include "pattern/pattern.h"
#include "pattern/set.h"
#include "tests/unit/suite.h"

enum { CHUNK = 4000 }; /* bytes, below KB_MAX_SUBJECT */

static struct kb_pattern *pattern_of(const struct kb_buf *regex)
{
    struct kb_pattern_error error;
    struct kb_pattern *pattern = kb_pattern_new(KB_FLAVOR_RECORD, kb_buf_view(regex), &error);
    ck_assert_msg(pattern != NULL, "%s: %s", regex->data, error.message);
    return pattern;
}

static void put(struct kb_buf *buf, uint32_t cp)
{
    char utf8[4];
    kb_buf_add(buf, utf8, kb_utf8_put(utf8, cp));
}

struct letters {
    uint32_t at[0x8000];
    size_t n;
};

/* Every code point that can have a case: letters with one, and the marks, numerals and symbols
 * among which Unicode has some. Parted into those of the table and all others. */
static void collect(struct letters *known, struct letters *others)
{
    struct kb_buf text = {0};
    uint32_t family[KB_FOLD_MOST];
    kb_buf_puts(&text, "^(?-i)[\\p{L&}\\p{Mn}\\p{Nl}\\p{So}]$");
    struct kb_pattern *pattern = pattern_of(&text);
    for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
        cp = cp == 0xD800 ? 0xE000 : cp;
        text.len = 0;
        put(&text, cp);
        if (kb_fold_family(cp, family) > 1)
            known->at[known->n++] = cp;
        else if (kb_pattern_search(pattern, kb_buf_view(&text)) == KB_MATCH_YES)
            others->at[others->n++] = cp;
    }
    kb_pattern_free(pattern);
    kb_buf_free(&text);
}

/* Texts of all the letters, each short enough to be searched whole. */
struct chunks {
    struct kb_buf at[32];
    size_t n;
};

static void add_chunks(struct chunks *chunks, const struct letters *letters)
{
    for (size_t i = 0; i < letters->n; i++) {
        if (i == 0 || chunks->at[chunks->n - 1].len > CHUNK)
            chunks->n++;
        ck_assert_uint_le(chunks->n, 32);
        put(&chunks->at[chunks->n - 1], letters->at[i]);
    }
}

/* The class, caseless, takes nothing of the texts but what is written in it. */
static void takes_only_itself(const struct kb_buf *class, const struct chunks *chunks)
{
    struct kb_buf regex = {0};
    kb_buf_printf(&regex, "(?!(?-i:[%s]))[%s]", class->data, class->data);
    struct kb_pattern *pattern = pattern_of(&regex);
    for (size_t i = 0; i < chunks->n; i++)
        ck_assert_msg(kb_pattern_search(pattern, kb_buf_view(&chunks->at[i])) == KB_MATCH_NO,
                      "[%.40s...] takes more than the table says: PCRE2 is of a later Unicode",
                      class->data);
    kb_pattern_free(pattern);
    kb_buf_free(&regex);
}

static void takes_its_family(uint32_t cp, const struct chunks *chunks)
{
    uint32_t family[KB_FOLD_MOST];
    size_t count = kb_fold_family(cp, family);
    struct kb_buf regex = {0}, text = {0};
    kb_buf_puts(&regex, "^");
    put(&regex, cp);
    kb_buf_puts(&regex, "$");
    struct kb_pattern *pattern = pattern_of(&regex);
    for (size_t i = 0; i < count; i++) {
        text.len = 0;
        put(&text, family[i]);
        ck_assert_uint_eq(kb_fold(family[i]), kb_fold(cp));
        ck_assert_msg(kb_pattern_search(pattern, kb_buf_view(&text)) == KB_MATCH_YES,
                      "U+%04X and U+%04X are one in the table only", cp, family[i]);
    }
    text.len = 0;
    for (size_t i = 0; i < count; i++)
        put(&text, family[i]);
    takes_only_itself(&text, chunks);
    kb_pattern_free(pattern);
    kb_buf_free(&regex);
    kb_buf_free(&text);
}

/* No letter outside the table is one with another. Two numbers differ in some bit, so it is enough
 * that for every bit those that have it set take no other. */
static void others_stand_alone(const struct letters *others, const struct chunks *chunks)
{
    struct kb_buf class = {0};
    for (size_t bit = 1; bit <= others->n; bit *= 2) {
        class.len = 0;
        for (size_t i = 0; i < others->n; i++)
            if ((i + 1) & bit)
                put(&class, others->at[i]);
        takes_only_itself(&class, chunks);
    }
    kb_buf_free(&class);
}

START_TEST(the_table_is_pcre2s)
{
    struct letters *known = calloc(1, sizeof *known), *others = calloc(1, sizeof *others);
    struct chunks chunks = {.n = 0};
    collect(known, others);
    ck_assert_uint_gt(known->n, 2000);
    ck_assert_uint_gt(others->n, 8000);
    add_chunks(&chunks, known);
    for (size_t i = 0; i < known->n; i++)
        takes_its_family(known->at[i], &chunks);
    add_chunks(&chunks, others);
    others_stand_alone(others, &chunks);
    for (size_t i = 0; i < chunks.n; i++)
        kb_buf_free(&chunks.at[i]);
    free(known);
    free(others);
}
END_TEST

/* A range folds to what its characters fold to. */
START_TEST(ranges_fold_as_their_characters)
{
    static const struct kb_syntax_range ranges[] = {
        {'a', 'z'},       {'W', 'c'},       {0x101, 0x101},     {0x100, 0x17F},   {0xB5, 0xB5},
        {0x3B1, 0x3C9},   {0x10A0, 0x10FF}, {0x13A0, 0x13FF},   {0x1C80, 0x1C88}, {0x1E00, 0x1FFF},
        {0x2126, 0x212B}, {0xA640, 0xA7FF}, {0x10400, 0x1044F}, {0, 0x10FFFF},    {0x4E00, 0x9FFF},
    };
    static unsigned char wanted[0x110000];
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        struct kb_set set = {0};
        uint32_t family[KB_FOLD_MOST];
        memset(wanted, 0, sizeof wanted);
        for (uint32_t cp = ranges[i].first; cp <= ranges[i].last; cp++)
            for (size_t k = kb_fold_family(cp, family); k > 0; k--)
                wanted[family[k - 1]] = 1;
        kb_set_add(&set, ranges[i].first, ranges[i].last);
        kb_set_fold(&set);
        for (size_t r = 0; r < set.count; r++)
            for (uint32_t cp = set.ranges[r].first; cp <= set.ranges[r].last; cp++)
                wanted[cp] ^= 1;
        /* Now what is wanted and not there, or there and not wanted, stands at 1. */
        ck_assert_ptr_null(memchr(wanted, 1, sizeof wanted));
        kb_set_free(&set);
    }
}
END_TEST

START_TEST(sets_turn_round)
{
    struct kb_set set = {0};
    kb_set_invert(&set);
    ck_assert_uint_eq(set.count, 1);
    ck_assert_uint_eq(set.ranges[0].last, 0x10FFFF);
    kb_set_invert(&set);
    ck_assert_uint_eq(set.count, 0);
    kb_set_add(&set, 5, 9);
    kb_set_add(&set, 1, 2);
    kb_set_add(&set, 3, 5);
    kb_set_add(&set, 0x10FFFF, 0x10FFFF);
    kb_set_tidy(&set);
    ck_assert_uint_eq(set.count, 2);
    ck_assert_uint_eq(set.ranges[0].first, 1);
    ck_assert_uint_eq(set.ranges[0].last, 9);
    kb_set_invert(&set);
    ck_assert_uint_eq(set.count, 2);
    ck_assert_uint_eq(set.ranges[1].first, 10);
    ck_assert_uint_eq(set.ranges[1].last, 0x10FFFE);
    kb_set_free(&set);
}
END_TEST

START_TEST(texts_fold)
{
    struct kb_buf out = {0};
    kb_fold_text(&out, KB_STR("Stra\xC3\x9F"
                              "E \xE2\x84\xAA\xC5\xBF \xFF\xC3\x89 \xCE\xA3\xCF\x82"));
    ck_assert_str_eq(out.data, "stra\xC3\x9F"
                               "e ks \xFF\xC3\xA9 \xCF\x83\xCF\x83");
    kb_buf_free(&out);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("fold");
    tcase_add_test(cases, the_table_is_pcre2s);
    tcase_add_test(cases, ranges_fold_as_their_characters);
    tcase_add_test(cases, sets_turn_round);
    tcase_add_test(cases, texts_fold);
    return suite_run("fold", cases);
}

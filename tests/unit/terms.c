/* SPDX-License-Identifier: MIT */
/* The inverted text of a base: which terms, where, and how much each says. */
#include <check.h>

#include "emit/terms/terms.h"
#include "tests/unit/html_fixture.h"
#include "tests/unit/suite.h"

static struct kb_arena arena;

static struct kb_base base_of(const char *const *causes, size_t count)
{
    static char ids[][2] = {"a", "b", "c", "d"};
    struct kb_record **records = kb_arena_new(&arena, count + 1, sizeof *records);
    for (size_t i = 0; i < count; i++) {
        records[i] = fixture_bare(&arena, ids[i]);
        records[i]->root_cause = kb_str(causes[i]);
    }
    return (struct kb_base){NULL, records, count, KB_NO_DATE, KB_NO_DATE};
}

static const struct kb_term *term(const struct kb_terms *terms, const char *text)
{
    for (size_t i = 0; i < terms->count; i++)
        if (kb_str_is(terms->items[i].text, text))
            return &terms->items[i];
    return NULL;
}

START_TEST(nothing_has_no_terms)
{
    struct kb_base none = base_of(NULL, 0);
    struct kb_terms terms = kb_terms_make(&none, KB_TERMS_PLAIN);
    ck_assert_uint_eq(terms.count, 0);
    kb_terms_free(&terms);
    kb_terms_free(&terms);
}
END_TEST

START_TEST(terms_are_sorted_and_postings_in_the_order_of_the_records)
{
    static const char *const causes[] = {"zebra apple", "apple", "Zebra zebra zebra"};
    struct kb_base base = base_of(causes, 3);
    struct kb_terms terms = kb_terms_make(&base, KB_TERMS_PLAIN);
    for (size_t i = 1; i < terms.count; i++)
        ck_assert_int_lt(kb_str_cmp(terms.items[i - 1].text, terms.items[i].text), 0);
    const struct kb_term *zebra = term(&terms, "zebra"), *apple = term(&terms, "apple");
    ck_assert_ptr_nonnull(zebra);
    ck_assert_uint_eq(zebra->count, 2);
    ck_assert_uint_eq(zebra->postings[0].record, 0);
    ck_assert_uint_eq(zebra->postings[1].record, 2);
    /* More of it, and nothing else, says more. */
    ck_assert_uint_gt(zebra->postings[1].impact, zebra->postings[0].impact);
    ck_assert_uint_eq(apple->count, 2);
    ck_assert_uint_gt(apple->postings[1].impact, apple->postings[0].impact);
    ck_assert_ptr_null(term(&terms, "Zebra"));
    kb_terms_free(&terms);
}
END_TEST

/* Runs of Han are counted through the record, with a gap between them. */
START_TEST(pairs_know_their_places)
{
    static const char *const causes[] = {"错误信息 错误", "信息"};
    struct kb_base base = base_of(causes, 2);
    struct kb_terms terms = kb_terms_make(&base, KB_TERMS_STEADY);
    const struct kb_term *pair = term(&terms, "错误");
    ck_assert_ptr_nonnull(pair);
    ck_assert_uint_eq(pair->count, 1);
    ck_assert_uint_eq(pair->place_count, 2);
    ck_assert_uint_eq(pair->places[1].at - pair->places[0].at, 5); /* four, and a gap */
    pair = term(&terms, "信息");
    ck_assert_uint_eq(pair->place_count, 2);
    ck_assert_uint_eq(pair->places[0].record, 0);
    ck_assert_uint_eq(pair->places[1].record, 1);
    ck_assert_uint_eq(term(&terms, "错")->place_count, 0);
    kb_terms_free(&terms);
    terms = kb_terms_make(&base, KB_TERMS_PLAIN);
    ck_assert_uint_eq(term(&terms, "错误")->place_count, 0);
    kb_terms_free(&terms);
}
END_TEST

/* A word more in one record leaves what the terms of the others weigh: the mean is rounded. */
START_TEST(steady_impacts_stay)
{
    enum { COUNT = 64 };
    unsigned char impacts[2][2][COUNT];
    size_t changed[2] = {0, 0};
    for (size_t more = 0; more < 2; more++) {
        struct kb_record *records[COUNT], **all = records;
        for (size_t i = 0; i < COUNT; i++) {
            struct kb_buf text = {0};
            for (size_t w = 0; w < i + 1 + (i + 1 == COUNT ? 40 * more : 0); w++)
                kb_buf_printf(&text, "word%zu ", w);
            records[i] = fixture_bare(&arena, "");
            records[i]->root_cause =
                (struct kb_str){kb_arena_copy(&arena, text.data, text.len), text.len};
            kb_buf_free(&text);
        }
        struct kb_base base = {NULL, all, COUNT, KB_NO_DATE, KB_NO_DATE};
        for (int wanted = KB_TERMS_PLAIN; wanted <= KB_TERMS_STEADY; wanted++) {
            struct kb_terms terms = kb_terms_make(&base, (enum kb_terms_wanted)wanted);
            for (size_t i = 0; i < COUNT; i++)
                impacts[more][wanted][i] = term(&terms, "word0")->postings[i].impact;
            kb_terms_free(&terms);
        }
    }
    for (size_t i = 0; i + 1 < COUNT; i++)
        for (int wanted = KB_TERMS_PLAIN; wanted <= KB_TERMS_STEADY; wanted++)
            changed[wanted] += impacts[0][wanted][i] != impacts[1][wanted][i];
    ck_assert_uint_gt(changed[KB_TERMS_PLAIN], 0);
    ck_assert_uint_eq(changed[KB_TERMS_STEADY], 0);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("terms");
    tcase_add_test(cases, nothing_has_no_terms);
    tcase_add_test(cases, terms_are_sorted_and_postings_in_the_order_of_the_records);
    tcase_add_test(cases, pairs_know_their_places);
    tcase_add_test(cases, steady_impacts_stay);
    int status = suite_run("terms", cases);
    kb_arena_free(&arena);
    return status;
}

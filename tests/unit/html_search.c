/* SPDX-License-Identifier: MIT */
/* How the search index is written: numbers, texts, shards, and what one record more changes. */
#include <check.h>
#include <stdio.h>

#include "emit/html/search.h"
#include "tests/unit/html_fixture.h"
#include "tests/unit/suite.h"

static struct kb_arena arena;

START_TEST(numbers_have_five_bits_a_character)
{
    static const struct {
        uint64_t number;
        const char *text;
    } rows[] = {{0, "0"},     {31, "v"},     {32, "w1"},
                {1023, "_v"}, {1024, "ww1"}, {UINT64_MAX, "____________f"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kb_buf to = {0};
        kb_shard_number(&to, rows[i].number);
        ck_assert_str_eq(to.data, rows[i].text);
        kb_buf_free(&to);
    }
}
END_TEST

START_TEST(no_text_ends_a_script)
{
    struct kb_buf to = {0};
    kb_shard_text(&to, KB_STR("</script>&\"\\\n\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xA7"));
    ck_assert_str_eq(to.data, "\"\\u003c/script>&\\\"\\\\\\n\\u2028\\u2029\xE2\x80\xA7\"");
    kb_buf_free(&to);
}
END_TEST

static struct kb_base base_of(size_t count, size_t without)
{
    struct kb_record **records = kb_arena_new(&arena, count + 1, sizeof *records);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        char id[24];
        int n = snprintf(id, sizeof id, "domain/%06zu", i);
        if (i != without)
            records[kept++] = fixture_bare(&arena, kb_arena_copy(&arena, id, (size_t)n));
    }
    return (struct kb_base){NULL, records, kept, KB_NO_DATE, KB_NO_DATE};
}

START_TEST(a_record_keeps_its_number)
{
    enum { COUNT = 1000, GONE = 300 };
    struct kb_base all = base_of(COUNT, COUNT), fewer = base_of(COUNT, GONE);
    struct kb_search_numbers a = kb_search_number(&all), b = kb_search_number(&fewer);
    size_t moved = 0;
    for (size_t i = 0; i < COUNT; i++) {
        ck_assert(i == 0 || a.of[i - 1] < a.of[i]);
        ck_assert_uint_lt(a.of[i], COUNT * KB_SEARCH_SPARE * 2 + COUNT);
        if (i != GONE)
            moved += a.by_place[i] != b.by_place[i - (i > GONE)];
    }
    ck_assert_uint_le(moved, 3);
    kb_search_numbers_free(&a);
    kb_search_numbers_free(&b);
}
END_TEST

static size_t entries;

static void count_entry(struct kb_buf *to, const struct kb_site *site,
                        const struct kb_record *record, uint32_t number)
{
    (void)to, (void)site, (void)record, (void)number;
    entries++;
}

/* Shards by their keys and places, as text, without the files. How many entries they have. */
static size_t cut(const struct kb_base *base, struct kb_buf *starts)
{
    struct kb_buf error = {0};
    char folder[] = "/tmp/kbc-search-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    struct kb_out *out = kb_out_open(folder, &error);
    ck_assert_ptr_nonnull(out);
    const struct kb_shards shards = {"d", 16, count_entry};
    const struct kb_site site = {
        .base = base,
        .origins = kb_arena_new(&arena, base->count, sizeof *site.origins),
    };
    struct kb_search_numbers numbers = kb_search_number(base);
    entries = 0;
    ck_assert(kb_shards_write(&shards, &site, &numbers, out, starts));
    kb_search_numbers_free(&numbers);
    kb_out_close(out); /* nothing is put in place */
    remove(folder);
    return entries;
}

static bool has_key(const struct kb_buf *starts, const char *key)
{
    return strstr(starts->data, key);
}

START_TEST(shards_are_cut_by_what_is_in_them)
{
    enum { COUNT = 1000 };
    struct kb_base all = base_of(COUNT, COUNT), fewer = base_of(COUNT, 300);
    struct kb_buf a = {0}, b = {0};
    size_t keys = 0, lost = 0, last = 0;
    ck_assert_uint_eq(cut(&all, &a), COUNT);
    cut(&fewer, &b);
    for (char *p = a.data; *p; keys++) {
        size_t place = strtoul(p, &p, 10);
        char key[19];
        memcpy(key, p + 1, 18);
        key[18] = '\0';
        lost += !has_key(&b, key);
        ck_assert_uint_le(place - last, 32);
        last = place;
        p += 19;
        p += *p == ',';
    }
    ck_assert_uint_ge(keys, COUNT / 32);
    ck_assert_uint_le(keys, COUNT / 8);
    ck_assert_uint_le(lost, 2);
    kb_buf_free(&a);
    kb_buf_free(&b);
}
END_TEST

START_TEST(a_beginning_has_of_each_record_the_best)
{
    static const struct kb_term_posting ab[] = {{3, 5}}, abc[] = {{2, 1}, {7, 9}},
                                        abd[] = {{0, 2}, {2, 4}}, ac[] = {{2, 3}};
    const struct kb_term terms[] = {{KB_STR("ab"), ab, 1, NULL, 0},
                                    {KB_STR("abc"), abc, 2, NULL, 0},
                                    {KB_STR("abd"), abd, 2, NULL, 0},
                                    {KB_STR("ac"), ac, 1, NULL, 0}};
    const struct kb_term *end = terms + 4;
    struct kb_str beginning;
    const struct kb_term *next = kb_search_group(terms, end, 1, &beginning);
    ck_assert_ptr_eq(next, terms + 3);
    ck_assert(kb_str_is(beginning, "ab"));
    struct kb_search_best best = kb_search_best(8);
    struct kb_term all = kb_search_best_of(&best, terms, next, beginning);
    static const struct kb_term_posting wanted[] = {{0, 2}, {2, 4}, {7, 9}};
    ck_assert_uint_eq(all.count, 3); /* and not where the beginning itself is */
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(all.postings[i].record, wanted[i].record);
        ck_assert_uint_eq(all.postings[i].impact, wanted[i].impact);
    }
    all = kb_search_best_of(&best, next, end, KB_STR("a"));
    ck_assert_uint_eq(all.count, 1);
    ck_assert_uint_eq(all.postings[0].impact, 3); /* nothing is left of the one before */
    kb_search_best_free(&best);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("html_search");
    tcase_add_test(cases, numbers_have_five_bits_a_character);
    tcase_add_test(cases, no_text_ends_a_script);
    tcase_add_test(cases, a_record_keeps_its_number);
    tcase_add_test(cases, shards_are_cut_by_what_is_in_them);
    tcase_add_test(cases, a_beginning_has_of_each_record_the_best);
    int status = suite_run("html_search", cases);
    kb_arena_free(&arena);
    return status;
}

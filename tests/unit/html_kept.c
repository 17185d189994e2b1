/* SPDX-License-Identifier: MIT */
/* How many files of a site are not made again. That those that are kept are the right ones is seen
 * by robustness/rebuild.py. */
#define _XOPEN_SOURCE 700 /* nftw */

#include "tests/unit/out_fixture.h"

#include <fcntl.h>

#include "emit/html/search.h"
#include "emit/out_parts.h"
#include "tests/unit/html_fixture.h"
#include "tests/unit/suite.h"

enum { RECORDS = 4 };

static struct kb_arena arena;
static struct kb_layout layout;
static struct kb_record *records[RECORDS];
static struct kb_base base = {&layout, records, RECORDS, KB_NO_DATE, KB_NO_DATE};

static void open_base(void)
{
    static const struct kb_source source = {.path = "r.json", .rel = "r.json"};
    static const struct kb_doc docs[RECORDS] = {
        {&source, .line = 1}, {&source, .line = 2}, {&source, .line = 3}, {&source, .line = 4}};
    static const char *const ids[RECORDS] = {"a/1", "a/2", "a/3", "b/1"};
    setup();
    for (size_t i = 0; i < RECORDS; i++) {
        records[i] = fixture_bare(&arena, ids[i]);
        records[i]->domain = (struct kb_str){ids[i], 1};
        records[i]->json = KB_STR("{}");
        records[i]->doc = &docs[i];
    }
}

static void close_base(void)
{
    teardown();
    kb_arena_free(&arena);
    arena = (struct kb_arena){0};
}

/* Builds the site. How many files were kept: of those already in place these alone are marked
 * before the rest is. */
static size_t build(void)
{
    static const struct kb_emit_options options = {0};
    size_t kept = 0;
    struct kb_out *out = kb_out_open(out_path, &error);
    ck_assert_ptr_nonnull(out);
    kb_emit_html.emit(&base, &options, out);
    for (size_t i = 0; i < out->count; i++)
        kept += !out->files[i].staged && kb_digest_known(out->files[i].mark);
    ck_assert(kb_out_commit(out, &counts, &error));
    kb_out_close(out);
    /* As if the list had been written long after the files. */
    const struct timespec times[] = {{.tv_sec = 4000000000}, {.tv_sec = 4000000000}};
    ck_assert_int_eq(utimensat(AT_FDCWD, in_out(".kbc-made"), times, 0), 0);
    return kept;
}

/* Each record has a page, a twin and its JSON; of the lists there are those of one domain each, of
 * letters, of freshness and of the other tallies; and three shards of the search page. */
START_TEST(what_did_not_change_is_kept)
{
    ck_assert_uint_eq(build(), 0);
    size_t all = build();
    ck_assert_uint_ge(all, 3 * RECORDS + 5);
    ck_assert_uint_eq(counts.written, 0);
    ck_assert_uint_eq(build(), all);

    /* The last of domain b: nobody's neighbour, and similar to none. */
    records[3]->json = KB_STR("{ }");
    size_t rest = build();
    ck_assert_uint_eq(counts.written, 2); /* its JSON, and that of all */
    ck_assert_uint_ge(rest, 3 * (RECORDS - 1) + 1);
    ck_assert_uint_le(rest, all - 6);
}
END_TEST

START_TEST(of_records_that_nothing_is_known_of_nothing_is_kept)
{
    for (size_t i = 0; i < RECORDS; i++)
        records[i]->doc = NULL;
    build();
    ck_assert_uint_eq(build(), 0);
    ck_assert_uint_eq(counts.written, 0);
}
END_TEST

static void put_number(struct kb_buf *to, const struct kb_site *site,
                       const struct kb_record *record, uint32_t number)
{
    (void)site, (void)record;
    kb_shard_number(to, number);
}

/* Shards of the first so many. Counts what is written. */
static void build_shards(struct kb_record **all, size_t count)
{
    static const struct kb_shards shards = {"r", 64, put_number};
    static const struct timespec late[] = {{.tv_sec = 4000000000}, {.tv_sec = 4000000000}};
    struct kb_base many = {NULL, all, count, KB_NO_DATE, KB_NO_DATE};
    struct kb_site site = {.base = &many,
                           .origin = kb_digest_start(),
                           .origins = kb_arena_new(&arena, count, sizeof *site.origins)};
    struct kb_search_numbers numbers = kb_search_number(&many);
    struct kb_buf starts = {0};
    struct kb_out *out = kb_out_open(out_path, &error);
    for (size_t i = 0; i < count; i++)
        site.origins[i] = kb_digest_start();
    ck_assert_ptr_nonnull(out);
    ck_assert(kb_shards_write(&shards, &site, &numbers, out, &starts));
    ck_assert(kb_out_commit(out, &counts, &error));
    ck_assert_int_eq(utimensat(AT_FDCWD, in_out(".kbc-made"), late, 0), 0);
    kb_out_close(out);
    kb_search_numbers_free(&numbers);
    kb_buf_free(&starts);
}

/* A record more, the last, that doubles the range of the numbers. */
START_TEST(shards_with_other_numbers_are_made_again)
{
    enum { COUNT = 1024 };
    struct kb_record *all[COUNT + 1];
    for (size_t i = 0; i <= COUNT; i++) {
        char id[24];
        int n = snprintf(id, sizeof id, "domain/%06zu", i);
        all[i] = fixture_bare(&arena, kb_arena_copy(&arena, id, (size_t)n));
    }
    build_shards(all, COUNT);
    build_shards(all, COUNT);
    ck_assert_uint_eq(counts.written, 0);
    build_shards(all, COUNT + 1);
    ck_assert_uint_ge(counts.written, COUNT / 128);
    ck_assert_uint_eq(counts.unchanged, 0);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("kept");
    tcase_add_checked_fixture(tc, open_base, close_base);
    tcase_add_test(tc, what_did_not_change_is_kept);
    tcase_add_test(tc, of_records_that_nothing_is_known_of_nothing_is_kept);
    tcase_add_test(tc, shards_with_other_numbers_are_made_again);
    return suite_run("html_kept", tc);
}

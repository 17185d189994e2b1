/* SPDX-License-Identifier: MIT */
/* A damaged index: every truncation and every flipped bit is noticed; and where the checksums are
 * made right again, as a hostile writer would, the reader stays within its bytes. */
#include "tests/unit/kbx_fixture.h"

/* ck_assert notes every place it passes, which millions of them cannot afford. */
static void must(int holds, const char *what)
{
    if (!holds)
        ck_abort_msg("%s", what);
}

#include "tests/kbx_walk.h"

static unsigned char *bytes;
static size_t size;

/* One short record with one of everything, so that every bit can be tried. */
static struct kb_base small_base(void)
{
    static struct kb_record record;
    static struct kb_record *order[] = {&record};
    struct kb_base base = *fixture_base();
    record = fixture_records[0];
    struct kb_str *const shorter[] = {&record.signature, &record.root_cause, &record.doc_url,
                                      &record.category};
    for (size_t i = 0; i < COUNT(shorter); i++)
        shorter[i]->n = 3;
    record.regex = kb_str("il+.cu|ef"); /* two ways, one of them of two sets */
    record.json = kb_str("{\"id\":\"cuda/a\"}");
    struct kb_list *const lists[] = {&record.tags, &record.versions, &record.os_specific,
                                     &record.edges[KB_CONFUSED_WITH], &record.translations};
    record.edges[KB_LEADS_TO].count = record.edges[KB_PRECEDED_BY].count = 0;
    record.edges[KB_CONFUSED_WITH].items = fixture_confused;
    for (size_t i = 0; i < COUNT(lists); i++)
        lists[i]->count = 1;
    record.dead_ends.items = &fixture_dead_ends[1];
    record.dead_ends.count = 1;
    record.finding_count = 1;
    base.records = order;
    base.count = 1;
    return base;
}

static void setup(void)
{
    struct kb_base base = small_base();
    bytes = fixture_index(&base, &size);
}

static void teardown(void)
{
    free(bytes);
}

/* Opens without verifying and asks for everything. Returns what verifying says. */
static int try(const unsigned char *data, size_t n, unsigned flags)
{
    struct kbx *k;
    struct kbx_error error = {0};
    int status = kbx_open_mem(data, n, flags, &k, &error);
    if (status == KBX_OK) {
        walk(k);
        walk_search(k);
        walk_match(k);
        status = kbx_verify(k, &error);
        kbx_close(k);
    } else {
        must(k == NULL, "a handle of a file that was refused");
    }
    if (status != KBX_OK) {
        must(status == error.status && error.text[0], "no reason");
    }
    return status;
}

START_TEST(whole)
{
    ck_assert_int_eq(try(bytes, size, 0), KBX_OK);
    ck_assert_uint_eq(hits, 3); /* each search of the whole file finds the record */
    ck_assert_uint_eq(matched, 2);
}
END_TEST

START_TEST(truncations)
{
    for (size_t n = 0; n < size; n++) {
        unsigned char *copy = malloc(n ? n : 1);
        memcpy(copy, bytes, n);
        must(try(copy, n, 0) != KBX_OK, "a file cut off");
        free(copy);
    }
    unsigned char *longer = calloc(size + 1, 1);
    memcpy(longer, bytes, size);
    ck_assert_int_ne(try(longer, size + 1, 0), KBX_OK);
    free(longer);
}
END_TEST

START_TEST(flipped_bits)
{
    for (size_t bit = 0; bit < size * 8; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        int status = try(bytes, size, 0);
        if (status == KBX_OK)
            ck_abort_msg("bit %zu of byte %zu", bit % 8, bit / 8);
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
}
END_TEST

START_TEST(flipped_and_resealed)
{
    unsigned char *copy = malloc(size);
    size_t noticed = 0;
    for (size_t bit = 0; bit < size * 8; bit++) {
        if (bit / 8 >= KBX_AT_CRC && bit / 8 < KBX_HEADER_SIZE)
            continue;
        memcpy(copy, bytes, size);
        copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
        reseal(copy, size);
        int status = try(copy, size, bit % 2 ? KBX_SUMS : 0);
        noticed += status != KBX_OK;
        /* Nothing of the header may differ but the minor version. */
        if (bit / 8 < KBX_HEADER_SIZE && bit / 8 != KBX_AT_MINOR && bit / 8 != KBX_AT_MINOR + 1)
            if (status == KBX_OK)
                ck_abort_msg("bit %zu of byte %zu", bit % 8, bit / 8);
    }
    ck_assert_uint_gt(noticed, size); /* far from all: much of a file is free text */
    free(copy);
}
END_TEST

/* Where the terms and their postings stand follows from what is before them, so nothing of it can
 * be changed unnoticed; nor can their number. */
START_TEST(full_text)
{
    unsigned char *copy = malloc(size);
    const unsigned char *entry = bytes + KBX_HEADER_SIZE + KBX_S_TBLK * KBX_ENTRY_SIZE;
    size_t from = get32(entry + KBX_AT_ENTRY_OFFSET),
           to = from + get32(entry + KBX_AT_ENTRY_LENGTH);
    size_t number = get32(bytes + KBX_HEADER_SIZE + KBX_AT_ENTRY_OFFSET) + KBX_AT_META_TERMS;
    ck_assert_uint_gt(to, from);
    for (size_t at = from; at < to + 4; at++)
        for (unsigned bit = 0; bit < 8; bit++) {
            size_t where = at < to ? at : number + at - to;
            memcpy(copy, bytes, size);
            copy[where] ^= (unsigned char)(1u << bit);
            reseal(copy, size);
            ck_assert_int_eq(try(copy, size, 0), KBX_CORRUPT);
        }
    free(copy);
}
END_TEST

/* A byte that no section has, in a file that says it has that size. */
START_TEST(trailing_byte)
{
    unsigned char *longer = calloc(size + 1, 1);
    memcpy(longer, bytes, size);
    put32(longer + KBX_AT_FILE_SIZE, (uint32_t)size + 1);
    reseal(longer, size + 1);
    ck_assert_int_eq(try(longer, size + 1, 0), KBX_CORRUPT);
    free(longer);
}
END_TEST

/* Words that overflow sums and products, put everywhere. */
START_TEST(extreme_words)
{
    static const uint32_t words[] = {0,          1,          2,          0x7FFFFFFF, 0x80000000,
                                     0xFFFFFFFE, 0xFFFFFFFF, 0x10000000, 0xFFF00000, 0x7FF00000};
    unsigned char *copy = malloc(size);
    for (size_t at = 0; at + 4 <= size; at += 4)
        for (size_t w = 0; w < COUNT(words); w++) {
            if (at == KBX_AT_CRC)
                continue;
            memcpy(copy, bytes, size);
            put32(copy + at, words[w]);
            reseal(copy, size);
            try(copy, size, KBX_SUMS);
        }
    free(copy);
}
END_TEST

/* A text that a reader would take for a shorter one, however far its end is. */
START_TEST(nul_within_text)
{
    struct kb_base base = small_base();
    static char cause[1000];
    memset(cause, 'x', sizeof cause);
    base.records[0]->root_cause = (struct kb_str){cause, sizeof cause};
    free(bytes);
    bytes = fixture_index(&base, &size);
    unsigned char *copy = malloc(size);
    for (size_t i = 0; i < sizeof cause; i++) {
        struct kbx *k;
        struct kbx_str text;
        struct kbx_error error;
        memcpy(copy, bytes, size);
        must(kbx_open_mem(copy, size, 0, &k, &error) == KBX_OK &&
                 kbx_text(k, 0, KBX_F_ROOT_CAUSE, 0, KBX_BASE, &text, NULL) == KBX_OK,
             "the index cannot be read");
        copy[(const unsigned char *)text.ptr - copy + (ptrdiff_t)i] = 0;
        kbx_close(k);
        reseal(copy, size);
        must(kbx_open_mem(copy, size, KBX_VERIFY, &k, &error) == KBX_CORRUPT,
             "a NUL within a text is not noticed");
    }
    free(copy);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("corrupt");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, whole);
    tcase_add_test(tests, truncations);
    tcase_add_test(tests, flipped_bits);
    tcase_add_test(tests, flipped_and_resealed);
    tcase_add_test(tests, full_text);
    tcase_add_test(tests, trailing_byte);
    tcase_add_test(tests, extreme_words);
    tcase_add_test(tests, nul_within_text);
    return suite_run("kbx_corrupt", tests);
}

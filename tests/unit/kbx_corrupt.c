/* SPDX-License-Identifier: MIT */
/* A damaged index: every truncation and every flipped bit is noticed; and where the checksums are
 * made right again, as a hostile writer would, the reader stays within its bytes. */
#include "tests/unit/kbx_fixture.h"

#include <zlib.h>

#include "kbx/search.h"

#define HEAD_SIZE (KBX_HEADER_SIZE + KBX_S_COUNT * KBX_ENTRY_SIZE)

static unsigned char *bytes;
static size_t size;
static uint64_t seen; /* keeps the walk from being optimised away */
static size_t hits;   /* of all searches */

/* ck_assert notes every place it passes, which millions of them cannot afford. */
static void must(int holds, const char *what)
{
    if (!holds)
        ck_abort_msg("%s", what);
}

/* One short record with one of everything, so that every bit can be tried. */
static struct kb_base small_base(void)
{
    static struct kb_record record;
    static struct kb_record *order[] = {&record};
    struct kb_base base = *fixture_base();
    record = fixture_records[0];
    struct kb_str *const shorter[] = {&record.signature, &record.regex, &record.root_cause,
                                      &record.doc_url, &record.category};
    for (size_t i = 0; i < COUNT(shorter); i++)
        shorter[i]->n = 3;
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

static void look(int status, struct kbx_str text)
{
    must(status >= 0 && status < KBX_STATUS_COUNT, "an unknown status");
    if (text.ptr) {
        must(text.ptr[text.len] == 0, "a text without its NUL");
        for (size_t i = 0; i < text.len; i += 16)
            seen += (unsigned char)text.ptr[i];
    }
}

static void walk_field(const struct kbx *k, uint32_t r, const struct kbx_field_info *f)
{
    uint32_t entries = 1, n;
    if (f->list)
        kbx_entries(k, r, f->list, 0, &entries);
    for (uint32_t e = 0; e <= entries; e++) {
        struct kbx_str text;
        struct kbx_rate rate;
        int64_t number;
        int32_t day;
        for (uint32_t language = 0; language < 4; language++)
            look(kbx_text(k, r, f->number, e, language == 3 ? KBX_BASE : language, &text, NULL),
                 text);
        look(kbx_rate(k, r, f->number, e, &rate), rate.text);
        kbx_number(k, r, f->number, &number);
        if (kbx_date(k, r, f->number, &day) == KBX_OK && day != KBX_NO_DAY)
            must(day >= KBX_FIRST_DAY && day <= KBX_LAST_DAY, "an impossible date");
        kbx_entries(k, r, f->number, e, &n);
        for (uint32_t i = 0; i < n; i++)
            look(kbx_item(k, r, f->number, e, i, &text), text);
        if (kbx_edge_target(k, r, f->number, e, &n) == KBX_OK)
            must(n == KBX_NONE || n < kbx_count(k), "a target outside");
    }
}

/* A word that is there, the beginning of one, a misspelt one, a run of Han that has to be looked
 * for in the texts, and filters. */
static void search(const struct kbx *k)
{
    static const char *const queries[] = {"memory always cuda/a", "alw mmeory", "非法内存 法非"};
    static const struct kbx_filter filters[] = {
        {{NULL, 0}, {NULL, 0}, {NULL, 0}, 0},
        {{"cuda", 4}, {"12.2", 4}, {"partial", 7}, 0.5},
    };
    for (size_t i = 0; i < COUNT(queries); i++) {
        struct kbx_results results;
        struct kbx_span spans[8];
        struct kbx_error error = {0};
        int status = kbx_search(k, queries[i], strlen(queries[i]), &filters[i % 2], SIZE_MAX,
                                &results, &error);
        must(status == KBX_OK || status == KBX_MISSING || status == KBX_CORRUPT, "a status");
        must(status == error.status, "no reason");
        must(results.count == results.total && results.total <= kbx_count(k), "too many");
        hits += results.count;
        for (size_t r = 0; r < results.count; r++)
            must(results.found[r].record < kbx_count(k), "a record outside");
        seen += kbx_mark(&results, queries[i], strlen(queries[i]), spans, COUNT(spans), NULL);
        kbx_results_free(&results);
    }
}

static void walk(const struct kbx *k)
{
    struct kbx_str text;
    int32_t day;
    uint32_t n;
    look(kbx_layout(k, &text), text);
    kbx_today(k, &day);
    kbx_newest(k, &day);
    for (uint32_t i = 0; i < kbx_language_count(k); i++)
        look(kbx_language(k, i, &text), text);
    kbx_language_find(k, "zh", 2);
    static const char *const ids[] = {"", "cuda/a", "cuda/b", "cuda/c", "zz"};
    for (size_t i = 0; i < COUNT(ids); i++)
        if (kbx_by_id(k, ids[i], strlen(ids[i]), &n) == KBX_OK)
            must(n < kbx_count(k), "a record outside");
    for (int kind = KBX_KEY_ID; kind <= KBX_KEY_ALIAS; kind++)
        for (size_t i = 0; i < 2 * COUNT(ids); i++) {
            uint32_t record;
            const char *key = ids[i / 2];
            if (kbx_find(k, kind, key, strlen(key), i % 2, &n, &record) == KBX_OK)
                look(kbx_key(k, kind, n, &text, &record), text);
        }
    for (uint32_t r = 0; r <= kbx_count(k); r++) {
        const struct kbx_field_info *f;
        for (size_t i = 0; (f = kbx_field_at(i)) != NULL; i++)
            walk_field(k, r, f);
        struct kbx_translation t;
        kbx_translations(k, r, &n);
        for (uint32_t i = 0; i <= n; i++)
            look(kbx_translation(k, r, i, &t), t.text);
        struct kbx_finding finding;
        kbx_findings(k, r, &n);
        for (uint32_t i = 0; i <= n; i++)
            look(kbx_finding(k, r, i, &finding), finding.message);
        look(kbx_source(k, r, &text, &n), text);
        kbx_quality(k, r, &n);
        kbx_incoming(k, r, &n);
        for (uint32_t i = 0; i <= n; i++) {
            uint32_t from, entry;
            int list;
            if (kbx_incoming_edge(k, r, i, &from, &list, &entry) == KBX_OK)
                must(from < kbx_count(k), "an edge of no record");
        }
        size_t len;
        if (kbx_json(k, r, NULL, 0, &len) == KBX_SPACE) {
            must(len <= 1040 * size + 1039, "a claim too large");
            char *room = malloc(len);
            kbx_json(k, r, room, len, &len);
            free(room);
        }
    }
}

/* Opens without verifying and asks for everything. Returns what verifying says. */
static int try(const unsigned char *data, size_t n)
{
    struct kbx *k;
    struct kbx_error error = {0};
    int status = kbx_open_mem(data, n, 0, &k, &error);
    if (status == KBX_OK) {
        walk(k);
        search(k);
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
    ck_assert_int_eq(try(bytes, size), KBX_OK);
    ck_assert_uint_eq(hits, 3); /* each search of the whole file finds the record */
}
END_TEST

START_TEST(truncations)
{
    for (size_t n = 0; n < size; n++) {
        unsigned char *copy = malloc(n ? n : 1);
        memcpy(copy, bytes, n);
        must(try(copy, n) != KBX_OK, "a file cut off");
        free(copy);
    }
    unsigned char *longer = calloc(size + 1, 1);
    memcpy(longer, bytes, size);
    ck_assert_int_ne(try(longer, size + 1), KBX_OK);
    free(longer);
}
END_TEST

START_TEST(flipped_bits)
{
    for (size_t bit = 0; bit < size * 8; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        int status = try(bytes, size);
        if (status == KBX_OK)
            ck_abort_msg("bit %zu of byte %zu", bit % 8, bit / 8);
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
}
END_TEST

static void put32(unsigned char *p, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        p[i] = (unsigned char)(value >> (8 * i));
}

static uint32_t get32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* Makes all checksums right for the bytes as they are, as far as sections lie in the file. */
static void reseal(unsigned char *data, size_t n)
{
    for (size_t i = 0; i < KBX_S_COUNT; i++) {
        unsigned char *p = data + KBX_HEADER_SIZE + i * KBX_ENTRY_SIZE;
        uint64_t at = get32(p + KBX_AT_ENTRY_OFFSET), len = get32(p + KBX_AT_ENTRY_LENGTH);
        if (at <= n && len <= n - at)
            put32(p + KBX_AT_ENTRY_CRC, (uint32_t)crc32(0, data + at, (uInt)len));
    }
    put32(data + KBX_AT_CRC, 0);
    put32(data + KBX_AT_CRC, (uint32_t)crc32(0, data, HEAD_SIZE));
}

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
        int status = try(copy, size);
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
            ck_assert_int_eq(try(copy, size), KBX_CORRUPT);
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
    ck_assert_int_eq(try(longer, size + 1), KBX_CORRUPT);
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
            try(copy, size);
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
    return suite_run("kbx_corrupt", tests);
}

/* SPDX-License-Identifier: MIT */
/* Asks an index everything, and makes the checksums of a damaged one right: for the suite and the
 * fuzz target that damage it. Whoever includes this has defined `must(holds, what)` before. */
#ifndef KB_TESTS_KBX_WALK_H
#define KB_TESTS_KBX_WALK_H

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "kbx/kbx.h"
#include "kbx/match.h"
#include "kbx/search.h"

#define HEAD_SIZE (KBX_HEADER_SIZE + KBX_S_COUNT * KBX_ENTRY_SIZE)

static volatile uint64_t seen; /* keeps the walk from being optimised away */
static size_t hits;            /* of all searches */
static size_t matched;         /* records, by all subjects */

static inline void look(int status, struct kbx_str text)
{
    must(status >= 0 && status < KBX_STATUS_COUNT, "an unknown status");
    if (text.ptr) {
        must(text.ptr[text.len] == 0, "a text without its NUL");
        for (size_t i = 0; i < text.len; i += 16)
            seen += (unsigned char)text.ptr[i];
    }
}

static inline void walk_field(const struct kbx *k, uint32_t r, const struct kbx_field_info *f)
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

static inline void walk(const struct kbx *k)
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
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (kbx_by_id(k, ids[i], strlen(ids[i]), &n) == KBX_OK)
            must(n < kbx_count(k), "a record outside");
    for (int kind = KBX_KEY_ID; kind <= KBX_KEY_ALIAS; kind++)
        for (size_t i = 0; i < 2 * sizeof ids / sizeof *ids; i++) {
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
            must(len <= 1040 * (uint64_t)kbx_size(k) + 1039, "a claim too large");
            char *room = malloc(len);
            kbx_json(k, r, room, len, &len);
            free(room);
        }
    }
}

/* A word that is there, the beginning of one, a misspelt one, a run of Han that has to be looked
 * for in the texts, and filters. */
static inline void walk_search(const struct kbx *k)
{
    static const char *const queries[] = {"memory always cuda/a", "alw mmeory", "非法内存 法非"};
    static const struct kbx_filter filters[] = {
        {{NULL, 0}, {NULL, 0}, {NULL, 0}, 0},
        {{"cuda", 4}, {"12.2", 4}, {"partial", 7}, 0.5},
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct kbx_results results;
        struct kbx_span spans[8];
        struct kbx_error error = {0};
        size_t len = strlen(queries[i]);
        int status = kbx_search(k, queries[i], len, &filters[i % 2], SIZE_MAX, &results, &error);
        must(status == KBX_OK || status == KBX_MISSING || status == KBX_CORRUPT, "a status");
        must(status == error.status, "no reason");
        must(results.count == results.total && results.total <= kbx_count(k), "too many");
        hits += results.count;
        for (size_t r = 0; r < results.count; r++)
            must(results.found[r].record < kbx_count(k), "a record outside");
        seen += kbx_mark(&results, queries[i], len, spans, sizeof spans / sizeof *spans, NULL);
        kbx_results_free(&results);
    }
}

/* A matcher on tables that may be damaged: whatever it finds lies within the subject. */
static inline void walk_match(const struct kbx *k)
{
    static const char *const subjects[] = {"", "ILL cu", "\xFF ef \xE2\x84\xAA"};
    struct kbx_matcher *m;
    struct kbx_error error = {0};
    const struct kbx_match *matches;
    size_t count;
    int status = kbx_matcher_new(k, 0, &m, &error);
    must(status == error.status && (status == KBX_OK) == (m != NULL), "a matcher without a reason");
    for (size_t i = 0; m && i < sizeof subjects / sizeof *subjects; i++) {
        size_t len = strlen(subjects[i]);
        must(kbx_match(m, subjects[i], len, 0, &matches, &count, &error) == KBX_OK, "no answer");
        matched += count;
        for (size_t j = 0; j < count; j++)
            must(matches[j].start <= matches[j].end && matches[j].end <= len, "a match outside");
    }
    kbx_matcher_free(m);
}

static inline void put32(unsigned char *p, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        p[i] = (unsigned char)(value >> (8 * i));
}

static inline uint32_t get32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* Makes all checksums right for the bytes as they are, as far as sections lie in the file, which
 * has HEAD_SIZE bytes at least. */
static inline void reseal(unsigned char *data, size_t n)
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

#endif

/* SPDX-License-Identifier: MIT */
/* Checks all of an index: checksums, then that every reference, range, order and number in it
 * holds, so that afterwards every answer is right. Padding and header were checked at opening. */
#include "kbx/fold.h"
#include "kbx/verify.h"

#include <math.h>
#include <stdlib.h>

bool kbx_i_bad(struct kbx_i_check *c, enum kbx_section_index section, const unsigned char *p,
               const char *what)
{
    if (c->status == KBX_OK)
        c->status = kbx_i_fail(c->error, KBX_CORRUPT, kbx_i_tags[section],
                               (uint64_t)(p - c->k->data), "%s", what);
    return false;
}

static bool pool(struct kbx_i_check *c)
{
    const struct kbx_view *v = &c->k->views[KBX_S_STRS];
    if (v->len < 2 || v->data[0] != 0 || v->data[v->len - 1] != 0)
        return kbx_i_bad(c, KBX_S_STRS, v->data, "the pool does not begin and end with NUL");
    for (uint64_t i = 0; i < v->len;) {
        uint32_t cp;
        size_t n = v->data[i] < 0x80 ? 1 : kbx_i_utf8(v->data + i, v->len - i, &cp);
        if (n == 0)
            return kbx_i_bad(c, KBX_S_STRS, v->data + i, "broken UTF-8");
        i += n;
    }
    return true;
}

static bool sums(struct kbx_i_check *c)
{
    for (uint32_t i = 0; i < c->k->views[KBX_S_SUMS].count; i++)
        if (!kbx_i_block_sound(c->k, i))
            return kbx_i_bad(c, KBX_S_SUMS, kbx_i_element(c->k, KBX_S_SUMS, i),
                             "not the checksum of its texts");
    return true;
}

static bool find_ends(struct kbx_i_check *c)
{
    const struct kbx_view *v = &c->k->views[KBX_S_STRS];
    size_t count = (size_t)(v->len / KBX_I_STRETCH) + 1;
    uint64_t end = v->len - 1;
    c->ends = malloc(count * sizeof *c->ends);
    if (!c->ends) {
        c->status = kbx_i_fail(c->error, KBX_MEMORY, 0, 0, "out of memory");
        return false;
    }
    for (uint64_t i = v->len; i-- > 0;) {
        end = v->data[i] ? end : i;
        if (i % KBX_I_STRETCH == 0)
            c->ends[i / KBX_I_STRETCH] = end;
    }
    return true;
}

/* Where the text ends that has something at this place of the pool. */
static uint64_t end_of(const struct kbx_i_check *c, uint64_t place)
{
    const struct kbx_view *v = &c->k->views[KBX_S_STRS];
    for (; place < v->len && place % KBX_I_STRETCH; place++)
        if (v->data[place] == 0)
            return place;
    return place < v->len ? c->ends[place / KBX_I_STRETCH] : v->len;
}

bool kbx_i_text_check(struct kbx_i_check *c, enum kbx_section_index section, const unsigned char *p,
                      bool required)
{
    struct kbx_str s;
    if (kbx_i_text(c->k, p, &s) != KBX_OK)
        return kbx_i_bad(c, section, p, "a text that lies outside the pool");
    if (!s.ptr)
        return !required || kbx_i_bad(c, section, p, "a text is absent");
    const unsigned char *first = (const unsigned char *)s.ptr;
    uint64_t place = (uint64_t)(first - c->k->views[KBX_S_STRS].data);
    if ((*first & 0xC0) == 0x80 || end_of(c, place) < place + s.len)
        return kbx_i_bad(c, section, p,
                         "a text that begins within a character or runs over its end");
    return true;
}

static bool rate(struct kbx_i_check *c, enum kbx_section_index section, const unsigned char *p)
{
    if (!kbx_i_text_check(c, section, p + 8, false))
        return false;
    if (kbx_i_u32(p + 8) == 0 ? kbx_i_u64(p) != 0 : !isfinite(kbx_i_f64(p)))
        return kbx_i_bad(c, section, p, "an impossible rate");
    return true;
}

static bool date(struct kbx_i_check *c, enum kbx_section_index section, const unsigned char *p)
{
    int32_t day;
    return kbx_i_day(p, &day) == KBX_OK || kbx_i_bad(c, section, p, "an impossible date");
}

static bool range(struct kbx_i_check *c, enum kbx_section_index from, const unsigned char *p,
                  enum kbx_section_index to)
{
    uint32_t first, count;
    return kbx_i_range(c->k, p, to, &first, &count) == KBX_OK ||
           kbx_i_bad(c, from, p, "a range that lies outside its section");
}

/* All the fields of every element, by kind. */
static bool fields(struct kbx_i_check *c)
{
    for (size_t f = 0; f < kbx_i_row_count; f++) {
        const struct kbx_row *row = &kbx_i_rows[f];
        for (uint32_t i = 0; i < c->k->views[row->section].count; i++) {
            const unsigned char *p = kbx_i_element(c->k, row->section, i) + row->offset;
            bool ok = true;
            switch (row->info.kind) {
            case KBX_KIND_TEXT:
                ok = kbx_i_text_check(c, row->section, p, row->info.number == KBX_F_ID);
                break;
            case KBX_KIND_RATE:
                ok = rate(c, row->section, p);
                break;
            case KBX_KIND_DATE:
                ok = date(c, row->section, p);
                break;
            case KBX_KIND_TEXTS:
                ok = range(c, row->section, p, KBX_S_TXTS);
                break;
            default: /* any i64 is a count; lists are seen by records() */
                break;
            }
            if (!ok)
                return false;
        }
    }
    return true;
}

/* The range at `at` of record p goes on where the last one of that section ended. */
static bool tile(struct kbx_i_check *c, const unsigned char *p, enum kbx_section_index section,
                 uint32_t next[KBX_S_COUNT])
{
    if (!range(c, KBX_S_RECS, p, section))
        return false;
    if (kbx_i_u32(p) != next[section])
        return kbx_i_bad(c, KBX_S_RECS, p, "ranges do not follow one another");
    next[section] += kbx_i_u32(p + 4);
    return true;
}

static bool edge_kinds(struct kbx_i_check *c, const unsigned char *p, int list)
{
    uint32_t first, count;
    kbx_i_range(c->k, p, KBX_S_EDGE, &first, &count);
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *edge = kbx_i_element(c->k, KBX_S_EDGE, first + i);
        if (kbx_i_u32(edge + KBX_AT_EDGE_KIND) != (uint32_t)list)
            return kbx_i_bad(c, KBX_S_EDGE, edge, "an edge in the list of another kind");
    }
    return true;
}

static bool lists(struct kbx_i_check *c, const unsigned char *record, uint32_t next[KBX_S_COUNT])
{
    for (size_t f = 0; f < kbx_i_row_count; f++) {
        const struct kbx_row *row = &kbx_i_rows[f];
        if (row->info.kind != KBX_KIND_LIST)
            continue;
        enum kbx_section_index section = kbx_i_list_section(row->info.number);
        if (!tile(c, record + row->offset, section, next))
            return false;
        if (section == KBX_S_EDGE && !edge_kinds(c, record + row->offset, row->info.number))
            return false;
    }
    return tile(c, record + KBX_AT_TRANSLATIONS, KBX_S_TRAN, next) &&
           tile(c, record + KBX_AT_FINDINGS, KBX_S_FIND, next) &&
           tile(c, record + KBX_AT_BACK, KBX_S_BACK, next);
}

static bool translations(struct kbx_i_check *c, const unsigned char *record)
{
    uint32_t first, count;
    uint64_t last_key = 0, last_entry = 0;
    kbx_i_range(c->k, record + KBX_AT_TRANSLATIONS, KBX_S_TRAN, &first, &count);
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_TRAN, first + i);
        uint32_t language = kbx_i_u16(p + KBX_AT_TRAN_LANGUAGE);
        int field = kbx_i_u16(p + KBX_AT_TRAN_FIELD);
        uint64_t key = (uint64_t)language << 16 | (uint64_t)field;
        uint64_t entry = kbx_i_u32(p + KBX_AT_TRAN_ENTRY);
        const struct kbx_row *row = kbx_i_row(field);
        if (language >= c->k->views[KBX_S_LANG].count)
            return kbx_i_bad(c, KBX_S_TRAN, p, "a language that is not in the file");
        if (row ? row->info.kind != KBX_KIND_TEXT : c->k->minor <= KBX_MINOR)
            return kbx_i_bad(c, KBX_S_TRAN, p, "a translation of no text field");
        if (i > 0 && (key < last_key || (key == last_key && entry <= last_entry)))
            return kbx_i_bad(c, KBX_S_TRAN, p, "translations out of order");
        if (!kbx_i_text_check(c, KBX_S_TRAN, p + KBX_AT_TRAN_TEXT, true))
            return false;
        last_key = key;
        last_entry = entry;
    }
    return true;
}

static bool findings(struct kbx_i_check *c, const unsigned char *record, uint64_t totals[3])
{
    uint32_t first, count, counts[3] = {0};
    kbx_i_range(c->k, record + KBX_AT_FINDINGS, KBX_S_FIND, &first, &count);
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_FIND, first + i);
        uint32_t severity = kbx_i_u32(p + KBX_AT_FIND_SEVERITY);
        if (severity == 0 || severity > 2 ||
            (c->k->minor <= KBX_MINOR && kbx_i_u32(p + KBX_AT_FIND_RESERVED) != 0))
            return kbx_i_bad(c, KBX_S_FIND, p, "an impossible finding");
        counts[severity]++;
        if (!kbx_i_text_check(c, KBX_S_FIND, p + KBX_AT_FIND_RULE, true) ||
            !kbx_i_text_check(c, KBX_S_FIND, p + KBX_AT_FIND_POINTER, true) ||
            !kbx_i_text_check(c, KBX_S_FIND, p + KBX_AT_FIND_MESSAGE, true) ||
            !kbx_i_text_check(c, KBX_S_FIND, p + KBX_AT_FIND_HELP, false))
            return false;
    }
    counts[0] = kbx_i_u32(record + KBX_AT_COUNTS); /* infos are not in the file */
    for (uint32_t i = 0; i < 3; i++) {
        if (kbx_i_u32(record + KBX_AT_COUNTS + 4 * i) != counts[i])
            return kbx_i_bad(c, KBX_S_RECS, record + KBX_AT_COUNTS, "findings are miscounted");
        totals[i] += counts[i];
    }
    return true;
}

static bool records(struct kbx_i_check *c)
{
    uint32_t next[KBX_S_COUNT] = {0};
    uint64_t totals[3] = {0};
    struct kbx_str last = {NULL, 0}, id;
    for (uint32_t i = 0; i < kbx_count(c->k); i++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_RECS, i);
        if (!lists(c, p, next) || !translations(c, p) || !findings(c, p, totals) ||
            !kbx_i_text_check(c, KBX_S_RECS, p + KBX_AT_SOURCE, false))
            return false;
        if (kbx_i_text(c->k, p, &id) != KBX_OK ||
            (i > 0 && kbx_i_compare(last.ptr, last.len, id.ptr, id.len) >= 0))
            return kbx_i_bad(c, KBX_S_RECS, p, "records out of order");
        last = id;
    }
    static const enum kbx_section_index tiled[] = {KBX_S_VERS, KBX_S_OSNT, KBX_S_DEAD, KBX_S_WORK,
                                                   KBX_S_EDGE, KBX_S_TRAN, KBX_S_FIND, KBX_S_BACK};
    for (size_t i = 0; i < sizeof tiled / sizeof *tiled; i++)
        if (next[tiled[i]] != c->k->views[tiled[i]].count)
            return kbx_i_bad(c, tiled[i], c->k->views[tiled[i]].data,
                             "elements that no record has");
    const unsigned char *meta = c->k->views[KBX_S_META].data;
    for (uint32_t i = 0; i < 3; i++)
        if (kbx_i_u32(meta + KBX_AT_META_COUNTS + 4 * i) != totals[i])
            return kbx_i_bad(c, KBX_S_META, meta, "findings are miscounted");
    return true;
}

static bool facts(struct kbx_i_check *c)
{
    const unsigned char *meta = c->k->views[KBX_S_META].data;
    if (!kbx_i_text_check(c, KBX_S_META, meta + KBX_AT_META_LAYOUT, true) ||
        !date(c, KBX_S_META, meta + KBX_AT_META_TODAY) ||
        !date(c, KBX_S_META, meta + KBX_AT_META_NEWEST))
        return false;
    if (kbx_i_u32(meta + KBX_AT_META_RECORDS) != kbx_count(c->k))
        return kbx_i_bad(c, KBX_S_META, meta + KBX_AT_META_RECORDS, "records are miscounted");
    if (kbx_i_u32(meta + KBX_AT_META_OPTIONS) != KBX_REGEX_OPTIONS && c->k->minor <= KBX_MINOR)
        return kbx_i_bad(c, KBX_S_META, meta + KBX_AT_META_OPTIONS, "unknown options of regexes");
    for (uint32_t i = 0; i < c->k->views[KBX_S_LANG].count; i++)
        if (!kbx_i_text_check(c, KBX_S_LANG, kbx_i_element(c->k, KBX_S_LANG, i), true))
            return false;
    for (uint32_t i = 0; i < c->k->views[KBX_S_TXTS].count; i++)
        if (!kbx_i_text_check(c, KBX_S_TXTS, kbx_i_element(c->k, KBX_S_TXTS, i), true))
            return false;
    return true;
}

int kbx_verify(const struct kbx *k, struct kbx_error *error)
{
    int status = kbx_check(k, 0, error);
    if (status != KBX_OK)
        return status;
    struct kbx_i_check c = {.k = k, .error = error, .status = KBX_OK};
    if (pool(&c) && sums(&c) && find_ends(&c) && facts(&c) && fields(&c) && records(&c) &&
        kbx_i_lookup_check(&c) && kbx_i_gate_check(&c) && kbx_i_terms_check(&c))
        c.status = kbx_i_json_verify(k, error);
    free(c.ends);
    return c.status;
}

/* SPDX-License-Identifier: MIT */
/* Checks all of an index: checksums, then that every reference, range, order and number in it
 * holds, so that afterwards every answer is right. Padding and header were checked at opening. */
#include "kbx/internal.h"

#include <math.h>

struct check {
    const struct kbx *k;
    struct kbx_error *error;
    int status;
};

/* Keeps the first problem, with the place of `p`. False, for use in a return. */
static bool bad(struct check *c, enum kbx_section_index section, const unsigned char *p,
                const char *what)
{
    if (c->status == KBX_OK)
        c->status = kbx_i_fail(c->error, KBX_CORRUPT, kbx_i_tags[section],
                               (uint64_t)(p - c->k->data), "%s", what);
    return false;
}

/* Length of the valid UTF-8 sequence of several bytes at p, `left` bytes before the end; 0 when it
 * is none. */
static size_t utf8(const unsigned char *p, uint64_t left)
{
    static const struct {
        unsigned char low, high; /* first byte */
        unsigned char min, max;  /* second byte */
        unsigned char len;
    } forms[] = {{0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
                 {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3},
                 {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
                 {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (p[0] < forms[i].low || p[0] > forms[i].high)
            continue;
        if (left < forms[i].len)
            return 0;
        if (p[1] < forms[i].min || p[1] > forms[i].max)
            return 0;
        for (size_t j = 2; j < forms[i].len; j++)
            if (p[j] < 0x80 || p[j] > 0xBF)
                return 0;
        return forms[i].len;
    }
    return 0;
}

static bool pool(struct check *c)
{
    const struct kbx_view *v = &c->k->views[KBX_S_STRS];
    if (v->len < 2 || v->data[0] != 0 || v->data[v->len - 1] != 0)
        return bad(c, KBX_S_STRS, v->data, "the pool does not begin and end with NUL");
    for (uint64_t i = 0; i < v->len;) {
        size_t n = v->data[i] < 0x80 ? 1 : utf8(v->data + i, v->len - i);
        if (n == 0)
            return bad(c, KBX_S_STRS, v->data + i, "broken UTF-8");
        i += n;
    }
    return true;
}

static bool text(struct check *c, enum kbx_section_index section, const unsigned char *p,
                 bool required)
{
    struct kbx_str s;
    if (kbx_i_text(c->k, p, &s) != KBX_OK)
        return bad(c, section, p, "a text that lies outside the pool");
    if (!s.ptr)
        return !required || bad(c, section, p, "a text is absent");
    if (((unsigned char)s.ptr[0] & 0xC0) == 0x80 || memchr(s.ptr, 0, s.len))
        return bad(c, section, p, "a text that begins within a character or runs over its end");
    return true;
}

static bool rate(struct check *c, enum kbx_section_index section, const unsigned char *p)
{
    if (!text(c, section, p + 8, false))
        return false;
    if (kbx_i_u32(p + 8) == 0 ? kbx_i_u64(p) != 0 : !isfinite(kbx_i_f64(p)))
        return bad(c, section, p, "an impossible rate");
    return true;
}

static bool date(struct check *c, enum kbx_section_index section, const unsigned char *p)
{
    int32_t day = kbx_i_i32(p);
    return day == KBX_NO_DAY || (day >= KBX_FIRST_DAY && day <= KBX_LAST_DAY) ||
           bad(c, section, p, "an impossible date");
}

static bool range(struct check *c, enum kbx_section_index from, const unsigned char *p,
                  enum kbx_section_index to)
{
    uint32_t first, count;
    return kbx_i_range(c->k, p, to, &first, &count) == KBX_OK ||
           bad(c, from, p, "a range that lies outside its section");
}

/* All the fields of every element, by kind. */
static bool fields(struct check *c)
{
    for (size_t f = 0; f < kbx_i_row_count; f++) {
        const struct kbx_row *row = &kbx_i_rows[f];
        for (uint32_t i = 0; i < c->k->views[row->section].count; i++) {
            const unsigned char *p = kbx_i_element(c->k, row->section, i) + row->offset;
            bool ok = true;
            switch (row->info.kind) {
            case KBX_KIND_TEXT:
                ok = text(c, row->section, p, row->info.number == KBX_F_ID);
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
static bool tile(struct check *c, const unsigned char *p, enum kbx_section_index section,
                 uint32_t next[KBX_S_COUNT])
{
    if (!range(c, KBX_S_RECS, p, section))
        return false;
    if (kbx_i_u32(p) != next[section])
        return bad(c, KBX_S_RECS, p, "ranges do not follow one another");
    next[section] += kbx_i_u32(p + 4);
    return true;
}

static bool edge_kinds(struct check *c, const unsigned char *p, int list)
{
    uint32_t first, count;
    kbx_i_range(c->k, p, KBX_S_EDGE, &first, &count);
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *edge = kbx_i_element(c->k, KBX_S_EDGE, first + i);
        if (kbx_i_u32(edge + KBX_AT_EDGE_KIND) != (uint32_t)list)
            return bad(c, KBX_S_EDGE, edge, "an edge in the list of another kind");
    }
    return true;
}

static bool lists(struct check *c, const unsigned char *record, uint32_t next[KBX_S_COUNT])
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
           tile(c, record + KBX_AT_FINDINGS, KBX_S_FIND, next);
}

static bool translations(struct check *c, const unsigned char *record)
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
            return bad(c, KBX_S_TRAN, p, "a language that is not in the file");
        if (row ? row->info.kind != KBX_KIND_TEXT : c->k->minor <= KBX_MINOR)
            return bad(c, KBX_S_TRAN, p, "a translation of no text field");
        if (i > 0 && (key < last_key || (key == last_key && entry <= last_entry)))
            return bad(c, KBX_S_TRAN, p, "translations out of order");
        if (!text(c, KBX_S_TRAN, p + KBX_AT_TRAN_TEXT, true))
            return false;
        last_key = key;
        last_entry = entry;
    }
    return true;
}

static bool findings(struct check *c, const unsigned char *record, uint64_t totals[3])
{
    uint32_t first, count, counts[3] = {0};
    kbx_i_range(c->k, record + KBX_AT_FINDINGS, KBX_S_FIND, &first, &count);
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_FIND, first + i);
        uint32_t severity = kbx_i_u32(p + KBX_AT_FIND_SEVERITY);
        if (severity > 2 || (c->k->minor <= KBX_MINOR && kbx_i_u32(p + KBX_AT_FIND_RESERVED) != 0))
            return bad(c, KBX_S_FIND, p, "an impossible finding");
        counts[severity]++;
        if (!text(c, KBX_S_FIND, p + KBX_AT_FIND_RULE, true) ||
            !text(c, KBX_S_FIND, p + KBX_AT_FIND_POINTER, true) ||
            !text(c, KBX_S_FIND, p + KBX_AT_FIND_MESSAGE, true) ||
            !text(c, KBX_S_FIND, p + KBX_AT_FIND_HELP, false))
            return false;
    }
    for (uint32_t i = 0; i < 3; i++) {
        if (kbx_i_u32(record + KBX_AT_COUNTS + 4 * i) != counts[i])
            return bad(c, KBX_S_RECS, record + KBX_AT_COUNTS, "findings are miscounted");
        totals[i] += counts[i];
    }
    return true;
}

static bool records(struct check *c)
{
    uint32_t next[KBX_S_COUNT] = {0};
    uint64_t totals[3] = {0};
    struct kbx_str last = {NULL, 0}, id;
    for (uint32_t i = 0; i < kbx_count(c->k); i++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_RECS, i);
        if (!lists(c, p, next) || !translations(c, p) || !findings(c, p, totals) ||
            !text(c, KBX_S_RECS, p + KBX_AT_SOURCE, false))
            return false;
        if (kbx_i_text(c->k, p, &id) != KBX_OK ||
            (i > 0 && kbx_i_compare(last.ptr, last.len, id.ptr, id.len) >= 0))
            return bad(c, KBX_S_RECS, p, "records out of order");
        last = id;
    }
    static const enum kbx_section_index tiled[] = {KBX_S_VERS, KBX_S_OSNT, KBX_S_DEAD, KBX_S_WORK,
                                                   KBX_S_EDGE, KBX_S_TRAN, KBX_S_FIND};
    for (size_t i = 0; i < sizeof tiled / sizeof *tiled; i++)
        if (next[tiled[i]] != c->k->views[tiled[i]].count)
            return bad(c, tiled[i], c->k->views[tiled[i]].data, "elements that no record has");
    const unsigned char *meta = c->k->views[KBX_S_META].data;
    for (uint32_t i = 0; i < 3; i++)
        if (kbx_i_u32(meta + KBX_AT_META_COUNTS + 4 * i) != totals[i])
            return bad(c, KBX_S_META, meta, "findings are miscounted");
    return true;
}

static bool edges(struct check *c)
{
    for (uint32_t i = 0; i < c->k->views[KBX_S_EDGE].count; i++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_EDGE, i);
        struct kbx_str id;
        uint32_t target = KBX_NONE;
        kbx_i_text(c->k, p, &id);
        if (id.ptr)
            (void)kbx_by_id(c->k, id.ptr, id.len, &target);
        if (target != kbx_i_u32(p + KBX_AT_EDGE_TARGET))
            return bad(c, KBX_S_EDGE, p, "an edge whose target is not the record of its id");
    }
    return true;
}

static bool keys(struct check *c)
{
    struct kbx_str last = {NULL, 0}, key, id;
    uint32_t last_kind = 0, last_record = 0, ids = 0;
    for (uint32_t i = 0; i < c->k->views[KBX_S_KEYS].count; i++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_KEYS, i);
        uint32_t kind = kbx_i_u32(p + KBX_AT_KEY_KIND);
        uint32_t record = kbx_i_u32(p + KBX_AT_KEY_RECORD);
        if (!text(c, KBX_S_KEYS, p, true) || kbx_i_text(c->k, p, &key) != KBX_OK)
            return false;
        const unsigned char *owner = kbx_i_element(c->k, KBX_S_RECS, record);
        if (!owner)
            return bad(c, KBX_S_KEYS, p, "a key of no record");
        int order = kind != last_kind ? (kind > last_kind ? 1 : -1)
                                      : kbx_i_compare(key.ptr, key.len, last.ptr, last.len);
        if (i > 0 && (order < 0 || (order == 0 && record <= last_record)))
            return bad(c, KBX_S_KEYS, p, "keys out of order");
        if (kind == KBX_KEY_ID) {
            ids++;
            if (kbx_i_text(c->k, owner, &id) != KBX_OK ||
                kbx_i_compare(id.ptr, id.len, key.ptr, key.len) != 0)
                return bad(c, KBX_S_KEYS, p, "a key that is not its record's id");
        } else if (kind == 0 || c->k->minor <= KBX_MINOR) {
            return bad(c, KBX_S_KEYS, p, "an unknown kind of key");
        }
        last = key;
        last_kind = kind;
        last_record = record;
    }
    /* Distinct ids of existing records, as many as there are records: every record has its key. */
    return ids == kbx_count(c->k) ||
           bad(c, KBX_S_KEYS, c->k->views[KBX_S_KEYS].data, "not one id a record");
}

static bool facts(struct check *c)
{
    const unsigned char *meta = c->k->views[KBX_S_META].data;
    if (!text(c, KBX_S_META, meta + KBX_AT_META_LAYOUT, true) ||
        !date(c, KBX_S_META, meta + KBX_AT_META_TODAY) ||
        !date(c, KBX_S_META, meta + KBX_AT_META_NEWEST))
        return false;
    if (kbx_i_u32(meta + KBX_AT_META_RECORDS) != kbx_count(c->k))
        return bad(c, KBX_S_META, meta + KBX_AT_META_RECORDS, "records are miscounted");
    for (uint32_t i = 0; i < c->k->views[KBX_S_LANG].count; i++)
        if (!text(c, KBX_S_LANG, kbx_i_element(c->k, KBX_S_LANG, i), true))
            return false;
    for (uint32_t i = 0; i < c->k->views[KBX_S_TXTS].count; i++)
        if (!text(c, KBX_S_TXTS, kbx_i_element(c->k, KBX_S_TXTS, i), true))
            return false;
    return true;
}

int kbx_verify(const struct kbx *k, struct kbx_error *error)
{
    int status = kbx_check(k, 0, error);
    if (status != KBX_OK)
        return status;
    struct check c = {k, error, KBX_OK};
    /* In this order: later steps rely on what earlier ones have shown. */
    if (pool(&c) && facts(&c) && fields(&c) && records(&c) && keys(&c) && edges(&c))
        c.status = kbx_i_json_verify(k, error);
    return c.status;
}

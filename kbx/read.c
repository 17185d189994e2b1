/* SPDX-License-Identifier: MIT */
/* Answers about a record, by field number: one way to each place, checked at every step. */
#include "kbx/internal.h"

#include <math.h>

const unsigned char *kbx_i_element(const struct kbx *k, enum kbx_section_index section, uint32_t i)
{
    const struct kbx_view *view = &k->views[section];
    return i < view->count ? view->data + (uint64_t)i * view->element : NULL;
}

int kbx_i_text(const struct kbx *k, const unsigned char *p, struct kbx_str *out)
{
    const struct kbx_view *pool = &k->views[KBX_S_STRS];
    uint32_t offset = kbx_i_u32(p), len = kbx_i_u32(p + 4);
    *out = (struct kbx_str){NULL, 0};
    if (offset == 0)
        return len == 0 ? KBX_OK : KBX_CORRUPT;
    /* One byte more than the text: its NUL. */
    if (offset >= pool->len || len >= pool->len - offset)
        return KBX_CORRUPT;
    if (k->sums && !kbx_i_sound(k, offset, (uint64_t)len + 1))
        return KBX_CORRUPT;
    const unsigned char *text = pool->data + offset;
    if (text[len] != 0)
        return KBX_CORRUPT;
    *out = (struct kbx_str){(const char *)text, len};
    return KBX_OK;
}

int kbx_i_range(const struct kbx *k, const unsigned char *p, enum kbx_section_index section,
                uint32_t *first, uint32_t *count)
{
    uint32_t all = k->views[section].count;
    *first = kbx_i_u32(p);
    *count = kbx_i_u32(p + 4);
    if (*first <= all && *count <= all - *first)
        return KBX_OK;
    *first = *count = 0;
    return KBX_CORRUPT;
}

int kbx_i_day(const unsigned char *p, int32_t *out)
{
    int32_t day = kbx_i_i32(p);
    *out = KBX_NO_DAY;
    if (day != KBX_NO_DAY && (day < KBX_FIRST_DAY || day > KBX_LAST_DAY))
        return KBX_CORRUPT;
    *out = day;
    return KBX_OK;
}

bool kbx_i_chained(const struct kbx *k, enum kbx_section_index section, uint32_t i, uint32_t at,
                   enum kbx_section_index other, uint32_t *first, uint32_t *end)
{
    const unsigned char *p = kbx_i_element(k, section, i), *next = kbx_i_element(k, section, i + 1);
    uint32_t all = k->views[other].count;
    if (!p)
        return false;
    *first = kbx_i_u32(p + at);
    *end = next ? kbx_i_u32(next + at) : all;
    return *first <= *end && *end <= all;
}

int kbx_i_compare(const void *a, size_t a_len, const void *b, size_t b_len)
{
    size_t both = a_len < b_len ? a_len : b_len;
    int order = both ? memcmp(a, b, both) : 0;
    return order ? order : (a_len > b_len) - (a_len < b_len);
}

/* Where a field of entry `entry` stands. */
static int place(const struct kbx *k, uint32_t record, const struct kbx_row *row, uint32_t entry,
                 const unsigned char **p)
{
    const unsigned char *element = kbx_i_element(k, KBX_S_RECS, record);
    if (!element)
        return KBX_MISSING;
    if (row->info.list == 0) {
        *p = element + row->offset;
        return entry == 0 ? KBX_OK : KBX_MISSING;
    }
    uint32_t first, count;
    const struct kbx_row *list = kbx_i_row(row->info.list);
    int status = kbx_i_range(k, element + list->offset, row->section, &first, &count);
    if (status != KBX_OK)
        return status;
    if (entry >= count)
        return KBX_MISSING;
    *p = kbx_i_element(k, row->section, first + entry) + row->offset;
    return KBX_OK;
}

/* The same for a field that must be of that kind. */
static int find(const struct kbx *k, uint32_t record, int field, int kind, uint32_t entry,
                const unsigned char **p)
{
    const struct kbx_row *row = kbx_i_row(field);
    if (!row || row->info.kind != kind)
        return KBX_ARGUMENT;
    return place(k, record, row, entry, p);
}

static int range_of(const struct kbx *k, uint32_t record, uint32_t at,
                    enum kbx_section_index section, uint32_t *first, uint32_t *count)
{
    const unsigned char *p = kbx_i_element(k, KBX_S_RECS, record);
    *first = *count = 0;
    return p ? kbx_i_range(k, p + at, section, first, count) : KBX_MISSING;
}

/* Order of the translation at p against (language, field, entry). */
static int translation_order(const unsigned char *p, uint32_t language, int field, uint32_t entry)
{
    uint64_t a =
        (uint64_t)kbx_i_u16(p + KBX_AT_TRAN_LANGUAGE) << 16 | kbx_i_u16(p + KBX_AT_TRAN_FIELD);
    uint64_t b = (uint64_t)language << 16 | (uint64_t)field;
    uint32_t c = kbx_i_u32(p + KBX_AT_TRAN_ENTRY);
    if (a != b)
        return a < b ? -1 : 1;
    return (c > entry) - (c < entry);
}

static int translated(const struct kbx *k, uint32_t record, int field, uint32_t entry,
                      uint32_t language, struct kbx_str *out)
{
    uint32_t first, count;
    int status = range_of(k, record, KBX_AT_TRANSLATIONS, KBX_S_TRAN, &first, &count);
    *out = (struct kbx_str){NULL, 0};
    while (status == KBX_OK && count > 0) {
        uint32_t half = count / 2;
        const unsigned char *p = kbx_i_element(k, KBX_S_TRAN, first + half);
        int order = translation_order(p, language, field, entry);
        if (order == 0)
            return kbx_i_text(k, p + KBX_AT_TRAN_TEXT, out);
        if (order < 0) {
            first += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return status;
}

int kbx_text(const struct kbx *k, uint32_t record, int field, uint32_t entry, uint32_t language,
             struct kbx_str *out, int *fallback)
{
    const unsigned char *p;
    *out = (struct kbx_str){NULL, 0};
    if (fallback)
        *fallback = 0;
    int status = find(k, record, field, KBX_KIND_TEXT, entry, &p);
    if (status != KBX_OK)
        return status;
    if (language != KBX_BASE) {
        if (language >= kbx_language_count(k))
            return KBX_MISSING;
        status = translated(k, record, field, entry, language, out);
        if (status != KBX_OK || out->len > 0)
            return status;
        if (fallback)
            *fallback = 1;
    }
    return kbx_i_text(k, p, out);
}

int kbx_rate(const struct kbx *k, uint32_t record, int field, uint32_t entry, struct kbx_rate *out)
{
    const unsigned char *p;
    *out = (struct kbx_rate){0, {NULL, 0}};
    int status = find(k, record, field, KBX_KIND_RATE, entry, &p);
    if (status != KBX_OK)
        return status;
    double value = kbx_i_f64(p);
    if (!isfinite(value))
        return KBX_CORRUPT;
    status = kbx_i_text(k, p + 8, &out->text);
    if (out->text.ptr)
        out->value = value;
    return status;
}

int kbx_number(const struct kbx *k, uint32_t record, int field, int64_t *out)
{
    const unsigned char *p;
    *out = KBX_NO_NUMBER;
    int status = find(k, record, field, KBX_KIND_COUNT, 0, &p);
    if (status == KBX_OK)
        *out = kbx_i_i64(p);
    return status;
}

int kbx_date(const struct kbx *k, uint32_t record, int field, int32_t *out)
{
    const unsigned char *p;
    *out = KBX_NO_DAY;
    int status = find(k, record, field, KBX_KIND_DATE, 0, &p);
    return status == KBX_OK ? kbx_i_day(p, out) : status;
}

/* The range that a LIST or TEXTS field holds. */
static int entries(const struct kbx *k, uint32_t record, int field, uint32_t entry, uint32_t *first,
                   uint32_t *count)
{
    const unsigned char *p;
    const struct kbx_row *row = kbx_i_row(field);
    *first = *count = 0;
    if (!row || (row->info.kind != KBX_KIND_LIST && row->info.kind != KBX_KIND_TEXTS))
        return KBX_ARGUMENT;
    int status = place(k, record, row, entry, &p);
    if (status != KBX_OK)
        return status;
    enum kbx_section_index section =
        row->info.kind == KBX_KIND_TEXTS ? KBX_S_TXTS : kbx_i_list_section(field);
    return kbx_i_range(k, p, section, first, count);
}

int kbx_entries(const struct kbx *k, uint32_t record, int field, uint32_t entry, uint32_t *out)
{
    uint32_t first;
    return entries(k, record, field, entry, &first, out);
}

int kbx_item(const struct kbx *k, uint32_t record, int field, uint32_t entry, uint32_t i,
             struct kbx_str *out)
{
    uint32_t first, count;
    *out = (struct kbx_str){NULL, 0};
    const struct kbx_row *row = kbx_i_row(field);
    if (!row || row->info.kind != KBX_KIND_TEXTS)
        return KBX_ARGUMENT;
    int status = entries(k, record, field, entry, &first, &count);
    if (status != KBX_OK)
        return status;
    return i < count ? kbx_i_text(k, kbx_i_element(k, KBX_S_TXTS, first + i), out) : KBX_MISSING;
}

int kbx_edge_target(const struct kbx *k, uint32_t record, int list, uint32_t entry, uint32_t *out)
{
    uint32_t first, count;
    *out = KBX_NONE;
    const struct kbx_row *row = kbx_i_row(list);
    if (!row || row->info.kind != KBX_KIND_LIST || kbx_i_list_section(list) != KBX_S_EDGE)
        return KBX_ARGUMENT;
    int status = entries(k, record, list, 0, &first, &count);
    if (status != KBX_OK)
        return status;
    if (entry >= count)
        return KBX_MISSING;
    uint32_t target = kbx_i_u32(kbx_i_element(k, KBX_S_EDGE, first + entry) + KBX_AT_EDGE_TARGET);
    if (target != KBX_NO_RECORD && target >= kbx_count(k))
        return KBX_CORRUPT;
    *out = target;
    return KBX_OK;
}

int kbx_incoming(const struct kbx *k, uint32_t record, uint32_t *out)
{
    uint32_t first;
    return range_of(k, record, KBX_AT_BACK, KBX_S_BACK, &first, out);
}

int kbx_incoming_edge(const struct kbx *k, uint32_t record, uint32_t i, uint32_t *from, int *list,
                      uint32_t *entry)
{
    uint32_t first, count;
    *from = KBX_NONE;
    *list = 0;
    *entry = 0;
    int status = range_of(k, record, KBX_AT_BACK, KBX_S_BACK, &first, &count);
    if (status != KBX_OK)
        return status;
    if (i >= count)
        return KBX_MISSING;
    const unsigned char *p = kbx_i_element(k, KBX_S_BACK, first + i);
    uint32_t owner = kbx_i_u32(p + KBX_AT_BACK_RECORD), edge = kbx_i_u32(p + KBX_AT_BACK_EDGE);
    p = kbx_i_element(k, KBX_S_EDGE, edge);
    if (!p)
        return KBX_CORRUPT;
    uint32_t kind = kbx_i_u32(p + KBX_AT_EDGE_KIND);
    if (kind >= KBX_F_LIMIT)
        return KBX_CORRUPT;
    status = entries(k, owner, (int)kind, 0, &first, &count);
    if (status != KBX_OK || kbx_i_list_section((int)kind) != KBX_S_EDGE || edge < first ||
        edge - first >= count)
        return KBX_CORRUPT;
    *from = owner;
    *list = (int)kind;
    *entry = edge - first;
    return KBX_OK;
}

int kbx_translations(const struct kbx *k, uint32_t record, uint32_t *out)
{
    uint32_t first;
    return range_of(k, record, KBX_AT_TRANSLATIONS, KBX_S_TRAN, &first, out);
}

int kbx_translation(const struct kbx *k, uint32_t record, uint32_t i, struct kbx_translation *out)
{
    uint32_t first, count;
    *out = (struct kbx_translation){KBX_NONE, 0, 0, {NULL, 0}};
    int status = range_of(k, record, KBX_AT_TRANSLATIONS, KBX_S_TRAN, &first, &count);
    if (status != KBX_OK)
        return status;
    if (i >= count)
        return KBX_MISSING;
    const unsigned char *p = kbx_i_element(k, KBX_S_TRAN, first + i);
    out->language = kbx_i_u16(p + KBX_AT_TRAN_LANGUAGE);
    out->field = kbx_i_u16(p + KBX_AT_TRAN_FIELD);
    out->entry = kbx_i_u32(p + KBX_AT_TRAN_ENTRY);
    return kbx_i_text(k, p + KBX_AT_TRAN_TEXT, &out->text);
}

int kbx_findings(const struct kbx *k, uint32_t record, uint32_t *out)
{
    uint32_t first;
    return range_of(k, record, KBX_AT_FINDINGS, KBX_S_FIND, &first, out);
}

int kbx_finding(const struct kbx *k, uint32_t record, uint32_t i, struct kbx_finding *out)
{
    uint32_t first, count;
    memset(out, 0, sizeof *out);
    int status = range_of(k, record, KBX_AT_FINDINGS, KBX_S_FIND, &first, &count);
    if (status != KBX_OK)
        return status;
    if (i >= count)
        return KBX_MISSING;
    const unsigned char *p = kbx_i_element(k, KBX_S_FIND, first + i);
    out->severity = kbx_i_u32(p + KBX_AT_FIND_SEVERITY);
    out->line = kbx_i_u32(p + KBX_AT_FIND_LINE);
    out->column = kbx_i_u32(p + KBX_AT_FIND_COLUMN);
    struct kbx_str *const texts[] = {&out->rule, &out->pointer, &out->message, &out->help};
    for (size_t t = 0; t < 4 && status == KBX_OK; t++)
        status = kbx_i_text(k, p + KBX_AT_FIND_RULE + 8 * t, texts[t]);
    return status == KBX_OK && out->severity > 2 ? KBX_CORRUPT : status;
}

int kbx_counted(const struct kbx *k, uint32_t record, uint32_t severity, uint32_t *out)
{
    const unsigned char *p = kbx_i_element(k, KBX_S_RECS, record);
    *out = 0;
    if (!p)
        return KBX_MISSING;
    if (severity > 2)
        return KBX_ARGUMENT;
    *out = kbx_i_u32(p + KBX_AT_COUNTS + 4 * severity);
    return KBX_OK;
}

int kbx_quality(const struct kbx *k, uint32_t record, uint32_t *bits)
{
    const unsigned char *p = kbx_i_element(k, KBX_S_RECS, record);
    *bits = p ? kbx_i_u32(p + KBX_AT_QUALITY) : 0;
    return p ? KBX_OK : KBX_MISSING;
}

int kbx_source(const struct kbx *k, uint32_t record, struct kbx_str *path, uint32_t *line)
{
    const unsigned char *p = kbx_i_element(k, KBX_S_RECS, record);
    *path = (struct kbx_str){NULL, 0};
    *line = p ? kbx_i_u32(p + KBX_AT_LINE) : 0;
    return p ? kbx_i_text(k, p + KBX_AT_SOURCE, path) : KBX_MISSING;
}

/* SPDX-License-Identifier: MIT */
/* Looking into the texts of a record, folded on the way: for runs of Han, whose pairs alone do not
 * say that they stand side by side, and for filters. */
#include "kbx/fold.h"
#include "kbx/query.h"

/* The character at p, folded; broken bytes are told from all characters. Returns its length. */
static size_t next_char(const struct kbx *k, const char *p, size_t left, uint32_t *cp)
{
    size_t n = kbx_i_utf8((const unsigned char *)p, left, cp);
    *cp = n ? kbx_i_fold(k, *cp) : 0x80000000u | (unsigned char)*p;
    return n ? n : 1;
}

void kbx_i_run_of(const struct kbx *k, const char *text, size_t len, struct kbx_i_run *out)
{
    out->count = 0;
    for (size_t i = 0; i < len && out->count < KBX_I_RUN;)
        i += next_char(k, text + i, len - i, &out->chars[out->count++]);
}

bool kbx_i_begins(const struct kbx *k, const struct kbx_i_run *run, const char *text, size_t len,
                  size_t *end)
{
    size_t at = 0;
    for (size_t i = 0; i < run->count; i++) {
        uint32_t cp;
        if (at == len)
            return false;
        at += next_char(k, text + at, len - at, &cp);
        if (cp != run->chars[i])
            return false;
    }
    *end = at;
    return true;
}

bool kbx_i_contains(const struct kbx *k, const struct kbx_i_run *run, const char *text, size_t len)
{
    size_t end;
    uint32_t cp;
    if (run->count == 0)
        return true;
    /* Most of most texts is ASCII, which folds to ASCII. */
    bool ascii = run->chars[0] < 0x80;
    for (size_t at = 0; at < len;) {
        if (!ascii && (unsigned char)text[at] < 0x80) {
            at++;
            continue;
        }
        if (kbx_i_begins(k, run, text + at, len - at, &end))
            return true;
        at += next_char(k, text + at, len - at, &cp);
    }
    return false;
}

bool kbx_i_same(const struct kbx *k, struct kbx_str a, struct kbx_str b)
{
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        uint32_t x, y;
        i += next_char(k, a.ptr + i, a.len - i, &x);
        j += next_char(k, b.ptr + j, b.len - j, &y);
        if (x != y)
            return false;
    }
    return i == a.len && j == b.len;
}

/* Takes the cost of looking at a text of that length; false when there is not enough left. Without
 * an effort there always is. */
static bool afford(uint64_t *effort, size_t len)
{
    uint64_t cost = 16 + (uint64_t)len;
    if (!effort)
        return true;
    if (*effort < cost) {
        *effort = 0;
        return false;
    }
    *effort -= cost;
    return true;
}

/* Whether a text of the field has the run. */
static bool field_has(const struct kbx *k, uint32_t record, int field, const struct kbx_i_run *run,
                      uint64_t *effort)
{
    const struct kbx_row *row = kbx_i_row(field);
    bool texts = row->info.kind == KBX_KIND_TEXTS;
    uint32_t count = 1;
    if (texts || row->info.list)
        (void)kbx_entries(k, record, texts ? field : row->info.list, 0, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct kbx_str text;
        if (texts)
            (void)kbx_item(k, record, field, 0, i, &text);
        else
            (void)kbx_text(k, record, field, i, KBX_BASE, &text, NULL);
        if (!afford(effort, text.len))
            return false;
        if (text.len && kbx_i_contains(k, run, text.ptr, text.len))
            return true;
    }
    return false;
}

bool kbx_i_record_has(const struct kbx *k, uint32_t record, const struct kbx_i_run *run,
                      uint64_t *effort)
{
    static const int fields[] = {
#define X(symbol, weight) KBX_F_##symbol,
        KBX_SEARCHED(X)
#undef X
    };
    const size_t count = sizeof fields / sizeof *fields;
    for (size_t f = 0; f<count && * effort> 0; f++)
        if (field_has(k, record, fields[f], run, effort))
            return true;
    uint32_t translations;
    (void)kbx_translations(k, record, &translations);
    for (uint32_t i = 0; i < translations; i++) {
        struct kbx_translation t;
        (void)kbx_translation(k, record, i, &t);
        size_t f = 0;
        while (f < count && (uint32_t)fields[f] != t.field)
            f++;
        if (!afford(effort, t.text.len))
            break;
        if (f < count && t.text.len && kbx_i_contains(k, run, t.text.ptr, t.text.len))
            return true;
    }
    return *effort == 0;
}

static bool is_same(const struct kbx *k, uint32_t record, int field, struct kbx_str wanted)
{
    struct kbx_str have;
    if (!wanted.ptr)
        return true;
    (void)kbx_text(k, record, field, 0, KBX_BASE, &have, NULL);
    return kbx_i_same(k, have, wanted);
}

bool kbx_i_passes(const struct kbx *k, uint32_t record, const struct kbx_filter *filter,
                  uint64_t *versions_left)
{
    struct kbx_rate rate;
    if (!is_same(k, record, KBX_F_DOMAIN, filter->domain) ||
        !is_same(k, record, KBX_F_RESOLVABLE, filter->resolvable))
        return false;
    if (filter->min_success > 0 &&
        (kbx_rate(k, record, KBX_F_FIX_SUCCESS_RATE, 0, &rate) != KBX_OK || !rate.text.ptr ||
         rate.value < filter->min_success))
        return false;
    if (!filter->version.ptr)
        return true;
    uint32_t versions;
    (void)kbx_entries(k, record, KBX_F_VERSION, 0, &versions);
    if (versions >= *versions_left) {
        *versions_left = 0;
        return false;
    }
    *versions_left -= versions;
    struct kbx_i_run wanted;
    kbx_i_run_of(k, filter->version.ptr, filter->version.len, &wanted);
    return field_has(k, record, KBX_F_VERSION_RANGE, &wanted, NULL) ||
           field_has(k, record, KBX_F_VERSION_VERSION, &wanted, NULL);
}

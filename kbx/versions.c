/* SPDX-License-Identifier: MIT */
/* Versions in a log: a product's name, a separator, numbers with a dot between them. */
#include "kbx/versions.h"

#define NAME_LONGEST    32
#define ENTRIES_MOST    256 /* of a record's list of versions */
#define CONDITIONS_MOST 16  /* of a range */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool separates(char c)
{
    return c == ' ' || c == '-' || c == '/' || c == ':' || c == '=' || c == '@' || c == '_' ||
           c == '"' || c == '\'';
}

/* Hash of a name whatever its case; 0 for one that is too short or too long to be a product's. */
static uint32_t name_hash(const char *p, size_t len)
{
    uint32_t hash = 2166136261u;
    if (len < 2 || len > NAME_LONGEST)
        return 0;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ ((unsigned char)p[i] | 0x20u)) * 16777619u;
    return hash ? hash : 1;
}

/* Reads "1.2.3" at p into the version and returns where it ends; p where there is no number. */
static const char *read_numbers(const char *p, const char *end, struct kbx_i_version *out)
{
    out->given = 0;
    while (p < end && is_digit(*p) && out->given < 3) {
        uint32_t n = 0;
        for (; p < end && is_digit(*p); p++)
            n = n < 100000000 ? n * 10 + (uint32_t)(*p - '0') : n;
        out->number[out->given++] = n;
        if (end - p < 2 || *p != '.' || !is_digit(p[1]))
            break;
        p++;
    }
    return p;
}

static bool is_word(const char *p, size_t len, const char *word)
{
    size_t i = 0;
    while (i < len && word[i] && ((unsigned char)p[i] | 0x20) == (unsigned char)word[i])
        i++;
    return i == len && !word[i];
}

/* The name that ends before `at`, behind at most two separators; words such as "version" that stand
 * between a product and its version are stepped over once. */
static uint32_t name_before(const char *start, const char *at)
{
    for (int step = 0; step < 2; step++) {
        const char *end = at;
        while (end > start && at - end < 2 && separates(end[-1]))
            end--;
        const char *name = end;
        while (name > start && is_letter(name[-1]) && end - name <= NAME_LONGEST)
            name--;
        size_t len = (size_t)(end - name);
        if (step == 0 && (is_word(name, len, "version") || is_word(name, len, "release") ||
                          is_word(name, len, "v")))
            at = name;
        else
            return name_hash(name, len);
    }
    return 0;
}

void kbx_i_versions_see(struct kbx_i_versions *v, const char *text, size_t len)
{
    const char *end = text + len, *p = text;
    while (p < end && (p = memchr(p, '.', (size_t)(end - p)))) {
        const char *first = p;
        struct kbx_i_version version;
        while (first > text && is_digit(first[-1]) && p - first <= 9)
            first--;
        if (first == p++ || p == end || !is_digit(*p) || (first > text && first[-1] == '.'))
            continue;
        p = read_numbers(first, end, &version);
        version.product = name_before(text, first);
        if (version.product)
            v->seen[version.product % KBX_I_PRODUCTS] = version;
    }
}

static const struct kbx_i_version *seen_of(const struct kbx_i_versions *v, uint32_t product)
{
    const struct kbx_i_version *seen = &v->seen[product % KBX_I_PRODUCTS];
    return product && seen->product == product ? seen : NULL;
}

/* Order of a against b in as many numbers as b gives. */
static int compare(const struct kbx_i_version *a, const struct kbx_i_version *b)
{
    for (uint32_t i = 0; i < b->given; i++) {
        uint32_t x = i < a->given ? a->number[i] : 0;
        if (x != b->number[i])
            return x < b->number[i] ? -1 : 1;
    }
    return 0;
}

/* Whether an entry such as "CUDA 12.1" is a version seen. */
static bool entry_fits(const struct kbx_i_versions *v, struct kbx_str text)
{
    const char *p = text.ptr, *end = p + text.len, *name = p;
    struct kbx_i_version own;
    while (p < end && is_letter(*p))
        p++;
    const struct kbx_i_version *seen = seen_of(v, name_hash(name, (size_t)(p - name)));
    while (p < end && !is_digit(*p))
        p++;
    (void)read_numbers(p, end, &own);
    return seen && own.given && compare(seen, &own) == 0;
}

/* Whether a version is within ">=3.11,<3.13". What is no comparison says nothing. */
static bool in_range(const struct kbx_i_version *seen, struct kbx_str range)
{
    const char *p = range.ptr, *end = p + range.len;
    bool any = false;
    for (int i = 0; i < CONDITIONS_MOST && p < end; i++) {
        bool less = false, more = false, equal = false;
        for (; p < end && !is_digit(*p); p++) {
            less |= *p == '<';
            more |= *p == '>';
            equal |= *p == '=';
        }
        struct kbx_i_version own;
        p = read_numbers(p, end, &own);
        if (!own.given)
            break;
        int order = compare(seen, &own);
        bool holds = less   ? order < 0 || (equal && order == 0)
                     : more ? order > 0 || (equal && order == 0)
                            : order == 0;
        if (!holds)
            return false;
        any = true;
    }
    return any;
}

bool kbx_i_versions_fit(const struct kbx_i_versions *v, const struct kbx *k, uint32_t record)
{
    struct kbx_str text, range;
    uint32_t count;
    (void)kbx_text(k, record, KBX_F_RUNTIME, 0, KBX_BASE, &text, NULL);
    (void)kbx_text(k, record, KBX_F_VERSION_RANGE, 0, KBX_BASE, &range, NULL);
    if (text.ptr && range.ptr) {
        const struct kbx_i_version *seen = seen_of(v, name_hash(text.ptr, text.len));
        if (seen && in_range(seen, range))
            return true;
    }
    (void)kbx_entries(k, record, KBX_F_VERSION, 0, &count);
    for (uint32_t i = 0; i < count && i < ENTRIES_MOST; i++) {
        (void)kbx_text(k, record, KBX_F_VERSION_VERSION, i, KBX_BASE, &text, NULL);
        if (text.ptr && entry_fits(v, text))
            return true;
    }
    return false;
}

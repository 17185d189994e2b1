/* SPDX-License-Identifier: MIT */
/* Text primitives: comparing, UTF-8, blankness, width, edit distance. What goes by the word is in
 * str_words.c. */
#include "kb/str.h"

#include <string.h>

#include "kb/ascii.h"

struct range {
    uint32_t first, last;
};

/* White_Space and Default_Ignorable_Code_Point of Unicode 15, the controls, and U+2800, the
 * braille blank. U+FFFC and U+FFFD are visible. */
static const struct range blanks[] = {
    {0x0000, 0x0020},   {0x007F, 0x00A0},   {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},
    {0x115F, 0x1160},   {0x1680, 0x1680},   {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F},
    {0x2028, 0x202F},   {0x205F, 0x206F},   {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

/* East_Asian_Width W and F of Unicode 14, marks left out, joined over unassigned code points; most
 * emoji are among them. */
static const struct range wides[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x3029},
    {0x302E, 0x303E},   {0x3041, 0x3096},   {0x309B, 0x3247},   {0x3250, 0x4DBF},
    {0x4E00, 0xA4C6},   {0xA960, 0xA97C},   {0xAC00, 0xD7A3},   {0xF900, 0xFAD9},
    {0xFE10, 0xFE19},   {0xFE30, 0xFE6B},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x16FE0, 0x16FE3}, {0x16FF0, 0x1B2FB}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF},
    {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335},
    {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3},
    {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440},
    {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567},
    {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F},
    {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF},
    {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A},
    {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF}, {0x1FA70, 0x1FAF6}, {0x20000, 0x3FFFD},
};

/* General_Category Mn and Me, only the blocks that occur in practice. */
static const struct range combining[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F}, {0x0900, 0x0902},
    {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20F0},
    {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE20, 0xFE2F},
};

static bool within(const struct range *ranges, size_t count, uint32_t cp)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (cp > ranges[mid].last)
            low = mid + 1;
        else if (cp < ranges[mid].first)
            high = mid;
        else
            return true;
    }
    return false;
}

#define WITHIN(table, cp) within((table), sizeof(table) / sizeof *(table), (cp))

int kb_str_cmp(struct kb_str a, struct kb_str b)
{
    if (!a.p || !b.p)
        return (a.p != NULL) - (b.p != NULL);
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static int lower(char c)
{
    return (unsigned char)kb_to_lower(c);
}

int kb_str_casecmp(struct kb_str a, struct kb_str b)
{
    if (!a.p || !b.p)
        return (a.p != NULL) - (b.p != NULL);
    for (size_t i = 0; i < a.n && i < b.n; i++)
        if (a.p[i] != b.p[i] && lower(a.p[i]) != lower(b.p[i]))
            return lower(a.p[i]) - lower(b.p[i]);
    return (a.n > b.n) - (a.n < b.n);
}

bool kb_str_same(struct kb_str a, struct kb_str b)
{
    return a.n == b.n && kb_str_casecmp(a, b) == 0;
}

bool kb_str_starts(struct kb_str a, const char *prefix)
{
    size_t n = strlen(prefix);
    return a.n >= n && n && memcmp(a.p, prefix, n) == 0;
}

bool kb_str_ends(struct kb_str a, struct kb_str end)
{
    return a.n >= end.n && (end.n == 0 || memcmp(a.p + a.n - end.n, end.p, end.n) == 0);
}

/* FNV-1a, 64 bits. */
uint64_t kb_str_hash(struct kb_str a)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < a.n; i++)
        h = (h ^ (unsigned char)a.p[i]) * 0x100000001B3u;
    return h;
}

uint64_t kb_str_casehash(struct kb_str a)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < a.n; i++)
        h = (h ^ (unsigned char)lower(a.p[i])) * 0x100000001B3u;
    return h;
}

size_t kb_utf8_next_long(const char *p, const char *end, uint32_t *cp, bool *ok)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)*p;
    *ok = true;
    size_t n = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first >= 0xC2 && first <= 0xF4 && (size_t)(end - p) >= n) {
        uint32_t value = first & (0xFFu >> (n + 1));
        size_t i = 1;
        for (; i < n && ((unsigned char)p[i] & 0xC0) == 0x80; i++)
            value = value << 6 | ((unsigned char)p[i] & 0x3F);
        if (i == n && value >= least[n] && value <= 0x10FFFF &&
            !(value >= 0xD800 && value <= 0xDFFF)) {
            *cp = value;
            return n;
        }
    }
    *cp = 0xFFFD;
    *ok = false;
    return 1;
}

size_t kb_utf8_put(char out[4], uint32_t cp)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)(0xF00u >> n | cp);
    return n;
}

size_t kb_utf8_count(struct kb_str a)
{
    size_t count = 0;
    uint32_t cp;
    bool ok;
    for (const char *p = a.p, *end = kb_str_end(a); p < end; count++)
        p += kb_utf8_next(p, end, &cp, &ok);
    return count;
}

bool kb_utf8_valid(struct kb_str a)
{
    uint32_t cp;
    bool ok = true;
    for (const char *p = a.p, *end = kb_str_end(a); p < end && ok;)
        p += kb_utf8_next(p, end, &cp, &ok);
    return ok;
}

bool kb_cp_blank(uint32_t cp)
{
    if (cp > ' ' && cp < 0x7F)
        return false; /* most of what is asked about */
    return WITHIN(blanks, cp);
}

bool kb_cp_unprintable(uint32_t cp)
{
    static const struct range ranges[] = {
        {0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD},   {0x061C, 0x061C},
        {0x180E, 0x180E}, {0x200B, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},
        {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
    };
    if (cp >= ' ' && cp < 0x7F)
        return false;
    return WITHIN(ranges, cp);
}

int kb_cp_width(uint32_t cp)
{
    if (cp < 0x300)
        return cp != 0xAD;
    if (WITHIN(combining, cp) || (WITHIN(blanks, cp) && cp != 0x3000 && cp != 0x2800))
        return cp >= 0x2000 && cp <= 0x200A;
    return WITHIN(wides, cp) ? 2 : 1;
}

bool kb_str_blank(struct kb_str a)
{
    uint32_t cp;
    bool ok;
    for (const char *p = a.p, *end = kb_str_end(a); p < end;) {
        p += kb_utf8_next(p, end, &cp, &ok);
        if (!kb_cp_blank(cp))
            return false;
    }
    return true;
}

size_t kb_distance(struct kb_str a, struct kb_str b, size_t limit)
{
    enum { WIDEST = 128 };
    size_t row[WIDEST + 1];
    if (a.n > b.n) {
        struct kb_str swap = a;
        a = b;
        b = swap;
    }
    if (b.n - a.n > limit)
        return limit + 1;
    while (a.n && *a.p == *b.p) /* what both begin or end with costs nothing */
        a = (struct kb_str){a.p + 1, a.n - 1}, b = (struct kb_str){b.p + 1, b.n - 1};
    while (a.n && a.p[a.n - 1] == b.p[b.n - 1])
        a.n--, b.n--;
    if (b.n > WIDEST)
        return limit + 1;
    for (size_t i = 0; i <= a.n; i++)
        row[i] = i;
    for (size_t j = 1; j <= b.n; j++) {
        /* Farther from the diagonal than the limit all is beyond it; what no row has come to holds
         * its index, which is beyond it too. */
        size_t from = j > limit ? j - limit : 1, to = j + limit < a.n ? j + limit : a.n;
        size_t best = from > 1 ? limit + 1 : j, diagonal = row[from - 1];
        row[from - 1] = best;
        for (size_t i = from; i <= to; i++) {
            size_t cost = diagonal + (a.p[i - 1] != b.p[j - 1]);
            diagonal = row[i]; /* NOLINT(clang-analyzer-core.uninitialized.Assign): set above */
            if (row[i] + 1 < cost)
                cost = row[i] + 1;
            if (row[i - 1] + 1 < cost)
                cost = row[i - 1] + 1;
            row[i] = cost;
            if (cost < best)
                best = cost;
        }
        if (best > limit)
            return limit + 1;
    }
    return row[a.n] <= limit ? row[a.n] : limit + 1;
}

long kb_nearest(struct kb_str word, struct kb_str (*next)(const void *from, size_t i),
                const void *from)
{
    enum { FARTHEST = 6 };
    size_t best = ((word.n + 2) / 3 < FARTHEST ? (word.n + 2) / 3 : FARTHEST) + 1;
    long found = -1;
    for (size_t i = 0; best > 1; i++) {
        struct kb_str candidate = next(from, i);
        if (!candidate.p)
            break;
        size_t distance = kb_distance(word, candidate, best - 1);
        if (distance < best) {
            best = distance;
            found = (long)i;
        }
    }
    return found;
}

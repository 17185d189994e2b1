/* SPDX-License-Identifier: MIT */
/* Signs before the first letter or digit do not count: "[Errno 2]" stands under E. */
#include "emit/html/letter.h"

#include <stdbool.h>

#include "kb/ascii.h"

enum { LATIN = 26, DIGITS = LATIN, HAN, OTHER };

static const struct {
    struct kb_str path;
    const char *heading;
} rest[] = {
    [DIGITS - LATIN] = {{"0-9", 3}, "0–9"},
    [HAN - LATIN] = {{"han", 3}, "Han characters"},
    [OTHER - LATIN] = {{"other", 5}, "Other characters"},
};

struct range {
    uint32_t first, last;
};

static bool within(const struct range *ranges, size_t count, uint32_t cp)
{
    for (size_t i = 0; i < count; i++)
        if (cp >= ranges[i].first && cp <= ranges[i].last)
            return true;
    return false;
}

static bool is_han(uint32_t cp)
{
    static const struct range ranges[] = {
        {0x2E80, 0x2FDF}, {0x3007, 0x3007}, {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x323AF},
    };
    return within(ranges, sizeof ranges / sizeof *ranges, cp);
}

/* Punctuation, symbols, pictures: blocks that hold no letters. */
static bool is_sign(uint32_t cp)
{
    static const struct range ranges[] = {
        {0x00, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},     {0x2000, 0x206F}, {0x20A0, 0x20CF},
        {0x2190, 0x2BFF}, {0x2E00, 0x2E7F}, {0x3000, 0x303F}, {0xFE00, 0xFE6F}, {0xFEFF, 0xFEFF},
        {0xFF00, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF},
    };
    return within(ranges, sizeof ranges / sizeof *ranges, cp) || kb_cp_blank(cp) ||
           kb_cp_unprintable(cp);
}

/* OTHER + 1 for a sign. Wide forms count as what they are forms of. */
static uint32_t rank_of(uint32_t cp)
{
    if (cp >= 0xFF10 && cp <= 0xFF5A)
        cp -= 0xFF00 - 0x20;
    if (cp < 0x80 && kb_is_letter((char)cp))
        return (uint32_t)(kb_to_lower((char)cp) - 'a');
    if (cp < 0x80 && kb_is_digit((char)cp))
        return DIGITS;
    if (is_han(cp))
        return HAN;
    return is_sign(cp) ? OTHER + 1 : OTHER;
}

struct kb_letter kb_letter_of(struct kb_str name)
{
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz";
    struct kb_letter letter = {rest[OTHER - LATIN].path, OTHER, name};
    const char *end = kb_str_end(name);
    for (const char *p = name.p; p < end;) {
        uint32_t cp;
        bool ok;
        size_t size = kb_utf8_next(p, end, &cp, &ok);
        uint32_t rank = ok ? rank_of(cp) : OTHER + 1;
        if (rank <= OTHER) {
            letter.rank = rank;
            letter.name = (struct kb_str){p, (size_t)(end - p)};
            letter.path =
                rank < LATIN ? (struct kb_str){alphabet + rank, 1} : rest[rank - LATIN].path;
            break;
        }
        p += size;
    }
    return letter;
}

const char *kb_letter_heading(struct kb_str path)
{
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        if (kb_str_eq(rest[i].path, path))
            return rest[i].heading;
    return NULL;
}

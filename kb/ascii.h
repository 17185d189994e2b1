/* SPDX-License-Identifier: MIT */
/* Classes of ASCII characters, the same in every locale. Bytes of longer characters are in none of
 * them unless it is said. */
#ifndef KB_ASCII_H
#define KB_ASCII_H

#include <stdbool.h>

static inline bool kb_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool kb_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool kb_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool kb_is_letter(char c)
{
    return kb_is_lower(c) || kb_is_upper(c);
}

/* What names in programs are made of. */
static inline bool kb_is_name(char c)
{
    return kb_is_letter(c) || kb_is_digit(c) || c == '_';
}

/* The same, or a byte of a longer character: what words are made of. */
static inline bool kb_is_word(char c)
{
    return kb_is_name(c) || (unsigned char)c >= 0x80;
}

/* The value of a hexadecimal digit, -1 for what is none. */
static inline int kb_hex(char c)
{
    if (kb_is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static inline char kb_to_lower(char c)
{
    return kb_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

#endif

/* SPDX-License-Identifier: MIT */
/* Texts by the word, eight bytes at a time: hashes, and where runs of bytes end. */
#include "kb/str.h"

#include <string.h>
#include <time.h>

static uint64_t mix(uint64_t h)
{
    h = (h ^ h >> 33) * 0xFF51AFD7ED558CCDu;
    h = (h ^ h >> 33) * 0xC4CEB9FE1A85EC53u;
    return h ^ h >> 33;
}

/* Both halves of the product, of which every bit hangs on most bits of both. */
static uint64_t fold(uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
    __extension__ typedef unsigned __int128 wide;
    const wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
    return mix(mix(a) ^ b);
#endif
}

static uint64_t bytes_at(const char *p, size_t n)
{
    uint64_t word = 0;
    memcpy(&word, p, n);
    return word;
}

#define WORD (ptrdiff_t)sizeof(uint64_t)

static uint64_t word_at(const char *p)
{
    return bytes_at(p, WORD);
}

/* All of up to eight bytes, and nothing else: some stand there more than once. */
static uint64_t few_at(const char *p, const char *end)
{
    const ptrdiff_t n = end - p, half = WORD / 2;
    if (n >= half)
        return bytes_at(p, WORD / 2) | bytes_at(end - half, WORD / 2) << 32;
    uint64_t three = bytes_at(p, 1) | bytes_at(p + n / 2, 1) << 8 | bytes_at(end - 1, 1) << 16;
    return three | three << 24 | three << 48;
}

/* Two words at a time, and the last two again where they are not whole. */
uint64_t kb_str_hash_seeded(struct kb_str a, uint64_t seed)
{
    const char *p = a.p, *end = kb_str_end(a);
    uint64_t h = mix(seed ^ a.n);
    for (; end - p > 2 * WORD; p += 2 * WORD)
        h = fold(word_at(p) ^ seed, word_at(p + WORD) ^ h);
    if (a.n >= 2 * WORD)
        h = fold(word_at(end - 2 * WORD) ^ seed, word_at(end - WORD) ^ h);
    else if (a.n >= WORD)
        h = fold(word_at(p) ^ seed, word_at(end - WORD) ^ h);
    else if (a.n > 0)
        h = fold(few_at(p, end) ^ seed, h);
    return h ^ h >> 32;
}

uint64_t kb_hash_seed(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    /* The address of a local differs from run to run where addresses are randomised. */
    return mix((uint64_t)now.tv_nsec ^ (uint64_t)now.tv_sec << 32) ^ mix((uint64_t)(uintptr_t)&now);
}

/* Texts are looked through by the word: what is added to carries, and what is taken from borrows,
 * first at a byte that is met, which sets its high bit. */
static const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;

static uint64_t meet_unprintable(uint64_t word)
{
    return word | (word + ones) | (word - ones * ' ');
}

static uint64_t meet(uint64_t word, char c)
{
    return (word ^ ones * (unsigned char)c) - ones;
}

static bool printable(char c)
{
    return c >= ' ' && c < 0x7F;
}

/* Past the bytes that `passes` lets through, words at a time of which `meets` meets no byte. What
 * is no whole word at the end is made one by bytes that were seen before. */
static inline const char *run_end(const char *p, const char *end, uint64_t (*meets)(uint64_t),
                                  bool (*passes)(char))
{
    const char *start = p;
    while (end - p >= WORD && !(meets(word_at(p)) & highs))
        p += WORD;
    if (p == end)
        return p;
    if (end - p < WORD &&
        !(meets(end - start < WORD ? few_at(p, end) : word_at(end - WORD)) & highs))
        return end;
    while (p < end && passes(*p))
        p++;
    return p;
}

const char *kb_ascii_end(const char *p, const char *end)
{
    return run_end(p, end, meet_unprintable, printable);
}

static uint64_t meet_escaped(uint64_t word)
{
    return meet_unprintable(word) | meet(word, '"') | meet(word, '\\');
}

static bool plain(char c)
{
    return printable(c) && c != '"' && c != '\\';
}

const char *kb_plain_end(const char *p, const char *end)
{
    return run_end(p, end, meet_escaped, plain);
}

/* '>' is '<' with another bit, and so is '&' to '"'. */
static uint64_t meet_markup(uint64_t word)
{
    return meet_unprintable(word) | meet(word | ones * ('<' ^ '>'), '>') |
           meet(word | ones * ('"' ^ '&'), '&');
}

static bool unmarked(char c)
{
    return printable(c) && (c | ('<' ^ '>')) != '>' && (c | ('"' ^ '&')) != '&';
}

const char *kb_unmarked_end(const char *p, const char *end)
{
    return run_end(p, end, meet_markup, unmarked);
}

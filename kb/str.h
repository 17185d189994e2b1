/* SPDX-License-Identifier: MIT */
/* Text with its length, and what the rules ask about text. Text is UTF-8 unless said otherwise;
 * where bytes are broken, each bad byte counts as one U+FFFD. */
#ifndef KB_STR_H
#define KB_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A borrowed run of bytes. p is NULL where the text is absent; an empty text has a non-NULL p.
 * Texts of a record are also NUL-terminated. */
struct kb_str {
    const char *p;
    size_t n;
};

/* Past the last byte; the absent text has none, and NULL is not to be added to. */
static inline const char *kb_str_end(struct kb_str a)
{
    return a.n ? a.p + a.n : a.p;
}

#define KB_STR(literal) ((struct kb_str){(literal), sizeof(literal) - 1})

/* Of a C string; NULL gives the absent text. In place, like the next two, so that the length of a
 * literal is known. */
static inline struct kb_str kb_str(const char *text)
{
    return (struct kb_str){text, text ? strlen(text) : 0};
}

static inline bool kb_str_eq(struct kb_str a, struct kb_str b)
{
    return a.n == b.n && (a.p && b.p ? memcmp(a.p, b.p, a.n) == 0 : a.p == b.p);
}

static inline bool kb_str_is(struct kb_str a, const char *text)
{
    return a.p && kb_str_eq(a, kb_str(text));
}

int kb_str_cmp(struct kb_str a, struct kb_str b); /* bytewise; absent before empty */

/* The same for readers who do not look at the case of ASCII letters. */
int kb_str_casecmp(struct kb_str a, struct kb_str b);
bool kb_str_same(struct kb_str a, struct kb_str b);
uint64_t kb_str_casehash(struct kb_str a); /* equal for texts that are the same */

bool kb_str_starts(struct kb_str a, const char *prefix);
bool kb_str_ends(struct kb_str a, struct kb_str end);
uint64_t kb_str_hash(struct kb_str a); /* the same on every machine */

/* A hash for tables that hold what anybody may have written: with a seed of the run, so that no
 * input can be made whose keys meet. kb_hash_seed differs from run to run; nothing that is printed
 * or written may depend on it. */
uint64_t kb_str_hash_seeded(struct kb_str a, uint64_t seed);
uint64_t kb_hash_seed(void);

/* kb_utf8_next, which follows, beyond ASCII. */
size_t kb_utf8_next_long(const char *p, const char *end, uint32_t *cp, bool *ok);

/* Reads one code point at p < end into *cp and returns its length in bytes (1 to 4). Broken
 * UTF-8 (overlong, surrogate, above U+10FFFF, cut off) gives U+FFFD and 1, with *ok false. */
static inline size_t kb_utf8_next(const char *p, const char *end, uint32_t *cp, bool *ok)
{
    if ((unsigned char)*p >= 0x80)
        return kb_utf8_next_long(p, end, cp, ok);
    *cp = (unsigned char)*p;
    *ok = true;
    return 1;
}

/* Writes cp (a valid code point) as UTF-8 and returns the number of bytes. */
size_t kb_utf8_put(char out[4], uint32_t cp);

/* Past the bytes from p on that are ASCII but no controls: most text is nothing else. Those of them
 * that JSON and a terminal show as they are, without quotes and backslashes; and those that markup
 * does, without angle brackets, ampersands and quotes. */
const char *kb_ascii_end(const char *p, const char *end);
const char *kb_plain_end(const char *p, const char *end);
const char *kb_unmarked_end(const char *p, const char *end);

size_t kb_utf8_count(struct kb_str a); /* code points */
bool kb_utf8_valid(struct kb_str a);

/* True when nothing of it can be seen: empty, or only Unicode white space (White_Space) and
 * invisible characters (Default_Ignorable_Code_Point, U+2800, controls). Absent counts as blank. */
bool kb_str_blank(struct kb_str a);

bool kb_cp_blank(uint32_t cp);

/* What would move a terminal's cursor, hide text or turn it round: controls (C0, C1), bidi and
 * other format characters, tags. */
bool kb_cp_unprintable(uint32_t cp);

/* Columns cp takes in a terminal: 0 for combining and invisible, 2 for East Asian wide, else 1. */
int kb_cp_width(uint32_t cp);

/* Levenshtein distance of the bytes, or limit + 1 when it is larger than limit. */
size_t kb_distance(struct kb_str a, struct kb_str b, size_t limit);

/* Index of the candidate nearest to `word` (distance at most a third of its length, and at most 6:
 * what is further off is another word, not a slip; the first of equals), or -1. `next(from, i)`
 * gives candidate i, absent past the last. */
long kb_nearest(struct kb_str word, struct kb_str (*next)(const void *from, size_t i),
                const void *from);

#endif

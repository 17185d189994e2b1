/* SPDX-License-Identifier: MIT */
/* How a text becomes terms (docs/index-format.md, "Words"): one way for the writer, which indexes
 * them, and for the reader, which looks them up. Takes time in proportion to the text and no
 * memory. Not exported. */
#ifndef KBX_WORDS_H
#define KBX_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "kbx/format.h"

#if defined __GNUC__
#define KBX_WORDS_LOCAL __attribute__((visibility("hidden")))
#else
#define KBX_WORDS_LOCAL
#endif

enum kbx_i_term_kind {
    KBX_I_WORD, /* a run of letters and digits */
    KBX_I_PART, /* of the word before */
    KBX_I_CODE, /* the words before, with what joins them */
    KBX_I_CHAR, /* a character of a run of Han, kana or Hangul */
    KBX_I_PAIR  /* two neighbours of such a run */
};

struct kbx_i_term {
    enum kbx_i_term_kind kind;
    const unsigned char *text; /* folded, 1 to KBX_TERM_LONGEST bytes; until the function returns */
    size_t len;
    size_t from, to; /* bytes of the text it was made of */
};

/* What a code point folds to; `table` is the caller's. */
typedef uint32_t kbx_i_folder(const void *table, uint32_t cp);

typedef void kbx_i_taker(void *to, const struct kbx_i_term *term);

/* Gives every term of the text, in the order of their beginnings but for codes, which come after
 * their words. The text may be any bytes. */
KBX_WORDS_LOCAL void kbx_i_words(const void *text, size_t len, kbx_i_folder *fold,
                                 const void *table, kbx_i_taker *take, void *to);

#endif

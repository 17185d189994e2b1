/* SPDX-License-Identifier: MIT */
/* Markup that was made before and is to be copied where it stands again: see kb_page_again. */
#ifndef KB_HTML_PIECES_H
#define KB_HTML_PIECES_H

#include <stdbool.h>
#include <stdint.h>

#include "emit/html/words.h"
#include "kb/str.h"

/* What kinds of pieces there are. Each says which one of its kind it is by some bytes, and numbers
 * tell more of a kind where that is easier. */
enum kb_piece {
    KB_PIECE_TAG,   /* a start tag, which kb_page_open keeps by itself */
    KB_PIECE_WORDS, /* an element with words of our own */
    KB_PIECE_METAS,
    KB_PIECE_ASSETS,
    KB_PIECE_FILES,
    KB_PIECE_CARD_NAME,
    KB_PIECE_CARD_IMAGE,
    KB_PIECE_SKIP,
    KB_PIECE_HEADER,
    KB_PIECE_FOOTER,
    KB_PIECE_CRUMB,
    KB_PIECE_RECORD, /* a link to it, and then what lists have of it */
    KB_PIECE_ROW,
    KB_PIECE_SIMILAR,
    KB_PIECE_TALLIED,
    KB_PIECE_FACET,
    KB_PIECE_ADDRESS,
    KB_PIECE_ANCHOR,
    KB_PIECE_SHARE,
    KB_PIECE_DATE
};

#define KB_PIECE(piece, a, b) ((uint64_t)(piece) | (uint64_t)(a) << 8 | (uint64_t)(b) << 32)
#define KB_PIECE_OF(value)    ((struct kb_str){(const char *)&(value), sizeof(value)})

/* Those that are kept: the one made last of those whose hashes meet, none that is long or empty,
 * and of a large site those since all were last forgotten. Freed with kb_pieces_free. */
struct kb_pieces;

struct kb_pieces *kb_pieces_new(void);
void kb_pieces_free(struct kb_pieces *pieces);

/* The markup, borrowed until a piece begins or ends; false where it has to be made. */
bool kb_pieces_find(const struct kb_pieces *pieces, uint64_t kind, const struct kb_words *words,
                    struct kb_str which, struct kb_str *markup);

/* A piece begins where the page is `from` bytes long, and ends at the end of `page`. Pieces nest.
 */
void kb_pieces_begin(struct kb_pieces *pieces, uint64_t kind, const struct kb_words *words,
                     struct kb_str which, size_t from);
void kb_pieces_end(struct kb_pieces *pieces, struct kb_str page);

/* How many have begun and not ended. */
size_t kb_pieces_open(const struct kb_pieces *pieces);

#endif

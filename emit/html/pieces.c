/* SPDX-License-Identifier: MIT */
/* A table of pieces by their hash, each in the place that it has there. */
#include "emit/html/pieces.h"

#include <assert.h>
#include <stdlib.h>

#include "kb/arena.h"
#include "kb/buf.h"

#define KEPT  65536 /* pieces at most; a base of 2,000 records makes 19,000 */
#define MOST  2048  /* bytes of one, and of what says which it is */
#define DEPTH 5     /* pieces within pieces, and a tag */

struct piece {
    uint64_t kind;
    const struct kb_words *words; /* it was made in their language */
    struct kb_buf text;           /* which of its kind it is, then the markup */
    size_t which;                 /* bytes of the former */
    size_t from;                  /* where the markup begins in the page while it is being made */
    enum { LOST, BEGUN, MADE } state;
};

struct kb_pieces {
    struct piece *kept[KEPT];   /* NULL: none had that hash yet */
    struct piece *begun[DEPTH]; /* one within the other; NULL: that one is not kept */
    size_t depth;
};

struct kb_pieces *kb_pieces_new(void)
{
    return kb_alloc(1, sizeof(struct kb_pieces));
}

void kb_pieces_free(struct kb_pieces *pieces)
{
    for (size_t i = 0; i < KEPT; i++) {
        if (pieces->kept[i])
            kb_buf_free(&pieces->kept[i]->text);
        free(pieces->kept[i]);
    }
    free(pieces);
}

size_t kb_pieces_open(const struct kb_pieces *pieces)
{
    return pieces->depth;
}

/* Kinds are small numbers, and so are many things that say which: spread, they do not meet. */
static size_t place(uint64_t kind, struct kb_str which)
{
    return kb_str_hash_seeded(which, kind * 0x9E3779B97F4A7C15u) % KEPT;
}

bool kb_pieces_find(const struct kb_pieces *pieces, uint64_t kind, const struct kb_words *words,
                    struct kb_str which, struct kb_str *markup)
{
    const struct piece *piece = pieces->kept[place(kind, which)];
    if (!piece || piece->state != MADE || piece->kind != kind || piece->words != words)
        return false;
    *markup = (struct kb_str){piece->text.data + piece->which, piece->text.len - piece->which};
    return kb_str_eq((struct kb_str){piece->text.data, piece->which}, which);
}

void kb_pieces_begin(struct kb_pieces *pieces, uint64_t kind, const struct kb_words *words,
                     struct kb_str which, size_t from)
{
    struct piece **slot = &pieces->kept[place(kind, which)], *piece = *slot;
    assert(pieces->depth < DEPTH);
    pieces->begun[pieces->depth++] = NULL;
    if (which.n > MOST || (piece && piece->state == BEGUN))
        return;
    if (!piece)
        piece = *slot = kb_alloc(1, sizeof *piece);
    *piece = (struct piece){kind, words, piece->text, which.n, from, BEGUN};
    piece->text.len = 0;
    kb_buf_str(&piece->text, which);
    pieces->begun[pieces->depth - 1] = piece;
}

void kb_pieces_end(struct kb_pieces *pieces, struct kb_str page)
{
    assert(pieces->depth > 0);
    struct piece *piece = pieces->begun[--pieces->depth];
    if (!piece)
        return;
    piece->state = LOST;
    if (page.n < piece->from || page.n - piece->from > MOST)
        return;
    kb_buf_add(&piece->text, page.p + piece->from, page.n - piece->from);
    piece->state = MADE;
}

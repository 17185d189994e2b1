/* SPDX-License-Identifier: MIT */
/* A table of pieces by their hash, each in the place that it has there; their bytes stand one after
 * the other in memory that is never moved, and when it is used up all is forgotten. */
#include "emit/html/pieces.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"

#define KEPT  65536       /* pieces at most; a base of 2,000 records makes 25,000 */
#define ROOM  (32u << 20) /* bytes of all; those of 2,000 records have 7 MB */
#define MOST  2048        /* bytes of one, and of what says which it is */
#define DEPTH 5           /* pieces within pieces, and a tag */

struct piece {
    uint64_t kind;
    const struct kb_words *words;     /* it was made in their language */
    uint32_t which, markup;           /* where the bytes of either begin */
    uint16_t which_size, markup_size; /* no markup: no piece */
};

/* One that is being made. The table has it when it is: pieces within it may want its place. */
struct begun {
    struct piece piece;
    size_t place;
    size_t from; /* where its markup begins in the page */
    bool kept;
};

struct kb_pieces {
    struct piece kept[KEPT];
    char *bytes;
    uint32_t used;
    struct begun begun[DEPTH]; /* one within the other */
    size_t depth;
};

struct kb_pieces *kb_pieces_new(void)
{
    struct kb_pieces *pieces = kb_alloc(1, sizeof *pieces);
    pieces->bytes = kb_realloc(NULL, ROOM, 1);
    return pieces;
}

void kb_pieces_free(struct kb_pieces *pieces)
{
    free(pieces->bytes);
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
    const struct piece *piece = &pieces->kept[place(kind, which)];
    if (piece->markup_size == 0 || piece->kind != kind || piece->words != words)
        return false;
    *markup = (struct kb_str){pieces->bytes + piece->markup, piece->markup_size};
    return kb_str_eq((struct kb_str){pieces->bytes + piece->which, piece->which_size}, which);
}

/* How many bytes the next may have. */
static size_t most(const struct kb_pieces *pieces)
{
    size_t left = ROOM - pieces->used;
    return left < MOST ? left : MOST;
}

/* Behind the other bytes. Returns where. */
static uint32_t put(struct kb_pieces *pieces, const char *bytes, size_t n)
{
    uint32_t at = pieces->used;
    if (n)
        memcpy(pieces->bytes + at, bytes, n);
    pieces->used += (uint32_t)n;
    return at;
}

void kb_pieces_begin(struct kb_pieces *pieces, uint64_t kind, const struct kb_words *words,
                     struct kb_str which, size_t from)
{
    assert(pieces->depth < DEPTH);
    if (pieces->depth == 0 && most(pieces) < MOST) {
        memset(pieces->kept, 0, sizeof pieces->kept);
        pieces->used = 0;
    }
    struct begun *begun = &pieces->begun[pieces->depth++];
    *begun = (struct begun){.from = from, .kept = which.n <= most(pieces)};
    if (!begun->kept)
        return;
    begun->place = place(kind, which);
    begun->piece = (struct piece){.kind = kind,
                                  .words = words,
                                  .which = put(pieces, which.p, which.n),
                                  .which_size = (uint16_t)which.n};
}

void kb_pieces_end(struct kb_pieces *pieces, struct kb_str page)
{
    assert(pieces->depth > 0);
    struct begun *begun = &pieces->begun[--pieces->depth];
    if (!begun->kept || page.n < begun->from || page.n - begun->from > most(pieces))
        return;
    begun->piece.markup_size = (uint16_t)(page.n - begun->from);
    begun->piece.markup = put(pieces, page.p + begun->from, page.n - begun->from);
    pieces->kept[begun->place] = begun->piece;
}

/* SPDX-License-Identifier: MIT */
/* What the first letters of a word find: for beginnings that many terms go on from, the best of
 * these for each record, as one list. Else the page would load the shards of all of them to show
 * what two letters find. */
#include "emit/html/search.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"

/* A beginning is written where its terms take more than MANY bytes in their shards, a shard or two,
 * and so many times what its own list takes. Else the page reads the terms. */
enum { MANY = 6000, TIMES = 2 };

#define TERM    6 /* bytes, beyond text and postings */
#define POSTING 2 /* roughly */
#define LEAST   2 /* letters: one alone is taken for a word */

struct beginnings {
    const struct kb_search_numbers *numbers;
    struct kb_out *out;
    struct kb_buf *index, key, body;
    unsigned char *best; /* of each record, 0 where no term of the beginning is in it */
    struct kb_term_posting *postings; /* of the beginning at hand */
    bool failed;
};

static size_t bytes_of(const struct kb_term *term)
{
    return TERM + term->text.n + POSTING * term->count;
}

/* Of each record the best of the terms that go on from a beginning, which are those that are
 * longer, as the postings of a term. */
static struct kb_term best_of(struct beginnings *b, const struct kb_term *first,
                              const struct kb_term *end, struct kb_str beginning)
{
    struct kb_term all = {.text = beginning, .postings = b->postings};
    size_t records = b->numbers->base.count;
    memset(b->best, 0, records);
    for (const struct kb_term *term = first; term < end; term++)
        for (size_t i = 0; term->text.n > beginning.n && i < term->count; i++) {
            const struct kb_term_posting *one = &term->postings[i];
            if (b->best[one->record] < one->impact)
                b->best[one->record] = one->impact;
        }
    for (uint32_t record = 0; record < records; record++)
        if (b->best[record])
            b->postings[all.count++] = (struct kb_term_posting){0, record, b->best[record]};
    return all;
}

/* A shard is named by the bytes of its beginning, so that the page needs no list of names. */
static void write(struct beginnings *b, const struct kb_term *all)
{
    b->key.len = 0;
    for (size_t i = 0; i < all->text.n; i++)
        kb_buf_printf(&b->key, "%02x", (unsigned)(unsigned char)all->text.p[i]);
    if (b->index->len)
        kb_buf_putc(b->index, ' ');
    kb_buf_str(b->index, all->text);
    kb_shard_begin(&b->body, "b", b->key.data);
    kb_buf_putc(&b->body, '"');
    kb_shard_postings(&b->body, all, b->numbers->of);
    kb_buf_putc(&b->body, '"');
    b->failed |= !kb_shard_end(&b->body, b->out, "b", b->key.data);
}

/* All beginnings with a letter more than the one of `size` bytes that these terms share. It goes no
 * deeper than a term is long (kbx/words.h), and stops where there are few bytes: what goes on from
 * there has no more. */
static void divide(struct beginnings *b, const struct kb_term *first, const struct kb_term *end,
                   size_t size, size_t letters)
{
    while (first < end && first->text.n == size)
        first++;
    while (first < end && !b->failed) {
        uint32_t cp;
        bool ok;
        size_t longer =
            size + kb_utf8_next(first->text.p + size, kb_str_end(first->text), &cp, &ok);
        const struct kb_term *next = first;
        size_t bytes = 0;
        for (; next < end && next->text.n >= longer &&
               memcmp(next->text.p, first->text.p, longer) == 0;
             next++)
            bytes += bytes_of(next);
        if (bytes > MANY) {
            struct kb_term all = best_of(b, first, next, (struct kb_str){first->text.p, longer});
            if (letters + 1 >= LEAST && bytes_of(&all) * TIMES < bytes)
                write(b, &all);
            divide(b, first, next, longer, letters + 1);
        }
        first = next;
    }
}

bool kb_search_beginnings(const struct kb_terms *terms, const struct kb_search_numbers *numbers,
                          struct kb_out *out, struct kb_buf *index)
{
    size_t count = numbers->base.count;
    struct beginnings b = {
        .numbers = numbers,
        .out = out,
        .index = index,
        .best = kb_alloc(count + 1, sizeof *b.best),
        .postings = kb_alloc(count + 1, sizeof *b.postings),
    };
    divide(&b, terms->items, terms->items + terms->count, 0, 0);
    free(b.best);
    free(b.postings);
    kb_buf_free(&b.key);
    kb_buf_free(&b.body);
    return !b.failed;
}

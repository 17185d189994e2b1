/* SPDX-License-Identifier: MIT */
/* What the first letters of a word find: for beginnings that many terms go on from, the postings of
 * the term that is just these letters, and the best of the others for each record, as one list.
 * Else the page would load the shards of all of them to show what two letters find. */
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

/* Records that are looked at together, so that a beginning of few costs little in a large base. */
#define BLOCK 64

struct beginnings {
    const struct kb_search_numbers *numbers;
    struct kb_out *out;
    struct kb_buf *index, key, body;
    struct kb_search_best best;
    bool failed;
};

struct kb_search_best kb_search_best(size_t records)
{
    size_t blocks = records / BLOCK + 1;
    return (struct kb_search_best){
        .impacts = kb_alloc(blocks, BLOCK),
        .blocks = kb_alloc(blocks, 1),
        .block_count = blocks,
        .postings = kb_alloc(records + 1, sizeof(struct kb_term_posting)),
    };
}

void kb_search_best_free(struct kb_search_best *best)
{
    free(best->impacts);
    free(best->blocks);
    free(best->postings);
    *best = (struct kb_search_best){0};
}

struct kb_term kb_search_best_of(struct kb_search_best *best, const struct kb_term *first,
                                 const struct kb_term *end, struct kb_str beginning)
{
    struct kb_term all = {.text = beginning, .postings = best->postings};
    for (const struct kb_term *term = first; term < end; term++)
        for (size_t i = 0; term->text.n > beginning.n && i < term->count; i++) {
            const struct kb_term_posting *one = &term->postings[i];
            best->blocks[one->record / BLOCK] = 1;
            if (best->impacts[one->record] < one->impact)
                best->impacts[one->record] = one->impact;
        }
    for (size_t block = 0; block < best->block_count; block++) {
        if (!best->blocks[block])
            continue;
        best->blocks[block] = 0;
        for (size_t record = block * BLOCK; record < (block + 1) * BLOCK; record++)
            if (best->impacts[record]) {
                best->postings[all.count].record = (uint32_t)record;
                best->postings[all.count++].impact = best->impacts[record];
                best->impacts[record] = 0;
            }
    }
    return all;
}

const struct kb_term *kb_search_group(const struct kb_term *first, const struct kb_term *end,
                                      size_t size, struct kb_str *beginning)
{
    uint32_t cp;
    bool ok;
    const char *rest = first->text.p + size;
    size += kb_utf8_next(rest, kb_str_end(first->text), &cp, &ok);
    *beginning = (struct kb_str){first->text.p, size};
    const struct kb_term *next = first + 1;
    while (next < end && next->text.n >= size && memcmp(next->text.p, first->text.p, size) == 0)
        next++;
    return next;
}

static size_t bytes_of(const struct kb_term *term)
{
    return TERM + term->text.n + POSTING * term->count;
}

size_t kb_search_bytes(const struct kb_term *first, const struct kb_term *end)
{
    size_t bytes = 0;
    for (; first < end; first++)
        bytes += bytes_of(first);
    return bytes;
}

/* Named by the bytes of the beginning, so that the page needs no list of names. */
void kb_shard_bytes(struct kb_buf *key, struct kb_str beginning)
{
    key->len = 0;
    for (size_t i = 0; i < beginning.n; i++)
        kb_buf_printf(key, "%02x", (unsigned)(unsigned char)beginning.p[i]);
}

static void write(struct beginnings *b, const struct kb_term *own, const struct kb_term *all)
{
    kb_shard_bytes(&b->key, all->text);
    if (b->index->len)
        kb_buf_putc(b->index, ' ');
    kb_buf_str(b->index, all->text);
    kb_shard_begin(&b->body, "b", b->key.data);
    kb_buf_puts(&b->body, "[\"");
    if (own->text.n == all->text.n)
        kb_shard_postings(&b->body, own, b->numbers->of);
    kb_buf_puts(&b->body, "\",\"");
    kb_shard_postings(&b->body, all, b->numbers->of);
    kb_buf_puts(&b->body, "\"]");
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
        struct kb_str beginning;
        const struct kb_term *next = kb_search_group(first, end, size, &beginning);
        size_t bytes = kb_search_bytes(first, next);
        if (bytes > MANY) {
            struct kb_term all = kb_search_best_of(&b->best, first, next, beginning);
            if (letters + 1 >= LEAST && bytes_of(&all) * TIMES < bytes)
                write(b, first, &all);
            divide(b, first, next, beginning.n, letters + 1);
        }
        first = next;
    }
}

bool kb_search_beginnings(const struct kb_terms *terms, const struct kb_search_numbers *numbers,
                          struct kb_out *out, struct kb_buf *index)
{
    struct beginnings b = {
        .numbers = numbers,
        .out = out,
        .index = index,
        .best = kb_search_best(numbers->base.count),
    };
    divide(&b, terms->items, terms->items + terms->count, 0, 0);
    kb_search_best_free(&b.best);
    kb_buf_free(&b.key);
    kb_buf_free(&b.body);
    return !b.failed;
}

/* SPDX-License-Identifier: MIT */
/* What a query of one or two letters finds, and what is shown of the first of it, in a shard for
 * each first letter. Else the first keys of a query, on a page that has loaded nothing yet, would
 * wait for shards of terms and then for those of the records that these lead to. */
#include "emit/html/search.h"

#include <math.h>
#include <stdlib.h>

#include "kb/arena.h"

/* A shard is written where the terms of its letter take more than MANY bytes in theirs. FIRST
 * results are what the page shows before others, and TYPED is what a continuation counts there. */
enum { MANY = 2000, FIRST = 4 };
#define TYPED 0.5

struct openings {
    const struct kb_site *site;
    const struct kb_search_numbers *numbers;
    struct kb_search_best best;
    struct kb_buf words, shown, shard;
    uint32_t *shown_in; /* of each record, the last shard that has it, counted from 1 */
    uint32_t shards;
};

/* The results that are before all others, best first. */
struct first {
    uint32_t records[FIRST];
    double points[FIRST];
    size_t count;
};

static double rarity(size_t records, size_t having)
{
    return log(1 + ((double)(records - having) + 0.5) / ((double)having + 0.5));
}

static bool is_before(const struct openings *o, const struct first *first, size_t at,
                      uint32_t record, double points)
{
    struct kb_record *const *records = o->numbers->records;
    if (first->points[at] != points)
        return first->points[at] > points;
    return kb_str_cmp(records[first->records[at]]->id, records[record]->id) < 0;
}

/* In the order of search-find.js. Where that comes to another, the page loads what it lacks. */
static void compete(const struct openings *o, struct first *first, uint32_t record, double points)
{
    size_t at = first->count;
    while (at > 0 && !is_before(o, first, at - 1, record, points))
        at--;
    if (at == FIRST)
        return;
    first->count += first->count < FIRST;
    for (size_t i = first->count - 1; i > at; i--) {
        first->records[i] = first->records[i - 1];
        first->points[i] = first->points[i - 1];
    }
    first->records[at] = record;
    first->points[at] = points;
}

/* Whether a term is in a record. `at` goes through its postings with the records. */
static bool is_in(const struct kb_term *term, size_t *at, uint32_t record)
{
    while (*at < term->count && term->postings[*at].record < record)
        ++*at;
    return *at < term->count && term->postings[*at].record == record;
}

static struct first first_of(const struct openings *o, const struct kb_term *own,
                             const struct kb_term *longer)
{
    struct first first = {0};
    size_t records = o->numbers->base.count, having = own->count;
    for (size_t i = 0, at = 0; i < longer->count; i++)
        having += !is_in(own, &at, longer->postings[i].record);
    double own_counts = rarity(records, own->count),
           longer_counts = TYPED * rarity(records, having);
    for (size_t i = 0; i < own->count; i++)
        compete(o, &first, own->postings[i].record, own_counts * own->postings[i].impact);
    for (size_t i = 0, at = 0; i < longer->count; i++)
        if (!is_in(own, &at, longer->postings[i].record))
            compete(o, &first, longer->postings[i].record,
                    longer_counts * longer->postings[i].impact);
    return first;
}

static void put_word(struct openings *o, struct kb_str word, const struct kb_term *own,
                     const struct kb_term *longer)
{
    struct first first = first_of(o, own, longer);
    kb_buf_puts(&o->words, o->words.len ? ",\n" : "");
    kb_shard_text(&o->words, word);
    kb_buf_puts(&o->words, ",\"");
    kb_shard_postings(&o->words, own, o->numbers->of);
    kb_buf_puts(&o->words, "\",\"");
    kb_shard_postings(&o->words, longer, o->numbers->of);
    kb_buf_putc(&o->words, '"');
    for (size_t i = 0; i < first.count; i++) {
        uint32_t record = first.records[i];
        if (o->shown_in[record] == o->shards)
            continue;
        o->shown_in[record] = o->shards;
        kb_buf_puts(&o->shown, o->shown.len ? ",\n" : "");
        kb_buf_number(&o->shown, o->numbers->of[record]);
        kb_buf_putc(&o->shown, ',');
        kb_search_entry(&o->shown, o->site, o->numbers->records[record]);
    }
}

/* The letter by itself, which is taken for a word, then each two letters. */
static bool put_letter(struct openings *o, const struct kb_term *first, const struct kb_term *end,
                       struct kb_str letter, struct kb_out *out)
{
    static const struct kb_term none;
    o->words.len = o->shown.len = 0;
    o->shards++;
    const struct kb_term *own = first->text.n == letter.n ? first++ : &none;
    put_word(o, letter, own, &none);
    while (first < end) {
        struct kb_str two;
        const struct kb_term *next = kb_search_group(first, end, letter.n, &two);
        struct kb_term longer = kb_search_best_of(&o->best, first, next, two);
        put_word(o, two, first->text.n == two.n ? first : &none, &longer);
        first = next;
    }
    struct kb_buf key = {0};
    kb_shard_bytes(&key, letter);
    kb_shard_begin(&o->shard, "s", key.data);
    kb_buf_puts(&o->shard, "[[");
    kb_buf_str(&o->shard, kb_buf_view(&o->words));
    kb_buf_puts(&o->shard, "],\n[");
    kb_buf_str(&o->shard, kb_buf_view(&o->shown));
    kb_buf_puts(&o->shard, "]]");
    bool done = kb_shard_end(&o->shard, out, "s", key.data);
    kb_buf_free(&key);
    return done;
}

bool kb_search_openings(const struct kb_site *site, const struct kb_terms *terms,
                        const struct kb_search_numbers *numbers, struct kb_out *out,
                        struct kb_buf *index)
{
    size_t count = numbers->base.count;
    struct openings o = {
        .site = site,
        .numbers = numbers,
        .best = kb_search_best(count),
        .shown_in = kb_alloc(count + 1, sizeof *o.shown_in),
    };
    const struct kb_term *first = terms->items, *end = first + terms->count;
    bool done = true;
    while (done && first < end) {
        struct kb_str letter;
        const struct kb_term *next = kb_search_group(first, end, 0, &letter);
        if (kb_search_bytes(first, next) > MANY) {
            kb_buf_str(index, letter);
            done = put_letter(&o, first, next, letter, out);
        }
        first = next;
    }
    kb_search_best_free(&o.best);
    free(o.shown_in);
    kb_buf_free(&o.words);
    kb_buf_free(&o.shown);
    kb_buf_free(&o.shard);
    return done;
}

/* SPDX-License-Identifier: MIT */
/* The terms in shards: neighbours in bytewise order, so that a prefix lies in few of them, and the
 * words once more by their length, for typos. */
#include "emit/html/search.h"

#include "kb/arena.h"

/* A shard ends before a term whose hash says so, unless it is short, or where it is long: a term
 * more or less moves the ends of one shard, not of all behind it. */
enum { SHORT = 2500, LONG = 24000, TERMS = 64 };

#define WORD_LEAST 3 /* letters of a word that a typo is mended to */
#define WORD_MOST  64

static bool is_pair(const struct kb_term *term)
{
    return term->place_count > 0;
}

void kb_shard_postings(struct kb_buf *to, const struct kb_term *term, const uint32_t *numbers)
{
    const struct kb_term_place *place = term->places, *end = place + term->place_count;
    uint32_t next = 0;
    for (size_t i = 0; i < term->count; i++) {
        const struct kb_term_posting *one = &term->postings[i];
        uint32_t number = numbers[one->record];
        kb_shard_number(to, (uint64_t)(number - next) << 4 | one->impact);
        next = number + 1;
        if (!is_pair(term))
            continue;
        size_t count = 0;
        while (place + count < end && place[count].record == one->record)
            count++;
        kb_shard_number(to, count);
        for (uint32_t last = 0; count > 0; count--, place++) {
            kb_shard_number(to, place->at - last);
            last = place->at;
        }
    }
}

struct shards {
    struct kb_out *out;
    const uint32_t *numbers;
    struct kb_buf body, *index;
    char key[20];
    bool failed;
};

static void end_shard(struct shards *s)
{
    if (s->body.len == 0)
        return;
    kb_buf_putc(&s->body, ']');
    s->failed |= !kb_shard_end(&s->body, s->out, "t", s->key);
    s->body.len = 0;
}

static void begin_shard(struct shards *s, const struct kb_term *term)
{
    kb_shard_key(s->key, kb_str_hash(term->text));
    kb_shard_begin(&s->body, "t", s->key);
    kb_buf_putc(&s->body, '[');
    kb_buf_puts(s->index, s->index->len ? ",\n" : "");
    kb_shard_text(s->index, term->text);
    kb_buf_printf(s->index, ",\"%s\"", s->key);
}

static void add(struct shards *s, const struct kb_term *term)
{
    bool ends = s->body.len > LONG || (s->body.len > SHORT && kb_str_hash(term->text) % TERMS == 0);
    if (ends)
        end_shard(s);
    if (s->body.len == 0)
        begin_shard(s, term);
    else
        kb_buf_puts(&s->body, ",\n");
    kb_shard_text(&s->body, term->text);
    kb_buf_puts(&s->body, ",\"");
    kb_shard_postings(&s->body, term, s->numbers);
    kb_buf_puts(&s->body, "\"");
}

/* Letters of a word without digits or signs, or 0. */
static size_t letters(struct kb_str text)
{
    size_t count = 0;
    for (const char *p = text.p, *end = kb_str_end(text); p < end; count++) {
        uint32_t cp;
        bool ok;
        p += kb_utf8_next(p, end, &cp, &ok);
        if (cp < 0x80 && cp != '_' && !(cp >= 'a' && cp <= 'z'))
            return 0;
        if ((cp >= 0x3005 && cp <= 0xD7AF) || cp >= 0x20000 || (cp >= 0xF900 && cp <= 0xFAFF))
            return 0; /* written without spaces between words */
    }
    return count;
}

/* How many records have it, roughly, so that it seldom changes: 0 for one, then by powers of two.
 */
static char how_many(size_t count)
{
    char size = 'a';
    for (; count > 1 && size < 'z'; count >>= 1)
        size++;
    return size;
}

static bool words(const struct kb_terms *terms, struct kb_out *out, struct kb_buf *lengths)
{
    struct kb_buf by_length[WORD_MOST + 1] = {{0}};
    bool done = true;
    for (size_t i = 0; i < terms->count; i++) {
        struct kb_str text = terms->items[i].text;
        size_t n = letters(text);
        if (n < WORD_LEAST || n > WORD_MOST)
            continue;
        struct kb_buf *to = &by_length[n];
        if (to->len)
            kb_buf_putc(to, ' ');
        kb_buf_str(to, text);
        kb_buf_putc(to, how_many(terms->items[i].count));
    }
    struct kb_buf to = {0}, key = {0};
    for (size_t n = 0; n <= WORD_MOST; n++) {
        key.len = 0;
        kb_buf_printf(&key, "%zu", n);
        kb_shard_begin(&to, "w", key.data);
        kb_shard_text(&to, kb_buf_view(&by_length[n]));
        if (by_length[n].len) {
            kb_buf_printf(lengths, "%s%zu", lengths->len ? "," : "", n);
            done = done && kb_shard_end(&to, out, "w", key.data);
        }
        kb_buf_free(&by_length[n]);
    }
    kb_buf_free(&key);
    kb_buf_free(&to);
    return done;
}

bool kb_search_terms(const struct kb_site *site, const struct kb_search_numbers *numbers,
                     struct kb_out *out, struct kb_search_index *index)
{
    struct kb_terms terms = kb_terms_make(&numbers->base, KB_TERMS_STEADY);
    struct shards s = {.out = out, .numbers = numbers->of, .index = &index->shards};
    for (size_t i = 0; i < terms.count && !s.failed; i++)
        add(&s, &terms.items[i]);
    end_shard(&s);
    bool done = !s.failed && kb_search_beginnings(&terms, numbers, out, &index->beginnings) &&
                kb_search_openings(site, &terms, numbers, out, &index->openings) &&
                words(&terms, out, &index->lengths);
    kb_buf_free(&s.body);
    kb_terms_free(&terms);
    return done;
}

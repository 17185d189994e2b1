/* SPDX-License-Identifier: MIT */
/* An inverted index in three passes: lengths of the fields, for their mean; the terms of each
 * record, with their impact, as postings in the order of the records; and those sorted by term. */
#include "emit/kbx/terms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"
#include "kbx/words.h"
#include "pattern/fold.h"

/* BM25F: how much the length of a field counts, and how soon more of a term adds little. */
#define LENGTH_COUNTS 0.75
#define SATURATION    5
#define MOST_IMPACT   ((1 << KBX_IMPACT_BITS) - 1)

/* The format's fields by name, which the model shares, and those that are searched. */
static const char *const names[KBX_F_LIMIT] = {
#define X(symbol, number, name, kind, list, section, offset) [number] = (name),
    KBX_FIELDS(X)
#undef X
};

static const struct {
    int field;
    double weight;
} searched[] = {
#define X(symbol, weight) {KBX_F_##symbol, weight},
    KBX_SEARCHED(X)
#undef X
};

#define SEARCHED (sizeof searched / sizeof *searched)

struct word {
    size_t offset; /* of its text */
    uint64_t hash;
    uint32_t len, count; /* count: of its postings */
    uint32_t record;     /* the last that has it, plus one */
    double weight;       /* there, so far */
};

struct posting {
    uint32_t word, record;
    unsigned char impact;
};

struct terms {
    const struct kb_base *base;
    enum kb_field fields[SEARCHED];
    double *mean;      /* terms of each field */
    uint32_t *lengths; /* the same of each record */
    uint64_t seed;
    struct kb_buf texts;
    struct word *words;
    size_t count, cap;
    uint32_t *slots; /* number of a word plus one; 0: empty */
    size_t slot_count;
    struct posting *postings;
    size_t posting_count, posting_cap;
    uint32_t *touched; /* words of the record at hand */
    size_t touched_count, touched_cap;
    uint32_t record;
    double step; /* what one more of a term adds to its weight */
};

static uint32_t fold(const void *table, uint32_t cp)
{
    (void)table;
    return kb_fold(cp);
}

/* All texts of field `f` of a record, in every language. */
static void each_text(struct terms *t, const struct kb_record *record, size_t f, kbx_i_taker *take,
                      void *to)
{
    enum kb_field field = t->fields[f];
    if (kb_fields[field].kind == KB_KIND_TEXTS) {
        const struct kb_list *list = kb_record_texts(record, field, 0);
        for (size_t i = 0; i < list->count; i++)
            kbx_i_words(kb_text_at(list, i)->p, kb_text_at(list, i)->n, fold, NULL, take, to);
        return;
    }
    for (size_t i = 0; i < kb_record_entries(record, field); i++) {
        struct kb_str text = kb_record_text(record, field, i);
        kbx_i_words(text.p, text.n, fold, NULL, take, to);
    }
    const struct kb_translation *all = record->translations.items;
    for (size_t i = 0; i < record->translations.count; i++)
        if (all[i].field == field)
            kbx_i_words(all[i].text.p, all[i].text.n, fold, NULL, take, to);
}

static void count_term(void *to, const struct kbx_i_term *term)
{
    (void)term;
    uint32_t *length = to;
    *length += *length < UINT32_MAX;
}

static void measure(struct terms *t)
{
    t->lengths = kb_alloc(t->base->count + 1, SEARCHED * sizeof *t->lengths);
    t->mean = kb_alloc(SEARCHED, sizeof *t->mean);
    for (size_t f = 0; f < SEARCHED; f++) {
        double sum = 0, having = 0;
        for (size_t r = 0; r < t->base->count; r++) {
            uint32_t *length = &t->lengths[r * SEARCHED + f];
            each_text(t, t->base->records[r], f, count_term, length);
            sum += *length;
            having += *length > 0;
        }
        t->mean[f] = having > 0 ? sum / having : 1;
    }
}

static uint32_t *slot_of(const struct terms *t, const void *text, size_t len, uint64_t hash)
{
    size_t mask = t->slot_count - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        if (t->slots[i] == 0)
            return &t->slots[i];
        const struct word *word = &t->words[t->slots[i] - 1];
        if (word->hash == hash && word->len == len &&
            memcmp(t->texts.data + word->offset, text, len) == 0)
            return &t->slots[i];
    }
}

static void grow_slots(struct terms *t)
{
    free(t->slots);
    t->slot_count = t->slot_count ? t->slot_count * 2 : 4096;
    t->slots = kb_alloc(t->slot_count, sizeof *t->slots);
    for (size_t i = 0; i < t->count; i++) {
        size_t at = (size_t)t->words[i].hash & (t->slot_count - 1);
        while (t->slots[at])
            at = (at + 1) & (t->slot_count - 1);
        t->slots[at] = (uint32_t)i + 1;
    }
}

static void add_term(void *to, const struct kbx_i_term *term)
{
    struct terms *t = to;
    struct kb_str text = {(const char *)term->text, term->len};
    uint64_t hash = kb_str_hash_seeded(text, t->seed);
    if (t->count * 2 >= t->slot_count)
        grow_slots(t);
    uint32_t *slot = slot_of(t, text.p, text.n, hash);
    if (*slot == 0) {
        t->words = kb_grow(t->words, t->count, &t->cap, sizeof *t->words);
        t->words[t->count++] = (struct word){t->texts.len, hash, (uint32_t)text.n, 0, 0, 0};
        kb_buf_str(&t->texts, text);
        *slot = (uint32_t)t->count;
    }
    struct word *word = &t->words[*slot - 1];
    if (word->record != t->record + 1) {
        word->record = t->record + 1;
        word->weight = 0;
        t->touched = kb_grow(t->touched, t->touched_count, &t->touched_cap, sizeof *t->touched);
        t->touched[t->touched_count++] = *slot - 1;
    }
    word->weight += t->step;
}

static unsigned char impact(double weight)
{
    double scaled = ceil(MOST_IMPACT * weight / (weight + SATURATION));
    return (unsigned char)(scaled < 1 ? 1 : scaled > MOST_IMPACT ? MOST_IMPACT : scaled);
}

static void add_record(struct terms *t, uint32_t r)
{
    t->record = r;
    t->touched_count = 0;
    const uint32_t *lengths = t->lengths + (size_t)r * SEARCHED;
    for (size_t f = 0; f < SEARCHED; f++) {
        double length = lengths[f] / t->mean[f];
        t->step = searched[f].weight / (1 - LENGTH_COUNTS + LENGTH_COUNTS * length);
        each_text(t, t->base->records[r], f, add_term, t);
    }
    for (size_t i = 0; i < t->touched_count; i++) {
        struct word *word = &t->words[t->touched[i]];
        t->postings = kb_grow(t->postings, t->posting_count, &t->posting_cap, sizeof *t->postings);
        t->postings[t->posting_count++] = (struct posting){t->touched[i], r, impact(word->weight)};
        word->count++;
    }
}

struct named {
    struct kb_str text;
    uint32_t word;
};

static int named_cmp(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    return kb_str_cmp(x->text, y->text);
}

static struct named *sorted_words(const struct terms *t)
{
    struct named *sorted = kb_alloc(t->count + 1, sizeof *sorted);
    for (size_t i = 0; i < t->count; i++)
        sorted[i] =
            (struct named){{t->texts.data + t->words[i].offset, t->words[i].len}, (uint32_t)i};
    if (t->count)
        qsort(sorted, t->count, sizeof *sorted, named_cmp);
    return sorted;
}

static void varint(struct kb_buf *to, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        kb_buf_putc(to, (char)((value & 0x7F) | 0x80));
    kb_buf_putc(to, (char)value);
}

static size_t shared(struct kb_str a, struct kb_str b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    return n;
}

static void write(const struct terms *t, struct kb_kbx_text *out)
{
    /* A counting sort of the postings by their word keeps the order of the records. */
    struct posting *by_word = kb_alloc(t->posting_count + 1, sizeof *by_word);
    size_t *next = kb_alloc(t->count + 1, sizeof *next);
    for (size_t i = 0; i + 1 < t->count; i++)
        next[i + 1] = next[i] + t->words[i].count;
    for (size_t i = 0; i < t->posting_count; i++)
        by_word[next[t->postings[i].word]++] = t->postings[i];

    struct named *sorted = sorted_words(t);
    for (size_t i = 0; i < t->count; i++) {
        bool first = i % KBX_BLOCK_TERMS == 0;
        struct kb_str text = sorted[i].text;
        if (first) {
            kb_buf_u32(&out->blocks, (uint32_t)out->terms.len);
            kb_buf_u32(&out->blocks, (uint32_t)out->postings.len);
        }
        size_t start = out->postings.len, common = first ? 0 : shared(sorted[i - 1].text, text);
        uint32_t count = t->words[sorted[i].word].count, record = 0;
        for (size_t p = next[sorted[i].word] - count; p < next[sorted[i].word]; p++) {
            varint(&out->postings,
                   (uint64_t)(by_word[p].record - record) << KBX_IMPACT_BITS | by_word[p].impact);
            record = by_word[p].record + 1;
        }
        kb_buf_putc(&out->terms, (char)common);
        kb_buf_putc(&out->terms, (char)(text.n - common));
        kb_buf_add(&out->terms, text.p + common, text.n - common);
        varint(&out->terms, count);
        varint(&out->terms, out->postings.len - start);
    }
    out->count = t->count;
    free(sorted);
    free(next);
    free(by_word);
}

void kb_kbx_terms(const struct kb_base *base, struct kb_kbx_text *out)
{
    struct terms t = {.base = base, .seed = kb_hash_seed()};
    for (size_t f = 0; f < SEARCHED; f++)
        t.fields[f] = kb_field_named(kb_str(names[searched[f].field]));
    measure(&t);
    for (size_t r = 0; r < base->count; r++)
        add_record(&t, (uint32_t)r);
    write(&t, out);
    free(t.lengths);
    free(t.mean);
    kb_buf_free(&t.texts);
    free(t.words);
    free(t.slots);
    free(t.postings);
    free(t.touched);
}

/* SPDX-License-Identifier: MIT */
/* An inverted index in two passes: the terms of each record, field by field, and how many records
 * have each; then, from the mean length of the fields, their impact, each where it belongs. */
#include "emit/terms/terms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"
#include "kbx/format.h"
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
    uint32_t len;
    uint32_t record; /* the last that has it, plus one */
    size_t postings; /* of it; then where the next of them belongs */
    double weight;   /* in that record, so far */
};

struct kb_terms_memory {
    const struct kb_base *base;
    enum kb_terms_wanted wanted;
    enum kb_field fields[SEARCHED];
    uint32_t *tokens; /* the words of all records by their numbers, field by field */
    size_t token_count, token_cap;
    size_t most;       /* of them in one record */
    uint32_t *lengths; /* of each record and field, in tokens */
    double *mean;      /* of each field, over the records that have it */
    uint64_t seed;
    struct kb_buf texts;
    struct word *words;
    size_t count, cap;
    uint32_t *slots; /* number of a word plus one; 0: empty */
    size_t slot_count;
    struct kb_term_posting *postings;
    size_t posting_count;
    uint32_t *own; /* the words of the record that is weighed, each once */
    size_t own_count;
    struct kb_term_place *places;
    size_t place_count, place_cap;
    uint32_t record; /* the one that is read */
    uint32_t chars;  /* of runs of Han in it so far, and one more for each gap */
    size_t last_end; /* where in the text at hand the last of them ends; SIZE_MAX: none yet */
    struct kb_term *sorted;
};

static uint32_t fold(const void *table, uint32_t cp)
{
    (void)table;
    return kb_fold(cp);
}

static uint32_t *slot_of(const struct kb_terms_memory *t, const void *text, size_t len,
                         uint64_t hash)
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

static void grow_slots(struct kb_terms_memory *t)
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

/* A pair comes before its second character. */
static void add_place(struct kb_terms_memory *t, const struct kbx_i_term *term, uint32_t word)
{
    if (term->kind == KBX_I_CHAR) {
        t->chars += t->last_end == term->from ? 1 : 2;
        t->last_end = term->to;
    } else if (term->kind == KBX_I_PAIR) {
        t->places = kb_grow(t->places, t->place_count, &t->place_cap, sizeof *t->places);
        t->places[t->place_count++] = (struct kb_term_place){word, t->record, t->chars};
    }
}

static void add_term(void *to, const struct kbx_i_term *term)
{
    struct kb_terms_memory *t = to;
    struct kb_str text = {(const char *)term->text, term->len};
    uint64_t hash = kb_str_hash_seeded(text, t->seed);
    if (t->count * 2 >= t->slot_count)
        grow_slots(t);
    uint32_t *slot = slot_of(t, text.p, text.n, hash);
    if (*slot == 0) {
        t->words = kb_grow(t->words, t->count, &t->cap, sizeof *t->words);
        t->words[t->count++] =
            (struct word){.offset = t->texts.len, .hash = hash, .len = (uint32_t)text.n};
        kb_buf_str(&t->texts, text);
        *slot = (uint32_t)t->count;
    }
    t->tokens = kb_grow(t->tokens, t->token_count, &t->token_cap, sizeof *t->tokens);
    t->tokens[t->token_count++] = *slot - 1;
    struct word *word = &t->words[*slot - 1];
    bool first = word->record != t->record + 1;
    word->record = t->record + 1;
    word->postings += first;
    t->posting_count += first;
    if (t->wanted == KB_TERMS_STEADY)
        add_place(t, term, *slot - 1);
}

static void read_text(struct kb_terms_memory *t, struct kb_str text)
{
    t->last_end = SIZE_MAX;
    kbx_i_words(text.p, text.n, fold, NULL, add_term, t);
}

/* All texts of a field, in every language. */
static void read_field(struct kb_terms_memory *t, const struct kb_record *record,
                       enum kb_field field)
{
    if (kb_fields[field].kind == KB_KIND_TEXTS) {
        const struct kb_list *list = kb_record_texts(record, field, 0);
        for (size_t i = 0; i < list->count; i++)
            read_text(t, *kb_text_at(list, i));
        return;
    }
    for (size_t i = 0; i < kb_record_entries(record, field); i++)
        read_text(t, kb_record_text(record, field, i));
    const struct kb_translation *all = record->translations.items;
    for (size_t i = 0; i < record->translations.count; i++)
        if (all[i].field == field)
            read_text(t, all[i].text);
}

static void read_records(struct kb_terms_memory *t)
{
    t->lengths = kb_alloc(t->base->count + 1, SEARCHED * sizeof *t->lengths);
    for (size_t r = 0; r < t->base->count; r++) {
        size_t before = t->token_count;
        t->record = (uint32_t)r;
        t->chars = 0;
        for (size_t f = 0; f < SEARCHED; f++) {
            size_t start = t->token_count;
            read_field(t, t->base->records[r], t->fields[f]);
            t->lengths[r * SEARCHED + f] = (uint32_t)(t->token_count - start);
        }
        t->most = t->token_count - before > t->most ? t->token_count - before : t->most;
    }
}

/* To one of eight steps between powers of two. */
static double rounded(double mean)
{
    int exponent;
    double part = frexp(mean, &exponent); /* from a half to one */
    return ldexp(floor(part * 16 + 0.5) / 16, exponent);
}

static void measure(struct kb_terms_memory *t)
{
    t->mean = kb_alloc(SEARCHED, sizeof *t->mean);
    for (size_t f = 0; f < SEARCHED; f++) {
        double sum = 0, having = 0;
        for (size_t r = 0; r < t->base->count; r++) {
            const uint32_t length = t->lengths[r * SEARCHED + f];
            sum += length;
            having += length > 0;
        }
        t->mean[f] = having > 0 ? sum / having : 1;
        if (t->wanted == KB_TERMS_STEADY)
            t->mean[f] = rounded(t->mean[f]);
    }
}

/* One more of a term, which adds `step` to what it weighs in the record. The first makes the
 * posting. */
static void weigh(struct kb_terms_memory *t, uint32_t number, uint32_t record, double step)
{
    struct word *word = &t->words[number];
    if (word->record != record + 1) {
        word->record = record + 1;
        word->weight = 0;
        t->postings[word->postings++] = (struct kb_term_posting){record, 0};
        t->own[t->own_count++] = number;
    }
    word->weight += step;
}

static unsigned char impact(double weight)
{
    double scaled = ceil(MOST_IMPACT * weight / (weight + SATURATION));
    return (unsigned char)(scaled < 1 ? 1 : scaled > MOST_IMPACT ? MOST_IMPACT : scaled);
}

/* The postings of a record, whose words stand at `token`. Returns where those of the next do. */
static const uint32_t *add_record(struct kb_terms_memory *t, uint32_t r, const uint32_t *token)
{
    const uint32_t *lengths = t->lengths + (size_t)r * SEARCHED;
    for (size_t f = 0; f < SEARCHED; f++) {
        double length = lengths[f] / t->mean[f];
        double step = searched[f].weight / (1 - LENGTH_COUNTS + LENGTH_COUNTS * length);
        for (const uint32_t *end = token + lengths[f]; token < end; token++)
            weigh(t, *token, r, step);
    }
    for (; t->own_count > 0; t->own_count--) {
        const struct word *word = &t->words[t->own[t->own_count - 1]];
        t->postings[word->postings - 1].impact = impact(word->weight);
    }
    return token;
}

static int term_cmp(const void *a, const void *b)
{
    const struct kb_term *x = a, *y = b;
    int first = (unsigned char)*x->text.p - (unsigned char)*y->text.p; /* most often enough */
    return first ? first : kb_str_cmp(x->text, y->text);
}

/* Gives each term its share of the postings, of which none is there yet. */
static void share(struct kb_terms_memory *t)
{
    struct kb_term_posting *next = t->postings;
    for (size_t i = 0; i < t->count; i++) {
        struct word *word = &t->words[i];
        t->sorted[i] = (struct kb_term){.text = {t->texts.data + word->offset, word->len},
                                        .postings = next,
                                        .count = word->postings};
        next += word->postings;
        word->postings = (size_t)(t->sorted[i].postings - t->postings);
        word->record = 0;
    }
}

/* A counting sort by term keeps the order in which the records came. */
static void sort_places(struct kb_terms_memory *t)
{
    struct kb_term_place *sorted = kb_alloc(t->place_count + 1, sizeof *sorted);
    size_t *next = kb_alloc(t->count + 1, sizeof *next);
    for (size_t i = 0; i < t->place_count; i++)
        t->sorted[t->places[i].term].place_count++;
    for (size_t i = 0; i + 1 < t->count; i++)
        next[i + 1] = next[i] + t->sorted[i].place_count;
    for (size_t i = 0; i < t->count; i++)
        t->sorted[i].places = sorted + next[i];
    for (size_t i = 0; i < t->place_count; i++)
        sorted[next[t->places[i].term]++] = t->places[i];
    free(next);
    free(t->places);
    t->places = sorted;
}

struct kb_terms kb_terms_make(const struct kb_base *base, enum kb_terms_wanted wanted)
{
    struct kb_terms_memory *t = kb_alloc(1, sizeof *t);
    *t = (struct kb_terms_memory){.base = base, .wanted = wanted, .seed = kb_hash_seed()};
    for (size_t f = 0; f < SEARCHED; f++)
        t->fields[f] = kb_field_named(kb_str(names[searched[f].field]));
    read_records(t);
    measure(t);
    t->sorted = kb_alloc(t->count + 1, sizeof *t->sorted);
    t->postings = kb_alloc(t->posting_count + 1, sizeof *t->postings);
    t->own = kb_alloc(t->most + 1, sizeof *t->own);
    share(t);
    const uint32_t *token = t->tokens;
    for (size_t r = 0; r < base->count; r++)
        token = add_record(t, (uint32_t)r, token);
    free(t->tokens);
    t->tokens = NULL;
    sort_places(t);
    if (t->count)
        qsort(t->sorted, t->count, sizeof *t->sorted, term_cmp);
    return (struct kb_terms){t->sorted, t->count, t};
}

void kb_terms_free(struct kb_terms *terms)
{
    struct kb_terms_memory *t = terms->memory;
    if (!t)
        return;
    free(t->lengths);
    free(t->mean);
    kb_buf_free(&t->texts);
    free(t->words);
    free(t->slots);
    free(t->own);
    free(t->postings);
    free(t->places);
    free(t->sorted);
    free(t);
    *terms = (struct kb_terms){0};
}

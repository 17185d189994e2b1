/* SPDX-License-Identifier: MIT */
/* Searching: each word gives impacts of records, their weighted sum ranks them. Work on damaged
 * files is bounded by the sections' bytes: postings that a word decodes by those of POST, texts
 * that are looked into by the effort. */
#include "kbx/search.h"

#include <math.h>
#include <stdlib.h>

#include "kbx/query.h"
#include "kbx/terms.h"

#define MOST_IMPACT ((1 << KBX_IMPACT_BITS) - 1)

/* How a record is named by the whole query; more is better. */
enum naming { NOT_NAMED, BY_SIGNATURE, BY_ALIAS, BY_CODE, BY_ID };

struct search {
    const struct kbx *k;
    struct kbx_query *q;
    const struct kbx_filter *filter;
    struct kbx_error *error;
    uint32_t records;
    /* One of each a record: */
    double *scores;
    uint16_t *words, *pairs;
    unsigned char *impacts; /* of the word at hand */
    unsigned char *naming;  /* enum naming */
    size_t known;           /* words that some record has */
    uint64_t effort;        /* left for looking into texts for runs */
};

static int corrupt(struct search *s)
{
    return kbx_i_fail(s->error, KBX_CORRUPT, kbx_i_tags[KBX_S_TERM], 0,
                      "the full text does not hold");
}

/* Sets the impacts of the records that have the term, where they have no higher one. */
static int read_postings(struct search *s, const struct kbx_i_cursor *term, uint64_t *left)
{
    struct kbx_i_postings postings;
    uint32_t record;
    unsigned impact;
    if (term->bytes > *left)
        return corrupt(s);
    *left -= term->bytes;
    kbx_i_postings(term, &postings);
    while (kbx_i_posting_next(&postings, &record, &impact))
        if (impact > s->impacts[record])
            s->impacts[record] = (unsigned char)impact;
    return postings.broken ? corrupt(s) : KBX_OK;
}

/* The postings of the term, or with `prefix` of all that begin with it. */
static int read_terms(struct search *s, const unsigned char *text, size_t len, bool prefix)
{
    struct kbx_i_cursor term = {.k = s->k};
    uint64_t left = s->k->views[KBX_S_POST].len;
    bool any = false;
    int status = kbx_i_term_seek(s->k, text, len, &term);
    while (status == KBX_OK && term.len >= len && memcmp(term.text, text, len) == 0 &&
           (prefix || term.len == len)) {
        any = true;
        if ((status = read_postings(s, &term, &left)) != KBX_OK)
            return status;
        status = prefix ? kbx_i_term_next(&term) : KBX_MISSING;
    }
    if (status == KBX_CORRUPT)
        return corrupt(s);
    return any ? KBX_OK : KBX_MISSING;
}

static bool has_digit(const struct kbx_i_query_word *word)
{
    for (size_t i = 0; i < word->len; i++)
        if (word->text[i] >= '0' && word->text[i] <= '9')
            return true;
    return false;
}

static int find_plain(struct search *s, struct kbx_i_query_word *word)
{
    int status = read_terms(s, word->text, word->len, false);
    word->how = KBX_I_EXACT;
    if (status != KBX_MISSING)
        return status;
    if (word->sort == KBX_I_PLAIN && word->len > 1 &&
        (has_digit(word) || !kbx_i_query_of_code(s->q, word))) {
        status = read_terms(s, word->text, word->len, true);
        word->how = KBX_I_PREFIX;
        if (status == KBX_MISSING) {
            status = kbx_i_mend(s->k, word);
            word->how = KBX_I_MENDED;
            if (status == KBX_OK)
                status = read_terms(s, word->text, word->len, false);
        }
    }
    if (status == KBX_MISSING)
        word->how = KBX_I_NOWHERE;
    return status == KBX_CORRUPT ? corrupt(s) : status;
}

struct pairs {
    struct search *s;
    size_t count;
    int status;
};

/* Keeps the impacts of those records that have had all pairs before and have this one. */
static void take_pair(void *to, const struct kbx_i_term *term)
{
    struct pairs *p = to;
    struct kbx_i_cursor at = {.k = p->s->k};
    struct kbx_i_postings postings;
    uint32_t record;
    unsigned impact;
    if (term->kind != KBX_I_PAIR || p->status != KBX_OK || p->count == KBX_I_QUERY_WORDS)
        return;
    p->status = kbx_i_term_seek(p->s->k, term->text, term->len, &at);
    if (p->status == KBX_OK && kbx_i_compare(at.text, at.len, term->text, term->len) != 0)
        p->status = KBX_MISSING;
    if (p->status != KBX_OK)
        return;
    kbx_i_postings(&at, &postings);
    while (kbx_i_posting_next(&postings, &record, &impact)) {
        if (p->s->pairs[record] != p->count)
            continue;
        p->s->pairs[record]++;
        /* A run stands nowhere more often than its rarest pair. */
        if (p->count == 0 || impact < p->s->impacts[record])
            p->s->impacts[record] = (unsigned char)impact;
    }
    if (postings.broken)
        p->status = KBX_CORRUPT;
    p->count++;
}

/* Records that have the whole run: candidates by their pairs, and where pairs may be scattered, a
 * look into their texts. */
static int find_run(struct search *s, struct kbx_i_query_word *word)
{
    struct pairs pairs = {s, 0, KBX_OK};
    struct kbx_i_run run;
    bool any = false;
    const char *text = s->q->text + word->from;
    if (word->chars == 1)
        return find_plain(s, word);
    memset(s->pairs, 0, s->records * sizeof *s->pairs);
    kbx_i_words(text, word->to - word->from, kbx_i_folder_of, s->k, take_pair, &pairs);
    if (pairs.status == KBX_CORRUPT)
        return corrupt(s);
    kbx_i_run_of(s->k, text, word->to - word->from, &run);
    for (uint32_t r = 0; r < s->records; r++) {
        if (s->impacts[r] == 0)
            continue;
        if (pairs.status == KBX_OK && s->pairs[r] == pairs.count &&
            (word->chars == 2 || kbx_i_record_has(s->k, r, &run, &s->effort)))
            any = true;
        else
            s->impacts[r] = 0;
    }
    word->how = any ? KBX_I_EXACT : KBX_I_NOWHERE;
    return any ? KBX_OK : KBX_MISSING;
}

/* Adds what the word says to the records' scores, and forgets its impacts. */
static void score(struct search *s, const struct kbx_i_query_word *word)
{
    double having = 0;
    for (uint32_t r = 0; r < s->records; r++)
        having += s->impacts[r] != 0;
    double rarity = log(1 + (s->records - having + 0.5) / (having + 0.5));
    /* A code is there beside its words: it adds, and is not required. */
    bool counts = !word->piece && word->sort != KBX_I_JOINED;
    for (uint32_t r = 0; r < s->records; r++) {
        if (s->impacts[r] == 0)
            continue;
        s->scores[r] += rarity * s->impacts[r] / MOST_IMPACT;
        s->words[r] = (uint16_t)(s->words[r] + counts);
    }
    s->known += counts && having > 0;
    memset(s->impacts, 0, s->records);
}

/* A word that is nowhere, in pieces. */
static void break_up(struct search *s, size_t i)
{
    struct kbx_query *q = s->q;
    struct kbx_i_query_word word = q->words[i];
    if (word.sort == KBX_I_PLAIN)
        for (size_t p = 0; p < word.part_count; p++)
            kbx_i_query_add(q, &q->parts[word.parts + p]);
    else if (word.chars > 2)
        kbx_i_query_add_pieces(q, word, KBX_I_PAIR);
    else if (word.chars == 2)
        kbx_i_query_add_pieces(q, word, KBX_I_CHAR);
    if (word.part_count || word.chars > 1)
        q->words[i].how = KBX_I_PIECES;
}

static int find_words(struct search *s)
{
    /* Pieces are added behind the words that they are of. */
    for (size_t i = 0; i < s->q->count; i++) {
        struct kbx_i_query_word *word = &s->q->words[i];
        int status = word->sort == KBX_I_HAN ? find_run(s, word) : find_plain(s, word);
        if (status == KBX_OK)
            score(s, word);
        else if (status == KBX_MISSING)
            break_up(s, i);
        else
            return status;
        s->q->any_mended = s->q->any_mended || word->how == KBX_I_MENDED;
    }
    return KBX_OK;
}

static void name(struct search *s, uint32_t record, enum naming how)
{
    if (record < s->records && s->naming[record] < (unsigned char)how)
        s->naming[record] = (unsigned char)how;
}

static void name_by_key(struct search *s, int kind, struct kbx_str text, enum naming how)
{
    uint32_t first, count, record;
    struct kbx_str key;
    if (kbx_find(s->k, kind, text.ptr, text.len, 0, &first, &count) != KBX_OK)
        return;
    for (uint32_t i = 0; i < count; i++)
        if (kbx_key(s->k, kind, first + i, &key, &record) == KBX_OK)
            name(s, record, how);
}

/* Whether the record has that signature in any language. In a sound file each translation is one
 * record's; *left is how many may be looked at. */
static bool signature_is(const struct kbx *k, uint32_t record, struct kbx_str text, uint64_t *left)
{
    struct kbx_str have;
    uint32_t count;
    (void)kbx_text(k, record, KBX_F_SIGNATURE, 0, KBX_BASE, &have, NULL);
    if (have.len && kbx_i_same(k, have, text))
        return true;
    (void)kbx_translations(k, record, &count);
    for (uint32_t i = 0; *left > 0 && i < count; i++, --*left) {
        struct kbx_translation t;
        (void)kbx_translation(k, record, i, &t);
        if (t.field == KBX_F_SIGNATURE && t.text.len && kbx_i_same(k, t.text, text))
            return true;
    }
    return false;
}

/* Records that the query as a whole names. */
static void name_all(struct search *s)
{
    struct kbx_str text = {s->q->text, s->q->len};
    uint64_t translations = s->k->views[KBX_S_TRAN].count;
    uint32_t record;
    while (text.len && (unsigned char)text.ptr[text.len - 1] <= ' ')
        text.len--;
    while (text.len && (unsigned char)*text.ptr <= ' ') {
        text.ptr++;
        text.len--;
    }
    if (kbx_by_id(s->k, text.ptr, text.len, &record) == KBX_OK)
        name(s, record, BY_ID);
    name_by_key(s, KBX_KEY_CODE, text, BY_CODE);
    name_by_key(s, KBX_KEY_NUMBER, text, BY_CODE);
    name_by_key(s, KBX_KEY_ALIAS, text, BY_ALIAS);
    for (uint32_t r = 0; r < s->records; r++)
        if (s->known > 0 && s->words[r] == s->known && signature_is(s->k, r, text, &translations))
            name(s, r, BY_SIGNATURE);
}

/* Order of what was found: naming, all words, score, id. */
struct ranked {
    struct kbx_found found;
    unsigned char naming;
    bool all;
};

static int ranked_cmp(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->naming != y->naming)
        return x->naming > y->naming ? -1 : 1;
    if (x->all != y->all)
        return x->all ? -1 : 1;
    if (x->found.score != y->found.score)
        return x->found.score > y->found.score ? -1 : 1;
    return (x->found.record > y->found.record) - (x->found.record < y->found.record);
}

static int rank(struct search *s, size_t most, struct kbx_results *out)
{
    struct ranked *ranked = malloc((s->records + (size_t)1) * sizeof *ranked);
    if (!ranked)
        return KBX_MEMORY;
    uint64_t versions_left = (uint64_t)s->k->views[KBX_S_VERS].count + 1;
    for (uint32_t r = 0; r < s->records; r++) {
        if (!(s->scores[r] > 0 || s->naming[r]) ||
            (s->filter && !kbx_i_passes(s->k, r, s->filter, &versions_left)))
            continue;
        ranked[out->total++] =
            (struct ranked){{r, s->words[r], s->scores[r]}, s->naming[r], s->words[r] == s->known};
    }
    if (versions_left == 0) {
        free(ranked);
        out->total = 0;
        return kbx_i_fail(s->error, KBX_CORRUPT, kbx_i_tags[KBX_S_VERS], 0,
                          "records have more versions than there are");
    }
    qsort(ranked, out->total, sizeof *ranked, ranked_cmp);
    size_t count = out->total < most ? out->total : most;
    out->found = malloc((count + 1) * sizeof *out->found);
    if (out->found) {
        for (; out->count < count; out->count++)
            out->found[out->count] = ranked[out->count].found;
    }
    free(ranked);
    return out->found ? KBX_OK : KBX_MEMORY;
}

static int search(struct search *s, size_t most, struct kbx_results *out)
{
    int status = find_words(s);
    if (status != KBX_OK)
        return status;
    out->words = s->known;
    name_all(s);
    if (s->q->any_mended) {
        out->mended.ptr = kbx_i_query_mended(s->q, &out->mended.len);
        if (!out->mended.ptr)
            return KBX_MEMORY;
    }
    out->lacking.ptr = kbx_i_query_lacking(s->q, &out->lacking.len);
    if (!out->lacking.ptr)
        return KBX_MEMORY;
    status = rank(s, most, out);
    return status == KBX_OK && out->total == 0 ? KBX_MISSING : status;
}

int kbx_search(const struct kbx *k, const char *query, size_t len, const struct kbx_filter *filter,
               size_t most, struct kbx_results *out, struct kbx_error *error)
{
    struct search s = {.k = k,
                       .filter = filter,
                       .error = error,
                       .records = kbx_count(k),
                       .effort = 4 * (uint64_t)k->size};
    size_t room = s.records + (size_t)1;
    *out = (struct kbx_results){0};
    out->query = s.q = kbx_i_query(k, query, len);
    s.scores = calloc(room, sizeof *s.scores);
    s.words = calloc(room, sizeof *s.words);
    s.pairs = calloc(room, sizeof *s.pairs);
    s.impacts = calloc(room, 1);
    s.naming = calloc(room, 1);
    int status = KBX_MEMORY;
    if (s.q && s.scores && s.words && s.pairs && s.impacts && s.naming)
        status = search(&s, most, out);
    if (status == KBX_MEMORY)
        kbx_i_fail(error, KBX_MEMORY, 0, 0, "out of memory");
    else if (status == KBX_MISSING)
        kbx_i_fail(error, KBX_MISSING, 0, 0, "nothing found");
    free(s.scores);
    free(s.words);
    free(s.pairs);
    free(s.impacts);
    free(s.naming);
    return status;
}

void kbx_results_free(struct kbx_results *results)
{
    /* Ours, though their users may not change them. */
    free((void *)(uintptr_t)results->mended.ptr);
    free((void *)(uintptr_t)results->lacking.ptr);
    free(results->found);
    kbx_i_query_free(results->query);
    *results = (struct kbx_results){0};
}

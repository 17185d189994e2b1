/* SPDX-License-Identifier: MIT */
/* A query as words. */
#include "kbx/query.h"

#include <stdlib.h>

#include "kbx/fold.h"

uint32_t kbx_i_folder_of(const void *k, uint32_t cp)
{
    return kbx_i_fold(k, cp);
}

static bool same_word(const struct kbx_query *q, const struct kbx_i_query_word *a,
                      const struct kbx_i_query_word *b)
{
    if (a->sort != b->sort || a->len != b->len || memcmp(a->text, b->text, a->len) != 0)
        return false;
    return a->sort != KBX_I_HAN ||
           (a->to - a->from == b->to - b->from &&
            memcmp(q->text + a->from, q->text + b->from, a->to - a->from) == 0);
}

void kbx_i_query_add(struct kbx_query *q, const struct kbx_i_query_word *word)
{
    for (size_t i = 0; i < q->count; i++)
        if (same_word(q, &q->words[i], word))
            return;
    if (q->count < KBX_I_QUERY_WORDS)
        q->words[q->count++] = *word;
}

static struct kbx_i_query_word word_of(const struct kbx_i_term *term, enum kbx_i_sort sort)
{
    struct kbx_i_query_word word = {
        .sort = sort, .len = term->len, .from = term->from, .to = term->to};
    memcpy(word.text, term->text, term->len);
    return word;
}

/* Words in the order in which they come; a run of Han grows by each of its characters. */
struct reading {
    struct kbx_query *q;
    struct kbx_i_query_word word; /* the last; not yet added */
    bool any;
};

static void finish(struct reading *r)
{
    if (r->any)
        kbx_i_query_add(r->q, &r->word);
    r->any = false;
}

static void take(void *to, const struct kbx_i_term *term)
{
    struct reading *r = to;
    struct kbx_query *q = r->q;
    if (term->kind == KBX_I_PAIR)
        return;
    if (term->kind == KBX_I_PART) {
        if (!r->any || q->part_count == KBX_I_QUERY_WORDS)
            return;
        q->parts[q->part_count] = word_of(term, KBX_I_PLAIN);
        q->parts[q->part_count++].piece = true;
        r->word.part_count++;
        return;
    }
    bool goes_on =
        term->kind == KBX_I_CHAR && r->any && r->word.sort == KBX_I_HAN && r->word.to == term->from;
    if (goes_on) {
        r->word.chars++;
        r->word.to = term->to;
        if (term->len <= sizeof r->word.text - r->word.len) {
            memcpy(r->word.text + r->word.len, term->text, term->len);
            r->word.len += term->len;
        }
        return;
    }
    finish(r);
    r->any = true;
    r->word = word_of(term, term->kind == KBX_I_CHAR   ? KBX_I_HAN
                            : term->kind == KBX_I_CODE ? KBX_I_JOINED
                                                       : KBX_I_PLAIN);
    r->word.chars = term->kind == KBX_I_CHAR;
    r->word.parts = q->part_count;
}

struct kbx_query *kbx_i_query(const struct kbx *k, const char *text, size_t len)
{
    struct kbx_query *q = calloc(1, sizeof *q);
    char *copy = malloc(len + 1);
    if (!q || !copy) {
        free(q);
        free(copy);
        return NULL;
    }
    if (len)
        memcpy(copy, text, len);
    copy[len] = '\0';
    q->k = k;
    q->text = copy;
    q->len = len;
    struct reading r = {.q = q};
    kbx_i_words(q->text, q->len, kbx_i_folder_of, k, take, &r);
    finish(&r);
    return q;
}

void kbx_i_query_free(struct kbx_query *q)
{
    if (!q)
        return;
    free(q->text);
    free(q);
}

struct pieces {
    struct kbx_query *q;
    enum kbx_i_term_kind kind;
    size_t base; /* where in the query the run begins */
};

static void take_piece(void *to, const struct kbx_i_term *term)
{
    struct pieces *p = to;
    if (term->kind != p->kind)
        return;
    struct kbx_i_query_word word = word_of(term, KBX_I_HAN);
    word.from += p->base;
    word.to += p->base;
    word.chars = term->kind == KBX_I_PAIR ? 2 : 1;
    word.piece = true;
    kbx_i_query_add(p->q, &word);
}

void kbx_i_query_add_pieces(struct kbx_query *q, struct kbx_i_query_word run,
                            enum kbx_i_term_kind kind)
{
    struct pieces p = {q, kind, run.from};
    kbx_i_words(q->text + run.from, run.to - run.from, kbx_i_folder_of, q->k, take_piece, &p);
}

bool kbx_i_query_of_code(const struct kbx_query *q, const struct kbx_i_query_word *word)
{
    for (size_t i = 0; i < q->count; i++)
        if (q->words[i].sort == KBX_I_JOINED && word->sort != KBX_I_JOINED &&
            q->words[i].from <= word->from && word->to <= q->words[i].to)
            return true;
    return false;
}

/* Whether what was meant is said of a word in its place: a piece of it is mended, and none is
 * nowhere. */
static bool is_mended_within(const struct kbx_query *q, const struct kbx_i_query_word *word)
{
    bool mended = false;
    for (size_t i = 0; i < q->count; i++) {
        const struct kbx_i_query_word *piece = &q->words[i];
        if (!piece->piece || piece->from < word->from || piece->to > word->to)
            continue;
        if (piece->how == KBX_I_NOWHERE)
            return false;
        mended |= piece->how == KBX_I_MENDED;
    }
    return mended;
}

char *kbx_i_query_lacking(const struct kbx_query *q, size_t *len)
{
    size_t most = 1;
    for (size_t i = 0; i < q->count; i++)
        most += q->words[i].to - q->words[i].from + 1;
    char *out = malloc(most);
    *len = 0;
    for (size_t i = 0; out && i < q->count; i++) {
        const struct kbx_i_query_word *word = &q->words[i];
        bool whole = word->how != KBX_I_NOWHERE && word->how != KBX_I_PIECES;
        if (whole || word->piece || kbx_i_query_of_code(q, word) || is_mended_within(q, word))
            continue;
        if (*len)
            out[(*len)++] = ' ';
        memcpy(out + *len, q->text + word->from, word->to - word->from);
        *len += word->to - word->from;
    }
    if (out)
        out[*len] = '\0';
    return out;
}

char *kbx_i_query_mended(const struct kbx_query *q, size_t *len)
{
    /* A mended word takes at most KBX_TERM_LONGEST bytes, and there are at most KBX_I_QUERY_WORDS.
     */
    char *out = malloc(q->len + (size_t)KBX_I_QUERY_WORDS * KBX_TERM_LONGEST + 1);
    size_t at = 0;
    *len = 0;
    if (!out)
        return NULL;
    for (;;) {
        /* The next one; pieces stand behind the words they are of, and are not many. */
        const struct kbx_i_query_word *next = NULL;
        for (size_t i = 0; i < q->count; i++)
            if (q->words[i].how == KBX_I_MENDED && q->words[i].from >= at &&
                (!next || q->words[i].from < next->from))
                next = &q->words[i];
        size_t to = next ? next->from : q->len;
        memcpy(out + *len, q->text + at, to - at);
        *len += to - at;
        if (!next)
            break;
        memcpy(out + *len, next->text, next->len);
        *len += next->len;
        at = next->to;
    }
    out[*len] = '\0';
    return out;
}

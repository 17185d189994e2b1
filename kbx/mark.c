/* SPDX-License-Identifier: MIT */
/* Where a text has words of a query: for snippets. */
#include <stdlib.h>

#include "kbx/query.h"

struct marking {
    const struct kbx_query *q;
    const char *text;
    size_t len;
    struct kbx_span *spans;
    size_t count, most;
    bool seen[KBX_I_QUERY_WORDS];
    bool begins[256]; /* whether a word begins with that byte: most terms of a text fall here */
};

/* Puts a span in its place, and joins it with those it overlaps. */
static void add(struct marking *m, size_t start, size_t end)
{
    size_t at = m->count;
    while (at > 0 && m->spans[at - 1].end >= start)
        at--;
    size_t behind = at;
    for (; behind < m->count && m->spans[behind].start <= end; behind++) {
        start = m->spans[behind].start < start ? m->spans[behind].start : start;
        end = m->spans[behind].end > end ? m->spans[behind].end : end;
    }
    if (behind == at && m->count == m->most)
        return;
    memmove(&m->spans[at + 1], &m->spans[behind], (m->count - behind) * sizeof *m->spans);
    m->count = m->count - (behind - at) + 1;
    m->spans[at] = (struct kbx_span){start, end};
}

/* Whether the word stands where the term does; *len is how much of the text it takes. */
static bool is_word(const struct marking *m, const struct kbx_i_query_word *word,
                    const struct kbx_i_term *term, size_t *len)
{
    bool in_run = term->kind == KBX_I_CHAR || term->kind == KBX_I_PAIR;
    *len = term->to - term->from;
    if (word->how == KBX_I_NOWHERE || word->how == KBX_I_PIECES ||
        (word->sort == KBX_I_HAN) != in_run)
        return false;
    if (!in_run)
        return (word->how == KBX_I_PREFIX ? term->len >= word->len : term->len == word->len) &&
               memcmp(word->text, term->text, word->len) == 0;
    struct kbx_i_run run;
    if (term->kind != KBX_I_CHAR || memcmp(word->text, term->text, term->len) != 0)
        return false;
    kbx_i_run_of(m->q->k, m->q->text + word->from, word->to - word->from, &run);
    return kbx_i_begins(m->q->k, &run, m->text + term->from, m->len - term->from, len);
}

static void take(void *to, const struct kbx_i_term *term)
{
    struct marking *m = to;
    if (!m->begins[term->text[0]])
        return;
    for (size_t i = 0; i < m->q->count; i++) {
        size_t len;
        if (!is_word(m, &m->q->words[i], term, &len))
            continue;
        m->seen[i] = true;
        add(m, term->from, term->from + len);
    }
}

size_t kbx_mark(const struct kbx_results *results, const char *text, size_t len,
                struct kbx_span *spans, size_t most, size_t *words)
{
    struct marking m = {
        .q = results->query, .text = text, .len = len, .spans = spans, .most = most};
    if (words)
        *words = 0;
    if (!m.q || most == 0)
        return 0;
    for (size_t i = 0; i < m.q->count; i++)
        m.begins[m.q->words[i].text[0]] = true;
    kbx_i_words(text, len, kbx_i_folder_of, m.q->k, take, &m);
    for (size_t i = 0; words && i < m.q->count; i++)
        *words += m.seen[i];
    return m.count;
}

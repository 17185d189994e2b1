/* SPDX-License-Identifier: MIT */
/* What each record has explained so far: one entry a record, however long the log. */
#include <stdlib.h>

#include "compiler/cli/match.h"
#include "kb/arena.h"

void kb_match_count(struct kb_matching *m, const struct kb_hits *hits, const struct kb_hit *hit)
{
    uint32_t record = hit->ranked->match.record;
    struct kb_explained *about = &m->explained[record];
    if (about->lines++ == 0) {
        if (m->found_count == m->found_room) {
            m->found_room = m->found_room ? m->found_room * 2 : 64;
            m->found = kb_realloc(m->found, m->found_room, sizeof *m->found);
        }
        m->found[m->found_count++] = record;
        about->file = hits->file;
        about->line = hits->line;
    }
    about->best += hit->rank == 1;
    about->score = hit->ranked->score > about->score ? hit->ranked->score : about->score;
}

/* What kb_match_sort sorts: qsort gives its comparison nothing but the elements. */
struct placed {
    double score;
    uint32_t record;
};

static int by_score(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

void kb_match_sort(struct kb_matching *m)
{
    if (m->found_count < 2)
        return;
    struct placed *placed = kb_alloc(m->found_count, sizeof *placed);
    for (size_t i = 0; i < m->found_count; i++)
        placed[i] = (struct placed){m->explained[m->found[i]].score, m->found[i]};
    qsort(placed, m->found_count, sizeof *placed, by_score);
    for (size_t i = 0; i < m->found_count; i++)
        m->found[i] = placed[i].record;
    free(placed);
}

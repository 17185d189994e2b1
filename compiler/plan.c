/* SPDX-License-Identifier: MIT */
/* Collects the fixes as edits, leaves out those that clash, makes the texts. */
#include "compiler/plan.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/edit.h"
#include "compiler/scan.h"

/* An edit of a document; those of one finding are made together or not at all. */
struct change {
    size_t doc, finding;
    struct kb_edit edit;
};

struct round {
    struct kb_plan *plan;
    const struct kb_check *check;
    bool unsafe, *given_up;
    struct kb_arena arena;
    struct kb_scanner scanner;
    struct kb_scan_trail trail;
    struct change *changes; /* by document and place, once sorted */
    size_t count, cap;
    bool *dropped; /* by finding: not made in this round */
    char *clean;   /* by document: 0 unknown, 'y', 'n' */
};

static void ignore_problem(void *data, const struct kb_scan_problem *problem)
{
    (void)data;
    (void)problem;
}

static bool scans_clean(struct round *round, const char *text, size_t len)
{
    return kb_scan(&round->scanner, text, len, ignore_problem, NULL) == KB_SCAN_CLEAN;
}

/* Whether the document's text may be edited at all. */
static bool editable(struct round *round, size_t i)
{
    const struct kb_doc *doc = &round->check->input.docs[i];
    if (round->clean[i] == 0)
        round->clean[i] = doc->fault == KB_FAULT_NONE && doc->source->data &&
                                  scans_clean(round, doc->source->data + doc->offset, doc->len)
                              ? 'y'
                              : 'n';
    return round->clean[i] == 'y';
}

static size_t source_of(const struct round *round, size_t doc)
{
    return (size_t)(round->check->input.docs[doc].source - round->check->input.sources);
}

static bool add_change(struct round *round, size_t finding, const struct kb_fix *fix)
{
    size_t doc = (size_t)(fix->doc - round->check->input.docs);
    struct change change = {doc, finding, {0}};
    if (round->given_up[doc] || !editable(round, doc) ||
        !kb_edit_make(&change.edit, fix,
                      (struct kb_str){fix->doc->source->data + fix->doc->offset, fix->doc->len},
                      &round->trail, &round->arena))
        return false;
    round->changes = kb_grow(round->changes, round->count, &round->cap, sizeof *round->changes);
    round->changes[round->count++] = change;
    return true;
}

static bool wanted(struct round *round, const struct kb_finding *finding)
{
    bool unsafe = false;
    for (size_t i = 0; i < finding->fix_count; i++)
        unsafe |= finding->fixes[i].unsafe;
    round->plan->unsafe_left += unsafe && !round->unsafe;
    return finding->fix_count && (!unsafe || round->unsafe);
}

static int by_place(const void *a, const void *b)
{
    const struct change *x = a, *y = b;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    int order = kb_edit_cmp(&x->edit, &y->edit);
    return order ? order : (x->finding > y->finding) - (x->finding < y->finding);
}

/* By finding, where its first change comes among all of them. */
static size_t *rank_findings(const struct round *round)
{
    size_t *ranks = kb_alloc(round->check->findings.count, sizeof *ranks);
    for (size_t i = round->count; i-- > 0;)
        ranks[round->changes[i].finding] = i;
    return ranks;
}

/* Of findings whose changes meet, the one that begins first stays; the other comes in a later
 * round, made for the text as it is then. One order for all their changes: two findings that meet
 * twice, each first at one place, would otherwise drop each other for ever. */
static void drop_clashes(struct round *round)
{
    size_t *ranks = rank_findings(round), depth = 0;
    struct change **kept = kb_alloc(round->count, sizeof(struct change *));
    for (size_t i = 0; i < round->count; i++) {
        struct change *change = &round->changes[i];
        while (depth && !round->dropped[change->finding]) {
            const struct change *last = kept[depth - 1];
            bool gone = round->dropped[last->finding];
            if (!gone && (last->doc != change->doc || !kb_edit_clash(&last->edit, &change->edit)))
                break;
            bool wins = gone || ranks[change->finding] < ranks[last->finding];
            round->dropped[wins ? last->finding : change->finding] = true;
            depth -= wins;
        }
        if (!round->dropped[change->finding])
            kept[depth++] = change;
    }
    free(ranks);
    free(kept);
}

static void collect(struct round *round)
{
    const struct kb_findings *findings = &round->check->findings;
    for (size_t i = 0; i < findings->count; i++) {
        const struct kb_finding *finding = &findings->items[i];
        size_t before = round->count;
        bool all = wanted(round, finding);
        for (size_t j = 0; all && j < finding->fix_count; j++)
            all = add_change(round, i, &finding->fixes[j]);
        if (!all)
            round->count = before;
        round->dropped[i] = false;
    }
    if (round->count)
        qsort(round->changes, round->count, sizeof *round->changes, by_place);
    drop_clashes(round);
}

/* The end of the changes from `first` on that are in the same document. */
static size_t doc_end(const struct round *round, size_t first)
{
    size_t end = first;
    while (end < round->count && round->changes[end].doc == round->changes[first].doc)
        end++;
    return end;
}

/* Appends the document's text with the changes from `first` to `end`. Gives the document up where
 * the result is not what it should be: a fault of a rule, or of ours. */
static void edit_doc(struct round *round, struct kb_buf *text, size_t first, size_t end)
{
    size_t number = round->changes[first].doc, start = text->len, at = 0;
    const struct kb_doc *doc = &round->check->input.docs[number];
    const char *data = doc->source->data + doc->offset;
    for (size_t i = first; i < end; i++) {
        const struct kb_edit *edit = &round->changes[i].edit;
        if (round->dropped[round->changes[i].finding])
            continue;
        kb_buf_add(text, data + at, edit->offset - at);
        kb_buf_str(text, edit->text);
        at = edit->offset + edit->len;
        round->plan->docs[number] = true;
    }
    kb_buf_add(text, data + at, doc->len - at);
    size_t len = text->len - start;
    bool lines = doc->source->shape == KB_SHAPE_LINES;
    round->given_up[number] = !scans_clean(round, text->data + start, len) ||
                              (lines && memchr(text->data + start, '\n', len));
}

/* Makes the text of the source that the change `first` is in. Returns where its changes end. */
static size_t edit_source(struct round *round, size_t first)
{
    const struct kb_doc *docs = round->check->input.docs;
    size_t number = source_of(round, round->changes[first].doc), at = 0, i = first;
    const struct kb_source *source = &round->check->input.sources[number];
    struct kb_planned_source *planned = &round->plan->sources[number];
    planned->text.len = 0;
    for (size_t next; i < round->count && docs[round->changes[i].doc].source == source; i = next) {
        size_t doc = round->changes[i].doc;
        next = doc_end(round, i);
        kb_buf_add(&planned->text, source->data + at, docs[doc].offset - at);
        edit_doc(round, &planned->text, i, next);
        at = docs[doc].offset + docs[doc].len;
        planned->changed |= round->plan->docs[doc];
    }
    kb_buf_add(&planned->text, source->data + at, source->len - at);
    round->plan->changed += planned->changed;
    return i;
}

/* False where documents were given up: their fixes must go, and those that belong to them. */
static bool make_texts(struct round *round)
{
    bool good = true;
    for (size_t i = 0; i < round->count;)
        i = edit_source(round, i);
    for (size_t i = 0; i < round->count; i++)
        good &= !round->given_up[round->changes[i].doc];
    return good;
}

static void start_over(struct round *round)
{
    struct kb_plan *plan = round->plan;
    for (size_t i = 0; i < plan->count; i++)
        plan->sources[i].changed = false;
    memset(plan->docs, 0, round->check->input.doc_count * sizeof *plan->docs);
    plan->changed = plan->unsafe_left = 0;
    round->count = 0;
}

/* Counts each finding at the source of its first change. */
static void count_made(struct round *round)
{
    for (size_t i = 0; i < round->count; i++) {
        size_t finding = round->changes[i].finding;
        if (round->dropped[finding])
            continue;
        round->dropped[finding] = true;
        round->plan->sources[source_of(round, round->changes[i].doc)].findings++;
    }
}

void kb_plan_make(struct kb_plan *plan, const struct kb_check *check, bool unsafe, bool *given_up)
{
    size_t sources = check->input.source_count, docs = check->input.doc_count;
    *plan = (struct kb_plan){.sources = kb_alloc(sources, sizeof *plan->sources),
                             .count = sources,
                             .docs = kb_alloc(docs, sizeof *plan->docs)};
    struct round round = {.plan = plan,
                          .check = check,
                          .unsafe = unsafe,
                          .given_up = given_up,
                          .dropped = kb_alloc(check->findings.count, sizeof *round.dropped),
                          .clean = kb_alloc(docs, sizeof *round.clean)};
    do {
        start_over(&round);
        collect(&round);
    } while (!make_texts(&round));
    count_made(&round);
    free(round.changes);
    free(round.dropped);
    free(round.clean);
    kb_scanner_free(&round.scanner);
    kb_scan_trail_free(&round.trail);
    kb_arena_free(&round.arena);
}

void kb_plan_free(struct kb_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++)
        kb_buf_free(&plan->sources[i].text);
    free(plan->sources);
    free(plan->docs);
    *plan = (struct kb_plan){0};
}

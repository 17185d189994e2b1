/* SPDX-License-Identifier: MIT */
/* Rounds of plan, new texts and check. A round that makes a document worse is taken back, and the
 * next goes without that document. */
#include "compiler/fix.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/diff.h"
#include "compiler/plan.h"
#include "compiler/rewrite.h"

/* Rounds after which it ends. Real records need few: fixes of one text wait for each other. */
enum { ROUNDS_MOST = 10 };

struct text {
    char *data; /* owned, or NULL */
    size_t len;
};

struct kb_fixed_source {
    struct text original, previous; /* what was read; what the round at hand has changed */
    size_t findings, now;           /* fixed in all; in the round at hand */
};

struct run {
    struct kb_fixing *fixing;
    struct kb_check_options options;
    struct kb_check *check; /* of the texts as they are */
};

/* Checks the texts as they are now. */
static void check_again(struct run *run)
{
    struct kb_input input = run->check->input;
    run->check->input = (struct kb_input){0};
    kb_check_free(run->check);
    kb_input_again(&input);
    kb_check_input(run->check, &run->options, &input);
}

/* By document, how many findings block; one more where any does, as findings that the run is not
 * about are not listed. */
static size_t *count_blocking(const struct kb_check *check)
{
    size_t *counts = kb_alloc(check->input.doc_count, sizeof *counts);
    for (size_t i = 0; i < check->input.doc_count; i++)
        counts[i] = kb_check_blocks(check, i);
    for (size_t i = 0; i < check->findings.count; i++)
        if (check->findings.items[i].rule->blocks)
            counts[check->findings.items[i].doc - check->input.docs] +=
                check->findings.items[i].count;
    return counts;
}

static void put_in(struct run *run, struct kb_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        struct kb_source *source = &run->check->input.sources[i];
        struct kb_fixed_source *fixed = &run->fixing->sources[i];
        if (!plan->sources[i].changed)
            continue;
        fixed->previous = (struct text){source->data, source->len};
        fixed->now = plan->sources[i].findings;
        source->data = plan->sources[i].text.data;
        source->len = plan->sources[i].text.len;
        plan->sources[i].text = (struct kb_buf){0};
    }
}

/* A round's changed documents, and what blocked in all of them before it. */
struct trial {
    const bool *changed;
    const size_t *before;
    size_t count;
    bool *given_up, found;
};

static void give_up(struct trial *trial, size_t i)
{
    if (i < trial->count && trial->changed[i])
        trial->given_up[i] = trial->found = true;
}

/* Gives up the changed documents in which more findings block than before, or that such findings
 * speak of (two records come to have one id, and it is the other that is told so); where none of
 * them is to blame, all. True where it did. */
static bool give_up_worse(const struct kb_check *check, struct trial *trial)
{
    const struct kb_doc *docs = check->input.docs;
    size_t *now = count_blocking(check);
    bool same = check->input.doc_count == trial->count, worse = !same;
    for (size_t i = 0; i < trial->count && same; i++)
        worse |= now[i] > trial->before[i];
    for (size_t i = 0; i < check->findings.count && same; i++) {
        const struct kb_finding *finding = &check->findings.items[i];
        if (!finding->rule->blocks ||
            now[finding->doc - docs] <= trial->before[finding->doc - docs])
            continue;
        give_up(trial, (size_t)(finding->doc - docs));
        for (size_t j = 0; j < finding->related_count; j++)
            give_up(trial, (size_t)(finding->related[j].doc - docs));
    }
    for (size_t i = 0; i < trial->count && worse && !trial->found; i++)
        give_up(trial, i);
    free(now);
    return trial->found;
}

static void take_back(struct run *run)
{
    for (size_t i = 0; i < run->check->input.source_count; i++) {
        struct kb_source *source = &run->check->input.sources[i];
        struct kb_fixed_source *fixed = &run->fixing->sources[i];
        if (!fixed->previous.data)
            continue;
        free(source->data);
        source->data = fixed->previous.data;
        source->len = fixed->previous.len;
        fixed->previous = (struct text){0};
    }
}

static void keep(struct run *run)
{
    for (size_t i = 0; i < run->check->input.source_count; i++) {
        struct kb_fixed_source *fixed = &run->fixing->sources[i];
        if (!fixed->previous.data)
            continue;
        fixed->findings += fixed->now;
        if (fixed->original.data)
            free(fixed->previous.data);
        else
            fixed->original = fixed->previous;
        fixed->previous = (struct text){0};
    }
}

/* False where nothing is left to be done, or no round to do it in. */
static bool one_round(struct run *run, bool unsafe)
{
    struct kb_fixing *fixing = run->fixing;
    struct kb_plan plan;
    kb_plan_make(&plan, run->check, unsafe, fixing->given_up);
    bool go_on = plan.changed && fixing->rounds < ROUNDS_MOST;
    fixing->unsafe_left = plan.unsafe_left;
    fixing->unfinished = plan.changed && !go_on;
    if (go_on) {
        size_t *blocking = count_blocking(run->check);
        struct trial trial = {plan.docs, blocking, run->check->input.doc_count, fixing->given_up,
                              false};
        put_in(run, &plan);
        check_again(run);
        if (give_up_worse(run->check, &trial)) {
            take_back(run); /* the next round goes without them */
            check_again(run);
        } else {
            keep(run);
        }
        free(blocking);
        fixing->rounds++;
    }
    kb_plan_free(&plan);
    return go_on;
}

static struct kb_str text_of(const struct kb_source *source)
{
    return (struct kb_str){source->data, source->len};
}

/* What was read of source i, where it has another text now; else absent. */
static struct kb_str replaced(const struct kb_fixing *fixing, size_t i)
{
    const struct text *text = &fixing->sources[i].original;
    struct kb_str original = {text->data, text->len};
    bool same = !original.p || kb_str_eq(original, text_of(&fixing->input.sources[i]));
    return same ? (struct kb_str){0} : original;
}

void kb_fix_run(struct kb_fixing *fixing, const struct kb_check_options *options, bool unsafe)
{
    struct kb_check check;
    struct run run = {.fixing = fixing, .options = *options, .check = &check};
    run.options.max_per_rule = 0;
    *fixing = (struct kb_fixing){0};
    kb_check_run(&check, &run.options);
    size_t count = fixing->count = check.input.source_count;
    fixing->sources = kb_alloc(count, sizeof *fixing->sources);
    fixing->given_up = kb_alloc(check.input.doc_count, sizeof *fixing->given_up);
    while (one_round(&run, unsafe))
        ;
    fixing->input = check.input;
    check.input = (struct kb_input){0};
    kb_check_free(&check);
    for (size_t i = 0; i < count; i++) {
        if (!replaced(fixing, i).p)
            continue;
        fixing->files++;
        fixing->findings += fixing->sources[i].findings;
    }
}

void kb_fix_diff(struct kb_buf *out, const struct kb_fixing *fixing, bool plain)
{
    for (size_t i = 0; i < fixing->input.source_count; i++) {
        const struct kb_source *source = &fixing->input.sources[i];
        struct kb_str original = replaced(fixing, i);
        if (original.p)
            kb_diff(out, source->path, original, text_of(source), plain);
    }
}

void kb_fix_write(struct kb_fixing *fixing, struct kb_buf *failures)
{
    for (size_t i = 0; i < fixing->input.source_count; i++) {
        const struct kb_source *source = &fixing->input.sources[i];
        struct kb_str original = replaced(fixing, i);
        struct kb_buf why = {0};
        if (original.p && !kb_rewrite(source->path, original, text_of(source), &why)) {
            fixing->files--;
            fixing->findings -= fixing->sources[i].findings;
            kb_buf_plain(failures, kb_str(source->path));
            kb_buf_printf(failures, " %s\n", why.data);
        }
        kb_buf_free(&why);
    }
}

void kb_fixing_free(struct kb_fixing *fixing)
{
    for (size_t i = 0; i < fixing->count; i++)
        free(fixing->sources[i].original.data);
    free(fixing->sources);
    free(fixing->given_up);
    kb_input_free(&fixing->input);
    *fixing = (struct kb_fixing){0};
}

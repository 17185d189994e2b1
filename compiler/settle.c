/* SPDX-License-Identifier: MIT */
/* Suppresses, cuts, joins and counts findings. */
#include "compiler/settle.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/baseline.h"
#include "compiler/config.h"

struct settling {
    struct kb_check *check;
    const struct kb_check_options *options;
    struct kb_result *results;
    size_t count;
    struct kb_worker *worker;
    int32_t today;
};

static void suppress_in_source(struct settling *s)
{
    for (size_t i = 0; i < s->count; i++)
        kb_ignores_apply(&s->results[i].ignores, &s->results[i].findings, s->today);
}

static void suppress_by_path(struct settling *s)
{
    struct kb_path_ignores ignores = {.config = s->options->config};
    for (size_t i = 0; i < s->count; i++)
        for (size_t j = 0; j < s->results[i].findings.count; j++) {
            struct kb_finding *finding = &s->results[i].findings.items[j];
            const char *reason;
            if (finding->suppressor != KB_NOT_SUPPRESSED ||
                !kb_config_ignores(&ignores, finding->doc->source, finding->rule, &reason))
                continue;
            finding->suppressor = KB_EXTERNAL;
            finding->justification = reason;
        }
}

/* First what is found where it was, then what has moved within its list. */
static void suppress_by_baseline(struct settling *s)
{
    if (s->options->baseline)
        kb_baseline_begin(s->options->baseline);
    for (int moved = 0; s->options->baseline && moved < 2; moved++)
        for (size_t i = 0; i < s->count; i++)
            for (size_t j = 0; j < s->results[i].findings.count; j++)
                kb_baseline_take(s->options->baseline, &s->results[i].findings.items[j], moved);
}

static void say(struct settling *s, size_t i, enum kb_rule_id rule, const struct kb_ignore *entry,
                const char *message, const char *help)
{
    if (s->options->run[rule])
        kb_worker_say(s->worker, i, &kb_rules[rule], entry->pointer, message, help);
}

/* An entry is judged only where its rule has run. */
static void judge(struct settling *s, size_t i, const struct kb_ignore *entry)
{
    struct kb_buf message = {0};
    char date[16];
    bool ran = entry->rule && s->options->run[entry->rule->index] &&
               (entry->rule->scope != KB_DATED || s->today != KB_NO_DATE);
    if (entry->problem) {
        say(s, i, KB_R_SUPPRESS_UNUSED, entry, entry->problem, entry->help);
    } else if (entry->rule && kb_ignore_expired(entry, s->today)) {
        kb_buf_printf(&message, "the suppression of %s held until %s", entry->rule->name,
                      kb_date_format(entry->until, date));
        say(s, i, KB_R_SUPPRESS_EXPIRED, entry, message.data,
            "mend what it was about, or decide anew until when it holds");
    } else if (ran && !entry->used) {
        kb_buf_printf(&message, "there is no finding of %s to suppress", entry->rule->name);
        say(s, i, KB_R_SUPPRESS_UNUSED, entry, message.data, "remove the entry");
    }
    kb_buf_free(&message);
}

static void judge_suppressions(struct settling *s)
{
    for (size_t i = 0; i < s->count; i++)
        for (size_t j = 0; j < s->results[i].ignores.count; j++)
            judge(s, i, &s->results[i].ignores.items[j]);
}

/* What the rest of a long list becomes: its last finding, standing for all of them. */
static void stand_for(struct settling *s, struct kb_finding *finding, size_t count)
{
    struct kb_buf message = {0};
    kb_buf_printf(&message, "and %zu more finding%s of this rule in this record", count,
                  count == 1 ? "" : "s");
    finding->message = kb_arena_copy(&s->worker->arena, message.data, message.len);
    finding->help = NULL;
    finding->related_count = 0;
    finding->fix_count = 0;
    finding->count = count;
    kb_buf_free(&message);
}

struct tally {
    size_t items, findings; /* listed, and found */
    size_t kept;
};

/* Cuts the list of each rule at the limit. */
static void cut(struct settling *s, struct kb_findings *own)
{
    struct tally tallies[KB_RULE_COUNT] = {0};
    size_t limit = s->options->max_per_rule, kept = 0;
    for (size_t i = 0; i < own->count; i++) {
        struct tally *tally = &tallies[own->items[i].rule->index];
        tally->items++;
        tally->findings += own->items[i].count;
    }
    for (size_t i = 0; i < own->count; i++) {
        struct tally *tally = &tallies[own->items[i].rule->index];
        bool last = --tally->items == 0;
        if (limit && tally->kept == limit) {
            if (!last)
                continue;
            stand_for(s, &own->items[i], tally->findings - limit);
        }
        tally->kept++;
        own->items[kept++] = own->items[i];
    }
    own->count = kept;
}

/* Sets the document's suppressed findings apart, and drops what the run is not about. */
static void part(struct settling *s, struct kb_findings *own)
{
    size_t kept = 0;
    for (size_t i = 0; i < own->count; i++) {
        if (!own->items[i].in_focus && own->items[i].rule != &kb_rules[KB_R_JSON_READ])
            continue; /* what cannot be read is never left out: the run cannot vouch for it */
        if (own->items[i].suppressor != KB_NOT_SUPPRESSED)
            kb_findings_add(&s->check->suppressed, &own->items[i]);
        else
            own->items[kept++] = own->items[i];
    }
    own->count = kept;
}

/* Joins all lists and lends each record its run of them. */
static void join(struct settling *s)
{
    struct kb_check *check = s->check;
    size_t at = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct kb_findings *own = &s->results[i].findings;
        if (own->count)
            qsort(own->items, own->count, sizeof *own->items, kb_finding_cmp);
        part(s, own);
        cut(s, own);
        for (size_t j = 0; j < own->count; j++)
            kb_findings_add(&check->findings, &own->items[j]);
        if (s->results[i].record)
            s->results[i].record->finding_count = own->count;
    }
    for (size_t i = 0; i < s->count; i++) {
        if (s->results[i].record && s->results[i].findings.count)
            s->results[i].record->findings = check->findings.items + at;
        at += s->results[i].findings.count;
        kb_findings_free(&s->results[i].findings);
    }
}

static void count(struct kb_check *check)
{
    for (size_t i = 0; i < check->findings.count; i++) {
        const struct kb_finding *finding = &check->findings.items[i];
        check->by_rule[finding->rule->index] += finding->count;
        check->by_severity[finding->severity] += finding->count;
        check->blocking += finding->rule->blocks ? finding->count : 0;
    }
}

void kb_settle(struct kb_check *check, const struct kb_check_options *options,
               struct kb_result *results, struct kb_worker *worker, int32_t today)
{
    struct settling s = {check, options, results, check->input.doc_count, worker, today};
    suppress_in_source(&s);
    suppress_by_path(&s);
    suppress_by_baseline(&s);
    judge_suppressions(&s);
    join(&s);
    if (options->baseline)
        kb_baseline_judge(options->baseline, check, options);
    count(check);
}

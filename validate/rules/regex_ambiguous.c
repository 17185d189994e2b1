/* SPDX-License-Identifier: MIT */
/* regex/ambiguous: which regexes match the message of another error?
 *
 * All pairs are judged, but hardly any are tried: the gate leaves, for each signature, the regexes
 * whose literals it has, and PCRE2 decides on these. Budgets for the whole base and for each regex
 * keep hostile records from taking for ever, and what they leave open is said. */
#include <stdlib.h>

#include "kb/arena.h"
#include "kb/limits.h"
#include "pattern/fold.h"
#include "pattern/gate.h"
#include "pattern/regex.h"
#include "validate/rules/checks.h"
#include "validate/rules/context.h"

/* Pairs of a regex and a signature that are tried, and those of regexes without literals, which the
 * gate cannot judge: some five seconds. 100,000 records such as the real ones have 1.3 million. */
#define TRIES         ((size_t)4000000)
#define TRIES_WITHOUT ((size_t)2000000)

/* Literals the gate may find before it is given up: as long again. */
#define LOOKED ((size_t)2000000000)

/* Work of one regex on all signatures together, as of KB_PATTERN_WORK, and its least and largest
 * share for one of them. */
#define WORK        KB_PATTERN_WORK
#define LEAST_SHARE ((size_t)2000000)
#define MOST_SHARE  ((size_t)20000000)

/* Signatures on which a regex may run out of work before the rest are left open untried. */
#define GIVE_UP 8

/* Records a finding names. */
#define NAMED 3

/* The regex of one record and the signature of another, by index. */
struct pair {
    uint32_t regex, signature;
};

static int pair_cmp(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->regex != y->regex)
        return x->regex < y->regex ? -1 : 1;
    return (x->signature > y->signature) - (x->signature < y->signature);
}

struct pairs {
    struct pair *items;
    size_t count, cap;
};

static void add(struct pairs *pairs, uint32_t regex, uint32_t signature)
{
    pairs->items = kb_grow(pairs->items, pairs->count, &pairs->cap, sizeof *pairs->items);
    pairs->items[pairs->count++] = (struct pair){regex, signature};
}

/* Sorts, and drops what is there twice. */
static void sort_pairs(struct pairs *pairs)
{
    size_t kept = 0;
    if (pairs->count)
        qsort(pairs->items, pairs->count, sizeof *pairs->items, pair_cmp);
    for (size_t i = 0; i < pairs->count; i++)
        if (i == 0 || pair_cmp(&pairs->items[i], &pairs->items[kept - 1]) != 0)
            pairs->items[kept++] = pairs->items[i];
    pairs->count = kept;
}

static bool has_pair(const struct pairs *pairs, uint32_t regex, uint32_t signature)
{
    const struct pair wanted = {regex, signature};
    return pairs->count &&
           bsearch(&wanted, pairs->items, pairs->count, sizeof wanted, pair_cmp) != NULL;
}

struct hunt {
    const struct kb_layout *layout;
    const struct kb_base *base;
    struct kb_gate *gate;
    uint32_t *always; /* regexes without literals: they would always pass the gate */
    size_t always_count;
    struct pairs confused; /* told apart by an edge; the smaller index first */
    struct pairs suspects; /* what the gate leaves */
    struct pairs matches;
    uint32_t *open;     /* by regex: signatures on which it was not decided */
    uint32_t signature; /* the one at hand */
    uint32_t end;       /* signatures before this were looked at */
};

static void open_gate(struct hunt *hunt)
{
    struct kb_arena arena = {0};
    hunt->gate = kb_gate_new();
    hunt->always = kb_alloc(hunt->base->count, sizeof *hunt->always);
    for (uint32_t i = 0; i < hunt->base->count; i++) {
        const struct kb_record *record = hunt->base->records[i];
        if (!record->regex.p)
            continue;
        struct kb_literals literals = kb_regex_literals(record, &arena);
        if (literals.count)
            kb_gate_add(hunt->gate, i, &literals);
        else
            hunt->always[hunt->always_count++] = i;
    }
    kb_gate_close(hunt->gate);
    kb_arena_free(&arena);
}

static void collect_confused(struct hunt *hunt)
{
    for (uint32_t i = 0; i < hunt->base->count; i++) {
        const struct kb_record *record = hunt->base->records[i];
        for (size_t j = 0; j < record->edges[KB_CONFUSED_WITH].count; j++) {
            struct kb_str id = kb_edge_at(record, KB_CONFUSED_WITH, j)->id;
            uint32_t to = id.p ? kb_base_find(hunt->base, id) : KB_NO_RECORD;
            if (to != KB_NO_RECORD)
                add(&hunt->confused, i < to ? i : to, i < to ? to : i);
        }
    }
    sort_pairs(&hunt->confused);
}

static void suspect(void *data, uint32_t regex)
{
    struct hunt *hunt = data;
    if (regex != hunt->signature)
        add(&hunt->suspects, regex, hunt->signature);
}

/* What the gate leaves, up to the signature at which it is too much. */
static void collect_suspects(struct hunt *hunt)
{
    struct kb_gate_visit visit = {0};
    struct kb_buf folded = {0};
    for (; hunt->end < hunt->base->count && hunt->suspects.count < TRIES && visit.looked < LOOKED;
         hunt->end++) {
        struct kb_str signature = hunt->base->records[hunt->end]->signature;
        if (kb_str_blank(signature))
            continue;
        if (signature.n > KB_MAX_SUBJECT)
            signature.n = KB_MAX_SUBJECT; /* a search goes no further */
        folded.len = 0;
        kb_fold_text(&folded, signature);
        hunt->signature = hunt->end;
        kb_gate_pass(hunt->gate, &visit, kb_buf_view(&folded), suspect, hunt);
    }
    kb_gate_visit_free(&visit);
    kb_buf_free(&folded);
    sort_pairs(&hunt->suspects);
}

/* Whether it is known that the two may be taken for each other. */
static bool known(const struct hunt *hunt, uint32_t a, uint32_t b)
{
    return kb_twins(hunt->layout, hunt->base->records[a], hunt->base->records[b]) ||
           has_pair(&hunt->confused, a < b ? a : b, a < b ? b : a);
}

/* Before any regex is compiled: many of them need not be. */
static void drop_known(const struct hunt *hunt, struct pairs *pairs)
{
    size_t kept = 0;
    for (size_t i = 0; i < pairs->count; i++)
        if (!known(hunt, pairs->items[i].regex, pairs->items[i].signature))
            pairs->items[kept++] = pairs->items[i];
    pairs->count = kept;
}

/* One regex on its way through signatures. */
struct attempt {
    uint32_t regex;
    struct kb_pattern *pattern; /* NULL: it does not compile, and regex/syntax says so */
    size_t share;               /* of its work, for one signature */
};

static struct attempt attempt_of(const struct hunt *hunt, uint32_t regex, size_t signatures)
{
    struct kb_pattern_error error;
    struct kb_str text = hunt->base->records[regex]->regex;
    size_t share = WORK / (signatures + 1);
    share = share < LEAST_SHARE ? LEAST_SHARE : share > MOST_SHARE ? MOST_SHARE : share;
    return (struct attempt){regex, kb_pattern_new(KB_FLAVOR_RECORD, text, &error), share};
}

static void try_signature(struct hunt *hunt, const struct attempt *attempt, uint32_t signature)
{
    uint32_t regex = attempt->regex;
    enum kb_match match = KB_MATCH_LIMIT;
    if (!attempt->pattern)
        return;
    if (hunt->open[regex] < GIVE_UP)
        match = kb_pattern_search_within(attempt->pattern,
                                         hunt->base->records[signature]->signature, attempt->share);
    if (match == KB_MATCH_YES)
        add(&hunt->matches, regex, signature);
    hunt->open[regex] += match == KB_MATCH_LIMIT;
}

static void try_suspects(struct hunt *hunt)
{
    const struct pairs *all = &hunt->suspects;
    for (size_t first = 0, end = 0; first < all->count; first = end) {
        uint32_t regex = all->items[first].regex;
        while (end < all->count && all->items[end].regex == regex)
            end++;
        struct attempt attempt = attempt_of(hunt, regex, end - first);
        for (size_t i = first; i < end; i++)
            try_signature(hunt, &attempt, all->items[i].signature);
        kb_pattern_free(attempt.pattern);
    }
}

/* Regexes without literals, on every signature as long as tries are left. */
static void try_always(struct hunt *hunt)
{
    uint32_t count = (uint32_t)hunt->base->count;
    size_t tries = TRIES_WITHOUT;
    for (size_t i = 0; i < hunt->always_count; i++) {
        struct attempt attempt = attempt_of(hunt, hunt->always[i], count);
        uint32_t s = 0;
        for (; s < count && tries > 0 && attempt.pattern; s++, tries--)
            if (s != attempt.regex && !kb_str_blank(hunt->base->records[s]->signature) &&
                !known(hunt, attempt.regex, s))
                try_signature(hunt, &attempt, s);
        if (attempt.pattern)
            hunt->open[attempt.regex] += count - s;
        kb_pattern_free(attempt.pattern);
    }
}

static void name_matches(struct kb_context *context, const struct hunt *hunt,
                         const struct pair *matches, size_t count)
{
    struct kb_buf *out = &context->message;
    size_t named = 0;
    kb_buf_puts(out, count == 1 ? "the regex matches the signature of "
                                : "the regex matches the signatures of ");
    if (count > NAMED)
        kb_buf_printf(out, "%zu other records: ", count);
    /* Those first whose regex also matches this record's signature: nothing tells them apart. */
    for (int mutual = 1; mutual >= 0; mutual--)
        for (size_t i = 0; i < count && named < NAMED; i++) {
            uint32_t other = matches[i].signature;
            if (has_pair(&hunt->matches, other, matches[i].regex) != mutual)
                continue;
            struct kb_where where = kb_at(KB_F_SIGNATURE);
            where.record = hunt->base->records[other];
            kb_buf_puts(out, named == 0 ? "" : named + 1 == count ? " and " : ", ");
            kb_buf_quote(out, where.record->id);
            kb_relate(context, where,
                      mutual ? "the signature of a record that in turn matches this one's"
                             : "the signature");
            named++;
        }
    if (count > NAMED)
        kb_buf_printf(out, " and %zu more", count - NAMED);
}

static void report(struct kb_context *context, const struct hunt *hunt, uint32_t regex,
                   const struct pair *matches, size_t count)
{
    struct kb_where where = kb_at(KB_F_REGEX);
    uint32_t open = hunt->open[regex];
    where.record = hunt->base->records[regex];
    if (count)
        name_matches(context, hunt, matches, count);
    if (open)
        kb_buf_printf(&context->message,
                      "%swhether %s matches the signature%s of %u %s%s was not decided: trying it "
                      "takes too long",
                      count ? "; " : "", count ? "it" : "the regex", open == 1 ? "" : "s", open,
                      count ? "more" : "other", open == 1 ? " record" : " records");
    kb_report(context, where,
              "let it match what only this error prints, or say in confused_with how to tell the "
              "errors apart");
}

static void report_rest(struct kb_context *context, const struct hunt *hunt)
{
    struct kb_where where = kb_at(KB_F_SIGNATURE);
    if (hunt->end == hunt->base->count)
        return;
    where.record = hunt->base->records[hunt->end];
    kb_buf_printf(&context->message,
                  "too many regexes may match too many signatures: from this one on, %zu were not "
                  "compared with other records' regexes",
                  hunt->base->count - hunt->end);
    kb_report(context, where, "check fewer records at once, or make their regexes say more");
}

void rule_regex_ambiguous(struct kb_context *context)
{
    struct hunt hunt = {.layout = context->layout, .base = context->base};
    open_gate(&hunt);
    collect_confused(&hunt);
    collect_suspects(&hunt);
    drop_known(&hunt, &hunt.suspects);
    hunt.open = kb_alloc(hunt.base->count, sizeof *hunt.open);
    try_suspects(&hunt);
    try_always(&hunt);
    sort_pairs(&hunt.matches);
    const struct pairs *matches = &hunt.matches;
    for (uint32_t regex = 0, first = 0, end = 0; regex < hunt.base->count; regex++, first = end) {
        while (end < matches->count && matches->items[end].regex == regex)
            end++;
        if (end > first || hunt.open[regex])
            report(context, &hunt, regex, matches->items + first, end - first);
    }
    report_rest(context, &hunt);
    kb_gate_free(hunt.gate);
    free(hunt.always);
    free(hunt.confused.items);
    free(hunt.suspects.items);
    free(hunt.matches.items);
    free(hunt.open);
}

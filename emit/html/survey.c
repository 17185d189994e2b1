/* SPDX-License-Identifier: MIT */
/* One pass over the records notes which tallies each belongs to; a counting sort makes lists of
 * that. */
#include "emit/html/survey.h"

#include <stdlib.h>
#include <string.h>

const int kb_survey_evidence[KB_EVIDENCE_STEPS] = {0, 1, 2, 3, 5, 10, 20, 50, 100};

/* That a record belongs to a tally, with so many of what the family counts. */
struct hit {
    uint32_t tally, record;
    size_t number;
};

struct taking {
    struct kb_survey *survey;
    const struct kb_site *site;
    struct hit *hits;
    size_t count, cap;
    size_t *last;                 /* of each tally: its newest hit, and one */
    const struct kb_rule **rules; /* that found something, by name */
    size_t rule_count, rule_cap;
};

static void note(struct taking *t, enum kb_family family, size_t step, uint32_t record,
                 size_t number)
{
    size_t tally = t->survey->first[family] + step;
    if (t->last[tally] > 0 && t->hits[t->last[tally] - 1].record == record) {
        t->hits[t->last[tally] - 1].number += number;
        return;
    }
    t->hits = kb_grow(t->hits, t->count, &t->cap, sizeof *t->hits);
    t->hits[t->count++] = (struct hit){(uint32_t)tally, record, number};
    t->last[tally] = t->count;
}

/* Where the rule is, or would stand, among those known. */
static size_t rule_place(const struct taking *t, const struct kb_rule *rule)
{
    size_t low = 0, high = t->rule_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(t->rules[middle]->name, rule->name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Rules are few: making room for one is rare and cheap. */
static void learn_rules(struct taking *t, const struct kb_record *record)
{
    for (size_t f = 0; f < record->finding_count; f++) {
        const struct kb_rule *rule = record->findings[f].rule;
        size_t at = rule_place(t, rule);
        if (at < t->rule_count && strcmp(t->rules[at]->name, rule->name) == 0)
            continue;
        t->rules = kb_grow(t->rules, t->rule_count, &t->rule_cap, sizeof *t->rules);
        memmove(t->rules + at + 1, t->rules + at, (t->rule_count++ - at) * sizeof *t->rules);
        t->rules[at] = rule;
    }
}

static void findings(struct taking *t, const struct kb_record *record, uint32_t index)
{
    for (size_t f = 0; f < record->finding_count; f++) {
        const struct kb_finding *one = &record->findings[f];
        size_t step = rule_place(t, one->rule);
        struct kb_tally *tally = &t->survey->tallies[t->survey->first[KB_BY_RULE] + step];
        if (one->severity > tally->severity)
            tally->severity = one->severity;
        note(t, KB_BY_RULE, step, index, one->count);
        if (one->severity == KB_INFO)
            t->survey->remarks += one->count;
        else
            note(t, KB_BY_DOMAIN, t->site->domain_of[index], index, one->count);
    }
}

/* A little is added because 0.15 * 20 may come out below 3. */
size_t kb_survey_rate_step(double value)
{
    if (!(value >= 0 && value <= 1))
        return KB_RATE_STEPS;
    size_t step = (size_t)(value * KB_RATE_STEPS + 1e-9);
    return step < KB_RATE_STEPS ? step : KB_RATE_STEPS - 1;
}

static void rate(struct taking *t, enum kb_family family, const struct kb_rate *rate,
                 uint32_t index)
{
    if (kb_part_has_rate(rate))
        note(t, family, kb_survey_rate_step(rate->value), index, 1);
}

static void entries(struct taking *t, const struct kb_record *record, uint32_t index)
{
    size_t with = 0, all = record->dead_ends.count + record->workarounds.count;
    for (size_t i = 0; i < record->dead_ends.count; i++) {
        const struct kb_dead_end *one = kb_dead_end_at(record, i);
        rate(t, KB_BY_FAILURE, &one->fail_rate, index);
        with += kb_part_any(&one->sources);
    }
    for (size_t i = 0; i < record->workarounds.count; i++) {
        const struct kb_workaround *one = kb_workaround_at(record, i);
        rate(t, KB_BY_SUCCESS, &one->success_rate, index);
        with += kb_part_any(&one->sources);
    }
    t->survey->entries[KB_SOURCED_ALL] += with;
    t->survey->entries[KB_SOURCED_NONE] += all - with;
    if (all > 0)
        note(t, KB_BY_SOURCES,
             with == all ? KB_SOURCED_ALL
             : with > 0  ? KB_SOURCED_SOME
                         : KB_SOURCED_NONE,
             index, 1);
}

static size_t evidence_step(int64_t count)
{
    size_t step = 0;
    if (count < 0)
        return KB_EVIDENCE_STEPS;
    while (step + 1 < KB_EVIDENCE_STEPS && count >= kb_survey_evidence[step + 1])
        step++;
    return step;
}

static void edges(struct taking *t, const struct kb_record *record, uint32_t index)
{
    for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++) {
        t->survey->edges[kind] += record->edges[kind].count;
        for (size_t i = 0; i < record->edges[kind].count; i++) {
            const struct kb_edge *edge = kb_edge_at(record, (enum kb_edge_kind)kind, i);
            if (edge->id.p && edge->target >= t->site->base->count)
                note(t, KB_BY_LINKS, KB_DANGLING, index, 1);
        }
    }
    note(t, KB_BY_LINKS, kb_graph_degree(&t->survey->graph, index) > 0 ? KB_LINKED : KB_ORPHAN,
         index, 1);
}

static void translations(struct taking *t, const struct kb_record *record, uint32_t index)
{
    for (size_t l = 1; l < t->site->language_count; l++) {
        size_t lacking = 0, all = 0;
        for (int f = 0; f < KB_FIELD_COUNT; f++) {
            struct kb_coverage one = kb_site_covers(t->site, l, record, (enum kb_field)f);
            lacking += one.lacking;
            all += one.texts;
        }
        t->survey->texts[l][0] += all - lacking;
        t->survey->texts[l][1] += all;
        if (all > 0)
            note(t, KB_BY_TRANSLATION,
                 l * KB_TRANSLATED_COUNT + (lacking == 0    ? KB_WHOLLY
                                            : lacking < all ? KB_PARTLY
                                                            : KB_NOT_AT_ALL),
                 index, 1);
    }
}

static void parts(struct taking *t)
{
    for (size_t i = 0; i < t->survey->graph.part_count && i < KB_PARTS_LISTED; i++)
        for (size_t n = 0; n < t->survey->graph.parts[i].count; n++)
            note(t, KB_BY_PART, i, t->survey->graph.parts[i].nodes[n], 1);
}

static void records(struct taking *t)
{
    const struct kb_base *base = t->site->base;
    for (uint32_t i = 0; i < base->count; i++) {
        const struct kb_record *record = base->records[i];
        findings(t, record, i);
        entries(t, record, i);
        note(t, KB_BY_AGE, kb_part_record_age(record, base->today), i, 1);
        note(t, KB_BY_EVIDENCE, evidence_step(record->evidence_count), i, 1);
        rate(t, KB_BY_FIX_RATE, &record->fix_success_rate, i);
        rate(t, KB_BY_CONFIDENCE, &record->confidence, i);
        edges(t, record, i);
        translations(t, record, i);
    }
}

/* Each tally's hits as a list of its own; their order stays. */
static void sort(struct taking *t, struct kb_arena *arena)
{
    struct kb_survey *survey = t->survey;
    size_t tallies = survey->first[KB_FAMILY_COUNT], at = 0;
    uint32_t *all = kb_arena_new(arena, t->count + 1, sizeof *all);
    size_t *next = kb_alloc(tallies + 1, sizeof *next);
    for (size_t i = 0; i < t->count; i++)
        survey->tallies[t->hits[i].tally].count++;
    for (size_t g = 0; g < tallies; g++) {
        survey->tallies[g].records = all + at;
        next[g] = at;
        at += survey->tallies[g].count;
    }
    for (size_t i = 0; i < t->count; i++) {
        all[next[t->hits[i].tally]++] = t->hits[i].record;
        survey->tallies[t->hits[i].tally].number += t->hits[i].number;
    }
    free(next);
}

static void lay_out(struct taking *t, struct kb_arena *arena)
{
    const size_t steps[KB_FAMILY_COUNT] = {
        [KB_BY_RULE] = t->rule_count,
        [KB_BY_DOMAIN] = t->site->domain_count,
        [KB_BY_AGE] = KB_AGE_COUNT + 1,
        [KB_BY_EVIDENCE] = KB_EVIDENCE_STEPS + 1,
        [KB_BY_SOURCES] = KB_SOURCED_COUNT,
        [KB_BY_FIX_RATE] = KB_RATE_STEPS + 1,
        [KB_BY_CONFIDENCE] = KB_RATE_STEPS + 1,
        [KB_BY_FAILURE] = KB_RATE_STEPS + 1,
        [KB_BY_SUCCESS] = KB_RATE_STEPS + 1,
        [KB_BY_LINKS] = KB_LINKED_COUNT,
        [KB_BY_PART] = KB_PARTS_LISTED,
        [KB_BY_TRANSLATION] = t->site->language_count * KB_TRANSLATED_COUNT,
    };
    struct kb_survey *survey = t->survey;
    for (int f = 0; f < KB_FAMILY_COUNT; f++)
        survey->first[f + 1] = survey->first[f] + steps[f];
    survey->tallies = kb_arena_new(arena, survey->first[KB_FAMILY_COUNT], sizeof *survey->tallies);
    for (int f = 0; f < KB_FAMILY_COUNT; f++) {
        for (size_t s = 0; s < steps[f]; s++) {
            struct kb_tally *tally = &survey->tallies[survey->first[f] + s];
            tally->family = (enum kb_family)f;
            tally->step = s;
            tally->rule = f == KB_BY_RULE ? t->rules[s] : NULL;
        }
    }
    t->last = kb_alloc(survey->first[KB_FAMILY_COUNT] + 1, sizeof *t->last);
}

/* All links; those within a domain; those between two, as links of the domains. */
static void graphs(const struct kb_site *site, struct kb_survey *survey, struct kb_arena *arena)
{
    size_t count, within = 0, between = 0, nodes = site->base->count;
    struct kb_link *links = kb_graph_edges(site->base, &count);
    kb_graph_make(&survey->graph, arena, nodes, links, count);
    free(links);
    links = kb_alloc(survey->graph.link_count + 1, sizeof *links);
    struct kb_link *domains = kb_alloc(survey->graph.link_count + 1, sizeof *domains);
    for (size_t i = 0; i < survey->graph.link_count; i++) {
        struct kb_link link = survey->graph.links[i];
        uint32_t a = site->domain_of[link.a], b = site->domain_of[link.b];
        if (a == b)
            links[within++] = link;
        else
            domains[between++] = (struct kb_link){a < b ? a : b, a < b ? b : a, 1, 0};
    }
    kb_graph_make(&survey->within, arena, nodes, links, within);
    kb_graph_make(&survey->domains, arena, site->domain_count, domains, between);
    free(links);
    free(domains);
}

/* The parts within each domain, in the order they have. */
static void part_domains(const struct kb_site *site, struct kb_survey *survey,
                         struct kb_arena *arena)
{
    const struct kb_graph *graph = &survey->within;
    survey->parts = kb_arena_new(arena, graph->part_count + 1, sizeof *survey->parts);
    survey->first_part = kb_arena_new(arena, site->domain_count + 1, sizeof *survey->first_part);
    size_t *next = kb_alloc(site->domain_count + 1, sizeof *next);
    for (size_t i = 0; i < graph->part_count; i++)
        survey->first_part[site->domain_of[graph->parts[i].nodes[0]] + 1]++;
    for (size_t d = 0; d < site->domain_count; d++)
        survey->first_part[d + 1] += survey->first_part[d];
    memcpy(next, survey->first_part, (site->domain_count + 1) * sizeof *next);
    for (size_t i = 0; i < graph->part_count; i++)
        survey->parts[next[site->domain_of[graph->parts[i].nodes[0]]]++] = graph->parts[i];
    free(next);
}

const struct kb_survey *kb_survey_make(struct kb_site *site)
{
    struct kb_survey *survey = kb_arena_new(&site->arena, 1, sizeof *survey);
    struct taking t = {.survey = survey, .site = site};
    survey->texts = kb_arena_new(&site->arena, site->language_count, sizeof *survey->texts);
    graphs(site, survey, &site->arena);
    part_domains(site, survey, &site->arena);
    for (size_t i = 0; i < site->base->count; i++)
        learn_rules(&t, site->base->records[i]);
    lay_out(&t, &site->arena);
    records(&t);
    parts(&t);
    sort(&t, &site->arena);
    kb_survey_name_routes(survey, site);
    free(t.hits);
    free(t.last);
    free(t.rules);
    return survey;
}

size_t kb_survey_steps(const struct kb_survey *survey, enum kb_family family)
{
    return survey->first[family + 1] - survey->first[family];
}

const struct kb_tally *kb_survey_tally(const struct kb_survey *survey, enum kb_family family,
                                       size_t step)
{
    return &survey->tallies[survey->first[family] + step];
}

static int by_name(const void *rule, const void *tally)
{
    return strcmp(((const struct kb_rule *)rule)->name,
                  ((const struct kb_tally *)tally)->rule->name);
}

const struct kb_tally *kb_survey_rule(const struct kb_survey *survey, const struct kb_rule *rule)
{
    return bsearch(rule, kb_survey_tally(survey, KB_BY_RULE, 0),
                   kb_survey_steps(survey, KB_BY_RULE), sizeof(struct kb_tally), by_name);
}

/* SPDX-License-Identifier: MIT */
/* api/stats.json: how much there is, in all and by domain. */
#include "emit/html/machine/api.h"

static void counts(struct kb_jsonw *json, const struct kb_site_counts *of)
{
    const struct {
        const char *key;
        size_t n;
    } list[] = {
        {"records", of->records},          {"resolvable", of->fixable},
        {"partly_resolvable", of->partly}, {"unresolvable", of->hopeless},
        {"dead_ends", of->dead_ends},      {"workarounds", of->workarounds},
        {"translated", of->translated},    {"errors", of->errors},
        {"warnings", of->warnings},        {"flagged", of->flagged},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        kb_jsonw_number(json, list[i].key, (int64_t)list[i].n);
    if (of->rated > 0)
        kb_jsonw_share(json, "mean_fix_success_rate", of->rate_sum / (double)of->rated);
}

static void edges(struct kb_jsonw *json, const struct kb_base *base)
{
    size_t total[KB_EDGE_KIND_COUNT] = {0}, dangling = 0;
    for (size_t r = 0; r < base->count; r++)
        for (size_t kind = 0; kind < KB_EDGE_KIND_COUNT; kind++) {
            size_t n = base->records[r]->edges[kind].count;
            total[kind] += n;
            for (size_t e = 0; e < n; e++)
                dangling +=
                    kb_edge_at(base->records[r], (enum kb_edge_kind)kind, e)->target >= base->count;
        }
    kb_jsonw_open(json, "edges", '{');
    for (size_t kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
        kb_jsonw_number(json, kb_edge_name((enum kb_edge_kind)kind), (int64_t)total[kind]);
    kb_jsonw_number(json, "dangling", (int64_t)dangling);
    kb_jsonw_close(json, '}');
}

static struct kb_str make(struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    const struct kb_site *site = machine->site;
    struct kb_jsonw json = kb_api_begin(machine);
    (void)i;
    kb_buf_puts(path, "api/stats.json");
    kb_api_languages(&json, site);
    kb_jsonw_date(&json, "newest", site->base->newest);
    kb_jsonw_open(&json, "totals", '{');
    counts(&json, &site->totals);
    kb_jsonw_close(&json, '}');
    edges(&json, site->base);
    kb_jsonw_open(&json, "domains", '[');
    for (size_t d = 0; d < site->domain_count; d++) {
        const struct kb_site_group *domain = &site->domains[d];
        struct kb_site_counts of = {0};
        for (size_t r = 0; r < domain->count; r++)
            kb_site_count(&of, site->base->records[domain->records[r]]);
        kb_jsonw_open(&json, NULL, '{');
        kb_jsonw_text(&json, "domain", domain->name);
        counts(&json, &of);
        kb_jsonw_close(&json, '}');
    }
    kb_jsonw_close(&json, ']');
    return kb_api_end(machine, &json);
}

const struct kb_format kb_format_api_stats = {.count = kb_machine_one, .make = make};

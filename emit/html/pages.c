/* SPDX-License-Identifier: MIT */
/* The table of single pages, and the loops over facets. */
#include "emit/html/pages.h"

#include "emit/html/facet.h"
#include "emit/html/origin.h"
#include "emit/html/pager.h"

static bool always(const struct kb_site *site)
{
    (void)site;
    return true;
}

static bool has_records(const struct kb_site *site)
{
    return site->base->count > 0;
}

static bool has_translations(const struct kb_site *site)
{
    return site->language_count > 1;
}

static const struct single {
    struct kb_route route;
    void (*make)(const struct kb_site *site, struct kb_page *page, size_t language);
    bool (*exists)(const struct kb_site *site);
} singles[] = {
#define PAGE(rest, make, exists) {KB_ROUTE_OF(rest), make, exists},
#include "emit/html/pages.def"
#undef PAGE
};

#define SINGLES (sizeof singles / sizeof *singles)

bool kb_site_has_page(const struct kb_site *site, struct kb_route route)
{
    for (size_t i = 0; i < SINGLES; i++)
        if (kb_str_eq(singles[i].route.rest, route.rest))
            return singles[i].exists(site);
    for (int kind = 0; kind < KB_FACET_COUNT; kind++)
        if (kb_str_eq(kb_facets[kind].index.rest, route.rest))
            return kb_facet_groups(site, 0, (enum kb_facet)kind)->count > 0;
    return false;
}

bool kb_job_singles(const struct kb_job *job)
{
    for (size_t i = 0; i < SINGLES; i++) {
        if (!singles[i].exists(job->site))
            continue;
        singles[i].make(job->site, job->page, job->language);
        if (!kb_job_hand_over(job, singles[i].route, KB_FILE_PLAIN))
            return false;
    }
    return true;
}

/* The pages of one value; those of domains tell more. */
static bool value_pages(const struct kb_job *job, enum kb_facet kind, size_t index,
                        const struct kb_site_group *group, struct kb_buf *room)
{
    struct kb_pager pager = kb_pager_of(group->count);
    bool done = true;
    for (size_t part = 0; done && part < pager.parts; part++) {
        /* The first page of a domain has its numbers and what is worst of all its records. */
        bool all = kind == KB_FACET_DOMAIN && part == 0;
        size_t first = kb_pager_first(&pager, part);
        size_t end = all ? group->count : kb_pager_last(&pager, part);
        /* What records of other domains say may give it a graph, to which it leads. */
        bool graph = all && kb_graph_has(job->site, index);
        struct kb_route route = kb_pager_route(room, group->route, part);
        struct kb_digest from =
            kb_origin_list(job->site, group->records + first, end - first, group->count, graph);
        if (kb_job_keep(job, route, from))
            continue;
        if (kind == KB_FACET_DOMAIN)
            kb_site_domain(job->site, job->page, job->language, index, part);
        else
            kb_site_value(job->site, job->page, job->language, kind, index, part);
        done = kb_job_hand_over_from(job, route, KB_FILE_PLAIN, from);
    }
    return done;
}

static bool facet_pages(const struct kb_job *job, enum kb_facet kind, struct kb_buf *room)
{
    const struct kb_site_groups *groups = kb_facet_groups(job->site, job->language, kind);
    struct kb_job values = *job;
    /* In another language other names stand under a letter, or none. */
    if (kind == KB_FACET_LETTER)
        values.alone = true;
    /* All letters are on one page. */
    size_t parts = kind == KB_FACET_LETTER ? 1 : kb_pager_of(groups->count).parts;
    if (groups->count == 0)
        return true;
    for (size_t part = 0; part < parts; part++) {
        kb_site_facet(job->site, job->page, job->language, kind, part);
        if (!kb_job_hand_over(job, kb_pager_route(room, kb_facets[kind].index, part),
                              KB_FILE_PLAIN))
            return false;
    }
    for (size_t i = 0; i < groups->count; i++)
        if (groups->items[i].route.rest.p &&
            !value_pages(&values, kind, i, &groups->items[i], room))
            return false;
    return true;
}

bool kb_job_facets(const struct kb_job *job)
{
    struct kb_buf room = {0};
    bool done = true;
    for (int kind = 0; done && kind < KB_FACET_COUNT; kind++)
        done = facet_pages(job, (enum kb_facet)kind, &room);
    kb_buf_free(&room);
    return done;
}

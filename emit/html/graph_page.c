/* SPDX-License-Identifier: MIT */
/* The graph of the whole base: which domains are linked, and a way into each. */
#include <stdlib.h>
#include <string.h>

#include "emit/html/arcs.h"
#include "emit/html/markup.h"
#include "emit/html/origin.h"
#include "emit/html/pages.h"
#include "emit/html/quality.h"
#include "emit/html/table.h"

static const char lead[] = "Which errors lead to each other, come after each other or are easily "
                           "confused: by domain first, then inside each.";

/* domain/x.html is graph/x.html here. */
struct kb_route kb_graph_route(const struct kb_site *site, size_t domain, struct kb_buf *room)
{
    struct kb_str rest = site->domains[domain].route.rest, folder = KB_STR("domain/");
    room->len = 0;
    kb_buf_puts(room, "graph/");
    kb_buf_str(room, (struct kb_str){rest.p + folder.n, rest.n - folder.n});
    return (struct kb_route){"browse/", kb_buf_view(room)};
}

bool kb_graph_has(const struct kb_site *site, size_t domain)
{
    const struct kb_survey *survey = site->survey;
    return survey->first_part[domain + 1] > survey->first_part[domain] ||
           kb_graph_degree(&survey->domains, (uint32_t)domain) > 0;
}

static struct kb_said domain_name(const struct kb_view *at, uint32_t node)
{
    return (struct kb_said){.text = kb_part_domain_name(at, node)};
}

static struct kb_route domain_route(const struct kb_view *at, uint32_t node, struct kb_buf *room)
{
    return kb_graph_route(at->site, node, room);
}

static void picture(const struct kb_view *at)
{
    const struct kb_graph *graph = &at->site->survey->domains;
    struct kb_page *page = at->page;
    if (graph->linked == 0)
        return;
    kb_part_section(at, "between", "Links between domains");
    kb_page_begin(page, EL_P, "muted");
    kb_page_say(page, "The wider an arc, the more records of the two domains are linked. ");
    if (graph->linked > KB_ARCS_ROWS)
        kb_page_sayf(page, "The picture shows %d of %zu linked domains; the table has all.",
                     KB_ARCS_ROWS, graph->linked);
    kb_page_close(page, EL_P);
    kb_plot_arcs(at, &(struct kb_arcs){graph, graph->parts, graph->part_count,
                                       kb_str(kb_page_words(page, "Which domains are linked; the "
                                                                  "table says it in words")),
                                       "arcs", domain_name, domain_route});
    kb_page_close(page, EL_SECTION);
}

/* What the table says of a domain. */
struct row {
    size_t linked, within, between;
};

static struct row *count(const struct kb_site *site)
{
    const struct kb_graph *graph = &site->survey->graph;
    struct row *rows = kb_alloc(site->domain_count, sizeof *rows);
    for (uint32_t i = 0; i < site->base->count; i++)
        rows[site->domain_of[i]].linked += kb_graph_degree(graph, i) > 0;
    for (size_t i = 0; i < graph->link_count; i++) {
        uint32_t a = site->domain_of[graph->links[i].a], b = site->domain_of[graph->links[i].b];
        if (a == b) {
            rows[a].within++;
        } else {
            rows[a].between++;
            rows[b].between++;
        }
    }
    return rows;
}

/* The domains that this one is linked with. */
static void partners(const struct kb_view *at, uint32_t domain)
{
    const struct kb_graph *graph = &at->site->survey->domains;
    struct kb_page *page = at->page;
    kb_page_open(page, EL_TD);
    for (size_t i = graph->first[domain]; i < graph->first[domain + 1]; i++) {
        if (i > graph->first[domain])
            kb_page_say(page, ", ");
        kb_page_open(page, EL_BDI);
        kb_page_text(page, kb_part_domain_name(at, graph->neighbours[i]));
        kb_page_close(page, EL_BDI);
    }
    kb_page_close(page, EL_TD);
}

static void table(const struct kb_view *at)
{
    static const struct kb_heading headings[] = {
        {"Domain", false},      {"Errors", true},          {"Linked", true},
        {"Links within", true}, {"Connected parts", true}, {"Links to others", true},
        {"Linked with", false}};
    const struct kb_site *site = at->site;
    struct kb_page *page = at->page;
    struct kb_buf room = {0};
    struct row *rows = count(site);
    kb_part_section(at, "domains", "Domain by domain");
    kb_table_open(at, "Domain by domain", headings, sizeof headings / sizeof *headings);
    for (size_t d = 0; d < site->domain_count; d++) {
        bool linked = kb_graph_has(site, d);
        kb_table_row(page);
        if (linked)
            kb_part_open_link(at, kb_graph_route(site, d, &room), NULL);
        else
            kb_page_open(page, EL_SPAN);
        kb_page_word(page, "dir", "auto");
        kb_page_text(page, kb_part_domain_name(at, d));
        kb_page_close(page, linked ? EL_A : EL_SPAN);
        kb_page_close(page, EL_TH);
        kb_table_number(at, site->domains[d].count, NULL);
        kb_table_number(at, rows[d].linked, NULL);
        kb_table_number(at, rows[d].within, NULL);
        kb_table_number(at, site->survey->first_part[d + 1] - site->survey->first_part[d], NULL);
        kb_table_number(at, rows[d].between, NULL);
        partners(at, (uint32_t)d);
        kb_page_close(page, EL_TR);
    }
    kb_table_close(page);
    kb_page_close(page, EL_SECTION);
    kb_buf_free(&room);
    free(rows);
}

void kb_site_graph(const struct kb_site *site, struct kb_page *page, size_t language)
{
    const struct kb_view at = kb_view_of(site, page, language, KB_ROUTE_GRAPH);
    struct kb_str name = kb_view_words(&at, "Graph");
    kb_part_head(&at, name, kb_view_words(&at, lead));
    kb_part_trail(&at, NULL, 0, name);
    kb_part_main(&at, NULL);
    kb_page_put(page, EL_H1, NULL, "Graph");
    kb_page_begin(page, EL_P, "lead");
    kb_page_say(page, lead);
    kb_page_close(page, EL_P);
    kb_quality_link_tiles(&at, false);
    picture(&at);
    table(&at);
    kb_part_foot(&at);
}

bool kb_job_graph(const struct kb_job *job)
{
    struct kb_buf room = {0};
    bool done = true;
    for (size_t d = 0; done && d < job->site->domain_count; d++) {
        struct kb_route route = kb_graph_route(job->site, d, &room);
        struct kb_digest from = kb_origin_domain(job->site, d);
        if (!kb_graph_has(job->site, d) || kb_job_keep(job, route, from))
            continue;
        kb_site_graph_domain(job->site, job->page, job->language, d);
        done = kb_job_hand_over_from(job, route, KB_FILE_PLAIN, from);
    }
    kb_buf_free(&room);
    return done;
}

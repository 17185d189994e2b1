/* SPDX-License-Identifier: MIT */
/* The graph of one domain: its connected parts as pictures and as lists, then what leads out. */
#include "emit/html/arcs.h"
#include "emit/html/markup.h"
#include "emit/html/pages.h"
#include "emit/html/survey.h"

#define PICTURES 8   /* on a page; what does not fit is said to be missing */
#define OUTSIDE  100 /* links to other domains listed */

static struct kb_said record_name(const struct kb_view *at, uint32_t node)
{
    return kb_part_record_name(at, at->site->base->records[node]);
}

static struct kb_route record_route(const struct kb_view *at, uint32_t node, struct kb_buf *room)
{
    (void)room;
    return kb_site_record_route(at->site, node);
}

/* What holds between the two that a link names, in words, by how it is turned. */
static const char *relation(unsigned how)
{
    static const char *const words[] = {
        [KB_LINK_FORTH] = "leads to",
        [KB_LINK_FORTH | KB_LINK_BACK] = "leads to, and often comes after,",
        [KB_LINK_CONFUSED] = "is easily confused with",
        [KB_LINK_FORTH | KB_LINK_CONFUSED] = "leads to, and is easily confused with,",
        [KB_LINK_FORTH | KB_LINK_BACK | KB_LINK_CONFUSED] =
            "leads to, often comes after, and is easily confused with,",
    };
    return words[how];
}

static void link_row(const struct kb_view *at, const struct kb_link *link, bool with_domain)
{
    struct kb_page *page = at->page;
    bool turned = (link->how & (KB_LINK_FORTH | KB_LINK_BACK)) == KB_LINK_BACK;
    uint32_t from = turned ? link->b : link->a, to = turned ? link->a : link->b;
    unsigned how = turned ? (link->how ^ (KB_LINK_FORTH | KB_LINK_BACK)) : link->how;
    kb_page_open(page, EL_LI);
    kb_part_record_link(at, from);
    kb_page_say(page, " ");
    kb_page_begin(page, EL_SPAN, "muted");
    if (with_domain) {
        kb_page_say(page, "(");
        kb_page_text(page, kb_part_domain_name(at, at->site->domain_of[from]));
        kb_page_say(page, ") ");
    }
    kb_page_say(page, relation(how));
    kb_page_close(page, EL_SPAN);
    kb_page_say(page, " ");
    kb_part_record_link(at, to);
    if (with_domain) {
        kb_page_say(page, " ");
        kb_page_begin(page, EL_SPAN, "muted");
        kb_page_say(page, "(");
        kb_page_text(page, kb_part_domain_name(at, at->site->domain_of[to]));
        kb_page_say(page, ")");
        kb_page_close(page, EL_SPAN);
    }
    kb_page_close(page, EL_LI);
}

/* The links of some parts, each once: from the lower of its ends, in order of the parts. */
static void list(const struct kb_view *at, const struct kb_part *parts, size_t count)
{
    const struct kb_graph *graph = &at->site->survey->within;
    kb_page_open(at->page, EL_DETAILS);
    kb_page_put(at->page, EL_SUMMARY, NULL, "The same as a list");
    kb_page_begin(at->page, EL_UL, "counted");
    for (size_t p = 0; p < count; p++)
        for (size_t i = 0; i < parts[p].count; i++) {
            uint32_t node = parts[p].nodes[i];
            for (const struct kb_link *link = kb_graph_links_from(graph, node);
                 link < graph->links + graph->link_count && link->a == node; link++)
                link_row(at, link, false);
        }
    kb_page_close(at->page, EL_UL);
    kb_page_close(at->page, EL_DETAILS);
}

/* As many parts to a picture as fit; one that is too large alone is cut, but listed whole. */
static void pictures(const struct kb_view *at, size_t domain)
{
    const struct kb_survey *survey = at->site->survey;
    const struct kb_part *part = survey->parts + survey->first_part[domain];
    const struct kb_part *end = survey->parts + survey->first_part[domain + 1];
    struct kb_page *page = at->page;
    if (part == end)
        return;
    kb_part_section(at, "within", "Links within the domain");
    kb_page_put(page, EL_P, "muted",
                "An arrow goes to what an error leads to; a dashed arc joins errors that are "
                "easily confused.");
    for (size_t drawn = 0; part < end && drawn < PICTURES; drawn++) {
        size_t count = 1, rows = part->count;
        while (part + count < end && rows + part[count].count <= KB_ARCS_ROWS)
            rows += part[count++].count;
        size_t shown = kb_plot_arcs(
            at, &(struct kb_arcs){&survey->within, part, count,
                                  kb_str(kb_page_words(page, "Which errors are linked; the list "
                                                             "says it in words")),
                                  "arcs records", record_name, record_route});
        if (shown < rows) {
            kb_page_open(page, EL_P);
            kb_page_sayf(page, "The picture shows %zu of %zu records; the list has all.", shown,
                         rows);
            kb_page_close(page, EL_P);
        }
        list(at, part, count);
        part += count;
    }
    if (part < end) {
        kb_page_open(page, EL_P);
        kb_page_sayf(page, "%zu smaller connected parts are left out here.", (size_t)(end - part));
        kb_page_close(page, EL_P);
    }
    kb_page_close(page, EL_SECTION);
}

static void outside(const struct kb_view *at, size_t domain)
{
    const struct kb_site *site = at->site;
    const struct kb_graph *graph = &site->survey->graph;
    struct kb_page *page = at->page;
    size_t count = 0;
    if (kb_graph_degree(&site->survey->domains, (uint32_t)domain) == 0)
        return;
    kb_part_section(at, "between", "Links to other domains");
    kb_page_begin(page, EL_UL, "counted");
    for (size_t i = 0; i < site->domains[domain].count; i++) {
        uint32_t node = site->domains[domain].records[i];
        for (size_t n = graph->first[node]; n < graph->first[node + 1]; n++) {
            uint32_t other = graph->neighbours[n];
            if (site->domain_of[other] != domain && count++ < OUTSIDE)
                link_row(at, kb_graph_link(graph, node, other), true);
        }
    }
    kb_page_close(page, EL_UL);
    if (count > OUTSIDE) {
        kb_page_open(page, EL_P);
        kb_page_sayf(page, "%zu more are left out here.", count - OUTSIDE);
        kb_page_close(page, EL_P);
    }
    kb_page_close(page, EL_SECTION);
}

void kb_site_graph_domain(const struct kb_site *site, struct kb_page *page, size_t language,
                          size_t domain)
{
    struct kb_buf room = {0};
    const struct kb_view at = kb_view_of(site, page, language, kb_graph_route(site, domain, &room));
    const struct kb_crumb way = {KB_ROUTE_GRAPH, kb_view_words(&at, "Graph")};
    struct kb_str name = kb_part_domain_name(&at, domain);
    struct kb_buf title = {0};
    kb_buf_str(&title, way.name);
    kb_buf_str(&title, kb_view_words(&at, ": "));
    kb_buf_str(&title, name);
    kb_part_head_of(&at, kb_buf_view(&title), site->domains[domain].records,
                    site->domains[domain].count);
    kb_part_trail(&at, &way, 1, name);
    kb_part_main(&at, NULL);
    kb_part_title(page, kb_buf_view(&title));
    kb_page_open(page, EL_P);
    kb_part_open_link(&at, site->domains[domain].route, NULL);
    kb_page_say(page, "All errors of this domain");
    kb_page_close(page, EL_A);
    kb_page_close(page, EL_P);
    pictures(&at, domain);
    outside(&at, domain);
    kb_part_foot(&at);
    kb_buf_free(&room);
    kb_buf_free(&title);
}

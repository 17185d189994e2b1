/* SPDX-License-Identifier: MIT */
/* The page of a domain: its numbers, its records, what fails most often in it. */
#include "emit/html/parts.h"

#include <stdlib.h>

#include "emit/html/facet.h"
#include "emit/html/links.h"
#include "emit/html/markup.h"
#include "emit/html/pager.h"
#include "emit/html/pages.h"

#define WORST         5 /* dead ends shown */
#define ACTION_LENGTH 160

struct dead {
    uint32_t record;
    size_t entry;
    double rate;
};

/* Whether a belongs before b: higher rate first, then as the records stand. */
static bool worse(const struct dead *a, const struct dead *b)
{
    if (a->rate != b->rate)
        return a->rate > b->rate;
    return a->record != b->record ? a->record < b->record : a->entry < b->entry;
}

/* The dead ends with an action to name and a rate from a half on, worst first. */
static size_t worst(const struct kb_site *site, const struct kb_site_group *domain,
                    struct dead best[WORST])
{
    size_t count = 0;
    for (size_t i = 0; i < domain->count; i++) {
        const struct kb_record *record = site->base->records[domain->records[i]];
        for (size_t d = 0; d < record->dead_ends.count; d++) {
            const struct kb_dead_end *end = kb_dead_end_at(record, d);
            struct dead one = {domain->records[i], d, end->fail_rate.value};
            if (!kb_part_has_rate(&end->fail_rate) || kb_str_blank(end->action) ||
                !(one.rate >= 0.5 && one.rate <= 1))
                continue;
            size_t at = count < WORST ? count++ : WORST;
            while (at > 0 && worse(&one, &best[at - 1])) {
                if (at < WORST)
                    best[at] = best[at - 1];
                at--;
            }
            if (at < WORST)
                best[at] = one;
        }
    }
    return count;
}

static void dead_ends(const struct kb_view *at, const struct kb_site_group *domain)
{
    struct kb_page *page = at->page;
    struct dead list[WORST];
    size_t count = worst(at->site, domain, list);
    struct kb_buf text = {0}, plain = {0}, fragment = {0};
    if (count == 0)
        return;
    kb_part_section(at, "dead-ends", "What fails most often");
    kb_page_begin(page, EL_UL, "records");
    for (size_t i = 0; i < count; i++) {
        const struct kb_record *record = at->site->base->records[list[i].record];
        const struct kb_dead_end *end = kb_dead_end_at(record, list[i].entry);
        fragment.len = 0;
        kb_buf_printf(&fragment, "dead-end-%zu", list[i].entry + 1);
        kb_page_open(page, EL_LI);
        kb_part_open_link(at, kb_site_record_route(at->site, list[i].record), fragment.data);
        struct kb_said action = kb_view_text(at, record, KB_F_DEAD_END_ACTION, list[i].entry);
        kb_markup_lang(page, action.lang);
        kb_page_word(page, "dir", "auto");
        kb_page_text(page,
                     kb_markup_cut(&text, kb_markup_plain(&plain, action.text), ACTION_LENGTH));
        kb_page_close(page, EL_A);
        kb_page_begin(page, EL_DIV, "facts");
        kb_part_rate(page, &end->fail_rate, KB_RATE_FAILURE);
        kb_page_close(page, EL_DIV);
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_UL);
    kb_page_close(page, EL_SECTION);
    kb_buf_free(&text);
    kb_buf_free(&plain);
    kb_buf_free(&fragment);
}

static void heading(const struct kb_view *at, struct kb_str name,
                    const struct kb_site_group *domain, size_t part)
{
    struct kb_page *page = at->page;
    const struct kb_crumb crumbs[] = {
        {kb_facets[KB_FACET_DOMAIN].index, kb_view_words(at, "Domains")}};
    const struct kb_pager pager = kb_pager_of(domain->count);
    const size_t first = kb_pager_first(&pager, part);
    kb_part_head_of(at, name, domain->records + first, domain->count - first);
    kb_part_trail(at, crumbs, 1, name);
    kb_part_main(at, NULL);
    kb_part_title(page, name);
}

static void graph(const struct kb_view *at, size_t domain)
{
    struct kb_page *page = at->page;
    struct kb_buf room = {0};
    if (!kb_graph_has(at->site, domain))
        return;
    kb_page_open(page, EL_P);
    kb_part_open_link(at, kb_graph_route(at->site, domain, &room), NULL);
    kb_page_say(page, "How errors belong together");
    kb_page_close(page, EL_A);
    kb_page_close(page, EL_P);
    kb_buf_free(&room);
}

void kb_site_domain(const struct kb_site *site, struct kb_page *page, size_t language, size_t index,
                    size_t part)
{
    const struct kb_site_group *domain = &site->domains[index];
    struct kb_buf room = {0};
    struct kb_view at =
        kb_view_of(site, page, language, kb_pager_route(&room, domain->route, part));
    struct kb_str name = kb_facet_label(&at, KB_FACET_DOMAIN, domain, NULL);
    struct kb_site_counts counts = {0};
    for (size_t i = 0; part == 0 && i < domain->count; i++)
        kb_site_count(&counts, site->base->records[domain->records[i]]);

    at.twin = part == 0;
    heading(&at, name, domain, part);
    if (part == 0) {
        kb_part_tiles(page, &counts);
        graph(&at, index);
    }
    kb_part_section(&at, "records", "Errors");
    kb_part_paged(&at, domain, part, false);
    kb_page_close(page, EL_SECTION);
    if (part == 0) {
        dead_ends(&at, domain);
        kb_linked_list(&at, name, domain->count);
    }
    kb_part_foot(&at);
    kb_buf_free(&room);
}

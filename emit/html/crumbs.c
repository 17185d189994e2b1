/* SPDX-License-Identifier: MIT */
/* Breadcrumbs: the way to a page, for readers and for programs. */
#include "emit/html/links.h"
#include "emit/html/parts.h"

/* A page is called the same wherever it is on the way. */
static void crumb(const struct kb_view *at, struct kb_route route, struct kb_str name)
{
    struct kb_page *page = at->page;
    if (kb_part_again(at, KB_PIECE_CRUMB, *route.folder != '\0', route.rest))
        return;
    kb_page_open(page, EL_LI);
    kb_part_open_link(at, route, NULL);
    kb_page_word(page, "dir", "auto");
    kb_page_text(page, name);
    kb_page_close(page, EL_A);
    kb_page_close(page, EL_LI);
    kb_page_keep(page);
}

void kb_part_trail(const struct kb_view *at, const struct kb_crumb *crumbs, size_t count,
                   struct kb_str last)
{
    struct kb_page *page = at->page;
    kb_page_begin(page, EL_NAV, "crumbs");
    kb_page_label(page, "aria-label", "Breadcrumbs");
    kb_page_open(page, EL_OL);
    crumb(at, KB_ROUTE_HOME, kb_str(kb_page_words(page, "Home")));
    for (size_t i = 0; i < count; i++)
        crumb(at, crumbs[i].route, crumbs[i].name);
    kb_page_open(page, EL_LI);
    kb_page_word(page, "aria-current", "page");
    kb_page_open(page, EL_BDI);
    kb_page_text(page, last);
    kb_page_close(page, EL_BDI);
    kb_page_close(page, EL_LI);
    kb_page_close(page, EL_OL);
    kb_page_close(page, EL_NAV);
    kb_linked_crumbs(at, crumbs, count, last);
}

void kb_part_crumbs(const struct kb_view *at, size_t domain, struct kb_str last)
{
    struct kb_crumb way = {0};
    bool by_domain = domain != SIZE_MAX;
    if (by_domain)
        way = (struct kb_crumb){at->site->domains[domain].route, kb_part_domain_name(at, domain)};
    kb_part_trail(at, &way, by_domain, last);
}

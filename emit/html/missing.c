/* SPDX-License-Identifier: MIT */
/* 404.html, which a server may show at any address. A relative address would then lead elsewhere
 * each time; so, where it is known where the site will be, this one page names everything from
 * the root of the server on. Without that its addresses hold where it lies. */
#include <string.h>

#include "emit/html/facet.h"
#include "emit/html/pages.h"

/* "/docs/" of "https://example.org/docs/". */
static struct kb_str root_of(const char *base_url)
{
    const char *host = base_url ? strstr(base_url, "://") : NULL;
    return kb_str(host ? strchr(host + 3, '/') : NULL);
}

static void way_out(const struct kb_view *at, struct kb_route route, const char *name)
{
    kb_page_open(at->page, EL_LI);
    kb_part_open_link(at, route, NULL);
    kb_page_text(at->page, kb_view_words(at, name));
    kb_page_close(at->page, EL_A);
    kb_page_close(at->page, EL_LI);
}

/* One page serves all languages, each in a section of its own. */
static void in_language(const struct kb_view *at)
{
    static const struct {
        struct kb_route route;
        const char *name;
    } ways[] = {
        {KB_ROUTE_OF("search/index.html"), "Search"},
        {KB_ROUTE_OF("a-z/index.html"), "A to Z"},
        {KB_ROUTE_OF("index.html"), "Browse"},
    };
    struct kb_page *page = at->page;
    kb_page_open(page, EL_SECTION);
    kb_page_attr(page, "lang", kb_view_lang(at));
    kb_page_open(page, at->language == 0 ? EL_H1 : EL_H2);
    kb_page_text(page, kb_view_words(at, "Page not found"));
    kb_page_close(page, at->language == 0 ? EL_H1 : EL_H2);
    kb_page_open(page, EL_P);
    kb_page_text(page, kb_view_words(at, "Nothing is at this address. The error may "
                                         "have been given another name."));
    kb_page_close(page, EL_P);
    kb_page_begin(page, EL_UL, "kinds");
    way_out(at, KB_ROUTE_HOME, "Home");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (kb_site_has_page(at->site, ways[i].route))
            way_out(at, ways[i].route, ways[i].name);
    kb_page_close(page, EL_UL);
    kb_page_close(page, EL_SECTION);
}

void kb_site_404(const struct kb_site *site, struct kb_page *page)
{
    struct kb_view at = kb_view_of(site, page, 0, KB_ROUTE_404);
    struct kb_str title = kb_view_words(&at, "Page not found");
    at.peer = KB_ROUTE_HOME;
    at.unlisted = true;
    at.root = root_of(site->options->base_url);
    kb_part_head(&at, title, (struct kb_str){0});
    kb_part_trail(&at, NULL, 0, title);
    kb_part_main(&at, NULL);
    for (; at.language < site->language_count; at.language++)
        in_language(&at);
    at.language = 0;
    kb_part_foot(&at);
}

/* SPDX-License-Identifier: MIT */
/* The frame around every page: head, header, links within the site, footer. */
#include "emit/html/parts.h"

#include <string.h>

#include "emit/html/facet.h"
#include "emit/html/links.h"
#include "emit/html/markup.h"
#include "emit/html/pages.h"

/* Nothing runs and nothing is fetched but the site's own files, and nothing is sent but a query to
 * its own search page. No script of the site connects to anything: connect-src is for what looks
 * at a page from within, which reads robots.txt, and allows no more than img-src does. */
#define POLICY                                                                                     \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "              \
    "connect-src 'self'; base-uri 'none'; form-action 'self'"

#define NAME               KB_SITE_NAME
#define TITLE_LENGTH       110
#define DESCRIPTION_LENGTH 200

struct kb_view kb_view_of(const struct kb_site *site, struct kb_page *page, size_t language,
                          struct kb_route route)
{
    struct kb_view view = {
        .site = site, .page = page, .language = language, .route = route, .peer = route};
    struct kb_buf path = {0};
    kb_site_path(&path, site, language, route);
    for (size_t i = 0; i < path.len; i++)
        view.depth += path.data[i] == '/';
    kb_buf_free(&path);
    return view;
}

/* The addresses of one page do not begin with the way up: it is like none of any depth. */
bool kb_part_again(const struct kb_view *at, enum kb_piece piece, unsigned more,
                   struct kb_str which)
{
    const unsigned depth = at->root.p ? UINT16_MAX : at->depth;
    return kb_page_again(at->page, KB_PIECE(piece, more | depth << 8, at->language), which);
}

struct kb_str kb_view_words(const struct kb_view *at, const char *english)
{
    return kb_str(kb_words_find(at->site->languages[at->language].words, english));
}

/* What kb_out_id_path makes needs no escapes in an address. */
void kb_part_address(struct kb_buf *out, const struct kb_view *at, struct kb_str path)
{
    kb_buf_str(out, at->root);
    for (unsigned i = 0; !at->root.p && i < at->depth; i++)
        kb_buf_puts(out, "../");
    kb_buf_str(out, path);
}

void kb_part_address_attr(const struct kb_view *at, const char *name, struct kb_str path)
{
    struct kb_buf *address = kb_page_room(at->page);
    kb_part_address(address, at, path);
    kb_page_attr(at->page, name, kb_buf_view(address));
}

static void route_attr(const struct kb_view *at, size_t language, struct kb_route route,
                       const char *fragment)
{
    struct kb_buf *href = kb_page_room(at->page);
    kb_part_address(href, at, KB_STR("")); /* the way to the top */
    kb_site_path(href, at->site, language, route);
    if (fragment) {
        kb_buf_putc(href, '#');
        kb_buf_puts(href, fragment);
    }
    kb_page_attr(at->page, "href", kb_buf_view(href));
}

void kb_part_open_link(const struct kb_view *at, struct kb_route route, const char *fragment)
{
    kb_page_open(at->page, EL_A);
    route_attr(at, at->language, route, fragment);
}

static void meta(struct kb_page *page, const char *name, struct kb_str content)
{
    kb_page_open(page, EL_META);
    kb_page_word(page, "name", name);
    kb_page_attr(page, "content", content);
    kb_page_close(page, EL_META);
}

void kb_part_open_script(const struct kb_view *at, const char *path)
{
    kb_page_open(at->page, EL_SCRIPT);
    kb_part_address_attr(at, "src", kb_str(path));
    kb_page_word(at->page, "defer", "");
}

/* It says nothing that is not on its own element. */
static void script(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    kb_part_open_script(at, "assets/site.js");
    kb_page_label(page, "data-copy", "Copy");
    kb_page_label(page, "data-copied", "Copied");
    kb_page_label(page, "data-failed", "Not copied");
    kb_page_close(page, EL_SCRIPT);
}

/* Browsers follow it without a script. */
static void forward(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    struct kb_buf *content = kb_page_room(page);
    kb_buf_puts(content, "0; url=");
    kb_buf_str(content, at->forward);
    kb_page_open(page, EL_META);
    kb_page_word(page, "http-equiv", "refresh");
    kb_page_attr(page, "content", kb_buf_view(content));
    kb_page_close(page, EL_META);
}

static void metas(struct kb_page *page)
{
    kb_page_open(page, EL_META);
    kb_page_word(page, "charset", "utf-8");
    kb_page_close(page, EL_META);
    kb_page_open(page, EL_META);
    kb_page_word(page, "http-equiv", "Content-Security-Policy");
    kb_page_word(page, "content", POLICY);
    kb_page_close(page, EL_META);
    meta(page, "viewport", KB_STR("width=device-width, initial-scale=1"));
    meta(page, "color-scheme", KB_STR("light dark"));
    meta(page, "referrer", KB_STR("no-referrer"));
}

static void asset(const struct kb_view *at, const char *relation, const char *file)
{
    kb_page_open(at->page, EL_LINK);
    kb_page_word(at->page, "rel", relation);
    kb_part_address_attr(at, "href", kb_str(file));
    kb_page_close(at->page, EL_LINK);
}

static void head(const struct kb_view *at, struct kb_str title, struct kb_str description)
{
    struct kb_page *page = at->page;
    struct kb_buf cut = {0};
    kb_page_open(page, EL_HEAD);

    if (!kb_page_again(page, KB_PIECE_METAS, KB_STR(""))) {
        metas(page);
        kb_page_keep(page);
    }
    if (at->forward.p)
        forward(at);
    if (at->unlisted)
        meta(page, "robots", KB_STR("noindex"));

    kb_page_open(page, EL_TITLE);
    if (!kb_str_blank(title)) {
        kb_page_text(page, kb_markup_cut(&cut, title, TITLE_LENGTH));
        kb_page_say(page, " · ");
    }
    kb_page_say(page, NAME);
    kb_page_close(page, EL_TITLE);
    if (!kb_str_blank(description))
        meta(page, "description", kb_markup_cut(&cut, description, DESCRIPTION_LENGTH));
    if (!kb_part_again(at, KB_PIECE_ASSETS, 0, KB_STR(""))) {
        asset(at, "stylesheet", "style.css");
        asset(at, "icon", "assets/icon.svg");
        script(at);
        kb_page_keep(page);
    }
    kb_part_links(at, title, description);

    kb_page_close(page, EL_HEAD);
    kb_buf_free(&cut);
}

/* What does not exist in this base is left out. */
static const struct {
    const char *name;
    struct kb_route route;
} entries[] = {
    {"Domains", KB_ROUTE_OF("domain/index.html")},  {"Browse", KB_ROUTE_OF("index.html")},
    {"Quality", KB_ROUTE_OF("quality/index.html")}, {"Graph", KB_ROUTE_OF("graph/index.html")},
    {"Search", KB_ROUTE_OF("search/index.html")},   {"About", KB_ROUTE_OF("about/index.html")},
};

#define ENTRIES (sizeof entries / sizeof *entries)

static bool is_entry(const struct kb_view *at, struct kb_route route)
{
    return at->route.folder && kb_str_is(kb_str(at->route.folder), route.folder) &&
           kb_str_eq(at->route.rest, route.rest);
}

static void menu(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    kb_page_open(page, EL_NAV);
    kb_page_label(page, "aria-label", "Site");
    kb_page_open(page, EL_UL);
    for (size_t i = 0; i < ENTRIES; i++) {
        struct kb_route route = entries[i].route;
        if (!kb_site_has_page(at->site, route))
            continue;
        kb_page_open(page, EL_LI);
        kb_part_open_link(at, route, NULL);
        if (kb_str_eq(route.rest, KB_ROUTE_SEARCH.rest))
            kb_page_word(page, "rel", "search");
        if (is_entry(at, route))
            kb_page_word(page, "aria-current", "page");
        kb_page_say(page, entries[i].name);
        kb_page_close(page, EL_A);
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_UL);
    kb_page_close(page, EL_NAV);
}

static void skip(struct kb_page *page)
{
    if (kb_page_again(page, KB_PIECE_SKIP, KB_STR("")))
        return;
    kb_page_begin(page, EL_A, "skip");
    kb_page_word(page, "href", "#content");
    kb_page_say(page, "Skip to the content");
    kb_page_close(page, EL_A);
    kb_page_keep(page);
}

/* The entry of the menu that the page is itself is marked. */
static void brand_and_menu(const struct kb_view *at)
{
    unsigned entry = 0;
    while (entry < ENTRIES && !is_entry(at, entries[entry].route))
        entry++;
    if (kb_part_again(at, KB_PIECE_HEADER, entry, KB_STR("")))
        return;
    kb_part_open_link(at, KB_ROUTE_HOME, NULL);
    kb_page_word(at->page, "class", "brand");
    kb_page_say(at->page, NAME);
    kb_page_close(at->page, EL_A);
    menu(at);
    kb_page_keep(at->page);
}

/* This page in the other languages. */
static void languages(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    if (at->site->language_count < 2)
        return;
    kb_page_open(page, EL_NAV);
    kb_page_label(page, "aria-label", "Language");
    kb_page_open(page, EL_UL);
    for (size_t i = 0; i < at->site->language_count; i++) {
        struct kb_str tag = kb_str(at->site->languages[i].tag);
        kb_page_open(page, EL_LI);
        kb_page_open(page, EL_A);
        route_attr(at, i, i == at->language ? at->route : at->peer, NULL);
        kb_page_attr(page, "hreflang", tag);
        kb_page_attr(page, "lang", tag);
        if (i == at->language)
            kb_page_word(page, "aria-current", "true");
        kb_page_text(page, kb_markup_language(tag));
        kb_page_close(page, EL_A);
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_UL);
    kb_page_close(page, EL_NAV);
}

static bool is_english(struct kb_str tag)
{
    return kb_str_is(tag, "en") || kb_str_starts(tag, "en-");
}

struct kb_str kb_view_lang(const struct kb_view *at)
{
    const struct kb_site_language *language = &at->site->languages[at->language];
    struct kb_str tag = kb_str(language->tag);
    return language->words || is_english(tag) ? tag : KB_STR("en");
}

void kb_part_english(const struct kb_view *at)
{
    if (!is_english(kb_view_lang(at)))
        kb_page_word(at->page, "lang", "en");
}

void kb_part_fallback(const struct kb_view *at, const struct kb_said *said)
{
    struct kb_page *page = at->page;
    if (!said->fallback)
        return;
    kb_page_say(page, " ");
    kb_page_begin(page, EL_SPAN, "lang");
    kb_page_say(page, "Not translated");
    kb_page_close(page, EL_SPAN);
    kb_page_say(page, "\n");
}

void kb_part_head(const struct kb_view *at, struct kb_str title, struct kb_str description)
{
    struct kb_page *page = at->page;
    kb_page_start(page, at->site->languages[at->language].words);
    kb_page_open(page, EL_HTML);
    kb_page_attr(page, "lang", kb_view_lang(at));
    head(at, title, description);
    kb_page_open(page, EL_BODY);
    skip(page);
    kb_page_begin(page, EL_HEADER, "site");
    brand_and_menu(at);
    languages(at);
    kb_page_close(page, EL_HEADER);
}

void kb_part_main(const struct kb_view *at, const char *class_name)
{
    kb_page_begin(at->page, EL_MAIN, class_name);
    kb_page_word(at->page, "id", "content");
    kb_page_word(at->page, "tabindex", "-1");
}

static void footer(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    const struct kb_base *base = at->site->base;
    const bool ages = at->ages && base->today != KB_NO_DATE;
    if (kb_page_again(page, KB_PIECE(KB_PIECE_FOOTER, ages, 0), KB_STR("")))
        return;
    kb_page_begin(page, EL_FOOTER, "site");
    kb_page_open(page, EL_P);
    if (ages) {
        kb_part_age_basis(page, base);
        kb_page_say(page, " ");
    }
    kb_page_say(page, "Rates and findings are those of the records; nothing here was measured "
                      "by this site.");
    kb_page_close(page, EL_P);
    kb_page_close(page, EL_FOOTER);
    kb_page_keep(page);
}

void kb_part_foot(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    kb_page_close(page, EL_MAIN);
    footer(at);
    kb_page_close(page, EL_BODY);
    kb_page_close(page, EL_HTML);
}

struct kb_str kb_part_domain_name(const struct kb_view *at, size_t domain)
{
    struct kb_str name = at->site->domains[domain].name;
    return name.p ? name : kb_view_words(at, "No domain");
}

void kb_part_title(struct kb_page *page, struct kb_str name)
{
    kb_page_open(page, EL_H1);
    kb_page_word(page, "dir", "auto");
    kb_page_text(page, name);
    kb_page_close(page, EL_H1);
}

void kb_part_section(const struct kb_view *at, const char *id, const char *heading)
{
    kb_page_open(at->page, EL_SECTION);
    kb_page_word(at->page, "id", id);
    kb_page_put(at->page, EL_H2, NULL, heading);
}

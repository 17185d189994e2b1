/* SPDX-License-Identifier: MIT */
/* The frame around every page: head, header, breadcrumbs, links within the site, footer. */
#include "emit/html/parts.h"

#include "emit/html/markup.h"

/* Nothing runs and nothing is fetched but the site's own files. */
#define POLICY                                                                                     \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "              \
    "base-uri 'none'; form-action 'none'"

#define NAME               "Error knowledge base"
#define TITLE_LENGTH       110
#define DESCRIPTION_LENGTH 200

struct kb_view kb_view_of(const struct kb_site *site, struct kb_page *page, size_t language,
                          struct kb_route route)
{
    struct kb_view view = {site, page, language, route, 0};
    struct kb_buf path = {0};
    kb_site_path(&path, site, language, route);
    for (size_t i = 0; i < path.len; i++)
        view.depth += path.data[i] == '/';
    kb_buf_free(&path);
    return view;
}

/* What kb_out_id_path makes needs no escapes in an address. */
void kb_part_address(struct kb_buf *out, const struct kb_view *at, struct kb_str path)
{
    for (unsigned i = 0; i < at->depth; i++)
        kb_buf_puts(out, "../");
    kb_buf_str(out, path);
}

static void route_attr(const struct kb_view *at, size_t language, struct kb_route route,
                       const char *fragment)
{
    struct kb_buf path = {0}, href = {0};
    kb_site_path(&path, at->site, language, route);
    kb_part_address(&href, at, kb_buf_view(&path));
    if (fragment) {
        kb_buf_putc(&href, '#');
        kb_buf_puts(&href, fragment);
    }
    kb_page_attr(at->page, "href", kb_buf_view(&href));
    kb_buf_free(&href);
    kb_buf_free(&path);
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

/* Deferred, so that no page waits for it. It says nothing that is not on its own element. */
static void script(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    struct kb_buf src = {0};
    kb_page_open(page, EL_SCRIPT);
    kb_part_address(&src, at, KB_STR("assets/site.js"));
    kb_page_attr(page, "src", kb_buf_view(&src));
    kb_page_word(page, "defer", "");
    kb_page_label(page, "data-copy", "Copy");
    kb_page_label(page, "data-copied", "Copied");
    kb_page_label(page, "data-failed", "Not copied");
    kb_page_close(page, EL_SCRIPT);
    kb_buf_free(&src);
}

static void head(const struct kb_view *at, struct kb_str title, struct kb_str description)
{
    struct kb_page *page = at->page;
    struct kb_buf cut = {0};
    kb_page_open(page, EL_HEAD);

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

    kb_page_open(page, EL_TITLE);
    if (!kb_str_blank(title)) {
        kb_markup_cut(&cut, title, TITLE_LENGTH);
        kb_page_text(page, kb_buf_view(&cut));
        kb_page_say(page, " · ");
    }
    kb_page_say(page, NAME);
    kb_page_close(page, EL_TITLE);
    if (!kb_str_blank(description)) {
        cut.len = 0;
        kb_markup_cut(&cut, description, DESCRIPTION_LENGTH);
        meta(page, "description", kb_buf_view(&cut));
    }
    kb_page_open(page, EL_LINK);
    kb_page_word(page, "rel", "stylesheet");
    kb_buf_free(&cut);
    kb_part_address(&cut, at, KB_STR("style.css"));
    kb_page_attr(page, "href", kb_buf_view(&cut));
    kb_page_close(page, EL_LINK);
    script(at);

    kb_page_close(page, EL_HEAD);
    kb_buf_free(&cut);
}

static void menu_entry(const struct kb_view *at, const char *fragment, const char *name)
{
    kb_page_open(at->page, EL_LI);
    kb_part_open_link(at, KB_ROUTE_HOME, fragment);
    kb_page_say(at->page, name);
    kb_page_close(at->page, EL_A);
    kb_page_close(at->page, EL_LI);
}

/* This page in the other languages. */
static void languages(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    if (at->site->language_count < 2)
        return;
    kb_page_begin(page, EL_NAV, "languages");
    kb_page_label(page, "aria-label", "Language");
    kb_page_open(page, EL_UL);
    for (size_t i = 0; i < at->site->language_count; i++) {
        struct kb_str tag = kb_str(at->site->languages[i].tag);
        kb_page_open(page, EL_LI);
        kb_page_open(page, EL_A);
        route_attr(at, i, at->route, NULL);
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
    kb_page_word(page, "lang", at->site->languages[at->language].tag);
    head(at, title, description);
    kb_page_open(page, EL_BODY);

    kb_page_begin(page, EL_A, "skip");
    kb_page_word(page, "href", "#content");
    kb_page_say(page, "Skip to the content");
    kb_page_close(page, EL_A);

    kb_page_begin(page, EL_HEADER, "site");
    kb_part_open_link(at, KB_ROUTE_HOME, NULL);
    kb_page_word(page, "class", "brand");
    kb_page_say(page, NAME);
    kb_page_close(page, EL_A);
    if (at->site->domain_count > 0) {
        kb_page_open(page, EL_NAV);
        kb_page_label(page, "aria-label", "Site");
        kb_page_open(page, EL_UL);
        menu_entry(at, "domains", "Domains");
        if (at->site->totals.flagged > 0)
            menu_entry(at, "problems", "Known problems");
        kb_page_close(page, EL_UL);
        kb_page_close(page, EL_NAV);
    }
    languages(at);
    kb_page_close(page, EL_HEADER);
}

void kb_part_main(const struct kb_view *at, const char *class_name)
{
    kb_page_begin(at->page, EL_MAIN, class_name);
    kb_page_word(at->page, "id", "content");
    kb_page_word(at->page, "tabindex", "-1");
}

void kb_part_foot(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    const struct kb_base *base = at->site->base;
    kb_page_close(page, EL_MAIN);
    kb_page_begin(page, EL_FOOTER, "site");
    kb_page_open(page, EL_P);
    kb_part_number(page, base->count, "record", "records");
    kb_page_say(page, ".");
    if (base->today != KB_NO_DATE) {
        kb_page_say(page, " ");
        kb_part_age_basis(page, base);
    }
    kb_page_say(page, " Rates and findings are those of the records; nothing here was measured "
                      "by this site.");
    kb_page_close(page, EL_P);
    kb_page_close(page, EL_FOOTER);
    kb_page_close(page, EL_BODY);
    kb_page_close(page, EL_HTML);
}

struct kb_str kb_part_domain_name(const struct kb_view *at, size_t domain)
{
    struct kb_str name = at->site->domains[domain].name;
    return name.p ? name : kb_str(kb_page_words(at->page, "No domain"));
}

void kb_part_crumbs(const struct kb_view *at, size_t domain, struct kb_str last)
{
    struct kb_page *page = at->page;
    kb_page_begin(page, EL_NAV, "crumbs");
    kb_page_label(page, "aria-label", "Breadcrumbs");
    kb_page_open(page, EL_OL);
    kb_page_open(page, EL_LI);
    kb_part_open_link(at, KB_ROUTE_HOME, NULL);
    kb_page_say(page, "Home");
    kb_page_close(page, EL_A);
    kb_page_close(page, EL_LI);
    if (domain != SIZE_MAX) {
        kb_page_open(page, EL_LI);
        kb_part_open_link(at, at->site->domains[domain].route, NULL);
        kb_page_word(page, "dir", "auto");
        kb_page_text(page, kb_part_domain_name(at, domain));
        kb_page_close(page, EL_A);
        kb_page_close(page, EL_LI);
    }
    kb_page_open(page, EL_LI);
    kb_page_word(page, "aria-current", "page");
    kb_page_open(page, EL_BDI);
    kb_page_text(page, last);
    kb_page_close(page, EL_BDI);
    kb_page_close(page, EL_LI);
    kb_page_close(page, EL_OL);
    kb_page_close(page, EL_NAV);
}

void kb_part_section(const struct kb_view *at, const char *id, const char *heading)
{
    kb_page_open(at->page, EL_SECTION);
    kb_page_word(at->page, "id", id);
    kb_page_put(at->page, EL_H2, NULL, heading);
}

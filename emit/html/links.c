/* SPDX-License-Identifier: MIT */
/* The head's links to other forms of the page, and what other sites show of it. */
#include "emit/html/links.h"

#include "emit/html/machine/machine.h"
#include "emit/html/markup.h"
#include "emit/html/pages.h"

#define CARD_DESCRIPTION 200

static void link_to(struct kb_page *page, const char *rel, const char *type, const char *language,
                    const char *title, struct kb_str href)
{
    kb_page_open(page, EL_LINK);
    kb_page_word(page, "rel", rel);
    if (type)
        kb_page_word(page, "type", type);
    if (language)
        kb_page_word(page, "hreflang", language);
    if (title)
        kb_page_word(page, "title", title);
    kb_page_attr(page, "href", href);
    kb_page_close(page, EL_LINK);
}

static void property(struct kb_page *page, const char *attribute, const char *name,
                     struct kb_str content)
{
    kb_page_open(page, EL_META);
    kb_page_word(page, attribute, name);
    kb_page_attr(page, "content", content);
    kb_page_close(page, EL_META);
}

/* A file at the top of the site that there is once a language. Browsers offer only those with a
 * title: that of the file itself. */
static void link_to_file(const struct kb_view *at, const char *rel, const char *type,
                         const char *name, const char *title)
{
    struct kb_buf path = {0}, href = {0};
    kb_machine_name(&path, at->site, at->language, name, "xml");
    kb_part_address(&href, at, kb_buf_view(&path));
    link_to(at->page, rel, type, NULL, kb_page_words(at->page, title), kb_buf_view(&href));
    kb_buf_free(&path);
    kb_buf_free(&href);
}

/* What is shown where somebody links to the page. */
static void card(const struct kb_view *at, struct kb_str title, struct kb_str description,
                 struct kb_str url)
{
    struct kb_page *page = at->page;
    struct kb_buf text = {0};
    struct kb_str name = kb_str(kb_page_words(page, KB_SITE_NAME));
    if (!kb_page_again(page, KB_PIECE_CARD_NAME, KB_STR(""))) {
        property(page, "property", "og:site_name", name);
        property(page, "property", "og:type",
                 KB_STR("website")); /* an article has authors and days of its own */
        kb_page_keep(page);
    }
    property(page, "property", "og:url", url);
    property(page, "property", "og:title",
             kb_markup_cut(&text, kb_str_blank(title) ? name : title, CARD_DESCRIPTION));
    if (!kb_str_blank(description))
        property(page, "property", "og:description",
                 kb_markup_cut(&text, description, CARD_DESCRIPTION));
    if (!kb_page_again(page, KB_PIECE_CARD_IMAGE, KB_STR(""))) {
        text.len = 0;
        kb_buf_str(&text, at->site->base_url);
        kb_buf_puts(&text, KB_SITE_CARD);
        property(page, "property", "og:image", kb_buf_view(&text));
        property(page, "property", "og:image:width", KB_STR("1200"));
        property(page, "property", "og:image:height", KB_STR("630"));
        property(page, "property", "og:image:alt", name);
        property(page, "name", "twitter:card", KB_STR("summary_large_image"));
        kb_page_keep(page);
    }
    kb_buf_free(&text);
}

static void files(const struct kb_view *at)
{
    if (kb_part_again(at, KB_PIECE_FILES, 0, KB_STR("")))
        return;
    if (kb_machine_has_feed(at->site))
        link_to_file(at, "alternate", "application/atom+xml", "feed", KB_SITE_NAME);
    if (kb_site_has_page(at->site, KB_ROUTE_SEARCH))
        link_to_file(at, "search", "application/opensearchdescription+xml", "opensearch",
                     KB_SITE_SHORT_NAME);
    kb_page_keep(at->page);
}

/* The page's own file with the ending of its twin, which lies beside it; `room` is empty. */
static struct kb_str twin_name(struct kb_buf *room, const struct kb_view *at)
{
    struct kb_str path = at->route.rest;
    size_t start = path.n - strlen("html");
    kb_buf_add(room, path.p, start);
    kb_buf_puts(room, "md");
    while (start > 0 && path.p[start - 1] != '/')
        start--;
    return (struct kb_str){room->data + start, room->len - start};
}

void kb_part_links(const struct kb_view *at, struct kb_str title, struct kb_str description)
{
    struct kb_page *page = at->page;
    const struct kb_site *site = at->site;
    struct kb_buf url = {0};
    if (at->twin) {
        link_to(page, "alternate", "text/markdown", NULL, NULL, twin_name(&url, at));
        url.len = 0;
    }
    if (!site->base_url.p) {
        kb_buf_free(&url);
        return;
    }
    files(at);
    /* What nothing is to be found by has no address to be known by. */
    if (at->unlisted || at->forward.p)
        return;
    /* Of two addresses that name each other as the same page in other languages; what only stands
     * for a page in another language is none. */
    bool paired = kb_str_eq(at->peer.rest, at->route.rest);
    for (size_t i = 0; paired && i <= site->language_count; i++) {
        size_t language = i < site->language_count ? i : 0;
        const char *tag = i < site->language_count ? site->languages[i].tag : "x-default";
        url.len = 0;
        kb_site_url(&url, site, language, at->route);
        link_to(page, "alternate", NULL, tag, NULL, kb_buf_view(&url));
    }
    url.len = 0;
    kb_site_url(&url, site, at->language, at->route);
    link_to(page, "canonical", NULL, NULL, NULL, kb_buf_view(&url));
    card(at, title, description, kb_buf_view(&url));
    kb_buf_free(&url);
}

static void file_link(const struct kb_view *at, struct kb_str path, const char *name)
{
    kb_page_open(at->page, EL_A);
    kb_part_address_attr(at, "href", path);
    kb_page_say(at->page, name);
    kb_page_close(at->page, EL_A);
}

const struct kb_site_file *kb_site_files(size_t *count)
{
    static const struct kb_site_file files[] = {
        {"api/openapi.json", "Description of the API (OpenAPI)"},
        {"api/index.json", "All records in brief (JSON)"},
        {"api/match.json", "Patterns and first answers (JSON)"},
        {"api/errors.ndjson", "All records in full (NDJSON)"},
        {"api/stats.json", "Statistics (JSON)"},
    };
    *count = sizeof files / sizeof *files;
    return files;
}

void kb_part_programs(const struct kb_view *at)
{
    size_t count;
    const struct kb_site_file *files = kb_site_files(&count);
    struct kb_page *page = at->page;
    struct kb_buf path = {0};
    kb_part_section(at, "programs", "For programs");
    kb_page_begin(page, EL_UL, "sources");
    for (size_t i = 0; i < count; i++) {
        kb_page_open(page, EL_LI);
        file_link(at, kb_str(files[i].path), files[i].name);
        kb_page_close(page, EL_LI);
    }
    kb_page_open(page, EL_LI);
    kb_machine_name(&path, at->site, at->language, "llms", "txt");
    file_link(at, kb_buf_view(&path), "Overview for language models (Markdown)");
    kb_page_close(page, EL_LI);
    if (at->site->base_url.p && kb_machine_has_feed(at->site)) {
        path.len = 0;
        kb_machine_name(&path, at->site, at->language, "feed", "xml");
        kb_page_open(page, EL_LI);
        file_link(at, kb_buf_view(&path), "What is new (Atom feed)");
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_UL);
    kb_page_close(page, EL_SECTION);
    kb_buf_free(&path);
}

void kb_part_record_files(const struct kb_view *at, uint32_t record)
{
    struct kb_page *page = at->page;
    struct kb_buf path = {0};
    kb_page_put(page, EL_DT, NULL, "For programs");
    kb_page_open(page, EL_DD);
    kb_page_open(page, EL_A);
    kb_page_attr(page, "href", twin_name(&path, at));
    kb_page_say(page, "Markdown");
    kb_page_close(page, EL_A);
    if (at->site->base->records[record]->json.p) {
        kb_page_say(page, ", ");
        file_link(at, kb_site_record_json(at->site, record), "JSON");
    }
    kb_page_close(page, EL_DD);
    kb_buf_free(&path);
}

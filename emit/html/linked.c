/* SPDX-License-Identifier: MIT */
/* Structured data of pages. Addresses are relative where the site does not know its own: readers
 * of JSON-LD resolve them against the page. */
#include "emit/html/jsonw.h"
#include "emit/html/links.h"
#include "emit/html/markup.h"

#define HEADLINE    110
#define DESCRIPTION 500

struct linked {
    const struct kb_view *at;
    struct kb_buf out, text;
    struct kb_jsonw json;
};

static void begin(struct linked *data, const struct kb_view *at)
{
    *data = (struct linked){.at = at};
    data->json.out = &data->out;
    kb_jsonw_open(&data->json, NULL, '{');
    kb_jsonw_word(&data->json, "@context", "https://schema.org");
}

static void end(struct linked *data)
{
    kb_jsonw_close(&data->json, '}');
    kb_jsonw_end(&data->json);
    kb_page_data(data->at->page, data->out.data);
    kb_buf_free(&data->out);
    kb_buf_free(&data->text);
}

/* A text as far as the page shows it, on one line. */
static void put_text(struct linked *data, const char *key, struct kb_str text, size_t most)
{
    if (kb_str_blank(text))
        return;
    struct kb_buf clean = {0};
    text = kb_page_clean(&clean, kb_markup_cut(&data->text, text, most));
    kb_jsonw_text(&data->json, key, text);
    kb_buf_free(&clean);
}

static void put_words(struct linked *data, const char *key, const char *words)
{
    kb_jsonw_word(&data->json, key, kb_page_words(data->at->page, words));
}

static void put_language(struct linked *data)
{
    kb_jsonw_word(&data->json, "inLanguage", data->at->site->languages[data->at->language].tag);
}

/* Of a file below html/. */
static void put_address(struct linked *data, const char *key, struct kb_str path)
{
    data->text.len = 0;
    if (data->at->site->base_url.p) {
        kb_buf_str(&data->text, data->at->site->base_url);
        kb_buf_str(&data->text, path);
    } else {
        kb_part_address(&data->text, data->at, path);
    }
    kb_jsonw_text(&data->json, key, kb_buf_view(&data->text));
}

/* Of a page in the same language: the address that it is known by. */
static void put_page(struct linked *data, const char *key, struct kb_route route)
{
    const struct kb_view *at = data->at;
    if (at->site->base_url.p) {
        data->text.len = 0;
        kb_site_url(&data->text, at->site, at->language, route);
        kb_jsonw_text(&data->json, key, kb_buf_view(&data->text));
    } else {
        struct kb_buf path = {0};
        kb_site_path(&path, at->site, at->language, route);
        put_address(data, key, kb_buf_view(&path));
        kb_buf_free(&path);
    }
}

/* The page's own address, where it is known. */
static void put_url(struct linked *data)
{
    if (data->at->site->base_url.p)
        put_page(data, "url", data->at->route);
}

/* The last crumb is the page itself and has no address. */
static void crumb(struct linked *data, int position, const struct kb_route *route,
                  struct kb_str name)
{
    kb_jsonw_open(&data->json, NULL, '{');
    kb_jsonw_word(&data->json, "@type", "ListItem");
    kb_jsonw_number(&data->json, "position", position);
    put_text(data, "name", name, HEADLINE);
    if (route)
        put_page(data, "item", *route);
    kb_jsonw_close(&data->json, '}');
}

void kb_linked_crumbs(const struct kb_view *at, const struct kb_crumb *crumbs, size_t count,
                      struct kb_str last)
{
    struct linked data;
    int position = 1;
    begin(&data, at);
    kb_jsonw_word(&data.json, "@type", "BreadcrumbList");
    kb_jsonw_open(&data.json, "itemListElement", '[');
    crumb(&data, position++, &KB_ROUTE_HOME, kb_str(kb_page_words(at->page, "Home")));
    for (size_t i = 0; i < count; i++)
        crumb(&data, position++, &crumbs[i].route, crumbs[i].name);
    crumb(&data, position, NULL, last);
    kb_jsonw_close(&data.json, ']');
    end(&data);
}

void kb_linked_record(const struct kb_view *at, const struct kb_record *record)
{
    struct linked data;
    struct kb_buf room = {0};
    begin(&data, at);
    kb_jsonw_word(&data.json, "@type", "TechArticle");
    put_text(&data, "headline", kb_part_record_name(at, record).text, HEADLINE);
    put_text(&data, "description",
             kb_markup_plain(&room, kb_view_text(at, record, KB_F_ROOT_CAUSE, 0).text),
             DESCRIPTION);
    kb_buf_free(&room);
    put_language(&data);
    put_url(&data);
    put_text(&data, "identifier", record->id, DESCRIPTION);
    kb_jsonw_date(&data.json, "dateModified", record->last_updated);
    if (record->tags.count > 0) {
        kb_jsonw_open(&data.json, "keywords", '[');
        for (size_t i = 0; i < record->tags.count; i++)
            put_text(&data, NULL, *kb_text_at(&record->tags, i), HEADLINE);
        kb_jsonw_close(&data.json, ']');
    }
    end(&data);
}

void kb_linked_list(const struct kb_view *at, struct kb_str name, size_t count)
{
    struct linked data;
    begin(&data, at);
    kb_jsonw_word(&data.json, "@type", "CollectionPage");
    put_text(&data, "name", name, HEADLINE);
    put_language(&data);
    put_url(&data);
    kb_jsonw_open(&data.json, "mainEntity", '{');
    kb_jsonw_word(&data.json, "@type", "ItemList");
    kb_jsonw_number(&data.json, "numberOfItems", (int64_t)count);
    kb_jsonw_close(&data.json, '}');
    end(&data);
}

static void download(struct linked *data, const char *type, const char *path)
{
    kb_jsonw_open(&data->json, NULL, '{');
    kb_jsonw_word(&data->json, "@type", "DataDownload");
    kb_jsonw_word(&data->json, "encodingFormat", type);
    put_address(data, "contentUrl", kb_str(path));
    kb_jsonw_close(&data->json, '}');
}

static void site_itself(const struct kb_view *at)
{
    struct linked data;
    begin(&data, at);
    kb_jsonw_word(&data.json, "@type", "WebSite");
    put_words(&data, "name", KB_SITE_NAME);
    put_language(&data);
    put_url(&data);
    end(&data);
}

void kb_linked_home(const struct kb_view *at)
{
    struct linked data;
    struct kb_buf lead = {0};
    site_itself(at);
    if (at->site->base->count == 0)
        return;
    begin(&data, at);
    kb_jsonw_word(&data.json, "@type", "Dataset");
    put_words(&data, "name", KB_SITE_NAME);
    kb_part_lead(&lead, at);
    put_text(&data, "description", kb_buf_view(&lead), DESCRIPTION);
    kb_buf_free(&lead);
    put_language(&data);
    put_url(&data);
    kb_jsonw_open(&data.json, "distribution", '[');
    download(&data, "application/x-ndjson", "api/errors.ndjson");
    download(&data, "application/json", "api/index.json");
    kb_jsonw_close(&data.json, ']');
    end(&data);
}

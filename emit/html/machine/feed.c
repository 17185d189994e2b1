/* SPDX-License-Identifier: MIT */
/* Atom (RFC 4287), a feed a language: the records updated last. All days are those of the records;
 * a record without one cannot be newer or older than others and is left out. */
#include <stdlib.h>

#include "emit/html/links.h"
#include "emit/html/machine/machine.h"
#include "emit/html/markup.h"

#define SHOWN   50
#define TITLE   200 /* code points */
#define SUMMARY 600

struct dated {
    int32_t day;
    uint32_t record;
};

/* Newest first, then as the records stand. */
static int by_day(const void *left, const void *right)
{
    const struct dated *a = left, *b = right;
    return a->day != b->day ? (a->day > b->day ? -1 : 1)
                            : (a->record > b->record) - (a->record < b->record);
}

bool kb_machine_has_feed(const struct kb_site *site)
{
    return site->updated != KB_NO_DATE;
}

static size_t newest(const struct kb_base *base, struct dated **list)
{
    size_t count = 0;
    *list = kb_alloc(base->count ? base->count : 1, sizeof **list);
    for (size_t i = 0; i < base->count; i++)
        if (base->records[i]->last_updated != KB_NO_DATE)
            (*list)[count++] = (struct dated){base->records[i]->last_updated, (uint32_t)i};
    qsort(*list, count, sizeof **list, by_day);
    return count < SHOWN ? count : SHOWN;
}

static void put(struct kb_page *page, enum kb_element element, struct kb_str text)
{
    kb_page_open(page, element);
    kb_page_text(page, text);
    kb_page_close(page, element);
}

static void updated(struct kb_page *page, int32_t day)
{
    char text[32];
    kb_date_format(day, text);
    kb_page_open(page, EL_X_UPDATED);
    kb_page_text(page, kb_str(text));
    kb_page_text(page, KB_STR("T00:00:00Z"));
    kb_page_close(page, EL_X_UPDATED);
}

static void link_to(struct kb_page *page, const char *rel, const char *type, struct kb_str href)
{
    kb_page_open(page, EL_LINK);
    kb_page_word(page, "rel", rel);
    kb_page_word(page, "type", type);
    kb_page_attr(page, "href", href);
    kb_page_close(page, EL_LINK);
}

/* A text in its own language, on one line. */
static void said(struct kb_page *page, enum kb_element element, const struct kb_said *text,
                 size_t most)
{
    struct kb_buf cut = {0};
    if (kb_str_blank(text->text))
        return;
    kb_page_open(page, element);
    kb_markup_lang_as(page, "xml:lang", text->lang);
    kb_page_text(page, kb_markup_cut(&cut, text->text, most));
    kb_page_close(page, element);
    kb_buf_free(&cut);
}

static void entry(const struct kb_view *at, uint32_t index)
{
    const struct kb_record *record = at->site->base->records[index];
    struct kb_page *page = at->page;
    struct kb_buf url = {0}, room = {0};
    struct kb_said name = kb_part_record_name(at, record);
    struct kb_said cause = kb_view_text(at, record, KB_F_ROOT_CAUSE, 0);
    kb_site_url(&url, at->site, at->language, kb_site_record_route(at->site, index));
    kb_page_open(page, EL_X_ENTRY);
    said(page, EL_TITLE, &name, TITLE);
    put(page, EL_X_ID, kb_buf_view(&url));
    link_to(page, "alternate", "text/html", kb_buf_view(&url));
    updated(page, record->last_updated);
    if (!kb_str_blank(record->domain)) {
        kb_page_open(page, EL_X_CATEGORY);
        kb_page_attr(page, "term", record->domain);
        kb_page_close(page, EL_X_CATEGORY);
    }
    cause.text = kb_markup_plain(&room, cause.text);
    said(page, EL_X_ATOM_SUMMARY, &cause, SUMMARY);
    kb_page_close(page, EL_X_ENTRY);
    kb_buf_free(&url);
    kb_buf_free(&room);
}

static size_t count(const struct kb_machine *machine)
{
    return kb_machine_has_feed(machine->site) ? machine->site->language_count : 0;
}

static struct kb_str make(struct kb_machine *machine, size_t language, struct kb_buf *path)
{
    const struct kb_site *site = machine->site;
    struct kb_page *page = machine->page;
    const struct kb_view at = kb_view_of(site, page, language, KB_ROUTE_HOME);
    const struct kb_site_language *in = &site->languages[language];
    struct kb_buf *url = &machine->data;
    struct dated *list;
    size_t shown = newest(site->base, &list);

    kb_machine_name(path, site, language, "feed", "xml");
    kb_page_start_xml(page);
    kb_page_open(page, EL_X_FEED);
    kb_page_word(page, "xmlns", "http://www.w3.org/2005/Atom");
    kb_page_word(page, "xml:lang", in->tag);
    put(page, EL_TITLE, kb_str(kb_words_find(in->words, KB_SITE_NAME)));
    kb_buf_str(url, site->base_url);
    kb_machine_name(url, site, language, "feed", "xml");
    put(page, EL_X_ID, kb_buf_view(url));
    link_to(page, "self", "application/atom+xml", kb_buf_view(url));
    url->len = 0;
    kb_site_url(url, site, language, KB_ROUTE_HOME);
    link_to(page, "alternate", "text/html", kb_buf_view(url));
    updated(page, list[0].day);
    kb_page_open(page, EL_X_AUTHOR);
    put(page, EL_X_NAME, kb_str(kb_words_find(in->words, KB_SITE_NAME)));
    kb_page_close(page, EL_X_AUTHOR);
    for (size_t i = 0; i < shown; i++)
        entry(&at, list[i].record);
    kb_page_close(page, EL_X_FEED);
    free(list);
    return kb_machine_page(machine);
}

const struct kb_format kb_format_feed = {.absolute = true, .count = count, .make = make};

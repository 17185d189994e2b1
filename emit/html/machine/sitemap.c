/* SPDX-License-Identifier: MIT */
/* sitemap.xml as sitemaps.org has it: every page in every language, each with its other languages,
 * but for those that only lead on or only those who come from elsewhere see.
 * Beyond what one file may hold it is an index of sitemap-1.xml and so on. A day of change is given
 * where a record has one; when the site was built says nothing of a page. */
#include "emit/html/machine/machine.h"

#define MOST 50000 /* addresses in a file */

/* A page counts with all its languages, so that those stay in one file. Pages: home, those of the
 * listing, those of the records. */
static size_t page_count(const struct kb_machine *machine)
{
    return 1 + machine->listing->count + machine->site->base->count;
}

/* Pages in a file. 50 MiB is another limit of the format: with L languages, a page has L entries of
 * L + 2 addresses, with tags of 80 bytes. This many are within it where addresses have 200 bytes.
 */
static size_t pages_per_file(const struct kb_machine *machine, size_t most)
{
    size_t languages = machine->site->language_count, pages = most / languages;
    size_t weight = 187000 / (languages * (languages + 2));
    pages = pages < weight || weight == 0 ? pages : weight;
    return pages ? pages : 1;
}

size_t kb_machine_sitemap_count(const struct kb_machine *machine, size_t most)
{
    size_t per_file = pages_per_file(machine, most), pages = page_count(machine);
    size_t files = (pages + per_file - 1) / per_file;
    return files > 1 ? files + 1 : 1;
}

static void location(struct kb_machine *machine, struct kb_str url)
{
    kb_page_open(machine->page, EL_X_LOC);
    kb_page_text(machine->page, url);
    kb_page_close(machine->page, EL_X_LOC);
}

static void alternate(struct kb_machine *machine, const char *tag, struct kb_str url)
{
    kb_page_open(machine->page, EL_X_XHTML_LINK);
    kb_page_word(machine->page, "rel", "alternate");
    kb_page_word(machine->page, "hreflang", tag);
    kb_page_attr(machine->page, "href", url);
    kb_page_close(machine->page, EL_X_XHTML_LINK);
}

/* The page in one language, and where it is in the others, unless it is alone. */
static void entry(struct kb_machine *machine, size_t language, struct kb_route route, bool alone,
                  int32_t day)
{
    const struct kb_site *site = machine->site;
    struct kb_page *page = machine->page;
    struct kb_buf *url = &machine->data;
    char date[16];
    kb_page_open(page, EL_X_URL);
    url->len = 0;
    kb_site_url(url, site, language, route);
    location(machine, kb_buf_view(url));
    if (day != KB_NO_DATE) {
        kb_page_open(page, EL_X_LASTMOD);
        kb_page_text(page, kb_str(kb_date_format(day, date)));
        kb_page_close(page, EL_X_LASTMOD);
    }
    for (size_t i = 0; !alone && site->language_count > 1 && i <= site->language_count; i++) {
        bool named = i < site->language_count;
        size_t in = named ? i : 0;
        url->len = 0;
        kb_site_url(url, site, in, route);
        alternate(machine, named ? site->languages[i].tag : "x-default", kb_buf_view(url));
    }
    kb_page_close(page, EL_X_URL);
}

static void entries(struct kb_machine *machine, struct kb_route route, int32_t day)
{
    for (size_t language = 0; language < machine->site->language_count; language++)
        entry(machine, language, route, false, day);
}

static void listed(struct kb_machine *machine, const struct kb_listed *one)
{
    if (one->alone)
        entry(machine, one->language, one->route, true, KB_NO_DATE);
    else
        entries(machine, one->route, KB_NO_DATE);
}

static void file(struct kb_machine *machine, size_t from, size_t to)
{
    const struct kb_listing *listing = machine->listing;
    struct kb_page *page = machine->page;
    kb_page_open(page, EL_X_URLSET);
    kb_page_word(page, "xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    kb_page_word(page, "xmlns:xhtml", "http://www.w3.org/1999/xhtml");
    for (size_t i = from; i < to; i++) {
        if (i == 0) {
            entries(machine, KB_ROUTE_HOME, KB_NO_DATE);
        } else if (i <= listing->count) {
            listed(machine, &listing->pages[i - 1]);
        } else {
            uint32_t record = (uint32_t)(i - 1 - listing->count);
            entries(machine, kb_site_record_route(machine->site, record),
                    machine->site->base->records[record]->last_updated);
        }
    }
    kb_page_close(page, EL_X_URLSET);
}

static void index_of(struct kb_machine *machine, size_t files)
{
    struct kb_page *page = machine->page;
    kb_page_open(page, EL_X_SITEMAPINDEX);
    kb_page_word(page, "xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    for (size_t i = 1; i <= files; i++) {
        machine->data.len = 0;
        kb_buf_str(&machine->data, machine->site->base_url);
        kb_buf_printf(&machine->data, "sitemap-%zu.xml", i);
        kb_page_open(page, EL_X_SITEMAP);
        location(machine, kb_buf_view(&machine->data));
        kb_page_close(page, EL_X_SITEMAP);
    }
    kb_page_close(page, EL_X_SITEMAPINDEX);
}

struct kb_str kb_machine_sitemap(struct kb_machine *machine, size_t most, size_t i,
                                 struct kb_buf *path)
{
    size_t pages = page_count(machine), files = kb_machine_sitemap_count(machine, most);
    size_t per_file = pages_per_file(machine, most);
    kb_page_start_xml(machine->page);
    if (i == 0)
        kb_buf_puts(path, "sitemap.xml");
    else
        kb_buf_printf(path, "sitemap-%zu.xml", i);
    if (files == 1) {
        file(machine, 0, pages);
    } else if (i == 0) {
        index_of(machine, files - 1);
    } else {
        size_t to = i * per_file;
        file(machine, to - per_file, to < pages ? to : pages);
    }
    return kb_machine_page(machine);
}

static size_t count(const struct kb_machine *machine)
{
    return kb_machine_sitemap_count(machine, MOST);
}

static struct kb_str make(struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    return kb_machine_sitemap(machine, MOST, i, path);
}

const struct kb_format kb_format_sitemap = {.absolute = true, .count = count, .make = make};

/* SPDX-License-Identifier: MIT */
/* OpenSearch 1.1: lets a browser search the site from its address bar. */
#include "emit/html/links.h"
#include "emit/html/machine/machine.h"
#include "emit/html/pages.h"

static void put(struct kb_page *page, enum kb_element element, const char *text)
{
    kb_page_open(page, element);
    kb_page_text(page, kb_str(text));
    kb_page_close(page, element);
}

static size_t count(const struct kb_machine *machine)
{
    return kb_site_has_page(machine->site, KB_ROUTE_SEARCH) ? machine->site->language_count : 0;
}

static struct kb_str make(struct kb_machine *machine, size_t language, struct kb_buf *path)
{
    struct kb_page *page = machine->page;
    const struct kb_site_language *in = &machine->site->languages[language];
    struct kb_buf *url = &machine->data;
    kb_machine_name(path, machine->site, language, "opensearch", "xml");
    kb_page_start_xml(page);
    kb_page_open(page, EL_X_OPENSEARCH);
    kb_page_word(page, "xmlns", "http://a9.com/-/spec/opensearch/1.1/");
    put(page, EL_X_SHORT_NAME, kb_words_find(in->words, KB_SITE_SHORT_NAME));
    put(page, EL_X_LONG_NAME, kb_words_find(in->words, KB_SITE_NAME));
    put(page, EL_X_DESCRIPTION,
        kb_words_find(in->words,
                      "What errors mean, what does not help against them, and what does."));
    kb_site_url(url, machine->site, language, KB_ROUTE_SEARCH);
    kb_buf_puts(url, "?q={searchTerms}");
    kb_page_open(page, EL_X_SEARCH_URL);
    kb_page_word(page, "type", "text/html");
    kb_page_attr(page, "template", kb_buf_view(url));
    kb_page_close(page, EL_X_SEARCH_URL);
    put(page, EL_X_LANGUAGE, in->tag);
    put(page, EL_X_INPUT_ENCODING, "UTF-8");
    put(page, EL_X_OUTPUT_ENCODING, "UTF-8");
    kb_page_close(page, EL_X_OPENSEARCH);
    return kb_machine_page(machine);
}

const struct kb_format kb_format_opensearch = {.absolute = true, .count = count, .make = make};

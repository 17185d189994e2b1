/* SPDX-License-Identifier: MIT */
/* Tables of numbers. */
#include "emit/html/table.h"

#include "emit/html/plot.h"

void kb_table_open(const struct kb_view *at, const char *label, const struct kb_heading headings[],
                   size_t count)
{
    struct kb_page *page = at->page;
    kb_page_begin(page, EL_DIV, "scroll");
    kb_page_word(page, "role", "region");
    kb_page_word(page, "aria-label", kb_page_words(page, label));
    kb_page_word(page, "tabindex", "0");
    kb_page_begin(page, EL_TABLE, "numbers");
    kb_page_open(page, EL_THEAD);
    kb_page_open(page, EL_TR);
    for (size_t i = 0; i < count; i++) {
        kb_page_begin(page, EL_TH, headings[i].number ? "number" : NULL);
        kb_page_word(page, "scope", "col");
        kb_page_say(page, headings[i].name);
        kb_page_close(page, EL_TH);
    }
    kb_page_close(page, EL_TR);
    kb_page_close(page, EL_THEAD);
    kb_page_open(page, EL_TBODY);
}

void kb_table_close(struct kb_page *page)
{
    kb_page_close(page, EL_TBODY);
    kb_page_close(page, EL_TABLE);
    kb_page_close(page, EL_DIV);
}

void kb_table_row(struct kb_page *page)
{
    kb_page_open(page, EL_TR);
    kb_page_open(page, EL_TH);
    kb_page_word(page, "scope", "row");
}

void kb_table_link(const struct kb_view *at, size_t number, const struct kb_tally *tally)
{
    bool linked = tally && tally->route.rest.p && number > 0;
    if (linked)
        kb_part_open_link(at, tally->route, NULL);
    kb_page_count(at->page, number);
    if (linked)
        kb_page_close(at->page, EL_A);
}

void kb_table_number(const struct kb_view *at, size_t number, const struct kb_tally *records)
{
    kb_page_begin(at->page, EL_TD, "number");
    kb_table_link(at, number, records);
    kb_page_close(at->page, EL_TD);
}

void kb_table_bar(struct kb_page *page, size_t number, size_t most, const char *class_name)
{
    kb_page_begin(page, EL_TD, "bars");
    kb_plot_bar(page, most > 0 ? (double)number / (double)most : 0, class_name);
    kb_page_close(page, EL_TD);
}

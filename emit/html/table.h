/* SPDX-License-Identifier: MIT */
/* Tables that scroll sideways where the screen is narrow. */
#ifndef KB_HTML_TABLE_H
#define KB_HTML_TABLE_H

#include "emit/html/parts.h"
#include "emit/html/survey.h"

struct kb_heading {
    const char *name;
    bool number; /* of a column of numbers */
};

/* Opens one, with its head; rows follow. The label is none that another table of the page has. */
void kb_table_open(const struct kb_view *at, const char *label, const struct kb_heading headings[],
                   size_t count);
void kb_table_close(struct kb_page *page);

/* Opens a row and in it the cell of what it is about; both are closed by the caller. */
void kb_table_row(struct kb_page *page);

/* Cells: a number, as a link to its records where it has any; a bar beside numbers. */
void kb_table_number(const struct kb_view *at, size_t number, const struct kb_tally *records);
void kb_table_bar(struct kb_page *page, size_t number, size_t most, const char *class_name);

/* A link to the records of a tally, whose text is the number; the number alone where it has none.
 */
void kb_table_link(const struct kb_view *at, size_t number, const struct kb_tally *tally);

#endif

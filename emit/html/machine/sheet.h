/* SPDX-License-Identifier: MIT */
/* A record's page in Markdown, being written. */
#ifndef KB_MACHINE_SHEET_H
#define KB_MACHINE_SHEET_H

#include "emit/html/machine/markdown.h"
#include "emit/html/record.h"

struct kb_sheet {
    struct kb_md md;
    struct kb_subject subject; /* its view has no page */
    const struct kb_record *record;
};

static inline struct kb_said kb_sheet_said(const struct kb_sheet *sheet, enum kb_field field,
                                           size_t entry)
{
    return kb_view_text(&sheet->subject.at, sheet->record, field, entry);
}

static inline void kb_sheet_break(const struct kb_sheet *sheet)
{
    kb_buf_putc(sheet->md.out, '\n');
}

/* Its facts, and a blank line. */
void kb_sheet_facts(const struct kb_sheet *sheet);

/* Sections of those that it is linked with, and of those that are like it. */
void kb_sheet_neighbours(const struct kb_sheet *sheet);
void kb_sheet_similar(const struct kb_sheet *sheet);

#endif

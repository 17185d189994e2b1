/* SPDX-License-Identifier: MIT */
/* The records around one, in Markdown: those that its page lists. */
#include <stdlib.h>

#include "emit/html/machine/sheet.h"

static void link_to(const struct kb_sheet *sheet, uint32_t index)
{
    const struct kb_view *at = &sheet->subject.at;
    kb_md_twin(&sheet->md, kb_part_record_name(at, at->site->base->records[index]).text,
               kb_site_record_route(at->site, index));
}

/* The note of an edge may be one of the other record, which says the same from its side. */
static void note(const struct kb_sheet *sheet, const struct kb_edge_ref *ref)
{
    const struct kb_view *at = &sheet->subject.at;
    struct kb_said text =
        kb_view_text(at, at->site->base->records[ref->by], kb_edge_note(ref->kind), ref->entry);
    if (!text.text.p)
        return;
    kb_buf_puts(sheet->md.out, ": ");
    kb_md_inline(&sheet->md, text.text);
}

static void neighbour(const struct kb_sheet *sheet, const struct kb_neighbour *one)
{
    const struct kb_site *site = sheet->subject.at.site;
    const struct kb_edge *edge = kb_edge_of(site, &one->edge);
    kb_buf_puts(sheet->md.out, "- ");
    if (one->record < site->base->count) {
        link_to(sheet, one->record);
    } else {
        kb_md_span(&sheet->md, kb_str_blank(edge->id) ? KB_STR("(no id)") : edge->id);
        kb_buf_puts(sheet->md.out, " (");
        kb_md_say(&sheet->md, "not in this base");
        kb_buf_putc(sheet->md.out, ')');
    }
    if (kb_part_has_rate(&edge->probability)) {
        bool own = one->edge.by == sheet->subject.index;
        kb_buf_puts(sheet->md.out, " (");
        kb_md_say(&sheet->md, own ? "Probability" : "Probability, seen from there");
        kb_buf_putc(sheet->md.out, ' ');
        kb_md_rate(&sheet->md, &edge->probability, KB_RATE_PLAIN);
        kb_buf_putc(sheet->md.out, ')');
    }
    note(sheet, &one->note);
    kb_sheet_break(sheet);
}

void kb_sheet_neighbours(const struct kb_sheet *sheet)
{
    size_t count;
    struct kb_neighbour *list = kb_neighbours(sheet->subject.at.site, sheet->subject.index, &count);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || list[i].relation != list[i - 1].relation)
            kb_md_heading(&sheet->md, 2, kb_relation_words(list[i].relation));
        neighbour(sheet, &list[i]);
        if (i + 1 == count || list[i].relation != list[i + 1].relation)
            kb_sheet_break(sheet);
    }
    free(list);
}

void kb_sheet_similar(const struct kb_sheet *sheet)
{
    const uint32_t *similar = sheet->subject.at.site->similar[sheet->subject.index];
    if (similar[0] == KB_NO_RECORD)
        return;
    kb_md_heading(&sheet->md, 2, "Similar errors");
    for (size_t i = 0; i < KB_SIMILAR && similar[i] != KB_NO_RECORD; i++) {
        kb_buf_puts(sheet->md.out, "- ");
        link_to(sheet, similar[i]);
        kb_sheet_break(sheet);
    }
    kb_sheet_break(sheet);
}

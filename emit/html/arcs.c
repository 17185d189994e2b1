/* SPDX-License-Identifier: MIT */
/* Arc diagrams. The order is that of a walk in depth, which keeps most arcs short. */
#include "emit/html/arcs.h"

#include <stdlib.h>

#include "emit/html/markup.h"
#include "emit/html/plot.h"

#define ROW   24 /* height of one, in pixels */
#define ARROW 7
#define WIDE  180 /* the widest arc */

#define NO_ROW KB_ARCS_ROWS

struct place {
    uint32_t node;
    size_t row;
};

struct drawing {
    const struct kb_view *at;
    const struct kb_arcs *arcs;
    uint32_t rows[KB_ARCS_ROWS];
    struct place places[KB_ARCS_ROWS]; /* the same, by node */
    size_t count;
    double x; /* where the dots stand */
};

/* As much of the text as fits, with an ellipsis where that is not all. */
static void cut(struct kb_buf *out, struct kb_str text, unsigned columns)
{
    unsigned used = 0;
    const char *p = text.p, *end = kb_str_end(text), *fits = p;
    /* A character without a width is a character all the same. */
    for (unsigned count = 0; p < end && count < 4 * columns; count++) {
        uint32_t cp;
        bool ok;
        size_t n = kb_utf8_next(p, end, &cp, &ok);
        used += (unsigned)kb_cp_width(cp);
        if (used > columns)
            break;
        p += n;
        if (used < columns)
            fits = p;
    }
    bool whole = p == end;
    for (const char *c = text.p; c < (whole ? end : fits); c++)
        kb_buf_putc(out, *c == '\n' || *c == '\r' || *c == '\t' ? ' ' : *c);
    if (!whole)
        kb_buf_puts(out, "…");
}

/* Columns of the longest name that is drawn, as far as it is not cut. */
static unsigned widest(const struct drawing *d)
{
    unsigned most = 0;
    struct kb_buf name = {0};
    for (size_t i = 0; i < d->count; i++) {
        unsigned columns = 0;
        uint32_t cp;
        bool ok;
        name.len = 0;
        cut(&name, kb_markup_trim(d->arcs->name(d->at, d->rows[i]).text), d->arcs->columns);
        for (size_t at = 0; at < name.len; columns += (unsigned)kb_cp_width(cp))
            at += kb_utf8_next(name.data + at, name.data + name.len, &cp, &ok);
        most = columns > most ? columns : most;
    }
    kb_buf_free(&name);
    return most;
}

static double y_of(size_t row)
{
    return (double)row * ROW + ROW / 2.0;
}

static void row(const struct drawing *d, size_t index, struct kb_buf *room)
{
    struct kb_page *page = d->at->page;
    uint32_t node = d->rows[index];
    struct kb_said said = d->arcs->name(d->at, node);
    kb_part_open_link(d->at, d->arcs->route(d->at, node, room), NULL);
    kb_page_open(page, EL_TEXT);
    kb_plot_number(page, "x", d->x - 14);
    kb_plot_number(page, "y", y_of(index) + 4);
    kb_page_word(page, "text-anchor", "end");
    kb_markup_lang(page, said.lang);
    room->len = 0;
    cut(room, kb_markup_trim(said.text), d->arcs->columns);
    kb_page_text(page, kb_buf_view(room));
    kb_page_close(page, EL_TEXT);
    kb_page_close(page, EL_A);
    kb_page_begin(page, EL_CIRCLE, "dot");
    kb_plot_number(page, "cx", d->x);
    kb_plot_number(page, "cy", y_of(index));
    kb_page_word(page, "r", "3.5");
    kb_page_close(page, EL_CIRCLE);
    kb_page_say(page, "\n");
}

static void arrow(const struct drawing *d, size_t index)
{
    struct kb_buf path = {0};
    kb_buf_printf(&path, "M%g %gl%d -4v8z", d->x + 4, y_of(index), ARROW);
    kb_page_begin(d->at->page, EL_PATH, "head");
    kb_page_attr(d->at->page, "d", kb_buf_view(&path));
    kb_page_close(d->at->page, EL_PATH);
    kb_buf_free(&path);
}

static int by_node(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    return (a->node > b->node) - (a->node < b->node);
}

static size_t row_of(const struct drawing *d, uint32_t node)
{
    const struct place *found =
        bsearch(&(struct place){node, 0}, d->places, d->count, sizeof *d->places, by_node);
    return found ? found->row : NO_ROW;
}

static void arc(const struct drawing *d, const struct kb_link *link)
{
    struct kb_page *page = d->at->page;
    size_t a = row_of(d, link->a), b = row_of(d, link->b);
    double top = y_of(a < b ? a : b), bottom = y_of(a < b ? b : a), reach = (bottom - top) * 0.45;
    struct kb_buf path = {0};
    kb_buf_printf(&path, "M%g %gA%.4g %.4g 0 0 1 %g %g", d->x + 4, top, reach > WIDE ? WIDE : reach,
                  (bottom - top) / 2, d->x + 4, bottom);
    kb_page_begin(page, EL_PATH, link->how == KB_LINK_CONFUSED ? "arc confused" : "arc");
    kb_page_attr(page, "d", kb_buf_view(&path));
    if (link->how == 0 && link->weight > 1)
        kb_plot_number(page, "stroke-width", link->weight > 12 ? 7 : 1 + link->weight / 2.0);
    kb_page_close(page, EL_PATH);
    kb_buf_free(&path);
    if (link->how & KB_LINK_FORTH)
        arrow(d, b);
    if (link->how & KB_LINK_BACK)
        arrow(d, a);
    kb_page_say(page, "\n");
}

/* In order of the rows, then of the neighbours; each from the upper of the two. */
static void arcs_of(const struct drawing *d)
{
    const struct kb_graph *graph = d->arcs->graph;
    for (size_t i = 0; i < d->count; i++) {
        uint32_t node = d->rows[i];
        for (size_t n = graph->first[node]; n < graph->first[node + 1]; n++) {
            uint32_t other = graph->neighbours[n];
            size_t row = row_of(d, other);
            if (row != NO_ROW && row > i)
                arc(d, kb_graph_link(graph, node, other));
        }
    }
}

size_t kb_plot_arcs(const struct kb_view *at, const struct kb_arcs *arcs)
{
    struct drawing d = {.at = at, .arcs = arcs};
    struct kb_page *page = at->page;
    struct kb_buf room = {0};
    for (size_t p = 0; p < arcs->part_count; p++) {
        for (size_t i = 0; i < arcs->parts[p].count && d.count < KB_ARCS_ROWS; i++) {
            d.places[d.count] = (struct place){arcs->parts[p].nodes[i], d.count};
            d.rows[d.count++] = arcs->parts[p].nodes[i];
        }
    }
    if (d.count == 0)
        return 0;
    qsort(d.places, d.count, sizeof *d.places, by_node);
    d.x = widest(&d) * arcs->advance + 16;
    double reach = (double)(d.count - 1) * ROW * 0.45;
    double width = d.x + (reach > WIDE ? WIDE : reach) + 20, height = (double)d.count * ROW;
    kb_buf_printf(&room, "0 0 %g %g", width, height);
    kb_page_begin(page, EL_DIV, "scroll");
    kb_page_begin(page, EL_SVG, arcs->class_name);
    kb_page_attr(page, "viewBox", kb_buf_view(&room));
    kb_plot_number(page, "width", width);
    kb_plot_number(page, "height", height);
    kb_page_word(page, "role", "group");
    kb_page_attr(page, "aria-label", arcs->label);
    arcs_of(&d);
    for (size_t i = 0; i < d.count; i++)
        row(&d, i, &room);
    kb_page_close(page, EL_SVG);
    kb_page_close(page, EL_DIV);
    kb_buf_free(&room);
    return d.count;
}

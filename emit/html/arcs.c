/* SPDX-License-Identifier: MIT */
/* Arc diagrams: beside the names of each part of a graph, arcs that open to the left. The order is
 * that of a walk in depth, which keeps most of them short. */
#include "emit/html/arcs.h"

#include <stdlib.h>

#include "emit/html/markup.h"
#include "emit/html/plot.h"

/* A row is 1.5rem high in the stylesheet, and the picture grows with it. */
#define REM   16.0
#define ROW   24
#define ARROW 7
#define WIDE  96  /* the widest arc */
#define NAME  160 /* code points; what is too wide for the screen is cut by the stylesheet */

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
    size_t first; /* row of the part that is being drawn */
    double x;     /* where the dots stand */
};

static double y_of(const struct drawing *d, size_t row)
{
    return (double)(row - d->first) * ROW + ROW / 2.0;
}

static double reach_of(size_t rows)
{
    double reach = (double)rows * ROW * 0.45;
    return reach > WIDE ? WIDE : reach;
}

static void name(const struct drawing *d, uint32_t node, struct kb_buf *room)
{
    struct kb_page *page = d->at->page;
    struct kb_said said = d->arcs->name(d->at, node);
    kb_page_open(page, EL_LI);
    kb_part_open_link(d->at, d->arcs->route(d->at, node, room), NULL);
    kb_markup_lang(page, said.lang);
    kb_page_word(page, "dir", "auto");
    kb_page_text(page, kb_markup_cut(room, said.text, NAME));
    kb_page_close(page, EL_A);
    kb_page_close(page, EL_LI);
}

static void dot(const struct drawing *d, size_t row)
{
    struct kb_page *page = d->at->page;
    kb_page_begin(page, EL_CIRCLE, "dot");
    kb_plot_number(page, "cx", d->x);
    kb_plot_number(page, "cy", y_of(d, row));
    kb_page_word(page, "r", "3.5");
    kb_page_close(page, EL_CIRCLE);
    kb_page_say(page, "\n");
}

static void arrow(const struct drawing *d, size_t row)
{
    struct kb_buf *path = kb_page_room(d->at->page);
    kb_plot_step(path, "M", d->x - 4);
    kb_plot_step(path, " ", y_of(d, row));
    kb_plot_step(path, "l", -ARROW);
    kb_buf_puts(path, " -4v8z");
    kb_page_begin(d->at->page, EL_PATH, "head");
    kb_page_attr(d->at->page, "d", kb_buf_view(path));
    kb_page_close(d->at->page, EL_PATH);
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
    size_t upper = a < b ? a : b, rows = a < b ? b - a : a - b;
    struct kb_buf *path = kb_page_room(page);
    kb_plot_step(path, "M", d->x - 4);
    kb_plot_step(path, " ", y_of(d, upper));
    kb_plot_step(path, "a", reach_of(rows));
    kb_plot_step(path, " ", (double)rows * ROW / 2);
    kb_plot_step(path, " 0 0 0 0 ", (double)rows * ROW);
    kb_page_begin(page, EL_PATH, link->how == KB_LINK_CONFUSED ? "arc confused" : "arc");
    kb_page_attr(page, "d", kb_buf_view(path));
    if (link->how == 0 && link->weight > 1)
        kb_plot_number(page, "stroke-width", link->weight > 12 ? 7 : 1 + link->weight / 2.0);
    kb_page_close(page, EL_PATH);
    if (link->how & KB_LINK_FORTH)
        arrow(d, b);
    if (link->how & KB_LINK_BACK)
        arrow(d, a);
    kb_page_say(page, "\n");
}

/* The links of a row to those below it, in their order. */
static void arcs_of(const struct drawing *d, size_t row)
{
    const struct kb_graph *graph = d->arcs->graph;
    uint32_t node = d->rows[row];
    for (size_t n = graph->first[node]; n < graph->first[node + 1]; n++) {
        size_t other = row_of(d, graph->neighbours[n]);
        if (other != NO_ROW && other > row)
            arc(d, kb_graph_link(graph, node, graph->neighbours[n]));
    }
}

static void length(struct kb_page *page, const char *name, double pixels)
{
    struct kb_buf value = {0};
    kb_buf_printf(&value, "%grem", pixels / REM);
    kb_page_attr(page, name, kb_buf_view(&value));
    kb_buf_free(&value);
}

/* The rows from d->first on to before `end`. Who looks at no picture has the names. */
static void part(const struct drawing *d, size_t end)
{
    struct kb_page *page = d->at->page;
    struct kb_buf room = {0};
    double width = d->x + 5, height = (double)(end - d->first) * ROW;
    kb_buf_printf(&room, "0 0 %g %g", width, height);
    kb_page_begin(page, EL_DIV, "part");
    kb_page_open(page, EL_SVG);
    kb_page_attr(page, "viewBox", kb_buf_view(&room));
    length(page, "width", width);
    length(page, "height", height);
    kb_page_word(page, "aria-hidden", "true");
    for (size_t i = d->first; i < end; i++)
        arcs_of(d, i);
    for (size_t i = d->first; i < end; i++)
        dot(d, i);
    kb_page_close(page, EL_SVG);
    kb_page_open(page, EL_OL);
    for (size_t i = d->first; i < end; i++)
        name(d, d->rows[i], &room);
    kb_page_close(page, EL_OL);
    kb_page_close(page, EL_DIV);
    kb_buf_free(&room);
}

size_t kb_plot_arcs(const struct kb_view *at, const struct kb_arcs *arcs)
{
    struct drawing d = {.at = at, .arcs = arcs};
    struct kb_page *page = at->page;
    size_t ends[KB_ARCS_ROWS], parts = 0, most = 0;
    for (; parts < arcs->part_count && d.count < KB_ARCS_ROWS; parts++) {
        const struct kb_part *one = &arcs->parts[parts];
        size_t first = d.count;
        for (size_t i = 0; i < one->count && d.count < KB_ARCS_ROWS; i++) {
            d.places[d.count] = (struct place){one->nodes[i], d.count};
            d.rows[d.count++] = one->nodes[i];
        }
        ends[parts] = d.count;
        most = d.count - first > most ? d.count - first : most;
    }
    if (d.count == 0)
        return 0;
    qsort(d.places, d.count, sizeof *d.places, by_node);
    d.x = reach_of(most - 1) + ARROW + 2;
    kb_page_begin(page, EL_DIV, arcs->class_name);
    kb_page_word(page, "role", "group");
    kb_page_attr(page, "aria-label", arcs->label);
    for (size_t p = 0; p < parts; d.first = ends[p++])
        part(&d, ends[p]);
    kb_page_close(page, EL_DIV);
    return d.count;
}

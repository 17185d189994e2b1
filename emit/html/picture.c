/* SPDX-License-Identifier: MIT */
/* The neighbours of a record as a picture: what comes before above it, what comes after and what
 * it is confused with below, each joined to it by a line. It is not scaled: a narrow screen shows
 * less of each name. The list that follows it has everything. */
#include <stdlib.h>

#include "emit/html/markup.h"
#include "emit/html/plot.h"
#include "emit/html/record.h"

#define SHOWN       5  /* of each relation; one more where that is the last */
#define NAME_LENGTH 80 /* code points */

/* Lengths in the picture, in CSS pixels. */
enum {
    ROW = 26,
    BOX = 32,   /* the height of the record itself */
    TRUNK = 22, /* where the lines to what comes before and after run */
    ASIDE = 9,  /* and to what it is confused with */
    TURN = 6,   /* the radius of their corners */
    DOT = 42,
    NAME = 54,
    GAP = 8
};

struct picture {
    const struct kb_subject *subject;
    const struct kb_neighbour *list;
    size_t first[KB_RELATION_COUNT], count[KB_RELATION_COUNT], shown[KB_RELATION_COUNT];
    int y; /* of the top of the next row */
};

static void open_text(struct kb_page *page, const char *class_name, int x, int y)
{
    kb_page_begin(page, EL_TEXT, class_name);
    kb_plot_number(page, "x", x);
    kb_plot_number(page, "y", y);
}

static void put_name(const struct picture *picture, const char *class_name, int y,
                     struct kb_str name, struct kb_str lang)
{
    struct kb_page *page = picture->subject->at.page;
    struct kb_buf cut = {0};
    open_text(page, class_name, NAME, y);
    kb_markup_lang(page, lang);
    kb_page_text(page, kb_markup_cut(&cut, name, NAME_LENGTH));
    kb_page_close(page, EL_TEXT);
    kb_buf_free(&cut);
}

static void put_node(const struct picture *picture, const struct kb_neighbour *one, int y)
{
    const struct kb_view *at = &picture->subject->at;
    const struct kb_base *base = at->site->base;
    kb_page_begin(at->page, EL_CIRCLE, one->relation == KB_CONFUSED ? "aside" : NULL);
    kb_plot_number(at->page, "cx", DOT);
    kb_plot_number(at->page, "cy", y + ROW / 2.0);
    kb_page_word(at->page, "r", "4");
    kb_page_close(at->page, EL_CIRCLE);
    if (one->record < base->count) {
        const struct kb_said name = kb_part_record_name(at, base->records[one->record]);
        kb_part_open_link(at, kb_site_record_route(at->site, one->record), NULL);
        put_name(picture, NULL, y + ROW / 2 + 4, name.text, name.lang);
        kb_page_close(at->page, EL_A);
        kb_page_say(at->page, "\n");
    } else {
        struct kb_str id = kb_edge_of(at->site, &one->edge)->id;
        put_name(picture, "muted", y + ROW / 2 + 4, kb_str_blank(id) ? KB_STR("(no id)") : id,
                 (struct kb_str){0});
    }
}

/* The lines from the record, whose edge is at `end`, to the nodes of `rows` rows from `y` on: a
 * trunk, a branch to each, and points where something leads to something. */
static void put_lines(struct kb_page *page, enum kb_relation relation, int y, int rows, int end)
{
    struct kb_buf *path = kb_page_room(page);
    int x = relation == KB_CONFUSED ? ASIDE : TRUNK;
    int bend = relation == KB_BEFORE ? TURN : -TURN;
    int farthest = y + ROW / 2 + (relation == KB_BEFORE ? 0 : (rows - 1) * ROW);
    kb_plot_step(path, "M", x);
    kb_plot_step(path, " ", farthest + bend);
    kb_plot_step(path, "V", end);
    if (relation == KB_BEFORE)
        kb_buf_puts(path, "m-4-5l4 5l4-5");
    for (int i = 0; i < rows; i++) {
        int middle = y + i * ROW + ROW / 2;
        kb_plot_step(path, "M", x);
        kb_plot_step(path, " ", middle + bend);
        kb_plot_step(path, "q0 ", -bend);
        kb_plot_step(path, " ", TURN);
        kb_plot_step(path, " ", -bend);
        kb_plot_step(path, "H", DOT - GAP);
        if (relation == KB_AFTER)
            kb_buf_puts(path, "m-5-4l5 4l-5 4");
    }
    kb_page_begin(page, EL_PATH, relation == KB_CONFUSED ? "aside" : NULL);
    kb_page_attr(page, "d", kb_buf_view(path));
    kb_page_close(page, EL_PATH);
}

static int height_of(const struct picture *picture, enum kb_relation relation)
{
    size_t count = picture->count[relation], shown = picture->shown[relation];
    return count ? (int)(1 + shown + (shown < count)) * ROW + GAP : 0;
}

/* The name of the relation, its nodes, and how many are not shown. */
static void put_group(struct picture *picture, enum kb_relation relation, int end)
{
    struct kb_page *page = picture->subject->at.page;
    size_t count = picture->count[relation], shown = picture->shown[relation];
    if (count == 0)
        return;
    open_text(page, "muted", DOT - 4, picture->y + ROW / 2 + 6);
    kb_page_say(page, kb_relation_words(relation));
    kb_page_close(page, EL_TEXT);
    picture->y += ROW;
    put_lines(page, relation, picture->y, (int)shown, end);
    for (size_t i = 0; i < shown; i++, picture->y += ROW)
        put_node(picture, &picture->list[picture->first[relation] + i], picture->y);
    if (shown < count) {
        open_text(page, "muted", NAME, picture->y + ROW / 2 + 4);
        kb_page_sayf(page, "and %zu more, in the list below", count - shown);
        kb_page_close(page, EL_TEXT);
        picture->y += ROW;
    }
    picture->y += GAP;
}

static void put_record(struct picture *picture)
{
    const struct kb_subject *subject = picture->subject;
    struct kb_page *page = subject->at.page;
    const struct kb_said name = kb_part_record_name(&subject->at, subject->record);
    kb_page_begin(page, EL_RECT, "here");
    kb_plot_number(page, "y", picture->y);
    kb_page_word(page, "width", "100%");
    kb_plot_number(page, "height", BOX);
    kb_page_word(page, "rx", "5");
    kb_page_close(page, EL_RECT);
    put_name(picture, "here", picture->y + BOX / 2 + 5, name.text, name.lang);
    picture->y += BOX;
}

static void measure(struct picture *picture, size_t count)
{
    for (size_t i = count; i > 0; i--) {
        picture->first[picture->list[i - 1].relation] = i - 1;
        picture->count[picture->list[i - 1].relation]++;
    }
    for (int relation = 0; relation < KB_RELATION_COUNT; relation++) {
        size_t all = picture->count[relation];
        picture->shown[relation] = all <= SHOWN + 1 ? all : SHOWN;
    }
}

void kb_subject_picture(const struct kb_subject *subject, const struct kb_neighbour *list,
                        size_t count)
{
    struct kb_page *page = subject->at.page;
    struct picture picture = {.subject = subject, .list = list};
    measure(&picture, count);
    int top = height_of(&picture, KB_BEFORE);
    int bottom = height_of(&picture, KB_AFTER) + height_of(&picture, KB_CONFUSED);
    kb_page_begin(page, EL_SVG, "picture");
    kb_page_word(page, "role", "group");
    kb_page_label(page, "aria-label",
                  "Picture of the related errors; the list below says the same");
    kb_page_word(page, "width", "100%");
    kb_plot_number(page, "height", top + BOX + bottom);
    put_group(&picture, KB_BEFORE, top);
    put_record(&picture);
    put_group(&picture, KB_AFTER, top + BOX);
    put_group(&picture, KB_CONFUSED, top + BOX);
    kb_page_close(page, EL_SVG);
    kb_page_say(page, "\n");
}

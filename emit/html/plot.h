/* SPDX-License-Identifier: MIT */
/* Pictures of numbers, as inline SVG without styles or scripts. Each says in words what it shows,
 * or stands beside the numbers and is hidden from those who cannot see it. */
#ifndef KB_HTML_PLOT_H
#define KB_HTML_PLOT_H

#include "emit/html/parts.h"

/* A bar beside a number that says the same: a share of 1, in a colour ("good", "warn", "bad",
 * "quiet", or "fill" for the accent). */
void kb_plot_bar(struct kb_page *page, double share, const char *class_name);

/* A number with what it stands for. */
struct kb_share {
    const char *name;       /* words of ours */
    size_t number;          /* left out where it is 0 */
    const char *class_name; /* of its colour: "good", "warn", "bad", "plain", "faint" */
    struct kb_route route;  /* of the records; `rest` is absent where there is no list of them */
};

/* One bar parted by the shares, and below it a list that names and links them. */
void kb_plot_shares(const struct kb_view *at, const struct kb_share *shares, size_t count);

/* What share a number is, as a whole per cent: neither 0 nor 100 where it is only near that. */
void kb_plot_percent(struct kb_page *page, size_t number, size_t sum);

/* Columns of equal width from `from` to `to`; `label` tells what can be seen. */
struct kb_histogram {
    const size_t *numbers;
    size_t count;
    struct kb_str label;
    const char *from, *to;
};

void kb_plot_histogram(struct kb_page *page, const struct kb_histogram *histogram);

/* The step that the middle of all falls into; the lower of two. `count` where there is nothing. */
size_t kb_plot_median(const size_t *numbers, size_t count);

/* An attribute with a number. */
void kb_plot_number(struct kb_page *page, const char *name, double value);

/* A number of a path, and the command or the blank before it. */
void kb_plot_step(struct kb_buf *path, const char *before, double value);

#endif

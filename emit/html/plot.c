/* SPDX-License-Identifier: MIT */
/* Bars, shares and histograms. Presentation attributes and classes: the policy of the page forbids
 * styles within it. */
#include "emit/html/plot.h"

#include <math.h>

#define WIDTH  320 /* of a histogram, in units of its view box */
#define HEIGHT 88
#define BASE   70 /* where its columns stand */

void kb_plot_step(struct kb_buf *path, const char *before, double value)
{
    kb_buf_puts(path, before);
    /* Most are whole. */
    if (value > -1e5 && value < 1e5 && value == (double)(int)value) {
        if (value < 0)
            kb_buf_putc(path, '-');
        kb_buf_number(path, (uint64_t)fabs(value));
    } else {
        kb_buf_printf(path, "%.5g", value);
    }
}

void kb_plot_number(struct kb_page *page, const char *name, double value)
{
    struct kb_buf *text = kb_page_room(page);
    kb_plot_step(text, "", value);
    kb_page_attr(page, name, kb_buf_view(text));
}

static void rect(struct kb_page *page, const char *class_name, double x, double y, double width,
                 double height)
{
    kb_page_begin(page, EL_RECT, class_name);
    if (x > 0)
        kb_plot_number(page, "x", x);
    if (y > 0)
        kb_plot_number(page, "y", y);
    kb_plot_number(page, "width", width);
    kb_plot_number(page, "height", height);
    kb_page_close(page, EL_RECT);
}

/* As wide as there is room, as high as the style says. */
static void open_flat(struct kb_page *page, const char *class_name, const char *box)
{
    kb_page_begin(page, EL_SVG, class_name);
    kb_page_word(page, "viewBox", box);
    kb_page_word(page, "preserveAspectRatio", "none");
    kb_page_word(page, "aria-hidden", "true");
}

void kb_plot_bar(struct kb_page *page, double share, const char *class_name)
{
    open_flat(page, "bar", "0 0 100 8");
    rect(page, "track", 0, 0, 100, 8);
    if (share > 0)
        rect(page, class_name, 0, 0, share * 100, 8);
    kb_page_close(page, EL_SVG);
}

static size_t sum_of(const struct kb_share *shares, size_t count)
{
    size_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += shares[i].number;
    return sum;
}

void kb_plot_percent(struct kb_page *page, size_t number, size_t sum)
{
    double part = (double)number / (double)sum * 100;
    if (part > 0 && part < 1)
        kb_page_say(page, "<1%");
    else
        kb_page_sayf(page, "%.0f%%", part > 99 && part < 100 ? 99 : part);
}

static void key(const struct kb_view *at, const struct kb_share *share, size_t sum)
{
    struct kb_page *page = at->page;
    kb_page_open(page, EL_LI);
    open_flat(page, "swatch", "0 0 1 1");
    rect(page, share->class_name, 0, 0, 1, 1);
    kb_page_close(page, EL_SVG);
    kb_page_say(page, " ");
    kb_page_say(page, share->name);
    kb_page_say(page, " ");
    if (share->route.rest.p)
        kb_part_open_link(at, share->route, NULL);
    else
        kb_page_open(page, EL_STRONG);
    kb_page_count(page, share->number);
    kb_page_close(page, share->route.rest.p ? EL_A : EL_STRONG);
    kb_page_say(page, " ");
    kb_page_begin(page, EL_SPAN, "muted");
    kb_plot_percent(page, share->number, sum);
    kb_page_close(page, EL_SPAN);
    kb_page_close(page, EL_LI);
}

void kb_plot_shares(const struct kb_view *at, const struct kb_share *shares, size_t count)
{
    struct kb_page *page = at->page;
    size_t sum = sum_of(shares, count);
    double x = 0;
    if (sum == 0)
        return;
    open_flat(page, "shares", "0 0 100 8");
    for (size_t i = 0; i < count; i++) {
        double width = (double)shares[i].number / (double)sum * 100;
        if (shares[i].number > 0)
            rect(page, shares[i].class_name, x, 0, width, 8);
        x += width;
    }
    kb_page_close(page, EL_SVG);
    kb_page_begin(page, EL_UL, "key");
    for (size_t i = 0; i < count; i++)
        if (shares[i].number > 0)
            key(at, &shares[i], sum);
    kb_page_close(page, EL_UL);
}

static void tick(struct kb_page *page, double x, const char *anchor, const char *text)
{
    kb_page_open(page, EL_TEXT);
    kb_plot_number(page, "x", x);
    kb_plot_number(page, "y", HEIGHT - 3);
    kb_page_word(page, "text-anchor", anchor);
    kb_page_text(page, kb_str(text));
    kb_page_close(page, EL_TEXT);
}

void kb_plot_histogram(struct kb_page *page, const struct kb_histogram *histogram)
{
    const double width = (double)WIDTH / (double)histogram->count;
    size_t most = 0;
    for (size_t i = 0; i < histogram->count; i++)
        most = histogram->numbers[i] > most ? histogram->numbers[i] : most;
    if (most == 0)
        return;
    kb_page_begin(page, EL_SVG, "histogram");
    kb_page_word(page, "viewBox", "0 0 320 88");
    kb_page_word(page, "role", "img");
    kb_page_attr(page, "aria-label", histogram->label);
    for (size_t i = 0; i < histogram->count; i++) {
        /* What is there can be seen, however little it is. */
        double height = (double)histogram->numbers[i] / (double)most * (BASE - 4);
        height = histogram->numbers[i] > 0 && height < 1 ? 1 : height;
        if (height > 0)
            rect(page, "fill", (double)i * width + 1, BASE - height, width - 2, height);
    }
    rect(page, "axis", 0, BASE, WIDTH, 1);
    tick(page, 0, "start", histogram->from);
    tick(page, WIDTH, "end", histogram->to);
    kb_page_close(page, EL_SVG);
}

size_t kb_plot_median(const size_t *numbers, size_t count)
{
    size_t sum = 0, passed = 0;
    for (size_t i = 0; i < count; i++)
        sum += numbers[i];
    for (size_t i = 0; i < count; i++) {
        passed += numbers[i];
        if (passed > 0 && passed >= sum - passed)
            return i;
    }
    return count;
}

/* SPDX-License-Identifier: MIT */
/* The text report: for each finding the message, the source line with carets, help and notes. */
#include "emit/report/report.h"

#include <string.h>

#include "kb/limits.h"

enum style { PLAIN, BOLD, BLUE, RED, YELLOW, CYAN };

static const char *const codes[] = {
    [PLAIN] = "\033[0m",  [BOLD] = "\033[1m",      [BLUE] = "\033[1;34m",
    [RED] = "\033[1;31m", [YELLOW] = "\033[1;33m", [CYAN] = "\033[1;36m",
};

static const enum style severity_style[KB_SEVERITY_COUNT] = {
    [KB_INFO] = CYAN, [KB_WARNING] = YELLOW, [KB_ERROR] = RED};

struct text {
    struct kb_buf *out;
    bool color;
};

static void style(struct text *t, enum style s)
{
    if (t->color)
        kb_buf_puts(t->out, codes[s]);
}

static int digits(uint32_t number)
{
    int n = 1;
    while (number >= 10) {
        number /= 10;
        n++;
    }
    return n;
}

/* The start of a line of the frame: "97 | " or "   | ". */
static void gutter(struct text *t, int width, uint32_t line)
{
    style(t, BLUE);
    if (line)
        kb_buf_printf(t->out, "%*u |", width, line);
    else
        kb_buf_printf(t->out, "%*s |", width, "");
    style(t, PLAIN);
}

/* One code point of the source line as shown; what cannot be shown becomes U+FFFD, a tab one
 * blank. Returns its width. U+FE0F, which asks for an emoji's coloured form, is left out: terminals
 * disagree on the width of what it makes. */
static int shown(struct kb_buf *out, const char *p, size_t n, uint32_t cp, bool ok)
{
    int width = kb_cp_width(cp);
    if (cp == 0xFE0F)
        return 0;
    if (cp == '\t')
        kb_buf_putc(out, ' ');
    else if (!ok || kb_cp_unprintable(cp) || (width == 0 && kb_cp_blank(cp)))
        kb_buf_puts(out, "\xEF\xBF\xBD");
    else {
        kb_buf_add(out, p, n);
        return width;
    }
    return 1;
}

/* Where to begin showing the line that `at` lies in: its start, or half the width before it.
 * Looks no further back, so that a finding costs the same on any line. */
static const char *cut_left(const char *data, const char *at)
{
    const char *start = at;
    for (int columns = 0; start > data && start[-1] != '\n' && columns < KB_EXCERPT / 2;
         columns++) {
        start--;
        while (start > data && ((unsigned char)*start & 0xC0) == 0x80 &&
               at - start < 4 * KB_EXCERPT)
            start--;
    }
    return start;
}

static void excerpt(struct text *t, const struct kb_finding *f, int width)
{
    const char *data = f->doc->source->data, *all = data + f->doc->source->len;
    const char *at = data + f->place.offset, *end = at;
    const char *p = cut_left(data, at);
    bool cut = p > data && p[-1] != '\n';
    while (end < all && *end != '\n' && end - at < 8 * KB_EXCERPT)
        end++;
    if (end > p && end < all && *end == '\n' && end[-1] == '\r')
        end--;
    const char *mark_end = f->place.len < (size_t)(end - at) ? at + f->place.len : end;
    int before = 0, under = 0, columns = 0;
    gutter(t, width, f->place.line);
    kb_buf_putc(t->out, ' ');
    if (cut) {
        kb_buf_puts(t->out, "…");
        before++;
    }
    while (p < end && columns < KB_EXCERPT) {
        uint32_t cp;
        bool ok;
        size_t n = kb_utf8_next(p, end, &cp, &ok);
        int w = shown(t->out, p, n, cp, ok);
        before += p < at ? w : 0;
        under += p >= at && p < mark_end ? w : 0;
        columns += w;
        p += n;
    }
    kb_buf_puts(t->out, p < end || (end < all && *end != '\n' && *end != '\r') ? "…\n" : "\n");
    gutter(t, width, 0);
    kb_buf_fill(t->out, ' ', (size_t)before + 1);
    style(t, severity_style[f->severity]);
    kb_buf_fill(t->out, '^', under ? (size_t)under : 1);
    style(t, PLAIN);
    kb_buf_putc(t->out, '\n');
}

static void remark(struct text *t, int width, const char *kind)
{
    style(t, BLUE);
    kb_buf_printf(t->out, "%*s = ", width, "");
    style(t, BOLD);
    kb_buf_printf(t->out, "%s: ", kind);
    style(t, PLAIN);
}

static void position(struct text *t, const struct kb_doc *doc, const struct kb_place *place)
{
    kb_buf_plain(t->out, kb_str(doc->source->path));
    kb_buf_printf(t->out, ":%u:%u", place->line, place->column);
}

static void finding(struct text *t, const struct kb_finding *f)
{
    int width = digits(f->place.line);
    style(t, severity_style[f->severity]);
    kb_buf_printf(t->out, "%s[%s]", kb_severity_name(f->severity), f->rule->name);
    style(t, BOLD);
    kb_buf_puts(t->out, ": ");
    kb_buf_plain(t->out, kb_str(f->message));
    style(t, PLAIN);
    style(t, BLUE);
    kb_buf_printf(t->out, "\n%*s--> ", width, "");
    style(t, PLAIN);
    position(t, f->doc, &f->place);
    kb_buf_putc(t->out, '\n');
    if (f->doc->source->data && f->doc->source->len) {
        gutter(t, width, 0);
        kb_buf_putc(t->out, '\n');
        excerpt(t, f, width);
    }
    if (f->help) {
        remark(t, width, "help");
        kb_buf_plain(t->out, kb_str(f->help));
        kb_buf_putc(t->out, '\n');
    }
    for (size_t i = 0; i < f->related_count; i++) {
        remark(t, width, "note");
        kb_buf_plain(t->out, kb_str(f->related[i].message));
        kb_buf_puts(t->out, " is at ");
        position(t, f->related[i].doc, &f->related[i].place);
        kb_buf_putc(t->out, '\n');
    }
    kb_buf_putc(t->out, '\n');
}

/* Infos are summed up by rule, so that they do not bury what matters. */
static void infos(struct text *t, const struct kb_summary *summary)
{
    bool any = false;
    for (size_t i = 0; i < summary->rule_count; i++) {
        if (!summary->by_rule[i] || summary->severity[i] != KB_INFO)
            continue;
        any = true;
        style(t, CYAN);
        kb_buf_printf(t->out, "info[%s]", summary->rules[i].name);
        style(t, PLAIN);
        kb_buf_printf(t->out, ": %zu, shown with -v: %s\n", summary->by_rule[i],
                      summary->rules[i].summary);
    }
    if (any)
        kb_buf_putc(t->out, '\n');
}

/* "14 errors in 4 records; 3 can be fixed with --fix (2 more with --fix=unsafe); 5 suppressed" */
static void closing(struct kb_buf *out, const struct kb_summary *summary)
{
    size_t fixable[KB_FIX_UNSAFE + 1] = {0};
    for (size_t i = 0; i < summary->count; i++)
        fixable[kb_finding_fixable(&summary->findings[i])]++;
    kb_report_counts(out, summary);
    if (fixable[KB_FIX_SAFE])
        kb_buf_printf(out, "; %zu can be fixed with --fix", fixable[KB_FIX_SAFE]);
    if (fixable[KB_FIX_SAFE] && fixable[KB_FIX_UNSAFE])
        kb_buf_printf(out, " (%zu more with --fix=unsafe)", fixable[KB_FIX_UNSAFE]);
    else if (fixable[KB_FIX_UNSAFE])
        kb_buf_printf(out, "; %zu can be fixed with --fix=unsafe", fixable[KB_FIX_UNSAFE]);
    if (summary->suppressed_count)
        kb_buf_printf(out, "; %zu suppressed", summary->suppressed_count);
    kb_buf_putc(out, '\n');
}

void kb_report_text(struct kb_buf *out, const struct kb_summary *summary)
{
    struct text t = {out, summary->color};
    for (size_t i = 0; i < summary->count; i++)
        if (summary->verbose || summary->findings[i].severity != KB_INFO)
            finding(&t, &summary->findings[i]);
    if (!summary->verbose)
        infos(&t, summary);
    if (!summary->quiet)
        closing(out, summary);
}

/* SPDX-License-Identifier: MIT */
/* The rdjson report: reviewdog's format. Its columns count bytes of UTF-8. */
#include "emit/report/report.h"

/* Where the line of the last place begins. Findings come in order, so looking back no further
 * than the last place keeps a file of one long line linear. */
struct lines {
    const struct kb_source *source;
    size_t at, start;
};

static size_t line_start(struct lines *lines, const struct kb_source *source, size_t offset)
{
    if (lines->source != source || offset < lines->at)
        *lines = (struct lines){.source = source};
    size_t p = offset;
    while (p > lines->at && source->data[p - 1] != '\n')
        p--;
    if (p > lines->at || (p && source->data[p - 1] == '\n'))
        lines->start = p;
    lines->at = offset;
    return lines->start;
}

static void position(struct kb_buf *out, const char *key, uint32_t line, size_t column)
{
    kb_buf_printf(out, "\"%s\": {\"line\": %u, \"column\": %zu}", key, line, column);
}

static void range(struct kb_buf *out, struct lines *lines, const struct kb_finding *f)
{
    size_t start = line_start(lines, f->doc->source, f->place.offset);
    size_t end = f->place.offset + f->place.len, end_start = end;
    while (end_start > f->place.offset && f->doc->source->data[end_start - 1] != '\n')
        end_start--;
    if (end_start == f->place.offset)
        end_start = start;
    kb_buf_puts(out, ", \"range\": {");
    position(out, "start", f->place.line, f->place.offset - start + 1);
    kb_buf_puts(out, ", ");
    position(out, "end", f->place.end_line, end - end_start + 1);
    kb_buf_putc(out, '}');
}

/* A related place may lie anywhere, and the column is optional: the line has to do. */
static void related(struct kb_buf *out, const struct kb_finding *f)
{
    kb_buf_puts(out, ", \"relatedLocations\": [");
    for (size_t i = 0; i < f->related_count; i++) {
        const struct kb_related *r = &f->related[i];
        kb_buf_puts(out, i ? ", {\"message\": " : "{\"message\": ");
        kb_buf_json(out, kb_str(r->message));
        kb_buf_puts(out, ", \"location\": {\"path\": ");
        kb_buf_json(out, kb_str(r->doc->source->path));
        kb_buf_printf(out, ", \"range\": {\"start\": {\"line\": %u}}}}", r->place.line);
    }
    kb_buf_putc(out, ']');
}

static void message(struct kb_buf *out, const struct kb_finding *f)
{
    struct kb_buf text = {0};
    kb_buf_puts(&text, f->message);
    if (f->help) {
        kb_buf_puts(&text, "\nhelp: ");
        kb_buf_puts(&text, f->help);
    }
    kb_buf_json(out, kb_buf_view(&text));
    kb_buf_free(&text);
}

static void diagnostic(struct kb_buf *out, struct lines *lines, const struct kb_finding *f)
{
    static const char *const severities[KB_SEVERITY_COUNT] = {
        [KB_INFO] = "INFO", [KB_WARNING] = "WARNING", [KB_ERROR] = "ERROR"};
    kb_buf_puts(out, "{\"message\": ");
    message(out, f);
    kb_buf_puts(out, ", \"location\": {\"path\": ");
    kb_buf_json(out, kb_str(f->doc->source->path));
    if (kb_finding_placed(f))
        range(out, lines, f);
    kb_buf_printf(out, "}, \"severity\": \"%s\", \"code\": {\"value\": \"%s\"}",
                  severities[f->severity], f->rule->name);
    if (f->related_count)
        related(out, f);
    kb_buf_putc(out, '}');
}

void kb_report_rdjson(struct kb_buf *out, const struct kb_summary *summary)
{
    struct lines lines = {0};
    kb_buf_puts(out, "{\"source\": {\"name\": \"kbc\"}, \"diagnostics\": [");
    for (size_t i = 0; i < summary->count; i++) {
        kb_buf_puts(out, i ? ",\n  " : "\n  ");
        diagnostic(out, &lines, &summary->findings[i]);
    }
    kb_buf_puts(out, summary->count ? "\n]}\n" : "]}\n");
}

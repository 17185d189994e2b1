/* SPDX-License-Identifier: MIT */
/* The rdjson report: reviewdog's format. Its columns count bytes of UTF-8. */
#include <string.h>

#include "emit/report/report.h"

/* Where the line of the last place begins. Findings come in order, and suggestions are near, so
 * looking back no further than the last place keeps a file of one long line linear. */
struct lines {
    const struct kb_source *source;
    size_t at, start;
};

static size_t line_start(struct lines *lines, const struct kb_source *source, size_t offset)
{
    if (lines->source != source || offset < lines->start)
        *lines = (struct lines){.source = source};
    size_t p = offset;
    while (p > lines->at && source->data[p - 1] != '\n')
        p--;
    if (p > lines->at || (p && source->data[p - 1] == '\n'))
        lines->start = p;
    if (offset > lines->at)
        lines->at = offset;
    return lines->start;
}

static void position(struct kb_buf *out, const char *key, uint32_t line, size_t column)
{
    kb_buf_printf(out, "\"%s\": {\"line\": %u, \"column\": %zu}", key, line, column);
}

/* Line feeds among the source's bytes from `from` to `to`. */
static uint32_t breaks(const struct kb_source *source, size_t from, size_t to)
{
    uint32_t count = 0;
    const char *p = source->data + from, *end = source->data + to;
    for (; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        count++;
    return count;
}

/* The bytes' range; `line` is that of the first. */
static void range(struct kb_buf *out, struct lines *lines, const struct kb_source *source,
                  uint32_t line, size_t offset, size_t len)
{
    size_t start = line_start(lines, source, offset);
    size_t end = offset + len, end_start = end;
    while (end_start > offset && source->data[end_start - 1] != '\n')
        end_start--;
    if (end_start == offset)
        end_start = start;
    kb_buf_puts(out, "\"range\": {");
    position(out, "start", line, offset - start + 1);
    kb_buf_puts(out, ", ");
    position(out, "end", line + breaks(source, offset, end), end - end_start + 1);
    kb_buf_putc(out, '}');
}

/* Its line is counted from the finding's, which is near. */
static void suggestion(struct kb_buf *out, struct lines *lines, const struct kb_finding *f,
                       const struct kb_suggestion *s)
{
    const struct kb_source *source = f->doc->source;
    uint32_t line = f->place.line + breaks(source, f->place.offset, s->offset) -
                    breaks(source, s->offset, f->place.offset);
    kb_buf_puts(out, ", \"suggestions\": [{");
    range(out, lines, source, line, s->offset, s->len);
    kb_buf_puts(out, ", \"text\": ");
    kb_buf_json(out, s->text);
    kb_buf_puts(out, "}]");
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

/* `s` may be NULL. */
static void diagnostic(struct kb_buf *out, struct lines *lines, const struct kb_finding *f,
                       const struct kb_suggestion *s)
{
    static const char *const severities[KB_SEVERITY_COUNT] = {
        [KB_INFO] = "INFO", [KB_WARNING] = "WARNING", [KB_ERROR] = "ERROR"};
    kb_buf_puts(out, "{\"message\": ");
    message(out, f);
    kb_buf_puts(out, ", \"location\": {\"path\": ");
    kb_buf_json(out, kb_str(f->doc->source->path));
    if (kb_finding_placed(f)) {
        kb_buf_puts(out, ", ");
        range(out, lines, f->doc->source, f->place.line, f->place.offset, f->place.len);
    }
    kb_buf_printf(out, "}, \"severity\": \"%s\", \"code\": {\"value\": \"%s\"}",
                  severities[f->severity], f->rule->name);
    if (f->related_count)
        related(out, f);
    if (s && s->text.p)
        suggestion(out, lines, f, s);
    kb_buf_putc(out, '}');
}

void kb_report_rdjson(struct kb_buf *out, const struct kb_summary *summary)
{
    struct lines lines = {0};
    kb_buf_puts(out, "{\"source\": {\"name\": \"kbc\"}, \"diagnostics\": [");
    for (size_t i = 0; i < summary->count; i++) {
        kb_buf_puts(out, i ? ",\n  " : "\n  ");
        diagnostic(out, &lines, &summary->findings[i],
                   summary->suggestions ? &summary->suggestions[i] : NULL);
    }
    kb_buf_puts(out, summary->count ? "\n]}\n" : "]}\n");
}

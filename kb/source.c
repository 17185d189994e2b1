/* SPDX-License-Identifier: MIT */
/* Places: counted from the document's start, so that a file of a million records stays linear. */
#include "kb/source.h"

#include <string.h>

/* Whole lines are only searched for their ends; code points are counted in the last. */
static void advance(const char *p, const char *end, uint32_t *line, uint32_t *column)
{
    for (const char *lf; p < end && (lf = memchr(p, '\n', (size_t)(end - p))) != NULL; p = lf + 1) {
        ++*line;
        *column = 1;
    }
    *column += (uint32_t)kb_utf8_count((struct kb_str){p, (size_t)(end - p)});
}

struct kb_place kb_place_at(const struct kb_doc *doc, size_t offset, size_t len)
{
    struct kb_place place = {
        .line = doc->line, .column = doc->column, .offset = offset, .len = len};
    const char *data = doc->source->data;
    if (data)
        advance(data + doc->offset, data + offset, &place.line, &place.column);
    place.end_line = place.line;
    place.end_column = place.column;
    if (data)
        advance(data + offset, data + offset + len, &place.end_line, &place.end_column);
    return place;
}

void kb_source_where(struct kb_buf *out, const struct kb_source *source, size_t offset)
{
    struct kb_doc doc = {.source = source, .len = source->len, .line = 1, .column = 1};
    struct kb_place place = kb_place_at(&doc, offset, 0);
    kb_buf_plain(out, kb_str(source->path));
    kb_buf_printf(out, ":%u:%u: ", place.line, place.column);
}

/* SPDX-License-Identifier: MIT */
/* Makes findings of what is said, and finds their places. */
#include "compiler/say.h"

#include <string.h>

#include "compiler/focus.h"

bool kb_say_listed(struct kb_worker *w, const struct kb_rule *rule)
{
    unsigned limit = w->options->list_all ? 0 : w->options->max_per_rule;
    struct kb_listed *of = &w->listed[rule->index];
    if (w->result)
        w->result->blocked |= rule->blocks;
    if (limit && of->count > limit) {
        w->list->items[of->last].count++;
        return false;
    }
    of->count++;
    of->last = w->list->count;
    return true;
}

/* Whether what is at the place concerns the change: it is in a changed file, or it is an id that
 * one had. */
static bool in_focus(const struct kb_worker *w, struct kb_place place)
{
    const struct kb_focus *focus = w->options->focus;
    const char *text = w->doc->source->data;
    if (!focus || kb_focus_has(focus, w->doc->source))
        return true;
    if (!text || !place.len || text[place.offset] != '"' || !focus->gone_count)
        return false;
    struct kb_buf id = {0};
    kb_scan_decode(&id, text + place.offset, text + place.offset + place.len);
    bool gone = kb_focus_gone(focus, kb_buf_view(&id));
    kb_buf_free(&id);
    return gone;
}

void kb_say(struct kb_worker *w, const struct kb_said *said, struct kb_place place)
{
    struct kb_finding finding = {
        .rule = said->rule,
        .severity = w->options->severity[said->rule->index],
        .doc = w->doc,
        .place = place,
        .pointer = kb_arena_copy(&w->arena, said->pointer, strlen(said->pointer)),
        .record = w->id,
        .message = kb_arena_copy(&w->arena, said->message, strlen(said->message)),
        .help = said->help ? kb_arena_copy(&w->arena, said->help, strlen(said->help)) : NULL,
        .related = said->related,
        .related_count = said->related_count,
        .fixes = said->fixes,
        .fix_count = said->fix_count,
        .count = 1,
        .in_focus = said->in_focus || in_focus(w, place),
    };
    kb_findings_add(w->list, &finding);
}

/* Counts on from the place before, where this one is behind it. */
static struct kb_place count_on(struct kb_lookup *lookup, const struct kb_doc *doc, size_t offset,
                                size_t len)
{
    struct kb_doc *counted = &lookup->counted;
    if (counted->source != doc->source || counted->offset < doc->offset || counted->offset > offset)
        *counted = *doc;
    struct kb_place place = kb_place_at(counted, offset, len);
    counted->offset = offset;
    counted->line = place.line;
    counted->column = place.column;
    return place;
}

struct kb_place kb_say_where(struct kb_worker *w, struct kb_lookup *lookup,
                             const struct kb_doc *doc, const char **pointer, bool at_key, long byte)
{
    const char *data = doc->source->data + doc->offset;
    size_t offset = 0, len = 0;
    lookup->trail.unique = !w->results[doc - w->docs].repeats;
    while (!kb_scan_follow(&lookup->trail, data, doc->len, *pointer, at_key, &offset, &len) &&
           **pointer)
        *pointer = kb_arena_copy(&w->arena, *pointer, (size_t)(strrchr(*pointer, '/') - *pointer));
    if (byte >= 0 && len && data[offset] == '"') {
        size_t at = kb_scan_text_offset(data + offset, data + offset + len, (size_t)byte);
        len = at + 1 < len ? 1 : len - at;
        offset += at;
    }
    return count_on(lookup, doc, doc->offset + offset, len);
}

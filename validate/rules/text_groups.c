/* SPDX-License-Identifier: MIT */
/* text/templated, text/repeated: texts of several records that are one text, or one sentence with
 * other names. Each text has a key; texts of one key are a group. Linear: one pass over the texts
 * with a hash table, one over the groups. */
#include <stdlib.h>
#include <string.h>

#include "validate/rules/checks.h"
#include "validate/rules/frame.h"
#include "validate/rules/prose.h"
#include "validate/rules/texts.h"

#define NO_PLACE UINT32_MAX

/* A text, by where it stands. There may be tens of millions, so nothing else is kept. */
struct place {
    uint32_t record, entry;
    uint32_t next; /* the next place of its group, NO_PLACE at the end */
    uint32_t hash;
    uint8_t field;
    bool follows; /* it is some place's next */
};

_Static_assert(KB_FIELD_COUNT <= UINT8_MAX, "a field's number fits a place");

struct grouping {
    const struct kb_base *base;
    double words; /* that a text has at least, or it is left out */
    /* The key of a text, absent where it is left out too; may be written to `room`. */
    struct kb_str (*key)(struct kb_context *context, const struct kb_own_names *own,
                         struct kb_str text, struct kb_buf *room);
    struct place *places;
    size_t count, cap;
    uint32_t *table; /* places by hash, open addressing; its size is a power of two */
    size_t size;
    uint64_t seed;
    struct kb_buf room, other_room;
};

static struct kb_str text_at(const struct grouping *g, const struct place *place)
{
    return kb_record_text(g->base->records[place->record], (enum kb_field)place->field,
                          place->entry);
}

static struct kb_where where_of(const struct grouping *g, const struct place *place)
{
    enum kb_field field = (enum kb_field)place->field;
    struct kb_where where =
        kb_fields[field].list != KB_F_NONE ? kb_at_entry(field, place->entry) : kb_at(field);
    where.record = g->base->records[place->record];
    return where;
}

/* Gives the table that size, a power of two. */
static void resize(struct grouping *g, size_t size)
{
    uint32_t *table = kb_alloc(size, sizeof *table);
    memset(table, 0xFF, size * sizeof *table);
    for (size_t i = 0; g->table && i < g->size; i++) {
        if (g->table[i] == NO_PLACE)
            continue;
        size_t slot = g->places[g->table[i]].hash & (size - 1);
        while (table[slot] != NO_PLACE)
            slot = (slot + 1) & (size - 1);
        table[slot] = g->table[i];
    }
    free(g->table);
    g->table = table;
    g->size = size;
}

/* Whether the place has that key; its hash is the same, so it nearly always has. */
static bool has_key(struct kb_context *context, struct grouping *g, const struct place *place,
                    struct kb_str key)
{
    struct kb_own_names own = kb_own_names(g->base->records[place->record]);
    return kb_str_eq(key, g->key(context, &own, text_at(g, place), &g->other_room));
}

/* Puts a text before those of its group: texts come in reverse order, so that the chains are in
 * order. */
static void add(struct kb_context *context, struct grouping *g, struct place place,
                struct kb_str key)
{
    if (g->count == NO_PLACE)
        return; /* four thousand million texts; the rest is not compared */
    if (2 * g->count >= g->size)
        resize(g, 2 * g->size);
    g->places = kb_grow(g->places, g->count, &g->cap, sizeof *g->places);
    place.hash = (uint32_t)kb_str_hash_seeded(key, g->seed);
    size_t slot = place.hash & (g->size - 1);
    for (; g->table[slot] != NO_PLACE; slot = (slot + 1) & (g->size - 1))
        if (g->places[g->table[slot]].hash == place.hash &&
            has_key(context, g, &g->places[g->table[slot]], key))
            break;
    place.next = g->table[slot];
    if (place.next != NO_PLACE)
        g->places[place.next].follows = true;
    g->table[slot] = (uint32_t)g->count;
    g->places[g->count++] = place;
}

static void collect(struct kb_context *context, struct grouping *g)
{
    for (size_t i = g->base->count; i-- > 0;) {
        const struct kb_record *record = g->base->records[i];
        struct kb_own_names own = kb_own_names(record);
        for (int field = KB_FIELD_COUNT; field-- > 0;) {
            if (kb_text_kind((enum kb_field)field) != KB_TEXT_PROSE)
                continue;
            for (size_t entry = kb_record_entries(record, (enum kb_field)field); entry-- > 0;) {
                struct kb_str text = kb_record_text(record, (enum kb_field)field, entry);
                if ((double)text.n <= 2 * g->words)
                    continue; /* a word has two letters */
                struct kb_str key = g->key(context, &own, text, &g->room);
                const struct place place = {
                    .record = (uint32_t)i, .entry = (uint32_t)entry, .field = (uint8_t)field};
                if (key.n)
                    add(context, g, place, key);
            }
        }
    }
}

struct group {
    const struct place *first;
    size_t records;
    bool varied; /* its texts are not all the same */
};

/* What is to be known of a group. Its chain is in order of records. */
static struct group measure(const struct grouping *g, const struct place *first)
{
    struct group group = {first, 1, false};
    struct kb_str text = text_at(g, first);
    const struct place *last = first;
    for (uint32_t i = first->next; i != NO_PLACE; i = last->next) {
        const struct place *place = &g->places[i];
        group.records += place->record != last->record;
        group.varied = group.varied || !kb_str_eq(text, text_at(g, place));
        last = place;
    }
    return group;
}

/* Names the first place in each other record of the group: a change of any of them concerns it. */
static void relate(struct kb_context *context, const struct grouping *g, const struct place *first)
{
    const struct place *last = first;
    for (uint32_t i = first->next; i != NO_PLACE; i = g->places[i].next) {
        const struct place *place = &g->places[i];
        if (place->record != last->record)
            kb_relate(context, where_of(g, place), "another of them");
        last = place;
    }
}

/* Groups all prose by the key and calls `say`, which writes a message or none, for each group in
 * the order of first places; reports it there. */
static void each_group(struct kb_context *context, struct grouping *g,
                       bool (*say)(struct kb_context *context, struct grouping *g,
                                   const struct group *group),
                       const char *help)
{
    g->base = context->base;
    g->seed = kb_hash_seed();
    resize(g, 1024);
    collect(context, g);
    for (size_t i = g->count; i-- > 0;) {
        const struct place *first = &g->places[i];
        if (first->follows || first->next == NO_PLACE)
            continue;
        struct group group = measure(g, first);
        if (!say(context, g, &group))
            continue;
        relate(context, g, first);
        kb_report(context, where_of(g, first), help);
    }
    free(g->places);
    free(g->table);
    kb_buf_free(&g->room);
    kb_buf_free(&g->other_room);
}

static struct kb_str frame_key(struct kb_context *context, const struct kb_own_names *own,
                               struct kb_str text, struct kb_buf *room)
{
    room->len = 0;
    bool frame = (double)kb_frame(room, own, text) >= context->thresholds->templated_words;
    return frame ? kb_buf_view(room) : (struct kb_str){0};
}

/* The frame as people read it, in backticks. */
static void put_frame(struct kb_buf *out, struct kb_str frame)
{
    struct kb_buf shown = {0};
    for (size_t i = 0; i < frame.n; i++) {
        if (frame.p[i] == KB_FRAME_GAP)
            kb_buf_puts(&shown, "\xE2\x80\xA6 "); /* … */
        else
            kb_buf_putc(&shown, frame.p[i]);
    }
    kb_buf_quote(out, kb_str_trim(kb_buf_view(&shown)));
    kb_buf_free(&shown);
}

static bool say_templated(struct kb_context *context, struct grouping *g, const struct group *group)
{
    if (!group->varied || (double)group->records < context->thresholds->templated_records)
        return false;
    kb_buf_printf(
        &context->message,
        "this sentence stands in %zu records, only the names are exchanged: ", group->records);
    struct kb_own_names own = kb_own_names(g->base->records[group->first->record]);
    put_frame(&context->message, frame_key(context, &own, text_at(g, group->first), &g->room));
    return true;
}

void rule_text_templated(struct kb_context *context)
{
    struct grouping g = {.key = frame_key, .words = context->thresholds->templated_words};
    each_group(context, &g, say_templated,
               "say what is particular to this error, or leave the sentence out");
}

static struct kb_str text_key(struct kb_context *context, const struct kb_own_names *own,
                              struct kb_str text, struct kb_buf *room)
{
    (void)context, (void)own, (void)room;
    return text; /* its words are counted once it is known to be repeated */
}

static bool say_repeated(struct kb_context *context, struct grouping *g, const struct group *group)
{
    if ((double)group->records < context->thresholds->repeated_records ||
        (double)kb_prose_words(text_at(g, group->first)) < context->thresholds->repeated_words)
        return false;
    kb_buf_printf(&context->message, "this text stands in %zu records", group->records);
    return true;
}

void rule_text_repeated(struct kb_context *context)
{
    struct grouping g = {.key = text_key, .words = context->thresholds->repeated_words};
    each_group(context, &g, say_repeated, NULL);
}

/* SPDX-License-Identifier: MIT */
/* One function a kind of field; which field lies where is the layout's and the field table's. */
#include "compiler/lower.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

#include "compiler/json.h"
#include "kb/buf.h"

struct lowering {
    const struct kb_layout *layout;
    const struct kb_refused *refused;
    const struct kb_misfits *misfits;
    struct kb_arena *arena;
};

/* The value at the keys below `value`, up to a "*"; NULL where there is none. */
static struct json_object *follow(struct json_object *value, const struct kb_path *path)
{
    for (size_t i = 0; i < path->count && value; i++) {
        if (kb_str_is(path->keys[i], "*"))
            break;
        struct json_object *next = NULL;
        if (json_object_is_type(value, json_type_object))
            json_object_object_get_ex(value, path->keys[i].p, &next);
        value = next;
    }
    return value;
}

static struct kb_str text(struct lowering *l, struct json_object *value)
{
    struct kb_str text = kb_json_text(value);
    return text.p ? (struct kb_str){kb_arena_copy(l->arena, text.p, text.n), text.n} : text;
}

static struct kb_list texts(struct lowering *l, struct json_object *value)
{
    if (!json_object_is_type(value, json_type_array))
        return (struct kb_list){0};
    size_t count = json_object_array_length(value);
    struct kb_str *items = kb_arena_new(l->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = text(l, json_object_array_get_idx(value, i));
    return (struct kb_list){items, count};
}

static bool is_number(struct json_object *value)
{
    return json_object_is_type(value, json_type_double) ||
           json_object_is_type(value, json_type_int);
}

static struct kb_rate rate(struct lowering *l, struct json_object *value)
{
    struct kb_rate rate = {0};
    double number = is_number(value) ? json_object_get_double(value) : NAN;
    if (!isfinite(number))
        return rate;
    /* As it was written, which json-c keeps beside what is no whole number. */
    const char *literal = json_object_get_userdata(value);
    literal = literal ? literal : json_object_to_json_string(value);
    rate.value = number;
    rate.text = (struct kb_str){kb_arena_copy(l->arena, literal, strlen(literal)), strlen(literal)};
    return rate;
}

static int64_t count_of(struct json_object *value)
{
    if (json_object_is_type(value, json_type_int))
        return json_object_get_uint64(value) <= INT64_MAX ? json_object_get_int64(value)
                                                          : KB_NO_COUNT;
    double number = is_number(value) ? json_object_get_double(value) : NAN;
    return fabs(number) < 9e15 && number == floor(number) ? (int64_t)number : KB_NO_COUNT;
}

static int32_t date(struct json_object *value)
{
    int32_t day = KB_NO_DATE;
    if (json_object_is_type(value, json_type_string))
        kb_date_parse(kb_json_text(value), &day);
    return day;
}

static const char *pointer_of(struct lowering *l, enum kb_field field, struct kb_str entry)
{
    return kb_layout_pointer(l->layout, l->arena, field, entry, -1);
}

/* Whether the schema has refused the field; then its pointer is made, which hardly any record
 * needs. */
static bool is_refused(struct lowering *l, enum kb_field field, struct kb_str entry)
{
    return l->refused->count && kb_is_refused(l->refused, pointer_of(l, field, entry));
}

static void misfit(struct lowering *l, enum kb_misfit what, enum kb_field field,
                   const char *pointer)
{
    l->misfits->report(l->misfits->data, what, field, pointer);
}

/* Writes one scalar field at `target`, the record or an entry. */
static void scalar(struct lowering *l, enum kb_field field, struct json_object *value, char *target,
                   struct kb_str entry)
{
    char *member = target + kb_fields[field].offset;
    enum kb_misfit what = KB_MISFIT_TYPE;
    bool fits = true;
    /* The id stays, even refused: findings and edges go by it. */
    if (field != KB_F_ID && is_refused(l, field, entry))
        value = NULL;
    switch (kb_fields[field].kind) {
    case KB_KIND_TEXT:
        *(struct kb_str *)(void *)member = text(l, value);
        fits = json_object_is_type(value, json_type_string);
        break;
    case KB_KIND_TEXTS:
        *(struct kb_list *)(void *)member = texts(l, value);
        fits = json_object_is_type(value, json_type_array);
        break;
    case KB_KIND_RATE:
        *(struct kb_rate *)(void *)member = rate(l, value);
        fits = is_number(value); /* the scan speaks of those that are not finite */
        break;
    case KB_KIND_COUNT:
        *(int64_t *)(void *)member = count_of(value);
        fits = *(int64_t *)(void *)member != KB_NO_COUNT;
        what = is_number(value) ? KB_MISFIT_RANGE : KB_MISFIT_TYPE;
        break;
    case KB_KIND_DATE:
        *(int32_t *)(void *)member = date(value);
        fits = *(int32_t *)(void *)member != KB_NO_DATE;
        what = json_object_is_type(value, json_type_string) ? KB_MISFIT_DATE : KB_MISFIT_TYPE;
        break;
    case KB_KIND_LIST:
        break;
    }
    if (value && !fits)
        misfit(l, what, field, pointer_of(l, field, entry));
}

/* Fills one entry from a member object, or from a plain text, which is the first member. */
static void fill_entry(struct lowering *l, enum kb_field list, struct json_object *value,
                       char *entry, struct kb_str key)
{
    bool object = json_object_is_type(value, json_type_object);
    for (int i = list + 1; i < KB_FIELD_COUNT && kb_fields[i].list == list; i++) {
        enum kb_field field = (enum kb_field)i;
        const struct kb_path *path = &l->layout->paths[field];
        if (!path->keys)
            continue;
        struct json_object *member = object || path->count == 0 ? follow(value, path)
                                     : i == list + 1            ? value
                                                                : NULL;
        scalar(l, field, member, entry, key);
    }
}

static size_t fill_map(struct lowering *l, struct json_object *value, struct kb_os_note *notes)
{
    size_t count = 0;
    json_object_object_foreach(value, key, item)
    {
        if (key[0] == 'x' && key[1] == '-') /* for own use, as everywhere */
            continue;
        struct kb_os_note *note = &notes[count++];
        note->name = (struct kb_str){kb_arena_copy(l->arena, key, strlen(key)), strlen(key)};
        fill_entry(l, KB_F_OS_SPECIFIC, item, (char *)note, note->name);
    }
    return count;
}

static void fill_list(struct lowering *l, enum kb_field list, struct json_object *value,
                      struct kb_record *record)
{
    size_t size = kb_entry_size(list);
    struct kb_list filled = {0};
    if (!value || is_refused(l, list, (struct kb_str){0}))
        return;
    if (list == KB_F_OS_SPECIFIC && json_object_is_type(value, json_type_object)) {
        filled.items = kb_arena_new(l->arena, (size_t)json_object_object_length(value), size);
        filled.count = fill_map(l, value, filled.items);
    } else if (json_object_is_type(value, json_type_array)) {
        filled.count = json_object_array_length(value);
        filled.items = kb_arena_new(l->arena, filled.count, size);
        struct kb_buf number = {0};
        for (size_t i = 0; i < filled.count; i++) {
            number.len = 0;
            kb_buf_number(&number, i);
            fill_entry(l, list, json_object_array_get_idx(value, i),
                       (char *)filled.items + i * size, kb_buf_view(&number));
        }
        kb_buf_free(&number);
    } else {
        misfit(l, KB_MISFIT_TYPE, list, pointer_of(l, list, (struct kb_str){0}));
    }
    *(struct kb_list *)(void *)((char *)record + kb_fields[list].offset) = filled;
}

struct translations {
    struct kb_translation *items;
    size_t count;
};

/* With items NULL only counts. */
static void translate(struct lowering *l, size_t language, enum kb_field field,
                      struct json_object *root, struct translations *out)
{
    const struct kb_path *path = &l->layout->languages[language].paths[field];
    struct json_object *value = follow(root, path);
    struct kb_path rest = *path;
    bool listed = false;
    for (; rest.count && !listed; rest.keys++, rest.count--)
        listed = kb_str_is(rest.keys[0], "*");
    size_t count = !listed                                       ? value != NULL
                   : json_object_is_type(value, json_type_array) ? json_object_array_length(value)
                                                                 : 0;
    for (size_t i = 0; i < count; i++, out->count++) {
        if (!out->items)
            continue;
        struct json_object *item =
            listed ? follow(json_object_array_get_idx(value, i), &rest) : value;
        const char *pointer = item && !json_object_is_type(item, json_type_string)
                                  ? kb_language_pointer(&l->layout->languages[language], l->arena,
                                                        field, listed ? (long)i : -1)
                                  : NULL;
        if (pointer && !kb_is_refused(l->refused, pointer))
            misfit(l, KB_MISFIT_TYPE, field, pointer);
        out->items[out->count] = (struct kb_translation){(uint16_t)language, (uint16_t)field,
                                                         (uint32_t)i, text(l, item)};
    }
}

static void fill_translations(struct lowering *l, struct json_object *root,
                              struct kb_record *record)
{
    struct translations out = {0};
    for (int pass = 0; pass == 0 || (pass == 1 && out.count); pass++) {
        if (pass == 1)
            out.items = kb_arena_new(l->arena, out.count, sizeof *out.items);
        out.count = 0;
        for (size_t i = 0; i < l->layout->language_count; i++)
            for (int field = 0; field < KB_FIELD_COUNT; field++)
                if (l->layout->languages[i].paths[field].keys)
                    translate(l, i, (enum kb_field)field, root, &out);
    }
    record->translations = (struct kb_list){out.items, out.count};
}

struct kb_record *kb_lower(const struct kb_layout *layout, struct json_object *value,
                           const struct kb_refused *refused, const struct kb_misfits *misfits,
                           struct kb_arena *arena)
{
    struct lowering l = {layout, refused, misfits, arena};
    struct kb_record *record = kb_arena_new(arena, 1, sizeof *record);
    record->evidence_count = KB_NO_COUNT;
    record->first_seen = record->last_confirmed = record->last_updated = KB_NO_DATE;
    for (int i = 0; i < KB_FIELD_COUNT; i++) {
        enum kb_field field = (enum kb_field)i;
        if (!layout->paths[i].keys || kb_fields[i].list != KB_F_NONE)
            continue;
        struct json_object *found = follow(value, &layout->paths[i]);
        if (kb_fields[i].kind == KB_KIND_LIST)
            fill_list(&l, field, found, record);
        else
            scalar(&l, field, found, (char *)record, (struct kb_str){0});
    }
    fill_translations(&l, value, record);
    for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
        for (size_t i = 0; i < record->edges[kind].count; i++)
            ((struct kb_edge *)record->edges[kind].items)[i].target = KB_NO_RECORD;
    return record;
}

/* SPDX-License-Identifier: MIT */
/* The field table, and the way from a field back to its JSON pointer. */
#include "kb/layout.h"

#include <string.h>

#include "kb/buf.h"
#include "kb/record.h"

const struct kb_field_info kb_fields[KB_FIELD_COUNT] = {
#define FIELD(id, name, kind, list, type, member)                                                  \
    [KB_F_##id] = {name, KB_KIND_##kind, KB_F_##list, offsetof(struct type, member),               \
                   sizeof(struct type)},
#include "kb/fields.def"
#undef FIELD
};

/* A list's row stands right before its members', whose owner is the entry. */
size_t kb_entry_size(enum kb_field list)
{
    return kb_fields[list + 1].owner_size;
}

enum kb_field kb_field_named(struct kb_str name)
{
    for (int i = 0; i < KB_FIELD_COUNT; i++)
        if (kb_str_is(name, kb_fields[i].name))
            return (enum kb_field)i;
    return KB_F_NONE;
}

bool kb_layout_has(const struct kb_layout *layout, enum kb_field field)
{
    return layout->paths[field].keys != NULL;
}

/* Adds the keys; the first "*" becomes `entry`. */
static void add_path(struct kb_buf *buf, const struct kb_path *path, struct kb_str entry)
{
    for (size_t i = 0; i < path->count; i++) {
        if (!kb_str_is(path->keys[i], "*"))
            kb_buf_pointer_key(buf, path->keys[i]);
        else if (entry.p)
            kb_buf_pointer_key(buf, entry);
    }
}

static struct kb_str number(long value, char room[24])
{
    struct kb_buf buf = {0};
    kb_buf_printf(&buf, "%ld", value);
    memcpy(room, buf.data, buf.len + 1);
    kb_buf_free(&buf);
    return value < 0 ? (struct kb_str){0} : kb_str(room);
}

static const char *finish(struct kb_buf *buf, struct kb_arena *arena)
{
    const char *copy = kb_arena_copy(arena, buf->data ? buf->data : "", buf->len);
    kb_buf_free(buf);
    return copy;
}

const char *kb_layout_pointer(const struct kb_layout *layout, struct kb_arena *arena,
                              enum kb_field field, struct kb_str entry, long item)
{
    struct kb_buf buf = {0};
    char room[24];
    enum kb_field list = kb_fields[field].list;
    if (list != KB_F_NONE)
        add_path(&buf, &layout->paths[list], entry);
    add_path(&buf, &layout->paths[field], entry);
    if (item >= 0)
        kb_buf_pointer_key(&buf, number(item, room));
    return finish(&buf, arena);
}

const char *kb_language_pointer(const struct kb_language *language, struct kb_arena *arena,
                                enum kb_field field, long entry)
{
    struct kb_buf buf = {0};
    char room[24];
    add_path(&buf, &language->paths[field], number(entry, room));
    return finish(&buf, arena);
}

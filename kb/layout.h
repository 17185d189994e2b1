/* SPDX-License-Identifier: MIT */
/* A layout says where in the JSON each field of the model stands: the schema's x-kb, compiled.
 * Read-only once made, so threads share it. */
#ifndef KB_LAYOUT_H
#define KB_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kb/arena.h"
#include "kb/str.h"

enum kb_field {
#define FIELD(id, name, kind, list, type, member) KB_F_##id,
#include "kb/fields.def"
#undef FIELD
    KB_FIELD_COUNT,
    KB_F_NONE = -1
};

enum kb_kind {
    KB_KIND_TEXT,  /* struct kb_str */
    KB_KIND_TEXTS, /* struct kb_list of struct kb_str */
    KB_KIND_RATE,  /* struct kb_rate */
    KB_KIND_COUNT, /* int64_t, KB_NO_COUNT where absent */
    KB_KIND_DATE,  /* int32_t days, KB_NO_DATE where absent */
    KB_KIND_LIST   /* struct kb_list of entries */
};

struct kb_field_info {
    const char *name; /* as in x-kb */
    enum kb_kind kind;
    enum kb_field list; /* the list whose entries it belongs to, or KB_F_NONE */
    size_t offset;      /* of the member within the record or the entry */
    size_t owner_size;  /* of the struct it is a member of */
};

extern const struct kb_field_info kb_fields[KB_FIELD_COUNT];

/* Bytes of one entry of a LIST field. */
size_t kb_entry_size(enum kb_field list);

/* The field of that x-kb name, or KB_F_NONE. */
enum kb_field kb_field_named(struct kb_str name);

/* A JSON pointer in pieces. "*" stands for every element; only a list's own path ends with one,
 * and a member's path is kept relative to its entry. */
struct kb_path {
    const struct kb_str *keys; /* decoded; NULL where the layout lacks the field */
    size_t count;
};

struct kb_language {
    const char *tag;                      /* BCP 47, for example "zh" */
    struct kb_path paths[KB_FIELD_COUNT]; /* from the root, with "*" for the entry's index */
};

struct kb_layout {
    const char *name;                     /* schema name or file */
    struct kb_path paths[KB_FIELD_COUNT]; /* relative to the entry for members */
    const struct kb_language *languages;  /* translations, in order of their tags */
    size_t language_count;
    bool bare[KB_FIELD_COUNT]; /* edge lists: the schema takes an edge that is its id alone */
    unsigned twin_segments;    /* leading parts of the id that twins share; 0: there are none */
};

bool kb_layout_has(const struct kb_layout *layout, enum kb_field field);

/* The JSON pointer of a field. `entry` is the index within its list or, where the source has a
 * map, the key (absent: the list itself); `item` the index within a TEXTS field, -1 for all of
 * it. In the arena. */
const char *kb_layout_pointer(const struct kb_layout *layout, struct kb_arena *arena,
                              enum kb_field field, struct kb_str entry, long item);

/* The same for a translation of that field; -1 for the translated list itself. */
const char *kb_language_pointer(const struct kb_language *language, struct kb_arena *arena,
                                enum kb_field field, long entry);

#endif

/* SPDX-License-Identifier: MIT */
/* From the JSON value to the typed record, by the layout. */
#ifndef KB_LOWER_H
#define KB_LOWER_H

#include "kb/record.h"

struct json_object;

/* Pointers of values that the schema, or of broken text the scan, has refused, as a set of their
 * hashes. Zero-initialised is empty. What is refused is absent to the rules, which then say nothing
 * about it. */
struct kb_refused {
    uint64_t *hashes; /* open addressing, 0 is free */
    size_t count, cap;
    uint64_t seed; /* 0 until the first is added */
};

/* Longer pointers are not kept: no field has one, and a key of a megabyte would be hashed again for
 * each problem below it. */
bool kb_refusable(const char *pointer);
void kb_refuse(struct kb_refused *refused, const char *pointer);
bool kb_is_refused(const struct kb_refused *refused, const char *pointer); /* it, or a part above */
void kb_refused_clear(struct kb_refused *refused);
void kb_refused_free(struct kb_refused *refused);

enum kb_misfit {
    KB_MISFIT_TYPE,  /* another type than the field's */
    KB_MISFIT_RANGE, /* a count that no int64_t holds */
    KB_MISFIT_DATE   /* text that is no date */
};

/* Told of a value that is there, that the schema accepts, and that its field cannot hold. */
struct kb_misfits {
    void (*report)(void *data, enum kb_misfit what, enum kb_field field, const char *pointer);
    void *data;
};

/* Lowers `value`, which must be an object, into the arena. Fields that are absent, null, refused or
 * misfits are absent. */
struct kb_record *kb_lower(const struct kb_layout *layout, struct json_object *value,
                           const struct kb_refused *refused, const struct kb_misfits *misfits,
                           struct kb_arena *arena);

#endif

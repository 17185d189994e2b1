/* SPDX-License-Identifier: MIT */
/* One catalogue file to the tables of kb/facts.h. */
#ifndef KB_CATALOGUE_H
#define KB_CATALOGUE_H

#include "kb/arena.h"
#include "kb/buf.h"
#include "kb/facts.h"
#include "kb/source.h"

struct json_object;

/* False, with "path:line:column: why" in `error`, when the value, read from `source`, is no
 * catalogue by schema/facts.schema.json. */
bool kb_catalogue_valid(struct json_object *value, const struct kb_source *source,
                        struct kb_buf *error);

/* The tables of a valid catalogue, in the arena but for the pattern, which the caller frees. NULL,
 * and where and why in `error`, for what the schema cannot say: a pattern that does not compile, a
 * day that does not exist. `source` is what it was read from, NULL for an embedded one. */
struct kb_catalogue *kb_catalogue_new(struct json_object *value, const struct kb_source *source,
                                      struct kb_arena *arena, struct kb_buf *error);

#endif

/* SPDX-License-Identifier: MIT */
/* What a schema would accept, found out by trying it. */
#ifndef KB_PROBE_H
#define KB_PROBE_H

#include "kb/layout.h"
#include "validate/schema/schema.h"

/* Sets layout->bare for each edge list whose entries need nothing but an id. */
void kb_probe_edges(struct kb_layout *layout, const struct kb_schema *program,
                    struct kb_arena *arena);

#endif

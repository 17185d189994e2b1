/* SPDX-License-Identifier: MIT */
/* Groups of records by a value that they share. */
#ifndef KB_HTML_GROUP_H
#define KB_HTML_GROUP_H

#include "emit/html/site.h"

/* Takes the values of one record after the other. */
struct kb_gather;

/* `rank` orders groups before their values do; `name` orders the records within one before their
 * place in the base does: both without the case of ASCII letters. A value that is absent makes the
 * group of the records without any. Texts are borrowed. */
void kb_gather_add(struct kb_gather *gather, uint32_t rank, struct kb_str value,
                   struct kb_str name);

/* Where a text can be made that lives as long as the groups. */
struct kb_arena *kb_gather_arena(struct kb_gather *gather);

typedef void kb_collect(struct kb_gather *gather, const struct kb_site *site, size_t language,
                        const struct kb_record *record);

/* All groups of what `collect` adds for each record, without routes; a record stands in a group
 * once. In the arena. */
struct kb_site_groups kb_group(const struct kb_site *site, size_t language, kb_collect *collect,
                               struct kb_arena *arena);

#endif

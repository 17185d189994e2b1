/* SPDX-License-Identifier: MIT */
/* What is asked about the regex of a record: what the rules have found out is in the record, and
 * what they have not is found out here. */
#ifndef KB_REGEX_H
#define KB_REGEX_H

#include "kb/record.h"
#include "pattern/literal.h"
#include "pattern/syntax.h"

/* Whether there is one, and PCRE2 takes it. */
bool kb_regex_compiles(const struct kb_record *record);

/* Its literals, where it compiles. What they point to is in the arena, or lives as the record does.
 */
struct kb_literals kb_regex_literals(const struct kb_record *record, struct kb_arena *arena);

/* Whether there is nothing to suggest that it backtracks without end. It has to compile; `syntax`
 * is its tree. */
bool kb_regex_tame(const struct kb_record *record, const struct kb_syntax *syntax);

#endif

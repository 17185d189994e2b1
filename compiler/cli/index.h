/* SPDX-License-Identifier: MIT */
/* Opening the packed index that a command answers from. */
#ifndef KB_CLI_INDEX_H
#define KB_CLI_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kbx/kbx.h"

struct kb_options;

/* Opens the index that --index names (out/kb.kbx) and checks the checksums of the sections an
 * answer comes from: without them a damaged file could give a wrong one. The JSON, a quarter of the
 * file, is left alone where it is not asked for. NULL after saying why it cannot be; the caller
 * closes it with kbx_close. */
struct kbx *kb_index_open(const struct kb_options *options, bool json);

/* The same for a command that uses few sections and few of the texts: only these are checked, by
 * their tags, and of the texts those that it asks for. Before it prints, kb_index_sound says
 * whether all of them were right; it is false after saying that they were not. */
struct kbx *kb_index_open_for(const struct kb_options *options, const uint32_t *tags, size_t count);

bool kb_index_sound(const struct kb_options *options, const struct kbx *k);

/* Checks further sections before their first use. False after saying what is wrong. */
bool kb_index_check(const struct kb_options *options, const struct kbx *k, const uint32_t *tags,
                    size_t count);

/* The language that --lang names: KBX_BASE where it is not given, or is English, which is what the
 * records are written in. False after saying which languages there are. */
bool kb_index_language(const struct kb_options *options, const struct kbx *k, uint32_t *language);

#endif

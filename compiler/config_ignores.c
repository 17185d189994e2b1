/* SPDX-License-Identifier: MIT */
/* Which rules kbc.json ignores for the path of a source. */
#include "compiler/config.h"

#include <string.h>

#include "compiler/glob.h"
#include "compiler/path.h"

/* The path as the globs see it, relative to the folder of kbc.json: the way its owner names it, or
 * else the way it has without links. Absent where it lies elsewhere. */
static struct kb_str own_path(const struct kb_config *config, const struct kb_source *source,
                              struct kb_arena *arena)
{
    if (strcmp(source->path, "-") == 0)
        return (struct kb_str){0};
    const char *absolute = kb_path_absolute(arena, source->path);
    struct kb_str below = absolute ? kb_path_below(config->folder, absolute) : (struct kb_str){0};
    return below.p ? below : kb_path_below(config->real_folder, source->full);
}

static bool holds(const struct kb_path_ignore *entry, struct kb_str path)
{
    for (const char *const *glob = entry->globs; *glob; glob++)
        if (kb_glob_match(kb_str(*glob), path))
            return true;
    return false;
}

static void turn_to(struct kb_path_ignores *ignores, const struct kb_source *source)
{
    const struct kb_config *config = ignores->config;
    struct kb_arena arena = {0};
    ignores->source = source;
    memset(ignores->by_rule, 0, sizeof ignores->by_rule);
    struct kb_str path = own_path(config, source, &arena);
    for (size_t i = 0; path.p && i < config->per_path_count; i++) {
        const struct kb_path_ignore *entry = &config->per_path[i];
        if (!holds(entry, path))
            continue;
        for (size_t rule = 0; rule < KB_RULE_COUNT; rule++)
            if (entry->ignore[rule] && !ignores->by_rule[rule])
                ignores->by_rule[rule] = entry;
    }
    kb_arena_free(&arena);
}

bool kb_config_ignores(struct kb_path_ignores *ignores, const struct kb_source *source,
                       const struct kb_rule *rule, const char **reason)
{
    if (!ignores->config || !ignores->config->per_path_count)
        return false;
    if (ignores->source != source)
        turn_to(ignores, source);
    const struct kb_path_ignore *entry = ignores->by_rule[rule->index];
    if (entry)
        *reason = entry->reason;
    return entry != NULL;
}

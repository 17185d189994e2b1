/* SPDX-License-Identifier: MIT */
/* Looking embedded files up. */
#include "kb/embedded.h"

#include <string.h>

const struct kb_embedded *kb_embedded_named(const char *name, const char *suffix)
{
    size_t n = strlen(name);
    for (const struct kb_embedded *file = kb_embedded_files; file->name; file++)
        if (strncmp(file->name, name, n) == 0 && strcmp(file->name + n, suffix) == 0)
            return file;
    return NULL;
}

struct kb_str kb_embedded_name(const void *suffix, size_t i)
{
    struct kb_str end = kb_str(suffix);
    for (const struct kb_embedded *file = kb_embedded_files; file->name; file++) {
        struct kb_str name = kb_str(file->name);
        if (kb_str_ends(name, end) && i-- == 0)
            return (struct kb_str){name.p, name.n - end.n};
    }
    return (struct kb_str){0};
}

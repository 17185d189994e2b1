/* SPDX-License-Identifier: MIT */
/* Looking embedded files up. */
#include "emit/asset.h"

#include <assert.h>
#include <string.h>

#include "kb/embedded.h"

struct kb_str kb_asset(const char *name)
{
    const struct kb_embedded *file = kb_embedded_files;
    while (file->name && strcmp(file->name, name) != 0)
        file++;
    assert(file->name);
    return (struct kb_str){(const char *)file->data, file->size};
}

/* SPDX-License-Identifier: MIT */
/* Embedded files as texts. */
#include "emit/asset.h"

#include <assert.h>

#include "kb/embedded.h"

struct kb_str kb_asset(const char *name)
{
    const struct kb_embedded *file = kb_embedded_named(name, "");
    assert(file);
    return (struct kb_str){(const char *)file->data, file->size};
}

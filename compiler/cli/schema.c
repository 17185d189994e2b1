/* SPDX-License-Identifier: MIT */
/* kbc schema: the schemas inside the binary. */
#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/schemas.h"

static const char suffix[] = ".schema.json";

static struct kb_str schema_name(const void *from, size_t i)
{
    (void)from;
    for (const struct kb_embedded *file = kb_embedded_files; file->name; file++) {
        struct kb_str name = kb_str(file->name);
        if (kb_str_ends(name, kb_str(suffix)) && i-- == 0)
            return (struct kb_str){name.p, name.n - strlen(suffix)};
    }
    return (struct kb_str){0};
}

int kb_cmd_schema(const struct kb_options *options)
{
    struct kb_buf out = {0};
    struct kb_str name;
    if (options->operand_count > 1)
        return kb_fail("schema: one schema at a time");
    if (options->operand_count == 0) {
        for (size_t i = 0; (name = schema_name(NULL, i)).p; i++) {
            kb_buf_str(&out, name);
            kb_buf_putc(&out, '\n');
        }
    } else {
        const struct kb_embedded *file = kb_schema_embedded(options->operands[0]);
        if (!file) {
            long near = kb_nearest(kb_str(options->operands[0]), schema_name, NULL);
            name = near >= 0 ? schema_name(NULL, (size_t)near) : KB_STR("");
            return kb_fail("schema: there is no schema %s%s%.*s%s", options->operands[0],
                           near >= 0 ? "; did you mean " : "; `kbc schema` lists them",
                           (int)name.n, name.p, near >= 0 ? "?" : "");
        }
        kb_buf_add(&out, file->data, file->size);
    }
    bool ok = kb_print(&out);
    kb_buf_free(&out);
    return ok ? KB_EXIT_OK : KB_EXIT_FAILED;
}

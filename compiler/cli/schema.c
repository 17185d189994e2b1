/* SPDX-License-Identifier: MIT */
/* kbc schema: the schemas inside the binary. */
#include "compiler/cli/cli.h"
#include "compiler/schemas.h"

int kb_cmd_schema(const struct kb_options *options)
{
    struct kb_buf out = {0};
    struct kb_str name;
    if (options->operand_count > 1)
        return kb_fail("schema: one schema at a time");
    if (options->operand_count == 0) {
        for (size_t i = 0; (name = kb_schema_name(i)).p; i++) {
            kb_buf_str(&out, name);
            kb_buf_putc(&out, '\n');
        }
    } else {
        const struct kb_embedded *file = kb_schema_embedded(options->operands[0]);
        struct kb_str near = file ? (struct kb_str){0} : kb_schema_nearest(options->operands[0]);
        if (near.p)
            return kb_fail("schema: there is no schema %s; did you mean %.*s?",
                           options->operands[0], (int)near.n, near.p);
        if (!file)
            return kb_fail("schema: there is no schema %s; `kbc schema` lists them",
                           options->operands[0]);
        kb_buf_add(&out, file->data, file->size);
    }
    bool ok = kb_print(&out);
    kb_buf_free(&out);
    return ok ? KB_EXIT_OK : KB_EXIT_FAILED;
}

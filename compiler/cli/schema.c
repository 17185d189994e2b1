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
        for (size_t i = 0; (name = kb_embedded_name(KB_SCHEMAS, i)).p; i++) {
            kb_buf_str(&out, name);
            kb_buf_putc(&out, '\n');
        }
    } else {
        const struct kb_embedded *file = kb_embedded_named(options->operands[0], KB_SCHEMAS);
        if (!file)
            return kb_fail_unknown("schema", kb_str(options->operands[0]), kb_embedded_name,
                                   KB_SCHEMAS);
        kb_buf_add(&out, file->data, file->size);
    }
    bool ok = kb_print(&out);
    kb_buf_free(&out);
    return ok ? KB_EXIT_OK : KB_EXIT_FAILED;
}

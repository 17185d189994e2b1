/* SPDX-License-Identifier: MIT */
/* The row of the packed index among the emitters. */
#include "emit/emit.h"

#include "emit/kbx/write.h"

static void emit(const struct kb_base *base, const struct kb_emit_options *options,
                 struct kb_out *out)
{
    (void)options;
    struct kb_buf index = {0}, error = {0};
    if (kb_kbx_write(base, &index, &error))
        kb_out_file(out, "kb.kbx", kb_buf_view(&index), KB_FILE_SYNCED);
    else
        kb_out_fail(out, "kb.kbx: %s", error.data);
    kb_buf_free(&index);
    kb_buf_free(&error);
}

const struct kb_emitter kb_emit_kbx = {
    .name = "kbx",
    .target = "kb.kbx",
    .summary = "the packed index: one file that is mapped and looked up in, for other programs",
    .emit = emit,
};

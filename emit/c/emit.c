/* SPDX-License-Identifier: MIT */
/* The emitter of C tables: kb.h, the same for every base, and kb.c. */
#include "emit/emit.h"

#include "emit/c/parts.h"

static void put_lines(struct kb_buf *buf, const char *const *lines)
{
    for (; *lines; lines++) {
        kb_buf_puts(buf, *lines);
        kb_buf_putc(buf, '\n');
    }
}

static void put_day(struct kb_buf *buf, const char *name, int32_t day)
{
    if (day == KB_NO_DATE)
        kb_buf_printf(buf, "const int32_t %s = KBT_NO_DATE;\n", name);
    else
        kb_buf_printf(buf, "const int32_t %s = %ld;\n", name, (long)day);
}

static bool emit_header(struct kb_out *out)
{
    struct kb_buf buf = {0};
    kb_buf_puts(&buf, "/* A knowledge base of errors as constant tables. Written by kbc: do not "
                      "edit.\n *\n * Goes with kb.c, which compiles alone, as C99 and later and "
                      "as C++11 and later. */\n");
    put_lines(&buf, kb_c_header);
    bool ok = kb_out_file(out, "c/kb.h", kb_buf_view(&buf), KB_FILE_PLAIN);
    kb_buf_free(&buf);
    return ok;
}

static bool emit_tables(const struct kb_base *base, struct kb_out *out)
{
    struct kb_buf buf = {0};
    struct kb_c_texts texts = {.rows = &buf};
    struct kb_c_rows tables[KB_C_TABLE_COUNT] = {0};
    kb_buf_printf(&buf,
                  "/* The tables of %zu error record%s. Written by kbc: do not edit, but change "
                  "the records\n * and build again. */\n#include \"kb.h\"\n\n#include "
                  "<string.h>\n\n#define LONG_TEXT 0x80000000u\n\n",
                  base->count, base->count == 1 ? "" : "s");
    kb_c_texts_start(&texts);
    kb_c_tables_fill(tables, &texts, base);
    kb_c_texts_end(&texts);
    bool ok = !texts.full;
    kb_c_texts_free(&texts);
    kb_c_tables_write(&buf, tables);
    for (size_t i = 0; i < KB_C_TABLE_COUNT; i++)
        kb_buf_free(&tables[i].text);
    put_day(&buf, "kbt_newest", base->newest);
    put_day(&buf, "kbt_today", base->today);
    put_lines(&buf, kb_c_lookup);
    ok = ok ? kb_out_file(out, "c/kb.c", kb_buf_view(&buf), KB_FILE_PLAIN)
            : kb_out_fail(out, "the texts of the records are over 2 GiB, more than C tables hold");
    kb_buf_free(&buf);
    return ok;
}

static bool emit(const struct kb_base *base, struct kb_out *out)
{
    return emit_header(out) && emit_tables(base, out);
}

const struct kb_emitter kb_emit_c = {
    .name = "c",
    .target = "c/",
    .summary = "constant C tables, c/kb.h and c/kb.c",
    .emit = emit,
};

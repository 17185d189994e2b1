/* SPDX-License-Identifier: MIT */
/* The emitter of C tables: kb.h, the same for every base, and kb.c. */
#include "emit/emit.h"

#include "emit/asset.h"
#include "emit/c/parts.h"

static void put_day(struct kb_buf *buf, const char *name, int32_t day)
{
    if (day == KB_NO_DATE)
        kb_buf_printf(buf, "const int32_t %s = KBT_NO_DATE;\n", name);
    else
        kb_buf_printf(buf, "const int32_t %s = %ld;\n", name, (long)day);
}

static void emit_tables(const struct kb_base *base, struct kb_out *out)
{
    struct kb_buf buf = {0};
    struct kb_c_texts texts = {0};
    struct kb_c_rows tables[KB_C_TABLE_COUNT] = {0};
    kb_buf_printf(&buf,
                  "/* The tables of %zu error record%s. Written by kbc: do not edit, but change "
                  "the records\n * and build again. */\n#include \"kb.h\"\n\n#include "
                  "<string.h>\n\n#define LONG_TEXT 0x80000000u\n\n",
                  base->count, base->count == 1 ? "" : "s");
    kb_c_texts_start(&texts);
    kb_c_tables_fill(tables, &texts, base);
    kb_c_texts_write(&buf, &texts);
    bool full = texts.full;
    kb_c_texts_free(&texts);
    kb_c_tables_write(&buf, tables);
    for (size_t i = 0; i < KB_C_TABLE_COUNT; i++)
        kb_buf_free(&tables[i].text);
    put_day(&buf, "kbt_newest", base->newest);
    put_day(&buf, "kbt_today", base->today);
    kb_buf_putc(&buf, '\n');
    kb_buf_str(&buf, kb_asset("lookup.c.in"));
    if (full)
        kb_out_fail(out, "the texts of the records are over 2 GiB, more than C tables hold");
    else
        kb_out_file(out, "c/kb.c", kb_buf_view(&buf), KB_FILE_PLAIN);
    kb_buf_free(&buf);
}

/* The types in kb.h and the rows that tables.c writes go together; tests/robustness/c_tables.py
 * compares every field. The functions have no switch, since its jump table would be data with
 * relocations. */
static void emit(const struct kb_base *base, const struct kb_emit_options *options,
                 struct kb_out *out)
{
    (void)options;
    kb_out_file(out, "c/kb.h", kb_asset("kb.h.in"), KB_FILE_PLAIN);
    emit_tables(base, out);
}

const struct kb_emitter kb_emit_c = {
    .name = "c",
    .target = "c/",
    .summary = "constant C tables, c/kb.h and c/kb.c",
    .emit = emit,
};

/* SPDX-License-Identifier: MIT */
/* Texts of the C tables: kept once, written as rows of literals. Offsets instead of pointers keep
 * relocations out, so that the pages of a shared library stay shared. */
#include "emit/c/parts.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"

#define LONG_TEXT 0x80000000u

enum { ROW_TEXT = KB_C_ROW - 1, LINE = 92 };

struct kb_c_text {
    struct kb_str text;
    uint32_t name; /* 0: the slot is free */
};

static struct kb_c_text *slot_of(const struct kb_c_texts *texts, struct kb_str text)
{
    size_t mask = texts->slot_count - 1, i = (size_t)kb_str_hash(text) & mask;
    while (texts->slots[i].name && !kb_str_eq(texts->slots[i].text, text))
        i = (i + 1) & mask;
    return &texts->slots[i];
}

static void widen(struct kb_c_texts *texts)
{
    struct kb_c_texts old = *texts;
    texts->slot_count = old.slot_count ? 2 * old.slot_count : 1024;
    texts->slots = kb_alloc(texts->slot_count, sizeof *texts->slots);
    for (size_t i = 0; i < old.slot_count; i++)
        if (old.slots[i].name)
            *slot_of(texts, old.slots[i].text) = old.slots[i];
    free(old.slots);
}

/* Three octal digits always, so that a digit may follow; "?" too, because of trigraphs. */
static size_t escaped(char out[4], char c)
{
    unsigned char byte = (unsigned char)c;
    if (byte >= 0x20 && byte < 0x7F && !strchr("\"'\\?", c)) {
        out[0] = c;
        return 1;
    }
    out[0] = '\\';
    out[1] = (char)('0' + (byte >> 6));
    out[2] = (char)('0' + (byte >> 3 & 7));
    out[3] = (char)('0' + (byte & 7));
    return 4;
}

static void open_line(struct kb_c_texts *texts)
{
    texts->line = texts->rows.len;
    kb_buf_puts(&texts->rows, "     \"");
}

static void add_bytes(struct kb_c_texts *texts, const char *p, size_t n)
{
    char out[4];
    for (size_t i = 0; i < n; i++) {
        if (texts->rows.len - texts->line > LINE) {
            kb_buf_puts(&texts->rows, "\"\n");
            open_line(texts);
        }
        kb_buf_add(&texts->rows, out, escaped(out, p[i]));
    }
    texts->used += n;
}

static void open_row(struct kb_c_texts *texts)
{
    texts->starts = kb_grow(texts->starts, texts->row_count, &texts->row_cap, sizeof(size_t));
    texts->starts[texts->row_count++] = texts->rows.len;
    open_line(texts);
    texts->used = 0;
}

void kb_c_texts_start(struct kb_c_texts *texts)
{
    open_row(texts);
    add_bytes(texts, "", 1); /* offset 0 is the absent text */
}

static uint32_t add_short(struct kb_c_texts *texts, struct kb_str text)
{
    if (text.n > ROW_TEXT - texts->used) {
        kb_buf_putc(&texts->rows, '"');
        open_row(texts);
    }
    size_t name = (texts->row_count - 1) * KB_C_ROW + texts->used;
    add_bytes(texts, text.p, text.n);
    /* A text that fills the row to its end finds its NUL there: the literal's own. */
    if (texts->used < ROW_TEXT)
        add_bytes(texts, "", 1);
    if (name >= LONG_TEXT)
        texts->full = true;
    return (uint32_t)name;
}

static uint32_t add_long(struct kb_c_texts *texts, struct kb_str text)
{
    size_t at = texts->tail.len;
    kb_buf_str(&texts->tail, text);
    kb_buf_putc(&texts->tail, '\0');
    if (at >= LONG_TEXT)
        texts->full = true;
    return LONG_TEXT | (uint32_t)at;
}

uint32_t kb_c_text(struct kb_c_texts *texts, struct kb_str text)
{
    if (!text.p || texts->full)
        return 0;
    if (2 * texts->count >= texts->slot_count)
        widen(texts);
    struct kb_c_text *slot = slot_of(texts, text);
    if (slot->name)
        return slot->name;
    uint32_t name = text.n <= ROW_TEXT ? add_short(texts, text) : add_long(texts, text);
    *slot = (struct kb_c_text){text, name};
    texts->count++;
    return name;
}

/* Finds rows first to end - 1 by halves. */
static void write_rows(struct kb_buf *out, const struct kb_c_texts *texts, size_t first, size_t end)
{
    if (end - first == 1) {
        size_t start = texts->starts[first];
        size_t stop = end < texts->row_count ? texts->starts[end] : texts->rows.len;
        kb_buf_puts(out, "    return\n");
        kb_buf_add(out, texts->rows.data + start, stop - start);
        kb_buf_puts(out, ";\n");
        return;
    }
    size_t middle = first + (end - first) / 2;
    kb_buf_printf(out, "    if (row < %zu) {\n", middle);
    write_rows(out, texts, first, middle);
    kb_buf_puts(out, "    }\n");
    write_rows(out, texts, middle, end);
}

/* Branches and not an array of rows: in C++, clang keeps 73 bytes for each character of a constant
 * array (clang 14, 2,013 records: 350 MB, so 200). A switch or an array of pointers would bring
 * addresses into the data, and with them relocations. */
static void write_short(struct kb_buf *out, struct kb_c_texts *texts)
{
    kb_buf_putc(&texts->rows, '"');
    kb_buf_puts(out, "static const char *short_row(uint32_t row)\n{\n    (void)row;\n");
    write_rows(out, texts, 0, texts->row_count);
    kb_buf_puts(out, "}\n\n");
}

void kb_c_texts_write(struct kb_buf *out, struct kb_c_texts *texts)
{
    char c[4];
    write_short(out, texts);
    /* C++ wants room for a literal's NUL in every row, so what is longer than a row cannot be
     * contiguous as literals. Such texts are rare. */
    kb_buf_puts(out, "static const char long_texts[] = {");
    for (size_t i = 0, line = 0; i < texts->tail.len; i++) {
        if (i == 0 || out->len - line > LINE) {
            line = out->len;
            kb_buf_puts(out, "\n   ");
        }
        kb_buf_puts(out, " '");
        kb_buf_add(out, c, escaped(c, texts->tail.data[i]));
        kb_buf_puts(out, "',");
    }
    kb_buf_puts(out, texts->tail.len ? "\n};\n\n" : "0};\n\n");
}

void kb_c_texts_free(struct kb_c_texts *texts)
{
    free(texts->slots);
    free(texts->starts);
    kb_buf_free(&texts->rows);
    kb_buf_free(&texts->tail);
}

/* SPDX-License-Identifier: MIT */
/* The parts of the emitter of C tables: texts and tables. What is the same for every base lies in
 * assets/. */
#ifndef KB_EMIT_C_PARTS_H
#define KB_EMIT_C_PARTS_H

#include "kb/base.h"
#include "kb/buf.h"

/* C99 promises 4,095 characters a literal, and compilers warn above that. */
#define KB_C_ROW 4096

/* All texts, each once. Short ones become rows of literals, source already; those that fill more
 * than a row lists of characters. Zero-initialised is ready; then kb_c_texts_start. */
struct kb_c_texts {
    struct kb_buf rows;
    size_t *starts; /* where each row begins in `rows`; the last is the open one */
    size_t row_count, row_cap;
    size_t used;             /* bytes of the open row */
    size_t line;             /* where its open source line began in `rows` */
    struct kb_buf tail;      /* the texts themselves, each with its NUL */
    struct kb_c_text *slots; /* open addressing, half empty */
    size_t slot_count, count;
    bool full; /* over 2 GiB: names no longer fit */
};

void kb_c_texts_start(struct kb_c_texts *texts);

/* The name of a text, which must live until kb_c_texts_free; 0 for the absent one. */
uint32_t kb_c_text(struct kb_c_texts *texts, struct kb_str text);

/* Ends the rows and appends the source of all texts. Called once. */
void kb_c_texts_write(struct kb_buf *out, struct kb_c_texts *texts);
void kb_c_texts_free(struct kb_c_texts *texts);

/* One array of kb.c. */
enum kb_c_table {
    KB_C_RECORDS,
    KB_C_TEXTS,
    KB_C_VERSIONS,
    KB_C_OS_NOTES,
    KB_C_DEAD_ENDS,
    KB_C_WORKAROUNDS,
    KB_C_EDGES,
    KB_C_TRANSLATIONS,
    KB_C_PROBLEMS,
    KB_C_CODES,
    KB_C_LANGUAGES,
    KB_C_TABLE_COUNT
};

struct kb_c_rows {
    struct kb_buf text; /* the rows as source */
    size_t count;
};

/* Writes the rows of all tables and, on the way, all texts. */
void kb_c_tables_fill(struct kb_c_rows tables[KB_C_TABLE_COUNT], struct kb_c_texts *texts,
                      const struct kb_base *base);

/* Appends the arrays, and the counts that users see. */
void kb_c_tables_write(struct kb_buf *out, const struct kb_c_rows tables[KB_C_TABLE_COUNT]);

#endif

/* SPDX-License-Identifier: MIT */
/* Where text comes from: files, and the documents (one JSON value each) within them. */
#ifndef KB_SOURCE_H
#define KB_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kb/buf.h"

/* How a file holds its documents. */
enum kb_shape { KB_SHAPE_ONE, KB_SHAPE_LINES, KB_SHAPE_ARRAY };

struct kb_source {
    const char *path; /* as shown: the operand joined with the way below it */
    const char *rel;  /* relative to the operand; what goes into outputs */
    const char *full; /* absolute; only for comparison with ids, never shown */
    const char *real; /* the same with all links resolved, but for one that leads nowhere */
    char *data;       /* the whole file, owned; NULL when it could not be read */
    size_t len;
    int error;           /* errno of what failed, 0 where nothing did */
    const char *object;  /* the name git's index has for its contents; NULL: read from the path */
    const char *problem; /* why it could not be read, else NULL */
    bool walked;         /* found in a folder, not named */
    enum kb_shape shape;
};

/* What may be wrong with an array file between its records. */
enum kb_fault { KB_FAULT_NONE, KB_FAULT_SYNTAX, KB_FAULT_ENCODING };

/* One JSON value: a whole file, a line of an NDJSON file, or an element of an array file. */
struct kb_doc {
    const struct kb_source *source;
    size_t offset, len;    /* its bytes within the source */
    uint32_t line, column; /* of its first byte; from 1, columns count code points */
    enum kb_fault fault;   /* not NONE: there is no document here, and `problem` says why */
    const char *problem;
};

/* Line and column from 1, columns in code points; end is exclusive. Line 0: no place known. */
struct kb_place {
    uint32_t line, column, end_line, end_column;
    size_t offset, len; /* the same in bytes of the source */
};

/* The place of `len` bytes at `offset` of the source, which lie within the document. Broken
 * UTF-8 counts one column a byte, a line ends at LF. */
struct kb_place kb_place_at(const struct kb_doc *doc, size_t offset, size_t len);

/* Appends "path:line:column: " of a byte of a file that is one document. */
void kb_source_where(struct kb_buf *out, const struct kb_source *source, size_t offset);

#endif

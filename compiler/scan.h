/* SPDX-License-Identifier: MIT */
/* One strict pass over the bytes of a document (RFC 8259): what json-c would let through is
 * found here, and here alone positions come from. Keeps going after whatever can be repaired. */
#ifndef KB_SCAN_H
#define KB_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kb/buf.h"
#include "kb/limits.h"

enum kb_scan_kind {
    KB_SCAN_SYNTAX,
    KB_SCAN_ENCODING,
    KB_SCAN_NUL,
    KB_SCAN_DUPLICATE_KEY,
    KB_SCAN_NUMBER_RANGE,
    KB_SCAN_DEPTH
};

#define KB_SCAN_NOWHERE ((size_t)-1)

struct kb_scan_problem {
    enum kb_scan_kind kind;
    size_t offset, len;          /* within the data scanned */
    size_t earlier, earlier_len; /* DUPLICATE_KEY: the key's first place, else KB_SCAN_NOWHERE */
    const char *message;         /* borrowed for the call */
};

typedef void kb_scan_report(void *data, const struct kb_scan_problem *problem);

/* A scalar with its quotes, a key, or a bracket. Commas and colons are none. */
struct kb_scan_token {
    uint32_t at;
    uint32_t len : 31;
    uint32_t plain : 1; /* a text that stands there as it is: without escapes and NULs */
};

/* Memory kept from one document to the next. Zero-initialised is ready; one a thread. */
struct kb_scanner {
    /* Of the last document; not all where it is too long for a record. */
    struct kb_scan_token *tokens;
    size_t token_count, token_cap;
    struct kb_scan_key *keys; /* open addressing; see scan.c */
    size_t key_cap, key_count;
    unsigned epoch;
    uint64_t seed;    /* of the keys' hashes; 0 until the first scan */
    size_t used;      /* bytes of the last document up to the end of its value */
    size_t key_bytes; /* of its keys, decoded, with a NUL after each */
    bool repeats;     /* a key stands twice in one of its objects */
    struct kb_buf message, key, other_key;
    struct kb_buf names; /* kb_json_value's */
};

enum kb_scan_result {
    KB_SCAN_CLEAN,
    KB_SCAN_REPAIRABLE, /* problems, but kb_scan_repair gives text that json-c can read */
    KB_SCAN_BROKEN
};

enum kb_scan_result kb_scan(struct kb_scanner *scanner, const char *data, size_t len,
                            kb_scan_report *report, void *report_data);

/* The text of a repairable document as JSON that json-c reads the same way: BOM, trailing commas
 * and leading zeros dropped; broken bytes and NULs as U+FFFD, raw controls as spaces; the backslash
 * of an unknown escape doubled. `len` is the scanner's `used`. Appends. */
void kb_scan_repair(struct kb_buf *buf, const char *data, size_t len);

/* The document scanned last, which must be clean, without white space between tokens; every token
 * keeps its bytes. Appends. */
void kb_scan_compact(struct kb_buf *buf, const struct kb_scanner *scanner, const char *data);

/* Bytes of the value (or, with at_key, of the key) that a JSON pointer names, in a document that
 * is clean or repairable. Of keys that stand twice, the last counts, as json-c has it. Where a
 * part is not there, the place of the innermost part that is, and false. */
bool kb_scan_locate(const char *data, size_t len, const char *pointer, bool at_key, size_t *offset,
                    size_t *value_len);

/* The way to the place found last in a document: zeroed at first. */
struct kb_scan_trail {
    const char *data;      /* of the document, which must not change meanwhile */
    bool unique;           /* set by the caller where no key stands twice in an object */
    struct kb_buf pointer; /* as far as it led */
    struct kb_scan_step {
        size_t part_end; /* of its part, in the pointer */
        const char *value, *key, *key_end;
        size_t index; /* in an array */
    } steps[KB_MAX_DEPTH];
    size_t count;
    const char *value, *value_end; /* that was measured last */
};

/* The same, from the part of the way that both pointers share, and onwards in an array or an
 * object: places that come in order are all found in one pass, those of members where keys are
 * unique. */
bool kb_scan_follow(struct kb_scan_trail *trail, const char *data, size_t len, const char *pointer,
                    bool at_key, size_t *offset, size_t *value_len);

void kb_scan_trail_free(struct kb_scan_trail *trail);

/* End of the value that starts at p: past its closing bracket, quote or last character; `end`
 * where it is cut off, and then *whole (where asked for) is false. Checks only brackets and
 * quotes. */
const char *kb_scan_skip(const char *p, const char *end, bool *whole);

const char *kb_scan_space(const char *p, const char *end); /* first byte that is no white space */

/* The JSON pointer of the key or value that holds the byte at `offset`, as far as the text can be
 * followed. Appends. */
void kb_scan_pointer(struct kb_buf *buf, const char *data, size_t len, size_t offset);

/* The text in quotes at p, decoded, onto buf; NUL and lone surrogates become U+FFFD. */
void kb_scan_decode(struct kb_buf *buf, const char *p, const char *end);

/* The text in quotes at p, which has `len` bytes with these: of the document itself where nothing
 * is escaped, else decoded into buf. */
struct kb_str kb_scan_text(const char *p, size_t len, struct kb_buf *buf);

/* The same of a token of the document. */
struct kb_str kb_scan_token_text(const struct kb_scan_token *token, const char *data,
                                 struct kb_buf *buf);

/* Where byte `decoded` of the text in quotes at p comes from, as an offset from p. */
size_t kb_scan_text_offset(const char *p, const char *end, size_t decoded);

/* The value of four hexadecimal digits, or -1. */
int kb_scan_hex4(const char *p, const char *end);

void kb_scanner_free(struct kb_scanner *scanner);

#endif

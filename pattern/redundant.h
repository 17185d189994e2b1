/* SPDX-License-Identifier: MIT */
/* Parts of a record's regex that change nothing about which texts it matches: records are matched
 * without regard to case, anywhere in a text. */
#ifndef KB_REDUNDANT_H
#define KB_REDUNDANT_H

#include <stdbool.h>
#include <stdint.h>

#include "kb/buf.h"
#include "pattern/syntax.h"

struct kb_redundant {
    bool flag;      /* (?i) at the start */
    bool leading;   /* .* or .*? where a match begins */
    bool trailing;  /* the same where it ends */
    uint32_t begin; /* byte of the first of them */
};

/* Finds them and, where there are any, adds the regex without them to `without`: it is not empty,
 * and matches where `regex` does. Certain cases only: nothing of a regex with back references or
 * with what is not analysed, but (?i). */
struct kb_redundant kb_redundant_find(const struct kb_syntax *syntax, struct kb_str regex,
                                      struct kb_buf *without);

#endif

/* SPDX-License-Identifier: MIT */
/* A digest of a series of texts and numbers: two series that differ hardly ever have the same (one
 * chance in 2^128). For memories of this machine: on another one it may come out otherwise, and
 * whoever wants to can find two series that share it. */
#ifndef KB_DIGEST_H
#define KB_DIGEST_H

#include "kb/str.h"

/* All zero: of nothing that is known. */
struct kb_digest {
    uint64_t a, b;
};

#define KB_DIGEST_UNKNOWN ((struct kb_digest){0, 0})

/* That of an empty series, which is not zero. */
struct kb_digest kb_digest_start(void);

/* Each adds one to the series. An absent text is not the same as an empty one. */
void kb_digest_text(struct kb_digest *digest, struct kb_str text);
void kb_digest_number(struct kb_digest *digest, uint64_t number);
void kb_digest_add(struct kb_digest *digest, struct kb_digest other);

bool kb_digest_known(struct kb_digest digest);
bool kb_digest_eq(struct kb_digest x, struct kb_digest y);

#endif

/* SPDX-License-Identifier: MIT */
/* SHA-256 (FIPS 180-4), for file names that must not be made to meet. */
#ifndef KB_SHA256_H
#define KB_SHA256_H

#include "kb/str.h"

/* The digest as 64 lower-case hex digits and a NUL. */
void kb_sha256_hex(struct kb_str data, char out[65]);

#endif

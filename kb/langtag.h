/* SPDX-License-Identifier: MIT */
/* Language tags, as BCP 47 (RFC 5646) has them. The rules, the schemas and the site judge a tag by
 * this alone. */
#ifndef KB_LANGTAG_H
#define KB_LANGTAG_H

#include <stdbool.h>

#include "kb/str.h"

/* Whether a text has the form of a tag, in any case: "en", "zh-Hans-CN", "x-own". Whether its parts
 * are registered is not looked up, but that no language has more than three letters. The few
 * irregular tags of old, as "i-klingon", are none, and no tag is longer than the 35 characters that
 * everybody has to take. */
bool kb_langtag_valid(struct kb_str tag);

#endif

/* SPDX-License-Identifier: MIT */
/* The site's own words in other languages than English, which stands in the code. */
#ifndef KB_HTML_WORDS_H
#define KB_HTML_WORDS_H

#include <stddef.h>

#include "kb/buf.h"

/* The second argument may be a format: what is returned takes the same arguments. */
#if defined __GNUC__
#define KB_WORDS __attribute__((format_arg(2)))
#else
#define KB_WORDS
#endif

struct kb_words;

/* The words for a language tag; those of "zh" serve "zh-Hans" too. NULL where there are none: the
 * site then speaks English around texts of that language. */
const struct kb_words *kb_words_for(const char *tag);

/* What stands for the English text; the text itself where it needs no translation. */
KB_WORDS const char *kb_words_find(const struct kb_words *words, const char *english);

#endif

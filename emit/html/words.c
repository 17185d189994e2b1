/* SPDX-License-Identifier: MIT */
/* A table sorted by its English, for a binary search. */
#include "emit/html/words.h"

#include <string.h>

#include "kb/str.h"

struct kb_words {
    const char *tag;
    size_t column;
};

enum { ZH, LANGUAGES };

static const struct kb_words languages[LANGUAGES] = {[ZH] = {"zh", ZH}};

static const struct row {
    const char *english, *others[LANGUAGES];
} rows[] = {
#define WORDS(english, chinese) {english, {chinese}},
#include "emit/html/words.def"
#undef WORDS
};

const struct kb_words *kb_words_for(const char *tag)
{
    for (size_t i = 0; i < LANGUAGES; i++) {
        size_t n = strlen(languages[i].tag);
        if (kb_str_starts(kb_str(tag), languages[i].tag) && (tag[n] == '\0' || tag[n] == '-'))
            return &languages[i];
    }
    return NULL;
}

const char *kb_words_find(const struct kb_words *words, const char *english)
{
    size_t low = 0, high = sizeof rows / sizeof *rows;
    while (words && low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(english, rows[middle].english);
        if (order == 0)
            return rows[middle].others[words->column];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return english;
}

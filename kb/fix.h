/* SPDX-License-Identifier: MIT */
/* A change to a document's own text that would end a finding. Data only: compiler/ turns it into
 * an edit of bytes. */
#ifndef KB_FIX_H
#define KB_FIX_H

#include <stdbool.h>

#include "kb/source.h"

enum kb_fix_kind {
    KB_FIX_SET_TEXT,   /* the value at the pointer becomes `text` */
    KB_FIX_APPEND,     /* `text`, which is JSON, becomes the last item of the array at the pointer;
                          an array that is absent or null is made, and objects above it with it */
    KB_FIX_REMOVE,     /* the item or member at the pointer goes */
    KB_FIX_RENAME_KEY, /* the last key of the pointer becomes `text` */
};

struct kb_fix {
    enum kb_fix_kind kind;
    const struct kb_doc *doc;
    const char *pointer; /* JSON pointer within the document */
    struct kb_str text;  /* decoded text, or JSON for APPEND; absent for REMOVE */
    bool unsafe;         /* may change what the record means: only when asked for */
};

#endif

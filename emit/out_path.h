/* SPDX-License-Identifier: MIT */
/* Which relative paths may be written below the output folder. */
#ifndef KB_OUT_PATH_H
#define KB_OUT_PATH_H

#include <stdbool.h>

/* Names in the output folder that are the writer's own; no emitter may use them. */
#define KB_OUT_STAGE    ".kbc-stage"
#define KB_OUT_MANIFEST ".kbc-files"
#define KB_OUT_MADE     ".kbc-made"

/* Relative, no part empty, ".", ".." or over 255 bytes, no control characters (the manifest is a
 * list of lines), and not one of the names above. */
bool kb_out_path_ok(const char *path);

#endif

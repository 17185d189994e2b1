/* SPDX-License-Identifier: MIT */
/* The inside of struct kb_out, shared by staging (out.c) and putting in place (out_commit.c). */
#ifndef KB_OUT_PARTS_H
#define KB_OUT_PARTS_H

#include <sys/types.h>

#include "emit/emit.h"
#include "emit/out_dir.h"

struct kb_out_entry {
    char *path; /* owned */
    enum kb_order order;
    bool fresh;  /* nothing stands at the target */
    bool staged; /* its bytes wait in the stage under `number` */
    size_t number;
};

struct kb_out {
    char *folder;
    size_t made_from;    /* folder[0..made_from) was the first part that had to be made; 0: none */
    struct kb_dirs dirs; /* the open folder, which is locked, and what was last walked below it */
    int stage;           /* within it; -1: not open */
    dev_t device;        /* of the stage: renames cannot leave it */

    struct kb_out_entry *files;
    size_t count, cap, numbers;

    struct kb_buf error; /* the first failure */
    bool failed, committed;
};

/* "cannot <verb> <folder>/<path[0..len)>: <errno's text>", kept as the failure. Always false. */
bool kb_out_errno(struct kb_out *out, const char *verb, const char *path, size_t len);

/* Name of a staged file. Returns `name`. */
const char *kb_out_stage_name(size_t number, char name[24]);

#endif

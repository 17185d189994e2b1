/* SPDX-License-Identifier: MIT */
/* The inside of struct kb_out, shared by staging (out.c) and putting in place (out_commit.c). */
#ifndef KB_OUT_PARTS_H
#define KB_OUT_PARTS_H

#include <sys/types.h>

#include "emit/emit.h"
#include "emit/out_dir.h"
#include "emit/out_made.h"

struct kb_out_entry {
    char *path; /* owned */
    enum kb_order order;
    bool fresh;  /* nothing stands at the target */
    bool staged; /* its bytes wait in the stage: under `number`, or within a new folder */
    size_t number;
    size_t new_folder; /* path[0..new_folder) is missing, and staged as a whole; 0: it is there */
    struct kb_digest from, mark; /* see emit/out_made.h; zero where they are not known */
};

struct kb_out {
    char *folder;
    size_t made_from;    /* folder[0..made_from) was the first part that had to be made; 0: none */
    struct kb_dirs dirs; /* the open folder, which is locked, and what was last walked below it */
    int stage;           /* within it; -1: not open */
    dev_t device;        /* of the stage: renames cannot leave it */
    uint64_t *known;     /* hashes of new folders that were made, one a place; see out.c */
    uint64_t seed;       /* of these */

    struct kb_out_entry *files;
    size_t count, cap, numbers;

    struct kb_made made;     /* of the build before, once it was asked for */
    struct kb_buf made_text; /* its bytes */
    bool asked;

    struct kb_buf error; /* the first failure */
    bool failed, committed;
};

/* "cannot <verb> <folder>/<path[0..len)>: <errno's text>", kept as the failure. Always false. */
bool kb_out_errno(struct kb_out *out, const char *verb, const char *path, size_t len);

/* As kb_out_file, for an entry that has its order and what it is made from. */
bool kb_out_stage(struct kb_out *out, const char *path, struct kb_str data,
                  struct kb_out_entry *file);

/* Notes a file; its path is copied. */
void kb_out_add(struct kb_out *out, const struct kb_out_entry *file, const char *path);

/* Writes down what files were made from, when everything is in place; those of parts that this run
 * did not touch stand in `rest`, sorted. */
bool kb_out_put_made(struct kb_out *out, const char *const *rest, size_t rest_count);

/* Name of a staged file. Returns `name`. */
const char *kb_out_stage_name(size_t number, char name[24]);

/* The folder of the stage that holds new folders, each at the path that it will have. */
#define KB_OUT_NEW "new"

/* The path that path[0..len), a new folder or a file in one, has in the stage; to be freed. */
char *kb_out_new_path(const char *path, size_t len);

/* Whether the path leads into the new folder that the file is in. */
bool kb_out_same_folder(const struct kb_out_entry *file, const char *path);

#endif

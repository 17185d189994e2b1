/* SPDX-License-Identifier: MIT */
/* What a run is about when it is about a change: the whole base is loaded, and reported is only
 * what is found in the changed files or because of them. */
#ifndef KB_FOCUS_H
#define KB_FOCUS_H

#include "kb/finding.h"
#include "kb/layout.h"

struct kb_focus {
    const char **files; /* absolute paths of changed files and folders, sorted */
    size_t file_count, file_cap;
    struct kb_str *gone; /* ids in them, and in files of these folders, in the last commit */
    size_t gone_count, gone_cap;
    struct kb_arena arena;
};

/* Adds a path: absolute, or as the user writes it. Files that no longer exist count too. */
void kb_focus_add(struct kb_focus *focus, const char *path);

/* To be called when all paths are added: sorts, and asks git (`top` is the root of the work tree,
 * or NULL) which ids the files had in the last commit. */
void kb_focus_settle(struct kb_focus *focus, const char *top, const struct kb_layout *layout);

bool kb_focus_has(const struct kb_focus *focus, const struct kb_source *source);

/* Whether the id was one of a changed file's. */
bool kb_focus_gone(const struct kb_focus *focus, struct kb_str id);

void kb_focus_free(struct kb_focus *focus);

#endif

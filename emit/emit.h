/* SPDX-License-Identifier: MIT */
/* What an emitter is, and the folder it writes into. An emitter takes the const knowledge base
 * and hands finished files to the output; it sees no json-c, no standard output, no clock. */
#ifndef KB_EMIT_H
#define KB_EMIT_H

#include <stdbool.h>
#include <stddef.h>

#include "kb/base.h"
#include "kb/buf.h"
#include "kb/digest.h"

struct kb_out;

/* What a site needs to know beyond the base. Texts may be NULL. */
struct kb_emit_options {
    const char *base_url; /* where the site will be, with a slash at its end: makes links absolute
                             where a format wants them */
    const char
        *edit_url; /* where a record's source can be edited: {path} and {line} are filled in */
};

struct kb_emitter {
    const char *name;    /* as in --emit */
    const char *target;  /* what it owns below the output folder, for messages: "html/" */
    const char *summary; /* one line for help */
    /* What fails is kept in `out`, and kb_out_commit says so. */
    void (*emit)(const struct kb_base *base, const struct kb_emit_options *options,
                 struct kb_out *out);
};

extern const struct kb_emitter kb_emit_c, kb_emit_html, kb_emit_kbx;

/*
 * The output folder as one change: files are staged in <folder>/.kbc-stage, and only
 * kb_out_commit puts them in place, so that until then nothing old is touched.
 */

/* Opens (creating it where needed) the folder, cleans what an earlier, killed run left staged.
 * Returns NULL and says why in `error` on failure. */
struct kb_out *kb_out_open(const char *folder, struct kb_buf *error);

/* LAST: entry pages, renamed after the others; in a new folder all come at once.
 * SYNCED: on the disk before it has its name, for what other programs map. A sync costs
 * milliseconds and a site has thousands of files; one that a power cut emptied is written again by
 * the next build. */
enum kb_order { KB_FILE_PLAIN, KB_FILE_LAST, KB_FILE_SYNCED };

/* Stages one file. `path` is relative, with "/" between parts made by the emitter; a part that
 * is empty, "." or ".." is refused, and so is a path of over 3,000 bytes. A file whose bytes are
 * those already in place is left alone. The data is borrowed. False on failure, which is kept for
 * kb_out_commit. */
bool kb_out_file(struct kb_out *out, const char *path, struct kb_str data, enum kb_order order);

/* The same for a file of which the emitter can tell what it is made from: a digest of everything
 * that its bytes depend on but the program itself (zero: it cannot tell). Asked before it is made,
 * kb_out_keep says whether it need not be: an earlier build made it from the same and nobody has
 * touched it since. It then counts as staged. */
bool kb_out_file_from(struct kb_out *out, const char *path, struct kb_str data, enum kb_order order,
                      struct kb_digest from);
bool kb_out_keep(struct kb_out *out, const char *path, struct kb_digest from);

/* Keeps a failure of the emitter's own. Always false. */
KB_PRINTF(2, 3) bool kb_out_fail(struct kb_out *out, const char *format, ...);

struct kb_out_counts {
    size_t written, unchanged, removed;
};

/* Puts everything in place: new folders, new files, changed files, LAST files; then deletes what an
 * earlier run wrote and this one did not, below the top-level names that this one wrote. False when
 * anything failed; the reason is in `error`; before the first rename nothing has changed. */
bool kb_out_commit(struct kb_out *out, struct kb_out_counts *counts, struct kb_buf *error);

void kb_out_close(struct kb_out *out); /* drops what is still staged; NULL is fine */

/* A relative path for an id that no id can make leave its folder or meet another's: every byte
 * but a-z 0-9 . _ - becomes "=XX"; so do the first byte of a part that begins with "." or is
 * "index", "index.html", "index.md" or the name of a device of Windows, and a dot that ends a name.
 * An empty part is "="; one that comes to over 200 bytes goes on in a folder within, whose name
 * begins with "=-". */
void kb_out_id_path(struct kb_buf *buf, struct kb_str id);

/* The same for a file of that ending, ".json". It stands in no other's way: a folder with an ending
 * that files of the site have, as in "a.json/b", has "=2E" for its dot. */
void kb_out_id_file(struct kb_buf *buf, struct kb_str id, const char *ending);

#endif

/* SPDX-License-Identifier: MIT */
/* What the files of `kbc match` share: match.c reads and ranks, match_text.c and match_json.c
 * print. */
#ifndef KB_CLI_MATCH_H
#define KB_CLI_MATCH_H

#include "compiler/cli/cli.h"
#include "kb/str.h"
#include "kbx/rank.h"

/* A record that matches, or may match (undecided), a line. */
struct kb_hit {
    const struct kbx_ranked *ranked;
    uint64_t rank;       /* 1 is best for that line */
    uint64_t start, end; /* bytes of the line as read */
};

/* The hits of a line that are to be told, the best first. */
struct kb_hits {
    const char *file; /* NULL where none is named */
    uint64_t line;
    struct kb_str text; /* the line as it was matched */
    const struct kb_hit *items;
    size_t count;  /* from 1 */
    size_t beyond; /* further ones, left out because of --top */
    size_t undecided_beyond;
};

/* What a record has explained so far. */
struct kb_explained {
    uint64_t lines;   /* that it matches */
    uint64_t best;    /* that it explains best */
    double score;     /* the best of all lines */
    bool told;        /* text: what it says has been printed */
    const char *file; /* of the first line */
    uint64_t line;
};

struct kb_matching {
    const struct kb_options *options;
    const struct kbx *k;
    const struct kb_match_output *output;
    uint32_t language; /* KBX_BASE: none was asked for */
    bool color;
    size_t top;        /* records told for a line */
    struct kb_buf out; /* what is to be printed next */

    struct kb_explained *explained; /* of each record */
    uint32_t *found;                /* records that have explained something, in that order */
    size_t found_count, found_room;
    uint64_t lines, matched, hits; /* matched: lines with hits; hits: those told */
    uint64_t undecided;            /* of all, told or not */

    struct kb_buf last;      /* the text of the line told last, where it is short enough */
    bool repeatable;         /* it is */
    uint64_t repeats;        /* lines like it that have not been told */
    const char *repeat_file; /* where the last of these is */
    uint64_t repeat_line;
    bool told; /* something has been printed */
};

/* A form of output; it adds to m->out, which is printed whenever nothing more can be read at once.
 */
struct kb_match_output {
    bool explains; /* it tells what a record says, not just which it is */
    void (*begin)(struct kb_matching *m);
    void (*hits)(struct kb_matching *m, const struct kb_hits *hits);
    void (*pause)(struct kb_matching *m); /* the input has nothing more at the moment */
    void (*end)(struct kb_matching *m);
};

extern const struct kb_match_output kb_match_text, kb_match_json, kb_match_jsonl;

/* Counts a hit for its record (match_found.c). */
void kb_match_count(struct kb_matching *m, const struct kb_hits *hits, const struct kb_hit *hit);

/* Sorts m->found: the best score first, ties by id. */
void kb_match_sort(struct kb_matching *m);

#endif

/* SPDX-License-Identifier: MIT */
/* kbc.json: what a knowledge base says once about how it is checked and built. What concerns a
 * check is written straight into its options; what remains is kept here. Paths in the file are
 * relative to its folder; here they are as seen from the working directory. */
#ifndef KB_CONFIG_H
#define KB_CONFIG_H

#include "compiler/check.h"

#define KB_CONFIG_NAME "kbc.json"

/* Catalogues of facts for the records of one domain. */
struct kb_config_facts {
    const char *domain;
    const char *const *catalogues; /* names of built-in ones, or paths; NULL-terminated */
};

/* Rules that are not reported for files of some paths. */
struct kb_path_ignore {
    const char *const *globs;   /* one is enough; NULL-terminated */
    bool ignore[KB_RULE_COUNT]; /* never what blocks */
    const char *reason;         /* or NULL */
};

struct kb_config {
    const char *path;                 /* as shown; NULL: there is none, and nothing else is set */
    const char *folder, *real_folder; /* absolute: as its owner knows it, and without links */
    const char *schema;               /* as it is written, or NULL */
    const char *schema_path;          /* where it is a file: that file, else NULL */
    const char *const *records;       /* NULL-terminated, or NULL */
    const char *baseline, *fail_on;   /* or NULL */
    const struct kb_config_facts *facts;
    size_t facts_count;
    const struct kb_path_ignore *per_path;
    size_t per_path_count;
    struct kb_source source; /* its own text, for places */
    struct kb_arena arena;
};

/* The kbc.json of the operand's folder (of the operand, where it is one) or of the nearest folder
 * above; without an operand, or for standard input, of the working directory. Folders are followed
 * upwards as the operand names them, and only where that leads to none as links have it. NULL where
 * there is none. */
const char *kb_config_find(struct kb_arena *arena, const char *operand);

/* Reads the file on top of the options. False after telling `fail` of everything that is wrong, a
 * message each. Close it in any case; the options borrow nothing. */
bool kb_config_open(struct kb_config *config, const char *path, struct kb_check_options *check,
                    void (*fail)(void *data, const char *message), void *data);
void kb_config_close(struct kb_config *config);

/* Appends "kbc.json:3:14: ", the place of the value at the pointer. */
void kb_config_place(const struct kb_config *config, const char *pointer, struct kb_buf *out);

/* The per-path ignores of the source that was asked about last. Set `config`, leave the rest zero;
 * one a thread. Sources in order cost their globs once each. */
struct kb_path_ignores {
    const struct kb_config *config;
    const struct kb_source *source;
    const struct kb_path_ignore *by_rule[KB_RULE_COUNT];
};

/* Whether a rule's findings in a source are ignored; `reason` is that of the first entry that says
 * so, or NULL. Standard input has no path. */
bool kb_config_ignores(struct kb_path_ignores *ignores, const struct kb_source *source,
                       const struct kb_rule *rule, const char **reason);

#endif

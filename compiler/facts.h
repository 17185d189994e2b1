/* SPDX-License-Identifier: MIT */
/* Loads catalogues of facts: those embedded in the binary, and files (schema/facts.schema.json says
 * what is in one). */
#ifndef KB_LOAD_FACTS_H
#define KB_LOAD_FACTS_H

#include "kb/arena.h"
#include "kb/buf.h"
#include "kb/facts.h"

struct json_object;

struct kb_loaded_catalogue {
    const char *key; /* path, or name of an embedded one */
    struct kb_catalogue *catalogue;
};

/* Zero-initialised is empty. */
struct kb_facts_set {
    struct kb_facts facts;
    struct kb_arena arena; /* everything that `facts` points to but for the lists and patterns */
    struct kb_loaded_catalogue *loaded;
    size_t count, cap, domain_cap;
};

/* Adds catalogues to those of a domain; `names` ends with NULL. A name with a slash or ending in
 * .json is a file, relative to `folder` ("" for the working directory); any other is embedded. What
 * is loaded already is shared. False, and why in `error`. */
bool kb_facts_add(struct kb_facts_set *set, const char *domain, const char *const *names,
                  const char *folder, struct kb_buf *error);

/* The same for an object of domains, each with a list of names. */
bool kb_facts_read(struct kb_facts_set *set, struct json_object *map, const char *folder,
                   struct kb_buf *error);

void kb_facts_close(struct kb_facts_set *set);

/* Whether a catalogue of that name is a file: only paths have a slash or end in .json. */
bool kb_facts_is_file(struct kb_str name);

#endif

/* SPDX-License-Identifier: MIT */
/* A finding: what a rule says about a place. Kept in lists; nothing here prints. */
#ifndef KB_FINDING_H
#define KB_FINDING_H

#include <stddef.h>
#include <stdint.h>

#include "kb/fix.h"
#include "kb/rule.h"
#include "kb/source.h"

struct kb_related {
    const struct kb_doc *doc;
    struct kb_place place;
    const char *message;
};

/* Who has decided that a finding is to be lived with. */
enum kb_suppressor {
    KB_NOT_SUPPRESSED,
    KB_IN_SOURCE, /* the record's own x-kbc-ignore */
    KB_EXTERNAL   /* kbc.json, or a baseline */
};

struct kb_finding {
    const struct kb_rule *rule;
    enum kb_severity severity;
    const struct kb_doc *doc; /* never NULL; gives the path */
    struct kb_place place;
    const char *pointer; /* JSON pointer within the document; "" is its root */
    const char *record;  /* id, or NULL where none is known */
    const char *message; /* UTF-8, without line breaks */
    const char *help;    /* what to do, or NULL */
    const struct kb_related *related;
    size_t related_count;
    const struct kb_fix *fixes; /* made together or not at all */
    size_t fix_count;
    bool in_focus; /* it is in, or because of, what the run is about */
    enum kb_suppressor suppressor;
    const char *justification; /* of the suppressor, or NULL */
    size_t count;              /* findings it stands for: 1, or as many as were not listed */
};

/* A list of findings. Zero-initialised is empty. */
struct kb_findings {
    struct kb_finding *items;
    size_t count, cap;
};

void kb_findings_add(struct kb_findings *list, const struct kb_finding *finding);
void kb_findings_free(struct kb_findings *list);

/* Order of findings of one source: by offset, rule row, pointer, message. */
int kb_finding_cmp(const void *a, const void *b);

#endif

/* SPDX-License-Identifier: MIT */
/* What a rule function is given, and how it reports. A rule reads; it changes nothing, prints
 * nothing and keeps nothing. */
#ifndef KB_CONTEXT_H
#define KB_CONTEXT_H

#include "kb/base.h"
#include "kb/buf.h"
#include "kb/facts.h"
#include "kb/fix.h"
#include "kb/rule.h"
#include "pattern/literal.h"
#include "pattern/pattern.h"
#include "pattern/syntax.h"
#include "validate/rules/thresholds.h"

/* What the regex rules share about the record at hand, made by the first that asks (regex.c). */
struct kb_regex_state {
    const struct kb_record *record;
    struct kb_pattern *pattern; /* NULL: it does not compile, see error */
    struct kb_pattern_error error;
    enum kb_match own;        /* its search in the record's own signature */
    struct kb_syntax *syntax; /* made when asked for */

    /* For the record: see there. */
    const struct kb_literals *literals; /* made when asked for, in the context's arena */
    bool tame;                          /* as regex/backtracking has found */
};

/* The texts of the record at hand, for rules that ask the same of all (texts.c). */
struct kb_text_list {
    const struct kb_record *record;
    struct kb_text *items;
    size_t count, cap;
};

/* A place in a record, by pointer. */
struct kb_spot {
    const struct kb_record *record;
    const char *pointer;
    long byte; /* byte within the decoded text, or -1 for the whole value */
};

/* Another place that belongs to a finding, and what it is: "the first time". */
struct kb_remark {
    struct kb_spot spot;
    const char *message;
};

/* A change that would end the finding; see kb/fix.h. */
struct kb_change {
    enum kb_fix_kind kind;
    struct kb_spot spot;
    struct kb_str text;
    bool unsafe;
};

/* What a rule says, as the driver gets it. Borrowed for the call but for what is in the arena:
 * pointers, remarks' messages and changes' texts. */
struct kb_report {
    struct kb_spot spot;
    const char *message, *help; /* help may be NULL */
    enum kb_severity most;      /* no more than this, whatever the rule's severity is */
    const struct kb_remark *related;
    size_t related_count;
    const struct kb_change *changes;
    size_t change_count;
};

/* Changes of one finding; more are left out. */
enum { KB_MAX_CHANGES = 2 };

struct kb_context {
    const struct kb_layout *layout;
    const struct kb_record *record; /* record rules: the record at hand */
    const struct kb_base *base;     /* corpus rules: every record with an id; ids may repeat,
                                       then in document order; edge targets are not resolved */
    int32_t today;
    const struct kb_thresholds *thresholds;
    const struct kb_facts *facts;
    const struct kb_rule *rule; /* the rule that runs */

    /* What the rule is about to say; emptied by kb_report. */
    struct kb_buf message;
    struct kb_remark *related;
    struct kb_change changes[KB_MAX_CHANGES];
    size_t related_count, related_cap, change_count;

    struct kb_regex_state regex;
    struct kb_text_list texts;
    const struct kb_record
        *fine_urls; /* a record of whose addresses nothing is to be said; url.c */

    /* The driver's: where findings go. */
    struct kb_arena *arena;
    void *driver;
    void (*deliver)(struct kb_context *context, const struct kb_report *report);
};

/* A place in a record, by field. */
struct kb_where {
    const struct kb_record *record; /* NULL: the context's */
    enum kb_field field;
    long entry;    /* index within the field's list, -1 for the list itself */
    long item;     /* index within a TEXTS field, or -1 */
    long language; /* index of a translation, or -1 for the base text */
    long byte;     /* byte of the text that is meant, or -1 for all of it */
};

struct kb_where kb_at(enum kb_field field);
struct kb_where kb_at_entry(enum kb_field field, size_t entry);
struct kb_where kb_at_translation(size_t language, enum kb_field field, long entry);

/* Adds a place that belongs to the finding about to be reported. `message` is a literal or in the
 * arena. The first KB_MAX_RELATED are shown; a change of any of these records makes the finding one
 * of that change. */
void kb_relate(struct kb_context *context, struct kb_where where, const char *message);

/* Adds a change that would end the finding about to be reported; `text` is copied. `how` is SAFE
 * where no reader can be misled by it, else UNSAFE. Several changes are made together. */
void kb_propose(struct kb_context *context, enum kb_fix_kind kind, struct kb_where where,
                struct kb_str text, enum kb_fixable how);

/* Delivers context->message, and what was added to it, as a finding of the running rule. `help`
 * may be NULL. */
void kb_report(struct kb_context *context, struct kb_where where, const char *help);

/* The same, for a finding that is never worse than `most`: a rule that is an error by default may
 * have lesser cases. */
void kb_report_at_most(struct kb_context *context, struct kb_where where, enum kb_severity most,
                       const char *help);

/* kb_report, with one related place. */
void kb_report_related(struct kb_context *context, struct kb_where where, struct kb_where related,
                       const char *related_message, const char *help);

/* "did you mean `text`?", in the arena: for help. */
const char *kb_did_you_mean(const struct kb_context *context, struct kb_str text);

/* The regex of the record at hand, compiled and tried on its own signature (regex.c). Valid until
 * the next record. */
const struct kb_regex_state *kb_regex_of(struct kb_context *context);

/* The same as a tree; NULL where it does not compile. */
const struct kb_syntax *kb_syntax_of(struct kb_context *context);

/* What it requires, in the context's arena; NULL where it does not compile. */
const struct kb_literals *kb_literals_known(struct kb_context *context);

/* Frees what the context holds, not the context. */
void kb_context_free(struct kb_context *context);

/* The layout's own name of a field, for messages: the last key of its path ("last_confirmed"). */
const char *kb_name_of(const struct kb_context *context, enum kb_field field);

#endif

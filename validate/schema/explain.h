/* SPDX-License-Identifier: MIT */
/* What the parts of the explainer share. It visits every place of the value once: all subschemas
 * that apply there are gathered, each that fails *offers* a problem, the best one is reported, and
 * then the parts are visited. So a place has one problem, and below a wrong type is none.
 *
 *   explain.c  goes through the program, at one place
 *   parts.c    goes from a place to its parts
 *   combine.c  finds the form of anyOf and oneOf that was meant
 *   leaf.c     words for instructions that look at nothing but the value
 *   keys.c     words for keys: missing, unknown, not allowed
 *   tell.c     offers, reports, and the words that several keywords share */
#ifndef KB_SCHEMA_EXPLAIN_H
#define KB_SCHEMA_EXPLAIN_H

#include "validate/schema/compile.h"

/* The way to a value, on the stack of those who went it. */
struct kb_step {
    struct kb_step *up;
    struct kb_str key; /* absent: an index */
    size_t index;
    size_t end; /* of its text in kb_explain.pointer, or 0 where it is not written yet */
};

/* The schema's own words for what is wrong with the value, or NULL: those of the subschema at
 * work, or else of the one that led to it. */
struct kb_own_words {
    const char *title, *error, *help;
};

/* An instruction that looks into the value, kept until the parts are visited. */
struct kb_inside {
    const struct kb_op *op;
    struct kb_own_words words;
    struct kb_str key; /* ANYOF, ONEOF: the key that should tell the forms apart, and does not */
};

/* A key that is not there, and the one that asks for it, or absent. */
struct kb_missing {
    struct kb_str name, because;
};

/* The best problem of the place at hand so far. */
struct kb_offer {
    bool any, undecided;
    enum kb_schema_kind kind;
    struct kb_buf message, help;
    size_t missing_count;
};

struct kb_explain {
    struct kb_run run;
    void (*report)(void *data, const struct kb_schema_problem *problem);
    void *data;
    size_t count;   /* problems reported */
    unsigned depth; /* of the problem at work below the value explained */
    bool probing;   /* only how much is wrong is asked for, not the words */
    size_t suggested_keys, suggested_choices; /* that got a suggestion or could have */
    struct kb_buf text;                       /* the message at work */
    struct kb_buf pointer;                    /* of the steps that have an `end` */
    struct kb_offer offer;
    struct kb_missing *missing; /* of the place at hand */
    size_t missing_count, missing_cap;
    struct kb_own_words missing_words;
    struct kb_str *names; /* the same for kb_schema_problem; room for missing_cap */
    size_t names_cap;
    struct kb_inside *inside; /* of the place at hand and of those above it */
    size_t inside_count, inside_cap;
};

/* Problems of one kind in one value for which the nearest key or choice is sought: it costs the
 * product of both lengths, and who has more of them has another problem than a slip. */
#define KB_SCHEMA_MAX_SUGGEST 20

/* Names or choices that a message lists. */
#define KB_SCHEMA_MAX_CHOICES 12

/* What the subschemas of one place find out together. */
struct kb_visit {
    bool wrong_type;
    unsigned wanted, failed; /* types all of them allow; those of the first that failed */
    struct kb_own_words type_words;
    size_t inside;         /* where the instructions of this place begin in kb_explain.inside */
    size_t *earlier;       /* see kb_schema_unique; NULL where that does not matter */
    bool as_text;          /* what looks the same as text is one of the choices */
    struct kb_buf nearest; /* words.help of a form chosen because it is the nearest */
};

/* A value, the way to it, and how deep it stands. */
struct kb_here {
    struct kb_explain *ex;
    const struct kb_value *value;
    struct kb_step *way;
    unsigned depth;
    struct kb_own_words words;
    struct kb_visit *visit;
};

/* A visit: begin it, gather what applies, and finish it, which reports and goes on to the parts; or
 * leave it. */
struct kb_here kb_schema_begin(struct kb_explain *ex, const struct kb_value *value,
                               struct kb_step *way, unsigned depth, struct kb_visit *visit);
void kb_schema_finish(const struct kb_here *here);
void kb_schema_leave(const struct kb_here *here);

/* Visits the parts; `last` is where the place's own instructions end in kb_explain.inside. */
void kb_schema_explain_members(const struct kb_here *here, size_t last);
void kb_schema_explain_items(const struct kb_here *here, size_t last);

/* How many of `n` items the array describes before one that may not be there. */
size_t kb_schema_described(const struct kb_schema *schema, const struct kb_array *array, size_t n);

/* Tries the subschema on the value: offers what is wrong with it, keeps what looks into it. */
void kb_schema_gather(const struct kb_here *here, uint32_t sub);

/* Keeps an instruction that looks into the value. */
void kb_schema_keep(const struct kb_here *here, const struct kb_op *op, struct kb_str key);

/* How much is wrong, when reported to nobody. */
struct kb_probe {
    size_t count;                         /* problems; each missing key is one */
    unsigned deepest;                     /* how far below the value the deepest lies */
    struct kb_buf pointer, message, help; /* of the first, the pointer from the value on */
};

/* Explains the subschema alone; with `scoring` it saves what costs most. */
void kb_schema_probe(const struct kb_here *here, uint32_t sub, bool scoring,
                     struct kb_probe *probe);
void kb_schema_probe_free(struct kb_probe *probe);

/* An instruction that failed and does not look into the value (leaf.c); `undecided` when a pattern
 * reached the match limit. */
void kb_schema_explain_failed(const struct kb_here *here, const struct kb_op *op, bool undecided);

/* anyOf and oneOf, which are known to fail (combine.c). */
void kb_schema_explain_choice(const struct kb_here *here, const struct kb_op *op);
/* The value at the key that was kept for them. */
void kb_schema_explain_discriminator(const struct kb_here *member, const struct kb_inside *inside);

/* Notes keys that are not there, of an object's `required` or because of the key `because`;
 * `count` rows of `needs` (keys.c). */
void kb_schema_need(const struct kb_here *here, const struct kb_str *needs, size_t count,
                    struct kb_str because);
void kb_schema_offer_missing(const struct kb_here *here);
/* Reports a key that may not be there: `step` is the way to its value. */
void kb_schema_tell_unknown(const struct kb_here *here, struct kb_step *step,
                            const struct kb_object *object, const char *help);
void kb_schema_tell_barred(const struct kb_here *here, struct kb_step *step, const char *help);
/* Tries propertyNames on a key; true when it was reported. */
bool kb_schema_tell_name(const struct kb_here *here, struct kb_step *step, uint32_t sub);

/* Offers ex->text as the message, and empties it. `help` may be NULL. */
void kb_schema_offer(const struct kb_here *here, enum kb_schema_kind kind, const char *help);
/* The same for what could not be found out, which the schema has no words for. */
void kb_schema_offer_undecided(const struct kb_here *here, enum kb_schema_kind kind);
/* The value is of none of these types. */
void kb_schema_offer_type(const struct kb_here *here, unsigned wanted);
/* Notes where the value is no text, and the text that looks like it is one of the choices. */
void kb_schema_note_as_text(const struct kb_here *here, const struct kb_op *op);

/* One list of all choices of the `count` instructions (const or enum), the nearest first. */
void kb_schema_offer_choices(const struct kb_here *here, const struct kb_op *const *ops,
                             size_t count);
/* Reports the best offer, if there is any. True when the value is of the wrong type. */
bool kb_schema_settle(const struct kb_here *here);
/* Reports ex->text about the key that `step` leads to, and empties it. */
void kb_schema_tell_key(const struct kb_here *here, struct kb_step *step, const char *help);

/* Stands for a candidate that no word is to be near to. */
#define KB_SCHEMA_FAR KB_STR("\x01\x01\x01")

/* kb_nearest, or the only candidate that the word is short for: "warn", "ERROR" (words.c). */
long kb_schema_nearest(struct kb_str word, struct kb_str (*next)(const void *from, size_t i),
                       const void *from);

/* What people call the subschema: its title, or its name in $defs, also through a `$ref`. NULL
 * where it has none. (words.c) */
const char *kb_schema_sub_name(const struct kb_schema *schema, uint32_t sub);
/* The only instruction of the subschema, also through a `$ref`, when it is of this kind, else
 * NULL. */
const struct kb_op *kb_schema_only(const struct kb_schema *schema, uint32_t sub,
                                   enum kb_op_code code);
/* The subschema asks for keys and nothing else: its `required`, else NULL. */
const struct kb_object *kb_schema_only_required(const struct kb_schema *schema, uint32_t sub);
/* Form i of anyOf or oneOf: "`title`", "a string", "the one with `a`", "number 2". */
void kb_schema_add_form(struct kb_buf *buf, const struct kb_schema *schema, const struct kb_op *op,
                        size_t i);

#endif

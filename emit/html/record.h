/* SPDX-License-Identifier: MIT */
/* The sections of a record's page. Each writes nothing where the record has nothing for it. */
#ifndef KB_HTML_RECORD_H
#define KB_HTML_RECORD_H

#include "emit/html/neighbours.h"
#include "emit/html/parts.h"

/* The record whose page is made. */
struct kb_subject {
    struct kb_view at;
    const struct kb_record *record;
    uint32_t index; /* of the record in the base */
};

/* FACT: a word or two, which are not marked where they are not translated. */
enum kb_style { KB_STYLE_PROSE, KB_STYLE_HOWTO, KB_STYLE_FACT };

/* A text field of entry `entry` (0 for a field of the record itself), in the language of the page.
 * A text that says the same as that of `twin` (KB_F_NONE: no twin) is left out. */
void kb_subject_field(const struct kb_subject *subject, enum kb_field field, size_t entry,
                      enum kb_style style, enum kb_field twin);

/* Whether kb_subject_field would write anything. */
bool kb_subject_has(const struct kb_subject *subject, enum kb_field field, size_t entry,
                    enum kb_field twin);

/* The language of the record's own texts, absent where that is English. */
struct kb_str kb_record_lang(const struct kb_record *record);

/* Translated entries of a list beyond its last one, in the language of the page: shown, since
 * nothing may be lost. */
bool kb_subject_has_extras(const struct kb_subject *subject, enum kb_field list);
bool kb_subject_extra(const struct kb_subject *subject, const struct kb_translation *one,
                      enum kb_field list);
void kb_subject_extras(const struct kb_subject *subject, enum kb_field list);

/* The entries of `workarounds`, best first; to be freed. */
size_t *kb_record_ranking(const struct kb_record *record);

void kb_subject_dead_ends(const struct kb_subject *subject);
void kb_subject_workarounds(const struct kb_subject *subject);
void kb_subject_versions(const struct kb_subject *subject);
void kb_subject_systems(const struct kb_subject *subject);
void kb_subject_neighbours(const struct kb_subject *subject);
/* The field of the notes of such edges. */
enum kb_field kb_edge_note(enum kb_edge_kind kind);
void kb_subject_problems(const struct kb_subject *subject);
void kb_subject_similar(const struct kb_subject *subject);
void kb_subject_steps(const struct kb_subject *subject); /* to the previous and the next */
void kb_subject_facts(const struct kb_subject *subject);

/* The neighbours as a picture, the first few of each relation. */
void kb_subject_picture(const struct kb_subject *subject, const struct kb_neighbour *list,
                        size_t count);

/* What a relation is called in headings. */
const char *kb_relation_words(enum kb_relation relation);

#endif

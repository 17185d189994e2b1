/* SPDX-License-Identifier: MIT */
/* The typed record. Made by the loader, read-only afterwards; everything it points to lives in
 * the arena of the worker that made it, for the life of the knowledge base. */
#ifndef KB_RECORD_H
#define KB_RECORD_H

#include <stdint.h>

#include "kb/date.h"
#include "kb/layout.h"
#include "kb/source.h"
#include "kb/str.h"

#define KB_NO_COUNT INT64_MIN /* the number is absent */

/* A number from 0 to 1 in good data; any finite number otherwise. */
struct kb_rate {
    double value;
    struct kb_str text; /* as the source writes it; absent where the rate is */
};

struct kb_list {
    void *items;
    size_t count;
};

struct kb_version {
    struct kb_str version, introduced, deprecated, removed, behavior_change, status;
};

struct kb_os_note {
    struct kb_str text, name; /* name: the key of the source's map */
};

struct kb_dead_end {
    struct kb_str action, why_fails, condition;
    struct kb_rate fail_rate;
    struct kb_list sources; /* kb_str */
};

struct kb_workaround {
    struct kb_str action, how, tradeoff, condition;
    struct kb_rate success_rate;
    struct kb_list sources; /* kb_str */
};

enum kb_edge_kind { KB_LEADS_TO, KB_PRECEDED_BY, KB_CONFUSED_WITH, KB_EDGE_KIND_COUNT };

#define KB_NO_RECORD UINT32_MAX

struct kb_edge {
    struct kb_str id, note;
    struct kb_rate probability;
    uint32_t target; /* index in the knowledge base, KB_NO_RECORD when there is none */
};

struct kb_translation {
    uint16_t language; /* index in the layout */
    uint16_t field;    /* enum kb_field */
    uint32_t entry;    /* index within the field's list, else 0 */
    struct kb_str text;
};

struct kb_literals;

struct kb_record {
    struct kb_str id, domain, category, subcategory, signature, regex, error_code;
    struct kb_str root_cause, root_cause_type, doc_url, doc_section, resolvable;
    struct kb_str verification_tier, locale, runtime, version_range, os;
    struct kb_rate confidence, fix_success_rate;
    int64_t evidence_count;
    int32_t first_seen, last_confirmed, last_updated;
    bool tame; /* the regex cannot backtrack without end; false: it may, or was not asked about */
    struct kb_list tags, aliases;             /* kb_str */
    struct kb_list versions;                  /* kb_version */
    struct kb_list os_specific;               /* kb_os_note */
    struct kb_list dead_ends, workarounds;    /* kb_dead_end, kb_workaround */
    struct kb_list edges[KB_EDGE_KIND_COUNT]; /* kb_edge */
    struct kb_list translations;              /* kb_translation, by language, field, entry */
    struct kb_str json;                       /* the source's own text without white space */
    const struct kb_doc *doc;
    /* Those of the regex; NULL: it was not asked about, or does not compile. As `tame` what the
     * rules have found out, for those who come after (pattern/regex.h). */
    const struct kb_literals *literals;
    const struct kb_finding *findings; /* of this record, set once the base is checked */
    size_t finding_count;              /* those listed */
};

/* Entry i of a list; i must be below its count. */
const struct kb_str *kb_text_at(const struct kb_list *list, size_t i);
const struct kb_version *kb_version_at(const struct kb_record *record, size_t i);
const struct kb_os_note *kb_os_note_at(const struct kb_record *record, size_t i);
const struct kb_dead_end *kb_dead_end_at(const struct kb_record *record, size_t i);
const struct kb_workaround *kb_workaround_at(const struct kb_record *record, size_t i);
const struct kb_edge *kb_edge_at(const struct kb_record *record, enum kb_edge_kind kind, size_t i);

/* The field whose entries are edges of that kind, and its name ("leads_to"). */
enum kb_field kb_edge_field(enum kb_edge_kind kind);
const char *kb_edge_name(enum kb_edge_kind kind);

/* A text field of the record (entry 0) or of entry i of its list; absent where not there. */
struct kb_str kb_record_text(const struct kb_record *record, enum kb_field field, size_t entry);

/* The list of a TEXTS field of the record (entry 0) or of entry i of its list, which must be there.
 */
const struct kb_list *kb_record_texts(const struct kb_record *record, enum kb_field field,
                                      size_t entry);

/* Entries of the list that the field belongs to; 1 for a field of the record itself. */
size_t kb_record_entries(const struct kb_record *record, enum kb_field field);

/* The translation of a field, absent where there is none. */
struct kb_str kb_record_translation(const struct kb_record *record, size_t language,
                                    enum kb_field field, size_t entry);

/* Whether the two are twins: records of one error in different environments, which the layout says
 * share that many leading parts of their ids, parted by "/". Two of the same id always are. */
bool kb_twins(const struct kb_layout *layout, const struct kb_record *a, const struct kb_record *b);

/* Whether the text is a number as error codes have them: 804, -22, 0x80070005. */
bool kb_code_is_number(struct kb_str text);

/* Up to three keys by which an error code is looked up: the text as a whole, and, where it reads
 * "name (number)", the name and the number. Returns how many; borrowed from `code`. */
size_t kb_code_keys(struct kb_str code, struct kb_str keys[3]);

#endif

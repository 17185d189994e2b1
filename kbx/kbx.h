/* SPDX-License-Identifier: MIT */
/* libkbx: reads the packed index of a knowledge base of error records (docs/index-format.md).
 *
 * A handle never changes once opened, so any number of threads may use it. Texts point into the
 * index and live until kbx_close; each has a NUL after it. Nothing here allocates but opening,
 * verifying and inflating a record's JSON, and no number found in the file is ever trusted with
 * an allocation. Every answer is range-checked: on damaged bytes a call returns KBX_CORRUPT or a
 * wrong value, but never reads outside. After kbx_verify (or the kbx_check of the sections in
 * use) has passed, every answer is right.
 *
 * Functions return a status; what they hand out is always set, to "absent" when they fail. */
#ifndef KBX_KBX_H
#define KBX_KBX_H

#include <stddef.h>
#include <stdint.h>

#include "kbx/format.h"

#ifdef __cplusplus
extern "C" {
#endif

#if defined __GNUC__
#define KBX_API __attribute__((visibility("default")))
#else
#define KBX_API
#endif

enum kbx_status {
    KBX_OK = 0,
    KBX_IO = 1,       /* the file cannot be opened or read */
    KBX_FOREIGN = 2,  /* not a packed index */
    KBX_VERSION = 3,  /* of a version this reader does not know */
    KBX_CORRUPT = 4,  /* cut off or damaged */
    KBX_MEMORY = 5,   /* out of memory */
    KBX_MISSING = 6,  /* no such record, entry or language */
    KBX_SPACE = 7,    /* the buffer is too small */
    KBX_ARGUMENT = 8, /* no such field, or not of that kind */
    KBX_STATUS_COUNT = 9
};

struct kbx_error {
    int status;
    uint32_t section; /* tag of the section concerned, or 0 */
    uint64_t offset;  /* of the place concerned within the file */
    char text[200];   /* one line of ASCII for a person */
};

struct kbx;

/* ptr is NULL where the text is absent; an empty text has a non-NULL ptr. */
struct kbx_str {
    const char *ptr;
    size_t len;
};

/* text is as the source writes the number; absent where the rate is. */
struct kbx_rate {
    double value;
    struct kbx_str text;
};

struct kbx_translation {
    uint32_t language, field, entry;
    struct kbx_str text;
};

struct kbx_finding {
    struct kbx_str rule, pointer, message, help;
    uint32_t severity; /* 0 info, 1 warning, 2 error */
    uint32_t line, column;
};

struct kbx_section {
    uint32_t tag, flags, element, count, crc;
    uint64_t offset, length;
};

struct kbx_field_info {
    const char *name;
    int number, kind, list; /* list: number of the list it belongs to, or 0 */
};

/* For kbx_open. */
#define KBX_READ   1u /* read the file instead of mapping it: for storage others may change */
#define KBX_VERIFY 2u /* kbx_verify before the handle is given out */
#define KBX_SUMS                                                                                   \
    4u /* a text is held against its checksum when it is first asked for: one that                 \
          does not have it is not given out (KBX_CORRUPT) */

/* No record, no language. In place of a language: the text as written; so what kbx_language_find
 * gives can be passed on, and a language that the index does not have is answered in the base's. */
#define KBX_NONE 0xFFFFFFFFu
#define KBX_BASE KBX_NONE

/* Opens an index; cost is that of its header and directory, whatever its size. `error` may be
 * NULL everywhere. The memory given to kbx_open_mem stays the caller's and must outlive the
 * handle. A file that is replaced by renaming keeps serving its old content. */
KBX_API int kbx_open(const char *path, unsigned flags, struct kbx **out, struct kbx_error *error);
KBX_API int kbx_open_mem(const void *data, size_t size, unsigned flags, struct kbx **out,
                         struct kbx_error *error);
KBX_API void kbx_close(struct kbx *k); /* NULL is fine */

/* Checks every byte: checksums, padding, and that everything refers to something. */
KBX_API int kbx_verify(const struct kbx *k, struct kbx_error *error);

/* The checksum of one section, with tag 0 of each: for programs that use few of a large index. */
KBX_API int kbx_check(const struct kbx *k, uint32_t tag, struct kbx_error *error);

/* With KBX_SUMS: KBX_CORRUPT once any text that was asked for did not have its checksum, so that an
 * answer made of many texts need not look at each status. Sections other than that of the texts are
 * not looked at: kbx_check. */
KBX_API int kbx_sound(const struct kbx *k, struct kbx_error *error);

KBX_API const char *kbx_status_text(int status);
KBX_API uint32_t kbx_version(const struct kbx *k); /* major << 16 | minor; NULL: the reader's */
KBX_API uint64_t kbx_size(const struct kbx *k);

/* Directory entry i; KBX_MISSING past the last. */
KBX_API int kbx_section(const struct kbx *k, uint32_t i, struct kbx_section *out);

/* Row i of the fields this reader knows, and the row of a number or a name; NULL: none. */
KBX_API const struct kbx_field_info *kbx_field_at(size_t i);
KBX_API const struct kbx_field_info *kbx_field_numbered(int number);
KBX_API const struct kbx_field_info *kbx_field_named(const char *name, size_t len);

/* The knowledge base: name of its schema; the day ages count from and the newest date in it
 * (KBX_NO_DAY: none); findings of a severity. */
KBX_API int kbx_layout(const struct kbx *k, struct kbx_str *out);
KBX_API int kbx_today(const struct kbx *k, int32_t *out);
KBX_API int kbx_newest(const struct kbx *k, int32_t *out);
KBX_API int kbx_total(const struct kbx *k, uint32_t severity, uint32_t *out);

/* Languages of the translations, by index; kbx_language_find gives KBX_NONE when it has none. */
KBX_API uint32_t kbx_language_count(const struct kbx *k);
KBX_API int kbx_language(const struct kbx *k, uint32_t i, struct kbx_str *tag);
KBX_API uint32_t kbx_language_find(const struct kbx *k, const char *tag, size_t len);

/* Records are numbered from 0 in bytewise order of their ids. */
KBX_API uint32_t kbx_count(const struct kbx *k);
KBX_API int kbx_by_id(const struct kbx *k, const char *id, size_t len, uint32_t *record);

/* Keys of a kind (KBX_KEY_*), sorted bytewise, several for one text where several records have it.
 * The first function gives those that equal a text, or with `prefix` those that begin with it:
 * *count of them from number *first (for ids, this is a record's number). Codes and aliases are
 * found whatever their case. KBX_MISSING: there is none; *first then says where it would stand. */
KBX_API int kbx_find(const struct kbx *k, int kind, const char *text, size_t len, int prefix,
                     uint32_t *first, uint32_t *count);
KBX_API int kbx_key(const struct kbx *k, int kind, uint32_t i, struct kbx_str *text,
                    uint32_t *record);

/* Fields. `entry` is the entry of the list that the field belongs to, 0 for a field of the record
 * itself. In kbx_text, `language` is KBX_BASE or an index; where that language has no text or an
 * empty one, the base text is given and *fallback (may be NULL) is 1. */
KBX_API int kbx_text(const struct kbx *k, uint32_t record, int field, uint32_t entry,
                     uint32_t language, struct kbx_str *out, int *fallback);
KBX_API int kbx_rate(const struct kbx *k, uint32_t record, int field, uint32_t entry,
                     struct kbx_rate *out);
KBX_API int kbx_number(const struct kbx *k, uint32_t record, int field, int64_t *out);
KBX_API int kbx_date(const struct kbx *k, uint32_t record, int field, int32_t *out);

/* Entries of a list field, or texts of a TEXTS field (tags, aliases, sources). */
KBX_API int kbx_entries(const struct kbx *k, uint32_t record, int field, uint32_t entry,
                        uint32_t *out);
KBX_API int kbx_item(const struct kbx *k, uint32_t record, int field, uint32_t entry, uint32_t i,
                     struct kbx_str *out);

/* The record an edge leads to, KBX_NONE when the base has none; `list` is the field of its list. */
KBX_API int kbx_edge_target(const struct kbx *k, uint32_t record, int list, uint32_t entry,
                            uint32_t *out);

/* Edges of other records that lead here: their record, the field of their list, their entry. */
KBX_API int kbx_incoming(const struct kbx *k, uint32_t record, uint32_t *out);
KBX_API int kbx_incoming_edge(const struct kbx *k, uint32_t record, uint32_t i, uint32_t *from,
                              int *list, uint32_t *entry);

/* Everything translated, and what was found wrong: errors and warnings, infos only by number
 * (kbx_counted). */
KBX_API int kbx_translations(const struct kbx *k, uint32_t record, uint32_t *out);
KBX_API int kbx_translation(const struct kbx *k, uint32_t record, uint32_t i,
                            struct kbx_translation *out);
KBX_API int kbx_findings(const struct kbx *k, uint32_t record, uint32_t *out);
KBX_API int kbx_finding(const struct kbx *k, uint32_t record, uint32_t i, struct kbx_finding *out);

/* Findings of a severity that a record has. */
KBX_API int kbx_counted(const struct kbx *k, uint32_t record, uint32_t severity, uint32_t *out);
KBX_API int kbx_quality(const struct kbx *k, uint32_t record, uint32_t *bits); /* 1 << KBX_Q_* */
KBX_API int kbx_source(const struct kbx *k, uint32_t record, struct kbx_str *path, uint32_t *line);

/* The record's own JSON, without white space and without a NUL. *len is its length, also when
 * `cap` is too small (KBX_SPACE); buf may then be NULL. */
KBX_API int kbx_json(const struct kbx *k, uint32_t record, void *buf, size_t cap, size_t *len);

#ifdef __cplusplus
}
#endif

#endif

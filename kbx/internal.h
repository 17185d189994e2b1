/* SPDX-License-Identifier: MIT */
/* What the files of libkbx share; not for its users, not exported. Every place in the file is
 * reached through the functions here, which check before they form a pointer. */
#ifndef KBX_INTERNAL_H
#define KBX_INTERNAL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "kbx/kbx.h"

#if defined __GNUC__
#define KBX_LOCAL             __attribute__((visibility("hidden")))
#define KBX_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define KBX_LOCAL
#define KBX_PRINTF(fmt, args)
#endif

/* A section whose bounds are checked: data + len lies in the file, element * count is len. */
struct kbx_view {
    const unsigned char *data;
    uint64_t len;
    uint32_t element, count; /* element 0: plain bytes */
};

struct kbx {
    const unsigned char *data;
    size_t size;
    void *map;   /* what kbx_close unmaps, or NULL */
    void *owned; /* what it frees, or NULL */
    uint64_t directory;
    uint32_t sections, entry_size;
    uint16_t major, minor;
    struct kbx_view views[KBX_S_COUNT];
    struct kbx_i_sums *sums; /* NULL without KBX_SUMS */
};

struct kbx_row {
    struct kbx_field_info info;
    enum kbx_section_index section;
    uint32_t offset; /* within the element */
};

KBX_LOCAL extern const uint32_t kbx_i_tags[KBX_S_COUNT];
KBX_LOCAL extern const uint32_t kbx_i_elements[KBX_S_COUNT];
KBX_LOCAL extern const uint32_t kbx_i_flags[KBX_S_COUNT];
KBX_LOCAL extern const struct kbx_row kbx_i_rows[];
KBX_LOCAL extern const size_t kbx_i_row_count;

KBX_LOCAL const struct kbx_row *kbx_i_row(int number);

/* The section that a list's entries stand in. */
KBX_LOCAL enum kbx_section_index kbx_i_list_section(int number);

/* CRC-32 of the bytes behind those whose CRC that is; 0: there are none. */
KBX_LOCAL uint32_t kbx_i_crc(uint32_t crc, const unsigned char *p, uint64_t len);

/* Fills the error (which may be NULL) and returns the status. */
KBX_PRINTF(5, 6)
KBX_LOCAL int kbx_i_fail(struct kbx_error *error, int status, uint32_t section, uint64_t offset,
                         const char *format, ...);

/* Header, directory and bounds of k->data. */
KBX_LOCAL int kbx_i_layout_check(struct kbx *k, struct kbx_error *error);

KBX_LOCAL void kbx_i_entry(const struct kbx *k, uint32_t i, struct kbx_section *out);

/* Element i of a section, or NULL. */
KBX_LOCAL const unsigned char *kbx_i_element(const struct kbx *k, enum kbx_section_index section,
                                             uint32_t i);

/* Makes k->sums (kbx/sums.c). */
KBX_LOCAL int kbx_i_sums_open(struct kbx *k, struct kbx_error *error);

/* Whether these bytes of the pool, which lie in it, have their checksums; true without k->sums. */
KBX_LOCAL bool kbx_i_sound(const struct kbx *k, uint64_t offset, uint64_t len);

/* Whether block i of the pool has its checksum. */
KBX_LOCAL bool kbx_i_block_sound(const struct kbx *k, uint32_t i);

/* The text whose reference stands at p. */
KBX_LOCAL int kbx_i_text(const struct kbx *k, const unsigned char *p, struct kbx_str *out);

/* The range at p, of a section. */
KBX_LOCAL int kbx_i_range(const struct kbx *k, const unsigned char *p,
                          enum kbx_section_index section, uint32_t *first, uint32_t *count);

/* The date at p; KBX_NO_DAY also where it is damaged. */
KBX_LOCAL int kbx_i_day(const unsigned char *p, int32_t *out);

/* Element i of a section says at `at` where its own begin in another section; they end where those
 * of element i + 1 begin, or with that section. False where that does not hold. */
KBX_LOCAL bool kbx_i_chained(const struct kbx *k, enum kbx_section_index section, uint32_t i,
                             uint32_t at, enum kbx_section_index other, uint32_t *first,
                             uint32_t *end);

KBX_LOCAL int kbx_i_compare(const void *a, size_t a_len, const void *b, size_t b_len);

/* Inflates every record's JSON and drops it. */
KBX_LOCAL int kbx_i_json_verify(const struct kbx *k, struct kbx_error *error);

static inline uint16_t kbx_i_u16(const unsigned char *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t kbx_i_u32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t kbx_i_u64(const unsigned char *p)
{
    return kbx_i_u32(p) | (uint64_t)kbx_i_u32(p + 4) << 32;
}

/* The same bits as a signed number. */
static inline int32_t kbx_i_i32(const unsigned char *p)
{
    uint32_t bits = kbx_i_u32(p);
    int32_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline int64_t kbx_i_i64(const unsigned char *p)
{
    uint64_t bits = kbx_i_u64(p);
    int64_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline double kbx_i_f64(const unsigned char *p)
{
    uint64_t bits = kbx_i_u64(p);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

#endif

/* SPDX-License-Identifier: MIT */
/* The tables of the literal gate: gate_tables.c builds them from REGX, WAYS and LITS, gate.c looks
 * up in them. Not exported. */
#ifndef KBX_GATE_TABLES_H
#define KBX_GATE_TABLES_H

#include "kbx/gate.h"

struct kbx_i_literal {
    uint32_t text;   /* offset within STRS */
    uint32_t bytes;  /* those that are looked for first, as a little-endian number */
    uint32_t next;   /* of the same slot: index + 1, 0 for none */
    uint32_t needs;  /* first way whose first set has it: index + 1 of a need, 0 for none */
    uint32_t sought; /* the subject that is known to have it or not: `there` */
    unsigned char len;
    unsigned char plain;      /* bytes before any character, all where it has none */
    unsigned char gram, look; /* where in these those stand that are looked for first; how many */
    bool there;
};

/* A way whose first set has a literal. */
struct kbx_i_need {
    uint32_t way, next; /* next: index + 1, 0 for none */
};

/* A literal of another set. */
struct kbx_i_later {
    uint32_t literal;
    bool last; /* of its set */
};

struct kbx_i_way {
    uint32_t pattern;
    uint32_t first, end; /* elements of `later`: its sets but the first */
    uint32_t seen;
};

/* log2 of the bits that tell which bytes a subject has: enough for a line of some hundred bytes,
 * few enough to be cleared for every line that needs them. */
#define KBX_I_MARK_BITS 13

struct kbx_i_gate {
    const struct kbx *k;
    struct kbx_i_pattern *patterns;
    struct kbx_i_sharer *sharers; /* one for each element of REGX */
    struct kbx_i_way *ways;
    struct kbx_i_literal *literals;
    struct kbx_i_need *needs;
    struct kbx_i_later *later;
    uint32_t *always; /* patterns without ways */
    uint32_t pattern_count, way_count, literal_count, need_count, later_count, always_count;

    uint32_t *slots;      /* first literal of a slot: index + 1 */
    uint32_t *bits;       /* the bitmap */
    unsigned bitmap_bits; /* log2 of its size */
    unsigned slot_bits;   /* log2 of the number of slots, at most bitmap_bits */
    /* For two bytes, how many are looked for of the literals that begin with them (or with the
     * first of them): bit n for n, less than KBX_GRAM. */
    unsigned char shorts[1u << 16];

    /* Which four bytes the subject has, one mark for many of them; another mark for each subject
     * spares clearing them. */
    unsigned char marks[1u << KBX_I_MARK_BITS], mark;

    uint32_t subject; /* number of the one at hand, from 1 */
    unsigned char *folded;
    size_t room;
    uint32_t *there; /* literals of first sets that are there */
    size_t there_count;
    uint32_t *passed;
    size_t passed_count;
};

/* Those of the bytes that a literal has of which `len` are looked for. */
static inline uint32_t kbx_i_first_bytes(uint32_t word, size_t len)
{
    return len < KBX_GRAM ? word & (((uint32_t)1 << (8 * len)) - 1) : word;
}

/* The upper bits are the good ones. */
static inline uint32_t kbx_i_hash(uint32_t bytes)
{
    return bytes * (uint32_t)0x9E3779B1u;
}

/* The place in the bitmap of bytes that are looked for. */
static inline uint32_t kbx_i_place(const struct kbx_i_gate *gate, uint32_t bytes)
{
    return kbx_i_hash(bytes) >> (32 - gate->bitmap_bits);
}

static inline uint32_t kbx_i_slot(const struct kbx_i_gate *gate, uint32_t place)
{
    return place >> (gate->bitmap_bits - gate->slot_bits);
}

#endif

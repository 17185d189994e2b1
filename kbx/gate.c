/* SPDX-License-Identifier: MIT */
/* The literal gate. The first set of each way is looked for in one pass over the folded subject:
 * four bytes at every place are hashed, a bitmap says whether a literal has them, and a table which
 * ones. Where one is found whole, the other sets of its ways are looked for one by one. */
#include <stdlib.h>

#include "kbx/fold.h"
#include "kbx/gate_tables.h"

enum {
    LATER_MOST = 32, /* literals of a way's other sets; where there are more, PCRE2 is as fast */
    PADDING = 4      /* zero bytes behind the folded subject */
};

/* Whether the folded subject, which has padding behind it, has the literal. */
static bool search(const struct kbx_i_gate *gate, size_t len, const struct kbx_i_literal *literal)
{
    const unsigned char *text = gate->k->views[KBX_S_STRS].data + literal->text;
    for (size_t at = 0; at < len && literal->len <= len - at; at++) {
        const unsigned char *p = gate->folded + at;
        if (kbx_i_first_bytes(kbx_i_u32(p + literal->gram), literal->len) == literal->bytes &&
            memcmp(p, text, literal->len) == 0)
            return true;
    }
    return false;
}

/* The same, looked for once in a subject. */
static bool has(const struct kbx_i_gate *gate, size_t len, struct kbx_i_literal *literal)
{
    if (literal->sought != gate->subject) {
        literal->sought = gate->subject;
        literal->there = search(gate, len, literal);
    }
    return literal->there;
}

/* Whether each of the way's other sets has a literal in the subject. */
static bool later_sets(const struct kbx_i_gate *gate, const struct kbx_i_way *way, size_t len)
{
    bool found = false;
    if (way->end - way->first > LATER_MOST)
        return true;
    for (uint32_t i = way->first; i < way->end; i++) {
        found = found || has(gate, len, &gate->literals[gate->later[i].literal]);
        if (gate->later[i].last && !found)
            return false;
        found = found && !gate->later[i].last;
    }
    return true;
}

static void pass(struct kbx_i_gate *gate, uint32_t number)
{
    gate->patterns[number].seen = gate->subject;
    gate->passed[gate->passed_count++] = number;
}

/* A literal is there, for the first time in this subject. */
static void found(struct kbx_i_gate *gate, const struct kbx_i_literal *literal, size_t len,
                  bool multiline)
{
    for (uint32_t n = literal->needs; n; n = gate->needs[n - 1].next) {
        struct kbx_i_way *way = &gate->ways[gate->needs[n - 1].way];
        const struct kbx_i_pattern *pattern = &gate->patterns[way->pattern];
        if (way->seen == gate->subject || pattern->seen == gate->subject ||
            (multiline && !pattern->multiline))
            continue;
        way->seen = gate->subject;
        if (later_sets(gate, way, len))
            pass(gate, way->pattern);
    }
}

/* Looks at the literals that may have these bytes at that place. */
static void look(struct kbx_i_gate *gate, uint32_t place, size_t at, size_t len, bool multiline)
{
    uint32_t next;
    for (uint32_t l = gate->slots[kbx_i_slot(gate, place)]; l; l = next) {
        struct kbx_i_literal *literal = &gate->literals[l - 1];
        next = literal->next;
        if (literal->seen == gate->subject || at < literal->gram ||
            len - (at - literal->gram) < literal->len ||
            memcmp(gate->folded + at - literal->gram,
                   gate->k->views[KBX_S_STRS].data + literal->text, literal->len) != 0)
            continue;
        literal->seen = literal->sought = gate->subject;
        literal->there = true;
        found(gate, literal, len, multiline);
    }
}

static void scan(struct kbx_i_gate *gate, size_t len, bool multiline)
{
    const unsigned char *bits = gate->bits, *folded = gate->folded;
    for (size_t at = 0; at < len; at++) {
        uint32_t word = kbx_i_u32(folded + at), place = kbx_i_place(gate, word);
        if (bits[place / 8] >> place % 8 & 1)
            look(gate, place, at, len, multiline);
        for (size_t n = KBX_LITERAL_LEAST; n < KBX_GRAM; n++) {
            place = kbx_i_place(gate, kbx_i_first_bytes(word, n));
            if (gate->short_ones[n] && bits[place / 8] >> place % 8 & 1)
                look(gate, place, at, len, multiline);
        }
    }
}

/* The next number of a subject; where they are used up, all that was seen is forgotten. */
static void begin(struct kbx_i_gate *gate)
{
    gate->passed_count = 0;
    if (++gate->subject != 0)
        return;
    for (uint32_t i = 0; i < gate->pattern_count; i++)
        gate->patterns[i].seen = 0;
    for (uint32_t i = 0; i < gate->way_count; i++)
        gate->ways[i].seen = 0;
    for (uint32_t i = 0; i < gate->literal_count; i++)
        gate->literals[i].seen = gate->literals[i].sought = 0;
    gate->subject = 1;
}

/* Room for the subject once folded, and the padding. */
static bool make_room(struct kbx_i_gate *gate, size_t len)
{
    if (len > SIZE_MAX / 2 - PADDING)
        return false;
    size_t room = KBX_I_FOLDED(len) + PADDING;
    if (room <= gate->room)
        return true;
    room += room / 2 < SIZE_MAX - room ? room / 2 : 0;
    unsigned char *folded = realloc(gate->folded, room);
    if (!folded)
        return false;
    gate->folded = folded;
    gate->room = room;
    return true;
}

int kbx_i_gate_pass(struct kbx_i_gate *gate, const void *subject, size_t len, bool multiline,
                    const uint32_t **patterns, size_t *count)
{
    *patterns = gate->passed;
    *count = 0;
    if (!make_room(gate, len))
        return KBX_MEMORY;
    begin(gate);
    for (uint32_t i = 0; i < gate->always_count; i++)
        if (!multiline || gate->patterns[gate->always[i]].multiline)
            pass(gate, gate->always[i]);
    size_t folded = len ? kbx_i_fold_text(gate->k, subject, len, gate->folded) : 0;
    memset(gate->folded + folded, 0, PADDING);
    if (gate->literal_count)
        scan(gate, folded, multiline);
    *count = gate->passed_count;
    return KBX_OK;
}

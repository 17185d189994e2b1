/* SPDX-License-Identifier: MIT */
/* The literal gate. The first set of each way is looked for in one pass over the folded subject:
 * four bytes at every place are hashed, a bitmap says whether a literal has them, and a table which
 * ones. Where one is found whole, the other sets of its ways are looked for one by one. */
#include <stdlib.h>

#include "kbx/fold.h"
#include "kbx/gate_tables.h"

enum {
    LATER_MOST = 32, /* literals of a way's other sets; where there are more, PCRE2 is as fast */
    PADDING = 4,     /* zero bytes behind the folded subject */
    BLOCK = 256,     /* places that are looked at in one go */
    MARK_SHIFT = 32 - KBX_I_MARK_BITS
};

/* Whether the text with any characters in it begins at p. Such a character is a byte and all that
 * can be its later bytes. */
static bool begins_with(const unsigned char *p, const unsigned char *end, const unsigned char *text,
                        const unsigned char *text_end)
{
    for (; text < text_end; text++) {
        if (p == end)
            return false;
        if (*text != KBX_LITERAL_ANY) {
            if (*p++ != *text)
                return false;
            continue;
        }
        for (p++; p < end && (*p & 0xC0) == 0x80;)
            p++;
    }
    return true;
}

/* Whether the literal stands at that place of the folded subject. */
static bool stands(const struct kbx_i_gate *gate, const struct kbx_i_literal *literal,
                   const unsigned char *p, const unsigned char *end)
{
    const unsigned char *text = gate->k->views[KBX_S_STRS].data + literal->text;
    return (size_t)(end - p) >= literal->len && memcmp(p, text, literal->plain) == 0 &&
           (literal->plain == literal->len ||
            begins_with(p + literal->plain, end, text + literal->plain, text + literal->len));
}

/* Whether the folded subject has the literal: its rarest bytes are looked for first. */
static bool search(const struct kbx_i_gate *gate, size_t len, const struct kbx_i_literal *literal)
{
    const unsigned char *p = gate->folded, *end = p + len;
    while ((size_t)(end - p) >= literal->len) {
        size_t left = (size_t)(end - p) - literal->len + 1;
        p = memchr(p + literal->gram, (int)(literal->bytes & 0xFF), left);
        if (!p)
            return false;
        p -= literal->gram;
        if (stands(gate, literal, p, end))
            return true;
        p++;
    }
    return false;
}

/* Most literals that are asked for are not there, and most of those have no mark: that spares going
 * through the subject for each. */
static bool unmarked(const struct kbx_i_gate *gate, const struct kbx_i_literal *literal)
{
    return literal->look == KBX_GRAM &&
           gate->marks[kbx_i_hash(literal->bytes) >> MARK_SHIFT] != gate->mark;
}

/* The same, looked for once in a subject. */
static bool has(struct kbx_i_gate *gate, size_t len, struct kbx_i_literal *literal)
{
    if (literal->sought != gate->subject) {
        literal->sought = gate->subject;
        literal->there = !unmarked(gate, literal) && search(gate, len, literal);
    }
    return literal->there;
}

/* Whether each of the way's other sets has a literal in the subject. */
static bool later_sets(struct kbx_i_gate *gate, const struct kbx_i_way *way, size_t len)
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

/* The ways whose first set has the literal, which is there. */
static void look_further(struct kbx_i_gate *gate, const struct kbx_i_literal *literal, size_t len,
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

static bool has_bit(const uint32_t *bits, uint32_t place)
{
    return bits[place / 32] >> place % 32 & 1;
}

/* Looks at the literals that have these bytes, which stand there, and notes those that are there as
 * a whole. */
static void look(struct kbx_i_gate *gate, uint32_t bytes, size_t at, size_t len)
{
    uint32_t next, place = kbx_i_place(gate, bytes);
    for (uint32_t l = gate->slots[kbx_i_slot(gate, place)]; l; l = next) {
        struct kbx_i_literal *literal = &gate->literals[l - 1];
        next = literal->next;
        if (literal->bytes != bytes || literal->sought == gate->subject || at < literal->gram ||
            !stands(gate, literal, gate->folded + at - literal->gram, gate->folded + len))
            continue;
        literal->sought = gate->subject;
        literal->there = true;
        gate->there[gate->there_count++] = l - 1;
    }
}

/* Marks the four bytes at every place, and gives the places where a literal of a first set may
 * stand: nothing but that is done for each, and without a branch. */
static size_t promising(struct kbx_i_gate *gate, const unsigned char *folded, size_t count,
                        unsigned char places[BLOCK])
{
    /* Copies: for all a compiler knows, a mark may be written over what they are copies of. */
    const uint32_t *bits = gate->bits;
    const unsigned char *shorts = gate->shorts, mark = gate->mark;
    unsigned char *marks = gate->marks;
    const unsigned shift = 32 - gate->bitmap_bits;
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t word = kbx_i_u32(folded + i), hash = kbx_i_hash(word);
        marks[hash >> MARK_SHIFT] = mark;
        places[found] = (unsigned char)i;
        found += has_bit(bits, hash >> shift) | (shorts[word & 0xFFFF] != 0);
    }
    return found;
}

/* Finds what is there of the first sets. */
static void scan(struct kbx_i_gate *gate, size_t len)
{
    unsigned char places[BLOCK];
    for (size_t start = 0; start < len; start += BLOCK) {
        size_t count = len - start < BLOCK ? len - start : BLOCK;
        size_t found = promising(gate, gate->folded + start, count, places);
        for (size_t i = 0; i < found; i++) {
            size_t at = start + places[i];
            uint32_t word = kbx_i_u32(gate->folded + at);
            unsigned lengths = gate->shorts[word & 0xFFFF] | 1u << KBX_GRAM;
            for (size_t n = 1; n <= KBX_GRAM; n++) {
                uint32_t bytes = kbx_i_first_bytes(word, n);
                if (lengths >> n & 1 && has_bit(gate->bits, kbx_i_place(gate, bytes)))
                    look(gate, bytes, at, len);
            }
        }
    }
}

/* The next number of a subject; where they are used up, all that was seen is forgotten. */
static void begin(struct kbx_i_gate *gate)
{
    gate->passed_count = gate->there_count = 0;
    if (++gate->mark == 0) {
        memset(gate->marks, 0, sizeof gate->marks);
        gate->mark = 1;
    }
    if (++gate->subject != 0)
        return;
    for (uint32_t i = 0; i < gate->pattern_count; i++)
        gate->patterns[i].seen = 0;
    for (uint32_t i = 0; i < gate->way_count; i++)
        gate->ways[i].seen = 0;
    for (uint32_t i = 0; i < gate->literal_count; i++)
        gate->literals[i].sought = 0;
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
        scan(gate, folded);
    for (size_t i = 0; i < gate->there_count; i++)
        look_further(gate, &gate->literals[gate->there[i]], folded, multiline);
    *count = gate->passed_count;
    return KBX_OK;
}

/* SPDX-License-Identifier: MIT */
/* Builds the tables of the literal gate. A table of the file is read once, front to back, and every
 * number in it checked. */
#include "kbx/gate_tables.h"

#include <stdlib.h>

enum {
    BITS_LEAST = 9, /* of the bitmap: log2 of its size */
    BITS_MOST = 24,
    BITS_A_LITERAL = 4, /* so that hardly one place in 16 is looked at closer */
    PROBES = 8          /* places looked at for an equal literal or pattern; more would not pay */
};

/* Element i of LITS without its links, and whether it is the last of its set; false where it does
 * not hold. */
static bool literal_at(const struct kbx *k, uint32_t i, struct kbx_i_literal *out, bool *last)
{
    const struct kbx_view *pool = &k->views[KBX_S_STRS];
    const unsigned char *p = kbx_i_element(k, KBX_S_LITS, i);
    *out = (struct kbx_i_literal){.text = kbx_i_u32(p + KBX_AT_LITERAL_TEXT),
                                  .len = p[KBX_AT_LITERAL_LEN],
                                  .gram = p[KBX_AT_LITERAL_GRAM]};
    *last = p[KBX_AT_LITERAL_FLAGS] & KBX_LITERAL_LAST;
    if (out->len < KBX_LITERAL_LEAST || out->len > KBX_LITERAL_LONGEST || out->text >= pool->len ||
        out->len > pool->len - out->text || !kbx_i_sound(k, out->text, out->len))
        return false;
    const unsigned char *text = pool->data + out->text,
                        *any = memchr(text, KBX_LITERAL_ANY, out->len);
    unsigned char bytes[KBX_GRAM] = {0};
    out->plain = any ? (unsigned char)(any - text) : out->len;
    out->look = out->plain < KBX_GRAM ? out->plain : KBX_GRAM;
    if (out->look == 0 || out->gram > out->plain - out->look)
        return false;
    memcpy(bytes, text + out->gram, out->look);
    out->bytes = kbx_i_u32(bytes);
    return true;
}

/* The number of the same literal, where it was added lately; else of the new one. */
static uint32_t number_of(struct kbx_i_gate *gate, const struct kbx_i_literal *literal)
{
    uint32_t *slot = &gate->slots[kbx_i_slot(gate, kbx_i_place(gate, literal->bytes))];
    uint32_t at = *slot;
    for (int i = 0; i < PROBES && at; i++, at = gate->literals[at - 1].next)
        if (gate->literals[at - 1].text == literal->text &&
            gate->literals[at - 1].len == literal->len)
            return at - 1;
    gate->literals[gate->literal_count] = *literal;
    gate->literals[gate->literal_count].next = *slot;
    *slot = ++gate->literal_count;
    return *slot - 1;
}

/* A literal of a first set is what the pass over a subject looks for. */
static void add_need(struct kbx_i_gate *gate, uint32_t number)
{
    struct kbx_i_literal *literal = &gate->literals[number];
    uint32_t place = kbx_i_place(gate, literal->bytes);
    gate->bits[place / 32] |= (uint32_t)1 << place % 32;
    if (literal->look < KBX_GRAM) {
        /* A single byte begins every pair that it is the first of. */
        uint32_t step = literal->look == 1 ? 0x100 : 0x10000;
        for (uint32_t pair = literal->bytes & 0xFFFF; pair < 0x10000; pair += step)
            gate->shorts[pair] |= (unsigned char)(1u << literal->look);
    }
    gate->needs[gate->need_count++] = (struct kbx_i_need){gate->way_count, literal->needs};
    literal->needs = gate->need_count;
}

/* A way of the literals from `first` to before `end`. */
static bool add_way(struct kbx_i_gate *gate, uint32_t pattern, uint32_t first, uint32_t end)
{
    struct kbx_i_way way = {pattern, gate->later_count, 0, 0};
    bool last = false, in_first = true;
    for (; first < end; first++) {
        struct kbx_i_literal literal;
        if (!literal_at(gate->k, first, &literal, &last))
            return false;
        uint32_t number = number_of(gate, &literal);
        if (in_first)
            add_need(gate, number);
        else
            gate->later[gate->later_count++] = (struct kbx_i_later){number, last};
        in_first = in_first && !last;
    }
    way.end = gate->later_count;
    gate->ways[gate->way_count++] = way;
    return last;
}

static bool add_ways(struct kbx_i_gate *gate, uint32_t pattern, uint32_t way, uint32_t end)
{
    for (; way < end; way++) {
        uint32_t first, next;
        /* Rising from way to way, so that no literal is read twice. */
        if (!kbx_i_chained(gate->k, KBX_S_WAYS, way, KBX_AT_WAY_LITERALS, KBX_S_LITS, &first,
                           &next) ||
            first == next || !add_way(gate, pattern, first, next))
            return false;
    }
    return true;
}

/* The pattern with that text (equal texts mostly stand in one place), or a new one. `known` has
 * room for twice the regexes. */
static uint32_t pattern_of(struct kbx_i_gate *gate, uint32_t *known, uint32_t mask,
                           struct kbx_str text)
{
    const char *pool = (const char *)gate->k->views[KBX_S_STRS].data;
    uint32_t slot = (uint32_t)(text.ptr - pool) * (uint32_t)0x9E3779B1u >> 7 & mask;
    for (int i = 0; i < PROBES && known[slot]; i++, slot = (slot + 1) & mask) {
        const struct kbx_i_pattern *pattern = &gate->patterns[known[slot] - 1];
        if (pattern->text.ptr == text.ptr && pattern->text.len == text.len)
            return known[slot] - 1;
    }
    known[slot] = gate->pattern_count + 1;
    gate->patterns[gate->pattern_count] = (struct kbx_i_pattern){.text = text, .first = KBX_NONE};
    return gate->pattern_count++;
}

static bool add_regex(struct kbx_i_gate *gate, uint32_t *known, uint32_t mask, uint32_t i)
{
    const struct kbx *k = gate->k;
    const unsigned char *p = kbx_i_element(k, KBX_S_REGX, i);
    uint32_t record = kbx_i_u32(p + KBX_AT_REGEX_RECORD), first, end;
    struct kbx_str text;
    if (!kbx_i_chained(k, KBX_S_REGX, i, KBX_AT_REGEX_WAYS, KBX_S_WAYS, &first, &end) ||
        (i == 0 && first != 0) ||
        kbx_text(k, record, KBX_F_REGEX, 0, KBX_BASE, &text, NULL) != KBX_OK || !text.ptr)
        return false;
    uint32_t number = pattern_of(gate, known, mask, text);
    struct kbx_i_pattern *pattern = &gate->patterns[number];
    gate->sharers[i] = (struct kbx_i_sharer){record, pattern->first};
    bool is_new = pattern->first == KBX_NONE;
    pattern->first = i;
    if (!is_new)
        return true;
    pattern->multiline = kbx_i_u32(p + KBX_AT_REGEX_FLAGS) & KBX_REGEX_MULTILINE;
    if (first == end)
        gate->always[gate->always_count++] = number;
    return add_ways(gate, number, first, end);
}

static unsigned log2_of(uint64_t least)
{
    unsigned bits = 0;
    while ((uint64_t)1 << bits < least)
        bits++;
    return bits;
}

/* Not cleared: pages that are never written cost nothing. */
static void *room_for(uint64_t count, size_t size)
{
    return count < SIZE_MAX / size ? malloc((size_t)(count + 1) * size) : NULL;
}

static bool allocate(struct kbx_i_gate *gate)
{
    uint64_t regexes = gate->k->views[KBX_S_REGX].count, ways = gate->k->views[KBX_S_WAYS].count;
    uint64_t literals = gate->k->views[KBX_S_LITS].count;
    unsigned bits = log2_of(literals) + BITS_A_LITERAL;
    gate->bitmap_bits = bits < BITS_LEAST ? BITS_LEAST : bits > BITS_MOST ? BITS_MOST : bits;
    gate->slot_bits = gate->bitmap_bits - BITS_A_LITERAL;
    /* These grow at their ends, so what is beyond is never looked at. */
    gate->sharers = room_for(regexes, sizeof *gate->sharers);
    gate->always = room_for(regexes, sizeof *gate->always);
    gate->passed = room_for(regexes, sizeof *gate->passed);
    gate->ways = room_for(ways, sizeof *gate->ways);
    gate->literals = room_for(literals, sizeof *gate->literals);
    gate->needs = room_for(literals, sizeof *gate->needs);
    gate->there = room_for(literals, sizeof *gate->there);
    gate->later = room_for(literals, sizeof *gate->later);
    gate->patterns = calloc(regexes + 1, sizeof *gate->patterns);
    gate->slots = calloc((size_t)1 << gate->slot_bits, sizeof *gate->slots);
    gate->bits = calloc((size_t)1 << (gate->bitmap_bits - 5), sizeof *gate->bits);
    return gate->patterns && gate->sharers && gate->always && gate->passed && gate->ways &&
           gate->literals && gate->needs && gate->there && gate->later && gate->slots && gate->bits;
}

static bool add_regexes(struct kbx_i_gate *gate, uint32_t *known, uint32_t mask,
                        struct kbx_error *error)
{
    const struct kbx *k = gate->k;
    for (uint32_t i = 0; i < k->views[KBX_S_REGX].count; i++)
        if (!add_regex(gate, known, mask, i)) {
            kbx_i_fail(error, KBX_CORRUPT, kbx_i_tags[KBX_S_REGX],
                       (uint64_t)(kbx_i_element(k, KBX_S_REGX, i) - k->data),
                       "the literals of a regex lie outside their tables");
            return false;
        }
    return true;
}

int kbx_i_gate_new(const struct kbx *k, struct kbx_i_gate **out, struct kbx_error *error)
{
    unsigned bits = log2_of(k->views[KBX_S_REGX].count) + 1;
    uint32_t mask = ((uint32_t)1 << (bits < 31 ? bits : 31)) - 1;
    struct kbx_i_gate *gate = calloc(1, sizeof *gate);
    uint32_t *known = calloc((size_t)mask + 1, sizeof *known);
    int status = KBX_MEMORY;
    if (gate && known) {
        gate->k = k;
        if (allocate(gate))
            status = add_regexes(gate, known, mask, error) ? KBX_OK : KBX_CORRUPT;
    }
    if (status == KBX_MEMORY)
        kbx_i_fail(error, KBX_MEMORY, 0, 0, "out of memory");
    free(known);
    if (status != KBX_OK) {
        kbx_i_gate_free(gate);
        gate = NULL;
    }
    *out = gate;
    return status;
}

void kbx_i_gate_free(struct kbx_i_gate *gate)
{
    if (!gate)
        return;
    free(gate->patterns);
    free(gate->sharers);
    free(gate->always);
    free(gate->passed);
    free(gate->ways);
    free(gate->literals);
    free(gate->needs);
    free(gate->there);
    free(gate->later);
    free(gate->slots);
    free(gate->bits);
    free(gate->folded);
    free(gate);
}

uint32_t kbx_i_gate_patterns(const struct kbx_i_gate *gate)
{
    return gate->pattern_count;
}

const struct kbx_i_pattern *kbx_i_gate_pattern(const struct kbx_i_gate *gate, uint32_t i)
{
    return &gate->patterns[i];
}

const struct kbx_i_sharer *kbx_i_gate_sharer(const struct kbx_i_gate *gate, uint32_t i)
{
    return &gate->sharers[i];
}

/* SPDX-License-Identifier: MIT */
/* The literal gate. The first set of each way is looked for in one pass over the folded subject:
 * four bytes at every place are hashed, a bitmap says whether a literal has them, and a table which
 * ones. Where one is found whole, the other sets of its ways are looked for one by one. */
#include "kbx/gate.h"

#include <stdlib.h>

#include "kbx/fold.h"

enum {
    BITS_LEAST = 9, /* of the bitmap: log2 of its size */
    BITS_MOST = 24,
    BITS_A_LITERAL = 4, /* so that hardly one place in 16 is looked at closer */
    PROBES = 8,         /* places looked at for an equal literal or pattern; more would not pay */
    LATER_MOST = 32,    /* literals of a way's other sets; where there are more, PCRE2 is as fast */
    PADDING = 4         /* zero bytes behind the folded subject */
};

struct literal {
    uint32_t text;  /* offset within STRS */
    uint32_t bytes; /* those that are looked for, as a little-endian number */
    uint32_t next;  /* of the same slot: index + 1, 0 for none */
    uint32_t needs; /* first of what needs it: index + 1 */
    uint32_t seen;  /* the subject it was found in */
    unsigned char len, gram;
};

/* A way that needs a literal. */
struct need {
    uint32_t way, next; /* next: index + 1, 0 for none */
};

struct way {
    uint32_t pattern;
    uint32_t first, end; /* elements of LITS: its sets but the first */
    uint32_t seen;
};

struct kbx_i_gate {
    const struct kbx *k;
    struct kbx_i_pattern *patterns;
    struct kbx_i_sharer *sharers; /* one for each element of REGX */
    struct way *ways;
    struct literal *literals;
    struct need *needs;
    uint32_t *always; /* patterns without ways */
    uint32_t pattern_count, way_count, literal_count, need_count, always_count;

    uint32_t *slots;           /* first literal of a slot: index + 1 */
    unsigned char *bits;       /* the bitmap */
    unsigned bitmap_bits;      /* log2 of its size */
    unsigned slot_bits;        /* log2 of the number of slots, at most bitmap_bits */
    bool short_ones[KBX_GRAM]; /* there are literals of that many bytes, fewer than KBX_GRAM */

    uint32_t subject; /* number of the one at hand, from 1 */
    unsigned char *folded;
    size_t room;
    uint32_t *passed;
    size_t passed_count;
};

static uint32_t first_bytes(uint32_t word, size_t len)
{
    return len < KBX_GRAM ? word & (((uint32_t)1 << (8 * len)) - 1) : word;
}

/* The place in the bitmap. */
static uint32_t hash(const struct kbx_i_gate *gate, uint32_t bytes)
{
    return (uint32_t)(bytes * (uint32_t)0x9E3779B1u) >> (32 - gate->bitmap_bits);
}

static uint32_t slot_of(const struct kbx_i_gate *gate, uint32_t place)
{
    return place >> (gate->bitmap_bits - gate->slot_bits);
}

/* Element i of LITS without its links; false where it does not hold. */
static bool literal_at(const struct kbx *k, uint32_t i, struct literal *out, bool *last)
{
    const struct kbx_view *pool = &k->views[KBX_S_STRS];
    const unsigned char *p = kbx_i_element(k, KBX_S_LITS, i);
    *out = (struct literal){kbx_i_u32(p + KBX_AT_LITERAL_TEXT),
                            0,
                            0,
                            0,
                            0,
                            p[KBX_AT_LITERAL_LEN],
                            p[KBX_AT_LITERAL_GRAM]};
    *last = p[KBX_AT_LITERAL_FLAGS] & KBX_LITERAL_LAST;
    if (out->len < KBX_LITERAL_LEAST || out->len > KBX_LITERAL_LONGEST ||
        out->gram > (out->len > KBX_GRAM ? out->len - KBX_GRAM : 0) || out->text >= pool->len ||
        out->len > pool->len - out->text)
        return false;
    unsigned char bytes[KBX_GRAM] = {0};
    memcpy(bytes, pool->data + out->text + out->gram, out->len < KBX_GRAM ? out->len : KBX_GRAM);
    out->bytes = kbx_i_u32(bytes);
    return true;
}

/* The same literal, where it was added lately; else the new one. */
static struct literal *add_literal(struct kbx_i_gate *gate, const struct literal *literal)
{
    uint32_t place = hash(gate, literal->bytes);
    uint32_t *slot = &gate->slots[slot_of(gate, place)];
    uint32_t at = *slot;
    for (int i = 0; i < PROBES && at; i++, at = gate->literals[at - 1].next)
        if (gate->literals[at - 1].text == literal->text &&
            gate->literals[at - 1].len == literal->len)
            return &gate->literals[at - 1];
    struct literal *added = &gate->literals[gate->literal_count++];
    *added = *literal;
    added->next = *slot;
    *slot = gate->literal_count;
    gate->bits[place / 8] |= (unsigned char)(1u << place % 8);
    if (literal->len < KBX_GRAM)
        gate->short_ones[literal->len] = true;
    return added;
}

/* A way of the literals from `first` to before `end`. */
static bool add_way(struct kbx_i_gate *gate, uint32_t pattern, uint32_t first, uint32_t end)
{
    bool last = false;
    for (; first < end && !last; first++) {
        struct literal literal;
        if (!literal_at(gate->k, first, &literal, &last))
            return false;
        struct literal *added = add_literal(gate, &literal);
        gate->needs[gate->need_count++] = (struct need){gate->way_count, added->needs};
        added->needs = gate->need_count;
    }
    gate->ways[gate->way_count++] = (struct way){pattern, first, end, 0};
    return last;
}

/* Field `at` of element i, or behind the last element `all`. */
static uint32_t chain(const struct kbx *k, enum kbx_section_index section, uint32_t i, uint32_t at,
                      uint32_t all)
{
    const unsigned char *p = kbx_i_element(k, section, i);
    return p ? kbx_i_u32(p + at) : all;
}

static bool add_ways(struct kbx_i_gate *gate, uint32_t pattern, uint32_t way, uint32_t end)
{
    uint32_t all = gate->k->views[KBX_S_LITS].count;
    for (; way < end; way++) {
        uint32_t first = chain(gate->k, KBX_S_WAYS, way, KBX_AT_WAY_LITERALS, all);
        uint32_t next = chain(gate->k, KBX_S_WAYS, way + 1, KBX_AT_WAY_LITERALS, all);
        /* Rising from way to way, so that no literal is read twice. */
        if (first >= next || next > all || !add_way(gate, pattern, first, next))
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
    uint32_t all = k->views[KBX_S_WAYS].count;
    uint32_t first = kbx_i_u32(p + KBX_AT_REGEX_WAYS);
    uint32_t end = chain(k, KBX_S_REGX, i + 1, KBX_AT_REGEX_WAYS, all);
    uint32_t record = kbx_i_u32(p + KBX_AT_REGEX_RECORD);
    struct kbx_str text;
    if (first > end || end > all || (i == 0 && first != 0) ||
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

static bool allocate(struct kbx_i_gate *gate)
{
    uint64_t regexes = gate->k->views[KBX_S_REGX].count, ways = gate->k->views[KBX_S_WAYS].count;
    uint64_t literals = gate->k->views[KBX_S_LITS].count;
    unsigned bits = log2_of(literals) + BITS_A_LITERAL;
    gate->bitmap_bits = bits < BITS_LEAST ? BITS_LEAST : bits > BITS_MOST ? BITS_MOST : bits;
    gate->slot_bits = gate->bitmap_bits - BITS_A_LITERAL;
    gate->patterns = calloc(regexes + 1, sizeof *gate->patterns);
    gate->sharers = calloc(regexes + 1, sizeof *gate->sharers);
    gate->always = calloc(regexes + 1, sizeof *gate->always);
    gate->passed = calloc(regexes + 1, sizeof *gate->passed);
    gate->ways = calloc(ways + 1, sizeof *gate->ways);
    gate->literals = calloc(literals + 1, sizeof *gate->literals);
    gate->needs = calloc(literals + 1, sizeof *gate->needs);
    gate->slots = calloc((size_t)1 << gate->slot_bits, sizeof *gate->slots);
    gate->bits = calloc((size_t)1 << (gate->bitmap_bits - 3), 1);
    return gate->patterns && gate->sharers && gate->always && gate->passed && gate->ways &&
           gate->literals && gate->needs && gate->slots && gate->bits;
}

int kbx_i_gate_new(const struct kbx *k, struct kbx_i_gate **out, struct kbx_error *error)
{
    uint32_t count = k->views[KBX_S_REGX].count;
    uint32_t mask = ((uint32_t)1 << (log2_of(count) < 31 ? log2_of(count) + 1 : 31)) - 1;
    struct kbx_i_gate *gate = calloc(1, sizeof *gate);
    uint32_t *known = calloc((size_t)mask + 1, sizeof *known);
    int status = KBX_OK;
    if (gate)
        gate->k = k;
    if (!gate || !known || !allocate(gate))
        status = kbx_i_fail(error, KBX_MEMORY, 0, 0, "out of memory");
    for (uint32_t i = 0; i < count && status == KBX_OK; i++)
        if (!add_regex(gate, known, mask, i))
            status = kbx_i_fail(error, KBX_CORRUPT, kbx_i_tags[KBX_S_REGX],
                                (uint64_t)(kbx_i_element(k, KBX_S_REGX, i) - k->data),
                                "the literals of a regex lie outside their tables");
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

/* Whether the folded subject, which has padding behind it, has the literal. */
static bool holds(const struct kbx_i_gate *gate, size_t len, const struct literal *literal)
{
    const unsigned char *text = gate->k->views[KBX_S_STRS].data + literal->text;
    for (size_t at = 0; at < len && literal->len <= len - at; at++) {
        const unsigned char *p = gate->folded + at;
        if (first_bytes(kbx_i_u32(p + literal->gram), literal->len) == literal->bytes &&
            memcmp(p, text, literal->len) == 0)
            return true;
    }
    return false;
}

/* Whether each of the way's other sets has a literal in the subject. */
static bool later_sets(const struct kbx_i_gate *gate, const struct way *way, size_t len)
{
    bool found = false, last;
    if (way->end - way->first > LATER_MOST)
        return true;
    for (uint32_t i = way->first; i < way->end; i++) {
        struct literal literal;
        bool sound = literal_at(gate->k, i, &literal, &last);
        found = found || !sound || holds(gate, len, &literal);
        if (last && !found)
            return false;
        found = found && !last;
    }
    return true;
}

static void pass(struct kbx_i_gate *gate, uint32_t number)
{
    gate->patterns[number].seen = gate->subject;
    gate->passed[gate->passed_count++] = number;
}

/* A literal is there, for the first time in this subject. */
static void found(struct kbx_i_gate *gate, const struct literal *literal, size_t len,
                  bool multiline)
{
    for (uint32_t n = literal->needs; n; n = gate->needs[n - 1].next) {
        struct way *way = &gate->ways[gate->needs[n - 1].way];
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
    for (uint32_t l = gate->slots[slot_of(gate, place)]; l; l = next) {
        struct literal *literal = &gate->literals[l - 1];
        next = literal->next;
        if (literal->seen == gate->subject || at < literal->gram ||
            len - (at - literal->gram) < literal->len ||
            memcmp(gate->folded + at - literal->gram,
                   gate->k->views[KBX_S_STRS].data + literal->text, literal->len) != 0)
            continue;
        literal->seen = gate->subject;
        found(gate, literal, len, multiline);
    }
}

static void scan(struct kbx_i_gate *gate, size_t len, bool multiline)
{
    const unsigned char *bits = gate->bits, *folded = gate->folded;
    for (size_t at = 0; at < len; at++) {
        uint32_t word = kbx_i_u32(folded + at), place = hash(gate, word);
        if (bits[place / 8] >> place % 8 & 1)
            look(gate, place, at, len, multiline);
        for (size_t n = KBX_LITERAL_LEAST; n < KBX_GRAM; n++) {
            place = hash(gate, first_bytes(word, n));
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
        gate->literals[i].seen = 0;
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

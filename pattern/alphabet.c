/* SPDX-License-Identifier: MIT */
/* Partition of the code points by refinement: all are one letter, then each class splits every
 * letter that it takes in part. */
#include "pattern/alphabet.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"

enum {
    CODE_POINTS = 0x110000,
    SURROGATES = 0xD800, /* no text has them, and no class */
    SURROGATES_END = 0xE000,
    MAX_INTERVALS = 4096 /* between boundaries of classes; bounds what hostile classes cost */
};

static const struct kb_syntax_range mark_range = {KB_MARK, KB_MARK};
static const struct kb_syntax_node mark = {
    .kind = KB_SYNTAX_CLASS, .as.set = {.ranges = &mark_range, .count = 1, .exact = true}};

/* A run of code points that no class cuts. */
struct interval {
    uint32_t first, last;
    uint16_t letter;
};

/* All code points that text can have, in order. */
struct intervals {
    struct interval *items;
    size_t count;
};

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* By content, so that equal classes meet. */
static int by_ranges(const void *a, const void *b)
{
    const struct kb_syntax_node *x = *(const struct kb_syntax_node *const *)a;
    const struct kb_syntax_node *y = *(const struct kb_syntax_node *const *)b;
    if (x->as.set.count != y->as.set.count)
        return x->as.set.count < y->as.set.count ? -1 : 1;
    for (uint32_t i = 0; i < x->as.set.count; i++) {
        const struct kb_syntax_range *p = &x->as.set.ranges[i], *q = &y->as.set.ranges[i];
        if (p->first != q->first)
            return p->first < q->first ? -1 : 1;
        if (p->last != q->last)
            return p->last < q->last ? -1 : 1;
    }
    return 0;
}

/* The different ones among `classes`, sorted. Returns how many. */
static size_t different(const struct kb_syntax_node **classes, size_t count)
{
    size_t kept = 0;
    qsort(classes, count, sizeof *classes, by_ranges);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_ranges(&classes[kept - 1], &classes[i]) != 0)
            classes[kept++] = classes[i];
    return kept;
}

/* False when there are too many. */
static bool cut(struct intervals *at, const struct kb_syntax_node **classes, size_t count)
{
    size_t ranges = 0, all = 0;
    for (size_t i = 0; i < count; i++)
        ranges += classes[i]->as.set.count;
    uint32_t *starts = kb_alloc(2 * ranges + 4, sizeof *starts);
    starts[all++] = 0;
    starts[all++] = SURROGATES;
    starts[all++] = SURROGATES_END;
    starts[all++] = CODE_POINTS;
    for (size_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < classes[i]->as.set.count; j++) {
            starts[all++] = classes[i]->as.set.ranges[j].first;
            starts[all++] = classes[i]->as.set.ranges[j].last + 1;
        }
    qsort(starts, all, sizeof *starts, by_number);
    *at = (struct intervals){.items = kb_alloc(all, sizeof *at->items)};
    for (size_t i = 0; i + 1 < all; i++)
        if (starts[i] != starts[i + 1] && starts[i] != SURROGATES)
            at->items[at->count++] = (struct interval){starts[i], starts[i + 1] - 1, 0};
    free(starts);
    return at->count <= MAX_INTERVALS;
}

/* Whether the class takes interval i; *range only moves on, with i. */
static bool takes(const struct kb_syntax_node *class, const struct intervals *at, size_t i,
                  uint32_t *range)
{
    while (*range < class->as.set.count && class->as.set.ranges[*range].last < at->items[i].first)
        ++*range;
    return *range < class->as.set.count && class->as.set.ranges[*range].first <= at->items[i].first;
}

/* Splits the letters by one class: what it takes of a letter becomes a new one, unless it takes
 * all of it. Returns how many there are then. */
static unsigned refine(struct intervals *at, const struct kb_syntax_node *class, unsigned letters)
{
    uint16_t inside[KB_MAX_LETTERS];
    bool outside[KB_MAX_LETTERS] = {false};
    uint32_t range = 0;
    for (size_t i = 0; i < at->count; i++)
        if (!takes(class, at, i, &range))
            outside[at->items[i].letter] = true;
    for (unsigned i = 0; i < letters; i++)
        inside[i] = UINT16_MAX;
    range = 0;
    for (size_t i = 0; i < at->count; i++) {
        unsigned old = at->items[i].letter;
        if (!takes(class, at, i, &range) || !outside[old])
            continue;
        if (inside[old] == UINT16_MAX) {
            if (letters == KB_MAX_LETTERS)
                return KB_MAX_LETTERS + 1;
            inside[old] = (uint16_t)letters++;
        }
        at->items[i].letter = inside[old];
    }
    return letters;
}

/* How readable a code point is; less is better. Those from here on are none to choose. */
enum { ODD = 4 };

static unsigned rank(uint32_t cp)
{
    if (cp >= 'a' && cp <= 'z')
        return 0;
    if (cp >= '0' && cp <= '9')
        return 1;
    if (cp > ' ' && cp < 0x7F)
        return 2;
    if (cp == ' ')
        return 3;
    return cp > 0xA0 ? ODD : ODD + 1;
}

/* The most readable of first to last: ranks change only at these. */
static uint32_t readable(uint32_t first, uint32_t last)
{
    static const uint32_t steps[] = {'a', '0', '!', ' ', 0xA1};
    uint32_t best = first;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] >= first && steps[i] <= last && rank(steps[i]) < rank(best))
            best = steps[i];
    return best;
}

uint32_t kb_alphabet_sample(const struct kb_syntax_node *class)
{
    uint32_t best = readable(class->as.set.ranges[0].first, class->as.set.ranges[0].last);
    for (uint32_t i = 1; i < class->as.set.count; i++) {
        const struct kb_syntax_range *range = &class->as.set.ranges[i];
        uint32_t cp = readable(range->first, range->last);
        if (rank(cp) < rank(best))
            best = cp;
    }
    return best;
}

/* A letter while letters are put in order. */
struct candidate {
    uint32_t sample;
    uint16_t old;
    size_t readers; /* classes that take it */
};

static int by_use(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    bool mark_x = x->sample == KB_MARK, mark_y = y->sample == KB_MARK;
    bool odd_x = rank(x->sample) >= ODD, odd_y = rank(y->sample) >= ODD;
    if (odd_x != odd_y)
        return odd_x ? 1 : -1;
    if (x->readers != y->readers)
        return x->readers < y->readers ? -1 : 1;
    if (mark_x != mark_y)
        return mark_x ? 1 : -1;
    if (rank(x->sample) != rank(y->sample))
        return rank(x->sample) < rank(y->sample) ? -1 : 1;
    return (x->sample > y->sample) - (x->sample < y->sample);
}

/* Numbers the letters anew, so that the first of a set is the one to make words of: the one that
 * fewest classes take, because then less of the regex matches such a word by chance; of equals the
 * most readable. */
static void put_in_order(struct kb_alphabet *alphabet, struct intervals *at,
                         const struct kb_letters *sets, size_t count)
{
    struct candidate letters[KB_MAX_LETTERS];
    uint16_t new[KB_MAX_LETTERS];
    for (unsigned i = 0; i < alphabet->count; i++) {
        letters[i] = (struct candidate){alphabet->sample[i], (uint16_t)i, 0};
        for (size_t j = 0; j < count; j++)
            letters[i].readers += kb_letters_has(&sets[j], i);
    }
    qsort(letters, alphabet->count, sizeof *letters, by_use);
    for (unsigned i = 0; i < alphabet->count; i++) {
        alphabet->sample[i] = letters[i].sample;
        if (letters[i].sample == KB_MARK)
            alphabet->mark = i;
        new[letters[i].old] = (uint16_t)i;
    }
    for (size_t i = 0; i < at->count; i++)
        at->items[i].letter = new[at->items[i].letter];
}

static void take_samples(struct kb_alphabet *alphabet, const struct intervals *at)
{
    bool seen[KB_MAX_LETTERS] = {false};
    for (size_t i = 0; i < at->count; i++) {
        unsigned letter = at->items[i].letter;
        uint32_t cp = readable(at->items[i].first, at->items[i].last);
        if (!seen[letter] || rank(cp) < rank(alphabet->sample[letter]))
            alphabet->sample[letter] = cp;
        seen[letter] = true;
    }
}

static struct kb_letters letters_of(const struct kb_syntax_node *class, const struct intervals *at)
{
    struct kb_letters set = {0};
    uint32_t range = 0;
    for (size_t i = 0; i < at->count; i++)
        if (takes(class, at, i, &range))
            kb_letters_add(&set, at->items[i].letter);
    return set;
}

/* sets[i] becomes the letters of classes[i], which is equal to one of the sorted. */
static void give_sets(const struct intervals *at, const struct kb_syntax_node **sorted,
                      size_t kinds, const struct kb_syntax_node *const *classes, size_t count,
                      struct kb_letters *sets)
{
    struct kb_letters *of = kb_alloc(kinds, sizeof *of);
    for (size_t i = 0; i < kinds; i++)
        of[i] = letters_of(sorted[i], at);
    for (size_t i = 0; i < count; i++) {
        const struct kb_syntax_node **found =
            bsearch(&classes[i], sorted, kinds, sizeof *sorted, by_ranges);
        sets[i] = of[found - sorted];
    }
    free(of);
}

bool kb_alphabet_make(struct kb_alphabet *alphabet, const struct kb_syntax_node *const *classes,
                      size_t count, struct kb_letters *sets)
{
    *alphabet = (struct kb_alphabet){.count = 1};
    const struct kb_syntax_node **sorted = kb_alloc(count + 1, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = classes[i];
    sorted[count] = &mark;
    size_t kinds = different(sorted, count + 1);
    struct intervals at;
    bool fits = cut(&at, sorted, kinds);
    for (size_t i = 0; fits && i < kinds; i++) {
        alphabet->count = refine(&at, sorted[i], alphabet->count);
        fits = alphabet->count <= KB_MAX_LETTERS;
    }
    if (fits) {
        take_samples(alphabet, &at);
        give_sets(&at, sorted, kinds, classes, count, sets);
        put_in_order(alphabet, &at, sets, count);
        give_sets(&at, sorted, kinds, classes, count, sets);
    }
    free(at.items);
    free(sorted);
    return fits;
}

struct kb_letters kb_letters_and(const struct kb_letters *a, const struct kb_letters *b)
{
    struct kb_letters both;
    for (size_t i = 0; i < KB_MAX_LETTERS / 64; i++)
        both.bits[i] = a->bits[i] & b->bits[i];
    return both;
}

struct kb_letters kb_letters_without(const struct kb_letters *a, const struct kb_letters *b)
{
    struct kb_letters rest;
    for (size_t i = 0; i < KB_MAX_LETTERS / 64; i++)
        rest.bits[i] = a->bits[i] & ~b->bits[i];
    return rest;
}

bool kb_letters_any(const struct kb_letters *set)
{
    return kb_letters_next(set, 0) < KB_MAX_LETTERS;
}

unsigned kb_letters_next(const struct kb_letters *set, unsigned from)
{
    for (unsigned i = from; i < KB_MAX_LETTERS; i = (i / 64 + 1) * 64) {
        uint64_t left = set->bits[i / 64] >> i % 64;
        if (left) {
            while (!(left & 1)) {
                left >>= 1;
                i++;
            }
            return i;
        }
    }
    return KB_MAX_LETTERS;
}

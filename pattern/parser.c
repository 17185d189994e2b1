/* SPDX-License-Identifier: MIT */
/* What the parser of regexes takes from its text, and the nodes it makes. */
#include "pattern/parser.h"

#include <string.h>

#include "kb/ascii.h"
#include "pattern/fold.h"

/* No count in a regex that compiles reaches this. */
#define LARGEST_NUMBER 1000000

static const struct kb_syntax_range everything[] = {{0, 0xD7FF}, {0xE000, 0x10FFFF}};

struct kb_syntax_node *kb_parser_node(struct kb_parser *p, enum kb_syntax_kind kind,
                                      const char *begin)
{
    struct kb_syntax_node *node = kb_arena_new(&p->syntax->arena, 1, sizeof *node);
    node->kind = kind;
    node->begin = (uint32_t)(begin - p->start);
    node->end = (uint32_t)(p->at - p->start);
    p->syntax->nodes++;
    return node;
}

void kb_parser_outside(struct kb_parser *p, const char *at, const char *reason)
{
    if (p->syntax->reason)
        return;
    p->syntax->reason = reason;
    p->syntax->offset = (uint32_t)(at - p->start);
}

struct kb_syntax_node *kb_parser_opaque(struct kb_parser *p, const char *begin, const char *reason)
{
    kb_parser_outside(p, begin, reason);
    return kb_parser_node(p, KB_SYNTAX_OPAQUE, begin);
}

void kb_parser_lose(struct kb_parser *p)
{
    kb_parser_outside(p, p->at, "syntax that is not understood");
    p->lost = true;
    p->at = p->end;
}

struct kb_syntax_node *kb_parser_class(struct kb_parser *p, const char *begin,
                                       const struct kb_syntax_range *ranges, size_t count)
{
    struct kb_syntax_node *node = kb_parser_node(p, KB_SYNTAX_CLASS, begin);
    node->as.set.ranges = ranges;
    node->as.set.count = (uint32_t)count;
    node->as.set.exact = true;
    return node;
}

struct kb_syntax_node *kb_parser_set(struct kb_parser *p, const char *begin, struct kb_set *set,
                                     bool inverted)
{
    kb_set_tidy(set);
    if (!inverted)
        kb_set_invert(set);
    kb_set_add(set, 0xD800, 0xDFFF);
    kb_set_tidy(set);
    kb_set_invert(set);
    struct kb_syntax_range *ranges =
        kb_arena_new(&p->syntax->arena, set->count, sizeof *set->ranges);
    if (set->count)
        memcpy(ranges, set->ranges, set->count * sizeof *ranges);
    struct kb_syntax_node *node = kb_parser_class(p, begin, ranges, set->count);
    kb_set_free(set);
    return node;
}

/* A letter of ASCII, as most of a regex is, with all that folds to it. */
static struct kb_syntax_node *ascii_letter(struct kb_parser *p, const char *begin, uint32_t cp)
{
    static const struct kb_syntax_range ranges[] = {
        {'A', 'A'}, {'a', 'a'}, {'B', 'B'}, {'b', 'b'}, {'C', 'C'}, {'c', 'c'}, {'D', 'D'},
        {'d', 'd'}, {'E', 'E'}, {'e', 'e'}, {'F', 'F'}, {'f', 'f'}, {'G', 'G'}, {'g', 'g'},
        {'H', 'H'}, {'h', 'h'}, {'I', 'I'}, {'i', 'i'}, {'J', 'J'}, {'j', 'j'}, {'K', 'K'},
        {'k', 'k'}, {'L', 'L'}, {'l', 'l'}, {'M', 'M'}, {'m', 'm'}, {'N', 'N'}, {'n', 'n'},
        {'O', 'O'}, {'o', 'o'}, {'P', 'P'}, {'p', 'p'}, {'Q', 'Q'}, {'q', 'q'}, {'R', 'R'},
        {'r', 'r'}, {'S', 'S'}, {'s', 's'}, {'T', 'T'}, {'t', 't'}, {'U', 'U'}, {'u', 'u'},
        {'V', 'V'}, {'v', 'v'}, {'W', 'W'}, {'w', 'w'}, {'X', 'X'}, {'x', 'x'}, {'Y', 'Y'},
        {'y', 'y'}, {'Z', 'Z'}, {'z', 'z'}};
    static const struct kb_syntax_range kelvin[] = {{'K', 'K'}, {'k', 'k'}, {0x212A, 0x212A}};
    static const struct kb_syntax_range long_s[] = {{'S', 'S'}, {'s', 's'}, {0x17F, 0x17F}};
    if (cp == 'k' || cp == 's')
        return kb_parser_class(p, begin, cp == 'k' ? kelvin : long_s, 3);
    return kb_parser_class(p, begin, &ranges[2 * (cp - 'a')], 2);
}

/* A class of the characters in ascending order. */
static struct kb_syntax_node *class_of(struct kb_parser *p, const char *begin,
                                       const uint32_t *family, size_t count)
{
    size_t kept = 0;
    struct kb_syntax_range *ranges = kb_arena_new(&p->syntax->arena, count, sizeof *ranges);
    for (size_t i = 0; i < count; i++) {
        if (kept && ranges[kept - 1].last + 1 == family[i])
            ranges[kept - 1].last++;
        else
            ranges[kept++] = (struct kb_syntax_range){family[i], family[i]};
    }
    return kb_parser_class(p, begin, ranges, kept);
}

struct kb_syntax_node *kb_parser_char(struct kb_parser *p, const char *begin, uint32_t cp)
{
    uint32_t folded = kb_fold(cp), family[KB_FOLD_MOST];
    if (!(p->flags & KB_FLAG_CASELESS))
        return class_of(p, begin, &cp, 1);
    struct kb_syntax_node *node = folded >= 'a' && folded <= 'z'
                                      ? ascii_letter(p, begin, folded)
                                      : class_of(p, begin, family, kb_fold_family(cp, family));
    node->letter = folded;
    return node;
}

struct kb_syntax_node *kb_parser_anchor(struct kb_parser *p, const char *begin,
                                        enum kb_syntax_anchor anchor)
{
    struct kb_syntax_node *node = kb_parser_node(p, KB_SYNTAX_ANCHOR, begin);
    node->as.anchor = anchor;
    return node;
}

struct kb_syntax_node *kb_parser_any(struct kb_parser *p, const char *begin)
{
    struct kb_syntax_node *node = kb_parser_class(p, begin, everything, 2);
    node->as.set.exact = false;
    return node;
}

bool kb_parser_take(struct kb_parser *p, const char *text)
{
    size_t n = strlen(text);
    bool next = (size_t)(p->end - p->at) >= n && memcmp(p->at, text, n) == 0;
    if (next)
        p->at += n;
    return next;
}

uint32_t kb_parser_next(struct kb_parser *p)
{
    uint32_t cp = 0;
    bool ok;
    if (p->at == p->end)
        kb_parser_lose(p);
    else
        p->at += kb_utf8_next(p->at, p->end, &cp, &ok);
    return cp;
}

struct kb_str kb_parser_until(struct kb_parser *p, char stop)
{
    const char *from = p->at;
    const char *found = from < p->end ? memchr(from, stop, (size_t)(p->end - from)) : NULL;
    if (!found) {
        kb_parser_lose(p);
        return (struct kb_str){from, 0};
    }
    p->at = found + 1;
    return (struct kb_str){from, (size_t)(found - from)};
}

bool kb_parser_number(struct kb_parser *p, uint32_t *number)
{
    const char *from = p->at;
    for (*number = 0; p->at < p->end && *p->at >= '0' && *p->at <= '9'; p->at++)
        if (*number < LARGEST_NUMBER)
            *number = *number * 10 + (uint32_t)(*p->at - '0');
    return p->at > from;
}

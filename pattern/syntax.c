/* SPDX-License-Identifier: MIT */
/* From a regex to its tree: choices, concatenations, quantifiers, and what the nodes are made
 * with. */
#include "pattern/syntax.h"

#include <stdlib.h>
#include <string.h>

#include "kb/limits.h"
#include "pattern/parser.h"

static const struct kb_syntax_range everything[] = {{0, 0xD7FF}, {0xE000, 0x10FFFF}};
static const struct kb_syntax_range no_newline[] = {{0, 9}, {11, 0xD7FF}, {0xE000, 0x10FFFF}};

/* Pattern_White_Space of Unicode, which is what extended mode passes over. */
static bool white(uint32_t cp)
{
    return cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0x85 || (cp | 1) == 0x200F ||
           (cp | 1) == 0x2029;
}

static bool take_white_space(struct kb_parser *p)
{
    uint32_t cp;
    bool ok;
    if (p->at == p->end || !(p->flags & KB_FLAG_EXTENDED))
        return false;
    size_t n = kb_utf8_next(p->at, p->end, &cp, &ok);
    if (cp == '#') {
        const char *newline = memchr(p->at, '\n', (size_t)(p->end - p->at));
        p->at = newline ? newline + 1 : p->end;
        return true;
    }
    p->at += white(cp) ? n : 0;
    return white(cp);
}

/* Passes over what stands for nothing, also between an item and its quantifier: comments, white
 * space of extended mode, the ends of quotations. */
static void skip_nothing(struct kb_parser *p)
{
    if (p->at < p->end && *p->at != '\\' && *p->at != '(' && !(p->flags & KB_FLAG_EXTENDED))
        return; /* nearly always */
    for (bool more = true; more && !p->lost;) {
        if (kb_parser_take(p, "\\E")) {
            p->quoting = false;
        } else if (p->quoting) {
            more = false;
        } else if (kb_parser_take(p, "\\Q")) {
            p->quoting = true;
        } else if (kb_parser_take(p, "(?#")) {
            kb_parser_until(p, ')');
        } else {
            more = take_white_space(p);
        }
    }
}

static void take_spaces(struct kb_parser *p, bool *any)
{
    for (; p->at < p->end && (*p->at == ' ' || *p->at == '\t'); p->at++)
        *any = true;
}

enum counted { NOT_COUNTED, COUNTED, COUNTED_BY_SOME };

/* Takes {n}, {n,} or {n,m}. {,m} and spaces within are text to PCRE2 up to 10.42 and counts to
 * later releases: COUNTED_BY_SOME. Anything else is left where it is. */
static enum counted take_count(struct kb_parser *p, uint32_t *min, uint32_t *max)
{
    const char *from = p->at;
    bool new_form = false, comma = false, has_max = false;
    if (!kb_parser_take(p, "{"))
        return NOT_COUNTED;
    take_spaces(p, &new_form);
    bool has_min = kb_parser_number(p, min);
    take_spaces(p, &new_form);
    if (kb_parser_take(p, ",")) {
        comma = true;
        take_spaces(p, &new_form);
        has_max = kb_parser_number(p, max);
        take_spaces(p, &new_form);
    }
    if (!kb_parser_take(p, "}") || !(has_min || has_max)) {
        p->at = from;
        return NOT_COUNTED;
    }
    if (!comma)
        *max = *min;
    else if (!has_max)
        *max = KB_SYNTAX_MANY;
    return new_form || !has_min ? COUNTED_BY_SOME : COUNTED;
}

/* What follows a quantifier to say how greedy it is; nothing is taken where nothing does. */
static enum kb_greed take_greed(struct kb_parser *p)
{
    bool ungreedy = p->flags & KB_FLAG_UNGREEDY;
    const char *behind = p->at;
    skip_nothing(p);
    if (!p->quoting && kb_parser_take(p, "+"))
        return KB_POSSESSIVE;
    if (!p->quoting && kb_parser_take(p, "?"))
        return ungreedy ? KB_GREEDY : KB_LAZY;
    p->at = behind;
    p->quoting = false;
    return ungreedy ? KB_LAZY : KB_GREEDY;
}

struct quantifier {
    enum counted counted;
    uint32_t min, max;
    enum kb_greed greed;
};

static bool begins_quantifier(char c)
{
    return c == '?' || c == '+' || c == '*' || c == '{';
}

/* Takes a quantifier, if one comes next. */
static bool take_quantifier(struct kb_parser *p, struct quantifier *taken)
{
    skip_nothing(p);
    if (p->quoting || p->at == p->end || !begins_quantifier(*p->at))
        return false;
    *taken = (struct quantifier){COUNTED, 0, KB_SYNTAX_MANY, KB_GREEDY};
    if (kb_parser_take(p, "?"))
        taken->max = 1;
    else if (kb_parser_take(p, "+"))
        taken->min = 1;
    else if (!kb_parser_take(p, "*"))
        taken->counted = take_count(p, &taken->min, &taken->max);
    if (taken->counted == NOT_COUNTED)
        return false;
    taken->greed = take_greed(p);
    return true;
}

/* The node, or a repeat of it where a quantifier follows. */
static struct kb_syntax_node *quantified(struct kb_parser *p, struct kb_syntax_node *node)
{
    const char *begin = p->start + node->begin;
    struct quantifier taken;
    while (take_quantifier(p, &taken)) {
        if (taken.counted == COUNTED) {
            struct kb_syntax_node *repeat = kb_parser_node(p, KB_SYNTAX_REPEAT, begin);
            repeat->first = node;
            repeat->as.repeat.min = taken.min;
            repeat->as.repeat.max = taken.max;
            repeat->as.repeat.greed = taken.greed;
            return repeat;
        }
        /* To whom such a count is text, it may itself have a quantifier. */
        node = kb_parser_opaque(p, begin, "a count that releases of PCRE2 read differently");
    }
    return node;
}

static struct kb_syntax_node *dot(struct kb_parser *p, const char *begin)
{
    return p->flags & KB_FLAG_DOTALL ? kb_parser_class(p, begin, everything, 2)
                                     : kb_parser_class(p, begin, no_newline, 3);
}

/* One item without its quantifier; NULL where it leaves nothing in the tree. */
static struct kb_syntax_node *parse_atom(struct kb_parser *p)
{
    const char *begin = p->at;
    bool lines = p->flags & KB_FLAG_MULTILINE;
    uint32_t cp = kb_parser_next(p);
    if (p->quoting)
        return kb_parser_char(p, begin, cp);
    switch (cp) {
    case '^':
        return kb_parser_anchor(p, begin, lines ? KB_ANCHOR_LINE_START : KB_ANCHOR_TEXT_START);
    case '$':
        return kb_parser_anchor(p, begin, lines ? KB_ANCHOR_LINE_END : KB_ANCHOR_LAST_LINE_END);
    case '.':
        return dot(p, begin);
    case '[':
        return kb_parse_class(p, begin);
    case '\\':
        return kb_parse_escape_node(p, begin);
    case '(':
        return kb_parse_group(p, begin);
    default:
        return kb_parser_char(p, begin, cp);
    }
}

/* Children in order, until they get their parent. */
struct children {
    struct kb_syntax_node *first, *last;
};

static void append(struct children *children, struct kb_syntax_node *node)
{
    if (children->last)
        children->last->next = node;
    else
        children->first = node;
    children->last = node;
}

/* The only child itself, a parent of several, an empty node for none. */
static struct kb_syntax_node *parent_of(struct kb_parser *p, enum kb_syntax_kind kind,
                                        struct children children, const char *begin)
{
    if (children.first && children.first == children.last)
        return children.first;
    struct kb_syntax_node *node = kb_parser_node(p, children.first ? kind : KB_SYNTAX_EMPTY, begin);
    node->first = children.first;
    return node;
}

static struct kb_syntax_node *parse_concat(struct kb_parser *p)
{
    struct children children = {0};
    const char *begin = p->at;
    for (skip_nothing(p); p->at < p->end; skip_nothing(p)) {
        if (!p->quoting && (*p->at == '|' || *p->at == ')'))
            break;
        struct kb_syntax_node *node = parse_atom(p);
        if (node)
            append(&children, quantified(p, node));
    }
    return parent_of(p, KB_SYNTAX_CONCAT, children, begin);
}

struct kb_syntax_node *kb_parse_choice(struct kb_parser *p, bool reset)
{
    struct children children = {0};
    const char *begin = p->at;
    uint32_t before = p->captures, most = before;
    do {
        p->captures = reset ? before : p->captures;
        append(&children, parse_concat(p));
        most = p->captures > most ? p->captures : most;
    } while (kb_parser_take(p, "|"));
    p->captures = most;
    return parent_of(p, KB_SYNTAX_CHOICE, children, begin);
}

static int by_name(const void *a, const void *b)
{
    const struct kb_group_name *x = a, *y = b;
    int order = kb_str_cmp(x->name, y->name);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int name_cmp(const void *key, const void *row)
{
    return kb_str_cmp(*(const struct kb_str *)key, ((const struct kb_group_name *)row)->name);
}

static void resolve_references(struct kb_parser *p)
{
    if (p->name_count)
        qsort(p->names, p->name_count, sizeof *p->names, by_name);
    for (size_t i = 0; i < p->reference_count; i++) {
        const struct kb_named_reference *reference = &p->references[i];
        const struct kb_group_name *row =
            p->name_count
                ? bsearch(&reference->name, p->names, p->name_count, sizeof *p->names, name_cmp)
                : NULL;
        if (row)
            reference->node->as.number = row->number;
        else
            kb_parser_lose(p);
    }
}

struct kb_syntax *kb_syntax_parse(struct kb_str regex)
{
    struct kb_syntax *syntax = kb_alloc(1, sizeof *syntax);
    struct kb_parser parser = {
        .syntax = syntax, .start = regex.n ? regex.p : "", .flags = KB_FLAG_CASELESS};
    parser.at = parser.start;
    parser.end = parser.start + (regex.n > KB_MAX_PATTERN ? 0 : regex.n);
    if (regex.n > KB_MAX_PATTERN)
        kb_parser_lose(&parser);
    const struct kb_syntax_node *root = kb_parse_choice(&parser, false);
    if (parser.at < parser.end)
        kb_parser_lose(&parser); /* a parenthesis closes what is not open */
    resolve_references(&parser);
    bool known = !parser.lost && !parser.accepts;
    syntax->root = known ? root : kb_parser_node(&parser, KB_SYNTAX_OPAQUE, parser.start);
    syntax->captures = parser.captures;
    syntax->analysable = !syntax->reason;
    free(parser.names);
    free(parser.references);
    return syntax;
}

void kb_syntax_free(struct kb_syntax *syntax)
{
    if (!syntax)
        return;
    kb_arena_free(&syntax->arena);
    free(syntax);
}

bool kb_syntax_has(const struct kb_syntax_node *class, uint32_t cp)
{
    size_t low = 0, high = class->as.set.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (class->as.set.ranges[middle].last < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return low < class->as.set.count && class->as.set.ranges[low].first <= cp;
}

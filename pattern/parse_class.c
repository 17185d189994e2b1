/* SPDX-License-Identifier: MIT */
/* A class in brackets. */
#include <string.h>

#include "pattern/parser.h"

/* POSIX names, without UCP: ASCII only. */
static const struct {
    const char *name;
    struct kb_syntax_range ranges[4]; /* up to one that begins at 0 and is not the first */
} posix[] = {
    {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
    {"lower", {{'a', 'z'}}},
    {"upper", {{'A', 'Z'}}},
    {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
    {"ascii", {{0, 0x7F}}},
    {"blank", {{9, 9}, {' ', ' '}}},
    {"cntrl", {{0, 0x1F}, {0x7F, 0x7F}}},
    {"digit", {{'0', '9'}}},
    {"graph", {{0x21, 0x7E}}},
    {"print", {{0x20, 0x7E}}},
    {"punct", {{0x21, 0x2F}, {0x3A, 0x40}, {0x5B, 0x60}, {0x7B, 0x7E}}},
    {"space", {{9, 13}, {' ', ' '}}},
    {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
    {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
};

enum { POSIX_MOST = 4 };

/* A class being read: what was written as characters, which case folding applies to, and what
 * came from types, which it does not. */
struct class
{
    struct kb_set written, types;
    bool unknown;         /* it has a part that is not worked out */
    bool can_begin_range; /* the last thing was a single character */
    bool in_range;        /* a hyphen stands behind it */
    uint32_t last;
};

static void add_type(struct class *class, const struct kb_syntax_range *ranges, size_t count,
                     bool inverted)
{
    struct kb_set set = {0};
    kb_set_join(&set, ranges, count);
    kb_set_tidy(&set);
    if (inverted)
        kb_set_invert(&set);
    kb_set_join(&class->types, set.ranges, set.count);
    kb_set_free(&set);
    class->can_begin_range = false;
}

static void add_char(struct class *class, uint32_t cp)
{
    if (class->in_range) {
        kb_set_add(&class->written, class->last, cp < class->last ? class->last : cp);
        class->in_range = class->can_begin_range = false;
        return;
    }
    kb_set_add(&class->written, cp, cp);
    class->last = cp;
    class->can_begin_range = true;
}

/* The text between "[:" and ":]" where the parser stands behind the outer "["; absent where it is
 * no POSIX name but a bracket like any other. As PCRE2 looks for it. */
static struct kb_str posix_name(const struct kb_parser *p)
{
    const char *from = p->at + 1;
    if (p->at == p->end || *p->at != ':')
        return (struct kb_str){0};
    for (const char *at = from; p->end - at >= 2; at++) {
        if (at[0] == '\\' && (at[1] == ']' || at[1] == '\\'))
            at++;
        else if ((at[0] == '[' && at[1] == ':') || at[0] == ']')
            break;
        else if (at[0] == ':' && at[1] == ']')
            return (struct kb_str){from, (size_t)(at - from)};
    }
    return (struct kb_str){0};
}

static void add_posix(struct kb_parser *p, struct class *class, struct kb_str name)
{
    bool inverted = name.n && name.p[0] == '^';
    if (inverted)
        name = (struct kb_str){name.p + 1, name.n - 1};
    bool cased = kb_str_is(name, "lower") || kb_str_is(name, "upper");
    if (cased && p->flags & KB_FLAG_CASELESS)
        name = KB_STR("alpha");
    for (size_t i = 0; i < sizeof posix / sizeof *posix; i++) {
        size_t count = 1;
        if (!kb_str_is(name, posix[i].name))
            continue;
        while (count < POSIX_MOST && posix[i].ranges[count].first)
            count++;
        add_type(class, posix[i].ranges, count, inverted);
        return;
    }
    kb_parser_lose(p);
}

static void add_escape(struct kb_parser *p, struct class *class)
{
    if (kb_parser_take(p, "E"))
        return;
    if (kb_parser_take(p, "Q")) {
        p->quoting = true;
        return;
    }
    struct kb_escape escape = kb_parse_escape(p, true);
    if (escape.kind == KB_ESCAPE_CHAR)
        add_char(class, escape.cp);
    else if (escape.kind == KB_ESCAPE_TYPE)
        add_type(class, escape.ranges, escape.count, escape.inverted);
    else if (escape.kind == KB_ESCAPE_ANY)
        class->unknown = true;
    else
        kb_parser_lose(p);
    class->can_begin_range &= escape.kind == KB_ESCAPE_CHAR;
}

static void add_item(struct kb_parser *p, struct class *class, uint32_t c)
{
    struct kb_str name = {0};
    if (p->quoting && c == '\\' && kb_parser_take(p, "E")) {
        p->quoting = false;
    } else if (p->quoting) {
        add_char(class, c);
    } else if (p->flags & KB_FLAG_EXTENDED_MORE && (c == ' ' || c == '\t')) {
        return;
    } else if (c == '[' && (name = posix_name(p)).p) {
        p->at = name.p + name.n + 2;
        add_posix(p, class, name);
    } else if (c == '-' && class->can_begin_range) {
        class->can_begin_range = false;
        class->in_range = true;
    } else if (c == '\\') {
        add_escape(p, class);
    } else {
        add_char(class, c);
    }
}

/* Passes over what may stand before the first item and leaves nothing, and a "^". */
static bool negated(struct kb_parser *p)
{
    for (bool found = false;;) {
        if (kb_parser_take(p, "\\E") || kb_parser_take(p, "\\Q\\E"))
            continue;
        if (p->flags & KB_FLAG_EXTENDED_MORE && (kb_parser_take(p, " ") || kb_parser_take(p, "\t")))
            continue;
        if (found || !kb_parser_take(p, "^"))
            return found;
        found = true;
    }
}

struct kb_syntax_node *kb_parse_class(struct kb_parser *p, const char *begin)
{
    if (kb_parser_take(p, "[:<:]]") || kb_parser_take(p, "[:>:]]"))
        return kb_parser_opaque(p, begin, "[[:<:]] or [[:>:]]");
    struct class class = {0};
    bool inverted = negated(p);
    uint32_t c = kb_parser_next(p);
    do { /* a bracket that comes first is a character */
        add_item(p, &class, c);
        c = kb_parser_next(p);
    } while (!p->lost && (c != ']' || p->quoting));
    if (class.in_range)
        kb_set_add(&class.written, '-', '-');
    kb_set_tidy(&class.written);
    if (p->flags & KB_FLAG_CASELESS)
        kb_set_fold(&class.written);
    kb_set_join(&class.types, class.written.ranges, class.written.count);
    kb_set_free(&class.written);
    if (!class.unknown)
        return kb_parser_set(p, begin, &class.types, inverted);
    kb_set_free(&class.types);
    return kb_parser_any(p, begin);
}

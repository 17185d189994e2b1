/* SPDX-License-Identifier: MIT */
/* What begins with a backslash. */
#include "pattern/parser.h"

#include <string.h>

static const struct kb_syntax_range digits[] = {{'0', '9'}};
static const struct kb_syntax_range words[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
static const struct kb_syntax_range spaces[] = {{9, 13}, {' ', ' '}};
static const struct kb_syntax_range horizontal[] = {
    {9, 9},           {0x20, 0x20},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x180E, 0x180E},
    {0x2000, 0x200A}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000},
};
static const struct kb_syntax_range vertical[] = {{10, 13}, {0x85, 0x85}, {0x2028, 0x2029}};
static const struct kb_syntax_range newline[] = {{10, 10}};

#define TYPE(letter, ranges)                                                                       \
    {                                                                                              \
        letter, sizeof(ranges) / sizeof *(ranges), (ranges)                                        \
    }

/* By the small letter; the capital stands for all else. But \N is always "all else". */
static const struct {
    char letter;
    size_t count;
    const struct kb_syntax_range *ranges;
} types[] = {
    TYPE('d', digits),     TYPE('w', words),    TYPE('s', spaces),
    TYPE('h', horizontal), TYPE('v', vertical), TYPE('n', newline),
};

static const char simple[] = "a\a"
                             "e\033"
                             "f\f"
                             "n\n"
                             "r\r"
                             "t\t";

static int digit_value(char c, uint32_t base)
{
    int value = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : 99;
    return (uint32_t)value < base ? value : -1;
}

/* Up to `most` digits of a code point, none of them being 0. */
static uint32_t take_code(struct kb_parser *p, uint32_t base, unsigned most)
{
    uint32_t code = 0;
    for (; most > 0 && p->at < p->end && digit_value(*p->at, base) >= 0; most--, p->at++)
        code = code > 0x10FFFF ? code : code * base + (uint32_t)digit_value(*p->at, base);
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        kb_parser_lose(p);
    return p->lost ? 0 : code;
}

/* The same up to a closing brace, with the spaces that later releases allow. */
static uint32_t take_braced_code(struct kb_parser *p, uint32_t base)
{
    while (kb_parser_take(p, " "))
        continue;
    uint32_t code = take_code(p, base, 64);
    while (kb_parser_take(p, " "))
        continue;
    if (!kb_parser_take(p, "}"))
        kb_parser_lose(p);
    return code;
}

static uint32_t control(struct kb_parser *p)
{
    uint32_t c = kb_parser_next(p);
    if (c >= 'a' && c <= 'z')
        c -= 32;
    return c < 0x80 ? c ^ 0x40 : 0;
}

static struct kb_escape character(uint32_t cp)
{
    return (struct kb_escape){.kind = KB_ESCAPE_CHAR, .cp = cp};
}

static struct kb_escape other(uint32_t letter)
{
    return (struct kb_escape){.kind = KB_ESCAPE_OTHER, .cp = letter};
}

static struct kb_escape type(uint32_t letter)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if ((letter | 32) == (uint32_t)types[i].letter)
            return (struct kb_escape){.kind = KB_ESCAPE_TYPE,
                                      .ranges = types[i].ranges,
                                      .count = types[i].count,
                                      .inverted = letter < 'a'};
    return other(letter);
}

static struct kb_escape property(struct kb_parser *p)
{
    if (kb_parser_take(p, "{"))
        kb_parser_until(p, '}');
    else
        kb_parser_next(p);
    return (struct kb_escape){.kind = KB_ESCAPE_ANY};
}

/* A digit: up to three octal ones in a class, and after 0 everywhere. */
static struct kb_escape digit(struct kb_parser *p, uint32_t c, bool in_class)
{
    if (c != '0' && !in_class)
        return other(c);
    if (c >= '8')
        return character(c);
    p->at--;
    return character(take_code(p, 8, 3));
}

struct kb_escape kb_parse_escape(struct kb_parser *p, bool in_class)
{
    uint32_t c = kb_parser_next(p);
    if (c >= '0' && c <= '9')
        return digit(p, c, in_class);
    if (c >= 0x80 || ((c | 32) < 'a' || (c | 32) > 'z'))
        return character(c);
    for (size_t i = 0; i + 1 < sizeof simple; i += 2)
        if (c == (uint32_t)simple[i])
            return character((uint32_t)simple[i + 1]);
    switch (c) {
    case 'b':
        return in_class ? character('\b') : other(c);
    case 'c':
        return character(control(p));
    case 'o':
        if (!kb_parser_take(p, "{"))
            kb_parser_lose(p);
        return character(take_braced_code(p, 8));
    case 'x':
        return character(kb_parser_take(p, "{") ? take_braced_code(p, 16) : take_code(p, 16, 2));
    case 'N':
        return kb_parser_take(p, "{U+") ? character(take_braced_code(p, 16)) : type(c);
    case 'p':
    case 'P':
        return property(p);
    default:
        return type(c);
    }
}

static struct kb_syntax_node *reference_to(struct kb_parser *p, const char *begin, uint32_t number)
{
    struct kb_syntax_node *node = kb_parser_node(p, KB_SYNTAX_BACKREF, begin);
    node->as.number = number;
    return node;
}

struct kb_syntax_node *kb_parser_reference(struct kb_parser *p, const char *begin,
                                           struct kb_str name)
{
    while (name.n && name.p[0] == ' ')
        name = (struct kb_str){name.p + 1, name.n - 1};
    while (name.n && name.p[name.n - 1] == ' ')
        name.n--;
    struct kb_syntax_node *node = reference_to(p, begin, 0);
    p->references =
        kb_grow(p->references, p->reference_count, &p->reference_cap, sizeof *p->references);
    p->references[p->reference_count++] = (struct kb_named_reference){name, node};
    return node;
}

/* \1 to \9 and what is no larger than the number of groups so far refer back; else octal. */
static struct kb_syntax_node *back_or_octal(struct kb_parser *p, const char *begin, uint32_t c)
{
    const char *from = --p->at;
    uint32_t number;
    kb_parser_number(p, &number);
    if (number < 10 || c >= '8' || number <= p->captures)
        return reference_to(p, begin, number);
    p->at = from;
    uint32_t code = take_code(p, 8, 3);
    return kb_parser_char(p, begin, code);
}

/* Behind \g: a number, a signed one, a name, in braces or not; in angles or quotes a call. */
static struct kb_syntax_node *g_reference(struct kb_parser *p, const char *begin)
{
    if (kb_parser_take(p, "<") || kb_parser_take(p, "'")) {
        kb_parser_until(p, p->at[-1] == '<' ? '>' : '\'');
        return kb_parser_opaque(p, begin, "recursion");
    }
    bool braced = kb_parser_take(p, "{");
    const char *from = p->at;
    while (braced && kb_parser_take(p, " "))
        continue;
    bool back = kb_parser_take(p, "-"), forth = !back && kb_parser_take(p, "+");
    uint32_t number;
    if (!kb_parser_number(p, &number)) {
        p->at = from;
        return kb_parser_reference(p, begin, kb_parser_until(p, '}'));
    }
    while (braced && kb_parser_take(p, " "))
        continue;
    if ((braced && !kb_parser_take(p, "}")) || (back && number > p->captures))
        kb_parser_lose(p);
    return reference_to(p, begin,
                        back ? p->captures + 1 - number : number + (forth ? p->captures : 0));
}

static struct kb_syntax_node *k_reference(struct kb_parser *p, const char *begin)
{
    uint32_t open = kb_parser_next(p);
    struct kb_str name = kb_parser_until(p, open == '{' ? '}' : open == '<' ? '>' : '\'');
    return kb_parser_reference(p, begin, name);
}

/* \R: CR LF, which is then not given up, or one of the characters that end a line. */
static struct kb_syntax_node *line_end(struct kb_parser *p, const char *begin)
{
    struct kb_syntax_node *pair = kb_parser_node(p, KB_SYNTAX_CONCAT, begin);
    struct kb_syntax_node *cr = kb_parser_char(p, begin, '\r');
    cr->next = kb_parser_char(p, begin, '\n');
    pair->first = cr;
    pair->next = kb_parser_class(p, begin, vertical, sizeof vertical / sizeof *vertical);
    struct kb_syntax_node *choice = kb_parser_node(p, KB_SYNTAX_CHOICE, begin);
    choice->first = pair;
    struct kb_syntax_node *group = kb_parser_node(p, KB_SYNTAX_GROUP, begin);
    group->first = choice;
    group->as.group.atomic = true;
    return group;
}

static struct kb_syntax_node *letter(struct kb_parser *p, const char *begin, uint32_t c)
{
    switch (c) {
    case 'A':
    case 'G':
        return kb_parser_anchor(p, begin, KB_ANCHOR_TEXT_START);
    case 'Z':
        return kb_parser_anchor(p, begin, KB_ANCHOR_LAST_LINE_END);
    case 'z':
        return kb_parser_anchor(p, begin, KB_ANCHOR_TEXT_END);
    case 'b':
        return kb_parser_anchor(p, begin, KB_ANCHOR_WORD_BOUNDARY);
    case 'B':
        return kb_parser_anchor(p, begin, KB_ANCHOR_NOT_WORD_BOUNDARY);
    case 'R':
        return line_end(p, begin);
    case 'X':
        return kb_parser_opaque(p, begin, "\\X");
    case 'K':
        return kb_parser_opaque(p, begin, "\\K");
    case 'g':
        return g_reference(p, begin);
    case 'k':
        return k_reference(p, begin);
    default:
        if (c >= '1' && c <= '9')
            return back_or_octal(p, begin, c);
        kb_parser_lose(p);
        return kb_parser_node(p, KB_SYNTAX_OPAQUE, begin);
    }
}

struct kb_syntax_node *kb_parse_escape_node(struct kb_parser *p, const char *begin)
{
    struct kb_escape escape = kb_parse_escape(p, false);
    if (p->lost)
        return kb_parser_node(p, KB_SYNTAX_OPAQUE, begin);
    if (escape.kind == KB_ESCAPE_CHAR)
        return kb_parser_char(p, begin, escape.cp);
    if (escape.kind == KB_ESCAPE_ANY)
        return kb_parser_any(p, begin);
    if (escape.kind == KB_ESCAPE_OTHER)
        return letter(p, begin, escape.cp);
    struct kb_set set = {0};
    kb_set_join(&set, escape.ranges, escape.count);
    return kb_parser_set(p, begin, &set, escape.inverted);
}

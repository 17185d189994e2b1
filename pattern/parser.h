/* SPDX-License-Identifier: MIT */
/* Inside of kb_syntax_parse: a recursive descent over the regex. parser.c takes text and makes
 * nodes; syntax.c has choices, concatenations and quantifiers; parse_group.c what begins with a
 * parenthesis, parse_escape.c with a backslash, parse_class.c with a bracket. */
#ifndef KB_PARSER_H
#define KB_PARSER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pattern/set.h"
#include "pattern/syntax.h"

/* What inline flags switch. */
enum {
    KB_FLAG_CASELESS = 1,
    KB_FLAG_MULTILINE = 2,
    KB_FLAG_DOTALL = 4,
    KB_FLAG_EXTENDED = 8,
    KB_FLAG_EXTENDED_MORE = 16, /* white space in classes too */
    KB_FLAG_NO_CAPTURE = 32,
    KB_FLAG_UNGREEDY = 64
};

struct kb_group_name {
    struct kb_str name;
    uint32_t number;
};

/* A back reference by name; the group may come later. */
struct kb_named_reference {
    struct kb_str name;
    struct kb_syntax_node *node;
};

struct kb_parser {
    struct kb_syntax *syntax;
    const char *start, *at, *end;
    unsigned flags;
    bool quoting; /* between \Q and \E */
    bool lost;    /* something is not understood: what follows cannot be trusted */
    bool accepts; /* (*ACCEPT): a match may end anywhere */
    unsigned nest;
    uint32_t captures; /* capturing groups so far */
    struct kb_group_name *names;
    size_t name_count, name_cap;
    struct kb_named_reference *references;
    size_t reference_count, reference_cap;
};

/* A new node that begins at byte `begin` and ends where the parser is. */
struct kb_syntax_node *kb_parser_node(struct kb_parser *p, enum kb_syntax_kind kind,
                                      const char *begin);

/* Notes that something lies outside of what is analysed. The first one is kept. */
void kb_parser_outside(struct kb_parser *p, const char *at, const char *reason);

/* The same, with a node that stands for it. */
struct kb_syntax_node *kb_parser_opaque(struct kb_parser *p, const char *begin, const char *reason);

/* Gives up: the rest is not read, and the whole tree is one opaque node. */
void kb_parser_lose(struct kb_parser *p);

/* A CLASS node of ranges that live as long as the tree. */
struct kb_syntax_node *kb_parser_class(struct kb_parser *p, const char *begin,
                                       const struct kb_syntax_range *ranges, size_t count);

/* A CLASS node of a set that is taken over; surrogates are cut out of it. */
struct kb_syntax_node *kb_parser_set(struct kb_parser *p, const char *begin, struct kb_set *set,
                                     bool inverted);

/* A CLASS node of one character, with all that folds to it where the flags say so. */
struct kb_syntax_node *kb_parser_char(struct kb_parser *p, const char *begin, uint32_t cp);

struct kb_syntax_node *kb_parser_anchor(struct kb_parser *p, const char *begin,
                                        enum kb_syntax_anchor anchor);

/* A BACKREF node to a named group, resolved once all groups are read. */
struct kb_syntax_node *kb_parser_reference(struct kb_parser *p, const char *begin,
                                           struct kb_str name);

/* A CLASS node that stands for what is not worked out: every code point, not exact. */
struct kb_syntax_node *kb_parser_any(struct kb_parser *p, const char *begin);

/* Takes the text if it comes next. */
bool kb_parser_take(struct kb_parser *p, const char *text);

/* Takes one code point; the end of the regex loses the parser and gives 0. */
uint32_t kb_parser_next(struct kb_parser *p);

/* Takes everything up to the next `stop`, and that too. */
struct kb_str kb_parser_until(struct kb_parser *p, char stop);

/* Takes a decimal number; past the last that any regex may hold it stays there. */
bool kb_parser_number(struct kb_parser *p, uint32_t *number);

/* Branches up to a closing parenthesis or the end. Under `reset` each branch counts its groups
 * from the same number. */
struct kb_syntax_node *kb_parse_choice(struct kb_parser *p, bool reset);

/* What begins with the parenthesis just taken at `begin`; NULL where it leaves nothing (flags). */
struct kb_syntax_node *kb_parse_group(struct kb_parser *p, const char *begin);

enum kb_escape_kind {
    KB_ESCAPE_CHAR, /* stands for `cp` */
    KB_ESCAPE_TYPE, /* \d and the like: `ranges`, or what is not in them */
    KB_ESCAPE_ANY,  /* \p \P */
    KB_ESCAPE_OTHER /* the letter is `cp`; the parser stands behind it */
};

struct kb_escape {
    enum kb_escape_kind kind;
    uint32_t cp;
    const struct kb_syntax_range *ranges;
    size_t count;
    bool inverted;
};

/* What the backslash just taken begins, as far as it is the same in a class and outside. Numbers
 * of back references are left to the caller (OTHER, with the digit). */
struct kb_escape kb_parse_escape(struct kb_parser *p, bool in_class);

/* A node of what the backslash just taken at `begin` begins, outside a class. */
struct kb_syntax_node *kb_parse_escape_node(struct kb_parser *p, const char *begin);

/* A class, whose bracket was just taken at `begin`. */
struct kb_syntax_node *kb_parse_class(struct kb_parser *p, const char *begin);

#endif

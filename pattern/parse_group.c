/* SPDX-License-Identifier: MIT */
/* What begins with a parenthesis: groups, look-around, flags, verbs, recursion, conditions. */
#include "kb/limits.h"
#include "pattern/parser.h"

#define CALL      "recursion"
#define CONDITION "a conditional group"

/* The branches of a group and its closing parenthesis. Flags set inside end here. */
static struct kb_syntax_node *body(struct kb_parser *p, bool reset)
{
    unsigned flags = p->flags;
    if (p->nest >= KB_PATTERN_NEST)
        kb_parser_lose(p);
    p->nest++;
    struct kb_syntax_node *node = kb_parse_choice(p, reset);
    p->nest--;
    if (!p->lost && !kb_parser_take(p, ")"))
        kb_parser_lose(p);
    p->flags = flags;
    return node;
}

static struct kb_syntax_node *group(struct kb_parser *p, const char *begin, uint32_t number,
                                    bool atomic)
{
    struct kb_syntax_node *child = body(p, false);
    struct kb_syntax_node *node = kb_parser_node(p, KB_SYNTAX_GROUP, begin);
    node->first = child;
    node->as.group.number = number;
    node->as.group.atomic = atomic;
    return node;
}

static struct kb_syntax_node *branch_reset(struct kb_parser *p, const char *begin)
{
    struct kb_syntax_node *child = body(p, true);
    struct kb_syntax_node *node = kb_parser_node(p, KB_SYNTAX_GROUP, begin);
    node->first = child;
    return node;
}

static struct kb_syntax_node *look(struct kb_parser *p, const char *begin, bool behind,
                                   bool negative)
{
    struct kb_syntax_node *child = body(p, false);
    struct kb_syntax_node *node = kb_parser_node(p, KB_SYNTAX_LOOK, begin);
    node->first = child;
    node->as.look.behind = behind;
    node->as.look.negative = negative;
    return node;
}

static struct kb_syntax_node *named(struct kb_parser *p, const char *begin, char stop)
{
    struct kb_group_name row = {kb_parser_until(p, stop), ++p->captures};
    p->names = kb_grow(p->names, p->name_count, &p->name_cap, sizeof *p->names);
    p->names[p->name_count++] = row;
    return group(p, begin, row.number, false);
}

/* A group whose meaning is not worked out: read, for the numbers of the groups in it, and kept for
 * who only guesses. */
static struct kb_syntax_node *opaque_group(struct kb_parser *p, const char *begin,
                                           const char *reason)
{
    kb_parser_outside(p, begin, reason);
    struct kb_syntax_node *child = body(p, false);
    struct kb_syntax_node *node = kb_parser_opaque(p, begin, reason);
    node->first = child;
    return node;
}

static struct kb_syntax_node *call(struct kb_parser *p, const char *begin)
{
    kb_parser_until(p, ')');
    return kb_parser_opaque(p, begin, CALL);
}

/* Behind "(?(": a condition, which may be an assertion with groups of its own. */
static struct kb_syntax_node *conditional(struct kb_parser *p, const char *begin)
{
    kb_parser_outside(p, begin, CONDITION);
    if (p->nest >= KB_PATTERN_NEST)
        kb_parser_lose(p);
    p->nest++;
    if (p->at < p->end && (*p->at == '?' || *p->at == '*'))
        kb_parse_group(p, p->at - 1);
    else
        kb_parser_until(p, ')');
    p->nest--;
    return opaque_group(p, begin, CONDITION);
}

static unsigned flag_of(char letter)
{
    switch (letter) {
    case 'i':
        return KB_FLAG_CASELESS;
    case 'm':
        return KB_FLAG_MULTILINE;
    case 's':
        return KB_FLAG_DOTALL;
    case 'n':
        return KB_FLAG_NO_CAPTURE;
    case 'U':
        return KB_FLAG_UNGREEDY;
    case 'x':
        return KB_FLAG_EXTENDED;
    default:
        return 0;
    }
}

/* Letters up to one that is none, as flags. J, which only allows names to be repeated, is read. */
static unsigned take_letters(struct kb_parser *p)
{
    unsigned flags = 0;
    for (; p->at < p->end; p->at++) {
        unsigned flag = flag_of(*p->at);
        if (flag == 0 && *p->at != 'J')
            break;
        flags |= flag & flags & KB_FLAG_EXTENDED ? KB_FLAG_EXTENDED_MORE : flag;
    }
    return flags;
}

/* Behind "(?": flags, for the rest of the group or for one of their own. */
static struct kb_syntax_node *flags(struct kb_parser *p, const char *begin)
{
    unsigned outer = p->flags, unset = 0;
    if (kb_parser_take(p, "^"))
        p->flags &= KB_FLAG_UNGREEDY;
    unsigned set = take_letters(p);
    if (kb_parser_take(p, "-"))
        unset = take_letters(p);
    if ((set & (KB_FLAG_EXTENDED | KB_FLAG_EXTENDED_MORE)) == KB_FLAG_EXTENDED ||
        unset & KB_FLAG_EXTENDED)
        unset |= KB_FLAG_EXTENDED_MORE;
    p->flags = (p->flags | set) & ~unset;
    if (kb_parser_take(p, ")"))
        return NULL;
    if (!kb_parser_take(p, ":"))
        kb_parser_lose(p);
    struct kb_syntax_node *node = group(p, begin, 0, false);
    p->flags = outer;
    return node;
}

static const struct alphabetic {
    const char *name, *long_name;
    const char *outside; /* why it is not analysed; NULL where it is */
    bool atomic, behind, negative;
} alphabetic[] = {
    {"pla:", "positive_lookahead:", NULL, false, false, false},
    {"nla:", "negative_lookahead:", NULL, false, false, true},
    {"plb:", "positive_lookbehind:", NULL, false, true, false},
    {"nlb:", "negative_lookbehind:", NULL, false, true, true},
    {"atomic:", "atomic:", NULL, true, false, false},
    {"napla:", "non_atomic_positive_lookahead:", "non-atomic look-around", false, false, false},
    {"naplb:", "non_atomic_positive_lookbehind:", "non-atomic look-around", false, false, false},
    {"sr:", "script_run:", "a script run", false, false, false},
    {"asr:", "atomic_script_run:", "a script run", false, false, false},
};

/* Behind "(*": an alphabetic assertion, or a verb. */
static struct kb_syntax_node *verb(struct kb_parser *p, const char *begin)
{
    for (size_t i = 0; i < sizeof alphabetic / sizeof *alphabetic; i++) {
        const struct alphabetic *row = &alphabetic[i];
        if (!kb_parser_take(p, row->name) && !kb_parser_take(p, row->long_name))
            continue;
        if (row->outside)
            return opaque_group(p, begin, row->outside);
        return row->atomic ? group(p, begin, 0, true) : look(p, begin, row->behind, row->negative);
    }
    if (p->at < p->end && *p->at >= 'a' && *p->at <= 'z')
        kb_parser_lose(p);
    struct kb_str name = kb_parser_until(p, ')');
    if (kb_str_is(name, "F") || kb_str_is(name, "FAIL"))
        return kb_parser_class(p, begin, NULL, 0);
    p->accepts |= kb_str_starts(name, "ACCEPT");
    return kb_parser_opaque(p, begin, "a verb");
}

static bool begins_call(const struct kb_parser *p)
{
    const char *at = p->at;
    if (at < p->end && (*at == '+' || *at == '-'))
        at++;
    return at < p->end && ((*at >= '0' && *at <= '9') || (at == p->at && *at == 'R'));
}

/* Behind "(?P". */
static struct kb_syntax_node *python(struct kb_parser *p, const char *begin)
{
    if (kb_parser_take(p, "<"))
        return named(p, begin, '>');
    if (kb_parser_take(p, "="))
        return kb_parser_reference(p, begin, kb_parser_until(p, ')'));
    return call(p, begin);
}

/* Behind "(?". */
static struct kb_syntax_node *special(struct kb_parser *p, const char *begin)
{
    if (kb_parser_take(p, ":"))
        return group(p, begin, 0, false);
    if (kb_parser_take(p, ">"))
        return group(p, begin, 0, true);
    if (kb_parser_take(p, "|"))
        return branch_reset(p, begin);
    if (kb_parser_take(p, "="))
        return look(p, begin, false, false);
    if (kb_parser_take(p, "!"))
        return look(p, begin, false, true);
    if (kb_parser_take(p, "<="))
        return look(p, begin, true, false);
    if (kb_parser_take(p, "<!"))
        return look(p, begin, true, true);
    if (kb_parser_take(p, "*") || kb_parser_take(p, "<*"))
        return opaque_group(p, begin, "non-atomic look-around");
    if (kb_parser_take(p, "<"))
        return named(p, begin, '>');
    if (kb_parser_take(p, "'"))
        return named(p, begin, '\'');
    if (kb_parser_take(p, "P"))
        return python(p, begin);
    if (kb_parser_take(p, "("))
        return conditional(p, begin);
    if (kb_parser_take(p, "&") || begins_call(p))
        return call(p, begin);
    return flags(p, begin);
}

struct kb_syntax_node *kb_parse_group(struct kb_parser *p, const char *begin)
{
    if (kb_parser_take(p, "*"))
        return verb(p, begin);
    if (kb_parser_take(p, "?"))
        return special(p, begin);
    return group(p, begin, p->flags & KB_FLAG_NO_CAPTURE ? 0 : ++p->captures, false);
}

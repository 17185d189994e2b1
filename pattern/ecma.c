/* SPDX-License-Identifier: MIT */
/* The tree has no flags, names or comments left, so that what is written is little but classes. The
 * flag "i" folds as PCRE2 does, so a class that holds all cases of its letters is written shorter
 * by those that fold to themselves. */
#include "pattern/ecma.h"

#include <string.h>

#include "kb/ascii.h"
#include "pattern/fold.h"

#define LAST     0x10FFFFu
#define LARGE    0x200u /* a range that is not looked through for the cases of its letters */
#define SMALLEST 8u     /* a class of so few may be one letter and its other cases */

struct writer {
    struct kb_buf *out;
    bool fails;
};

static void put(struct kb_buf *out, uint32_t cp)
{
    char utf8[4];
    if (cp < 0x80 && kb_is_name((char)cp)) {
        kb_buf_putc(out, (char)cp); /* nearly always */
    } else if (cp < 0x20 || cp == 0x7F || (cp >= 0x80 && cp < 0xA0) ||
               (cp >= 0xD800 && cp < 0xE000) || cp == 0xFFFE || cp == 0xFFFF) {
        kb_buf_printf(out, "\\u{%x}", (unsigned)cp);
    } else if (cp == '-') {
        kb_buf_puts(out, "\\x2d");
    } else {
        if (cp < 0x80 && strchr("^$\\.*+?()[]{}|/", (int)cp))
            kb_buf_putc(out, '\\');
        kb_buf_add(out, utf8, kb_utf8_put(utf8, cp));
    }
}

static void put_range(struct kb_buf *out, uint32_t first, uint32_t last)
{
    put(out, first);
    if (last > first + 1)
        kb_buf_putc(out, '-');
    if (last > first)
        put(out, last);
}

/* Whether all cases of each letter from first to last are in the class, or all are not; of the
 * letters of ASCII those of ASCII count. */
static bool has_all_cases(const struct kb_syntax_node *class, uint32_t first, uint32_t last)
{
    if (last - first >= LARGE)
        return true;
    bool in = kb_syntax_has(class, first);
    for (uint32_t cp = first; cp <= last; cp++) {
        uint32_t family[KB_FOLD_MOST];
        size_t count = kb_fold_family(cp, family);
        for (size_t f = 0; f < count; f++)
            if ((family[f] < 0x80 || family[0] >= 0x80) && kb_syntax_has(class, family[f]) != in)
                return false;
    }
    return true;
}

/* The one letter of which the class is cases, `count` of them, or 0. */
static uint32_t only_letter(const struct kb_syntax_node *class, uint32_t *count)
{
    uint32_t letter = 0;
    *count = 0;
    for (uint32_t i = 0; i < class->as.set.count; i++)
        for (uint32_t cp = class->as.set.ranges[i].first; cp <= class->as.set.ranges[i].last;
             cp++) {
            uint32_t folded = kb_fold(cp);
            if (*count == SMALLEST || (*count > 0 && folded != letter))
                return 0;
            letter = folded;
            ++*count;
        }
    return letter;
}

/* One range of a class, or one of those that a negated class leaves out. */
static void write_range(struct writer *w, const struct kb_syntax_node *class, uint32_t first,
                        uint32_t last)
{
    w->fails |= !has_all_cases(class, first, last);
    put_range(w->out, first, last);
}

static void write_class(struct writer *w, const struct kb_syntax_node *class)
{
    const struct kb_syntax_range *ranges = class->as.set.ranges;
    uint32_t count = class->as.set.count, cases, family[KB_FOLD_MOST];
    if (class->letter) { /* nearly always */
        put(w->out, class->letter);
        return;
    }
    uint32_t letter = only_letter(class, &cases);
    w->fails |= !class->as.set.exact;
    if (letter) {
        w->fails |= kb_fold_family(letter, family) != cases;
        put(w->out, letter);
        return;
    }
    if (count == 0 || ranges[0].first > 0 || ranges[count - 1].last < LAST) {
        kb_buf_putc(w->out, '[');
        for (uint32_t i = 0; i < count && !w->fails; i++)
            write_range(w, class, ranges[i].first, ranges[i].last);
        kb_buf_putc(w->out, ']');
        return;
    }
    /* All but what lies between its ranges; surrogates are in no text. */
    kb_buf_puts(w->out, "[^");
    for (uint32_t i = 0; i + 1 < count && !w->fails; i++)
        if (ranges[i].last + 1 != 0xD800 || ranges[i + 1].first != 0xE000)
            write_range(w, class, ranges[i].last + 1, ranges[i + 1].first - 1);
    kb_buf_putc(w->out, ']');
}

static void write(struct writer *w, const struct kb_syntax_node *node);

static void write_all(struct writer *w, const struct kb_syntax_node *node, const char *between)
{
    for (const struct kb_syntax_node *child = node->first; child && !w->fails;
         child = child->next) {
        write(w, child);
        if (child->next)
            kb_buf_puts(w->out, between);
    }
}

static void write_group(struct writer *w, const struct kb_syntax_node *node, const char *opening)
{
    kb_buf_puts(w->out, opening);
    write_all(w, node, "");
    kb_buf_putc(w->out, ')');
}

static void write_repeat(struct writer *w, const struct kb_syntax_node *node)
{
    uint32_t min = node->as.repeat.min, max = node->as.repeat.max;
    w->fails |= node->as.repeat.greed == KB_POSSESSIVE;
    if (node->first && node->first->kind == KB_SYNTAX_CLASS)
        write(w, node->first);
    else
        write_group(w, node, "(?:");
    if (max == KB_SYNTAX_MANY && min < 2)
        kb_buf_putc(w->out, min ? '+' : '*');
    else if (min == 0 && max == 1)
        kb_buf_putc(w->out, '?');
    else if (max == KB_SYNTAX_MANY)
        kb_buf_printf(w->out, "{%u,}", (unsigned)min);
    else
        kb_buf_printf(w->out, "{%u,%u}", (unsigned)min, (unsigned)max);
    if (node->as.repeat.greed == KB_LAZY)
        kb_buf_putc(w->out, '?');
}

static const char *anchor(enum kb_syntax_anchor anchor)
{
    switch (anchor) {
    case KB_ANCHOR_TEXT_START:
    case KB_ANCHOR_LINE_START:
        return "^";
    case KB_ANCHOR_TEXT_END:
    case KB_ANCHOR_LAST_LINE_END:
    case KB_ANCHOR_LINE_END:
        return "$";
    case KB_ANCHOR_WORD_BOUNDARY:
        return "\\b";
    case KB_ANCHOR_NOT_WORD_BOUNDARY:
        return "\\B";
    }
    return "";
}

/* As deep as the tree, which has a limit. */
static void write(struct writer *w, const struct kb_syntax_node *node)
{
    if (w->fails)
        return;
    switch (node->kind) {
    case KB_SYNTAX_EMPTY:
        kb_buf_puts(w->out, "(?:)");
        break;
    case KB_SYNTAX_CLASS:
        write_class(w, node);
        break;
    case KB_SYNTAX_CONCAT:
        write_all(w, node, "");
        break;
    case KB_SYNTAX_CHOICE:
        kb_buf_puts(w->out, "(?:");
        write_all(w, node, "|");
        kb_buf_putc(w->out, ')');
        break;
    case KB_SYNTAX_REPEAT:
        write_repeat(w, node);
        break;
    case KB_SYNTAX_GROUP:
        w->fails |= node->as.group.atomic;
        write_group(w, node, "(?:");
        break;
    case KB_SYNTAX_LOOK:
        write_group(w, node,
                    node->as.look.behind ? (node->as.look.negative ? "(?<!" : "(?<=")
                                         : (node->as.look.negative ? "(?!" : "(?="));
        break;
    case KB_SYNTAX_ANCHOR:
        kb_buf_puts(w->out, anchor(node->as.anchor));
        break;
    case KB_SYNTAX_BACKREF:
    case KB_SYNTAX_OPAQUE:
        w->fails = true;
        break;
    }
}

bool kb_ecma_write(const struct kb_syntax *syntax, struct kb_buf *out)
{
    struct writer w = {out, !syntax->analysable};
    size_t start = out->len;
    write(&w, syntax->root);
    if (w.fails)
        out->len = start;
    return !w.fails;
}

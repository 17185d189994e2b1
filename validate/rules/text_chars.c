/* SPDX-License-Identifier: MIT */
/* text/control-character, text/whitespace: characters that nobody sees and everybody trips over. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kb/ascii.h"
#include "validate/rules/checks.h"
#include "validate/rules/prose.h"
#include "validate/rules/texts.h"

/* Names of NameAliases.txt (controls) and UnicodeData.txt, Unicode 15. */
static const struct {
    uint32_t cp;
    const char *name;
} names[] = {
    {0x01, "START OF HEADING"},
    {0x02, "START OF TEXT"},
    {0x03, "END OF TEXT"},
    {0x04, "END OF TRANSMISSION"},
    {0x05, "ENQUIRY"},
    {0x06, "ACKNOWLEDGE"},
    {0x07, "ALERT"},
    {0x08, "BACKSPACE"},
    {0x0B, "LINE TABULATION"},
    {0x0C, "FORM FEED"},
    {0x0E, "SHIFT OUT"},
    {0x0F, "SHIFT IN"},
    {0x10, "DATA LINK ESCAPE"},
    {0x11, "DEVICE CONTROL ONE"},
    {0x12, "DEVICE CONTROL TWO"},
    {0x13, "DEVICE CONTROL THREE"},
    {0x14, "DEVICE CONTROL FOUR"},
    {0x15, "NEGATIVE ACKNOWLEDGE"},
    {0x16, "SYNCHRONOUS IDLE"},
    {0x17, "END OF TRANSMISSION BLOCK"},
    {0x18, "CANCEL"},
    {0x19, "END OF MEDIUM"},
    {0x1A, "SUBSTITUTE"},
    {0x1B, "ESCAPE"},
    {0x1C, "INFORMATION SEPARATOR FOUR"},
    {0x1D, "INFORMATION SEPARATOR THREE"},
    {0x1E, "INFORMATION SEPARATOR TWO"},
    {0x1F, "INFORMATION SEPARATOR ONE"},
    {0x7F, "DELETE"},
    {0x85, "NEXT LINE"},
    {0xAD, "SOFT HYPHEN"},
    {0x200B, "ZERO WIDTH SPACE"},
    {0x200C, "ZERO WIDTH NON-JOINER"},
    {0x200D, "ZERO WIDTH JOINER"},
    {0x202A, "LEFT-TO-RIGHT EMBEDDING"},
    {0x202B, "RIGHT-TO-LEFT EMBEDDING"},
    {0x202C, "POP DIRECTIONAL FORMATTING"},
    {0x202D, "LEFT-TO-RIGHT OVERRIDE"},
    {0x202E, "RIGHT-TO-LEFT OVERRIDE"},
    {0x2060, "WORD JOINER"},
    {0x2066, "LEFT-TO-RIGHT ISOLATE"},
    {0x2067, "RIGHT-TO-LEFT ISOLATE"},
    {0x2068, "FIRST STRONG ISOLATE"},
    {0x2069, "POP DIRECTIONAL ISOLATE"},
    {0xFEFF, "ZERO WIDTH NO-BREAK SPACE"},
    {0xFFFD, "REPLACEMENT CHARACTER"},
};

/* The code points of windows-1252 at 0x80 to 0x9F, as HTML reads a reference to a C1 control: text
 * of that encoding is where they come from. 0: it has none. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static const char *name_of(uint32_t cp)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].cp == cp)
            return names[i].name;
    return "C1 control character";
}

/* Letters among which joiners do nothing: Latin (Latin-1 to Extended-B, and Additional) and Han. */
static bool joins_nothing(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0x24F) ||
           (cp >= 0x1E00 && cp <= 0x1EFF) || (cp >= 0x3400 && cp <= 0x4DBF) ||
           (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0x20000 && cp <= 0x323AF);
}

static bool is_control(uint32_t cp)
{
    return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || (cp >= 0x7F && cp <= 0x9F) ||
           cp == 0xAD || cp == 0x200B || (cp >= 0x202A && cp <= 0x202E) || cp == 0x2060 ||
           (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF || cp == 0xFFFD;
}

static bool is_joiner(uint32_t cp)
{
    return cp == 0x200C || cp == 0x200D;
}

/* A walk over the characters that should not be in a text. */
struct controls {
    const char *p, *end;
    uint32_t before;   /* the last character before p that stays, 0 at the start */
    const char *ahead; /* the next one that is seen, once looked for, */
    uint32_t after;    /* and which it is, 0 at the end */
    const char *at;    /* what was found: its first byte, */
    uint32_t found;    /* and the character */
};

/* The next character that is seen; looked for once for each run of those that are not. */
static uint32_t seen_after(struct controls *walk)
{
    bool ok;
    const char *p = walk->p;
    if (walk->ahead && walk->ahead >= p)
        return walk->after;
    do {
        walk->ahead = p;
        walk->after = 0;
        if (p < walk->end)
            p += kb_utf8_next(p, walk->end, &walk->after, &ok);
    } while (walk->after && (is_control(walk->after) || is_joiner(walk->after)));
    return walk->after;
}

/* Whether the next eight bytes are there, and all of them from 0x20 to 0x7E. The lowest that is not
 * has its high bit set in one of the three; where all are, nothing is carried or borrowed. */
static bool eight_plain(const struct controls *walk)
{
    const uint64_t each = 0x0101010101010101;
    uint64_t bytes;
    if (walk->end - walk->p < (ptrdiff_t)sizeof bytes)
        return false;
    memcpy(&bytes, walk->p, sizeof bytes);
    return !((bytes | (bytes - 0x20 * each) | (bytes + each)) & 0x80 * each);
}

static bool next_control(struct controls *walk)
{
    bool ok;
    while (walk->p < walk->end) {
        uint32_t cp;
        if (eight_plain(walk)) {
            walk->before = (unsigned char)walk->p[7];
            walk->p += 8;
            continue;
        }
        unsigned char first = (unsigned char)*walk->p;
        if (first >= 0x20 && first < 0x7F) { /* nearly all there is */
            walk->before = first;
            walk->p++;
            continue;
        }
        walk->at = walk->p;
        walk->p += kb_utf8_next(walk->p, walk->end, &cp, &ok);
        walk->found = cp;
        if (is_control(cp) ||
            (is_joiner(cp) && joins_nothing(walk->before) && joins_nothing(seen_after(walk))))
            return true;
        if (!is_joiner(cp))
            walk->before = cp;
    }
    return false;
}

/* Past a terminal's control sequence (ECMA-48: ESC [ parameters, one final byte), or the ESC. */
static const char *past_escape(const char *p, const char *end)
{
    const char *at = ++p;
    if (at == end || *at++ != '[')
        return p;
    while (at < end && *at >= 0x20 && *at <= 0x3F)
        at++;
    return at < end && *at >= 0x40 && *at <= 0x7E ? at + 1 : p;
}

/* The text as it would be without them. False where a reader could be misled by it: where a
 * control stands for a lost backslash (JSON reads "\b" and "\f" so), or for a part of a character
 * whose other parts are there too. */
static bool cleaned(struct kb_buf *out, struct kb_str text)
{
    struct controls walk = {.p = text.p, .end = kb_str_end(text)};
    const char *kept = text.p;
    bool sure = true;
    while (next_control(&walk)) {
        uint32_t cp = walk.found, better = 0;
        char bytes[4];
        if (cp == 0xFFFD)
            continue;
        kb_buf_add(out, kept, (size_t)(walk.at - kept));
        if (cp == 0x1B)
            walk.p = past_escape(walk.at, walk.end);
        if (cp >= 0x80 && cp <= 0x9F)
            better = windows_1252[cp - 0x80];
        if (better)
            kb_buf_add(out, bytes, kb_utf8_put(bytes, better));
        if (cp == '\b' || cp == '\f')
            kb_buf_puts(out, cp == '\b' ? "\\b" : "\\f");
        if (cp == 0x0B)
            kb_buf_putc(out, ' ');
        sure &= cp != '\b' && cp != '\f' &&
                !(cp >= 0x80 && cp <= 0x9F && walk.before >= 0xC2 && walk.before <= 0xF4);
        kept = walk.p;
    }
    kb_buf_add(out, kept, (size_t)(walk.end - kept));
    return sure;
}

/* The characters of a text that can go, or those that tell of a loss: one finding each. */
static void say_controls(struct kb_context *context, const struct kb_text *text, bool lost)
{
    struct controls walk = {.p = text->text.p, .end = kb_str_end(text->text)};
    struct kb_where where = text->where;
    const char *help = text->kind == KB_TEXT_REGEX
                           ? "remove it, or write it as an escape such as \\x{200B}"
                           : "remove it";
    size_t count = 0;
    while (next_control(&walk)) {
        if ((walk.found == 0xFFFD) != lost)
            continue;
        if (walk.found == '\b' || walk.found == '\f')
            help = "JSON reads \\b and \\f as this; for a backslash write two";
        if (count++ == 0) {
            where.byte = walk.at - text->text.p;
            kb_buf_printf(&context->message, "U+%04X %s stands in the text", (unsigned)walk.found,
                          name_of(walk.found));
        }
    }
    if (count == 0)
        return;
    if (count > 1)
        kb_buf_printf(&context->message, ", and %zu more %s", count - 1,
                      lost ? "of it" : "such characters");
    if (lost) {
        kb_report(context, where, "a character was lost on the way; write it again");
        return;
    }
    struct kb_buf fixed = {0};
    bool sure = cleaned(&fixed, text->text) &&
                (text->kind & (KB_TEXT_NAME | KB_TEXT_PROSE | KB_TEXT_MESSAGE));
    kb_propose(context, KB_FIX_SET_TEXT, text->where, kb_buf_view(&fixed),
               sure ? KB_FIX_SAFE : KB_FIX_UNSAFE);
    kb_buf_free(&fixed);
    kb_report(context, where, help);
}

void rule_text_control_character(struct kb_context *context)
{
    struct kb_text_walk walk = kb_texts_of(context, KB_TEXT_ANY);
    const struct kb_text *text;
    while ((text = kb_texts_next(&walk))) {
        struct controls controls = {.p = text->text.p, .end = kb_str_end(text->text)};
        if (!next_control(&controls))
            continue;
        say_controls(context, text, false);
        say_controls(context, text, true);
    }
}

/* Whether a word may be prose: letters, digits and punctuation, or code in backticks; not an
 * operator, an option, an arrow, or a comment sign, before which blanks align. */
static bool plain(struct kb_str word)
{
    for (size_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        if (!kb_is_digit(c) && !kb_is_letter(c) && (unsigned char)c < 0x80 &&
            !strchr(".,;:!?'-\"`", c))
            return false;
    }
    return word.n && *word.p != '-' && *word.p != '\xE2'; /* U+2000 to U+2FFF: signs */
}

/* Whether blanks between the two words stand in prose: both may be, and one is. Code in backticks
 * is a part of prose. */
static bool between_prose(struct kb_str left, struct kb_str right)
{
    bool after_code = left.n && left.p[left.n - 1] == '`';
    bool before_code = right.n && *right.p == '`';
    return (after_code || plain(left)) && (before_code || plain(right)) &&
           (after_code || before_code || kb_prose_word(left) || kb_prose_word(right));
}

/* Copies the text of one line with one space for each run of several between words of prose; the
 * number of such runs. *first becomes the place of the first. Where one run aligns something else,
 * outside backticks, all may, and the text stays as it is. */
static size_t squeeze(struct kb_buf *out, struct kb_str text, size_t *first)
{
    const char *p = text.p, *end = kb_str_end(text), *word = p;
    size_t runs = 0;
    bool code = false, aligns = false;
    while (p < end) {
        const char *run = p, *next;
        for (; run < end && *run != ' ' && *run != '\t'; run++)
            code ^= *run == '`';
        kb_buf_add(out, p, (size_t)(run - p));
        for (p = run; p < end && (*p == ' ' || *p == '\t');)
            p++;
        for (next = p; next < end && *next != ' ' && *next != '\t';)
            next++;
        bool several = p - run > 1 && !code;
        if (several && runs++ == 0)
            *first = (size_t)(run - text.p);
        aligns |= several && !between_prose((struct kb_str){word, (size_t)(run - word)},
                                            (struct kb_str){p, (size_t)(next - p)});
        kb_buf_add(out, run, several ? 1 : (size_t)(p - run));
        if (several)
            out->data[out->len - 1] = ' ';
        word = p;
    }
    if (aligns) {
        out->len = runs = 0;
        kb_buf_str(out, text);
    }
    return runs;
}

/* Whether there may be a run of white space. Texts of a record end in a NUL and hold none. */
static bool may_have_run(struct kb_str text)
{
    return strstr(text.p, "  ") || strchr(text.p, '\t');
}

static void whitespace(struct kb_context *context, const struct kb_text *text)
{
    struct kb_str inner = kb_str_trim(text->text);
    size_t before = (size_t)(inner.p - text->text.p), behind = text->text.n - before - inner.n;
    size_t first = 0, runs = 0;
    if ((inner.n && memchr(inner.p, '\n', inner.n)) ||
        (!before && !behind && (text->kind != KB_TEXT_PROSE || !may_have_run(inner))))
        return;
    struct kb_buf fixed = {0};
    kb_buf_puts(&fixed, "");
    if (text->kind == KB_TEXT_PROSE)
        runs = squeeze(&fixed, inner, &first);
    else
        kb_buf_str(&fixed, inner);
    if (before || behind || runs) {
        struct kb_where where = text->where;
        where.byte = (long)(before ? 0 : behind ? inner.n : first);
        kb_buf_puts(&context->message, !inner.n           ? "the text is nothing but white space"
                                       : before && behind ? "white space surrounds the text"
                                       : before           ? "the text begins with white space"
                                       : behind           ? "the text ends in white space"
                                       : runs == 1        ? "several spaces stand between two words"
                                                          : "several spaces stand between words");
        kb_propose(context, KB_FIX_SET_TEXT, text->where, kb_buf_view(&fixed),
                   text->kind == KB_TEXT_ID ? KB_FIX_UNSAFE : KB_FIX_SAFE);
        kb_report(context, where, "remove it");
    }
    kb_buf_free(&fixed);
}

void rule_text_whitespace(struct kb_context *context)
{
    struct kb_text_walk walk =
        kb_texts_of(context, KB_TEXT_PROSE | KB_TEXT_NAME | KB_TEXT_URL | KB_TEXT_ID);
    const struct kb_text *text;
    while ((text = kb_texts_next(&walk)))
        if (text->text.n)
            whitespace(context, text);
}

/* SPDX-License-Identifier: MIT */
/* The writer of Markdown. */
#include "emit/html/machine/markdown.h"

#include <limits.h>
#include <string.h>

#include "emit/html/markup.h"
#include "kb/ascii.h"

#define LABEL 240 /* code points of a link's text and of a title */

const char *kb_md_words(const struct kb_md *md, const char *words)
{
    return kb_words_find(md->at.site->languages[md->at.language].words, words);
}

void kb_md_say(const struct kb_md *md, const char *words)
{
    kb_buf_puts(md->out, kb_md_words(md, words));
}

static bool word(char c)
{
    return kb_is_letter(c) || kb_is_digit(c) || (unsigned char)c >= 0x80;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Whether the character at p means something to Markdown. `start`: only blanks, or only digits
 * before a full stop, stand before it in its line. */
static bool means(const char *begin, const char *p, const char *end, bool start)
{
    char before = p > begin ? p[-1] : ' ', after = p + 1 < end ? p[1] : ' ';
    switch (*p) {
    case '*':
    case '`':
    case '[':
    case ']':
    case '<':
    case '~':
    case '\\':
        return true;
    case '_':
        return !word(before) || !word(after);
    case '&':
        return word(after) || after == '#';
    case '#':
        return start || blank(before);
    case '>':
    case '-':
    case '+':
    case '=':
    case '.':
    case ')':
        return start;
    default:
        return false;
    }
}

/* What may mean something behind other characters of its line, and what ends that. */
static const bool within_line[UCHAR_MAX + 1] = {
    ['*'] = true, ['`'] = true, ['['] = true, [']'] = true,  ['<'] = true,  ['~'] = true,
    ['_'] = true, ['&'] = true, ['#'] = true, ['\\'] = true, ['\n'] = true,
};

/* Plain text, whose lines become lines. `start`: it begins a line. Returns whether it ends one. */
static bool plain(struct kb_buf *out, struct kb_str text, bool start)
{
    bool digits = false; /* so far the line has but digits */
    const char *run = text.p, *end = kb_str_end(text);
    for (const char *p = text.p; p < end; p++) {
        while (!start && !digits && p < end && !within_line[(unsigned char)*p])
            p++;
        if (p == end)
            break;
        bool number = *p == '.' || *p == ')', indent = start && blank(*p);
        if (indent || means(text.p, p, end, number ? digits : start)) {
            kb_buf_add(out, run, (size_t)(p - run));
            if (!indent)
                kb_buf_putc(out, '\\');
            run = indent ? p + 1 : p; /* an indent would make it code */
        }
        if (indent)
            continue;
        digits = (start || digits) && kb_is_digit(*p);
        start = *p == '\n';
    }
    kb_buf_add(out, run, (size_t)(end - run));
    return start;
}

/* A longer run of backticks than the text has. */
static size_t fence(struct kb_str text, size_t least)
{
    size_t run = 0, longest = 0;
    for (size_t i = 0; i < text.n; i++) {
        run = text.p[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest + 1 > least ? longest + 1 : least;
}

static void span(struct kb_buf *out, struct kb_str code)
{
    size_t ticks = fence(code, 1);
    bool pad = code.n > 0 && (code.p[0] == '`' || code.p[code.n - 1] == '`' ||
                              (code.p[0] == ' ' && code.p[code.n - 1] == ' '));
    kb_buf_fill(out, '`', ticks);
    if (pad)
        kb_buf_putc(out, ' ');
    for (size_t i = 0; i < code.n; i++)
        kb_buf_putc(out, code.p[i] == '\n' ? ' ' : code.p[i]);
    if (pad)
        kb_buf_putc(out, ' ');
    kb_buf_fill(out, '`', ticks);
}

void kb_md_span(const struct kb_md *md, struct kb_str code)
{
    struct kb_buf clean = {0};
    code = kb_page_clean(&clean, code);
    if (code.n > 0)
        span(md->out, kb_markup_trim(code));
    kb_buf_free(&clean);
}

/* One line or one paragraph of clean text. */
static void prose(struct kb_buf *out, struct kb_str text, bool start)
{
    struct kb_spans spans = {text, 0};
    struct kb_str before, code;
    while (kb_markup_next(&spans, &before, &code)) {
        start = plain(out, before, start);
        if (code.n > 0) {
            span(out, code);
            start = false;
        }
    }
}

void kb_md_inline(const struct kb_md *md, struct kb_str text)
{
    struct kb_buf clean = {0};
    text = kb_page_clean(&clean, kb_markup_trim(text));
    for (size_t i = 0; i < clean.len; i++)
        if (clean.data[i] == '\n' || clean.data[i] == '\t')
            clean.data[i] = ' ';
    prose(md->out, text, true);
    kb_buf_free(&clean);
}

/* Every line of its own is kept by a backslash at its end; blank lines part paragraphs. Backticks
 * pair within a paragraph, as they do in Markdown. */
void kb_md_prose(const struct kb_md *md, struct kb_str text)
{
    struct kb_buf clean = {0}, made = {0};
    prose(&made, kb_page_clean(&clean, kb_markup_trim(text)), true);
    for (const char *p = made.data, *end = p + made.len; p && p < end;) {
        const char *line = memchr(p, '\n', (size_t)(end - p));
        struct kb_str one = {p, (size_t)((line ? line : end) - p)};
        while (one.n > 0 && blank(one.p[one.n - 1]))
            one.n--;
        kb_buf_str(md->out, one);
        p = line ? line + 1 : end;
        if (one.n > 0 && p < end && *p != '\n')
            kb_buf_putc(md->out, '\\');
        kb_buf_putc(md->out, '\n');
    }
    kb_buf_putc(md->out, '\n');
    kb_buf_free(&clean);
    kb_buf_free(&made);
}

void kb_md_code(const struct kb_md *md, struct kb_str text)
{
    struct kb_buf clean = {0};
    struct kb_str code = kb_page_clean(&clean, text);
    size_t ticks = fence(code, 3);
    kb_buf_fill(md->out, '`', ticks);
    kb_buf_putc(md->out, '\n');
    kb_buf_str(md->out, code);
    kb_buf_putc(md->out, '\n');
    kb_buf_fill(md->out, '`', ticks);
    kb_buf_puts(md->out, "\n\n");
    kb_buf_free(&clean);
}

static void put_part(void *user, struct kb_str text, bool code)
{
    (code ? kb_md_code : kb_md_prose)(user, text);
}

void kb_md_howto(const struct kb_md *md, struct kb_str text)
{
    struct kb_md copy = *md;
    kb_markup_parts(text, put_part, &copy);
}

void kb_md_cut(const struct kb_md *md, struct kb_str text, size_t most)
{
    struct kb_buf cut = {0};
    kb_md_inline(md, kb_markup_cut(&cut, text, most));
    kb_buf_free(&cut);
}

void kb_md_title(const struct kb_md *md, unsigned level, struct kb_str text)
{
    kb_buf_fill(md->out, '#', level);
    kb_buf_putc(md->out, ' ');
    kb_md_cut(md, text, LABEL);
    kb_buf_puts(md->out, "\n\n");
}

void kb_md_heading(const struct kb_md *md, unsigned level, const char *words)
{
    kb_md_title(md, level, kb_str(kb_md_words(md, words)));
}

void kb_md_link(const struct kb_md *md, struct kb_str label, struct kb_str path)
{
    kb_buf_putc(md->out, '[');
    kb_md_cut(md, label, LABEL);
    kb_buf_puts(md->out, "](");
    kb_part_address(md->out, &md->at, path);
    kb_buf_putc(md->out, ')');
}

/* Copies what was made before, or begins to make it: as kb_page_again. */
static bool again(const struct kb_md *md, enum kb_piece piece, unsigned more, struct kb_str which)
{
    const uint64_t kind = KB_PIECE(piece, more | md->at.depth << 8, md->at.language);
    struct kb_str made;
    bool found = kb_pieces_find(md->pieces, kind, NULL, which, &made);
    if (found)
        kb_buf_str(md->out, made);
    else
        kb_pieces_begin(md->pieces, kind, NULL, which, md->out->len);
    return found;
}

void kb_md_url(const struct kb_md *md, struct kb_str url)
{
    struct kb_buf href = {0};
    if (again(md, KB_PIECE_ADDRESS, 0, url))
        return;
    if (kb_markup_url(&href, url)) {
        kb_buf_putc(md->out, '<');
        kb_buf_str(md->out, kb_buf_view(&href));
        kb_buf_putc(md->out, '>');
    } else {
        kb_md_span(md, url);
    }
    kb_pieces_end(md->pieces, kb_buf_view(md->out));
    kb_buf_free(&href);
}

void kb_md_item(const struct kb_md *md, const char *label)
{
    kb_buf_puts(md->out, "- ");
    kb_md_say(md, label);
    kb_buf_puts(md->out, ": ");
}

void kb_md_rate(const struct kb_md *md, const struct kb_rate *rate, enum kb_rate_kind kind)
{
    const char *words = kb_part_rate_word(rate, kind);
    if (rate->value >= 0 && rate->value <= 1)
        kb_part_percent(md->out, rate->value);
    else
        kb_md_inline(md, rate->text);
    if (words) {
        kb_buf_puts(md->out, " (");
        kb_md_say(md, words);
        kb_buf_putc(md->out, ')');
    }
}

void kb_md_twin_path(struct kb_buf *out, const struct kb_site *site, size_t language,
                     struct kb_route route)
{
    kb_site_path(out, site, language, route);
    out->len -= sizeof "html" - 1;
    kb_buf_puts(out, "md");
}

void kb_md_twin(const struct kb_md *md, struct kb_str label, struct kb_route route)
{
    struct kb_buf path = {0};
    if (again(md, KB_PIECE_CRUMB, *route.folder != '\0', route.rest))
        return;
    kb_md_twin_path(&path, md->at.site, md->at.language, route);
    kb_md_link(md, label, kb_buf_view(&path));
    kb_buf_free(&path);
    kb_pieces_end(md->pieces, kb_buf_view(md->out));
}

/* SPDX-License-Identifier: MIT */
/* text/placeholder, text/backticks: marks of a text that was not finished. */
#include <string.h>

#include "kb/ascii.h"
#include "validate/rules/checks.h"
#include "validate/rules/prose.h"
#include "validate/rules/texts.h"

/* The text without what people put around a placeholder. */
static struct kb_str bare(struct kb_str text)
{
    static const char around[] = "<>[](){}*_.:! ";
    text = kb_str_trim(text);
    while (text.n && strchr(around, *text.p))
        text.p++, text.n--;
    while (text.n && strchr(around, text.p[text.n - 1]))
        text.n--;
    return text;
}

/* Whether the text as a whole says that it is still to be written. */
static bool stands_in(struct kb_str text)
{
    static const char *const words[] = {"n/a", "tbd",  "tba",         "todo",       "fixme",
                                        "xxx", "xxxx", "placeholder", "lorem ipsum"};
    enum { LONGEST = 64 };
    if (text.n > LONGEST)
        return false;
    struct kb_str word = bare(text);
    for (size_t i = 0; word.n && i < sizeof words / sizeof *words; i++) {
        if (kb_to_lower(*word.p) != *words[i])
            continue;
        size_t n = strlen(words[i]), same = 0;
        while (word.n == n && same < n && kb_to_lower(word.p[same]) == words[i][same])
            same++;
        if (same == n)
            return true;
    }
    return false;
}

/* Whether it is made of dots, dashes, question marks or ellipses alone. */
static bool says_nothing(struct kb_str text)
{
    static const char *const signs[] = {
        ".", "-", "?", "_", "\xE2\x80\xA6" /* … */, "\xE2\x80\x93" /* – */, "\xE2\x80\x94" /* — */};
    if (text.n && (kb_is_letter(*text.p) || kb_is_digit(*text.p)))
        return false; /* nearly always */
    text = kb_str_trim(text);
    bool any = text.n > 0;
    while (text.n) {
        size_t i = 0;
        while (i < sizeof signs / sizeof *signs && !kb_str_starts(text, signs[i]))
            i++;
        if (i == sizeof signs / sizeof *signs)
            return false;
        text.p += strlen(signs[i]), text.n -= strlen(signs[i]);
    }
    return any;
}

/* Whether the word begins with the mark, perhaps behind a sign, and ends with it as a word. */
static bool marks(struct kb_str word, const char *mark)
{
    size_t n = strlen(mark);
    while (word.n && strchr("(<[#/*", *word.p))
        word.p++, word.n--;
    return kb_str_starts(word, mark) && (word.n == n || !kb_is_word(word.p[n]));
}

/* The first mark within prose, outside code; absent where there is none. In the middle of a
 * sentence
 * FIXME and TODO are spoken of: TODO needs its colon. */
static struct kb_str mark_in(struct kb_str text)
{
    const char *p = text.p, *end = kb_str_end(text);
    struct kb_str word, last = {0};
    /* Texts of a record end in a NUL and hold none. */
    if (!strstr(p, "TODO:") && !strstr(p, "FIXME") && !strstr(p, "psum"))
        return last;
    while (kb_word_next(&p, end, &word)) {
        if (marks(word, "TODO:") || marks(word, "FIXME"))
            return word;
        if (last.n == 5 && word.n >= 5 && kb_to_lower(*last.p) == 'l' &&
            kb_to_lower(*word.p) == 'i' && memcmp(last.p + 1, "orem", 4) == 0 &&
            memcmp(word.p + 1, "psum", 4) == 0)
            return (struct kb_str){last.p, (size_t)(word.p + 5 - last.p)};
        last = word;
    }
    return (struct kb_str){0};
}

void rule_text_placeholder(struct kb_context *context)
{
    struct kb_text_walk walk =
        kb_texts_of(context, KB_TEXT_PROSE | KB_TEXT_NAME | KB_TEXT_MESSAGE | KB_TEXT_REGEX);
    const struct kb_text *text;
    while ((text = kb_texts_next(&walk))) {
        bool prose = text->kind == KB_TEXT_PROSE;
        struct kb_where where = text->where;
        if (stands_in(text->text) || (text->kind != KB_TEXT_REGEX && says_nothing(text->text))) {
            kb_buf_puts(&context->message, "the text is only a placeholder: ");
            kb_buf_quote(&context->message, text->text);
        } else {
            struct kb_str mark = prose ? mark_in(text->text) : (struct kb_str){0};
            if (!mark.p)
                continue;
            where.byte = mark.p - text->text.p;
            kb_buf_puts(&context->message, "the text is not finished: it holds ");
            kb_buf_quote(&context->message, mark);
        }
        kb_report(context, where, "write the text, or leave the field out");
    }
}

/* The first run of backticks that no other run closes, or NULL. */
static const char *open_backtick(struct kb_str text)
{
    const char *p = text.p, *end = kb_str_end(text);
    while (p < end && (p = memchr(p, '`', (size_t)(end - p)))) {
        size_t n = kb_code_span(p, end);
        if (n == 0)
            return p;
        p += n;
    }
    return NULL;
}

void rule_text_backticks(struct kb_context *context)
{
    struct kb_text_walk walk = kb_texts_of(context, KB_TEXT_PROSE);
    const struct kb_text *text;
    while ((text = kb_texts_next(&walk))) {
        const char *open = open_backtick(text->text);
        if (!open || kb_literal_backtick(text->text))
            continue;
        struct kb_where where = text->where;
        where.byte = open - text->text.p;
        kb_buf_puts(&context->message, "code begins here and does not end: a backtick is missing");
        kb_report(context, where, "put one backtick before the code and one behind it");
    }
}

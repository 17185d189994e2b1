/* SPDX-License-Identifier: MIT */
/* Words, and which of them are prose. */
#include "validate/rules/prose.h"

#include <string.h>

#include "kb/ascii.h"

bool kb_cp_space(uint32_t cp)
{
    return (cp >= 0x09 && cp <= 0x0D) || cp == 0x20 || cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F ||
           cp == 0x205F || cp == 0x3000;
}

struct kb_str kb_str_trim(struct kb_str text)
{
    uint32_t cp;
    bool ok;
    while (text.n) {
        size_t first = kb_utf8_next(text.p, kb_str_end(text), &cp, &ok);
        if (!kb_cp_space(cp))
            break;
        text.p += first, text.n -= first;
    }
    while (text.n) {
        size_t last = 1; /* bytes of the last character */
        while (last < text.n && last < 4 && ((unsigned char)text.p[text.n - last] & 0xC0) == 0x80)
            last++;
        kb_utf8_next(text.p + text.n - last, kb_str_end(text), &cp, &ok);
        if (!kb_cp_space(cp))
            break;
        text.n -= last;
    }
    return text;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool kb_word_next(const char **p, const char *end, struct kb_str *word)
{
    const char *at = *p;
    while (at < end && (is_space(*at) || *at == '`')) {
        const char *close = *at == '`' ? memchr(at + 1, '`', (size_t)(end - at - 1)) : NULL;
        at = close ? close + 1 : at + 1; /* a backtick without another is just passed over */
    }
    word->p = at;
    while (at < end && !is_space(*at) && *at != '`')
        at++;
    word->n = (size_t)(at - word->p);
    *p = at;
    return word->n > 0;
}

size_t kb_backticks(const char *p, const char *end)
{
    size_t n = 0;
    while (p + n < end && p[n] == '`')
        n++;
    return n;
}

size_t kb_code_span(const char *p, const char *end)
{
    size_t n = kb_backticks(p, end), other;
    const char *close = p + n;
    while (close && (other = kb_backticks(close, end)) != n) {
        close += other;
        close = close < end ? memchr(close, '`', (size_t)(end - close)) : NULL;
    }
    return close ? (size_t)(close + n - p) : 0;
}

/* Whether the backtick at p is escaped, stands between quotes or brackets, or opens a quotation as
 * GNU programs print it (`name'). */
static bool literal(const char *start, const char *p, const char *end)
{
    enum { LONGEST = 80 }; /* bytes of such a name */
    static const char open[] = "'\"([{", close[] = "'\")]}";
    if (p > start && p[-1] == '\\')
        return true;
    if (p > start && p + 1 < end && strchr(open, p[-1]) && strchr(close, p[1]))
        return true;
    for (const char *at = p + 1; at < end && at - p < LONGEST && *at != ' ' && *at != '`'; at++)
        if (*at == '\'')
            return at > p + 1 && (at + 1 == end || !kb_is_word(at[1]));
    return false;
}

bool kb_literal_backtick(struct kb_str text)
{
    const char *p = text.p, *end = kb_str_end(text);
    for (; p < end && (p = memchr(p, '`', (size_t)(end - p))); p++)
        if (literal(text.p, p, end))
            return true;
    return false;
}

static bool letter(char c)
{
    return kb_is_letter(c) || (unsigned char)c >= 0x80;
}

bool kb_prose_word(struct kb_str word)
{
    static const char around[] = ".,;:!?\"'()[]";
    const char *p = word.p, *end = kb_str_end(word);
    if (word.n && *p != '(' && memchr(p, '(', word.n)) /* a call */
        return false;
    while (p < end && strchr(around, *p))
        p++;
    while (p < end && strchr(around, end[-1]))
        end--;
    size_t capitals = 0;
    if (p < end && *p == '-') /* an option */
        return false;
    for (const char *at = p; at < end; at++) {
        if (!letter(*at) && *at != '-' && *at != '\'')
            return false;
        capitals += *at >= 'A' && *at <= 'Z';
    }
    bool shouted = capitals == (size_t)(end - p) && capitals > 3;
    return end - p >= 2 && (shouted || capitals == 0 || (capitals == 1 && *p <= 'Z'));
}

size_t kb_prose_words(struct kb_str text)
{
    const char *p = text.p, *end = kb_str_end(text);
    struct kb_str word;
    size_t words = 0;
    while (kb_word_next(&p, end, &word))
        words += kb_prose_word(word);
    return words;
}

/* SPDX-License-Identifier: MIT */
/* Prose, code, languages. */
#include "emit/html/markup.h"

#include <string.h>

#include "kb/langtag.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct kb_str kb_markup_trim(struct kb_str text)
{
    while (text.n > 0 && blank(text.p[0]))
        text.p++, text.n--;
    while (text.n > 0 && blank(text.p[text.n - 1]))
        text.n--;
    return text;
}

bool kb_markup_has_lines(struct kb_str text)
{
    return text.n > 0 && (memchr(text.p, '\n', text.n) || memchr(text.p, '\r', text.n));
}

bool kb_markup_same(struct kb_str a, struct kb_str b)
{
    a = kb_markup_trim(a);
    b = kb_markup_trim(b);
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static const char *ticks_end(const char *p, const char *end)
{
    while (p < end && *p == '`')
        p++;
    return p;
}

/* The run of exactly `count` backticks at or after p, or NULL. */
static const char *find_ticks(const char *p, const char *end, size_t count)
{
    while (p < end) {
        const char *start = memchr(p, '`', (size_t)(end - p));
        if (!start)
            return NULL;
        p = ticks_end(start, end);
        if ((size_t)(p - start) == count)
            return start;
    }
    return NULL;
}

static void put_code(struct kb_page *page, struct kb_str code)
{
    kb_page_open(page, EL_CODE);
    kb_page_text(page, code);
    kb_page_close(page, EL_CODE);
}

/* As in Markdown: a run of backticks is closed by a run of the same length, and stays as it is
 * where none follows. The search is given up after the first run without an end of its own, so
 * that hostile text costs no more than its length a run length. */
bool kb_markup_next(struct kb_spans *spans, struct kb_str *plain, struct kb_str *code)
{
    const size_t top = sizeof spans->hopeless * 8 - 1;
    const char *start = spans->rest.p, *p = start, *end = kb_str_end(spans->rest);
    *code = (struct kb_str){0};
    *plain = spans->rest;
    if (spans->rest.n == 0)
        return false;
    while (p < end && (p = memchr(p, '`', (size_t)(end - p)))) {
        const char *inner = ticks_end(p, end);
        /* bit n: no run of n backticks follows; the top bit: of n and more */
        size_t count = (size_t)(inner - p), bit = (size_t)1 << (count < top ? count : top);
        const char *close = spans->hopeless & bit ? NULL : find_ticks(inner, end, count);
        struct kb_str within = {inner, close ? (size_t)(close - inner) : 0};
        if (!close) {
            spans->hopeless |= bit;
            p = inner;
        } else if (kb_str_blank(within)) {
            p = close + count;
        } else {
            *plain = (struct kb_str){start, (size_t)(p - start)};
            *code = kb_markup_trim(within);
            spans->rest = (struct kb_str){close + count, (size_t)(end - close) - count};
            return true;
        }
    }
    spans->rest.n = 0;
    return true;
}

void kb_markup_inline(struct kb_page *page, struct kb_str text)
{
    struct kb_spans spans = {text, 0};
    struct kb_str plain, code;
    while (kb_markup_next(&spans, &plain, &code)) {
        kb_page_text(page, plain);
        if (code.n > 0)
            put_code(page, code);
    }
}

void kb_markup_lang_as(struct kb_page *page, const char *name, struct kb_str lang)
{
    if (kb_langtag_valid(lang))
        kb_page_attr(page, name, lang);
}

void kb_markup_lang(struct kb_page *page, struct kb_str lang)
{
    kb_markup_lang_as(page, "lang", lang);
}

struct kb_str kb_markup_language(struct kb_str tag)
{
    static const char *const names[][2] = {
        {"ar", "العربية"},       {"de", "Deutsch"},    {"en", "English"},   {"es", "Español"},
        {"fr", "Français"},      {"he", "עברית"},      {"hi", "हिन्दी"},     {"it", "Italiano"},
        {"ja", "日本語"},        {"ko", "한국어"},     {"pt", "Português"}, {"ru", "Русский"},
        {"tr", "Türkçe"},        {"vi", "Tiếng Việt"}, {"zh", "中文"},      {"zh-Hans", "简体中文"},
        {"zh-Hant", "繁體中文"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (kb_str_is(tag, names[i][0]))
            return kb_str(names[i][1]);
    return tag;
}

/* dir="auto" lets each text run in its own direction and isolates it from the page. */
static void open_text(struct kb_page *page, enum kb_element element, const char *class_name,
                      struct kb_str lang)
{
    kb_page_begin(page, element, class_name);
    kb_markup_lang(page, lang);
    kb_page_word(page, "dir", "auto");
}

void kb_markup_paragraph(struct kb_page *page, struct kb_str text, struct kb_str lang)
{
    text = kb_markup_trim(text);
    open_text(page, EL_P, kb_markup_has_lines(text) ? "lines" : NULL, lang);
    kb_markup_inline(page, text);
    kb_page_close(page, EL_P);
}

void kb_markup_code(struct kb_page *page, struct kb_str text, struct kb_str lang)
{
    open_text(page, EL_PRE, NULL, lang);
    put_code(page, text);
    kb_page_close(page, EL_PRE);
}

/* Lines of code, without empty lines around them; blanks before the first are its indentation. */
static struct kb_str block_of(struct kb_str text)
{
    struct kb_str trimmed = kb_markup_trim(text);
    const char *from = trimmed.p;
    while (from > text.p && from[-1] != '\n' && from[-1] != '\r')
        from--;
    return (struct kb_str){from, (size_t)(kb_str_end(trimmed) - from)};
}

/* The line that begins at p, without its end; *next is where the one after it begins. */
static struct kb_str line_at(const char *p, const char *end, const char **next)
{
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    *next = stop ? stop + 1 : end;
    return (struct kb_str){p, (size_t)((stop ? stop : end) - p)};
}

/* Whether the line opens or closes a block of code, as in Markdown: "```", with at most the name
 * of a language behind it. */
static bool is_fence(struct kb_str line)
{
    line = kb_markup_trim(line);
    if (!kb_str_starts(line, "```"))
        return false;
    return !memchr(line.p + 3, '`', line.n - 3) && !memchr(line.p + 3, ' ', line.n - 3);
}

/* Prose, or code. False where there is nothing to hand over. */
static bool put_part(struct kb_str text, bool code, kb_markup_part *put, void *user)
{
    struct kb_str trimmed = kb_markup_trim(text);
    if (trimmed.n > 0)
        put(user, code ? block_of(text) : trimmed, code);
    return trimmed.n > 0;
}

/* Prose and code in turn. False, with nothing handed over, where no fence parts anything. */
static bool put_fenced(struct kb_str text, kb_markup_part *put, void *user)
{
    const char *end = kb_str_end(text), *from = text.p, *next;
    bool code = false, fenced = false, written = false;
    for (const char *p = text.p; p < end; p = next) {
        if (!is_fence(line_at(p, end, &next)))
            continue;
        written |= put_part((struct kb_str){from, (size_t)(p - from)}, code, put, user);
        fenced = true;
        code = !code;
        from = next;
    }
    if (fenced)
        written |= put_part((struct kb_str){from, (size_t)(end - from)}, code, put, user);
    return written;
}

void kb_markup_parts(struct kb_str text, kb_markup_part *put, void *user)
{
    struct kb_str trimmed = kb_markup_trim(text);
    if (!kb_markup_has_lines(trimmed))
        put(user, trimmed, false);
    else if (!put_fenced(text, put, user))
        put(user, block_of(text), true);
}

struct howto {
    struct kb_page *page;
    struct kb_str lang;
};

static void put_markup(void *user, struct kb_str text, bool code)
{
    const struct howto *howto = user;
    (code ? kb_markup_code : kb_markup_paragraph)(howto->page, text, howto->lang);
}

void kb_markup_howto(struct kb_page *page, struct kb_str text, struct kb_str lang)
{
    struct howto howto = {page, lang};
    kb_markup_parts(text, put_markup, &howto);
}

struct kb_str kb_markup_cut(struct kb_buf *room, struct kb_str text, size_t most)
{
    text = kb_markup_trim(text);
    const char *p = text.p, *end = kb_str_end(text);
    if (text.n <= most && kb_ascii_end(p, end) == end)
        return text;
    room->len = 0;
    for (size_t i = 0; p < end && i < most; i++) {
        const char *run = p;
        p = kb_ascii_end(p, (size_t)(end - p) < most - i ? end : p + (most - i));
        kb_buf_add(room, run, (size_t)(p - run));
        i += (size_t)(p - run);
        if (p == end || i == most)
            break;
        uint32_t cp;
        bool ok;
        size_t n = kb_utf8_next(p, end, &cp, &ok);
        if (n == 1 && blank(*p))
            kb_buf_putc(room, ' ');
        else
            kb_buf_add(room, p, n);
        p += n;
    }
    if (p < end)
        kb_buf_puts(room, "…");
    return kb_buf_view(room);
}

struct kb_str kb_markup_plain(struct kb_buf *room, struct kb_str text)
{
    struct kb_spans spans = {text, 0};
    struct kb_str plain, code;
    if (text.n == 0 || !memchr(text.p, '`', text.n))
        return text;
    room->len = 0;
    while (kb_markup_next(&spans, &plain, &code)) {
        kb_buf_str(room, plain);
        kb_buf_str(room, code);
    }
    return kb_buf_view(room);
}

/* SPDX-License-Identifier: MIT */
/* Pages over the writer, with what HTML asks for beyond XML. */
#include "emit/html/page.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "emit/html/writer.h"
#include "kb/arena.h"

#define DEPTH 32 /* the deepest page nests about 14 elements */

/* A start tag is kept if its attributes have so few bytes. One value that is longer than others is
 * put in when the tag is copied: an address, most often, which is not met again. */
#define SHORT      80
#define LONG_VALUE 16
#define LATER      '\1' /* in its place: forbidden in markup, so no value has it */

enum end { NORMAL, VOID };
enum after { BLOCK, INLINE };

static const struct element {
    const char *name;
    enum end end;
    enum after after;
} elements[KB_ELEMENT_COUNT] = {
#define EL(id, name, end, after) {name, end, after},
#include "emit/html/elements.def"
#include "emit/html/xml.def"
#undef EL
};

/* An element is written by the writer, or its tags are copies of what the writer once wrote. */
struct open {
    enum kb_element element;
    bool copied;
};

struct kb_page {
    struct kb_buf html; /* so far */
    struct kb_writer *writer;
    struct kb_buf clean, key, room; /* scratch, kept to save allocations */
    struct open open[DEPTH];
    size_t depth;
    bool starting;                          /* the last one's start tag is still to be written */
    struct kb_buf attributes;               /* of that one, as kb_writer_start has them */
    struct kb_buf later;                    /* the value that is put in, or nothing */
    struct kb_buf starts[KB_ELEMENT_COUNT]; /* tags that were written, without attributes */
    struct kb_buf ends[KB_ELEMENT_COUNT];
    const struct kb_words *words;
    struct kb_pieces *pieces;
};

struct kb_page *kb_page_new(void)
{
    struct kb_page *page = kb_alloc(1, sizeof *page);
    page->pieces = kb_pieces_new();
    page->writer = kb_writer_new();
    return page;
}

void kb_page_free(struct kb_page *page)
{
    if (!page)
        return;
    kb_writer_free(page->writer);
    for (size_t i = 0; i < KB_ELEMENT_COUNT; i++) {
        kb_buf_free(&page->starts[i]);
        kb_buf_free(&page->ends[i]);
    }
    kb_buf_free(&page->attributes);
    kb_buf_free(&page->later);
    kb_buf_free(&page->clean);
    kb_buf_free(&page->key);
    kb_buf_free(&page->room);
    kb_buf_free(&page->html);
    kb_pieces_free(page->pieces);
    free(page);
}

static void start(struct kb_page *page, const struct kb_words *words)
{
    assert(page->depth == 0 && kb_pieces_open(page->pieces) == 0);
    page->words = words;
    page->html.len = 0;
}

void kb_page_start_xml(struct kb_page *page)
{
    start(page, NULL);
    kb_buf_puts(&page->html, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

void kb_page_start(struct kb_page *page, const struct kb_words *words)
{
    start(page, words);
    kb_buf_str(&page->html, kb_writer_doctype(page->writer, "html"));
    kb_buf_putc(&page->html, '\n');
}

bool kb_page_end(struct kb_page *page, struct kb_str *html)
{
    assert(page->depth == 0);
    kb_buf_str(&page->html, kb_writer_finish(page->writer));
    *html = kb_buf_view(&page->html);
    return !kb_writer_failed(page->writer);
}

/* Copies a start tag, with the value that was left out of it. */
static void copy_tag(struct kb_page *page, struct kb_str tag)
{
    const char *at = page->later.len ? memchr(tag.p, LATER, tag.n) : NULL;
    if (at) {
        kb_buf_add(&page->html, tag.p, (size_t)(at - tag.p));
        kb_buf_str(&page->html, kb_buf_view(&page->later));
        tag = (struct kb_str){at + 1, (size_t)(kb_str_end(tag) - at - 1)};
    }
    kb_buf_str(&page->html, tag);
}

/* What a start tag was that is to be copied: then its end tag is, too. */
static bool find_tag(const struct kb_page *page, enum kb_element element, struct kb_str attributes,
                     struct kb_str *tag)
{
    if (elements[element].end != VOID && page->ends[element].len == 0)
        return false;
    if (attributes.n > 0)
        return kb_pieces_find(page->pieces, KB_PIECE(KB_PIECE_TAG, element, 0), NULL, attributes,
                              tag);
    *tag = kb_buf_view(&page->starts[element]);
    return tag->n > 0;
}

static void keep_tag(struct kb_page *page, enum kb_element element, struct kb_str attributes,
                     struct kb_str tag)
{
    if (attributes.n > 0) {
        kb_pieces_begin(page->pieces, KB_PIECE(KB_PIECE_TAG, element, 0), NULL, attributes, 0);
        kb_pieces_end(page->pieces, tag);
    } else if (page->starts[element].len == 0) {
        kb_buf_str(&page->starts[element], tag);
    }
}

/* Writes the start tag of the element just opened: all of its attributes are there. The outermost
 * element is the writer's always, which escapes text within elements only. */
static void settle(struct kb_page *page)
{
    if (!page->starting)
        return;
    struct open *last = &page->open[page->depth - 1];
    struct kb_str attributes = kb_buf_view(&page->attributes), tag;
    bool kept = page->depth > 1 && attributes.n <= SHORT;
    page->starting = false;
    last->copied = kept && find_tag(page, last->element, attributes, &tag);
    if (!last->copied) {
        tag = kb_writer_start(page->writer, elements[last->element].name, attributes,
                              elements[last->element].end == VOID);
        if (kept)
            keep_tag(page, last->element, attributes, tag);
    }
    copy_tag(page, tag);
}

void kb_page_open(struct kb_page *page, enum kb_element element)
{
    settle(page);
    assert(page->depth < DEPTH);
    page->open[page->depth++] = (struct open){element, false};
    page->starting = true;
    page->attributes.len = page->later.len = 0;
}

static void end_tag(struct kb_page *page, struct open last)
{
    struct kb_buf *kept = &page->ends[last.element];
    struct kb_str tag = last.copied ? kb_buf_view(kept) : kb_writer_end(page->writer);
    kb_buf_str(&page->html, tag);
    if (kept->len == 0)
        kb_buf_str(kept, tag);
}

void kb_page_close(struct kb_page *page, enum kb_element element)
{
    assert(page->depth > 0 && page->open[page->depth - 1].element == element);
    settle(page);
    page->depth--;
    if (elements[element].end != VOID)
        end_tag(page, page->open[page->depth]);
    if (elements[element].after == BLOCK)
        kb_buf_putc(&page->html, '\n');
}

bool kb_page_again(struct kb_page *page, uint64_t kind, struct kb_str which)
{
    settle(page);
    struct kb_str markup;
    bool made = kb_pieces_find(page->pieces, kind, page->words, which, &markup);
    if (made)
        kb_buf_str(&page->html, markup);
    else
        kb_pieces_begin(page->pieces, kind, page->words, which, page->html.len);
    return made;
}

void kb_page_keep(struct kb_page *page)
{
    settle(page);
    kb_pieces_end(page->pieces, kb_buf_view(&page->html));
}

/* Control characters and noncharacters, as the HTML standard lists them, and the embeddings,
 * overrides and isolates: an element isolates its text only as long as the text holds no U+2069
 * that ends the isolation, and a command must not read otherwise than it runs. */
static bool forbidden(uint32_t cp)
{
    if (cp < 0x20)
        return cp != '\t' && cp != '\n';
    return (cp >= 0x7F && cp < 0xA0) || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069) || (cp >= 0xFDD0 && cp <= 0xFDEF) ||
           (cp & 0xFFFE) == 0xFFFE;
}

/* CR LF and CR become LF, as a browser would make of them. */
static void put_clean(struct kb_buf *out, struct kb_str text)
{
    const char *p = text.p, *end = kb_str_end(text);
    while (p < end) {
        const char *run = p;
        while ((p = kb_ascii_end(p, end)) < end && *p == '\n')
            p++;
        kb_buf_add(out, run, (size_t)(p - run));
        if (p == end)
            break;
        uint32_t cp;
        bool ok;
        size_t n = kb_utf8_next(p, end, &cp, &ok);
        if (cp == '\r') {
            if (p + 1 == end || p[1] != '\n')
                kb_buf_putc(out, '\n');
        } else if (!ok || forbidden(cp)) {
            kb_buf_puts(out, "\xEF\xBF\xBD");
        } else {
            kb_buf_add(out, p, n);
        }
        p += n;
    }
}

struct kb_str kb_page_clean(struct kb_buf *room, struct kb_str text)
{
    if (kb_ascii_end(text.p, kb_str_end(text)) == kb_str_end(text))
        return text;
    room->len = 0;
    put_clean(room, text);
    return kb_buf_view(room);
}

/* Most text needs no escape, and nothing of it is forbidden. */
void kb_page_text(struct kb_page *page, struct kb_str text)
{
    settle(page);
    if (kb_writer_as_is(text, KB_IN_TEXT)) {
        kb_buf_str(&page->html, text);
        return;
    }
    page->clean.len = 0;
    put_clean(&page->clean, text);
    kb_buf_str(&page->html, kb_writer_text(page->writer, kb_buf_view(&page->clean)));
}

void kb_page_attr(struct kb_page *page, const char *name, struct kb_str value)
{
    assert(page->starting);
    kb_buf_puts(&page->attributes, name);
    kb_buf_putc(&page->attributes, '\0');
    if (!kb_writer_as_is(value, KB_IN_VALUE)) {
        page->clean.len = 0;
        put_clean(&page->clean, value);
        value = kb_writer_value(page->writer, kb_buf_view(&page->clean));
    }
    if (value.n > LONG_VALUE && page->later.len == 0) {
        kb_buf_putc(&page->attributes, LATER);
        kb_buf_str(&page->later, value);
    } else {
        kb_buf_str(&page->attributes, value);
    }
    kb_buf_putc(&page->attributes, '\0');
}

struct kb_buf *kb_page_room(struct kb_page *page)
{
    page->room.len = 0;
    return &page->room;
}

void kb_page_number(struct kb_page *page, const char *name, size_t number)
{
    kb_buf_number(kb_page_room(page), number);
    kb_page_attr(page, name, kb_buf_view(&page->room));
}

void kb_page_word(struct kb_page *page, const char *name, const char *value)
{
    kb_page_attr(page, name, kb_str(value));
}

/* Nothing ends a script but "</script", nothing begins a comment in it but "<!--", and readers of
 * XML would see markup and entities. All three characters stand only within strings of JSON. */
void kb_page_data(struct kb_page *page, const char *json)
{
    kb_page_open(page, EL_SCRIPT);
    kb_page_word(page, "type", "application/ld+json");
    settle(page);
    for (const char *p = json; *p;) {
        const char *run = p;
        p += strcspn(p, "<>&");
        kb_buf_add(&page->html, run, (size_t)(p - run));
        if (*p)
            kb_buf_printf(&page->html, "\\u%04x", (unsigned char)*p++);
    }
    kb_page_close(page, EL_SCRIPT);
}

const char *kb_page_words(const struct kb_page *page, const char *text)
{
    return kb_words_find(page->words, text);
}

void kb_page_say(struct kb_page *page, const char *text)
{
    kb_page_text(page, kb_str(kb_page_words(page, text)));
}

void kb_page_label(struct kb_page *page, const char *name, const char *text)
{
    kb_page_word(page, name, kb_page_words(page, text));
}

void kb_page_count(struct kb_page *page, size_t number)
{
    kb_buf_number(kb_page_room(page), number);
    kb_page_text(page, kb_buf_view(&page->room));
}

void kb_page_sayf(struct kb_page *page, const char *format, ...)
{
    char text[256]; /* numbers and a few words; cut should they ever be longer */
    va_list args;
    va_start(args, format);
    if (vsnprintf(text, sizeof text, kb_words_find(page->words, format), args) < 0)
        text[0] = '\0';
    va_end(args);
    kb_page_text(page, kb_str(text));
}

void kb_page_wordsf(struct kb_buf *out, const struct kb_page *page, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    kb_buf_vprintf(out, kb_words_find(page->words, format), args);
    va_end(args);
}

void kb_page_begin(struct kb_page *page, enum kb_element element, const char *class_name)
{
    kb_page_open(page, element);
    if (class_name)
        kb_page_word(page, "class", class_name);
}

void kb_page_put(struct kb_page *page, enum kb_element element, const char *class_name,
                 const char *text)
{
    page->key.len = 0;
    kb_buf_puts(&page->key, class_name ? class_name : "");
    kb_buf_putc(&page->key, '\0');
    kb_buf_puts(&page->key, text);
    if (kb_page_again(page, KB_PIECE(KB_PIECE_WORDS, element, 0), kb_buf_view(&page->key)))
        return;
    kb_page_begin(page, element, class_name);
    kb_page_say(page, text);
    kb_page_close(page, element);
    kb_page_keep(page);
}

/* SPDX-License-Identifier: MIT */
/* The layer over libxml2's text writer: the only file that sees it. The writer escapes; this
 * adds what HTML asks for beyond XML.
 *
 * libxml2 is loaded with the first page, not with the program: it brings half a dozen libraries
 * along, among them the tables of ICU, and loading these takes longer than most commands do. */
#include "emit/html/page.h"

#include <assert.h>
#include <dlfcn.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlwriter.h>

#include "kb/arena.h"

#define DEPTH 32 /* the deepest page nests about 14 elements */

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

#define FUNCTIONS(X)                                                                               \
    X(xmlBufferContent)                                                                            \
    X(xmlBufferCreate)                                                                             \
    X(xmlBufferEmpty)                                                                              \
    X(xmlBufferFree)                                                                               \
    X(xmlBufferLength)                                                                             \
    X(xmlFreeTextWriter)                                                                           \
    X(xmlNewTextWriterMemory)                                                                      \
    X(xmlTextWriterEndAttribute)                                                                   \
    X(xmlTextWriterEndDocument)                                                                    \
    X(xmlTextWriterEndElement)                                                                     \
    X(xmlTextWriterFlush)                                                                          \
    X(xmlTextWriterFullEndElement)                                                                 \
    X(xmlTextWriterStartAttribute)                                                                 \
    X(xmlTextWriterStartElement)                                                                   \
    X(xmlTextWriterWriteDTD)                                                                       \
    X(xmlTextWriterWriteRawLen)                                                                    \
    X(xmlTextWriterWriteString)

struct libxml {
#define X(name) __typeof__(&(name)) name; /* NOLINT(bugprone-macro-parentheses): a member */
    FUNCTIONS(X)
#undef X
};

/* Where text stands. */
enum place { IN_TEXT = 1, IN_VALUE = 2 };

struct kb_page {
    struct libxml xml;
    xmlBufferPtr buffer;
    xmlTextWriterPtr writer;
    struct kb_buf clean, key;           /* scratch, kept to save allocations */
    unsigned char as_is[1 << CHAR_BIT]; /* of each byte, the places where it is written so */
    enum kb_element open[DEPTH];
    size_t depth;
    const struct kb_words *words;
    struct kb_pieces *pieces;
    bool failed;
};

/* Finds a function or a variable in the library; *to is a pointer to one, as POSIX has it. */
static bool find(void *library, const char *name, void *to)
{
    void *found = library ? dlsym(library, name) : NULL;
    memcpy(to, &found, sizeof found);
    return found;
}

/* The library stays loaded: what it keeps for itself is its own. */
static bool load(struct libxml *libxml)
{
    void *library = dlopen(KBC_LIBXML2, RTLD_LAZY | RTLD_LOCAL);
    bool ok = true;
#define X(name) ok &= find(library, #name, &libxml->name);
    FUNCTIONS(X)
#undef X
    return ok;
}

const char *kb_page_writer(void)
{
    const char *const *version = NULL;
    return find(dlopen(KBC_LIBXML2, RTLD_LAZY | RTLD_LOCAL), "xmlParserVersion", &version)
               ? *version
               : "";
}

struct kb_page *kb_page_new(void)
{
    struct kb_page *page = kb_alloc(1, sizeof *page);
    page->pieces = kb_pieces_new();
    for (unsigned char c = ' '; c < 0x7F; c++)
        page->as_is[c] = strchr("<>&\"", c) ? 0 : IN_TEXT | IN_VALUE;
    page->as_is['\n'] = IN_TEXT;
    if (load(&page->xml)) {
        page->buffer = page->xml.xmlBufferCreate();
        page->writer = page->buffer ? page->xml.xmlNewTextWriterMemory(page->buffer, 0) : NULL;
    }
    page->failed = !page->writer;
    return page;
}

void kb_page_free(struct kb_page *page)
{
    if (!page)
        return;
    if (page->writer)
        page->xml.xmlFreeTextWriter(page->writer);
    if (page->buffer)
        page->xml.xmlBufferFree(page->buffer);
    kb_buf_free(&page->clean);
    kb_buf_free(&page->key);
    kb_pieces_free(page->pieces);
    free(page);
}

static void keep(struct kb_page *page, int result)
{
    if (result < 0)
        page->failed = true;
}

static const xmlChar *xml(const char *text)
{
    return (const xmlChar *)text;
}

/* Markup as it stands. */
static void raw(struct kb_page *page, struct kb_str markup)
{
    if (markup.n > INT_MAX)
        page->failed = true;
    if (!page->failed)
        keep(page, page->xml.xmlTextWriterWriteRawLen(page->writer, xml(markup.p), (int)markup.n));
}

static bool start(struct kb_page *page, const struct kb_words *words)
{
    assert(page->depth == 0 && kb_pieces_open(page->pieces) == 0);
    page->words = words;
    if (!page->failed)
        page->xml.xmlBufferEmpty(page->buffer);
    return !page->failed;
}

void kb_page_start_xml(struct kb_page *page)
{
    if (start(page, NULL))
        raw(page, KB_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
}

void kb_page_start(struct kb_page *page, const struct kb_words *words)
{
    if (!start(page, words))
        return;
    keep(page, page->xml.xmlTextWriterWriteDTD(page->writer, xml("html"), NULL, NULL, NULL));
    raw(page, KB_STR("\n"));
}

bool kb_page_end(struct kb_page *page, struct kb_str *html)
{
    assert(page->depth == 0);
    if (page->failed)
        return false;
    keep(page, page->xml.xmlTextWriterEndDocument(page->writer));
    keep(page, page->xml.xmlTextWriterFlush(page->writer));
    html->p = (const char *)page->xml.xmlBufferContent(page->buffer);
    html->n = (size_t)page->xml.xmlBufferLength(page->buffer);
    return !page->failed;
}

void kb_page_open(struct kb_page *page, enum kb_element element)
{
    assert(page->depth < DEPTH);
    page->open[page->depth++] = element;
    if (!page->failed)
        keep(page, page->xml.xmlTextWriterStartElement(page->writer, xml(elements[element].name)));
}

void kb_page_close(struct kb_page *page, enum kb_element element)
{
    assert(page->depth > 0 && page->open[page->depth - 1] == element);
    page->depth--;
    if (page->failed)
        return;
    if (elements[element].end == VOID)
        keep(page, page->xml.xmlTextWriterEndElement(page->writer));
    else
        keep(page, page->xml.xmlTextWriterFullEndElement(page->writer));
    if (elements[element].after == BLOCK)
        raw(page, KB_STR("\n"));
}

/* The page so far, with every start tag ended. */
static struct kb_str so_far(struct kb_page *page)
{
    raw(page, KB_STR(""));
    if (page->failed)
        return KB_STR("");
    keep(page, page->xml.xmlTextWriterFlush(page->writer));
    return (struct kb_str){(const char *)page->xml.xmlBufferContent(page->buffer),
                           (size_t)page->xml.xmlBufferLength(page->buffer)};
}

bool kb_page_again(struct kb_page *page, uint64_t kind, struct kb_str which)
{
    struct kb_str markup;
    bool made = kb_pieces_find(page->pieces, kind, page->words, which, &markup);
    if (made)
        raw(page, markup);
    else
        kb_pieces_begin(page->pieces, kind, page->words, which, so_far(page).n);
    return made;
}

void kb_page_keep(struct kb_page *page)
{
    kb_pieces_end(page->pieces, so_far(page));
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
void kb_page_clean(struct kb_buf *out, struct kb_str text)
{
    const char *p = text.p, *end = kb_str_end(text);
    while (p < end) {
        const char *run = p;
        while (p < end && (((unsigned char)*p >= 0x20 && (unsigned char)*p < 0x7F) || *p == '\n'))
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

/* Whether every byte of the text is written as it is. */
static bool as_is(const struct kb_page *page, struct kb_str text, enum place place)
{
    const char *p = text.p, *end = kb_str_end(text);
    while (p < end && page->as_is[(unsigned char)*p] & place)
        p++;
    return p == end;
}

/* Most text needs no escape, and nothing of it is forbidden: no copy of that is made. */
static void put(struct kb_page *page, struct kb_str text, enum place place)
{
    if (as_is(page, text, place)) {
        raw(page, text);
        return;
    }
    page->clean.len = 0;
    kb_page_clean(&page->clean, text);
    keep(page, page->xml.xmlTextWriterWriteString(page->writer, xml(page->clean.data)));
}

void kb_page_attr(struct kb_page *page, const char *name, struct kb_str value)
{
    if (page->failed)
        return;
    keep(page, page->xml.xmlTextWriterStartAttribute(page->writer, xml(name)));
    if (value.n > 0)
        put(page, value, IN_VALUE);
    keep(page, page->xml.xmlTextWriterEndAttribute(page->writer));
}

void kb_page_number(struct kb_page *page, const char *name, size_t number)
{
    char digits[3 * sizeof number], *end = digits + sizeof digits, *p = end;
    do {
        *--p = (char)('0' + number % 10);
    } while (number /= 10);
    kb_page_attr(page, name, (struct kb_str){p, (size_t)(end - p)});
}

void kb_page_word(struct kb_page *page, const char *name, const char *value)
{
    kb_page_attr(page, name, kb_str(value));
}

void kb_page_text(struct kb_page *page, struct kb_str text)
{
    if (!page->failed && text.n > 0)
        put(page, text, IN_TEXT);
}

/* Nothing ends a script but "</script", nothing begins a comment in it but "<!--", and readers of
 * XML would see markup and entities. All three characters stand only within strings of JSON. */
void kb_page_data(struct kb_page *page, struct kb_str json)
{
    kb_page_open(page, EL_SCRIPT);
    kb_page_word(page, "type", "application/ld+json");
    for (const char *p = json.p, *end = kb_str_end(json); p < end;) {
        const char *run = p;
        while (p < end && *p != '<' && *p != '>' && *p != '&')
            p++;
        raw(page, (struct kb_str){run, (size_t)(p - run)});
        if (p < end) {
            char escape[sizeof "\\u0000"];
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned char)*p++);
            raw(page, kb_str(escape));
        }
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

/* SPDX-License-Identifier: MIT */
/* The layer over libxml2's text writer: the only file that sees it.
 *
 * libxml2 is loaded with the first page, not with the program: it brings half a dozen libraries
 * along, among them the tables of ICU, and loading these takes longer than most commands do. */
#include "emit/html/writer.h"

#include <assert.h>
#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlwriter.h>

#include "kb/arena.h"
#include "kb/buf.h"

#define FUNCTIONS(X)                                                                               \
    X(xmlFreeTextWriter)                                                                           \
    X(xmlNewTextWriter)                                                                            \
    X(xmlOutputBufferClose)                                                                        \
    X(xmlOutputBufferCreateIO)                                                                     \
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

struct kb_writer {
    struct libxml xml;
    xmlTextWriterPtr writer;
    /* Has an attribute open always, so that it escapes what stands there. */
    xmlTextWriterPtr values;
    struct kb_buf out; /* what was written last */
    size_t depth;      /* elements that are open */
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

const char *kb_writer_version(void)
{
    const char *const *version = NULL;
    return find(dlopen(KBC_LIBXML2, RTLD_LAZY | RTLD_LOCAL), "xmlParserVersion", &version)
               ? *version
               : "";
}

static int take(void *out, const char *bytes, int n)
{
    kb_buf_add(out, bytes, (size_t)n);
    return n;
}

static const xmlChar *xml(const char *text)
{
    return (const xmlChar *)text;
}

static void keep(struct kb_writer *writer, int result)
{
    if (result < 0)
        writer->failed = true;
}

static xmlTextWriterPtr open_one(struct kb_writer *writer)
{
    xmlOutputBufferPtr to = writer->xml.xmlOutputBufferCreateIO(take, NULL, &writer->out, NULL);
    xmlTextWriterPtr one = to ? writer->xml.xmlNewTextWriter(to) : NULL;
    if (to && !one)
        writer->xml.xmlOutputBufferClose(to);
    writer->failed |= !one;
    return one;
}

struct kb_writer *kb_writer_new(void)
{
    struct kb_writer *writer = kb_alloc(1, sizeof *writer);
    if (!load(&writer->xml)) {
        writer->failed = true;
        return writer;
    }
    writer->writer = open_one(writer);
    writer->values = open_one(writer);
    if (writer->values) {
        keep(writer, writer->xml.xmlTextWriterStartElement(writer->values, xml("values")));
        keep(writer, writer->xml.xmlTextWriterStartAttribute(writer->values, xml("of")));
        keep(writer, writer->xml.xmlTextWriterFlush(writer->values));
    }
    return writer;
}

void kb_writer_free(struct kb_writer *writer)
{
    if (!writer)
        return;
    if (writer->writer)
        writer->xml.xmlFreeTextWriter(writer->writer);
    if (writer->values)
        writer->xml.xmlFreeTextWriter(writer->values);
    kb_buf_free(&writer->out);
    free(writer);
}

bool kb_writer_failed(const struct kb_writer *writer)
{
    return writer->failed;
}

static bool begin(struct kb_writer *writer)
{
    writer->out.len = 0;
    return !writer->failed;
}

static struct kb_str made(struct kb_writer *writer, xmlTextWriterPtr by)
{
    keep(writer, writer->xml.xmlTextWriterFlush(by));
    return kb_buf_view(&writer->out);
}

struct kb_str kb_writer_doctype(struct kb_writer *writer, const char *name)
{
    if (!begin(writer))
        return KB_STR("");
    keep(writer, writer->xml.xmlTextWriterWriteDTD(writer->writer, xml(name), NULL, NULL, NULL));
    return made(writer, writer->writer);
}

bool kb_writer_as_is(struct kb_str text, enum kb_writer_place place)
{
    const char *p = text.p, *end = kb_str_end(text);
    while ((p = kb_unmarked_end(p, end)) < end && *p == '\n' && place == KB_IN_TEXT)
        p++;
    return p == end;
}

/* The library counts in int. */
static bool fits(struct kb_writer *writer, struct kb_str text)
{
    writer->failed |= text.n > INT_MAX;
    return text.n <= INT_MAX;
}

static void raw(struct kb_writer *writer, struct kb_str markup)
{
    if (fits(writer, markup))
        keep(writer,
             writer->xml.xmlTextWriterWriteRawLen(writer->writer, xml(markup.p), (int)markup.n));
}

static struct kb_str escaped(struct kb_writer *writer, xmlTextWriterPtr by, struct kb_str text)
{
    if (fits(writer, text))
        keep(writer, writer->xml.xmlTextWriterWriteString(by, xml(text.p)));
    return made(writer, by);
}

struct kb_str kb_writer_value(struct kb_writer *writer, struct kb_str value)
{
    return begin(writer) ? escaped(writer, writer->values, value) : KB_STR("");
}

struct kb_str kb_writer_start(struct kb_writer *writer, const char *name, struct kb_str attributes,
                              bool is_void)
{
    if (!begin(writer))
        return KB_STR("");
    keep(writer, writer->xml.xmlTextWriterStartElement(writer->writer, xml(name)));
    for (const char *p = attributes.p, *end = kb_str_end(attributes); p < end;) {
        struct kb_str key = kb_str(p), value = kb_str(p + key.n + 1);
        keep(writer, writer->xml.xmlTextWriterStartAttribute(writer->writer, xml(key.p)));
        raw(writer, value);
        keep(writer, writer->xml.xmlTextWriterEndAttribute(writer->writer));
        p = value.p + value.n + 1;
    }
    if (is_void) {
        keep(writer, writer->xml.xmlTextWriterEndElement(writer->writer));
    } else { /* what is written next, be it nothing, ends the tag */
        raw(writer, KB_STR(""));
        writer->depth++;
    }
    return made(writer, writer->writer);
}

struct kb_str kb_writer_end(struct kb_writer *writer)
{
    if (!begin(writer))
        return KB_STR("");
    assert(writer->depth > 0);
    writer->depth--;
    keep(writer, writer->xml.xmlTextWriterFullEndElement(writer->writer));
    return made(writer, writer->writer);
}

/* The library escapes nothing outside of elements. */
struct kb_str kb_writer_text(struct kb_writer *writer, struct kb_str text)
{
    if (!begin(writer))
        return KB_STR("");
    assert(writer->depth > 0);
    return escaped(writer, writer->writer, text);
}

struct kb_str kb_writer_finish(struct kb_writer *writer)
{
    if (!begin(writer))
        return KB_STR("");
    assert(writer->depth == 0);
    keep(writer, writer->xml.xmlTextWriterEndDocument(writer->writer));
    return made(writer, writer->writer);
}

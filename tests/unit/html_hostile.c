/* SPDX-License-Identifier: MIT */
/* Pages of records that try to get out of the text: read again with two parsers, nothing may
 * stand in them but what the site itself writes. */
#include <check.h>
#include <stdio.h>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "tests/unit/html_fixture.h"
#include "tests/unit/suite.h"

static const char *const elements[] = {
#define EL(id, name, end, after) name,
#include "emit/html/elements.def"
#undef EL
};

static const char *const attributes[] = {
    "class",
    "id",
    "lang",
    "dir",
    "rel",
    "charset",
    "http-equiv",
    "content",
    "name",
    "tabindex",
    "role",
    "scope",
    "datetime",
    "viewBox",
    "width",
    "height",
    "viewbox",
    "preserveAspectRatio",
    "aria-label",
    "aria-hidden",
    "href",
    "aria-current",
    "hreflang",
    "preserveaspectratio",
    "src",
    "defer",
    "data-copy",
    "data-copied",
    "data-failed",
    "d",
    "x",
    "y",
    "cx",
    "cy",
    "r",
    "rx",
    "action",
    "method",
    "type",
    "for",
    "autocomplete",
    "spellcheck",
    "text-anchor",
    "stroke-width",
    "property",
};

/* A block of data; browsers run nothing of that type. */
static bool is_data(const xmlNode *script)
{
    xmlChar *type = xmlGetProp(script, (const xmlChar *)"type");
    bool data = type && strcmp((const char *)type, "application/ld+json") == 0;
    xmlFree(type);
    for (const xmlNode *in = script->children; in; in = in->next)
        data &= (in->type == XML_TEXT_NODE || in->type == XML_CDATA_SECTION_NODE) &&
                !strpbrk((const char *)in->content, "<>&");
    return data;
}

static bool among(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}

/* A fragment, a way within the site, or a plain web address. */
static bool harmless(const char *href)
{
    if (strncmp(href, "http://", 7) == 0 || strncmp(href, "https://", 8) == 0 || *href == '#')
        return true;
    return !strchr(href, ':') && !strstr(href, "//") && *href != '/' && !strchr(href, '<');
}

static size_t links;

static void inspect(const xmlNode *node)
{
    for (; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE) {
            const char *name = (const char *)node->name;
            if (strcmp(name, "script") == 0 && is_data(node))
                continue;
            if (strcmp(name, "script") == 0)
                ck_assert(!node->children); /* the site's own, by its address */
            ck_assert_msg(among(name, elements, sizeof elements / sizeof *elements), "<%s>", name);
            for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
                name = (const char *)attr->name;
                ck_assert_msg(among(name, attributes, sizeof attributes / sizeof *attributes),
                              "attribute %s", name);
                if (strcmp(name, "href") == 0 || strcmp(name, "action") == 0) {
                    xmlChar *value = xmlNodeGetContent((const xmlNode *)attr);
                    ck_assert_msg(harmless((const char *)value), "href %s", (const char *)value);
                    links++;
                    xmlFree(value);
                }
                if (strcmp(name, "http-equiv") == 0) {
                    xmlChar *value = xmlNodeGetContent((const xmlNode *)attr);
                    ck_assert_str_eq((const char *)value, "Content-Security-Policy");
                    xmlFree(value);
                }
            }
            inspect(node->children);
        } else {
            ck_assert_msg(node->type == XML_TEXT_NODE || node->type == XML_DTD_NODE,
                          "node of type %d", (int)node->type);
        }
    }
}

static void quiet(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

static void read_again(const char *html)
{
    ck_assert_ptr_nonnull(html);
    xmlSetGenericErrorFunc(NULL, quiet);
    int size = (int)strlen(html);
    /* The pages are well-formed XML too, without any leniency for either side. */
    xmlDoc *doc = xmlReadMemory(html, size, NULL, "UTF-8", XML_PARSE_NONET | XML_PARSE_HUGE);
    ck_assert_msg(doc != NULL, "not well-formed");
    inspect(doc->children);
    xmlFreeDoc(doc);
    doc = htmlReadMemory(html, size, NULL, "UTF-8",
                         HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    ck_assert_ptr_nonnull(doc);
    inspect(doc->children);
    xmlFreeDoc(doc);
}

#define TEXT(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static const struct kb_str texts[] = {
    TEXT("<script>alert(1)</script>"),
    TEXT("\"><img src=x onerror=alert(1)>"),
    TEXT("' onmouseover='alert(1)"),
    TEXT("\" onfocus=alert(1) autofocus=\""),
    TEXT("</title></style></textarea></script><script>alert(1)</script>"),
    TEXT("<!--"),
    TEXT("--><b>x</b>"),
    TEXT("]]><b>x</b>"),
    TEXT("<![CDATA[<b>"),
    TEXT("<?xml version=\"1.0\"?>"),
    TEXT("&lt;script&gt; &#x3c;b&#x3e; &amp"),
    TEXT("`<b>` ``a`b`` `unbalanced <i>"),
    TEXT("javascript:alert(1)"),
    TEXT("JaVaScRiPt:alert(1)"),
    TEXT("\x01 java\tscript:alert(1)"),
    TEXT("data:text/html,<script>alert(1)</script>"),
    TEXT("vbscript:x"),
    TEXT("https://example.org/\" onclick=\"alert(1)"),
    TEXT("http://example.org/<script>"),
    TEXT("https://good.example@evil.example/"),
    TEXT("//evil.example/x"),
    TEXT("../../../../etc/passwd"),
    TEXT("/abs/x"),
    TEXT("a//b"),
    TEXT("C:\\x"),
    TEXT("\0nul\0"),
    TEXT("\x01\x02\x08\x0B\x0C\x1B[31m\x7F\xC2\x80\xC2\x9F"),
    TEXT("\xFF\xC0\xAF\xED\xA0\x80\xF4\x90\x80\x80\xE2\x82"),
    TEXT("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xB7\x90\xF0\x9F\xBF\xBE"),
    TEXT("\xE2\x80\xAE"
         "drow\xE2\x80\xAC \xE2\x81\xA9\xE2\x81\xA6"),
    TEXT("line one\r\nline two\rline three\n"),
    TEXT("   \t\n  "),
    TEXT(""),
    TEXT("\xE2\x80\x8B\xE2\x81\xA0"),
    TEXT("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xE4\xBD\xA0\xE5\xA5\xBD"),
};

static const char *const rates[] = {"0.5", "-1", "1e300", "NaN", "<b>"};

static struct kb_base base_of(struct kb_arena *arena, struct kb_layout *layout,
                              struct kb_language *language, struct kb_str text, size_t number)
{
    double values[] = {0.5, -1, 1e300, (double)(0.0f / 0.0f), 0};
    struct kb_rate rate = {values[number % 5], kb_str(rates[number % 5])};
    struct kb_record *record = fixture_record(arena, text, 3, rate);
    /* A tag from a schema of a stranger. Texts hold NULs, tags cannot. */
    language->tag = kb_arena_copy(arena, text.p, text.n);
    *layout = (struct kb_layout){.name = "test", .languages = language, .language_count = 1};
    struct kb_translation *translations =
        kb_arena_new(arena, KB_FIELD_COUNT * 2 + 1, sizeof *translations);
    size_t count = 0;
    for (int f = 0; f < KB_FIELD_COUNT; f++) {
        if (kb_fields[f].kind != KB_KIND_TEXT)
            continue;
        /* Other than the text, lest it be left out; entry 3 has no original. */
        struct kb_buf other = {0};
        kb_buf_str(&other, text);
        kb_buf_puts(&other, "!<x>");
        struct kb_str copy = {kb_arena_copy(arena, other.data, other.len), other.len};
        kb_buf_free(&other);
        translations[count++] = (struct kb_translation){0, (uint16_t)f, 0, copy};
        translations[count++] = (struct kb_translation){0, (uint16_t)f, 3, copy};
    }
    record->translations = (struct kb_list){translations, count};

    struct kb_rule *rule = kb_arena_new(arena, 1, sizeof *rule);
    rule->name = rule->summary = language->tag;
    struct kb_finding *findings = kb_arena_new(arena, KB_SEVERITY_COUNT, sizeof *findings);
    for (size_t i = 0; i < KB_SEVERITY_COUNT; i++) {
        findings[i].rule = rule;
        findings[i].severity = (enum kb_severity)i;
        findings[i].count = 1;
        findings[i].message = findings[i].help = findings[i].pointer = language->tag;
    }
    record->findings = findings;
    record->finding_count = KB_SEVERITY_COUNT;

    struct kb_source *source = kb_arena_new(arena, 1, sizeof *source);
    struct kb_doc *doc = kb_arena_new(arena, 1, sizeof *doc);
    source->path = source->rel = language->tag;
    doc->source = source;
    record->doc = doc;
    ((struct kb_edge *)record->edges[KB_LEADS_TO].items)[0].target = 0;

    ((struct kb_edge *)record->edges[KB_LEADS_TO].items)[1].target = 1;
    ((struct kb_edge *)record->edges[KB_CONFUSED_WITH].items)[0].target = 2;

    struct kb_record **records = kb_arena_new(arena, 3, sizeof *records);
    records[0] = record;
    records[1] = fixture_bare(arena, "within");
    records[2] = fixture_bare(arena, "outside");
    records[1]->signature = records[2]->signature = text;
    records[1]->domain = text;
    records[2]->domain = KB_STR("other");
    return (struct kb_base){layout, records, 3, 20100, 20000};
}

static void check_page(char *html)
{
    links = 0;
    read_again(html);
    ck_assert_uint_gt(links, 4);
    for (const char *p = html; *p; p++)
        ck_assert_msg((unsigned char)*p >= 0x20 || *p == '\n' || *p == '\t', "control %d", *p);
    ck_assert_ptr_null(strstr(html, "\xE2\x80\xAE"));
    ck_assert_ptr_null(strstr(html, "\xE2\x81\xA9"));
    free(html);
}

static void check_pages(struct kb_str text, size_t number)
{
    struct kb_arena arena = {0};
    struct kb_layout layout;
    struct kb_language language = {0};
    struct kb_base base = base_of(&arena, &layout, &language, text, number);
    for (int kind = FIXTURE_HOME; kind < FIXTURE_FACET; kind++)
        check_page(fixture_render(&base, (enum fixture_page)kind, 0));
    for (int facet = 0; facet < KB_FACET_COUNT; facet++) {
        if (facet != KB_FACET_DOMAIN && facet != KB_FACET_LETTER && kb_str_blank(text))
            continue; /* there are no such values */
        check_page(fixture_render(&base, FIXTURE_FACET, (size_t)facet));
        check_page(fixture_render(&base, FIXTURE_VALUE, (size_t)facet));
    }
    kb_arena_free(&arena);
}

START_TEST(nothing_gets_out)
{
    check_pages(texts[_i], (size_t)_i);
}
END_TEST

/* In a few fields of each kind: in all of them at once, a page has a hundred megabytes. */
START_TEST(long_texts)
{
    static const char *const units[] = {"x", "`", "`a", "``a`", "<", "\n", "\xE4\xBD\xA0", "a "};
    struct kb_arena arena = {0};
    struct kb_layout layout = {0};
    struct kb_buf buf = {0};
    while (buf.len < 100000)
        kb_buf_puts(&buf, units[_i]);
    struct kb_str text = kb_buf_view(&buf);
    struct kb_record *record = fixture_bare(&arena, "a/b");
    struct kb_workaround way = {.action = text, .how = KB_STR("x"), .sources = {&text, 1}};
    struct kb_edge edge = {.id = text, .target = KB_NO_RECORD};
    record->signature = record->root_cause = record->domain = record->regex = text;
    record->workarounds = (struct kb_list){&way, 1};
    record->edges[KB_LEADS_TO] = (struct kb_list){&edge, 1};
    record->tags = (struct kb_list){&text, 1};
    struct kb_base base = {&layout, &record, 1, KB_NO_DATE, KB_NO_DATE};
    for (int kind = FIXTURE_HOME; kind < FIXTURE_FACET; kind++) {
        char *html = fixture_render(&base, (enum fixture_page)kind, 0);
        read_again(html);
        free(html);
    }
    kb_buf_free(&buf);
    kb_arena_free(&arena);
}
END_TEST

static const xmlNode *heading_of(const xmlNode *node)
{
    const xmlNode *found = NULL;
    for (; node && !found; node = node->next)
        if (node->type == XML_ELEMENT_NODE)
            found = strcmp((const char *)node->name, "h1") == 0 ? node : heading_of(node->children);
    return found;
}

/* What is written is what is read: nothing is lost or doubled on the way through the escapes. */
START_TEST(text_survives)
{
    static const char text[] = "a <b> & \"c\" 'd' &amp; ]]> `x` \xE4\xBD\xA0";
    struct kb_arena arena = {0};
    struct kb_layout layout = {0};
    struct kb_record *record = fixture_bare(&arena, "a/b");
    record->signature = kb_str(text);
    struct kb_base base = {&layout, &record, 1, KB_NO_DATE, KB_NO_DATE};
    char *html = fixture_render(&base, FIXTURE_RECORD, 0);
    xmlDoc *doc = htmlReadMemory(html, (int)strlen(html), NULL, "UTF-8",
                                 HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    const xmlNode *node = heading_of(xmlDocGetRootElement(doc));
    ck_assert_ptr_nonnull(node);
    xmlChar *content = xmlNodeGetContent(node);
    ck_assert_str_eq((const char *)content, text);
    xmlFree(content);
    xmlFreeDoc(doc);
    free(html);
    kb_arena_free(&arena);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("all");
    tcase_add_loop_test(tc, nothing_gets_out, 0, (int)(sizeof texts / sizeof *texts));
    tcase_add_loop_test(tc, long_texts, 0, 8);
    tcase_add_test(tc, text_survives);
    int status = suite_run("html_hostile", tc);
    xmlCleanupParser();
    return status;
}

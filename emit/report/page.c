/* SPDX-License-Identifier: MIT */
/* One list of paragraphs, written as plain text or as Markdown. */
#include "emit/report/page.h"

#include <string.h>

#include "emit/report/escape.h"

const char *kb_scope_name(enum kb_scope scope)
{
    static const char *const names[] = {[KB_SOURCE] = "source",
                                        [KB_SCHEMA] = "schema",
                                        [KB_RECORD] = "record",
                                        [KB_DATED] = "record",
                                        [KB_CORPUS] = "corpus"};
    return names[scope];
}

const char *kb_fixable_name(enum kb_fixable fixable)
{
    static const char *const names[] = {
        [KB_FIX_NO] = "no", [KB_FIX_SAFE] = "safe", [KB_FIX_UNSAFE] = "unsafe"};
    return names[fixable];
}

struct kb_str kb_rule_group(const struct kb_rule *rule)
{
    return (struct kb_str){rule->name, strcspn(rule->name, "/")};
}

struct page {
    struct kb_buf *out;
    bool markdown;
    size_t count; /* paragraphs so far */
};

static void label(struct page *page, const char *name)
{
    if (page->count++)
        kb_buf_putc(page->out, '\n');
    kb_buf_printf(page->out, page->markdown ? "**%s:**" : "%s:", name);
}

static void paragraph(struct page *page, const char *name, const char *text)
{
    label(page, name);
    kb_buf_putc(page->out, ' ');
    if (page->markdown)
        kb_escape_markdown(page->out, kb_str(text));
    else
        kb_buf_puts(page->out, text);
    kb_buf_putc(page->out, '\n');
}

/* As it would stand in a record: in Markdown an indented block, where nothing needs an escape. */
static void example(struct page *page, const char *text)
{
    if (!page->markdown) {
        paragraph(page, "Example", text);
        return;
    }
    label(page, "Example");
    kb_buf_puts(page->out, "\n\n");
    while (*text) {
        size_t n = strcspn(text, "\n");
        kb_buf_puts(page->out, "    ");
        kb_buf_add(page->out, text, n);
        kb_buf_putc(page->out, '\n');
        text += n + (text[n] != '\0');
    }
}

static void all(struct page *page, const struct kb_rule *rule)
{
    struct kb_buf severity = {0};
    kb_buf_puts(&severity, kb_severity_name(rule->severity));
    if (rule->blocks)
        kb_buf_puts(&severity, "; blocks: a record with such a finding cannot be compiled");
    if (rule->off)
        kb_buf_puts(&severity, "; off: runs only where it is selected by name");
    paragraph(page, "Severity", severity.data);
    if (rule->fixable != KB_FIX_NO)
        paragraph(page, "Fixable",
                  rule->fixable == KB_FIX_SAFE
                      ? "yes, with --fix"
                      : "with --fix=unsafe; what the record means may change");
    paragraph(page, "Why", rule->why);
    example(page, rule->example);
    paragraph(page, "Fix", rule->fix);
    kb_buf_free(&severity);
}

void kb_rule_page_text(struct kb_buf *out, const struct kb_rule *rule)
{
    all(&(struct page){.out = out}, rule);
}

void kb_rule_page_markdown(struct kb_buf *out, const struct kb_rule *rule)
{
    kb_escape_markdown(out, kb_str(rule->summary));
    kb_buf_puts(out, "\n\n");
    all(&(struct page){.out = out, .markdown = true}, rule);
}

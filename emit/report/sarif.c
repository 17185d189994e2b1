/* SPDX-License-Identifier: MIT */
/* The sarif report: SARIF 2.1.0 as GitHub's code scanning asks for it. § is its specification. */
#include "emit/report/escape.h"
#include "emit/report/linehash.h"
#include "emit/report/page.h"
#include "emit/report/report.h"
#include "kb/fingerprint.h"

/* A message string: braces would be placeholders (§3.11.5), "](" would make a link of what a
 * record says (§3.11.6). */
static void literal(struct kb_buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '{' || *p == '}')
            kb_buf_putc(out, *p);
        if (*p == ']' && p[1] == '(')
            kb_buf_putc(out, '\\');
        kb_buf_putc(out, *p);
    }
}

static void link_text(struct kb_buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '{' || *p == '}')
            kb_buf_putc(out, *p);
        if (*p == '[' || *p == ']' || *p == '\\')
            kb_buf_putc(out, '\\');
        kb_buf_putc(out, *p);
    }
}

/* What is wrong, links to the related places by their id, what to do. */
static void message(struct kb_buf *out, const struct kb_finding *f)
{
    struct kb_buf text = {0};
    literal(&text, f->message);
    for (size_t i = 0; i < f->related_count; i++) {
        kb_buf_puts(&text, i ? ", [" : " ([");
        link_text(&text, f->related[i].message);
        kb_buf_printf(&text, "](%zu)%s", i + 1, i + 1 == f->related_count ? ")" : "");
    }
    if (f->help) {
        kb_buf_puts(&text, "\nhelp: ");
        literal(&text, f->help);
    }
    kb_buf_puts(out, "\"message\": {\"text\": ");
    kb_buf_json(out, kb_buf_view(&text));
    kb_buf_putc(out, '}');
    kb_buf_free(&text);
}

static const char *level(enum kb_severity severity)
{
    return severity == KB_INFO ? "note" : kb_severity_name(severity);
}

static void artifact(struct kb_buf *out, const struct kb_summary *summary,
                     const struct kb_source *source)
{
    const char *path = kb_path_in_repository(summary, source);
    bool absolute = *path == '/';
    kb_buf_puts(out, absolute ? "\"artifactLocation\": {\"uri\": \"file://"
                              : "\"artifactLocation\": {\"uri\": \"");
    kb_escape_uri(out, kb_str(path));
    kb_buf_puts(out, absolute ? "\"}" : "\", \"uriBaseId\": \"%SRCROOT%\"}");
}

/* A byte order mark is no column (§3.30.5), though it is a code point. */
static uint32_t column(const struct kb_source *source, uint32_t line, uint32_t number)
{
    bool marked = kb_str_starts((struct kb_str){source->data, source->len}, "\xEF\xBB\xBF");
    return number - (marked && line == 1 && number > 1);
}

static void physical(struct kb_buf *out, const struct kb_summary *summary,
                     const struct kb_source *source, const struct kb_place *at)
{
    kb_buf_puts(out, "\"physicalLocation\": {");
    artifact(out, summary, source);
    if (source->data && at->line)
        kb_buf_printf(out,
                      ", \"region\": {\"startLine\": %u, \"startColumn\": %u, \"endLine\": %u, "
                      "\"endColumn\": %u}",
                      at->line, column(source, at->line, at->column), at->end_line,
                      column(source, at->end_line, at->end_column));
    kb_buf_putc(out, '}');
}

static void location(struct kb_buf *out, const struct kb_summary *summary,
                     const struct kb_finding *f)
{
    kb_buf_puts(out, ", \"locations\": [{");
    physical(out, summary, f->doc->source, &f->place);
    if (f->record) {
        struct kb_buf name = {0};
        kb_buf_puts(&name, f->record);
        kb_buf_putc(&name, '#');
        kb_buf_puts(&name, f->pointer);
        kb_buf_puts(out, ", \"logicalLocations\": [{\"fullyQualifiedName\": ");
        kb_buf_json(out, kb_buf_view(&name));
        kb_buf_puts(out, "}]");
        kb_buf_free(&name);
    }
    kb_buf_puts(out, "}]");
}

static void related(struct kb_buf *out, const struct kb_summary *summary,
                    const struct kb_finding *f)
{
    kb_buf_puts(out, ", \"relatedLocations\": [");
    for (size_t i = 0; i < f->related_count; i++) {
        struct kb_buf text = {0};
        kb_buf_printf(out, "%s{\"id\": %zu, ", i ? ", " : "", i + 1);
        physical(out, summary, f->related[i].doc->source, &f->related[i].place);
        literal(&text, f->related[i].message);
        kb_buf_puts(out, ", \"message\": {\"text\": ");
        kb_buf_json(out, kb_buf_view(&text));
        kb_buf_puts(out, "}}");
        kb_buf_free(&text);
    }
    kb_buf_putc(out, ']');
}

/* GitHub reads the first, and computes it itself where it is absent; the second is ours. */
static void fingerprints(struct kb_buf *out, const struct kb_finding *f,
                         const struct kb_line_hashes *hashes)
{
    char ours[KB_FINGERPRINT_TEXT];
    kb_buf_puts(out, ", \"partialFingerprints\": {");
    if (kb_finding_placed(f) && hashes->lines && f->place.line <= hashes->count) {
        const struct kb_line_hash *line = &hashes->lines[f->place.line - 1];
        kb_buf_printf(out, "\"primaryLocationLineHash\": \"%llx:%u\", ",
                      (unsigned long long)line->hash, line->nth);
    }
    kb_fingerprint_text(ours, kb_fingerprint(f, KB_FINGERPRINT_MOVABLE));
    kb_buf_printf(out, "\"kbcFinding/v1\": \"%s\"}", ours);
}

static void suppressions(struct kb_buf *out, const struct kb_finding *f)
{
    kb_buf_puts(out, ", \"suppressions\": [");
    if (f->suppressor != KB_NOT_SUPPRESSED) {
        kb_buf_printf(out, "{\"kind\": \"%s\"",
                      f->suppressor == KB_IN_SOURCE ? "inSource" : "external");
        if (f->justification) {
            kb_buf_puts(out, ", \"justification\": ");
            kb_buf_json(out, kb_str(f->justification));
        }
        kb_buf_putc(out, '}');
    }
    kb_buf_putc(out, ']');
}

struct results {
    struct kb_buf *out;
    const struct kb_summary *summary;
    struct kb_line_hashes hashes;   /* of `source` */
    const struct kb_source *source; /* of the last result: they come file by file */
    size_t count;
};

static void result(struct results *r, const struct kb_finding *f)
{
    const struct kb_source *source = f->doc->source;
    if (source->data && source != r->source) {
        kb_line_hashes_make(&r->hashes, (struct kb_str){source->data, source->len});
        r->source = source;
    }
    kb_buf_printf(r->out, "%s        {\"ruleId\": \"%s\", \"ruleIndex\": %u, \"level\": \"%s\", ",
                  r->count++ ? ",\n" : "\n", f->rule->name, f->rule->index, level(f->severity));
    message(r->out, f);
    location(r->out, r->summary, f);
    if (f->related_count)
        related(r->out, r->summary, f);
    fingerprints(r->out, f, &r->hashes);
    if (r->summary->suppressed_count) /* all results of a run have them, or none (§3.27.23) */
        suppressions(r->out, f);
    kb_buf_putc(r->out, '}');
}

static void results(struct kb_buf *out, const struct kb_summary *summary)
{
    struct results r = {.out = out, .summary = summary};
    kb_buf_puts(out, "      \"results\": [");
    for (size_t i = 0; i < summary->count; i++)
        result(&r, &summary->findings[i]);
    for (size_t i = 0; i < summary->suppressed_count; i++)
        result(&r, &summary->suppressed[i]);
    kb_buf_puts(out, r.count ? "\n      ]\n" : "]\n");
    kb_line_hashes_free(&r.hashes);
}

/* "date/order" as "DateOrder": the name for people, which §3.49.7 wants to be one word. */
static void rule_name(struct kb_buf *out, const char *name)
{
    bool upper = true;
    for (; *name; name++) {
        bool letter = *name >= 'a' && *name <= 'z';
        if (letter || (*name >= '0' && *name <= '9'))
            kb_buf_putc(out, upper && letter ? (char)(*name - 'a' + 'A') : *name);
        upper = !letter;
    }
}

static void text(struct kb_buf *out, const char *key, struct kb_str value)
{
    kb_buf_printf(out, "\"%s\": {\"text\": ", key);
    kb_buf_json(out, value);
    kb_buf_putc(out, '}');
}

static void help(struct kb_buf *out, const struct kb_rule *rule)
{
    struct kb_buf page = {0};
    kb_rule_page_text(&page, rule);
    kb_buf_puts(out, "\"help\": {\"text\": ");
    kb_buf_json(out, kb_buf_view(&page));
    page.len = 0;
    kb_rule_page_markdown(&page, rule);
    kb_buf_puts(out, ", \"markdown\": ");
    kb_buf_json(out, kb_buf_view(&page));
    kb_buf_putc(out, '}');
    kb_buf_free(&page);
}

static void rule(struct kb_buf *out, const struct kb_rule *r)
{
    static const char *const problem[KB_SEVERITY_COUNT] = {
        [KB_INFO] = "recommendation", [KB_WARNING] = "warning", [KB_ERROR] = "error"};
    struct kb_str group = kb_rule_group(r);
    kb_buf_printf(out, "            {\"id\": \"%s\", \"name\": \"", r->name);
    rule_name(out, r->name);
    kb_buf_puts(out, "\", ");
    text(out, "shortDescription", kb_str(r->summary));
    kb_buf_puts(out, ", ");
    text(out, "fullDescription", kb_str(r->why));
    kb_buf_puts(out, ", ");
    help(out, r);
    kb_buf_printf(out, ", \"defaultConfiguration\": {%s\"level\": \"%s\"}",
                  r->off ? "\"enabled\": false, " : "", level(r->severity));
    kb_buf_printf(out, ", \"properties\": {\"tags\": [\"%.*s\"], \"problem.severity\": \"%s\"}}",
                  (int)group.n, group.p, problem[r->severity]);
}

void kb_report_sarif(struct kb_buf *out, const struct kb_summary *summary)
{
    kb_buf_puts(out, "{\n"
                     "  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"
                     "  \"version\": \"2.1.0\",\n"
                     "  \"runs\": [\n"
                     "    {\n"
                     "      \"tool\": {\n"
                     "        \"driver\": {\n"
                     "          \"name\": \"kbc\",\n");
    kb_buf_printf(out, "          \"semanticVersion\": \"%s\",\n          \"rules\": [",
                  summary->version);
    for (size_t i = 0; i < summary->rule_count; i++) {
        kb_buf_puts(out, i ? ",\n" : "\n");
        rule(out, &summary->rules[i]);
    }
    kb_buf_puts(out, "\n          ]\n"
                     "        }\n"
                     "      },\n"
                     "      \"columnKind\": \"unicodeCodePoints\",\n"
                     "      \"automationDetails\": {\"id\": \"kbc/\"},\n");
    kb_buf_printf(out, "      \"invocations\": [{\"executionSuccessful\": %s}],\n",
                  summary->unreadable ? "false" : "true");
    results(out, summary);
    kb_buf_puts(out, "    }\n  ]\n}\n");
}

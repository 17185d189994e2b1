/* SPDX-License-Identifier: MIT */
/* kbc validate: the schema engine by itself, on any JSON. Prints what is wrong as `kbc check` does;
 * what is no JSON cannot be told of, and is a message on standard error. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/cli/outputs.h"
#include "compiler/json.h"
#include "compiler/scan.h"
#include "compiler/schemas.h"
#include "compiler/walk.h"
#include "kb/limits.h"
#include "validate/rules/rules.h"

/* What all values share. */
struct run {
    const struct kb_schema *schema;
    struct kb_scanner scanner;
    struct kb_arena arena; /* documents and texts of findings */
    struct kb_findings findings;
    size_t by_rule[KB_RULE_COUNT], values;
    struct kb_buf text;
    int status;
};

/* A value under test. */
struct value {
    struct run *run;
    struct kb_doc *doc;
    bool invalid, broken;
    size_t told[KB_SCHEMA_KIND_COUNT], last[KB_SCHEMA_KIND_COUNT]; /* findings of each kind */
};

static void worse(struct run *run, int status)
{
    run->status = status > run->status ? status : run->status;
}

/* Of text that is no JSON the first problem is told: the others may follow from it. */
static void on_scan_problem(void *data, const struct kb_scan_problem *problem)
{
    struct value *value = data;
    const struct kb_doc *doc = value->doc;
    if (value->broken)
        return;
    struct kb_place place = kb_place_at(doc, doc->offset + problem->offset, problem->len);
    kb_fail("%s:%u:%u: %s", doc->source->path, place.line, place.column, problem->message);
    value->broken = true;
}

static const char *keep(struct run *run, const char *text)
{
    return text ? kb_arena_copy(&run->arena, text, strlen(text)) : NULL;
}

/* Adds a finding, or counts it when its kind has been listed often enough. */
static void on_problem(void *data, const struct kb_schema_problem *problem)
{
    struct value *value = data;
    struct run *run = value->run;
    const struct kb_rule *rule = &kb_rules[KB_R_SCHEMA_TYPE + (unsigned)problem->kind];
    const char *text = value->doc->source->data + value->doc->offset;
    size_t offset, len;
    value->invalid |= !problem->undecided;
    run->by_rule[rule->index]++;
    if (++value->told[problem->kind] > KB_MAX_LISTED + 1)
        return; /* the one more becomes the count */
    kb_scan_locate(text, value->doc->len, problem->pointer, problem->at_key, &offset, &len);
    run->text.len = 0;
    kb_schema_message(&run->text, problem);
    struct kb_finding finding = {
        .rule = rule,
        .severity = rule->severity,
        .doc = value->doc,
        .place = kb_place_at(value->doc, value->doc->offset + offset, len),
        .pointer = keep(run, problem->pointer),
        .message = keep(run, run->text.data),
        .help = keep(run, problem->help),
        .count = 1,
    };
    value->last[problem->kind] = run->findings.count;
    kb_findings_add(&run->findings, &finding);
}

/* Turns the last finding of each kind that was not listed whole into the count of the rest. */
static void close_lists(struct value *value)
{
    struct run *run = value->run;
    for (size_t kind = 0; kind < KB_SCHEMA_KIND_COUNT; kind++) {
        if (value->told[kind] <= KB_MAX_LISTED)
            continue;
        struct kb_finding *last = &run->findings.items[value->last[kind]];
        last->count = value->told[kind] - KB_MAX_LISTED;
        run->text.len = 0;
        kb_buf_printf(&run->text, "and %zu more of this kind in this value", last->count);
        last->message = keep(run, run->text.data);
        last->help = NULL;
    }
}

/* Validates the value in `len` bytes at `offset` of the source, on that line. */
static void validate(struct run *run, const struct kb_source *source, size_t offset, size_t len,
                     uint32_t line)
{
    struct kb_doc doc = {.source = source, .offset = offset, .len = len, .line = line, .column = 1};
    struct value value = {.run = run, .doc = &doc};
    size_t first = run->findings.count;
    run->values++;
    if (len > KB_MAX_RECORD) {
        kb_fail("%s:%u: larger than the limit of %zu bytes", source->path, line, KB_MAX_RECORD);
        value.broken = true;
    } else {
        kb_scan(&run->scanner, source->data + offset, len, on_scan_problem, &value);
    }
    if (value.broken) {
        worse(run, KB_EXIT_FAILED);
        return;
    }
    struct json_object *json = kb_json_value(&run->scanner, source->data + offset);
    if (!kb_schema_valid(run->schema, json)) {
        value.doc = kb_arena_new(&run->arena, 1, sizeof doc);
        *value.doc = doc;
        kb_schema_explain(run->schema, json, on_problem, &value);
        close_lists(&value);
        qsort(run->findings.items + first, run->findings.count - first, sizeof *run->findings.items,
              kb_finding_cmp);
        worse(run, value.invalid ? KB_EXIT_FOUND : KB_EXIT_FAILED);
    }
    json_object_put(json);
}

/* One value a line; empty lines hold none. */
static void validate_lines(struct run *run, const struct kb_source *source)
{
    const char *end = source->data + source->len;
    uint32_t line = 1;
    for (const char *p = source->data, *next; p < end; p = next, line++) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        stop = stop ? stop : end;
        next = stop < end ? stop + 1 : end;
        if (kb_scan_space(p, stop) < stop)
            validate(run, source, (size_t)(p - source->data), (size_t)(stop - p), line);
    }
}

static void validate_file(struct run *run, struct kb_source *source)
{
    struct kb_str path = kb_str(source->path);
    size_t before = run->findings.count;
    kb_source_read(source);
    if (!source->data) {
        kb_fail("%s: %s", source->path, kb_source_why(source));
        worse(run, KB_EXIT_FAILED);
    } else if (kb_str_ends(path, KB_STR(".jsonl")) || kb_str_ends(path, KB_STR(".ndjson"))) {
        validate_lines(run, source);
    } else {
        validate(run, source, 0, source->len, 1);
    }
    if (run->findings.count == before) { /* else the report shows lines of it */
        free(source->data);
        source->data = NULL;
    }
}

/* Prints the findings; without any, text and concise print nothing. */
static void print(struct run *run, size_t files, const struct kb_report *report, bool color)
{
    struct kb_buf out = {0};
    size_t by_severity[KB_SEVERITY_COUNT] = {0};
    enum kb_severity severity[KB_RULE_COUNT];
    for (size_t i = 0; i < KB_RULE_COUNT; i++) {
        severity[i] = kb_rules[i].severity;
        by_severity[severity[i]] += run->by_rule[i];
    }
    struct kb_summary summary = {
        .findings = run->findings.items,
        .count = run->findings.count,
        .rules = kb_rules,
        .rule_count = KB_RULE_COUNT,
        .by_rule = run->by_rule,
        .by_severity = by_severity,
        .severity = severity,
        .records = run->values,
        .files = files,
        .unreadable = run->status == KB_EXIT_FAILED,
        .version = KBC_VERSION,
        .color = color,
        .quiet = true,
    };
    report->write(&out, &summary);
    if (!kb_print(&out))
        run->status = KB_EXIT_FAILED;
    kb_buf_free(&out);
}

static int validate_all(const struct kb_schema *schema, const struct kb_options *options,
                        const struct kb_report *report)
{
    bool color;
    if (!kb_choose_color(&color, options->color))
        return KB_EXIT_FAILED;
    size_t files = options->operand_count - 1;
    struct kb_source *sources = kb_alloc(files, sizeof *sources);
    struct run run = {.schema = schema};
    for (size_t i = 0; i < files; i++) {
        sources[i].path = options->operands[i + 1];
        validate_file(&run, &sources[i]);
    }
    print(&run, files, report, color);
    for (size_t i = 0; i < files; i++)
        free(sources[i].data);
    free(sources);
    kb_scanner_free(&run.scanner);
    kb_findings_free(&run.findings);
    kb_buf_free(&run.text);
    kb_arena_free(&run.arena);
    return run.status;
}

/* The schema's document, which is to be put. False after saying why there is none. */
static bool read_schema(const char *name, struct json_object **document)
{
    const struct kb_embedded *embedded = kb_embedded_named(name, KB_SCHEMAS);
    struct kb_buf error = {0};
    struct kb_source source = {0};
    *document = embedded ? kb_json_embedded(embedded) : kb_json_read(name, &source, &error);
    bool ok = error.len == 0;
    if (!ok) {
        if (!source.data)
            kb_buf_suggest(&error, kb_str(name), kb_embedded_name, KB_SCHEMAS);
        kb_fail("schema %s", error.data);
    }
    free(source.data);
    kb_buf_free(&error);
    return ok;
}

int kb_cmd_validate(const struct kb_options *options)
{
    const struct kb_report *report =
        kb_report_named(kb_str(options->format ? options->format : "text"));
    struct json_object *document;
    if (!report)
        return KB_EXIT_FAILED;
    if (options->operand_count < 2)
        return kb_fail("validate: a schema and at least one file are needed");
    const char *name = options->operands[0];
    if (!read_schema(name, &document))
        return KB_EXIT_FAILED;
    struct kb_buf error = {0};
    struct kb_schema *schema = kb_schema_new(document, &error);
    int status =
        schema ? validate_all(schema, options, report) : kb_fail("schema %s: %s", name, error.data);
    kb_schema_free(schema);
    json_object_put(document);
    kb_buf_free(&error);
    return status;
}

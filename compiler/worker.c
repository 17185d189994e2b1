/* SPDX-License-Identifier: MIT */
/* One document: scan, json, schema, record, rules. */
#include "compiler/worker.h"

#include <json-c/json.h>
#include <string.h>

#include "compiler/focus.h"
#include "compiler/json.h"
#include "compiler/say.h"
#include "kb/limits.h"

/* Makes another record's document the one at hand, for a late rule. */
static void turn_to(struct kb_worker *w, const struct kb_record *record)
{
    if (w->doc == record->doc)
        return;
    memset(w->listed, 0, sizeof w->listed);
    w->doc = record->doc;
    w->id = record->id.p;
}

static const struct kb_rule *scan_rule(enum kb_scan_kind kind)
{
    static const enum kb_rule_id rules[] = {
        [KB_SCAN_SYNTAX] = KB_R_JSON_SYNTAX,
        [KB_SCAN_ENCODING] = KB_R_JSON_ENCODING,
        [KB_SCAN_NUL] = KB_R_JSON_NUL,
        [KB_SCAN_DUPLICATE_KEY] = KB_R_JSON_DUPLICATE_KEY,
        [KB_SCAN_NUMBER_RANGE] = KB_R_JSON_NUMBER_RANGE,
        [KB_SCAN_DEPTH] = KB_R_JSON_DEPTH,
    };
    return &kb_rules[rules[kind]];
}

static void on_scan_problem(void *data, const struct kb_scan_problem *problem)
{
    struct kb_worker *w = data;
    struct kb_said said = {
        .rule = scan_rule(problem->kind), .pointer = "", .message = problem->message};
    w->result->repeats |= problem->kind == KB_SCAN_DUPLICATE_KEY;
    if (!kb_say_listed(w, said.rule))
        return;
    w->scratch.len = 0;
    kb_buf_puts(&w->scratch, "");
    kb_scan_pointer(&w->scratch, w->doc->source->data + w->doc->offset, w->doc->len,
                    problem->offset);
    said.pointer = w->scratch.data;
    /* The rules get such a text repaired: what they said of it would be said of our signs. */
    if ((problem->kind == KB_SCAN_ENCODING || problem->kind == KB_SCAN_NUL) && *said.pointer)
        kb_refuse(&w->refused, said.pointer);
    if (problem->earlier != KB_SCAN_NOWHERE) {
        struct kb_related *related = kb_arena_new(&w->arena, 1, sizeof *related);
        related->doc = w->doc;
        related->place =
            kb_place_at(w->doc, w->doc->offset + problem->earlier, problem->earlier_len);
        related->message = "the first time";
        said.related = related;
        said.related_count = 1;
    }
    kb_say(w, &said, kb_place_at(w->doc, w->doc->offset + problem->offset, problem->len));
}

static void on_schema_problem(void *data, const struct kb_schema_problem *problem)
{
    struct kb_worker *w = data;
    const struct kb_rule *rule = &kb_rules[KB_R_SCHEMA_TYPE + (unsigned)problem->kind];
    struct kb_said said = {.rule = rule,
                           .pointer = problem->pointer,
                           .message = problem->message,
                           .help = problem->help};
    /* What is wrong with a container's keys or length is not wrong with what is in it. */
    if (problem->kind != KB_SCHEMA_REQUIRED && problem->kind != KB_SCHEMA_UNKNOWN_KEY &&
        problem->kind != KB_SCHEMA_ITEMS && *problem->pointer)
        kb_refuse(&w->refused, problem->pointer);
    bool refusable = kb_refusable(problem->pointer);
    for (size_t i = 0; refusable && i < problem->missing_count; i++) {
        w->scratch.len = 0;
        kb_buf_puts(&w->scratch, problem->pointer);
        kb_buf_pointer_key(&w->scratch, problem->missing[i]);
        kb_refuse(&w->refused, w->scratch.data);
    }
    if (!w->options->run[rule->index]) {
        w->result->blocked = true; /* not shown, but no less wrong */
        return;
    }
    if (!kb_say_listed(w, rule))
        return;
    struct kb_place place = kb_say_where(w, &w->own, w->doc, &said.pointer, problem->at_key, -1);
    w->scratch.len = 0;
    kb_schema_message(&w->scratch, problem);
    said.message = w->scratch.data;
    kb_say(w, &said, place);
}

_Static_assert(KB_R_SCHEMA_COMBINATION - KB_R_SCHEMA_TYPE == KB_SCHEMA_COMBINATION,
               "the schema rules stand in the order of enum kb_schema_kind");

static void related_places(struct kb_worker *w, const struct kb_report *report,
                           struct kb_said *said)
{
    size_t shown = report->related_count < KB_MAX_RELATED ? report->related_count : KB_MAX_RELATED;
    struct kb_related *all = kb_arena_new(&w->arena, shown, sizeof *all);
    for (size_t i = 0; i < shown; i++) {
        const struct kb_remark *remark = &report->related[i];
        const char *pointer = remark->spot.pointer;
        all[i].doc = remark->spot.record->doc;
        all[i].place = kb_say_where(w, &w->related, all[i].doc, &pointer, false, -1);
        all[i].message = remark->message;
    }
    said->related = all;
    said->related_count = shown;
    for (size_t i = 0; w->options->focus && i < report->related_count; i++)
        said->in_focus |=
            kb_focus_has(w->options->focus, report->related[i].spot.record->doc->source);
}

static const struct kb_fix *fixes(struct kb_worker *w, const struct kb_report *report)
{
    struct kb_fix *all = kb_arena_new(&w->arena, report->change_count, sizeof *all);
    for (size_t i = 0; i < report->change_count; i++) {
        const struct kb_change *change = &report->changes[i];
        all[i] = (struct kb_fix){change->kind, change->spot.record->doc, change->spot.pointer,
                                 change->text, change->unsafe};
    }
    return all;
}

static bool refused(const struct kb_worker *w, const struct kb_report *report)
{
    bool any = kb_is_refused(&w->refused, report->spot.pointer);
    for (size_t i = 0; i < report->related_count; i++)
        any |= kb_is_refused(&w->refused, report->related[i].spot.pointer);
    return any;
}

/* What the rules call. A late rule's record decides which document is the one at hand. */
static void deliver(struct kb_context *context, const struct kb_report *report)
{
    struct kb_worker *w = context->driver;
    if (context->rule->scope >= KB_DATED)
        turn_to(w, report->spot.record);
    else if (refused(w, report))
        return; /* the schema has said what is wrong there */
    if (!kb_say_listed(w, context->rule))
        return;
    struct kb_said said = {
        .rule = context->rule,
        .pointer = report->spot.pointer,
        .message = report->message,
        .help = report->help,
        .fixes = fixes(w, report),
        .fix_count = report->change_count,
    };
    related_places(w, report, &said);
    struct kb_place place =
        kb_say_where(w, &w->own, w->doc, &said.pointer, false, report->spot.byte);
    kb_say(w, &said, place);
    struct kb_finding *added = &w->list->items[w->list->count - 1];
    if (report->most < added->severity)
        added->severity = report->most;
}

/* The JSON value of the document at hand, or NULL. Keeps its compact text in the record later. */
static struct json_object *parse(struct kb_worker *w, enum kb_scan_result scanned)
{
    const char *data = w->doc->source->data + w->doc->offset;
    if (scanned == KB_SCAN_CLEAN)
        return kb_json_value(&w->scanner, data);
    struct kb_buf repaired = {0};
    kb_scan_repair(&repaired, data, w->scanner.used);
    struct json_object *value = kb_json_parse(repaired.data, repaired.len);
    kb_buf_free(&repaired);
    return value;
}

static void run_record_rules(struct kb_worker *w)
{
    for (size_t i = 0; i < KB_RULE_COUNT; i++) {
        bool now = kb_rules[i].scope == KB_RECORD ||
                   (kb_rules[i].scope == KB_DATED && w->options->today != KB_NO_DATE);
        if (!now || !w->options->run[i])
            continue;
        w->context.rule = &kb_rules[i];
        kb_rules[i].check(&w->context);
    }
}

/* What the rules have found out about the regex is not to be found out again. */
static void keep_regex(const struct kb_regex_state *found, struct kb_record *record)
{
    if (found->record != record)
        return;
    record->literals = found->literals;
    record->tame = found->tame;
}

/* A finding of the schema's kind that is ours: the schema accepts what the model cannot take. */
static void ours(struct kb_worker *w, enum kb_rule_id id, const char *pointer, const char *message)
{
    struct kb_said said = {.rule = &kb_rules[id], .pointer = pointer, .message = message};
    w->result->blocked = true;
    for (size_t i = 0; i < w->result->findings.count; i++)
        if (w->result->findings.items[i].rule == said.rule &&
            strcmp(w->result->findings.items[i].pointer, pointer) == 0)
            return; /* the scan has said it */
    if (kb_is_refused(&w->refused, pointer))
        return; /* the schema has */
    kb_refuse(&w->refused, pointer);
    bool run = said.rule->scope == KB_SOURCE || w->options->run[id];
    if (!run || !kb_say_listed(w, said.rule))
        return;
    struct kb_place place = kb_say_where(w, &w->own, w->doc, &said.pointer, false, -1);
    kb_say(w, &said, place);
}

static void on_misfit(void *data, enum kb_misfit what, enum kb_field field, const char *pointer)
{
    static const char *const wanted[] = {
        [KB_KIND_TEXT] = "text",          [KB_KIND_TEXTS] = "a list of texts",
        [KB_KIND_RATE] = "a number",      [KB_KIND_COUNT] = "a whole number",
        [KB_KIND_DATE] = "a day as text", [KB_KIND_LIST] = "a list",
    };
    static const enum kb_rule_id rules[] = {
        [KB_MISFIT_TYPE] = KB_R_SCHEMA_TYPE,
        [KB_MISFIT_RANGE] = KB_R_JSON_NUMBER_RANGE,
        [KB_MISFIT_DATE] = KB_R_SCHEMA_FORMAT,
    };
    struct kb_worker *w = data;
    struct kb_buf message = {0};
    kb_schema_name_part(&message, pointer);
    if (what == KB_MISFIT_TYPE)
        kb_buf_printf(&message, "the field %s takes %s", kb_fields[field].name,
                      wanted[kb_fields[field].kind]);
    else
        kb_buf_puts(&message, what == KB_MISFIT_DATE ? "expected a day that exists, as YYYY-MM-DD"
                                                     : "no whole number that can be counted to");
    ours(w, rules[what], pointer, message.data);
    kb_buf_free(&message);
}

/* Whatever the schema allows, nothing can be compiled without an id, or with one that no path can
 * hold. */
static void demand_id(struct kb_worker *w, const struct kb_record *record)
{
    const char *pointer =
        kb_layout_pointer(&w->options->schema->layout, &w->arena, KB_F_ID, (struct kb_str){0}, -1);
    struct kb_buf message = {0};
    if (!record->id.p) {
        ours(w, KB_R_SCHEMA_REQUIRED, pointer, "the record has no id, so it cannot be compiled");
    } else if (record->id.n > KB_MAX_ID) {
        kb_buf_printf(&message, "the id has %zu bytes; ids become paths, and the limit is %d",
                      record->id.n, KB_MAX_ID);
        ours(w, KB_R_SCHEMA_LENGTH, pointer, message.data);
    }
    kb_buf_free(&message);
}

/* Schema, record and rules, for a document that could be parsed. */
static void judge(struct kb_worker *w, struct json_object *value, bool clean)
{
    const struct kb_schema_set *schema = w->options->schema;
    if (!kb_schema_valid(schema->program, value))
        kb_schema_explain(schema->program, value, on_schema_problem, w);
    if (!json_object_is_type(value, json_type_object)) {
        w->result->blocked = true;
        return;
    }
    const struct kb_misfits misfits = {on_misfit, w};
    struct kb_record *record = kb_lower(&schema->layout, value, &w->refused, &misfits, &w->arena);
    record->doc = w->doc;
    if (clean && w->options->keep_json) {
        w->scratch.len = 0;
        kb_scan_compact(&w->scratch, &w->scanner, w->doc->source->data + w->doc->offset);
        record->json = (struct kb_str){kb_arena_copy(&w->arena, w->scratch.data, w->scratch.len),
                                       w->scratch.len};
    }
    w->id = record->id.p;
    for (size_t i = 0; i < w->result->findings.count; i++)
        w->result->findings.items[i].record = w->id;
    w->result->record = record;
    kb_ignores_read(&w->result->ignores, value, &w->arena);
    w->context.record = record;
    demand_id(w, record);
    run_record_rules(w);
    keep_regex(&w->context.regex, record);
}

/* A finding about the document as a whole. */
static void whole(struct kb_worker *w, enum kb_rule_id rule, const char *message, size_t len)
{
    struct kb_said said = {.rule = &kb_rules[rule], .pointer = "", .message = message};
    w->unreadable |= rule == KB_R_JSON_READ;
    if (kb_say_listed(w, said.rule))
        kb_say(w, &said, kb_place_at(w->doc, w->doc->offset, len));
}

static void document(struct kb_worker *w)
{
    const struct kb_source *source = w->doc->source;
    if (!source->data) {
        w->scratch.len = 0;
        kb_buf_printf(&w->scratch, "cannot be read: %s", source->problem);
        whole(w, KB_R_JSON_READ, w->scratch.data, 0);
        return;
    }
    if (w->doc->fault != KB_FAULT_NONE) {
        bool encoding = w->doc->fault == KB_FAULT_ENCODING;
        whole(w, encoding ? KB_R_JSON_ENCODING : KB_R_JSON_SYNTAX, w->doc->problem, w->doc->len);
        return;
    }
    const char *data = source->data + w->doc->offset;
    enum kb_scan_result scanned = kb_scan(&w->scanner, data, w->doc->len, on_scan_problem, w);
    if (scanned == KB_SCAN_BROKEN)
        return;
    if (w->doc->len > KB_MAX_RECORD) {
        w->scratch.len = 0;
        kb_buf_printf(&w->scratch, "the record has %zu bytes; the limit is %zu", w->doc->len,
                      KB_MAX_RECORD);
        whole(w, KB_R_JSON_READ, w->scratch.data, 0);
        return;
    }
    struct json_object *value = parse(w, scanned);
    judge(w, value, scanned == KB_SCAN_CLEAN);
    json_object_put(value);
}

void kb_worker_init(struct kb_worker *worker, const struct kb_check_options *options,
                    const struct kb_doc *docs, struct kb_result *results, size_t count)
{
    *worker =
        (struct kb_worker){.options = options, .docs = docs, .results = results, .count = count};
    worker->context = (struct kb_context){
        .layout = &options->schema->layout,
        .arena = &worker->arena,
        .driver = worker,
        .deliver = deliver,
        .today = options->today,
        .thresholds = &options->thresholds,
        .facts = &options->schema->facts.facts,
    };
}

void kb_worker_document(struct kb_worker *worker, size_t i)
{
    worker->doc = &worker->docs[i];
    worker->result = &worker->results[i];
    worker->list = &worker->result->findings;
    worker->id = NULL;
    kb_refused_clear(&worker->refused);
    memset(worker->listed, 0, sizeof worker->listed);
    document(worker);
}

void kb_worker_late(struct kb_worker *worker, const struct kb_rule *rule,
                    const struct kb_base *base)
{
    struct kb_context *context = &worker->context;
    context->rule = rule;
    context->base = base;
    context->today = base->today;
    worker->doc = NULL;
    worker->result = NULL;
    worker->list = &worker->late;
    if (rule->scope == KB_CORPUS)
        rule->check(context);
    bool dated = rule->scope == KB_DATED && base->today != KB_NO_DATE &&
                 worker->options->today == KB_NO_DATE; /* else each record has had it */
    for (size_t i = 0; dated && i < worker->count; i++) {
        context->record = worker->results[i].record; /* also one without id */
        if (context->record)
            rule->check(context);
    }
}

void kb_worker_hand_over(struct kb_worker *worker)
{
    for (size_t i = 0; i < worker->late.count; i++) {
        const struct kb_finding *finding = &worker->late.items[i];
        struct kb_result *result = &worker->results[finding->doc - worker->docs];
        result->blocked |= finding->rule->blocks;
        kb_findings_add(&result->findings, finding);
    }
    kb_findings_free(&worker->late);
}

void kb_worker_say(struct kb_worker *worker, size_t i, const struct kb_rule *rule,
                   const char *pointer, const char *message, const char *help)
{
    struct kb_said said = {.rule = rule, .pointer = pointer, .message = message, .help = help};
    const struct kb_record *record = worker->results[i].record;
    worker->doc = &worker->docs[i];
    worker->result = &worker->results[i];
    worker->list = &worker->result->findings;
    worker->id = record ? record->id.p : NULL;
    kb_say(worker, &said,
           kb_say_where(worker, &worker->own, worker->doc, &said.pointer, false, -1));
}

void kb_worker_free(struct kb_worker *worker)
{
    kb_arena_free(&worker->arena);
    kb_scanner_free(&worker->scanner);
    kb_context_free(&worker->context);
    kb_refused_free(&worker->refused);
    kb_buf_free(&worker->scratch);
    kb_findings_free(&worker->late);
    kb_scan_trail_free(&worker->own.trail);
    kb_scan_trail_free(&worker->related.trail);
}

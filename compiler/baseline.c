/* SPDX-License-Identifier: MIT */
/* Reads, applies and writes baselines. */
#include "compiler/baseline.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "compiler/focus.h"
#include "compiler/json.h"
#include "compiler/scan.h"
#include "compiler/walk.h"
#include "kb/fingerprint.h"
#include "kb/limits.h"

enum { VERSION = 1 };

#define HEADER KB_BASELINE_MARK " "

struct entry {
    struct kb_doc doc; /* the line */
    const struct kb_rule *rule;
    const char *id; /* NULL: a finding about no record */
    const char *pointer;
    uint64_t fingerprint;
    size_t count, left; /* findings that it may suppress, and of these, how many still */
    size_t spent;       /* in the first of a fingerprint: how many from it on have none left */
};

struct kb_baseline {
    struct kb_source source;
    struct kb_arena arena;
    struct entry *entries; /* sorted by fingerprint, then line, while a run takes from them */
    size_t count, cap;
};

struct reading {
    struct kb_baseline *baseline;
    struct kb_doc line;
    struct kb_buf *error;
};

static bool fail(struct reading *r, const char *message)
{
    kb_buf_printf(r->error, "%s:%u: %s", r->baseline->source.path, r->line.line, message);
    return false;
}

static void on_problem(void *data, const struct kb_scan_problem *problem)
{
    struct reading *r = data;
    if (!r->error->len)
        fail(r, problem->message);
}

/* A member that is text, or absent (NULL) where it is missing or null. */
static const char *text(struct reading *r, struct json_object *object, const char *key)
{
    struct json_object *value;
    struct kb_str text = {0};
    if (json_object_object_get_ex(object, key, &value))
        text = kb_json_text(value);
    return text.p ? kb_arena_copy(&r->baseline->arena, text.p, text.n) : NULL;
}

static bool read_fingerprint(const char *text, uint64_t *fingerprint)
{
    char again[KB_FINGERPRINT_TEXT];
    if (!text || strlen(text) != KB_FINGERPRINT_TEXT - 1)
        return false;
    *fingerprint = strtoull(text, NULL, 16);
    kb_fingerprint_text(again, *fingerprint);
    return strcmp(text, again) == 0;
}

static bool read_header(struct reading *r, struct json_object *object)
{
    struct json_object *version;
    if (!json_object_is_type(object, json_type_object) ||
        !json_object_object_get_ex(object, "kbc-baseline", &version))
        return fail(r, "this is no baseline: its first line should be " HEADER "1}");
    if (!json_object_is_type(version, json_type_int) || json_object_get_int64(version) < 1)
        return fail(r, "the version of the baseline must be a number from 1");
    if (json_object_get_int64(version) > VERSION)
        return fail(r, "this baseline was written by a newer version of kbc; write it anew, or "
                       "update kbc");
    return true;
}

static bool read_entry(struct reading *r, struct json_object *object)
{
    struct kb_baseline *baseline = r->baseline;
    struct json_object *count = NULL, *id = NULL;
    struct entry entry = {.doc = r->line,
                          .rule = kb_rule_named(kb_str(text(r, object, "rule"))),
                          .id = text(r, object, "id"),
                          .pointer = text(r, object, "pointer")};
    json_object_object_get_ex(object, "count", &count);
    json_object_object_get_ex(object, "id", &id);
    if (!text(r, object, "rule"))
        return fail(r, "an entry needs `rule`");
    if (!entry.rule)
        return fail(r, "there is no such rule; was the baseline written by a newer version?");
    if (entry.rule->blocks)
        return fail(r, "the rule blocks, and what blocks cannot be in a baseline");
    if (!entry.pointer || !read_fingerprint(text(r, object, "fingerprint"), &entry.fingerprint))
        return fail(r, "an entry needs `pointer` and `fingerprint`, as kbc writes them");
    if (id && !entry.id)
        return fail(r, "`id` must be the id of a record, or null");
    if (!json_object_is_type(count, json_type_int) || json_object_get_int64(count) < 1)
        return fail(r, "an entry needs `count`, a number from 1");
    entry.count = (size_t)json_object_get_int64(count);
    baseline->entries = kb_grow(baseline->entries, baseline->count, &baseline->cap, sizeof entry);
    baseline->entries[baseline->count++] = entry;
    return true;
}

static bool read_line(struct reading *r, struct kb_scanner *scanner)
{
    const char *p = r->baseline->source.data + r->line.offset;
    if (r->line.len > KB_MAX_RECORD)
        return fail(r, "the line is too long");
    if (kb_scan(scanner, p, r->line.len, on_problem, r) != KB_SCAN_CLEAN) {
        if (r->line.line == 1)
            kb_buf_puts(r->error, "; the first line of a baseline is " HEADER "1}");
        return false;
    }
    struct json_object *object = kb_json_value(scanner, p);
    bool ok = r->line.line == 1                               ? read_header(r, object)
              : json_object_is_type(object, json_type_object) ? read_entry(r, object)
                                                              : fail(r, "an entry is an object");
    json_object_put(object);
    return ok;
}

static bool read_lines(struct reading *r)
{
    const struct kb_source *source = &r->baseline->source;
    struct kb_scanner scanner = {0};
    bool ok = true;
    r->line = (struct kb_doc){.source = source, .column = 1};
    for (size_t at = 0; ok && at < source->len; at = r->line.offset + r->line.len + 1) {
        const char *end = memchr(source->data + at, '\n', source->len - at);
        r->line.line++;
        r->line.offset = at;
        r->line.len = end ? (size_t)(end - source->data) - at : source->len - at;
        const char *p = source->data + at, *stop = p + r->line.len;
        if (r->line.line == 1 || kb_scan_space(p, stop) < stop)
            ok = read_line(r, &scanner);
    }
    if (ok && r->line.line == 0) {
        r->line.line = 1;
        ok = fail(r, "the file is empty; --write-baseline writes one");
    }
    kb_scanner_free(&scanner);
    return ok;
}

static int by_fingerprint(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->fingerprint != y->fingerprint)
        return x->fingerprint < y->fingerprint ? -1 : 1;
    int order = strcmp(x->pointer, y->pointer);
    return order ? order : (x->doc.line > y->doc.line) - (x->doc.line < y->doc.line);
}

struct kb_baseline *kb_baseline_open(const char *path, struct kb_buf *error)
{
    struct kb_baseline *baseline = kb_alloc(1, sizeof *baseline);
    struct reading r = {.baseline = baseline, .error = error};
    baseline->source.path = path;
    kb_source_read(&baseline->source);
    bool ok = baseline->source.data != NULL;
    if (!ok)
        kb_buf_printf(error, "%s: %s", path, kb_source_why(&baseline->source));
    ok = ok && read_lines(&r);
    if (!ok) {
        kb_baseline_close(baseline);
        return NULL;
    }
    return baseline;
}

void kb_baseline_close(struct kb_baseline *baseline)
{
    if (!baseline)
        return;
    free(baseline->source.data);
    free(baseline->entries);
    kb_arena_free(&baseline->arena);
    free(baseline);
}

/* The first entry that is not below the fingerprint and pointer. */
static size_t first_of(const struct kb_baseline *baseline, uint64_t fingerprint,
                       const char *pointer)
{
    const struct entry wanted = {.fingerprint = fingerprint, .pointer = pointer};
    size_t low = 0, high = baseline->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_fingerprint(&baseline->entries[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* An entry of the fingerprint that has findings left: of that pointer, or with "" of any. A list of
 * a million equal entries is a million of them, so what is spent is not looked at again. */
static struct entry *open_entry(struct kb_baseline *baseline, const struct kb_rule *rule,
                                uint64_t fingerprint, const char *pointer)
{
    size_t first = first_of(baseline, fingerprint, pointer);
    struct entry *end = baseline->entries + baseline->count;
    struct entry *head = baseline->entries + first, *entry = head;
    if (head < end)
        entry += head->spent;
    for (; entry < end && entry->fingerprint == fingerprint &&
           (!*pointer || strcmp(entry->pointer, pointer) == 0);
         entry++) {
        if (entry->left && entry->rule == rule)
            return entry;
        if (!entry->left && (size_t)(entry - head) == head->spent)
            head->spent++;
    }
    return NULL;
}

void kb_baseline_take(struct kb_baseline *baseline, struct kb_finding *finding, bool moved)
{
    if (finding->rule->blocks || finding->suppressor != KB_NOT_SUPPRESSED)
        return;
    uint64_t fingerprint = kb_fingerprint(finding, KB_FINGERPRINT_MOVABLE);
    struct entry *entry =
        open_entry(baseline, finding->rule, fingerprint, moved ? "" : finding->pointer);
    if (!entry)
        return;
    entry->left--;
    finding->suppressor = KB_EXTERNAL;
    finding->justification = "in the baseline";
}

void kb_baseline_begin(struct kb_baseline *baseline)
{
    for (size_t i = 0; i < baseline->count; i++) {
        baseline->entries[i].left = baseline->entries[i].count;
        baseline->entries[i].spent = 0;
    }
    if (baseline->count)
        qsort(baseline->entries, baseline->count, sizeof *baseline->entries, by_fingerprint);
}

static int by_line(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return (x->doc.line > y->doc.line) - (x->doc.line < y->doc.line);
}

/* Whether the entry had its chance: its rule ran, over a base that has its record. */
static bool judged(const struct entry *entry, const struct kb_base *base,
                   const struct kb_check_options *options)
{
    if (!options->run[entry->rule->index])
        return false;
    uint32_t at = entry->id ? kb_base_find(base, kb_str(entry->id)) : KB_NO_RECORD;
    if (at == KB_NO_RECORD)
        return !entry->id && !options->focus;
    return !options->focus || kb_focus_has(options->focus, base->records[at]->doc->source);
}

void kb_baseline_judge(struct kb_baseline *baseline, struct kb_check *check,
                       const struct kb_check_options *options)
{
    const struct kb_rule *rule = &kb_rules[KB_R_SUPPRESS_UNUSED];
    struct kb_buf message = {0};
    if (!options->run[rule->index])
        return;
    if (baseline->count)
        qsort(baseline->entries, baseline->count, sizeof *baseline->entries, by_line);
    for (size_t i = 0; i < baseline->count; i++) {
        const struct entry *entry = &baseline->entries[i];
        if (!entry->left || !judged(entry, &check->base, options))
            continue;
        message.len = 0;
        kb_buf_printf(&message, "the baseline has %zu finding%s of %s here that %s gone",
                      entry->left, entry->left == 1 ? "" : "s", entry->rule->name,
                      entry->left == 1 ? "is" : "are");
        const struct kb_finding finding = {
            .rule = rule,
            .severity = options->severity[rule->index],
            .doc = &entry->doc,
            .place = kb_place_at(&entry->doc, entry->doc.offset, entry->doc.len),
            .pointer = "",
            .record = entry->id,
            .message = kb_arena_copy(&baseline->arena, message.data, message.len),
            .help = "remove the line, or write the baseline anew with --write-baseline",
            .count = 1,
        };
        kb_findings_add(&check->findings, &finding);
    }
    kb_buf_free(&message);
}

/* Order of the lines: by rule, id, pointer, fingerprint. */
static int by_key(const void *a, const void *b)
{
    const struct kb_finding *const *x = a, *const *y = b;
    int order = strcmp((*x)->rule->name, (*y)->rule->name);
    if (order == 0)
        order = kb_str_cmp(kb_str((*x)->record), kb_str((*y)->record));
    if (order == 0)
        order = strcmp((*x)->pointer, (*y)->pointer);
    if (order)
        return order;
    uint64_t f = kb_fingerprint(*x, KB_FINGERPRINT_MOVABLE);
    uint64_t g = kb_fingerprint(*y, KB_FINGERPRINT_MOVABLE);
    return (f > g) - (f < g);
}

static void write_entry(struct kb_buf *out, const struct kb_finding *finding, size_t count)
{
    char fingerprint[KB_FINGERPRINT_TEXT];
    kb_fingerprint_text(fingerprint, kb_fingerprint(finding, KB_FINGERPRINT_MOVABLE));
    kb_buf_printf(out, "{\"rule\": \"%s\", \"id\": ", finding->rule->name);
    if (finding->record)
        kb_buf_json(out, kb_str(finding->record));
    else
        kb_buf_puts(out, "null");
    kb_buf_puts(out, ", \"pointer\": ");
    kb_buf_json(out, kb_str(finding->pointer));
    kb_buf_printf(out, ", \"fingerprint\": \"%s\", \"count\": %zu}\n", fingerprint, count);
}

bool kb_baseline_may_replace(const char *path)
{
    char start[sizeof KB_BASELINE_MARK - 1];
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0)
        return true; /* what cannot be written is told when it is tried */
    FILE *file = fopen(path, "rb");
    bool same = file && fread(start, 1, sizeof start, file) == sizeof start &&
                memcmp(start, KB_BASELINE_MARK, sizeof start) == 0;
    if (file)
        fclose(file);
    return same;
}

size_t kb_baseline_write(struct kb_buf *out, const struct kb_check *check)
{
    size_t count = 0, blocking = 0;
    const struct kb_finding **all = kb_alloc(check->findings.count, sizeof *all);
    for (size_t i = 0; i < check->findings.count; i++) {
        if (check->findings.items[i].rule->blocks)
            blocking++;
        else
            all[count++] = &check->findings.items[i];
    }
    if (count)
        qsort(all, count, sizeof *all, by_key);
    kb_buf_printf(out, HEADER "%d}\n", VERSION);
    for (size_t i = 0, n = 1; i < count; i += n, n = 1) {
        while (i + n < count && by_key(&all[i], &all[i + n]) == 0)
            n++;
        write_entry(out, all[i], n);
    }
    free(all);
    return blocking;
}

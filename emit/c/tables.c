/* SPDX-License-Identifier: MIT */
/* Rows of the C tables. Members stand in the order of kb.h (header.c). */
#include "emit/c/parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"

/* One key of one record, before the keys are sorted. */
struct code {
    struct kb_str key;
    uint32_t name, record;
};

struct fill {
    struct kb_c_rows *tables;
    struct kb_c_texts *texts;
    struct code *codes;
    size_t code_count, code_cap;
};

/* The C type and name of each table, and a row that stands in an empty one, since C has no empty
 * arrays and C++ wants every member of a row. */
static const struct {
    const char *type, *name, *count, *none;
} table_info[KB_C_TABLE_COUNT] = {
    [KB_C_RECORDS] = {"struct kbt_record", "kbt_records", "kbt_record_count",
                      "{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {0, 0}, {0, 0}, 0, 0, "
                      "0, 0, KBT_RESOLVABLE_OTHER, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, "
                      "0}, {{0, 0}, {0, 0}, {0, 0}}, {0, 0}, {0, 0}}"},
    [KB_C_TEXTS] = {"kbt_text", "kbt_texts", NULL, "0"},
    [KB_C_VERSIONS] = {"struct kbt_version", "kbt_versions", NULL, "{0, 0, 0, 0, 0, 0}"},
    [KB_C_OS_NOTES] = {"struct kbt_os_note", "kbt_os_notes", NULL, "{0, 0}"},
    [KB_C_DEAD_ENDS] = {"struct kbt_dead_end", "kbt_dead_ends", NULL, "{0, 0, 0, {0, 0}, {0, 0}}"},
    [KB_C_WORKAROUNDS] = {"struct kbt_workaround", "kbt_workarounds", NULL,
                          "{0, 0, 0, 0, {0, 0}, {0, 0}}"},
    [KB_C_EDGES] = {"struct kbt_edge", "kbt_edges", NULL, "{0, 0, {0, 0}, KBT_NO_RECORD}"},
    [KB_C_TRANSLATIONS] = {"struct kbt_translation", "kbt_translations", NULL, "{0, 0, 0, 0}"},
    [KB_C_PROBLEMS] = {"struct kbt_problem", "kbt_problems", NULL, "{0, 0, 0, 0, KBT_INFO}"},
    [KB_C_CODES] = {"struct kbt_code", "kbt_codes", "kbt_code_count", "{0, KBT_NO_RECORD}"},
    [KB_C_LANGUAGES] = {"kbt_text", "kbt_languages", "kbt_language_count", "0"},
};

/* Begins a row; what is added follows in the buffer that this gives. */
static struct kb_buf *row(struct fill *f, enum kb_c_table table)
{
    f->tables[table].count++;
    kb_buf_puts(&f->tables[table].text, "    {");
    return &f->tables[table].text;
}

static void end_row(struct kb_buf *buf)
{
    buf->len -= 2; /* the last ", " */
    kb_buf_puts(buf, "},\n");
}

static void put_number(struct kb_buf *buf, uint64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + value % 10);
    while (value /= 10);
    kb_buf_add(buf, digits + at, sizeof digits - at);
    kb_buf_puts(buf, ", ");
}

static void put_text(struct fill *f, struct kb_buf *buf, struct kb_str text)
{
    uint32_t name = kb_c_text(f->texts, text);
    put_number(buf, name);
}

/* The shortest decimal number that reads back as the same double, with a point, since to C++ a
 * large integer is not a double. */
static void put_rate(struct fill *f, struct kb_buf *buf, const struct kb_rate *rate)
{
    char text[40];
    double value = rate->text.p && isfinite(rate->value) ? rate->value : 0;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    kb_buf_printf(buf, "{%s%s, %lu}, ", text, strpbrk(text, ".e") ? "" : ".0",
                  (unsigned long)kb_c_text(f->texts, rate->text));
}

/* The range that the next `count` rows of a table will be. */
static void put_range(struct fill *f, struct kb_buf *buf, enum kb_c_table table, size_t count)
{
    kb_buf_printf(buf, "{%zu, %zu}, ", f->tables[table].count, count);
}

static void put_date(struct kb_buf *buf, int32_t day)
{
    if (day == KB_NO_DATE)
        kb_buf_puts(buf, "KBT_NO_DATE, ");
    else
        kb_buf_printf(buf, "%ld, ", (long)day);
}

static void put_texts(struct fill *f, struct kb_buf *buf, const struct kb_list *list)
{
    put_range(f, buf, KB_C_TEXTS, list->count);
    for (size_t i = 0; i < list->count; i++) {
        struct kb_c_rows *texts = &f->tables[KB_C_TEXTS];
        kb_buf_printf(&texts->text, "    %lu,\n",
                      (unsigned long)kb_c_text(f->texts, *kb_text_at(list, i)));
        texts->count++;
    }
}

static void put_versions(struct fill *f, struct kb_buf *buf, const struct kb_record *record)
{
    put_range(f, buf, KB_C_VERSIONS, record->versions.count);
    for (size_t i = 0; i < record->versions.count; i++) {
        const struct kb_version *v = kb_version_at(record, i);
        struct kb_buf *out = row(f, KB_C_VERSIONS);
        put_text(f, out, v->version);
        put_text(f, out, v->introduced);
        put_text(f, out, v->deprecated);
        put_text(f, out, v->removed);
        put_text(f, out, v->behavior_change);
        put_text(f, out, v->status);
        end_row(out);
    }
}

static void put_os_notes(struct fill *f, struct kb_buf *buf, const struct kb_record *record)
{
    put_range(f, buf, KB_C_OS_NOTES, record->os_specific.count);
    for (size_t i = 0; i < record->os_specific.count; i++) {
        const struct kb_os_note *note = kb_os_note_at(record, i);
        struct kb_buf *out = row(f, KB_C_OS_NOTES);
        put_text(f, out, note->name);
        put_text(f, out, note->text);
        end_row(out);
    }
}

static void put_dead_ends(struct fill *f, struct kb_buf *buf, const struct kb_record *record)
{
    put_range(f, buf, KB_C_DEAD_ENDS, record->dead_ends.count);
    for (size_t i = 0; i < record->dead_ends.count; i++) {
        const struct kb_dead_end *d = kb_dead_end_at(record, i);
        struct kb_buf *out = row(f, KB_C_DEAD_ENDS);
        put_text(f, out, d->action);
        put_text(f, out, d->why_fails);
        put_text(f, out, d->condition);
        put_rate(f, out, &d->fail_rate);
        put_texts(f, out, &d->sources);
        end_row(out);
    }
}

static void put_workarounds(struct fill *f, struct kb_buf *buf, const struct kb_record *record)
{
    put_range(f, buf, KB_C_WORKAROUNDS, record->workarounds.count);
    for (size_t i = 0; i < record->workarounds.count; i++) {
        const struct kb_workaround *w = kb_workaround_at(record, i);
        struct kb_buf *out = row(f, KB_C_WORKAROUNDS);
        put_text(f, out, w->action);
        put_text(f, out, w->how);
        put_text(f, out, w->tradeoff);
        put_text(f, out, w->condition);
        put_rate(f, out, &w->success_rate);
        put_texts(f, out, &w->sources);
        end_row(out);
    }
}

static void put_edges(struct fill *f, struct kb_buf *buf, const struct kb_record *record)
{
    kb_buf_putc(buf, '{');
    for (enum kb_edge_kind kind = 0; kind < KB_EDGE_KIND_COUNT; kind++) {
        put_range(f, buf, KB_C_EDGES, record->edges[kind].count);
        for (size_t i = 0; i < record->edges[kind].count; i++) {
            const struct kb_edge *edge = kb_edge_at(record, kind, i);
            struct kb_buf *out = row(f, KB_C_EDGES);
            put_text(f, out, edge->id);
            put_text(f, out, edge->note);
            put_rate(f, out, &edge->probability);
            if (edge->target == KB_NO_RECORD)
                kb_buf_puts(out, "KBT_NO_RECORD, ");
            else
                put_number(out, edge->target);
            end_row(out);
        }
    }
    buf->len -= 2;
    kb_buf_puts(buf, "}, ");
}

static void put_translations(struct fill *f, struct kb_buf *buf, const struct kb_base *base,
                             const struct kb_record *record)
{
    const struct kb_translation *all = record->translations.items;
    put_range(f, buf, KB_C_TRANSLATIONS, record->translations.count);
    for (size_t i = 0; i < record->translations.count; i++) {
        struct kb_buf *out = row(f, KB_C_TRANSLATIONS);
        put_text(f, out, kb_str(base->layout->languages[all[i].language].tag));
        put_text(f, out, kb_str(kb_fields[all[i].field].name));
        put_number(out, all[i].entry);
        put_text(f, out, all[i].text);
        end_row(out);
    }
}

/* What is only worth a look is for maintainers: a program that shows a record need not warn of it,
 * and there are several to each record. */
static void put_problems(struct fill *f, struct kb_buf *buf, const struct kb_record *record)
{
    static const char *const severities[KB_SEVERITY_COUNT] = {
        [KB_INFO] = "KBT_INFO, ", [KB_WARNING] = "KBT_WARNING, ", [KB_ERROR] = "KBT_ERROR, "};
    size_t count = 0;
    for (size_t i = 0; i < record->finding_count; i++)
        count += record->findings[i].severity > KB_INFO;
    put_range(f, buf, KB_C_PROBLEMS, count);
    for (size_t i = 0; i < record->finding_count; i++) {
        const struct kb_finding *finding = &record->findings[i];
        if (finding->severity == KB_INFO)
            continue;
        struct kb_buf *out = row(f, KB_C_PROBLEMS);
        put_text(f, out, kb_str(finding->rule->name));
        put_text(f, out, kb_str(finding->message));
        put_text(f, out, kb_str(finding->help));
        put_text(f, out, kb_str(finding->pointer));
        kb_buf_puts(out, severities[finding->severity]);
        end_row(out);
    }
}

static const char *verdict(struct kb_str resolvable)
{
    if (kb_str_is(resolvable, "true"))
        return "KBT_RESOLVABLE_TRUE, ";
    if (kb_str_is(resolvable, "partial"))
        return "KBT_RESOLVABLE_PARTIAL, ";
    return kb_str_is(resolvable, "false") ? "KBT_RESOLVABLE_FALSE, " : "KBT_RESOLVABLE_OTHER, ";
}

static void put_record(struct fill *f, const struct kb_base *base, const struct kb_record *record)
{
    const struct kb_str texts[] = {
        record->id,
        record->domain,
        record->category,
        record->subcategory,
        record->signature,
        record->regex,
        record->error_code,
        record->root_cause,
        record->root_cause_type,
        record->doc_url,
        record->doc_section,
        record->resolvable,
        record->verification_tier,
        record->locale,
        record->runtime,
        record->version_range,
        record->os,
    };
    struct kb_buf *out = row(f, KB_C_RECORDS);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put_text(f, out, texts[i]);
    put_rate(f, out, &record->confidence);
    put_rate(f, out, &record->fix_success_rate);
    if (record->evidence_count == KB_NO_COUNT)
        kb_buf_puts(out, "KBT_NO_COUNT, ");
    else
        kb_buf_printf(out, "INT64_C(%lld), ", (long long)record->evidence_count);
    put_date(out, record->first_seen);
    put_date(out, record->last_confirmed);
    put_date(out, record->last_updated);
    kb_buf_puts(out, verdict(record->resolvable));
    put_texts(f, out, &record->tags);
    put_texts(f, out, &record->aliases);
    put_versions(f, out, record);
    put_os_notes(f, out, record);
    put_dead_ends(f, out, record);
    put_workarounds(f, out, record);
    put_edges(f, out, record);
    put_translations(f, out, base, record);
    put_problems(f, out, record);
    end_row(out);
}

static void add_codes(struct fill *f, const struct kb_record *record, uint32_t index)
{
    struct kb_str keys[3];
    size_t count = kb_code_keys(record->error_code, keys);
    for (size_t i = 0; i < count; i++) {
        f->codes = kb_grow(f->codes, f->code_count, &f->code_cap, sizeof *f->codes);
        f->codes[f->code_count++] = (struct code){keys[i], kb_c_text(f->texts, keys[i]), index};
    }
}

static int by_key(const void *a, const void *b)
{
    const struct code *x = a, *y = b;
    int order = kb_str_cmp(x->key, y->key);
    return order ? order : (x->record > y->record) - (x->record < y->record);
}

static void put_codes(struct fill *f)
{
    if (f->code_count)
        qsort(f->codes, f->code_count, sizeof *f->codes, by_key);
    for (size_t i = 0; i < f->code_count; i++) {
        if (i > 0 && by_key(&f->codes[i - 1], &f->codes[i]) == 0)
            continue; /* "5 (5)" */
        struct kb_buf *out = row(f, KB_C_CODES);
        put_number(out, f->codes[i].name);
        put_number(out, f->codes[i].record);
        end_row(out);
    }
}

void kb_c_tables_fill(struct kb_c_rows tables[KB_C_TABLE_COUNT], struct kb_c_texts *texts,
                      const struct kb_base *base)
{
    struct fill f = {.tables = tables, .texts = texts};
    for (size_t i = 0; i < base->count; i++) {
        put_record(&f, base, base->records[i]);
        add_codes(&f, base->records[i], (uint32_t)i);
    }
    put_codes(&f);
    for (size_t i = 0; i < base->layout->language_count; i++) {
        struct kb_c_rows *languages = &tables[KB_C_LANGUAGES];
        kb_buf_printf(&languages->text, "    %lu,\n",
                      (unsigned long)kb_c_text(texts, kb_str(base->layout->languages[i].tag)));
        languages->count++;
    }
    free(f.codes);
}

void kb_c_tables_write(struct kb_buf *out, const struct kb_c_rows tables[KB_C_TABLE_COUNT])
{
    for (size_t i = 0; i < KB_C_TABLE_COUNT; i++) {
        if (table_info[i].count)
            kb_buf_printf(out, "const uint32_t %s = %zu;\n", table_info[i].count, tables[i].count);
        kb_buf_printf(out, "const %s %s[] = {\n", table_info[i].type, table_info[i].name);
        if (tables[i].count)
            kb_buf_str(out, kb_buf_view(&tables[i].text));
        else
            kb_buf_printf(out, "    %s\n", table_info[i].none);
        kb_buf_puts(out, "};\n\n");
    }
}

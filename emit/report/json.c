/* SPDX-License-Identifier: MIT */
/* The json report: every finding with its place, pointer and related places. */
#include "emit/report/report.h"

static void text(struct kb_buf *out, const char *key, const char *value)
{
    kb_buf_printf(out, ", \"%s\": ", key);
    if (value)
        kb_buf_json(out, kb_str(value));
    else
        kb_buf_puts(out, "null");
}

static void place(struct kb_buf *out, const char *path, const struct kb_place *at)
{
    kb_buf_puts(out, "\"path\": ");
    kb_buf_json(out, kb_str(path));
    kb_buf_printf(out, ", \"line\": %u, \"column\": %u, \"endLine\": %u, \"endColumn\": %u",
                  at->line, at->column, at->end_line, at->end_column);
}

void kb_report_finding(struct kb_buf *out, const struct kb_finding *f)
{
    kb_buf_printf(out, "{\"rule\": \"%s\", \"severity\": \"%s\", ", f->rule->name,
                  kb_severity_name(f->severity));
    place(out, f->doc->source->path, &f->place);
    text(out, "pointer", f->pointer);
    text(out, "record", f->record);
    text(out, "message", f->message);
    text(out, "help", f->help);
    kb_buf_puts(out, ", \"related\": [");
    for (size_t i = 0; i < f->related_count; i++) {
        kb_buf_puts(out, i ? ", {" : "{");
        place(out, f->related[i].doc->source->path, &f->related[i].place);
        text(out, "message", f->related[i].message);
        kb_buf_putc(out, '}');
    }
    kb_buf_puts(out, "], \"fix\": ");
    enum kb_fixable fixable = kb_finding_fixable(f);
    kb_buf_puts(out, fixable == KB_FIX_NO     ? "null}"
                     : fixable == KB_FIX_SAFE ? "\"safe\"}"
                                              : "\"unsafe\"}");
}

void kb_report_json(struct kb_buf *out, const struct kb_summary *summary)
{
    bool first = true;
    kb_buf_printf(out,
                  "{\n  \"version\": 1,\n  \"summary\": {\"records\": %zu, \"files\": %zu, "
                  "\"errors\": %zu, \"warnings\": %zu, \"infos\": %zu, \"rules\": {",
                  summary->records, summary->files, summary->by_severity[KB_ERROR],
                  summary->by_severity[KB_WARNING], summary->by_severity[KB_INFO]);
    for (size_t i = 0; i < summary->rule_count; i++) {
        if (!summary->by_rule[i])
            continue;
        kb_buf_printf(out, "%s\"%s\": %zu", first ? "" : ", ", summary->rules[i].name,
                      summary->by_rule[i]);
        first = false;
    }
    kb_buf_printf(out, "}, \"suppressed\": %zu},\n  \"findings\": [", summary->suppressed_count);
    for (size_t i = 0; i < summary->count; i++) {
        kb_buf_puts(out, i ? ",\n    " : "\n    ");
        kb_report_finding(out, &summary->findings[i]);
    }
    kb_buf_puts(out, summary->count ? "\n  ]\n}\n" : "]\n}\n");
}

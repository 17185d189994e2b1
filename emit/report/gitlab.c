/* SPDX-License-Identifier: MIT */
/* The gitlab report: GitLab's code quality format. GitLab compares two reports by fingerprint, so
 * there each must be unique, and independent of lines. */
#include <stdlib.h>

#include "emit/report/report.h"
#include "kb/arena.h"
#include "kb/fingerprint.h"

static const char *severity(const struct kb_finding *f)
{
    static const char *const names[KB_SEVERITY_COUNT] = {
        [KB_INFO] = "info", [KB_WARNING] = "minor", [KB_ERROR] = "major"};
    return f->doc->source->data ? names[f->severity] : "critical";
}

/* GitLab does not show check_name, so the description names the rule again. */
static void description(struct kb_buf *out, const struct kb_finding *f)
{
    struct kb_buf text = {0};
    kb_buf_printf(&text, "%s: ", f->rule->name);
    kb_buf_puts(&text, f->message);
    kb_buf_json(out, kb_buf_view(&text));
    kb_buf_free(&text);
}

/* The schema wants a line, so a file that cannot be read has its first. */
static void position(struct kb_buf *out, const char *key, uint32_t line, uint32_t column)
{
    kb_buf_printf(out, "\"%s\": {\"line\": %u, \"column\": %u}", key, line ? line : 1,
                  column ? column : 1);
}

static void issue(struct kb_buf *out, const struct kb_summary *summary, const struct kb_finding *f,
                  uint64_t fingerprint, uint32_t nth)
{
    char digits[KB_FINGERPRINT_TEXT];
    kb_fingerprint_text(digits, fingerprint);
    kb_buf_puts(out, "{\"description\": ");
    description(out, f);
    kb_buf_printf(out, ", \"check_name\": \"%s\", \"fingerprint\": \"%s", f->rule->name, digits);
    if (nth > 1) /* longer than any without, so that the two kinds cannot meet */
        kb_buf_printf(out, "%08x", nth);
    kb_buf_printf(out, "\", \"severity\": \"%s\", \"location\": {\"path\": ", severity(f));
    kb_buf_json(out, kb_str(kb_path_in_repository(summary, f->doc->source)));
    kb_buf_puts(out, ", \"positions\": {");
    position(out, "begin", f->place.line, f->place.column);
    kb_buf_puts(out, ", ");
    position(out, "end", f->place.end_line, f->place.end_column);
    kb_buf_puts(out, "}}}");
}

void kb_report_gitlab(struct kb_buf *out, const struct kb_summary *summary)
{
    uint64_t *fingerprints = kb_alloc(summary->count, sizeof *fingerprints);
    uint32_t *nth = kb_alloc(summary->count, sizeof *nth);
    for (size_t i = 0; i < summary->count; i++)
        fingerprints[i] = kb_fingerprint(&summary->findings[i], KB_FINGERPRINT_MOVABLE);
    kb_count_repeats(fingerprints, summary->count, nth);
    kb_buf_putc(out, '[');
    for (size_t i = 0; i < summary->count; i++) {
        kb_buf_puts(out, i ? ",\n  " : "\n  ");
        issue(out, summary, &summary->findings[i], fingerprints[i], nth[i]);
    }
    kb_buf_puts(out, summary->count ? "\n]\n" : "]\n");
    free(fingerprints);
    free(nth);
}

/* SPDX-License-Identifier: MIT */
/* The checkstyle report: findings by file, as Checkstyle writes them. */
#include "emit/report/escape.h"
#include "emit/report/report.h"

static void error(struct kb_buf *out, const struct kb_finding *f)
{
    kb_buf_puts(out, "    <error");
    if (kb_finding_placed(f))
        kb_buf_printf(out, " line=\"%u\" column=\"%u\"", f->place.line, f->place.column);
    else
        kb_buf_puts(out, " line=\"0\""); /* Checkstyle's own way to speak of the whole file */
    kb_buf_printf(out, " severity=\"%s\" message=\"", kb_severity_name(f->severity));
    kb_escape_xml(out, kb_str(f->message));
    kb_buf_printf(out, "\" source=\"kbc.%s\"/>\n", f->rule->name);
}

void kb_report_checkstyle(struct kb_buf *out, const struct kb_summary *summary)
{
    kb_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">\n");
    for (size_t i = 0, n; i < summary->count; i += n) {
        n = kb_report_same_source(summary, i);
        kb_buf_puts(out, "  <file name=\"");
        kb_escape_xml(out, kb_str(summary->findings[i].doc->source->path));
        kb_buf_puts(out, "\">\n");
        for (size_t j = i; j < i + n; j++)
            error(out, &summary->findings[j]);
        kb_buf_puts(out, "  </file>\n");
    }
    kb_buf_puts(out, "</checkstyle>\n");
}

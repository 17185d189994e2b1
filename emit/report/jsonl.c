/* SPDX-License-Identifier: MIT */
/* The jsonl report: one finding a line. */
#include "emit/report/report.h"

void kb_report_jsonl(struct kb_buf *out, const struct kb_summary *summary)
{
    for (size_t i = 0; i < summary->count; i++) {
        kb_report_finding(out, &summary->findings[i]);
        kb_buf_putc(out, '\n');
    }
}

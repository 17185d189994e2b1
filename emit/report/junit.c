/* SPDX-License-Identifier: MIT */
/* The junit report: a file is a suite, a finding is a test case that failed. */
#include <string.h>

#include "emit/report/escape.h"
#include "emit/report/report.h"

static void attribute(struct kb_buf *out, const char *name, struct kb_str value)
{
    kb_buf_printf(out, " %s=\"", name);
    kb_escape_xml(out, value);
    kb_buf_putc(out, '"');
}

static size_t unreadable(const struct kb_finding *findings, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += !findings[i].doc->source->data;
    return n;
}

/* The path up to the last dot of its last part. */
static struct kb_str without_extension(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    bool is_extension = dot && dot > path && (!slash || dot > slash + 1);
    return (struct kb_str){path, is_extension ? (size_t)(dot - path) : strlen(path)};
}

static void test_case(struct kb_buf *out, const struct kb_finding *f)
{
    /* What could not be tried is an error, what was tried and is wrong a failure. */
    const char *element = f->doc->source->data ? "failure" : "error";
    kb_buf_printf(out, "    <testcase name=\"org.kbc.%s\"", f->rule->name);
    attribute(out, "classname", without_extension(f->doc->source->path));
    if (kb_finding_placed(f))
        kb_buf_printf(out, " line=\"%u\" column=\"%u\"", f->place.line, f->place.column);
    kb_buf_printf(out, ">\n      <%s", element);
    attribute(out, "message", kb_str(f->message));
    attribute(out, "type", kb_str(kb_severity_name(f->severity)));
    kb_buf_putc(out, '>');
    if (kb_finding_placed(f))
        kb_buf_printf(out, "line %u, col %u, ", f->place.line, f->place.column);
    kb_escape_xml(out, kb_str(f->message));
    if (f->help) {
        kb_buf_puts(out, "\nhelp: ");
        kb_escape_xml(out, kb_str(f->help));
    }
    kb_buf_printf(out, "</%s>\n    </testcase>\n", element);
}

static void suite(struct kb_buf *out, const struct kb_finding *findings, size_t count)
{
    size_t errors = unreadable(findings, count);
    kb_buf_puts(out, "  <testsuite");
    attribute(out, "name", kb_str(findings->doc->source->path));
    kb_buf_printf(out, " package=\"org.kbc\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n",
                  count, count - errors, errors);
    for (size_t i = 0; i < count; i++)
        test_case(out, &findings[i]);
    kb_buf_puts(out, "  </testsuite>\n");
}

void kb_report_junit(struct kb_buf *out, const struct kb_summary *summary)
{
    size_t errors = unreadable(summary->findings, summary->count), tests = summary->count;
    kb_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    kb_buf_printf(out, "<testsuites name=\"kbc\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n",
                  tests ? tests : 1, tests - errors, errors);
    if (!tests) /* servers take a report without any test for a broken run */
        kb_buf_puts(out, "  <testsuite name=\"kbc\" package=\"org.kbc\" tests=\"1\" "
                         "failures=\"0\" errors=\"0\">\n"
                         "    <testcase name=\"no findings\" classname=\"kbc\"/>\n"
                         "  </testsuite>\n");
    for (size_t i = 0, n; i < tests; i += n) {
        n = kb_report_same_source(summary, i);
        suite(out, &summary->findings[i], n);
    }
    kb_buf_puts(out, "</testsuites>\n");
}

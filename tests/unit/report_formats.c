/* SPDX-License-Identifier: MIT */
/* What the reports do with findings that no small case brings about: suppressed ones, changes,
 * places that are not known, more than a service shows. */
#include <check.h>
#include <string.h>

#include "emit/report/report.h"
#include "tests/unit/suite.h"

static char text[] = "{\"a\": \"\xE4\xB8\xAD\xE6\x96\x87\", \"b\": 2,\n\"c\": [1,\n2]}\n";
static const struct kb_source source = {
    .path = "./x y/a.json", .real = "/repo/x y/a.json", .data = text, .len = sizeof text - 1};
static const struct kb_source gone = {.path = "gone.json", .real = NULL};
static const struct kb_doc doc = {
    .source = &source, .len = sizeof text - 1, .line = 1, .column = 1};
static const struct kb_doc no_doc = {.source = &gone, .line = 1, .column = 1};

static const struct kb_rule rules[] = {
    {.name = "json/read",
     .severity = KB_ERROR,
     .index = 0,
     .summary = "s0",
     .why = "w0",
     .example = "e0",
     .fix = "f0"},
    {.name = "a/b-c",
     .severity = KB_WARNING,
     .index = 1,
     .summary = "s1",
     .why = "w1",
     .example = "e1",
     .fix = "f1",
     .off = true},
};
static const enum kb_severity severities[] = {KB_ERROR, KB_WARNING};
static const struct kb_fix safe = {.kind = KB_FIX_REMOVE, .doc = &doc, .pointer = "/b"};
static const struct kb_fix mixed[] = {{.kind = KB_FIX_REMOVE, .doc = &doc, .pointer = "/b"},
                                      {.kind = KB_FIX_REMOVE, .doc = &doc, .unsafe = true}};

static struct kb_finding about(const char *part, const char *pointer)
{
    size_t offset = (size_t)(strstr(text, part) - text);
    return (struct kb_finding){.rule = &rules[1],
                               .severity = KB_WARNING,
                               .doc = &doc,
                               .place = kb_place_at(&doc, offset, strlen(part)),
                               .pointer = pointer,
                               .record = "r/1",
                               .message = "bad"};
}

/* The summary of these findings; the counts are of its own making. */
static struct kb_summary summary_of(const struct kb_finding *findings, size_t count)
{
    static const size_t by_rule[] = {0, 1}, by_severity[] = {0, 1, 0};
    return (struct kb_summary){.findings = findings,
                               .count = count,
                               .rules = rules,
                               .rule_count = 2,
                               .by_rule = by_rule,
                               .by_severity = by_severity,
                               .severity = severities,
                               .records = 1,
                               .files = 1,
                               .version = "1.2.3",
                               .root = "/repo"};
}

static void has(void (*write)(struct kb_buf *, const struct kb_summary *),
                const struct kb_summary *summary, const char *wanted, bool yes)
{
    struct kb_buf out = {0};
    write(&out, summary);
    ck_assert_msg((strstr(out.data, wanted) != NULL) == yes, "%s%s in:\n%s", wanted,
                  yes ? " is not" : " is", out.data);
    kb_buf_free(&out);
}

static void is(void (*write)(struct kb_buf *, const struct kb_summary *),
               const struct kb_summary *summary, const char *wanted)
{
    struct kb_buf out = {0};
    write(&out, summary);
    ck_assert_str_eq(kb_buf_view(&out).p, wanted);
    kb_buf_free(&out);
}

START_TEST(suppressed)
{
    struct kb_finding finding = about("2,", "/b"), quiet[2] = {finding, finding};
    quiet[0].message = quiet[1].message = "lived with";
    quiet[0].suppressor = KB_IN_SOURCE;
    quiet[0].justification = "because \"so\"";
    quiet[1].suppressor = KB_EXTERNAL;
    struct kb_summary summary = summary_of(&finding, 1);
    has(kb_report_sarif, &summary, "suppressions", false);
    summary.suppressed = quiet;
    summary.suppressed_count = 2;
    has(kb_report_sarif, &summary, "\"suppressions\": []}", true);
    has(kb_report_sarif, &summary,
        "\"suppressions\": [{\"kind\": \"inSource\", \"justification\": \"because \\\"so\\\"\"}]}",
        true);
    has(kb_report_sarif, &summary, "\"suppressions\": [{\"kind\": \"external\"}]}", true);
    has(kb_report_text, &summary, "1 warning in 1 record; 2 suppressed\n", true);
    has(kb_report_json, &summary, "\"suppressed\": 2}", true);
    for (const struct kb_report *report = kb_reports; report->name; report++)
        if (report->write != kb_report_sarif)
            has(report->write, &summary, "lived with", false);
}
END_TEST

START_TEST(changes)
{
    struct kb_finding findings[] = {about("2,", "/b"), about("2,", "/b"), about("2,", "/b")};
    struct kb_summary summary = summary_of(findings, 3);
    findings[1].fixes = &safe;
    findings[1].fix_count = 1;
    has(kb_report_text, &summary, "1 warning in 1 record; 1 can be fixed with --fix\n", true);
    findings[2].fixes = mixed;
    findings[2].fix_count = 2;
    has(kb_report_text, &summary,
        "1 warning in 1 record; 1 can be fixed with --fix (1 more with --fix=unsafe)\n", true);
    has(kb_report_jsonl, &summary, "\"fix\": null}\n", true);
    has(kb_report_jsonl, &summary, "\"fix\": \"safe\"}\n", true);
    has(kb_report_jsonl, &summary, "\"fix\": \"unsafe\"}\n", true);
    findings[1].fix_count = 0;
    has(kb_report_text, &summary, "in 1 record; 1 can be fixed with --fix=unsafe\n", true);
    summary.quiet = true;
    has(kb_report_text, &summary, "fixed", false);
}
END_TEST

/* A file that cannot be read has no line to point at. */
START_TEST(without_a_place)
{
    const struct kb_finding finding = {.rule = &rules[0],
                                       .severity = KB_ERROR,
                                       .doc = &no_doc,
                                       .place = {1, 1, 1, 1, 0, 0},
                                       .pointer = "",
                                       .message = "cannot be read: <gone>"};
    struct kb_summary summary = summary_of(&finding, 1);
    summary.unreadable = true;
    has(kb_report_sarif, &summary, "\"region\"", false);
    has(kb_report_sarif, &summary, "primaryLocationLineHash", false);
    has(kb_report_sarif, &summary, "\"uri\": \"gone.json\", \"uriBaseId\": \"%SRCROOT%\"", true);
    has(kb_report_sarif, &summary, "\"executionSuccessful\": false", true);
    is(kb_report_github, &summary,
       "::error file=gone.json,title=kbc (json/read)::cannot be read: <gone>\n");
    has(kb_report_gitlab, &summary, "\"severity\": \"critical\"", true);
    has(kb_report_gitlab, &summary, "\"begin\": {\"line\": 1, \"column\": 1}", true);
    has(kb_report_junit, &summary, "failures=\"0\" errors=\"1\"", true);
    has(kb_report_junit, &summary,
        "<error message=\"cannot be read: &lt;gone&gt;\" type=\"error\">cannot be read", true);
    has(kb_report_checkstyle, &summary, "<error line=\"0\" severity=\"error\"", true);
    has(kb_report_rdjson, &summary, "range", false);
}
END_TEST

START_TEST(paths)
{
    struct kb_finding finding = about("2,", "/b");
    struct kb_summary summary = summary_of(&finding, 1);
    has(kb_report_sarif, &summary, "\"uri\": \"x%20y/a.json\", \"uriBaseId\"", true);
    has(kb_report_gitlab, &summary, "\"path\": \"x y/a.json\"", true);
    summary.root = "/repo/x y";
    has(kb_report_gitlab, &summary, "\"path\": \"a.json\"", true);
    summary.root = "/rep"; /* no folder above, whatever it begins with */
    has(kb_report_gitlab, &summary, "\"path\": \"x y/a.json\"", true);
    summary.root = NULL;
    has(kb_report_github, &summary, "::warning file=x y/a.json,line=1,", true);
    summary.root = "/";
    has(kb_report_gitlab, &summary, "\"path\": \"repo/x y/a.json\"", true);

    const struct kb_source outside = {
        .path = "/else/b#.json", .real = "/else/b#.json", .data = text, .len = sizeof text - 1};
    const struct kb_doc other = {.source = &outside, .len = doc.len, .line = 1, .column = 1};
    finding.doc = &other;
    summary.root = "/repo";
    has(kb_report_sarif, &summary, "{\"uri\": \"file:///else/b%23.json\"}", true);
}
END_TEST

START_TEST(places)
{
    struct kb_finding findings[] = {about("\"\xE4\xB8\xAD\xE6\x96\x87\"", "/a"), about("2,", "/b"),
                                    about("[1,\n2]", "/c")};
    struct kb_summary summary = summary_of(findings, 3);
    has(kb_report_sarif, &summary,
        "{\"startLine\": 1, \"startColumn\": 7, \"endLine\": 1, \"endColumn\": 11}", true);
    has(kb_report_rdjson, &summary,
        "{\"start\": {\"line\": 1, \"column\": 7}, \"end\": {\"line\": 1, \"column\": 15}}", true);
    has(kb_report_rdjson, &summary,
        "{\"start\": {\"line\": 1, \"column\": 22}, \"end\": {\"line\": 1, \"column\": 24}}", true);
    has(kb_report_rdjson, &summary,
        "{\"start\": {\"line\": 2, \"column\": 6}, \"end\": {\"line\": 3, \"column\": 3}}", true);
    has(kb_report_github, &summary, ",line=2,endLine=3,title=", true);
    has(kb_report_github, &summary, ",line=1,endLine=1,col=18,endColumn=20,title=", true);
}
END_TEST

START_TEST(a_byte_order_mark_is_no_column)
{
    char marked[] = "\xEF\xBB\xBF{\"a\": 1}";
    const struct kb_source with = {.path = "m.json", .data = marked, .len = sizeof marked - 1};
    const struct kb_doc d = {.source = &with, .len = sizeof marked - 1, .line = 1, .column = 1};
    struct kb_finding finding = about("2,", "/a");
    finding.doc = &d;
    finding.place = kb_place_at(&d, 9, 1);
    ck_assert_uint_eq(finding.place.column, 8);
    struct kb_summary summary = summary_of(&finding, 1);
    has(kb_report_sarif, &summary, "\"startColumn\": 7, \"endLine\": 1, \"endColumn\": 8}", true);
}
END_TEST

/* No braces that a viewer would fill in, no link that a record made. */
START_TEST(sarif_messages)
{
    struct kb_related related = {&doc, kb_place_at(&doc, 0, 1), "the [first] \\ {0}"};
    struct kb_finding finding = about("2,", "/b");
    finding.message = "`{0}` [x](http://y)";
    finding.help = "{}";
    finding.related = &related;
    finding.related_count = 1;
    struct kb_summary summary = summary_of(&finding, 1);
    has(kb_report_sarif, &summary,
        "\"message\": {\"text\": \"`{{0}}` [x\\\\](http://y) ([the \\\\[first\\\\] \\\\\\\\ "
        "{{0}}](1))"
        "\\nhelp: {{}}\"}",
        true);
    has(kb_report_sarif, &summary, "\"relatedLocations\": [{\"id\": 1, \"physicalLocation\"", true);
    has(kb_report_sarif, &summary, "\"name\": \"ABC\"", true);
    has(kb_report_sarif, &summary, "{\"enabled\": false, \"level\": \"warning\"}", true);
}
END_TEST

START_TEST(gitlab_fingerprints_are_unique)
{
    struct kb_finding findings[3] = {about("2,", "/c/0"), about("2,", "/c/1"), about("2,", "/b")};
    struct kb_summary summary = summary_of(findings, 3);
    struct kb_buf out = {0};
    kb_report_gitlab(&out, &summary);
    const char *prints[3], *at = out.data;
    size_t len[3];
    for (int i = 0; i < 3; i++) {
        prints[i] = at = strstr(at, "\"fingerprint\": \"") + 16;
        len[i] = strcspn(at, "\"");
    }
    ck_assert_uint_eq(len[0], 16);
    ck_assert_uint_eq(len[1], 24);
    ck_assert_mem_eq(prints[1], prints[0], 16);
    ck_assert_mem_eq(prints[1] + 16, "00000002", 8);
    ck_assert_uint_eq(len[2], 16);
    ck_assert_mem_ne(prints[2], prints[0], 16);
    kb_buf_free(&out);
}
END_TEST

START_TEST(github_says_what_it_drops)
{
    struct kb_finding findings[25];
    for (int i = 0; i < 25; i++) {
        findings[i] = about("2,", "/b");
        findings[i].severity = i % 2 ? KB_ERROR : KB_WARNING;
    }
    struct kb_summary summary = summary_of(findings, 20);
    has(kb_report_github, &summary, "kbc: GitHub annotates", false);
    summary.count = 25;
    has(kb_report_github, &summary, "; 5 of 25 findings are in this log only\n", true);
    struct kb_buf out = {0};
    kb_report_github(&out, &summary);
    ck_assert_ptr_null(strstr(strstr(out.data, "::warning"), "::error")); /* errors first */
    kb_buf_free(&out);
    is(kb_report_github_summary, &summary,
       "### kbc: 1 warning in 1 record\n\n| severity | rule | findings | what should hold |\n"
       "|---|---|---:|---|\n| warning | `a/b-c` | 1 | s1 |\n\n");
}
END_TEST

START_TEST(nothing_found)
{
    static const size_t none[KB_SEVERITY_COUNT] = {0};
    struct kb_summary summary = summary_of(NULL, 0);
    summary.by_rule = summary.by_severity = none;
    is(kb_report_jsonl, &summary, "");
    is(kb_report_concise, &summary, "");
    is(kb_report_github, &summary, "");
    is(kb_report_gitlab, &summary, "[]\n");
    is(kb_report_text, &summary, "no findings in 1 record\n");
    is(kb_report_rdjson, &summary, "{\"source\": {\"name\": \"kbc\"}, \"diagnostics\": []}\n");
    is(kb_report_github_summary, &summary, "### kbc: no findings in 1 record\n\n");
    has(kb_report_sarif, &summary, "\"results\": []\n", true);
    has(kb_report_junit, &summary, "<testcase name=\"no findings\" classname=\"kbc\"/>", true);
    has(kb_report_checkstyle, &summary, "<checkstyle version=\"10.0\">\n</checkstyle>\n", true);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("formats");
    tcase_add_test(tests, suppressed);
    tcase_add_test(tests, changes);
    tcase_add_test(tests, without_a_place);
    tcase_add_test(tests, paths);
    tcase_add_test(tests, places);
    tcase_add_test(tests, a_byte_order_mark_is_no_column);
    tcase_add_test(tests, sarif_messages);
    tcase_add_test(tests, gitlab_fingerprints_are_unique);
    tcase_add_test(tests, github_says_what_it_drops);
    tcase_add_test(tests, nothing_found);
    return suite_run("report_formats", tests);
}

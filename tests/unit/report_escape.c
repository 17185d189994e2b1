/* SPDX-License-Identifier: MIT */
/* Escapes of the reports: every context with what would break out of it. */
#include <check.h>

#include "emit/report/escape.h"
#include "emit/report/page.h"
#include "tests/unit/suite.h"

static void data(struct kb_buf *out, struct kb_str text)
{
    kb_escape_github(out, text, false);
}

static void property(struct kb_buf *out, struct kb_str text)
{
    kb_escape_github(out, text, true);
}

static const struct {
    void (*escape)(struct kb_buf *out, struct kb_str text);
    const char *text, *wanted;
} rows[] = {
    {kb_escape_xml, "<a b=\"c\" d='e'>&amp;]]>",
     "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;]]&gt;"},
    {kb_escape_xml, "tab\tlf\ncr\r", "tab&#9;lf&#10;cr&#13;"},
    {kb_escape_xml, "\x01 \x1B[31m \x7F", " [31m &#127;"},
    {kb_escape_xml, "\xC2\x9B \xE2\x80\xAE \xEF\xBF\xBE \xEF\xBF\xBF", "&#155; &#8238;  "},
    {kb_escape_xml, "\xFF \xE4\xB8 \xED\xA0\x80 \xE4\xB8\xAD \xF0\x9F\x8E\x89",
     "\xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD \xE4\xB8\xAD "
     "\xF0\x9F\x8E\x89"},
    {data, "100%, a:b,c\r\n::error::x", "100%25, a:b,c%0D%0A::error::x"},
    {property, "100%, a:b,c\r\n", "100%25%2C a%3Ab%2Cc%0D%0A"},
    {property, "%2C %0A \x1B \xFF", "%252C %250A \\u001B \\xFF"},
    {kb_escape_uri, "seeds/a b/\xC3\xBC/c:d,e%f#g?h[i]~_-.json",
     "seeds/a%20b/%C3%BC/c%3Ad%2Ce%25f%23g%3Fh%5Bi%5D~_-.json"},
    {kb_escape_uri, "a\n\xFF&\"\\", "a%0A%FF%26%22%5C"},
    {kb_escape_markdown, "a * b_c <i> [x](y) | \\ # $ `a * <i> | \\ b` *",
     "a \\* b\\_c \\<i\\> \\[x\\](y) \\| \\\\ \\# \\$ `a * <i> | \\ b` \\*"},
    {kb_escape_markdown, "two\nlines", "two lines"},
};

START_TEST(every_context)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kb_buf out = {0};
        rows[i].escape(&out, kb_str(rows[i].text));
        ck_assert_str_eq(kb_buf_view(&out).p, rows[i].wanted);
        kb_buf_free(&out);
    }
}
END_TEST

/* Any byte, alone and between letters: what comes out is UTF-8 without a control. */
START_TEST(every_byte)
{
    for (unsigned c = 0; c < 256; c++) {
        const char text[] = {'a', (char)c, 'b', (char)c};
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            if (rows[i].escape == kb_escape_markdown)
                continue; /* takes rules' own texts only */
            struct kb_buf out = {0};
            rows[i].escape(&out, (struct kb_str){text, sizeof text});
            struct kb_str view = kb_buf_view(&out);
            ck_assert(kb_utf8_valid(view));
            for (size_t at = 0; at < view.n; at++)
                ck_assert_uint_ge((unsigned char)view.p[at], 0x20);
            kb_buf_free(&out);
        }
    }
}
END_TEST

START_TEST(pages)
{
    const struct kb_rule rule = {.name = "a/b",
                                 .severity = KB_WARNING,
                                 .fixable = KB_FIX_UNSAFE,
                                 .off = true,
                                 .summary = "no <b> in `<b>`",
                                 .why = "because",
                                 .example = "*one*\ntwo",
                                 .fix = "take_it out"};
    struct kb_buf out = {0};
    kb_rule_page_text(&out, &rule);
    ck_assert_str_eq(out.data, "Severity: warning; off: runs only where it is selected by name\n\n"
                               "Fixable: with --fix=unsafe; what the record means may change\n\n"
                               "Why: because\n\nExample: *one*\ntwo\n\nFix: take_it out\n");
    out.len = 0;
    kb_rule_page_markdown(&out, &rule);
    ck_assert_str_eq(out.data,
                     "no \\<b\\> in `<b>`\n\n"
                     "**Severity:** warning; off: runs only where it is selected by name\n\n"
                     "**Fixable:** with --fix=unsafe; what the record means may change\n\n"
                     "**Why:** because\n\n**Example:**\n\n    *one*\n    two\n\n"
                     "**Fix:** take\\_it out\n");
    kb_buf_free(&out);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("escape");
    tcase_add_test(tests, every_context);
    tcase_add_test(tests, every_byte);
    tcase_add_test(tests, pages);
    return suite_run("report_escape", tests);
}

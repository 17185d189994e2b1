/* SPDX-License-Identifier: MIT */
/* validate/rules/text_chars.c, text_marks.c, url.c: one field at a time, what is said of it, where,
 * and the change that ends it. */
#include <check.h>
#include <string.h>

#include "tests/unit/suite.h"
#include "validate/rules/checks.h"
#include "validate/rules/context.h"

typedef void rule_function(struct kb_context *context);

enum how { NO_CHANGE, SAFE, UNSAFE };

struct row {
    rule_function *rule;
    enum kb_field field;
    const char *text;
    const char *says; /* a part of the message; NULL: no finding */
    int byte;         /* the place, -1 the whole text */
    enum how how;
    const char *becomes; /* the text after the change */
};

#define CONTROL rule_text_control_character
#define WHITE   rule_text_whitespace
#define HOLDER  rule_text_placeholder
#define TICKS   rule_text_backticks
#define PROSE   KB_F_ROOT_CAUSE
#define NAME    KB_F_CATEGORY

#define HAN  "\xE4\xB8\xAD"
#define ZWJ  "\xE2\x80\x8D"
#define ZWNJ "\xE2\x80\x8C"
#define ZWSP "\xE2\x80\x8B"
#define LOST "\xEF\xBF\xBD"

static const struct row rows[] = {
    /* controls: named, placed, removed */
    {CONTROL, PROSE, "tab\tLF\nCR\r fine", NULL, 0, 0, NULL},
    {CONTROL, PROSE, "a\x07z", "U+0007 ALERT", 1, SAFE, "az"},
    {CONTROL, PROSE, "a\x7Fz", "U+007F DELETE", 1, SAFE, "az"},
    {CONTROL, PROSE, "a\x0Bz", "U+000B LINE TABULATION", 1, SAFE, "a z"},
    {CONTROL, PROSE, "a\x1B[1;31mred\x1B[0m z", "U+001B ESCAPE stands in the text, and 1 more", 1,
     SAFE, "ared z"},
    {CONTROL, PROSE, "\x1B[", "U+001B ESCAPE", 0, SAFE, "["},
    {CONTROL, PROSE, "\x1B[1", "U+001B ESCAPE", 0, SAFE, "[1"},
    {CONTROL, PROSE, "\x1B", "U+001B ESCAPE", 0, SAFE, ""},
    {CONTROL, PROSE,
     "b\xE2\x80\xAE"
     "a\xE2\x80\xAC",
     "U+202E RIGHT-TO-LEFT OVERRIDE", 1, SAFE, "ba"},
    {CONTROL, PROSE,
     "b\xE2\x80\xAA"
     "a",
     "U+202A LEFT-TO-RIGHT EMBEDDING", 1, SAFE, "ba"},
    {CONTROL, PROSE,
     "b\xE2\x81\xA6"
     "a\xE2\x81\xA9",
     "U+2066 LEFT-TO-RIGHT ISOLATE", 1, SAFE, "ba"},
    {CONTROL, PROSE, HAN ZWSP "a", "U+200B ZERO WIDTH SPACE", 3, SAFE, HAN "a"},
    {CONTROL, PROSE, "a\xE2\x81\xA0z", "U+2060 WORD JOINER", 1, SAFE, "az"},
    {CONTROL, PROSE,
     "\xEF\xBB\xBF"
     "a",
     "U+FEFF", 0, SAFE, "a"},
    {CONTROL, PROSE, "a\xC2\xADz", "U+00AD SOFT HYPHEN", 1, SAFE, "az"},
    {CONTROL, PROSE, "mark \xE2\x80\x8F and \xE2\x80\x8E", NULL, 0, 0, NULL},
    {CONTROL, NAME, "a\x07z", "U+0007 ALERT", 1, SAFE, "az"},
    {CONTROL, KB_F_SIGNATURE, "a\x07z", "U+0007 ALERT", 1, SAFE, "az"},
    {CONTROL, KB_F_REGEX, "a" ZWSP "?z", "U+200B", 1, UNSAFE, "a?z"},
    {CONTROL, KB_F_REGEX, "a\\x{200B}?z", NULL, 0, 0, NULL},
    {CONTROL, KB_F_ID, "a/" ZWSP "z", "U+200B", 2, UNSAFE, "a/z"},
    {CONTROL, KB_F_DOC_URL, "https://a.example/" ZWSP, "U+200B", 18, UNSAFE, "https://a.example/"},

    /* what was something else: a lost backslash, another encoding, a lost character */
    {CONTROL, PROSE, "C:\boot", "U+0008 BACKSPACE", 2, UNSAFE, "C:\\boot"},
    {CONTROL, KB_F_REGEX, "\bfoo\b", "U+0008 BACKSPACE", 0, UNSAFE, "\\bfoo\\b"},
    {CONTROL, PROSE, "C:\fail", "U+000C FORM FEED", 2, UNSAFE, "C:\\fail"},
    {CONTROL, PROSE, "don\xC2\x92t", "U+0092 C1 control", 3, SAFE, "don\xE2\x80\x99t"},
    {CONTROL, PROSE, "a\xC2\x81z", "U+0081 C1 control", 1, SAFE, "az"},
    {CONTROL, PROSE, "\xC3\xA2\xC2\x80\xC2\x99", "U+0080 C1 control", 2, UNSAFE,
     "\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2"},
    {CONTROL, PROSE, "caf" LOST " x" LOST, "U+FFFD REPLACEMENT CHARACTER stands in the text, and 1",
     3, NO_CHANGE, NULL},

    /* joiners, where they join nothing */
    {CONTROL, PROSE, "a" ZWJ "z", "U+200D ZERO WIDTH JOINER", 1, SAFE, "az"},
    {CONTROL, PROSE, HAN ZWNJ HAN, "U+200C ZERO WIDTH NON-JOINER", 3, SAFE, HAN HAN},
    {CONTROL, PROSE, "a" ZWJ ZWJ ZWSP ZWJ "z", "U+200D ZERO WIDTH JOINER", 1, SAFE, "az"},
    {CONTROL, PROSE, "a" ZWSP ZWJ "z", "U+200B ZERO WIDTH SPACE", 1, SAFE, "az"},
    {CONTROL, PROSE, "\xE0\xA4\x95\xE0\xA5\x8D" ZWJ "\xE0\xA4\xB7", NULL, 0, 0, NULL},
    {CONTROL, PROSE, "\xD9\x85\xDB\x8C" ZWNJ "\xD8\xAE", NULL, 0, 0, NULL},
    {CONTROL, PROSE, "\xF0\x9F\x91\xA9" ZWJ "\xF0\x9F\x92\xBB", NULL, 0, 0, NULL},
    {CONTROL, PROSE, "a" ZWJ, NULL, 0, 0, NULL},

    /* white space at the ends */
    {WHITE, PROSE, "It is so.", NULL, 0, 0, NULL},
    {WHITE, PROSE, " It is so.", "begins with", 0, SAFE, "It is so."},
    {WHITE, PROSE, "It is so. ", "ends in", 9, SAFE, "It is so."},
    {WHITE, PROSE, "It is so.\n", "ends in", 9, SAFE, "It is so."},
    {WHITE, PROSE, "\t It is so.\xE3\x80\x80\xC2\xA0", "surrounds", 0, SAFE, "It is so."},
    {WHITE, PROSE, " \n", "nothing but", 0, SAFE, ""},
    {WHITE, PROSE, "", NULL, 0, 0, NULL},
    {WHITE, NAME, "cuda ", "ends in", 4, SAFE, "cuda"},
    {WHITE, NAME, "two  words", NULL, 0, 0, NULL},
    {WHITE, KB_F_ID, "a/b ", "ends in", 3, UNSAFE, "a/b"},
    {WHITE, KB_F_DOC_URL, " https://a.example/", "begins", 0, SAFE, "https://a.example/"},
    {WHITE, KB_F_SIGNATURE, "  fatal:  ", NULL, 0, 0, NULL},
    {WHITE, KB_F_REGEX, " a  b ", NULL, 0, 0, NULL},
    {WHITE, PROSE, "if x:\n    y\n", NULL, 0, 0, NULL},
    {WHITE, PROSE, "  if x:\n    y  z", NULL, 0, 0, NULL},

    /* and several blanks between words */
    {WHITE, PROSE, "It  is so.", "several spaces stand between two words", 2, SAFE, "It is so."},
    {WHITE, PROSE, "It   is.  So  ", "ends in", 12, SAFE, "It is. So"},
    {WHITE, PROSE, "It  is.  So", "between words", 2, SAFE, "It is. So"},
    {WHITE, PROSE, "use \t it", "several", 3, SAFE, "use it"},
    {WHITE, PROSE, "the  GPU 2  fails", "several", 3, SAFE, "the GPU 2 fails"},
    {WHITE, PROSE, "Call  `a  b`  now", "several", 4, SAFE, "Call `a  b` now"},
    {WHITE, PROSE, "Call  `a_b()`, then", "several", 4, SAFE, "Call `a_b()`, then"},
    {WHITE, PROSE, "`a_b()`  `c_d`", "several", 7, SAFE, "`a_b()` `c_d`"},
    {WHITE, PROSE, "Call `a  b` now", NULL, 0, 0, NULL},
    {WHITE, PROSE, "make clean  # comment", NULL, 0, 0, NULL},
    {WHITE, PROSE, "nvidia-smi  --query", NULL, 0, 0, NULL},
    {WHITE, PROSE, "x = 1;  y = 2", NULL, 0, 0, NULL},
    {WHITE, PROSE, "f()  or  f ?? g  instead of h", NULL, 0, 0, NULL},
    {WHITE, PROSE, " f()  or  f ?? g", "begins", 0, SAFE, "f()  or  f ?? g"},
    {WHITE, PROSE, "Bad: x  \xE2\x86\x92  good: y", NULL, 0, 0, NULL},

    /* placeholders */
    {HOLDER, PROSE, "TODO: write this", "not finished: it holds `TODO:`", 0, NO_CHANGE, NULL},
    {HOLDER, PROSE, "It fails (TODO: why?)", "`(TODO:`", 9, NO_CHANGE, NULL},
    {HOLDER, PROSE, "It fails. FIXME", "`FIXME`", 10, NO_CHANGE, NULL},
    {HOLDER, PROSE, "Lorem ipsum dolor", "`Lorem ipsum`", 0, NO_CHANGE, NULL},
    {HOLDER, PROSE, "N/A", "only a placeholder: `N/A`", -1, NO_CHANGE, NULL},
    {HOLDER, PROSE, " n/a. ", "only a placeholder", -1, NO_CHANGE, NULL},
    {HOLDER, PROSE, "<TBD>", "only a placeholder", -1, NO_CHANGE, NULL},
    {HOLDER, PROSE, "...", "only a placeholder", -1, NO_CHANGE, NULL},
    {HOLDER, PROSE, "\xE2\x80\xA6", "only a placeholder", -1, NO_CHANGE, NULL},
    {HOLDER, PROSE, "\xE2\x80\x94", "only a placeholder", -1, NO_CHANGE, NULL},
    {HOLDER, PROSE, "xxx", "only a placeholder", -1, NO_CHANGE, NULL},
    {HOLDER, PROSE, "???", "only a placeholder", -1, NO_CHANGE, NULL},
    {HOLDER, NAME, "TBD", "only a placeholder", -1, NO_CHANGE, NULL},
    {HOLDER, KB_F_SIGNATURE, "TODO", "only a placeholder", -1, NO_CHANGE, NULL},
    {HOLDER, KB_F_REGEX, "xxx", "only a placeholder", -1, NO_CHANGE, NULL},
    {HOLDER, KB_F_REGEX, "...", NULL, 0, 0, NULL},
    {HOLDER, PROSE, "", NULL, 0, 0, NULL},
    {HOLDER, PROSE, "edit the git-rebase-todo file, then todo: nothing", NULL, 0, 0, NULL},
    {HOLDER, PROSE, "Go 8.0.xxx and CMP0XXX, FIXMES and a TODO list", NULL, 0, 0, NULL},
    {HOLDER, PROSE, "Search for `TODO:` and 'FIXME'", NULL, 0, 0, NULL},
    {HOLDER, PROSE, "None", NULL, 0, 0, NULL},
    {HOLDER, KB_F_SIGNATURE, "TODO: not implemented", NULL, 0, 0, NULL},
    {HOLDER, KB_F_VERSION_RANGE, "*", NULL, 0, 0, NULL},

    /* backticks */
    {TICKS, PROSE, "Call `a` and ``b`c`` and\n```\nd\n```", NULL, 0, 0, NULL},
    {TICKS, PROSE, "Call `a", "a backtick is missing", 5, NO_CHANGE, NULL},
    {TICKS, PROSE, "Call `a` and b`", "a backtick is missing", 14, NO_CHANGE, NULL},
    {TICKS, PROSE, "Call ``a`", "a backtick is missing", 5, NO_CHANGE, NULL},
    {TICKS, PROSE, "```\nd", "a backtick is missing", 0, NO_CHANGE, NULL},
    {TICKS, PROSE, "`", "a backtick is missing", 0, NO_CHANGE, NULL},
    {TICKS, PROSE, "undefined reference to `main'", NULL, 0, 0, NULL},
    {TICKS, PROSE, "a backtick (`), '`' or \\` itself", NULL, 0, 0, NULL},
    {TICKS, KB_F_SIGNATURE, "expected ` here", NULL, 0, 0, NULL},

    /* addresses */
    {rule_url_insecure, KB_F_DOC_URL, "http://a.example/x", "http is neither", -1, SAFE,
     "https://a.example/x"},
    {rule_url_insecure, KB_F_DOC_URL, " HTTP://a.example/x", "http is neither", -1, SAFE,
     "https://a.example/x"},
    {rule_url_insecure, KB_F_DOC_URL, "http://a.example:8080/x", "http is", -1, NO_CHANGE, NULL},
    {rule_url_insecure, KB_F_DOC_URL, "https://a.example/x", NULL, 0, 0, NULL},
    {rule_url_insecure, KB_F_DOC_URL, "http://127.0.0.1/x", NULL, 0, 0, NULL},
    {rule_url_insecure, KB_F_DOC_URL, "http://a b/", NULL, 0, 0, NULL},
    {rule_url_invalid, KB_F_DOC_URL, "http://a b/", "the host is no name", -1, NO_CHANGE, NULL},
    {rule_url_invalid, KB_F_DOC_URL, "http://127.0.0.1/", NULL, 0, 0, NULL},
    {rule_url_invalid, KB_F_DOC_URL, " ", NULL, 0, 0, NULL},
    {rule_url_unsafe, KB_F_DOC_URL, "http://0x7f.1/",
     "the host `0x7f.1`, which is `127.0.0.1` in disguise, is the reader's own machine", -1,
     NO_CHANGE, NULL},
    {rule_url_unsafe, KB_F_DOC_URL, "http://[::1]/", "the host `[::1]` is the reader's own machine",
     -1, NO_CHANGE, NULL},
};

/* What was delivered last. */
struct heard {
    int findings;
    char message[512];
    long byte;
    enum how how;
    char becomes[256];
};

static void hear(struct kb_context *context, const struct kb_report *report)
{
    struct heard *heard = context->driver;
    heard->findings++;
    strncpy(heard->message, report->message, sizeof heard->message - 1);
    heard->byte = report->spot.byte;
    if (report->change_count) {
        const struct kb_change *change = &report->changes[0];
        ck_assert_int_eq(change->kind, KB_FIX_SET_TEXT);
        ck_assert_uint_eq(strlen(change->text.p), change->text.n);
        heard->how = change->unsafe ? UNSAFE : SAFE;
        strncpy(heard->becomes, change->text.p, sizeof heard->becomes - 1);
    }
}

static struct heard run(const struct row *row, const char *text)
{
    static const struct kb_layout layout;
    struct heard heard = {.byte = -2};
    struct kb_arena arena = {0};
    struct kb_record record = {0};
    struct kb_str value = kb_str(text);
    memcpy((char *)&record + kb_fields[row->field].offset, &value, sizeof value);
    struct kb_context context = {.layout = &layout,
                                 .record = &record,
                                 .thresholds = &kb_default_thresholds,
                                 .arena = &arena,
                                 .driver = &heard,
                                 .deliver = hear};
    row->rule(&context);
    kb_context_free(&context);
    kb_arena_free(&arena);
    return heard;
}

START_TEST(test_rows)
{
    const struct row *row = &rows[_i];
    struct heard heard = run(row, row->text);
    ck_assert_msg(heard.findings == (row->says != NULL), "%s: %s", row->text, heard.message);
    if (!row->says)
        return;
    ck_assert_msg(strstr(heard.message, row->says), "%s: %s", row->text, heard.message);
    ck_assert_int_eq(heard.byte, row->byte);
    ck_assert_int_eq(heard.how, row->how);
    if (row->how == NO_CHANGE)
        return;
    ck_assert_str_eq(heard.becomes, row->becomes);
    ck_assert_msg(run(row, heard.becomes).findings == 0, "%s: still found after the change",
                  row->text);
}
END_TEST

/* Wherever in a long text a byte stands, it is found or passed over as it is alone: eight are
 * looked at in one step. */
START_TEST(test_every_byte_everywhere)
{
    struct row row = {.rule = CONTROL, .field = PROSE};
    for (int byte = 1; byte < 0x80; byte++)
        for (int at = 0; at < 24; at++) {
            char text[] = "a ~ text of 24 bytes ~ z";
            text[at] = (char)byte;
            struct heard heard = run(&row, text);
            bool plain = byte >= 0x20 && byte < 0x7F;
            bool kept = plain || byte == '\t' || byte == '\n' || byte == '\r';
            ck_assert_msg(heard.findings == !kept, "U+%04X at %d", (unsigned)byte, at);
            ck_assert_int_eq(heard.byte, kept ? -2 : at);
        }
}
END_TEST

/* What stands before a joiner is known behind eight bytes, too. */
START_TEST(test_joiner_behind_eight)
{
    struct row row = {.rule = CONTROL, .field = PROSE};
    ck_assert_int_eq(run(&row, "eight is" ZWJ "z").byte, 8);
    ck_assert_int_eq(run(&row, "seven, " HAN ZWJ "z").byte, 10);
    ck_assert_int_eq(run(&row, "eight, 8" ZWJ "z").findings, 0);
}
END_TEST

/* What can be removed goes without what cannot: two findings, and the change keeps U+FFFD. */
START_TEST(test_lost_and_hidden)
{
    struct row row = {.rule = CONTROL, .field = PROSE};
    struct heard heard = run(&row, "a" LOST "b" ZWSP "c");
    ck_assert_int_eq(heard.findings, 2);
    ck_assert_str_eq(heard.becomes, "a" LOST "bc");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("text_rules");
    tcase_add_loop_test(cases, test_rows, 0, (int)(sizeof rows / sizeof *rows));
    tcase_add_test(cases, test_every_byte_everywhere);
    tcase_add_test(cases, test_joiner_behind_eight);
    tcase_add_test(cases, test_lost_and_hidden);
    return suite_run("text_rules", cases);
}

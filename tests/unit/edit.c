/* SPDX-License-Identifier: MIT */
/* Fixes as edits: what becomes of the text, byte for byte, and which edits clash. */
#include "compiler/edit.h"

#include <stdio.h>
#include <string.h>

#include "compiler/scan.h"
#include "kb/buf.h"
#include "tests/unit/suite.h"

#define SET  KB_FIX_SET_TEXT
#define ADD  KB_FIX_APPEND
#define CUT  KB_FIX_REMOVE
#define NAME KB_FIX_RENAME_KEY

static const struct {
    enum kb_fix_kind kind;
    const char *before, *pointer, *text, *after; /* after NULL: the fix cannot be made */
} rows[] = {
    /* only what differs changes; escapes and spelling around it stay */
    {SET, "{ \"a\":\"http://x\\/y\" }", "/a", "https://x/y", "{ \"a\":\"https://x\\/y\" }"},
    {SET, "{\"a\": \" \\u7206 b  \"}", "/a", "\xE7\x88\x86 b", "{\"a\": \"\\u7206 b\"}"},
    {SET, "[\"\\u7206 x\"]", "/0", "\xE7\x88\x86 \xE5\xA3\x9E", "[\"\\u7206 \\u58de\"]"},
    {SET, "[\"\\n x\"]", "/0", "\n \xE5\xA3\x9E", "[\"\\n \xE5\xA3\x9E\"]"},
    {SET, "[\"\xE7\x88\x86\"]", "/0", "\xE7\x88\xA6", "[\"\xE7\x88\xA6\"]"},
    {SET, "[\"\xF0\x9F\x98\x80\"]", "/0", "\xF0\x9F\x98\x81", "[\"\xF0\x9F\x98\x81\"]"},
    {SET, "[\"a\xC3\xA9\xC3\xA9\"]", "/0", "a\xC3\xA9", "[\"a\xC3\xA9\"]"},
    {SET, "[\"\\u00e9\"]", "/0", "\xC4\xA9", "[\"\\u0129\"]"}, /* the same last byte */
    {SET, "[\"aaa\"]", "/0", "aa", "[\"aa\"]"},
    {SET, "[\"aa\"]", "/0", "aaa", "[\"aaa\"]"},
    {SET, "[\"ab\"]", "/0", "", "[\"\"]"},
    {SET, "[\"\"]", "/0", "a\"b\\\n\xE2\x80\xAE", "[\"a\\\"b\\\\\\n\\u202e\"]"},
    {SET, "{\"a\": 0.5, \"b\": 1}", "/a", "x", "{\"a\": \"x\", \"b\": 1}"},
    {SET, "{\"a\": {\"b\": [1]}}", "/a", "x", "{\"a\": \"x\"}"},
    {SET, "{\"a\": \"x\"}", "/a", "x", NULL},
    {SET, "{\"a\": \"x\"}", "/b", "x", NULL},
    {SET, "{\"a~/\": \"x\"}", "/a~0~1", "y", "{\"a~/\": \"y\"}"},

    /* an item goes with one comma */
    {CUT, "[1, 2, 3]", "/0", NULL, "[2, 3]"},
    {CUT, "[1, 2, 3]", "/1", NULL, "[1, 3]"},
    {CUT, "[1, 2 , 3\n]", "/2", NULL, "[1, 2 \n]"},
    {CUT, "[ {\"a\": [1]} ]", "/0", NULL, "[]"},
    {CUT, "{\"a\": 1,\n \"b\": 2,\n \"c\": 3}", "/b", NULL, "{\"a\": 1,\n \"c\": 3}"},
    {CUT, "{\"a\": 1,\n \"b\" : {}\n}\n", "/b", NULL, "{\"a\": 1\n}\n"},
    {CUT, "{\n  \"a\": 1\n}\n", "/a", NULL, "{}\n"},
    {CUT, "{\"a\": 1}", "/b", NULL, NULL},
    {CUT, "{\"a\": 1}", "", NULL, NULL},

    {NAME, "{\"sorces\": [], \"x\": 1}", "/sorces", "sources", "{\"sources\": [], \"x\": 1}"},
    {NAME, "{\"a\": {\"\\u7206\": 1}}", "/a/\xE7\x88\x86", "~/", "{\"a\": {\"~/\": 1}}"},
    {NAME, "{\"a\": 1, \"b\": 1}", "/a", "b", NULL},
    {NAME, "[1]", "/0", "b", NULL},
    {NAME, "{\"a\": 1}", "", "b", NULL},

    /* an item is set as its neighbours are */
    {ADD, "[\"a\"]", "", "\"b\"", "[\"a\",\"b\"]"},
    {ADD, "{\"x\": [\"a\", \"b\"]}", "/x", " \"c\" ", "{\"x\": [\"a\", \"b\", \"c\"]}"},
    {ADD, "{\"x\":[{\"id\":1}]}", "/x", "{\"id\": 2}", "{\"x\":[{\"id\":1},{\"id\":2}]}"},
    {ADD, "{\n  \"x\": [\n    1\n  ]\n}", "/x", "2", "{\n  \"x\": [\n    1,\n    2\n  ]\n}"},
    {ADD, "{\r\n\t\"x\": [\r\n\t\t1\r\n\t]\r\n}", "/x", "{\"id\":[2]}",
     "{\r\n\t\"x\": [\r\n\t\t1,\r\n\t\t{\r\n\t\t\t\"id\": [\r\n\t\t\t\t2\r\n\t\t\t]\r\n\t\t}\r\n\t]"
     "\r\n}"},
    {ADD, "{\n  \"x\": [{\"id\": 1}]\n}", "/x", "{\"id\":2}",
     "{\n  \"x\": [{\"id\": 1}, {\"id\": 2}]\n}"},

    /* an array that is empty, null or absent, and what is above it */
    {ADD, "{\n    \"x\": []\n}", "/x", "{\"id\":1}",
     "{\n    \"x\": [\n        {\n            \"id\": 1\n        }\n    ]\n}"},
    {ADD, "{\n  \"x\": null,\n  \"y\": 1\n}", "/x", "1",
     "{\n  \"x\": [\n    1\n  ],\n  \"y\": 1\n}"},
    {ADD, "{\"x\": [ ]}", "/x", "1", "{\"x\": [1]}"},
    {ADD, "{\"y\":1}", "/x", "1", "{\"y\":1,\"x\":[1]}"},
    {ADD, "{\"y\": 1}", "/x/z", "1", "{\"y\": 1, \"x\": {\"z\": [1]}}"},
    {ADD, "{\n  \"y\": 1\n}", "/x/z", "1",
     "{\n  \"y\": 1,\n  \"x\": {\n    \"z\": [\n      1\n    ]\n  }\n}"},
    {ADD, "{\n  \"x\": {}\n}", "/x/a~1b/c", "1",
     "{\n  \"x\": {\n    \"a/b\": {\n      \"c\": [\n        1\n      ]\n    }\n  }\n}"},
    {ADD, "{\n  \"x\": {\n    \"y\": []\n  }\n}", "/x/z", "1",
     "{\n  \"x\": {\n    \"y\": [],\n    \"z\": [\n      1\n    ]\n  }\n}"},
    {ADD, "{\"x\": null}", "/x/z", "1", "{\"x\": {\"z\": [1]}}"},
    {ADD, "{}", "/x", "1", "{\"x\":[1]}"},
    /* a record within an array file: its own lines are indented by what stands before it */
    {ADD, "{\n      \"x\": []\n    }", "/x", "1", "{\n      \"x\": [\n        1\n      ]\n    }"},
    {ADD, "{\"x\": 1}", "/x", "1", NULL},
    {ADD, "{\"x\": [1]}", "/x/y", "1", NULL},
    {ADD, "{\"x\": \"[\"}", "/x", "1", NULL},
};

static void nothing(void *data, const struct kb_scan_problem *problem)
{
    (void)data;
    (void)problem;
}

static bool clean(const char *text)
{
    struct kb_scanner scanner = {0};
    bool ok = kb_scan(&scanner, text, strlen(text), nothing, NULL) == KB_SCAN_CLEAN;
    kb_scanner_free(&scanner);
    return ok;
}

static void apply(struct kb_buf *out, const char *before, const struct kb_edit *edit)
{
    out->len = 0;
    kb_buf_add(out, before, edit->offset);
    kb_buf_str(out, edit->text);
    kb_buf_puts(out, before + edit->offset + edit->len);
}

START_TEST(text_after_a_fix)
{
    struct kb_arena arena = {0};
    struct kb_scan_trail trail = {0};
    struct kb_buf out = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kb_fix fix = {rows[i].kind, NULL, rows[i].pointer, kb_str(rows[i].text), false};
        struct kb_edit edit;
        ck_assert_msg(clean(rows[i].before), "row %zu is no JSON", i);
        bool made = kb_edit_make(&edit, &fix, kb_str(rows[i].before), &trail, &arena);
        ck_assert_msg(made == (rows[i].after != NULL), "row %zu", i);
        if (!made)
            continue;
        apply(&out, rows[i].before, &edit);
        ck_assert_msg(strcmp(out.data, rows[i].after) == 0, "row %zu: %s", i, out.data);
        ck_assert_msg(clean(out.data), "row %zu", i);
        ck_assert_msg(edit.from <= edit.offset && edit.offset + edit.len <= edit.to, "row %zu", i);
    }
    kb_buf_free(&out);
    kb_arena_free(&arena);
    kb_scan_trail_free(&trail);
}
END_TEST

/* Two fixes of one text: whether they go together, and then what comes of both. */
static const struct {
    enum kb_fix_kind first, second;
    const char *before, *first_pointer, *first_text, *second_pointer, *second_text;
    const char *after; /* NULL: they clash */
} pairs[] = {
    {SET, SET, "[\"a\",\"b\"]", "/0", "x", "/1", "y", "[\"x\",\"y\"]"},
    {SET, SET, "[\" a \"]", "/0", "a ", "/0", " a", NULL},
    {CUT, SET, "[[\"a\"],1]", "/0", NULL, "/0/0", "x", NULL},
    {CUT, CUT, "[1,2,3]", "/0", NULL, "/1", NULL, "[3]"},
    {CUT, CUT, "[1,2,3]", "/1", NULL, "/2", NULL, NULL},
    {CUT, ADD, "[1,2]", "/1", NULL, "", "3", "[1,3]"},
    {CUT, ADD, "[1]", "/0", NULL, "", "3", NULL},
    {CUT, ADD, "[ 1 ]", "/0", NULL, "", "3", NULL},
    {SET, ADD, "[\"a\"]", "/0", "x", "", "3", "[\"x\",3]"},
    {ADD, ADD, "[1]", "", "3", "", "2", "[1,2,3]"},
    {ADD, ADD, "[1]", "", "2", "", "2", NULL},
    {ADD, ADD, "[]", "", "2", "", "3", NULL},
    {ADD, ADD, "{}", "/a", "2", "/a", "3", NULL},
    {ADD, ADD, "{\"x\":1}", "/a", "2", "/a", "3", NULL},
    {ADD, ADD, "{\"x\":1}", "/a", "2", "/b", "2", NULL},
    {NAME, NAME, "{\"x\":1,\"y\":2}", "/x", "z", "/y", "z", NULL},
    {NAME, SET, "{\"x\":{\"y\":2}}", "/x", "z", "/x/y", "3", NULL},
    {NAME, CUT, "{\"x\":{\"y\":2}}", "/x/y", "z", "/x", NULL, NULL},
};

START_TEST(two_fixes)
{
    struct kb_arena arena = {0};
    struct kb_scan_trail trail = {0};
    struct kb_buf one = {0}, both = {0};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct kb_fix first = {pairs[i].first, NULL, pairs[i].first_pointer,
                               kb_str(pairs[i].first_text), false};
        struct kb_fix second = {pairs[i].second, NULL, pairs[i].second_pointer,
                                kb_str(pairs[i].second_text), false};
        struct kb_str text = kb_str(pairs[i].before);
        struct kb_edit a, b;
        ck_assert(kb_edit_make(&a, &first, text, &trail, &arena));
        ck_assert(kb_edit_make(&b, &second, text, &trail, &arena));
        if (kb_edit_cmp(&a, &b) > 0) {
            struct kb_edit swap = a;
            a = b;
            b = swap;
        }
        bool clash = kb_edit_clash(&a, &b);
        ck_assert_msg(clash == !pairs[i].after, "pair %zu", i);
        if (clash)
            continue;
        apply(&one, pairs[i].before, &b); /* from the back, so that places hold */
        apply(&both, one.data, &a);
        ck_assert_msg(strcmp(both.data, pairs[i].after) == 0, "pair %zu: %s", i, both.data);
    }
    kb_buf_free(&one);
    kb_buf_free(&both);
    kb_arena_free(&arena);
    kb_scan_trail_free(&trail);
}
END_TEST

/* Each in its turn, and at the ends of what is large, too: a walk from the start for each would
 * take minutes. */
START_TEST(many_fixes)
{
    enum { MANY = 50000 };
    struct kb_arena arena = {0};
    struct kb_scan_trail trail = {0};
    struct kb_buf text = {0};
    kb_buf_puts(&text, "{\"list\": [");
    for (int i = 0; i < MANY; i++)
        kb_buf_printf(&text, "%s\"a%d \"", i ? "," : "", i);
    kb_buf_puts(&text, "]");
    for (int i = 0; i < MANY; i++)
        kb_buf_printf(&text, ", \"k%d\": \"x\"", i);
    kb_buf_puts(&text, "}");
    for (int i = 0; i < 3 * MANY; i++) {
        char pointer[32];
        snprintf(pointer, sizeof pointer, i < MANY ? "/list/%d" : "/k%d", i % MANY);
        bool append = i >= 2 * MANY;
        struct kb_fix fix = {append ? ADD : SET, NULL, append ? "/list" : pointer, KB_STR("1"),
                             false};
        struct kb_edit edit;
        ck_assert(kb_edit_make(&edit, &fix, kb_buf_view(&text), &trail, &arena));
    }
    kb_buf_free(&text);
    kb_arena_free(&arena);
    kb_scan_trail_free(&trail);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("edit");
    tcase_add_test(cases, text_after_a_fix);
    tcase_add_test(cases, two_fixes);
    tcase_add_test(cases, many_fixes);
    return suite_run("edit", cases);
}

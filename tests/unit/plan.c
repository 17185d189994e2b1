/* SPDX-License-Identifier: MIT */
/* One round of fixing, with findings made by hand: which fixes are made together, in files of every
 * shape, and what is left alone. */
#include "compiler/plan.h"

#include <string.h>

#include "tests/unit/suite.h"

enum { MOST = 8 };

static struct kb_check check;
static struct kb_fix *fixes;
static size_t fix_count;
static bool *given_up; /* by document */
static struct kb_plan plan;

/* Sources from pairs of name and text, ended by NULL. */
static void read_texts(const char *const *pairs)
{
    struct kb_source *sources = kb_alloc(MOST, sizeof *sources);
    size_t count = 0;
    for (; pairs[2 * count]; count++) {
        const char *text = pairs[2 * count + 1];
        sources[count] = (struct kb_source){
            .path = pairs[2 * count], .data = kb_copy(text, strlen(text)), .len = strlen(text)};
    }
    check = (struct kb_check){0};
    kb_input_split(&check.input, sources, count);
    fixes = kb_alloc(MOST, sizeof *fixes);
    fix_count = 0;
    given_up = kb_alloc(check.input.doc_count, sizeof *given_up);
}

static void add_fix(enum kb_fix_kind kind, size_t doc, const char *pointer, const char *text,
                    bool unsafe)
{
    ck_assert_uint_lt(doc, check.input.doc_count);
    fixes[fix_count++] =
        (struct kb_fix){kind, &check.input.docs[doc], pointer, kb_str(text), unsafe};
}

/* A finding of the last `count` fixes. */
static void finding(size_t count)
{
    const struct kb_finding made = {.doc = fixes[fix_count - count].doc,
                                    .fixes = &fixes[fix_count - count],
                                    .fix_count = count};
    kb_findings_add(&check.findings, &made);
}

static void set_text(size_t doc, const char *pointer, const char *text)
{
    add_fix(KB_FIX_SET_TEXT, doc, pointer, text, false);
    finding(1);
}

static void append(size_t doc, const char *pointer, const char *json)
{
    add_fix(KB_FIX_APPEND, doc, pointer, json, false);
    finding(1);
}

static void make(bool unsafe)
{
    kb_plan_make(&plan, &check, unsafe, given_up);
}

/* NULL: unchanged. */
static void text_is(size_t source, const char *text)
{
    ck_assert_msg(plan.sources[source].changed == (text != NULL), "source %zu", source);
    if (text)
        ck_assert_str_eq(plan.sources[source].text.data, text);
}

static void done(void)
{
    free(fixes);
    free(given_up);
    kb_plan_free(&plan);
    kb_findings_free(&check.findings);
    kb_input_free(&check.input);
}

START_TEST(files_of_every_shape)
{
    read_texts((const char *const[]){"a.json", "{\r\n  \"a\": \"x\"\r\n}\r\n", "b.jsonl",
                                     "{\"a\": \"x\"}\r\n\n {\"a\": []}\n{\"a\":\"x\"}", "c.json",
                                     "[\n  {\"a\": \"x\"} ,\n  {\n    \"a\": []\n  }\n]\n",
                                     "d.json", "{\"a\": \"x\"}", NULL});
    set_text(0, "/a", "y");
    set_text(1, "/a", "y");
    append(2, "/a", "{\"b\": 1}");
    set_text(4, "/a", "z");
    append(5, "/a", "1");
    make(false);
    text_is(0, "{\r\n  \"a\": \"y\"\r\n}\r\n");
    text_is(1, "{\"a\": \"y\"}\r\n\n {\"a\": [{\"b\": 1}]}\n{\"a\":\"x\"}");
    text_is(2, "[\n  {\"a\": \"z\"} ,\n  {\n    \"a\": [\n      1\n    ]\n  }\n]\n");
    text_is(3, NULL);
    ck_assert_uint_eq(plan.changed, 3);
    ck_assert_uint_eq(plan.sources[1].findings, 2);
    done();
}
END_TEST

START_TEST(unsafe_fixes_wait_to_be_asked_for)
{
    for (int asked = 0; asked < 2; asked++) {
        read_texts((const char *const[]){"a.json", "{\"a\":\"x\",\"b\":\"x\",\"c\":\"x\"}", NULL});
        add_fix(KB_FIX_SET_TEXT, 0, "/a", "1", true);
        finding(1);
        set_text(0, "/b", "2");
        add_fix(KB_FIX_SET_TEXT, 0, "/c", "3", false); /* of a finding with one that is not safe */
        add_fix(KB_FIX_SET_TEXT, 0, "/a", "4", true);
        finding(2);
        make(asked);
        text_is(0, asked ? "{\"a\":\"1\",\"b\":\"2\",\"c\":\"x\"}"
                         : "{\"a\":\"x\",\"b\":\"2\",\"c\":\"x\"}");
        ck_assert_uint_eq(plan.unsafe_left, asked ? 0 : 2);
        done();
    }
}
END_TEST

START_TEST(together_or_not_at_all)
{
    read_texts((const char *const[]){"a.json", "{\"a\":\"x\",\"b\":\"x\"}", "b.json",
                                     "{\"a\":\"x\",\"b\":\"x\"}", "c.json", "{\"c\":\"x\"}", NULL});
    set_text(0, "/a", "1");
    add_fix(KB_FIX_SET_TEXT, 1, "/a", "2", false);
    add_fix(KB_FIX_SET_TEXT, 0, "/a", "2", false); /* clashes with the first */
    finding(2);
    add_fix(KB_FIX_SET_TEXT, 2, "/c", "3", false);
    add_fix(KB_FIX_SET_TEXT, 0, "/gone", "3", false); /* cannot be made */
    finding(2);
    add_fix(KB_FIX_SET_TEXT, 0, "/b", "4", false);
    add_fix(KB_FIX_REMOVE, 1, "/b", NULL, false);
    finding(2);
    make(false);
    text_is(0, "{\"a\":\"1\",\"b\":\"4\"}");
    text_is(1, "{\"a\":\"x\"}");
    text_is(2, NULL);
    ck_assert_uint_eq(plan.sources[0].findings, 2);
    done();
}
END_TEST

/* Two findings that meet at two places, each first at one of them. */
START_TEST(one_of_two_that_meet_twice)
{
    read_texts((const char *const[]){"a.json", "{\"a\":[0],\"b\":\"x\",\"c\":[0]}", NULL});
    add_fix(KB_FIX_REMOVE, 0, "/a", NULL, false);
    add_fix(KB_FIX_SET_TEXT, 0, "/c/0", "1", false);
    finding(2);
    add_fix(KB_FIX_SET_TEXT, 0, "/a/0", "2", false);
    add_fix(KB_FIX_REMOVE, 0, "/c", NULL, false);
    finding(2);
    set_text(0, "/b", "y");
    make(false);
    text_is(0, "{\"b\":\"y\",\"c\":[\"1\"]}");
    ck_assert_uint_eq(plan.sources[0].findings, 2);
    done();
}
END_TEST

/* What is not made anyway is in nobody's way. */
START_TEST(what_is_dropped_makes_room)
{
    read_texts((const char *const[]){"a.json", "{\"a\":\"x\",\"b\":\"x\"}", NULL});
    set_text(0, "/a", "1");
    add_fix(KB_FIX_SET_TEXT, 0, "/a", "2", false);
    add_fix(KB_FIX_SET_TEXT, 0, "/b", "2", false);
    finding(2);
    set_text(0, "/b", "3");
    make(false);
    text_is(0, "{\"a\":\"1\",\"b\":\"3\"}");
    done();
}
END_TEST

START_TEST(items_for_one_list)
{
    read_texts((const char *const[]){"a.json", "{\"full\":[0],\"empty\":[]}", NULL});
    append(0, "/full", "2");
    append(0, "/full", "1");
    append(0, "/full", "2"); /* the same again: once is enough */
    append(0, "/empty", "2");
    append(0, "/empty", "1"); /* in the next round */
    make(false);
    text_is(0, "{\"full\":[0,1,2],\"empty\":[1]}");
    ck_assert_uint_eq(plan.sources[0].findings, 3);
    done();
}
END_TEST

START_TEST(what_is_not_clean_is_left_alone)
{
    read_texts((const char *const[]){"twice.json", "{\"a\":\"x\",\"a\":\"x\"}", "bom.json",
                                     "\xEF\xBB\xBF{\"a\":\"x\"}", "lines.jsonl",
                                     "{\"a\":\"x\",}\n{\"a\":\"x\"}\n", NULL});
    for (size_t i = 0; i < 4; i++)
        set_text(i, "/a", "y");
    make(false);
    text_is(0, NULL);
    text_is(1, NULL);
    text_is(2, "{\"a\":\"x\",}\n{\"a\":\"y\"}\n");
    ck_assert(!given_up[0] && !given_up[1] && !given_up[2]);
    done();
}
END_TEST

/* A rule that proposes what is no JSON: its document is given up, and so is what belongs together
 * with its fixes elsewhere. */
START_TEST(a_fix_that_breaks_its_text)
{
    read_texts((const char *const[]){"a.jsonl", "{\"a\":[0],\"b\":\"x\"}\n{\"b\":\"x\"}\n",
                                     "b.json", "{\"b\":\"x\"}", NULL});
    append(0, "/a", "{\"c\":1,\"c\":2}");
    set_text(0, "/b", "y");
    add_fix(KB_FIX_SET_TEXT, 0, "/b", "z", false);
    add_fix(KB_FIX_SET_TEXT, 2, "/b", "z", false);
    finding(2);
    set_text(1, "/b", "y");
    make(false);
    text_is(0, "{\"a\":[0],\"b\":\"x\"}\n{\"b\":\"y\"}\n");
    text_is(1, NULL);
    ck_assert(given_up[0] && !given_up[1] && !given_up[2]);
    ck_assert(!plan.docs[0] && plan.docs[1] && !plan.docs[2]);
    ck_assert_uint_eq(plan.sources[0].findings, 1);
    done();
}
END_TEST

/* A base of lines, each with its fix: linear time. */
START_TEST(many_documents)
{
    enum { LINES = 200000 };
    struct kb_buf text = {0}, expected = {0};
    for (int i = 0; i < LINES; i++) {
        kb_buf_puts(&text, "{\"a\":\"http://x\"}\n");
        kb_buf_puts(&expected, "{\"a\":\"https://x\"}\n");
    }
    read_texts((const char *const[]){"a.jsonl", text.data, NULL});
    struct kb_fix *many = kb_alloc(LINES, sizeof *many);
    for (size_t i = 0; i < LINES; i++) {
        many[i] = (struct kb_fix){KB_FIX_SET_TEXT, &check.input.docs[i], "/a", KB_STR("https://x"),
                                  false};
        const struct kb_finding made = {.doc = many[i].doc, .fixes = &many[i], .fix_count = 1};
        kb_findings_add(&check.findings, &made);
    }
    make(false);
    text_is(0, expected.data);
    ck_assert_uint_eq(plan.sources[0].findings, LINES);
    done();
    free(many);
    kb_buf_free(&text);
    kb_buf_free(&expected);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("plan");
    tcase_add_test(cases, files_of_every_shape);
    tcase_add_test(cases, unsafe_fixes_wait_to_be_asked_for);
    tcase_add_test(cases, together_or_not_at_all);
    tcase_add_test(cases, one_of_two_that_meet_twice);
    tcase_add_test(cases, what_is_dropped_makes_room);
    tcase_add_test(cases, items_for_one_list);
    tcase_add_test(cases, what_is_not_clean_is_left_alone);
    tcase_add_test(cases, a_fix_that_breaks_its_text);
    tcase_add_test(cases, many_documents);
    return suite_run("plan", cases);
}

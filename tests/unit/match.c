/* SPDX-License-Identifier: MIT */
/* kbx_match: its answers and its limits. */
#include "tests/unit/match_world.h"

static struct world world;

static void make_world(const char *const regexes[], size_t count)
{
    struct kb_str texts[16];
    ck_assert_uint_le(count, COUNT(texts));
    for (size_t i = 0; i < count; i++)
        texts[i] = kb_str(regexes[i]);
    world_make(&world, texts, count);
}

/* What matches, as "record:start-end", or "record?" for the undecided. */
static const char *shown(struct kb_str subject, unsigned flags)
{
    static char text[500];
    const struct kbx_match *m;
    size_t count, n = 0;
    world_compare(&world, subject.p, subject.n, flags);
    ck_assert_int_eq(kbx_match(world.gate, subject.p, subject.n, flags, &m, &count, NULL), KBX_OK);
    text[0] = '\0';
    for (size_t i = 0; i < count && n < sizeof text - 60; i++) {
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%u", i ? " " : "", m[i].record);
        n += (size_t)(m[i].outcome == KBX_MATCHES
                          ? snprintf(text + n, sizeof text - n, ":%zu-%zu", m[i].start, m[i].end)
                          : snprintf(text + n, sizeof text - n, "?"));
    }
    return text;
}

static const char *const plain[] = {
    "out of memory",
    "CUDA.*memory|no gpu",
    "x",
    "out of memory", /* shares the first */
    NULL,            /* a record without a regex */
    "(unclosed",     /* PCRE2 refuses it */
    "kill(ed)?$",
    "内存不足",
    "straße",
    "a\\x00b",
    "one\\s+two",
    "(?-i)Case",
    "err[0-9]",
    "\\d\\d:\\d\\d",
};

static const struct {
    struct kb_str subject;
    const char *matches;
} answers[] = {
    {S(""), ""},
    {S("out of memory"), "0:0-13 3:0-13"},
    {S("CUDA: Out Of MEMORY"), "0:6-19 1:0-19 3:6-19"},
    {S("NO GPU"), "1:0-6"},
    {S("x"), "2:0-1"},
    {S("Killed"), "6:0-6"},
    {S("\xE2\x84\xAAilled"), "6:0-8"},
    {S("Killed\n"), "6:0-6"},
    {S("Killed\r"), ""},
    {S("killed?"), ""},
    {S("错误：内存不足"), "7:9-21"},
    {S("STRASSE"), ""},
    {S("STRA\xC3\x9F"
       "E"),
     "8:0-7"},
    {S("STRA\xE1\xBA\x9E"
       "E"),
     "8:0-8"},
    {S("a\0b"), "9:0-3"},
    {S("out of\0memory"), ""},
    {S("\0\0out of memory\0"), "0:2-15 3:2-15"},
    {S("\xFFout of memory\xE2\x84"), "0:1-14 3:1-14"},
    {S("out of me\xFFmory"), ""},
    {S("\xC5out of memory"), "0:1-14 3:1-14"},
    {S("one\ntwo"), "10:0-7"},
    {S("case Case"), "11:5-9"},
    {S("ERR7"), "12:0-4"},
    {S("at 12:34 cuda nothing"), "13:3-8"},
};

START_TEST(answers_in_order_of_records)
{
    make_world(plain, COUNT(plain));
    for (size_t i = 0; i < COUNT(answers); i++) {
        const char *got = shown(answers[i].subject, 0);
        ck_assert_msg(strcmp(got, answers[i].matches) == 0, "%s: %s, not %s", answers[i].subject.p,
                      got, answers[i].matches);
    }
    ck_assert_str_eq(shown((struct kb_str){NULL, 0}, 0), "");
    world_free(&world);
}
END_TEST

START_TEST(multiline_regexes_alone)
{
    static const char *const regexes[] = {
        "one.two",    "one\\stwo",         "one[^x]two", "(?s)one.two",   "one(?=\\n)",
        "one\\p{Zl}", "(one)\\n(two\\1)?", "two$",       "one[\\w\\d ]*",
    };
    make_world(regexes, COUNT(regexes));
    ck_assert_str_eq(shown(KB_STR("one\ntwo"), 0), "1:0-7 2:0-7 3:0-7 4:0-3 6:0-4 7:4-7 8:0-3");
    ck_assert_str_eq(shown(KB_STR("one\ntwo"), KBX_MULTILINE), "1:0-7 2:0-7 3:0-7 4:0-3 6:0-4");
    world_free(&world);
}
END_TEST

START_TEST(counts_what_it_does)
{
    make_world(plain, COUNT(plain));
    struct kbx_match_stats stats;
    const struct kbx_match *m;
    size_t count;
    for (int i = 0; i < 3; i++)
        kbx_match(world.gate, "an err0r out of memory", 22, 0, &m, &count, NULL);
    kbx_match_stats(world.gate, &stats);
    ck_assert_uint_eq(stats.subjects, 3);
    ck_assert_uint_eq(stats.bytes, 66);
    ck_assert_uint_eq(stats.candidates, 3 * 3); /* \\d has no literal */
    ck_assert_uint_eq(stats.compiled, 3);
    ck_assert_uint_eq(stats.matches, 9);
    ck_assert_uint_eq(stats.undecided, 0);
    world_free(&world);
}
END_TEST

/* Regexes made to take for ever: undecided, soon, and again the same. Number 3 the gate knows. */
START_TEST(limits_are_undecided)
{
    static const char *const regexes[] = {"(a+)+[v-z]",  "(a|aa)+\\d",       "(a*)\\1[v-z]",
                                          "(a|aa)+[xy]", "(?:a|(?R))*[v-z]", "ab"};
    make_world(regexes, COUNT(regexes));
    struct kb_buf text = {0};
    kb_buf_fill(&text, 'a', 5000);
    kb_buf_puts(&text, "b");
    ck_assert_str_eq(shown(kb_buf_view(&text), 0), "0? 1? 2? 4? 5:4999-5001");
    ck_assert_str_eq(shown(KB_STR("aaaax"), 0), "0:0-5 2:0-5 3:0-5 4?");
    kb_buf_free(&text);
    world_free(&world);
}
END_TEST

/* A megabyte on a line: the literals at its ends, and lines of nothing but literals. */
START_TEST(long_subjects)
{
    static const char *const regexes[] = {"begin.*end",  "^begin", "end$",
                                          "(?:no )+way", "ab.*cd", "begin[^z]+end"};
    make_world(regexes, COUNT(regexes));
    struct kb_buf text = {0};
    kb_buf_puts(&text, "BEGIN");
    kb_buf_fill(&text, ' ', 1000000);
    kb_buf_puts(&text, "END");
    ck_assert_str_eq(shown(kb_buf_view(&text), 0),
                     "0:0-1000008 1:0-5 2:1000005-1000008 5:0-1000008");
    text.data[70000] = '\0';
    text.data[80000] = '\xFF';
    ck_assert_str_eq(shown(kb_buf_view(&text), 0), "1:0-5 2:1000005-1000008");
    text.len = 0;
    for (int i = 0; i < 100000; i++)
        kb_buf_puts(&text, "begin no ");
    ck_assert_str_eq(shown(kb_buf_view(&text), 0), "1:0-5");
    kb_buf_free(&text);
    world_free(&world);
}
END_TEST

START_TEST(refuses_other_options)
{
    make_world(plain, 2);
    struct kbx_matcher *m;
    struct kbx_error error;
    uint64_t meta = kbx_i_u64(world.bytes + KBX_HEADER_SIZE + KBX_AT_ENTRY_OFFSET);
    world.bytes[meta + KBX_AT_META_OPTIONS] ^= 2;
    ck_assert_int_eq(kbx_matcher_new(world.k, 0, &m, &error), KBX_ARGUMENT);
    ck_assert_ptr_null(m);
    ck_assert_int_eq(error.status, KBX_ARGUMENT);
    world_free(&world);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("match");
    tcase_add_test(tests, answers_in_order_of_records);
    tcase_add_test(tests, multiline_regexes_alone);
    tcase_add_test(tests, counts_what_it_does);
    tcase_add_test(tests, limits_are_undecided);
    tcase_add_test(tests, long_subjects);
    tcase_add_test(tests, refuses_other_options);
    return suite_run("match", tests);
}

/* SPDX-License-Identifier: MIT */
/* validate/rules/frame.c: which sentences are one sentence with other names. */
#include <check.h>

#include "tests/unit/suite.h"
#include "validate/rules/frame.h"

/* The record whose sentences these are. */
static const struct kb_record record = {
    .id = {"redis/oom-command/redis7-linux", 30},
    .domain = {"redis", 5},
    .category = {"memory_error", 12},
    .signature = {"OOM command not allowed", 23},
};

static const struct {
    const char *text, *frame; /* gaps as # */
    size_t words;
} all[] = {
    {"The server is out of memory.", "the server is out of memory ", 0},
    {"Restarting Docker does not help.", "restarting #does not help ", 4},
    {"Restarting Docker Desktop does not help.", "restarting #does not help ", 4},
    {"Restarting 'the old server' does not help", "restarting #does not help ", 4},
    {"Restarting `systemctl`, or not, does not help", "restarting #or not does not help ", 6},
    {"Restarting \"it\" does not help", "restarting #does not help ", 4},
    {"Restarting “it” does not help", "restarting #does not help ", 4},
    {"It doesn't help 'em", "it doesn't help em ", 0},
    {"Users' data isn't lost in v2.1", "users data isn't lost in #", 5},

    /* its own names, in any case and with any separator */
    {"redis stops here", "#stops here ", 2},
    {"The REDIS server stops", "the #server stops ", 3},
    {"a memory error is not it", "a #is not it ", 3},
    {"a Memory-Error, is not it", "a #is not it ", 3},
    {"the oom command fails", "the #fails ", 2},
    {"Here OOM command not allowed is printed", "here #is printed ", 3},
    {"rediscover the cause", "rediscover the cause ", 0},

    /* identifiers, numbers, versions, paths, abbreviations */
    {"call cudaFree() and then a_b or x.y", "call #and then #or #", 4},
    {"since 12.1 it takes 3 seconds", "since #it takes #seconds ", 4},
    {"see /etc/hosts, and the API", "see #and the #", 3},
    {"a multi-threaded program", "a #program ", 1},

    /* capitals begin sentences, too */
    {"It fails. Then Kafka stops. Then it ends: Done now",
     "it fails then #stops then it ends done now ", 9},
    {"(See Kafka) [The end]", "see #end ", 2},
    {"an iam error, a Big error", "a iam error a #error ", 3},
    {"It waits \xE2\x80\x93 \xE2\x80\xA6 and stops at 7", "it waits and stops at #", 5},

    /* without blanks */
    {"调用 cudaFree 会失败。", "调用#会失败", 2},
    {"调用「释放」会失败！", "调用#会失败", 2},
    {"", "", 0},
    {"...", "", 0},
    {"7", "#", 0},
};

START_TEST(test_frame)
{
    struct kb_own_names own = kb_own_names(&record);
    struct kb_buf frame = {0};
    kb_buf_puts(&frame, "");
    size_t words = kb_frame(&frame, &own, kb_str(all[_i].text));
    for (size_t i = 0; i < frame.len; i++)
        frame.data[i] = frame.data[i] == KB_FRAME_GAP ? '#' : frame.data[i];
    ck_assert_str_eq(frame.data, all[_i].frame);
    ck_assert_msg(words == all[_i].words, "%s: %zu", all[_i].text, words);
    kb_buf_free(&frame);
}
END_TEST

/* Quotations that never end are looked for no further than a name may be long. */
START_TEST(test_bounds)
{
    struct kb_own_names own = kb_own_names(&record);
    struct kb_buf text = {0}, frame = {0};
    for (int i = 0; i < KB_MAX_FRAME / 2; i++)
        kb_buf_puts(&text, " '");
    ck_assert_uint_eq(kb_frame(&frame, &own, kb_buf_view(&text)), 0);
    kb_buf_puts(&text, " the server is out of 7 things");
    ck_assert_uint_gt(text.len, KB_MAX_FRAME);
    frame.len = 0;
    ck_assert_uint_eq(kb_frame(&frame, &own, kb_buf_view(&text)), 0);
    kb_buf_free(&text);
    kb_buf_free(&frame);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("frame");
    tcase_add_loop_test(cases, test_frame, 0, (int)(sizeof all / sizeof *all));
    tcase_add_test(cases, test_bounds);
    return suite_run("frame", cases);
}

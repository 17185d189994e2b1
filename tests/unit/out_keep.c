/* SPDX-License-Identifier: MIT */
/* Files that need not be made again: which are kept, and what makes them be made. */
#define _XOPEN_SOURCE 700 /* nftw */

#include "tests/unit/out_fixture.h"
#include "tests/unit/suite.h"

#include <fcntl.h>

static const struct kb_digest one = {1, 0}, two = {2, 0};

/* A build of a/file from `from`. Whether it was kept; else it is made of that text. */
static bool build(struct kb_digest from, const char *text)
{
    struct kb_out *out = kb_out_open(out_path, &error);
    ck_assert_ptr_nonnull(out);
    bool kept = kb_out_keep(out, "a/file", from);
    if (!kept)
        ck_assert(kb_out_file_from(out, "a/file", kb_str(text), KB_FILE_PLAIN, from));
    ck_assert(kb_out_commit(out, &counts, &error));
    kb_out_close(out);
    return kept;
}

/* Gives the list a time beside that of the file, which is of the last few milliseconds. */
static void date_list(time_t seconds)
{
    struct stat info;
    ck_assert_int_eq(stat(in_out("a/file"), &info), 0);
    info.st_ctim.tv_sec += seconds;
    const struct timespec times[] = {info.st_ctim, info.st_ctim};
    ck_assert_int_eq(utimensat(AT_FDCWD, in_out(".kbc-made"), times, 0), 0);
}

static void built(void)
{
    setup();
    ck_assert(!build(one, "text"));
    date_list(60);
}

START_TEST(is_kept)
{
    ck_assert(build(one, "other"));
    ck_assert(counts.written == 0 && counts.unchanged == 1 && counts.removed == 0);
    ck_assert(content_is("a/file", "text"));
    ck_assert(build(one, "other")); /* the list is left alone as well */
}
END_TEST

START_TEST(is_made_of_something_else)
{
    ck_assert(!build(two, "other"));
    ck_assert(counts.written == 1 && content_is("a/file", "other"));
    date_list(60);
    ck_assert(!build(KB_DIGEST_UNKNOWN, "text"));
    date_list(60);
    ck_assert(!build(KB_DIGEST_UNKNOWN, "text"));
    ck_assert(!build(one, "text"));
    date_list(60);
    ck_assert(build(one, "text"));
}
END_TEST

/* Of the same length, and with the times that it had. */
START_TEST(was_touched)
{
    struct stat info;
    ck_assert_int_eq(stat(in_out("a/file"), &info), 0);
    put("a/file", "TEXT");
    const struct timespec times[] = {info.st_atim, info.st_mtim};
    /* Until the clock of the file system, which goes in steps, has gone on. */
    for (struct stat now = info; now.st_ctim.tv_sec == info.st_ctim.tv_sec &&
                                 now.st_ctim.tv_nsec == info.st_ctim.tv_nsec;) {
        ck_assert_int_eq(utimensat(AT_FDCWD, in_out("a/file"), times, 0), 0);
        ck_assert_int_eq(stat(in_out("a/file"), &now), 0);
    }
    ck_assert(!build(one, "text") && counts.written == 1 && content_is("a/file", "text"));
}
END_TEST

START_TEST(was_replaced)
{
    put("a/new", "text");
    ck_assert_int_eq(rename(in_out("a/new"), in_out("a/file")), 0);
    ck_assert(!build(one, "text") && counts.unchanged == 1);
    ck_assert_int_eq(unlink(in_out("a/file")), 0);
    ck_assert(!build(one, "text") && counts.written == 1);
    ck_assert_int_eq(unlink(in_out("a/file")), 0);
    put("mine", "text");
    ck_assert_int_eq(symlink("../mine", in_out("a/file")), 0);
    ck_assert(!build(one, "text") && counts.written == 1 && content_is("mine", "text"));
}
END_TEST

/* Between the file's last change and the list's nothing can be told. */
START_TEST(is_as_young_as_the_list)
{
    date_list(0);
    ck_assert(!build(one, "text") && counts.unchanged == 1);
    /* The list was written anew, at a later time or the same one. */
    date_list(60);
    ck_assert(build(one, "text"));
    date_list(-60);
    ck_assert(!build(one, "text"));
}
END_TEST

static const char *const lists[] = {"",
                                    "# x\n",
                                    "1 a/file\n",
                                    "\n\n \n",
                                    "x",
                                    "00000000000000000000000000000001 a/file",
                                    "00000000000000000000000000000001 a/file\n",
                                    "0000000000000000000000000000000g a/file\n",
                                    "00000000000000000000000000000000 \n"};

START_TEST(list_is_damaged)
{
    put(".kbc-made", lists[_i]);
    date_list(60);
    ck_assert(!build(one, "text") && counts.unchanged == 1);
    date_list(60);
    ck_assert(build(one, "text"));
}
END_TEST

START_TEST(list_is_no_file)
{
    ck_assert_int_eq(unlink(in_out(".kbc-made")), 0);
    ck_assert(!build(one, "text") && counts.unchanged == 1);
    ck_assert_int_eq(unlink(in_out(".kbc-made")), 0);
    put("mine", "x");
    ck_assert_int_eq(symlink("mine", in_out(".kbc-made")), 0);
    ck_assert(!build(one, "text") && content_is("mine", "x"));
    date_list(60);
    ck_assert(build(one, "text"));
}
END_TEST

/* What a build did not touch is remembered, what is no longer made is forgotten. */
START_TEST(other_parts_are_remembered)
{
    struct kb_out *out = kb_out_open(out_path, &error);
    ck_assert(!kb_out_keep(out, "b/file", one));
    ck_assert(kb_out_file_from(out, "b/file", KB_STR("b"), KB_FILE_PLAIN, one));
    ck_assert(kb_out_commit(out, &counts, &error));
    kb_out_close(out);
    date_list(60);
    ck_assert(build(one, "text"));

    out = kb_out_open(out_path, &error);
    ck_assert(!kb_out_keep(out, "a/new", one));
    ck_assert(kb_out_file_from(out, "a/new", KB_STR("n"), KB_FILE_PLAIN, one));
    ck_assert(kb_out_commit(out, &counts, &error));
    kb_out_close(out);
    ck_assert(counts.removed == 1 && !exists("a/file") && exists("b/file"));
    put("a/file", "text");
    ck_assert(!build(one, "text"));
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("keep");
    tcase_add_checked_fixture(tc, built, teardown);
    tcase_add_test(tc, is_kept);
    tcase_add_test(tc, is_made_of_something_else);
    tcase_add_test(tc, was_touched);
    tcase_add_test(tc, was_replaced);
    tcase_add_test(tc, is_as_young_as_the_list);
    tcase_add_loop_test(tc, list_is_damaged, 0, sizeof lists / sizeof *lists);
    tcase_add_test(tc, list_is_no_file);
    tcase_add_test(tc, other_parts_are_remembered);
    return suite_run("out_keep", tc);
}

/* SPDX-License-Identifier: MIT */
/* The output folder as one change: what is written, left alone, deleted and refused. */
#define _XOPEN_SOURCE 700 /* nftw */

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>

#include "tests/unit/out_fixture.h"
#include "tests/unit/suite.h"

/* One run over pairs of path and content, ended by NULL. A path that begins with "!" is an entry
 * page. */
static bool run(const char *const *pairs)
{
    error.len = 0;
    struct kb_out *out = kb_out_open(out_path, &error);
    if (!out)
        return false;
    for (; *pairs; pairs += 2) {
        bool last = pairs[0][0] == '!';
        kb_out_file(out, pairs[0] + last, kb_str(pairs[1]), last ? KB_FILE_LAST : KB_FILE_PLAIN);
    }
    bool ok = kb_out_commit(out, &counts, &error);
    kb_out_close(out);
    ck_assert(!exists(".kbc-stage"));
    return ok;
}

#define RUN(...) run((const char *const[]){__VA_ARGS__, NULL})

static bool said(const char *text)
{
    return error.data && strstr(error.data, text);
}

START_TEST(creates_changes_deletes)
{
    ck_assert(
        RUN("c/kb.h", "h", "!html/index.html", "home", "html/a/b/index.html", "ab", "kb.kbx", "x"));
    ck_assert_uint_eq(counts.written, 4);
    ck_assert(content_is("html/a/b/index.html", "ab") && content_is("kb.kbx", "x"));
    ck_assert(content_is(".kbc-files", "# Files that kbc wrote here; the next build removes those "
                                       "it no longer makes.\nc/kb.h\nhtml/a/b/index.html\n"
                                       "html/index.html\nkb.kbx\n"));
    put("html/a/mine.txt", "mine");
    ck_assert(
        RUN("c/kb.h", "h", "!html/index.html", "HOME", "html/c/index.html", "c", "kb.kbx", "x"));
    ck_assert_uint_eq(counts.written, 2);
    ck_assert_uint_eq(counts.unchanged, 2);
    ck_assert_uint_eq(counts.removed, 1);
    ck_assert(content_is("html/index.html", "HOME") && content_is("html/c/index.html", "c"));
    ck_assert(!exists("html/a/b") && content_is("html/a/mine.txt", "mine"));
}
END_TEST

START_TEST(unchanged_is_left_alone)
{
    struct stat before, after;
    ck_assert(RUN("c/kb.h", "h"));
    ck_assert_int_eq(stat(in_out("c/kb.h"), &before), 0);
    ck_assert_uint_eq(before.st_mode & 0777, 0644);
    ck_assert(RUN("c/kb.h", "h"));
    ck_assert_int_eq(stat(in_out("c/kb.h"), &after), 0);
    ck_assert(before.st_ino == after.st_ino && counts.written == 0 && counts.unchanged == 1);
    ck_assert(RUN("c/kb.h", "i"));
    ck_assert_int_eq(stat(in_out("c/kb.h"), &after), 0);
    ck_assert(before.st_ino != after.st_ino && counts.written == 1);
}
END_TEST

START_TEST(other_parts_stay)
{
    ck_assert(RUN("c/kb.h", "h", "html/x.html", "x", "c-x", "1", "kb.kbx", "k"));
    ck_assert(RUN("c/kb.c", "c"));
    ck_assert(!exists("c/kb.h") && exists("html/x.html") && exists("kb.kbx") && exists("c-x"));
    ck_assert(RUN("html/y.html", "y"));
    ck_assert(!exists("html/x.html") && exists("c/kb.c") && exists("kb.kbx"));
}
END_TEST

START_TEST(manifest_cannot_reach_outside)
{
    char victim[100], link[100];
    ck_assert(RUN("html/x", "x"));
    snprintf(victim, sizeof victim, "%s/victim", root);
    put("../../victim", "v");
    snprintf(link, sizeof link, "%s/elsewhere", root);
    ck_assert_int_eq(mkdir(link, 0755), 0);
    put("../../elsewhere/f", "f");
    ck_assert_int_eq(symlink(link, in_out("html/link")), 0);
    ck_assert_int_eq(symlink(victim, in_out("html/file")), 0);
    put(".kbc-files", "../../victim\n/etc/hostname\nhtml/../../../victim\nhtml/link/f\nhtml/file\n"
                      "html/x\nhtml//x\n.kbc-stage/0\n\nhtml");
    ck_assert(RUN("html/new", "n"));
    ck_assert(access(victim, F_OK) == 0 && exists("../../elsewhere/f"));
    ck_assert(exists("html/link") && !exists("html/file") && !exists("html/x"));
    ck_assert_uint_eq(counts.removed, 2);
}
END_TEST

START_TEST(paths_are_refused)
{
    static const char *const bad[] = {
        "",     "/abs/x",     "a//b",         "a/", "../x", "a/../b",       "a/./b",    ".", "a/..",
        "a\nb", ".kbc-files", ".kbc-stage/0", "..", "/",    ".kbc-files/x", ".kbc-made"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(!RUN("c/kb.h", "h", bad[i], "x"), "`%s` was taken", bad[i]);
        ck_assert_msg(said("cannot write `"), "%s", error.data);
        ck_assert(!exists("../../a"));
    }
    ck_assert(RUN("...", "x", "..x/y.", "y", ".kbc-filesx", "z"));
}
END_TEST

/* Nothing is lost in silence: a path that no file can have fails the build. */
START_TEST(long_paths)
{
    static char path[3100];
    for (size_t i = 0; i < sizeof path - 1; i++)
        path[i] = i % 10 == 9 ? '/' : 'a';
    path[3001] = '\0';
    ck_assert(!RUN("c/kb.h", "h", path, "x"));
    ck_assert_msg(said("cannot write aaaaaaaaa/a") && said("3001 bytes") && said("too long"), "%s",
                  error.data);
    ck_assert(!exists("c") && !exists("aaaaaaaaa"));
    path[2999] = '\0';
    ck_assert_msg(RUN("c/kb.h", "h", path, "x"), "%s", error.data ? error.data : "");
    ck_assert(exists(path));
    ck_assert(RUN("c/kb.h", "h", "aaaaaaaaa/b", "x"));
    ck_assert(counts.removed == 1 && !exists("aaaaaaaaa/aaaaaaaaa") && exists("aaaaaaaaa/b"));
}
END_TEST

/* What got in the way since it was looked at stays; what is already in place the next run knows. */
START_TEST(new_folder_meets_another)
{
    ck_assert(RUN("c/kb.h", "h"));
    struct kb_out *out = kb_out_open(out_path, &error);
    ck_assert_ptr_nonnull(out);
    ck_assert(kb_out_file(out, "c/d/e/f", KB_STR("1"), KB_FILE_PLAIN));
    ck_assert(kb_out_file(out, "w/y/z/f", KB_STR("2"), KB_FILE_PLAIN));
    ck_assert(kb_out_file(out, "x/y", KB_STR("3"), KB_FILE_PLAIN));
    ck_assert(kb_out_file(out, "w/z/f", KB_STR("4"), KB_FILE_PLAIN));
    put("x", "in the way");
    ck_assert(!kb_out_commit(out, &counts, &error));
    ck_assert_msg(said("cannot write") && said("/a/out/x: "), "%s", error.data);
    kb_out_close(out);
    ck_assert(content_is("x", "in the way") && !exists(".kbc-stage"));
    ck_assert(RUN("c/kb.h", "i", "w/v", "5"));
    ck_assert(!exists("c/d") && !exists("w/y") && !exists("w/z") && content_is("w/v", "5"));
}
END_TEST

/* A folder that is missing comes into place as a whole, one that is there stays the same one. */
START_TEST(new_folders_are_renamed)
{
    struct stat before, after;
    ck_assert(RUN("html/en/a/index.html", "a", "html/en/b/c/index.html", "c"));
    ck_assert_int_eq(stat(in_out("html/en"), &before), 0);
    ck_assert(before.st_mode == (S_IFDIR | 0755));
    ck_assert(RUN("html/en/a/index.html", "A", "html/en/a/index.md", "a", "html/zh/a/index.html",
                  "z", "html/en/d-/e", "e", "html/en/d/e", "e", "html/en/d/f/g", "g", "!html/zh/b",
                  "b"));
    ck_assert_int_eq(stat(in_out("html/en"), &after), 0);
    ck_assert(before.st_ino == after.st_ino && counts.written == 7 && counts.removed == 1);
    ck_assert(content_is("html/en/a/index.md", "a") && content_is("html/zh/b", "b") &&
              content_is("html/en/d-/e", "e") && content_is("html/en/d/f/g", "g") &&
              content_is("html/en/a/index.html", "A") && content_is("html/zh/a/index.html", "z"));
    ck_assert(!exists("html/en/b"));
}
END_TEST

START_TEST(what_stands_in_the_way)
{
    ck_assert(RUN("c/kb.h", "old", "html/x", "x"));
    ck_assert(!RUN("c/kb.h", "new", "html/x/y", "y"));
    ck_assert_msg(said("/a/out/html/x: a part of it is no folder"), "%s", error.data);
    ck_assert(!RUN("c/kb.h", "new", "html", "y"));
    ck_assert_msg(said("cannot write") && said("/a/out/html: Is a directory"), "%s", error.data);
    ck_assert(content_is("c/kb.h", "old") && content_is("html/x", "x"));
    ck_assert(!RUN("c/a", "1", "c/a", "2"));
    ck_assert_msg(said("c/a was made twice"), "%s", error.data);
    ck_assert(!RUN("c/a", "1", "c/a-", "2", "c/a/b/c", "3"));
    ck_assert_msg(said("c/a was made as a file and as a folder"), "%s", error.data);
    ck_assert(!exists("c/a"));
    ck_assert(!RUN("n/a", "1", "n/a", "2"));
    ck_assert_msg(said("n/a was made twice, or as a file and as a folder"), "%s", error.data);
    ck_assert(!RUN("n/a/b", "1", "n/a", "2"));
    ck_assert_msg(said("n/a was made twice, or as a file and as a folder"), "%s", error.data);
    ck_assert(!RUN("n/a", "1", "n/a/b", "2"));
    ck_assert_msg(said("n/a/b was made twice, or as a file and as a folder"), "%s", error.data);
    ck_assert(!exists("n"));
}
END_TEST

START_TEST(links_are_replaced_or_refused)
{
    ck_assert(RUN("c/kb.h", "h"));
    put("../target", "t");
    ck_assert_int_eq(symlink("../../target", in_out("c/kb.c")), 0);
    ck_assert(RUN("c/kb.h", "h", "c/kb.c", "t"));
    struct stat info;
    ck_assert(lstat(in_out("c/kb.c"), &info) == 0 && S_ISREG(info.st_mode));
    ck_assert(content_is("c/kb.c", "t") && content_is("../target", "t"));
    ck_assert_int_eq(symlink("c", in_out("html")), 0);
    ck_assert(!RUN("html/kb.h", "other"));
    ck_assert_msg(said("html: a part of it is no folder, or is a link"), "%s", error.data);
    ck_assert(content_is("c/kb.h", "h"));
}
END_TEST

START_TEST(linked_folder_is_fine)
{
    char real[100];
    snprintf(real, sizeof real, "%s/real", root);
    ck_assert_int_eq(mkdir(real, 0755), 0);
    snprintf(out_path, sizeof out_path, "%s/link", root);
    ck_assert_int_eq(symlink("real", out_path), 0);
    ck_assert(RUN("c/kb.h", "h"));
    snprintf(out_path, sizeof out_path, "%s/real", root);
    ck_assert(content_is("c/kb.h", "h"));
}
END_TEST

START_TEST(two_builds_do_not_mix)
{
    struct kb_out *first = kb_out_open(out_path, &error);
    ck_assert_ptr_nonnull(first);
    ck_assert(kb_out_file(first, "c/kb.h", KB_STR("first"), KB_FILE_PLAIN));
    ck_assert_ptr_null(kb_out_open(out_path, &error));
    ck_assert_msg(said("another build is writing into"), "%s", error.data);
    ck_assert(kb_out_commit(first, &counts, &error));
    kb_out_close(first);
    ck_assert(content_is("c/kb.h", "first"));
    ck_assert(RUN("c/kb.h", "second"));
}
END_TEST

START_TEST(stale_stage_is_cleaned)
{
    ck_assert(RUN("c/kb.h", "h"));
    ck_assert_int_eq(mkdir(in_out(".kbc-stage"), 0755), 0);
    put(".kbc-stage/0", "half");
    put(".kbc-stage/17", "half");
    ck_assert_int_eq(mkdir(in_out(".kbc-stage/new"), 0755), 0);
    ck_assert_int_eq(mkdir(in_out(".kbc-stage/new/html"), 0755), 0);
    ck_assert_int_eq(symlink("../../../c", in_out(".kbc-stage/new/html/link")), 0);
    put(".kbc-stage/new/html/index.html", "half");
    ck_assert(RUN("c/kb.h", "i"));
    ck_assert(content_is("c/kb.h", "i"));

    ck_assert_int_eq(mkdir(in_out(".kbc-stage"), 0755), 0);
    put("../note", "mine");
    ck_assert_int_eq(symlink("../../note", in_out(".kbc-stage/0")), 0);
    struct kb_out *out = kb_out_open(out_path, &error);
    ck_assert_ptr_null(out);
    ck_assert_msg(said(".kbc-stage/0 was not put there by kbc"), "%s", error.data);
    ck_assert(content_is("../note", "mine"));
    ck_assert_int_eq(unlink(in_out(".kbc-stage/0")), 0);
    error.len = 0;
    ck_assert_int_eq(symlink("../c", in_out(".kbc-stage/new")), 0);
    ck_assert_ptr_null(kb_out_open(out_path, &error));
    ck_assert_msg(said(".kbc-stage/new was not put there by kbc"), "%s", error.data);
    ck_assert_int_eq(unlink(in_out(".kbc-stage/new")), 0);
    ck_assert_int_eq(rmdir(in_out(".kbc-stage")), 0);

    error.len = 0;
    ck_assert_int_eq(symlink("c", in_out(".kbc-stage")), 0);
    ck_assert_ptr_null(kb_out_open(out_path, &error));
    ck_assert_msg(said(".kbc-stage: a part of it is no folder, or is a link"), "%s", error.data);
    ck_assert(content_is("c/kb.h", "i"));
}
END_TEST

/* A tag may have a folder in every second byte, and a process few open files. */
START_TEST(deep_stage_is_cleaned)
{
    static char path[3000];
    struct rlimit limit;
    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = 40;
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
    for (size_t i = 0; i < sizeof path - 1; i++)
        path[i] = i % 2 ? '/' : 'a';
    struct kb_out *out = kb_out_open(out_path, &error);
    ck_assert_ptr_nonnull(out);
    ck_assert(kb_out_file(out, path, KB_STR("1"), KB_FILE_PLAIN));
    path[2001] = 'b';
    ck_assert(kb_out_file(out, path, KB_STR("2"), KB_FILE_PLAIN));
    kb_out_close(out);
    ck_assert(!exists("../../a"));
    ck_assert(RUN("c/kb.h", "h"));
    ck_assert_int_eq(mkdir(in_out(".kbc-stage"), 0755), 0);
    static const char *const left[] = {"new", "new/a", "new/b", "new-0", "new-7", "new-7-1"};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        snprintf(path, sizeof path, ".kbc-stage/%s", left[i]);
        ck_assert_int_eq(mkdir(in_out(path), 0755), 0);
        snprintf(path, sizeof path, ".kbc-stage/%s/f", left[i]);
        put(path, "of a run that was killed");
    }
    ck_assert(RUN("c/kb.h", "i"));
}
END_TEST

START_TEST(nothing_done_leaves_nothing)
{
    struct kb_out *out = kb_out_open(out_path, &error);
    ck_assert_ptr_nonnull(out);
    ck_assert(kb_out_file(out, "c/kb.h", KB_STR("h"), KB_FILE_PLAIN));
    ck_assert(!kb_out_fail(out, "no %s", "luck"));
    ck_assert(!kb_out_file(out, "c/kb.c", KB_STR("c"), KB_FILE_PLAIN));
    ck_assert(!kb_out_fail(out, "later"));
    ck_assert(!kb_out_commit(out, &counts, &error));
    ck_assert_str_eq(error.data, "no luck");
    kb_out_close(out);
    ck_assert(!exists("../../a"));
    kb_out_close(NULL);
}
END_TEST

START_TEST(folder_cannot_be_made)
{
    snprintf(out_path, sizeof out_path, "%s", root);
    put("a", "a file");
    snprintf(out_path, sizeof out_path, "%s/a/out", root);
    ck_assert(!RUN("c/kb.h", "h"));
    ck_assert_msg(said("/a/out: Not a directory"), "%s", error.data);
    snprintf(out_path, sizeof out_path, "%s/a", root);
    ck_assert(!RUN("c/kb.h", "h"));
    ck_assert_msg(said("cannot write into") && said("Not a directory"), "%s", error.data);
    out_path[0] = '\0';
    ck_assert(!RUN("c/kb.h", "h"));
    ck_assert(said("no name"));
}
END_TEST

/* Many folders, a big file that is synced, an order of names that shares prefixes. */
START_TEST(many_files)
{
    static char big[200000];
    memset(big, 'b', sizeof big - 1);
    for (int round = 0; round < 3; round++) {
        struct kb_out *out = kb_out_open(out_path, &error);
        ck_assert_ptr_nonnull(out);
        for (int i = 0; i < 600; i++) {
            char path[64], text[64];
            snprintf(path, sizeof path, "html/d%d/p%d/index.html", i % 7, i * (round == 2 ? 2 : 1));
            snprintf(text, sizeof text, "%d", i % 5 ? i : i + round);
            ck_assert(kb_out_file(out, path, kb_str(text), KB_FILE_PLAIN));
        }
        ck_assert(kb_out_file(out, "kb.kbx", kb_str(big), KB_FILE_SYNCED));
        ck_assert_msg(kb_out_commit(out, &counts, &error), "%s", error.data ? error.data : "");
        kb_out_close(out);
        static const size_t written[] = {601, 120};
        if (round < 2)
            ck_assert_uint_eq(counts.written, written[round]);
        ck_assert_uint_eq(counts.written + counts.unchanged, 601);
        ck_assert(round == 2 ? counts.removed > 0 : counts.removed == 0);
    }
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("all");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, creates_changes_deletes);
    tcase_add_test(cases, unchanged_is_left_alone);
    tcase_add_test(cases, other_parts_stay);
    tcase_add_test(cases, manifest_cannot_reach_outside);
    tcase_add_test(cases, paths_are_refused);
    tcase_add_test(cases, long_paths);
    tcase_add_test(cases, new_folder_meets_another);
    tcase_add_test(cases, new_folders_are_renamed);
    tcase_add_test(cases, what_stands_in_the_way);
    tcase_add_test(cases, links_are_replaced_or_refused);
    tcase_add_test(cases, linked_folder_is_fine);
    tcase_add_test(cases, two_builds_do_not_mix);
    tcase_add_test(cases, stale_stage_is_cleaned);
    tcase_add_test(cases, deep_stage_is_cleaned);
    tcase_add_test(cases, nothing_done_leaves_nothing);
    tcase_add_test(cases, folder_cannot_be_made);
    tcase_add_test(cases, many_files);
    return suite_run("out_commit", cases);
}

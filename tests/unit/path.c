/* SPDX-License-Identifier: MIT */
/* Paths made absolute and shown from the working directory. */
#define _XOPEN_SOURCE 700 /* realpath, mkdtemp */
#include "compiler/path.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/suite.h"

static char top[PATH_MAX]; /* holds base/here, base/other and base/link -> other/deep */
static struct kb_arena arena;

static void open_tree(void)
{
    char name[] = "/tmp/kbc-path-XXXXXX";
    ck_assert(mkdtemp(name) && realpath(name, top) && chdir(top) == 0);
    ck_assert(mkdir("base", 0700) == 0 && mkdir("base/here", 0700) == 0 &&
              mkdir("base/other", 0700) == 0 && mkdir("base/other/deep", 0700) == 0);
    ck_assert(symlink("other/deep", "base/link") == 0 && chdir("base/here") == 0);
}

static void close_tree(void)
{
    ck_assert(chdir(top) == 0 && unlink("base/link") == 0 && rmdir("base/other/deep") == 0 &&
              rmdir("base/other") == 0 && rmdir("base/here") == 0 && rmdir("base") == 0 &&
              chdir("/") == 0 && rmdir(top) == 0);
    kb_arena_free(&arena);
}

/* Paths begin at the top of the tree where they begin with %. */
static const char *spell(const char *path)
{
    static char text[2 * PATH_MAX];
    snprintf(text, sizeof text, "%s%s", *path == '%' ? top : "", *path == '%' ? path + 1 : path);
    return text;
}

static const struct {
    const char *path, *absolute;
} absolutes[] = {
    {".", "%/base/here"},
    {"", "%/base/here"},
    {"a", "%/base/here/a"},
    {"./a//b/./c/", "%/base/here/a/b/c"},
    {"..", "%/base"},
    {"../other/x", "%/base/other/x"},
    {"../link/x", "%/base/link/x"},     /* the link stays */
    {"../link/../x", "%/base/other/x"}, /* what is above it is where it leads */
    {"none/../x", "%/base/here/x"},
    {"...", "%/base/here/..."},
    {".a", "%/base/here/.a"},
    {"/", "/"},
    {"/..", "/"},
    {"/no/such/", "/no/such"},
};

START_TEST(test_absolute)
{
    ck_assert_str_eq(kb_path_absolute(&arena, absolutes[_i].path), spell(absolutes[_i].absolute));
}
END_TEST

static const struct {
    const char *absolute, *shown;
} showns[] = {
    {"%/base/here", "."},
    {"%/base/here/a/b", "a/b"},
    {"%/base/here/-", "./-"}, /* "-" would be standard input */
    {"%/base/here2", "../here2"},
    {"%/base", ".."},
    {"%", "../.."},
    {"%/base/link/x", "../link/x"},
    {"/kbc-elsewhere/x", "/kbc-elsewhere/x"}, /* no more than the root in common */
    {"/", "/"},
};

START_TEST(test_shown)
{
    ck_assert_str_eq(kb_path_shown(&arena, spell(showns[_i].absolute)), showns[_i].shown);
}
END_TEST

START_TEST(test_below)
{
    ck_assert(kb_str_is(kb_path_below("/a/b", "/a/b/c/d"), "c/d"));
    ck_assert(kb_str_is(kb_path_below("/", "/a"), "a"));
    ck_assert(kb_path_below("/a/b", "/a/bc").p == NULL);
    ck_assert(kb_path_below("/a/b", "/a/b").p == NULL);
    ck_assert_str_eq(kb_path_folder(&arena, "/a/b"), "/a");
    ck_assert_str_eq(kb_path_folder(&arena, "/a"), "/");
    kb_arena_free(&arena);
}
END_TEST

/* A working directory that has gone, and the root as one. */
START_TEST(test_odd_directories)
{
    char name[] = "/tmp/kbc-path-XXXXXX";
    ck_assert(mkdtemp(name) && chdir(name) == 0 && rmdir(name) == 0);
    ck_assert(kb_path_absolute(&arena, "a") == NULL);
    ck_assert_str_eq(kb_path_absolute(&arena, "/a"), "/a");
    ck_assert_str_eq(kb_path_shown(&arena, "/a/b"), "/a/b");
    ck_assert(chdir("/") == 0);
    ck_assert_str_eq(kb_path_absolute(&arena, "a"), "/a");
    ck_assert_str_eq(kb_path_absolute(&arena, "."), "/");
    kb_arena_free(&arena);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("path");
    tcase_add_checked_fixture(cases, open_tree, close_tree);
    tcase_add_loop_test(cases, test_absolute, 0, sizeof absolutes / sizeof *absolutes);
    tcase_add_loop_test(cases, test_shown, 0, sizeof showns / sizeof *showns);
    tcase_add_test(cases, test_below);
    tcase_add_test(cases, test_odd_directories);
    return suite_run("path", cases);
}

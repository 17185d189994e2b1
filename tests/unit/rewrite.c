/* SPDX-License-Identifier: MIT */
/* A file's bytes replaced: what stays as it is, and when nothing is done. */
#define _XOPEN_SOURCE 700 /* nftw */
#include "compiler/rewrite.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/suite.h"

static char root[64];
static struct kb_buf why;

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info, (void)kind, (void)at;
    return remove(path);
}

static void setup(void)
{
    snprintf(root, sizeof root, "/tmp/kbc-rewrite-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    why = (struct kb_buf){0};
    kb_buf_puts(&why, "");
}

/* Nothing may lie beside the files of a test but those it names. */
static void teardown(void)
{
    DIR *dir = opendir(root);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        ck_assert_msg(strncmp(entry->d_name, ".kbc", 4) != 0, "%s is left", entry->d_name);
    closedir(dir);
    nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    kb_buf_free(&why);
}

static const char *at(const char *name)
{
    static char full[2][128];
    static unsigned turn;
    char *to = full[turn++ % 2];
    snprintf(to, sizeof full[0], "%s/%s", root, name);
    return to;
}

static void put(const char *name, const char *text)
{
    FILE *f = fopen(at(name), "wb");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

static void holds(const char *name, const char *text)
{
    char data[64] = {0};
    FILE *f = fopen(at(name), "rb");
    ck_assert_ptr_nonnull(f);
    size_t n = fread(data, 1, sizeof data - 1, f);
    fclose(f);
    ck_assert_uint_eq(n, strlen(text));
    ck_assert_str_eq(data, text);
}

static bool rewrite(const char *name, const char *old, const char *text)
{
    return kb_rewrite(at(name), kb_str(old), kb_str(text), &why);
}

START_TEST(bytes_and_permissions)
{
    static const mode_t modes[] = {0600, 0640, 0644, 0755};
    struct stat info;
    put("a.json", "");
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        put("a.json", "old");
        chmod(at("a.json"), modes[i]);
        umask(077);
        ck_assert_msg(rewrite("a.json", "old", "new text"), "%s", why.data);
        umask(022);
        holds("a.json", "new text");
        ck_assert_int_eq(stat(at("a.json"), &info), 0);
        ck_assert_uint_eq(info.st_mode & 07777, modes[i]);
    }
}
END_TEST

START_TEST(a_link_leads_to_the_file)
{
    struct stat info;
    ck_assert_int_eq(mkdir(at("deep"), 0777), 0);
    put("deep/a.json", "old");
    ck_assert_int_eq(symlink("deep/a.json", at("link")), 0);
    ck_assert_int_eq(symlink("link", at("other")), 0);
    ck_assert(rewrite("other", "old", "new"));
    holds("deep/a.json", "new");
    ck_assert_int_eq(lstat(at("link"), &info), 0);
    ck_assert(S_ISLNK(info.st_mode));
}
END_TEST

START_TEST(changed_meanwhile)
{
    put("a.json", "changed");
    ck_assert(!rewrite("a.json", "old", "new"));
    ck_assert_ptr_nonnull(strstr(why.data, "meanwhile"));
    holds("a.json", "changed");
    put("a.json", "old and more"); /* what was read is only its beginning */
    ck_assert(!rewrite("a.json", "old", "new"));
    holds("a.json", "old and more");
}
END_TEST

START_TEST(gone_meanwhile)
{
    ck_assert(!rewrite("a.json", "old", "new"));
    ck_assert_ptr_nonnull(strstr(why.data, "No such file"));
    ck_assert_int_ne(access(at("a.json"), F_OK), 0);
    ck_assert_int_eq(mkdir(at("a.json"), 0777), 0);
    ck_assert(!rewrite("a.json", "old", "new"));
}
END_TEST

START_TEST(two_names)
{
    put("a.json", "old");
    ck_assert_int_eq(link(at("a.json"), at("b.json")), 0);
    ck_assert(!rewrite("a.json", "old", "new"));
    holds("a.json", "old");
    holds("b.json", "old");
}
END_TEST

START_TEST(what_a_killed_run_left)
{
    char name[64];
    snprintf(name, sizeof name, ".kbc-%ld-0", (long)getpid());
    put("a.json", "old");
    put(name, "not ours");
    ck_assert(rewrite("a.json", "old", "new"));
    holds("a.json", "new");
    holds(name, "not ours");
    unlink(at(name));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rewrite");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, bytes_and_permissions);
    tcase_add_test(cases, a_link_leads_to_the_file);
    tcase_add_test(cases, changed_meanwhile);
    tcase_add_test(cases, gone_meanwhile);
    tcase_add_test(cases, two_names);
    tcase_add_test(cases, what_a_killed_run_left);
    return suite_run("rewrite", cases);
}

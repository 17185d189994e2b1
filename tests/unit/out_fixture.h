/* SPDX-License-Identifier: MIT */
/* An output folder of a test's own. Whoever includes this defines _XOPEN_SOURCE 700, for nftw. */
#ifndef KB_TESTS_OUT_FIXTURE_H
#define KB_TESTS_OUT_FIXTURE_H

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "emit/emit.h"

static char root[64], out_path[80];
static struct kb_buf error;
static struct kb_out_counts counts;

static inline int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info, (void)kind, (void)at;
    return remove(path);
}

static inline void setup(void)
{
    umask(022);
    snprintf(root, sizeof root, "/tmp/kbc-out-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    snprintf(out_path, sizeof out_path, "%s/a/out", root);
    error = (struct kb_buf){0};
    counts = (struct kb_out_counts){0};
}

static inline void teardown(void)
{
    nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    kb_buf_free(&error);
}

static inline const char *in_out(const char *path)
{
    static char full[4][4096];
    static unsigned turn;
    char *to = full[turn++ % 4];
    snprintf(to, sizeof full[0], "%s/%s", out_path, path);
    return to;
}

static inline bool content_is(const char *path, const char *text)
{
    char data[512] = {0};
    FILE *f = fopen(in_out(path), "rb");
    if (!f)
        return false;
    size_t n = fread(data, 1, sizeof data - 1, f);
    fclose(f);
    return n == strlen(text) && strcmp(data, text) == 0;
}

static inline bool exists(const char *path)
{
    struct stat info;
    return lstat(in_out(path), &info) == 0;
}

static inline void put(const char *path, const char *text)
{
    FILE *f = fopen(in_out(path), "wb");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

#endif

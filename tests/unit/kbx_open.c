/* SPDX-License-Identifier: MIT */
/* Opening files: what cannot be read is KBX_IO, and a file that another is renamed over keeps
 * serving what it was. */
#include "tests/unit/kbx_fixture.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const unsigned ways[] = {0, KBX_READ, KBX_VERIFY, KBX_READ | KBX_VERIFY};
static char folder[64], path[80], other[80];
static unsigned char *whole, *empty;
static size_t whole_size, empty_size;

static void setup(void)
{
    struct kb_base none = *fixture_base();
    none.count = 0;
    whole = fixture_index(fixture_base(), &whole_size);
    empty = fixture_index(&none, &empty_size);
    snprintf(folder, sizeof folder, "/tmp/kbx-open-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/kb.kbx", folder);
    snprintf(other, sizeof other, "%s/new", folder);
}

static void teardown(void)
{
    unlink(path);
    unlink(other);
    rmdir(folder);
    free(whole);
    free(empty);
}

static void put(const char *to, const void *data, size_t size)
{
    FILE *f = fopen(to, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(data, 1, size, f), size);
    ck_assert_int_eq(fclose(f), 0);
}

START_TEST(replaced)
{
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct kbx *k, *now;
        struct kbx_str text;
        struct kbx_error error;
        put(path, whole, whole_size);
        put(other, empty, empty_size);
        ck_assert_int_eq(kbx_open(path, ways[i], &k, &error), KBX_OK);
        ck_assert_int_eq(rename(other, path), 0);
        ck_assert_int_eq(kbx_verify(k, &error), KBX_OK);
        ck_assert_uint_eq(kbx_count(k), 3);
        ck_assert_int_eq(kbx_text(k, 2, KBX_F_SIGNATURE, 0, KBX_BASE, &text, NULL), KBX_OK);
        ck_assert_str_eq(text.ptr, "CUDA error: an illegal memory access");
        ck_assert_int_eq(kbx_open(path, ways[i], &now, &error), KBX_OK);
        ck_assert_uint_eq(kbx_count(now), 0);
        kbx_close(now);
        kbx_close(k);
    }
}
END_TEST

static void refused(const char *what, int status, const char *words)
{
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct kbx *k = (struct kbx *)(void *)folder;
        struct kbx_error error = {0};
        ck_assert_int_eq(kbx_open(what, ways[i], &k, &error), status);
        ck_assert_ptr_null(k);
        ck_assert_int_eq(error.status, status);
        ck_assert_str_eq(error.text, words);
        ck_assert_int_eq(kbx_open(what, ways[i], &k, NULL), status);
    }
}

START_TEST(unreadable)
{
    refused(path, KBX_IO, strerror(ENOENT));
    refused(folder, KBX_IO, strerror(EISDIR));
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    refused(path, KBX_IO, "not a regular file"); /* and does not wait for a writer */
    unlink(path);
    put(path, "", 0);
    refused(path, KBX_CORRUPT, "the file is empty");
    put(path, "MZ\x90", 3);
    refused(path, KBX_FOREIGN, "not a packed index (or one damaged at its start)");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("open");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, replaced);
    tcase_add_test(tests, unreadable);
    return suite_run("kbx_open", tests);
}

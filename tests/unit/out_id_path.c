/* SPDX-License-Identifier: MIT */
/* Names of ids: none leaves its folder, no two meet, not even where case does not count. */
#include <check.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "emit/emit.h"
#include "emit/out_path.h"
#include "emit/sha256.h"

static char *path_of(struct kb_str id)
{
    struct kb_buf buf = {0};
    kb_out_id_path(&buf, id);
    return buf.data;
}

START_TEST(known_names)
{
    char *absent = path_of((struct kb_str){0});
    ck_assert_str_eq(absent, "=");
    free(absent);
    static const char *const pairs[][2] = {
        {"cuda/out-of-memory/v1.2_x", "cuda/out-of-memory/v1.2_x"},
        {"../../etc/passwd", "=2E./=2E./etc/passwd"},
        {"/abs/x", "=/abs/x"},
        {"a//b", "a/=/b"},
        {"a/./b", "a/=2E/b"},
        {".hidden", "=2Ehidden"},
        {"a/index.html", "a/=69ndex.html"},
        {"index.html/b", "=69ndex.html/b"},
        {"a/index.htm", "a/index.htm"},
        {"Ab", "=41b"},
        {"a=b", "a=3Db"},
        {"a/", "a/="},
        {"", "="},
        {"/", "=/="},
        {"<b>&\"'", "=3Cb=3E=26=22=27"},
        {"\xE9\x94\x99\n\x01", "=E9=94=99=0A=01"},
        {"c:\\x", "c=3A=5Cx"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char *path = path_of(kb_str(pairs[i][0]));
        ck_assert_str_eq(path, pairs[i][1]);
        free(path);
    }
}
END_TEST

/* What holds for every name. */
static void judge(const char *path)
{
    ck_assert_msg(kb_out_path_ok(path), "%s", path);
    ck_assert_uint_le(strlen(path), 1000);
    for (const char *p = path;; p++) {
        size_t n = strcspn(p, "/");
        ck_assert(n >= 1 && n <= 200 && *p != '.');
        ck_assert(!(n == 10 && memcmp(p, "index.html", 10) == 0));
        p += n;
        if (!*p)
            break;
    }
    for (const char *p = path; *p; p++)
        ck_assert(islower((unsigned char)*p) || isdigit((unsigned char)*p) ||
                  strchr("._-/=ABCDEF", *p));
}

START_TEST(long_ids)
{
    enum { LONG = 5000 };
    static char id[LONG + 1];
    char *seen[12];
    size_t count = 0;
    static const char fill[] = {'a', 'A', '/', '.', '='};
    for (size_t i = 0; i < sizeof fill; i++)
        for (size_t tail = 0; tail < 2; tail++) {
            memset(id, fill[i], LONG);
            id[LONG - 1] = tail ? 'y' : 'z';
            seen[count++] = path_of(kb_str(id));
        }
    for (size_t i = 0; i < LONG; i++)
        id[i] = i % 100 == 99 ? '/' : 'p';
    seen[count++] = path_of(kb_str(id));
    id[LONG - 2]++;
    seen[count++] = path_of(kb_str(id));
    for (size_t i = 0; i < count; i++) {
        judge(seen[i]);
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(seen[i], seen[j]);
    }
    /* An id that spells another one's hash does not get its name. */
    for (size_t i = 0; i < count; i++) {
        char *again = path_of(kb_str(seen[i]));
        judge(again);
        for (size_t j = 0; j < count; j++)
            ck_assert_str_ne(again, seen[j]);
        free(again);
    }
    for (size_t i = 0; i < count; i++)
        free(seen[i]);
}
END_TEST

START_TEST(limits_on_both_sides)
{
    char id[2002];
    memset(id, 'a', sizeof id);
    char *at = path_of((struct kb_str){id, 200}), *above = path_of((struct kb_str){id, 201});
    ck_assert_uint_eq(strlen(at), 200);
    ck_assert_ptr_null(strchr(at, '='));
    ck_assert_uint_eq(strlen(above), 200);
    ck_assert_ptr_nonnull(strstr(above, "=-"));
    free(at);
    free(above);
    for (size_t i = 1; i < sizeof id; i += 2)
        id[i] = '/';
    at = path_of((struct kb_str){id, 999});
    above = path_of((struct kb_str){id, 1001});
    ck_assert_uint_eq(strlen(at), 999);
    ck_assert_ptr_null(strchr(at, '='));
    judge(above);
    ck_assert_ptr_nonnull(strstr(above, "/=."));
    free(at);
    free(above);
}
END_TEST

static int no_case(const void *a, const void *b)
{
    return strcasecmp(*(char *const *)a, *(char *const *)b);
}

/* All ids of up to four bytes out of those that are treated each in its own way. */
START_TEST(no_two_meet)
{
    static const char bytes[] = {'a', 'A', '.', '/', '=', '-', '2', 'E', (char)0xC3};
    enum { N = sizeof bytes, ALL = N + N * N + N * N * N + N * N * N * N };
    char **paths = malloc((ALL + 1) * sizeof *paths);
    size_t count = 0, size = 1;
    for (size_t len = 0; len <= 4; len++, size *= N)
        for (size_t i = 0; i < size; i++) {
            char id[4];
            size_t rest = i;
            for (size_t k = 0; k < len; k++, rest /= N)
                id[k] = bytes[rest % N];
            paths[count] = path_of((struct kb_str){id, len});
            judge(paths[count++]);
        }
    ck_assert_uint_eq(count, ALL + 1);
    qsort(paths, count, sizeof *paths, no_case);
    for (size_t i = 1; i < count; i++)
        ck_assert_msg(strcasecmp(paths[i - 1], paths[i]) != 0, "%s twice", paths[i]);
    for (size_t i = 0; i < count; i++)
        free(paths[i]);
    free(paths);
}
END_TEST

START_TEST(random_bytes)
{
    uint32_t state = 1;
    for (int round = 0; round < 20000; round++) {
        char id[300];
        state = state * 1664525 + 1013904223;
        size_t n = state >> 16 & 255;
        for (size_t i = 0; i < n; i++) {
            state = state * 1664525 + 1013904223;
            id[i] = (char)(state >> 24);
        }
        char *path = path_of((struct kb_str){id, n});
        judge(path);
        free(path);
    }
}
END_TEST

START_TEST(sha256_vectors)
{
    static const char *const vectors[][2] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrl"
         "m"
         "nopqrsmnopqrstnopqrstu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    };
    char digest[65];
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        kb_sha256_hex(kb_str(vectors[i][0]), digest);
        ck_assert_str_eq(digest, vectors[i][1]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("out_id_path");
    TCase *cases = tcase_create("all");
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, known_names);
    tcase_add_test(cases, long_ids);
    tcase_add_test(cases, limits_on_both_sides);
    tcase_add_test(cases, no_two_meet);
    tcase_add_test(cases, random_bytes);
    tcase_add_test(cases, sha256_vectors);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

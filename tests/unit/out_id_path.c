/* SPDX-License-Identifier: MIT */
/* Names of ids: none leaves its folder, no two meet, not even where case does not count. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "emit/emit.h"
#include "emit/out_path.h"
#include "tests/unit/suite.h"

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
        {"../../etc/passwd", "=2E=2E/=2E=2E/etc/passwd"},
        {"/abs/x", "=/abs/x"},
        {"a//b", "a/=/b"},
        {"a/./b", "a/=2E/b"},
        {".hidden", "=2Ehidden"},
        {"a/index.html", "a/=69ndex.html"},
        {"index.html/b", "=69ndex.html/b"},
        {"a/index.htm", "a/index.htm"},
        {"a/index", "a/=69ndex"},
        {"indexes/reindex", "indexes/reindex"},
        {"index.md/index.mdx", "=69ndex.md/index.mdx"},
        {"Ab", "=41b"},
        {"a=b", "a=3Db"},
        {"a/", "a/="},
        {"", "="},
        {"/", "=/="},
        {"<b>&\"'", "=3Cb=3E=26=22=27"},
        {"\xE9\x94\x99\n\x01", "=E9=94=99=0A=01"},
        {"c:\\x", "c=3A=5Cx"},
        {"con/aux.json/a", "=63on/=61ux.json/a"},
        {"prn/nul", "=70rn/=6Eul"},
        {"com1/lpt0.x/com/com10/comx/lpt", "=63om1/=6Cpt0.x/com/com10/comx/lpt"},
        {"icon/console/auxiliary", "icon/console/auxiliary"},
        {"a./b..", "a=2E/b.=2E"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char *path = path_of(kb_str(pairs[i][0]));
        ck_assert_str_eq(path, pairs[i][1]);
        free(path);
    }
}
END_TEST

START_TEST(files_beside_folders)
{
    static const char *const pairs[][2] = {
        {"a", "a.json"},
        {"a.json", "a.json.json"},
        {"a.json/b", "a=2Ejson/b.json"},
        {"a.html/a.md/.md/b.mdx/c", "a=2Ehtml/a=2Emd/=2Emd/b.mdx/c.json"},
        {"index", "=69ndex.json"},
        {"", "=.json"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct kb_buf buf = {0};
        kb_out_id_file(&buf, kb_str(pairs[i][0]), ".json");
        ck_assert_str_eq(buf.data, pairs[i][1]);
        kb_buf_free(&buf);
    }
    /* The name of a folder that goes on within is cut, here after what looks like an ending. */
    char id[400];
    static const char ending[] = {'.', 'j', 's', 'o', 'n'};
    memset(id, 'x', sizeof id);
    memcpy(id + 195, ending, sizeof ending);
    struct kb_buf buf = {0};
    kb_out_id_file(&buf, (struct kb_str){id, 300}, ".json");
    ck_assert_uint_eq(buf.len, 300 + 2 + 3 + 5);
    ck_assert(memcmp(buf.data + 195, "=2Ejson/=-x", 11) == 0);
    kb_buf_free(&buf);
}
END_TEST

static void bad(const char *path)
{
    ck_abort_msg("bad path `%s`", path);
}

/* What holds for every name. */
static void judge(const char *path)
{
    if (!kb_out_path_ok(path))
        bad(path);
    for (const char *p = path;; p++) {
        size_t n = strcspn(p, "/");
        if (n < 1 || n > 202 || *p == '.' || p[n - 1] == '.' ||
            (n == 10 && memcmp(p, "index.html", 10) == 0))
            bad(path);
        p += n;
        if (!*p)
            break;
    }
    if (path[strspn(path, "abcdefghijklmnopqrstuvwxyz0123456789._-/=ABCDEF")] != '\0')
        bad(path);
}

START_TEST(long_ids)
{
    enum { LONG = 5000 };
    static char id[LONG + 1];
    char *seen[24];
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
    /* An id that spells another one's path does not get its name. */
    for (size_t i = 0, first = count; i < first; i++)
        seen[count++] = path_of(kb_str(seen[i]));
    for (size_t i = 0; i < count; i++) {
        judge(seen[i]);
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(seen[i], seen[j]);
    }
    for (size_t i = 0; i < count; i++)
        free(seen[i]);
}
END_TEST

/* Around the length at which a part goes on in a folder within: no two meet, none is lost. */
START_TEST(parts_go_on)
{
    enum { FROM = 190, TO = 410 };
    static const char fill[] = {'a', 'A'};
    for (size_t f = 0; f < sizeof fill; f++) {
        char id[TO + 1], *seen[TO + 1];
        memset(id, fill[f], sizeof id);
        for (size_t n = FROM; n <= TO; n++) {
            seen[n] = path_of((struct kb_str){id, n});
            judge(seen[n]);
            size_t unit = fill[f] == 'a' ? 1 : 3, room = 200 / unit, more = 198 / unit;
            size_t folders = n <= room ? 0 : (n - room + more - 1) / more;
            ck_assert_uint_eq(strlen(seen[n]), n * unit + folders * 3);
            for (size_t m = FROM; m < n; m++)
                if (strcmp(seen[m], seen[n]) == 0)
                    bad(seen[n]);
        }
        for (size_t n = FROM; n <= TO; n++)
            free(seen[n]);
    }
}
END_TEST

START_TEST(where_a_part_goes_on)
{
    char id[230];
    memset(id, 'a', sizeof id);
    snprintf(id + 200, sizeof id - 200, "index.html/index.html");
    char *path = path_of((struct kb_str){id, 221});
    ck_assert_str_eq(path + 200, "/=-index.html/=69ndex.html");
    free(path);
    path = path_of((struct kb_str){id, 200});
    ck_assert_uint_eq(strlen(path), 200);
    ck_assert_ptr_null(strchr(path, '='));
    free(path);
    id[200] = '.';
    path = path_of((struct kb_str){id, 201});
    ck_assert_str_eq(path + 200, "/=-=2E");
    free(path);
    id[198] = 'A'; /* an escape is never cut in two */
    path = path_of((struct kb_str){id, 199});
    ck_assert_str_eq(path + 198, "/=-=41");
    free(path);
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
        if (strcasecmp(paths[i - 1], paths[i]) == 0)
            bad(paths[i]);
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

int main(void)
{
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, known_names);
    tcase_add_test(cases, files_beside_folders);
    tcase_add_test(cases, long_ids);
    tcase_add_test(cases, parts_go_on);
    tcase_add_test(cases, where_a_part_goes_on);
    tcase_add_test(cases, no_two_meet);
    tcase_add_test(cases, random_bytes);
    return suite_run("out_id_path", cases);
}

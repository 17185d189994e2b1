/* SPDX-License-Identifier: MIT */
/* Records are found by id and by key, and along their edges in both directions. */
#include "tests/unit/kbx_fixture.h"

static struct kbx *k;
static unsigned char *bytes;

static void setup(void)
{
    struct kbx_error error;
    size_t size;
    bytes = fixture_index(fixture_base(), &size);
    ck_assert_msg(kbx_open_mem(bytes, size, KBX_VERIFY, &k, &error) == KBX_OK, "%s", error.text);
}

static void teardown(void)
{
    kbx_close(k);
    free(bytes);
}

START_TEST(by_id)
{
    uint32_t r;
    for (uint32_t i = 0; i < fixture_base()->count; i++) {
        struct kb_str id = fixture_base()->records[i]->id;
        ck_assert_int_eq(kbx_by_id(k, id.p, id.n, &r), KBX_OK);
        ck_assert_uint_eq(r, i);
    }
    static const char *const none[] = {"", "cuda", "cuda/", "cuda/aa", "cuda/d", "zzz", "cuda/A"};
    for (size_t i = 0; i < COUNT(none); i++) {
        ck_assert_int_eq(kbx_by_id(k, none[i], strlen(none[i]), &r), KBX_MISSING);
        ck_assert_uint_eq(r, KBX_NONE);
    }
    ck_assert_int_eq(kbx_by_id(k, "cuda/a\0", 7, &r), KBX_MISSING);
}
END_TEST

static void finds(int kind, const char *text, int prefix, uint32_t count, const char *key,
                  uint32_t record)
{
    uint32_t first, have, of;
    struct kbx_str found;
    ck_assert_msg(kbx_find(k, kind, text, strlen(text), prefix, &first, &have) ==
                      (count ? KBX_OK : KBX_MISSING),
                  "%s", text);
    ck_assert_uint_eq(have, count);
    if (count == 0)
        return;
    ck_assert_int_eq(kbx_key(k, kind, first, &found, &of), KBX_OK);
    ck_assert_str_eq(found.ptr, key);
    ck_assert_uint_eq(found.len, strlen(key));
    ck_assert_uint_eq(of, record);
}

START_TEST(keys)
{
    uint32_t first, count;
    struct kbx_str text;
    finds(KBX_KEY_ID, "cuda/b", 0, 1, "cuda/b", 1);
    finds(KBX_KEY_ID, "cuda/", 0, 0, NULL, 0);
    finds(KBX_KEY_ID, "cuda/", 1, 3, "cuda/a", 0);
    finds(KBX_KEY_ID, "", 1, 3, "cuda/a", 0);
    finds(KBX_KEY_ID, "cuda/b", 1, 1, "cuda/b", 1);
    finds(KBX_KEY_ID, "d", 1, 0, NULL, 0);
    finds(KBX_KEY_CODE, "CUDAERRORILLEGALADDRESS", 0, 1, "cudaerrorillegaladdress", 0);
    finds(KBX_KEY_CODE, "cudaErrorIllegalAddress (700)", 0, 1, "cudaerrorillegaladdress (700)", 0);
    finds(KBX_KEY_CODE, "CudaErrorI", 1, 2, "cudaerrorillegaladdress", 0);
    finds(KBX_KEY_CODE, "700", 0, 0, NULL, 0);
    finds(KBX_KEY_NUMBER, "700", 0, 1, "700", 0);
    finds(KBX_KEY_NUMBER, "7", 1, 1, "700", 0);
    finds(KBX_KEY_NUMBER, "70", 0, 0, NULL, 0);
    finds(KBX_KEY_ALIAS, "First Alias", 0, 1, "first alias", 0);
    finds(KBX_KEY_ALIAS, "FIRST", 1, 1, "first alias", 0);
    ck_assert_int_eq(kbx_find(k, 0, "", 0, 1, &first, &count), KBX_ARGUMENT);
    ck_assert_int_eq(kbx_find(k, 5, "", 0, 1, &first, &count), KBX_ARGUMENT);
    char longer[KBX_MAX_KEY + 2];
    memset(longer, 'x', sizeof longer);
    ck_assert_int_eq(kbx_find(k, KBX_KEY_ALIAS, longer, KBX_MAX_KEY, 0, &first, &count),
                     KBX_MISSING);
    ck_assert_int_eq(kbx_find(k, KBX_KEY_ALIAS, longer, sizeof longer, 0, &first, &count),
                     KBX_MISSING);
    ck_assert_int_eq(kbx_key(k, KBX_KEY_ID, 3, &text, &first), KBX_MISSING);
    ck_assert_int_eq(kbx_key(k, KBX_KEY_ALIAS, 1, &text, &first), KBX_MISSING);
    ck_assert_int_eq(kbx_key(k, 9, 0, &text, &first), KBX_ARGUMENT);
}
END_TEST

START_TEST(targets)
{
    uint32_t target;
    ck_assert_int_eq(kbx_edge_target(k, 0, KBX_F_LEADS_TO, 0, &target), KBX_OK);
    ck_assert_uint_eq(target, 1);
    ck_assert_int_eq(kbx_edge_target(k, 0, KBX_F_LEADS_TO, 1, &target), KBX_OK);
    ck_assert_uint_eq(target, KBX_NONE);
    ck_assert_int_eq(kbx_edge_target(k, 0, KBX_F_PRECEDED_BY, 0, &target), KBX_OK);
    ck_assert_uint_eq(target, 2);
    ck_assert_int_eq(kbx_edge_target(k, 2, KBX_F_CONFUSED_WITH, 0, &target), KBX_OK);
    ck_assert_uint_eq(target, 0);
    ck_assert_int_eq(kbx_edge_target(k, 2, KBX_F_CONFUSED_WITH, 1, &target), KBX_MISSING);
    ck_assert_int_eq(kbx_edge_target(k, 2, KBX_F_DEAD_END, 0, &target), KBX_ARGUMENT);
}
END_TEST

START_TEST(incoming)
{
    static const struct {
        uint32_t to, from;
        int list;
        uint32_t entry;
    } all[] = {
        {0, 2, KBX_F_CONFUSED_WITH, 0}, {1, 0, KBX_F_LEADS_TO, 0}, {2, 0, KBX_F_PRECEDED_BY, 0}};
    for (size_t i = 0; i < COUNT(all); i++) {
        uint32_t count, from, entry;
        int list;
        ck_assert_int_eq(kbx_incoming(k, all[i].to, &count), KBX_OK);
        ck_assert_uint_eq(count, 1);
        ck_assert_int_eq(kbx_incoming_edge(k, all[i].to, 0, &from, &list, &entry), KBX_OK);
        ck_assert_uint_eq(from, all[i].from);
        ck_assert_int_eq(list, all[i].list);
        ck_assert_uint_eq(entry, all[i].entry);
        ck_assert_int_eq(kbx_incoming_edge(k, all[i].to, 1, &from, &list, &entry), KBX_MISSING);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("lookup");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, by_id);
    tcase_add_test(tests, keys);
    tcase_add_test(tests, targets);
    tcase_add_test(tests, incoming);
    return suite_run("kbx_lookup", tests);
}

/* SPDX-License-Identifier: MIT */
/* Texts held against their checksums when they are asked for: a damaged one is not given out, and
 * those of other blocks are. */
#include "tests/unit/kbx_fixture.h"

#include "kbx/format.h"

static void must(int holds, const char *what)
{
    ck_assert_msg(holds, "%s", what);
}

#include "tests/kbx_walk.h"

enum { LONG = 3 * KBX_SUM_BLOCK };

static unsigned char *bytes;
static size_t size;
static char text[LONG];
static struct kbx_error error;

/* The second of three records has a text of more than two blocks. */
static void setup(void)
{
    static struct kb_record records[3];
    static struct kb_record *order[] = {&records[0], &records[1], &records[2]};
    static const char *const ids[] = {"a", "b", "c"};
    struct kb_base base = *fixture_base();
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < COUNT(records); i++) {
        records[i] = fixture_records[1];
        records[i].id = kb_str(ids[i]);
        records[i].root_cause = i == 1 ? (struct kb_str){text, LONG} : kb_str("short");
    }
    base.records = order;
    base.count = COUNT(records);
    bytes = fixture_index(&base, &size);
}

static void teardown(void)
{
    free(bytes);
}

static int text_of(const struct kbx *k, uint32_t record, int field)
{
    struct kbx_str out;
    int status = kbx_text(k, record, field, 0, KBX_BASE, &out, NULL);
    ck_assert((status == KBX_OK) == (out.ptr != NULL));
    return status;
}

START_TEST(all_are_sound)
{
    struct kbx *k;
    ck_assert_int_eq(kbx_open_mem(bytes, size, KBX_SUMS, &k, &error), KBX_OK);
    for (uint32_t i = 0; i < 3; i++)
        ck_assert_int_eq(text_of(k, i, KBX_F_ROOT_CAUSE), KBX_OK);
    ck_assert_int_eq(kbx_sound(k, &error), KBX_OK);
    kbx_close(k);
}
END_TEST

/* In each of its blocks but the first, which has the ids as well. */
static const size_t places[] = {KBX_SUM_BLOCK, 2 * KBX_SUM_BLOCK + 5, LONG - 1};

START_TEST(one_is_damaged)
{
    struct kbx *k;
    size_t at = 0;
    while (memcmp(bytes + at, text, LONG) != 0)
        at++;
    at += places[_i];
    bytes[at] ^= 1;
    ck_assert_int_eq(kbx_open_mem(bytes, size, KBX_SUMS, &k, &error), KBX_OK);
    ck_assert_int_eq(text_of(k, 0, KBX_F_ID), KBX_OK);
    ck_assert_int_eq(kbx_sound(k, &error), KBX_OK);
    for (int again = 0; again < 2; again++) {
        ck_assert_int_eq(text_of(k, 1, KBX_F_ROOT_CAUSE), KBX_CORRUPT);
        ck_assert_int_eq(kbx_sound(k, &error), KBX_CORRUPT);
        ck_assert_str_eq(error.text, "texts in section STRS do not have their checksum");
        ck_assert_int_eq(kbx_sound(k, NULL), KBX_CORRUPT);
    }
    kbx_close(k);

    /* Who did not ask for it gets what is there. */
    ck_assert_int_eq(kbx_open_mem(bytes, size, 0, &k, &error), KBX_OK);
    ck_assert_int_eq(text_of(k, 1, KBX_F_ROOT_CAUSE), KBX_OK);
    ck_assert_int_eq(kbx_sound(k, &error), KBX_OK);
    ck_assert_int_eq(kbx_verify(k, &error), KBX_CORRUPT);
    kbx_close(k);
}
END_TEST

/* SUMS stands before STRS, at the boundary before it. */
START_TEST(sums_are_damaged)
{
    struct kbx *k;
    struct kbx_section s = {0};
    ck_assert_int_eq(kbx_open_mem(bytes, size, 0, &k, &error), KBX_OK);
    for (uint32_t i = 0; s.tag != KBX_TAG('S', 'U', 'M', 'S'); i++)
        ck_assert_int_eq(kbx_section(k, i, &s), KBX_OK);
    ck_assert_uint_eq(s.count, 4);
    kbx_close(k);
    bytes[s.offset + 5] ^= 1;
    ck_assert_int_eq(kbx_open_mem(bytes, size, KBX_SUMS, &k, &error), KBX_CORRUPT);
    ck_assert_ptr_null(k);
    ck_assert_str_eq(error.text, "section SUMS does not have its checksum");
    /* The same from a writer that seals what it has: verifying finds the block. */
    reseal(bytes, size);
    ck_assert_int_eq(kbx_open_mem(bytes, size, KBX_SUMS, &k, &error), KBX_OK);
    ck_assert_int_eq(text_of(k, 1, KBX_F_ROOT_CAUSE), KBX_CORRUPT);
    ck_assert_int_eq(kbx_verify(k, &error), KBX_CORRUPT);
    ck_assert_str_eq(error.text, "not the checksum of its texts");
    kbx_close(k);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("sums");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, all_are_sound);
    tcase_add_loop_test(tests, one_is_damaged, 0, COUNT(places));
    tcase_add_test(tests, sums_are_damaged);
    return suite_run("kbx_sums", tests);
}

/* SPDX-License-Identifier: MIT */
/* What is written comes back: every field of the model, by every accessor. */
#include "tests/unit/kbx_fixture.h"

#include <stdio.h>

static struct kbx *k;
static unsigned char *bytes;
static size_t size;

static void setup(void)
{
    struct kbx_error error;
    bytes = fixture_index(fixture_base(), &size);
    ck_assert_msg(kbx_open_mem(bytes, size, KBX_VERIFY, &k, &error) == KBX_OK, "%s", error.text);
}

static void teardown(void)
{
    kbx_close(k);
    free(bytes);
}

static void same(struct kbx_str got, struct kb_str want)
{
    ck_assert_int_eq(got.ptr == NULL, want.p == NULL);
    ck_assert_uint_eq(got.len, want.n);
    ck_assert(want.n == 0 || memcmp(got.ptr, want.p, want.n) == 0);
    if (got.ptr)
        ck_assert_int_eq(got.ptr[got.len], '\0');
}

static void same_texts(uint32_t r, int number, uint32_t entry, const struct kb_list *want)
{
    uint32_t count;
    struct kbx_str text;
    ck_assert_int_eq(kbx_entries(k, r, number, entry, &count), KBX_OK);
    ck_assert_uint_eq(count, want->count);
    for (uint32_t i = 0; i < count; i++) {
        ck_assert_int_eq(kbx_item(k, r, number, entry, i, &text), KBX_OK);
        same(text, *kb_text_at(want, i));
    }
    ck_assert_int_eq(kbx_item(k, r, number, entry, count, &text), KBX_MISSING);
    ck_assert_ptr_null(text.ptr);
}

/* Field f of entry `entry` of record r, which stands at `member` in the model. */
static void same_field(uint32_t r, enum kb_field f, uint32_t entry, const void *member)
{
    const char *name = kb_fields[f].name;
    const struct kbx_field_info *info = kbx_field_named(name, strlen(name));
    ck_assert_ptr_nonnull(info);
    struct kbx_str text;
    struct kbx_rate rate;
    int64_t number;
    int32_t day;
    uint32_t count;
    switch (kb_fields[f].kind) {
    case KB_KIND_TEXT:
        ck_assert_int_eq(kbx_text(k, r, info->number, entry, KBX_BASE, &text, NULL), KBX_OK);
        same(text, *(const struct kb_str *)member);
        break;
    case KB_KIND_TEXTS:
        same_texts(r, info->number, entry, member);
        break;
    case KB_KIND_RATE:
        ck_assert_int_eq(kbx_rate(k, r, info->number, entry, &rate), KBX_OK);
        same(rate.text, ((const struct kb_rate *)member)->text);
        ck_assert(rate.value == ((const struct kb_rate *)member)->value);
        break;
    case KB_KIND_COUNT:
        ck_assert_int_eq(kbx_number(k, r, info->number, &number), KBX_OK);
        ck_assert(number == *(const int64_t *)member);
        break;
    case KB_KIND_DATE:
        ck_assert_int_eq(kbx_date(k, r, info->number, &day), KBX_OK);
        ck_assert_int_eq(day, *(const int32_t *)member);
        break;
    case KB_KIND_LIST:
        ck_assert_int_eq(kbx_entries(k, r, info->number, 0, &count), KBX_OK);
        ck_assert_uint_eq(count, ((const struct kb_list *)member)->count);
        break;
    }
}

START_TEST(every_field)
{
    ck_assert_uint_eq(kbx_count(k), fixture_base()->count);
    for (uint32_t r = 0; r < kbx_count(k); r++) {
        const char *record = (const char *)fixture_base()->records[r];
        for (int f = 0; f < KB_FIELD_COUNT; f++) {
            if (kb_fields[f].list == KB_F_NONE) {
                same_field(r, (enum kb_field)f, 0, record + kb_fields[f].offset);
                continue;
            }
            const struct kb_list *list =
                (const void *)(record + kb_fields[kb_fields[f].list].offset);
            for (uint32_t e = 0; e < list->count; e++)
                same_field(r, (enum kb_field)f, e,
                           (const char *)list->items + e * kb_entry_size(kb_fields[f].list) +
                               kb_fields[f].offset);
        }
    }
}
END_TEST

START_TEST(os_names)
{
    struct kbx_str text;
    for (uint32_t i = 0; i < COUNT(fixture_os); i++) {
        ck_assert_int_eq(kbx_text(k, 0, KBX_F_OS_SPECIFIC_NAME, i, KBX_BASE, &text, NULL), KBX_OK);
        same(text, fixture_os[i].name);
    }
}
END_TEST

START_TEST(translations)
{
    struct kbx_str text;
    int fallback;
    uint32_t zh = kbx_language_find(k, "zh", 2), count;
    ck_assert_uint_eq(zh, 1);
    ck_assert_uint_eq(kbx_language_find(k, "de", 2), KBX_NONE);
    ck_assert_int_eq(kbx_text(k, 0, KBX_F_SIGNATURE, 0, zh, &text, &fallback), KBX_OK);
    same(text, kb_str("非法内存访问"));
    ck_assert_int_eq(fallback, 0);
    ck_assert_int_eq(kbx_text(k, 0, KBX_F_SIGNATURE, 0, 0, &text, &fallback), KBX_OK);
    same(text, kb_str("잘못된 접근"));
    ck_assert_int_eq(kbx_text(k, 0, KBX_F_WORKAROUND_ACTION, 0, zh, &text, &fallback), KBX_OK);
    same(text, kb_str("同步"));
    /* An empty translation, and none. */
    ck_assert_int_eq(kbx_text(k, 0, KBX_F_ROOT_CAUSE, 0, zh, &text, &fallback), KBX_OK);
    same(text, fixture_records[0].root_cause);
    ck_assert_int_eq(fallback, 1);
    ck_assert_int_eq(kbx_text(k, 0, KBX_F_ROOT_CAUSE, 0, 0, &text, &fallback), KBX_OK);
    ck_assert_int_eq(fallback, 1);
    ck_assert_int_eq(kbx_text(k, 0, KBX_F_SIGNATURE, 0, 2, &text, &fallback), KBX_MISSING);

    ck_assert_int_eq(kbx_translations(k, 0, &count), KBX_OK);
    ck_assert_uint_eq(count, 5); /* the absent one is left out */
    struct kbx_translation t;
    ck_assert_int_eq(kbx_translation(k, 0, 4, &t), KBX_OK);
    ck_assert_uint_eq(t.language, 1);
    ck_assert_uint_eq(t.field, KBX_F_WORKAROUND_ACTION);
    ck_assert_uint_eq(t.entry, 7);
    same(t.text, kb_str("太多"));
    ck_assert_int_eq(kbx_translation(k, 0, 5, &t), KBX_MISSING);
}
END_TEST

START_TEST(findings)
{
    uint32_t count, bits, total;
    struct kbx_finding got;
    ck_assert_int_eq(kbx_findings(k, 0, &count), KBX_OK);
    ck_assert_uint_eq(count, COUNT(fixture_findings) - 1); /* the info is left out */
    static const uint32_t counted[] = {1, 2, 1};
    for (uint32_t s = 0; s < 3; s++) {
        ck_assert_int_eq(kbx_counted(k, 0, s, &total), KBX_OK);
        ck_assert_uint_eq(total, counted[s]);
    }
    ck_assert_int_eq(kbx_counted(k, 0, 3, &total), KBX_ARGUMENT);
    ck_assert_int_eq(kbx_counted(k, 3, 0, &total), KBX_MISSING);
    for (uint32_t i = 0; i < count; i++) {
        const struct kb_finding *want = &fixture_findings[i];
        ck_assert_int_eq(kbx_finding(k, 0, i, &got), KBX_OK);
        same(got.rule, kb_str(want->rule->name));
        same(got.pointer, kb_str(want->pointer));
        same(got.message, kb_str(want->message));
        same(got.help, kb_str(want->help));
        ck_assert_uint_eq(got.severity, want->severity);
        ck_assert_uint_eq(got.line, want->place.line);
        ck_assert_uint_eq(got.column, want->place.column);
    }
    ck_assert_int_eq(kbx_quality(k, 0, &bits), KBX_OK);
    ck_assert_uint_eq(bits, 1u << KBX_Q_DATE | 1u << KBX_Q_TEXT | 1u << KBX_Q_OTHER);
    ck_assert_int_eq(kbx_quality(k, 2, &bits), KBX_OK);
    ck_assert_uint_eq(bits, 0);
    static const uint32_t totals[] = {2, 2, 1};
    for (uint32_t s = 0; s < 3; s++) {
        ck_assert_int_eq(kbx_total(k, s, &total), KBX_OK);
        ck_assert_uint_eq(total, totals[s]);
    }
}
END_TEST

START_TEST(json_and_source)
{
    for (uint32_t r = 0; r < fixture_base()->count; r++) {
        struct kb_str want = fixture_base()->records[r]->json;
        size_t len;
        char buf[256];
        ck_assert_int_eq(kbx_json(k, r, NULL, 0, &len), KBX_SPACE);
        ck_assert_uint_eq(len, want.n);
        ck_assert_int_eq(kbx_json(k, r, buf, want.n - 1, &len), KBX_SPACE);
        ck_assert_int_eq(kbx_json(k, r, buf, want.n, &len), KBX_OK);
        ck_assert_uint_eq(len, want.n);
        ck_assert_mem_eq(buf, want.p, len);
        struct kbx_str path;
        uint32_t line;
        ck_assert_int_eq(kbx_source(k, r, &path, &line), KBX_OK);
        same(path, kb_str("a\xEF\xBF\xBD.ndjson"));
        ck_assert_uint_eq(line, fixture_docs[r].line);
    }
}
END_TEST

START_TEST(facts)
{
    struct kbx_str text;
    int32_t day;
    ck_assert_int_eq(kbx_layout(k, &text), KBX_OK);
    same(text, kb_str("error-record"));
    ck_assert_int_eq(kbx_today(k, &day), KBX_OK);
    ck_assert_int_eq(day, 20778);
    ck_assert_int_eq(kbx_newest(k, &day), KBX_OK);
    ck_assert_int_eq(day, KBX_NO_DAY);
    ck_assert_uint_eq(kbx_version(k), kbx_version(NULL));
    ck_assert_uint_eq(kbx_size(k), size);
}
END_TEST

START_TEST(wrong_arguments)
{
    struct kbx_str text;
    struct kbx_rate rate;
    uint32_t n;
    size_t len;
    int64_t number;
    ck_assert_int_eq(kbx_text(k, 3, KBX_F_ID, 0, KBX_BASE, &text, NULL), KBX_MISSING);
    ck_assert_int_eq(kbx_text(k, KBX_NONE, KBX_F_ID, 0, KBX_BASE, &text, NULL), KBX_MISSING);
    ck_assert_int_eq(kbx_text(k, 0, KBX_F_ID, 1, KBX_BASE, &text, NULL), KBX_MISSING);
    ck_assert_int_eq(kbx_text(k, 0, KBX_F_CONFIDENCE, 0, KBX_BASE, &text, NULL), KBX_ARGUMENT);
    ck_assert_int_eq(kbx_text(k, 0, 0, 0, KBX_BASE, &text, NULL), KBX_ARGUMENT);
    ck_assert_int_eq(kbx_text(k, 0, -5, 0, KBX_BASE, &text, NULL), KBX_ARGUMENT);
    ck_assert_int_eq(kbx_text(k, 0, 99999, 0, KBX_BASE, &text, NULL), KBX_ARGUMENT);
    ck_assert_int_eq(kbx_rate(k, 0, KBX_F_DEAD_END_FAIL_RATE, 2, &rate), KBX_MISSING);
    ck_assert_int_eq(kbx_number(k, 0, KBX_F_FIRST_SEEN, &number), KBX_ARGUMENT);
    ck_assert_int_eq(kbx_entries(k, 0, KBX_F_ID, 0, &n), KBX_ARGUMENT);
    ck_assert_int_eq(kbx_json(k, 3, NULL, 0, &len), KBX_MISSING);
    ck_assert_uint_eq(len, 0);
}
END_TEST

START_TEST(same_bytes)
{
    size_t again;
    unsigned char *copy = fixture_index(fixture_base(), &again);
    ck_assert_uint_eq(again, size);
    ck_assert_mem_eq(copy, bytes, size);
    free(copy);
}
END_TEST

/* A base with nothing in it, and one whose texts are many enough for a dictionary. */
START_TEST(other_sizes)
{
    struct kb_base base = *fixture_base();
    struct kbx *other;
    size_t n, len;
    base.count = 0;
    unsigned char *copy = fixture_index(&base, &n);
    ck_assert_int_eq(kbx_open_mem(copy, n, KBX_VERIFY, &other, NULL), KBX_OK);
    ck_assert_uint_eq(kbx_count(other), 0);
    kbx_close(other);
    free(copy);

    enum { MANY = 300 };
    static struct kb_record records[MANY];
    static struct kb_record *order[MANY];
    static char texts[MANY][400], ids[MANY][24], room[400];
    for (int i = 0; i < MANY; i++) {
        snprintf(ids[i], sizeof ids[i], "many/%04d", i);
        snprintf(
            texts[i], sizeof texts[i],
            "{\"id\":\"%.23s\",\"what\":\"a sentence that every record here has, and that alone "
            "is too short to pack, numbered %d\"}",
            ids[i], i * 7919);
        records[i] = (struct kb_record){
            .id = kb_str(ids[i]), ABSENT, .json = kb_str(texts[i]), .doc = &fixture_docs[0]};
        order[i] = &records[i];
    }
    base.records = order;
    base.count = MANY;
    copy = fixture_index(&base, &n);
    ck_assert_int_eq(kbx_open_mem(copy, n, KBX_VERIFY, &other, NULL), KBX_OK);
    struct kbx_section s;
    uint32_t i = 0;
    while (kbx_section(other, i++, &s) == KBX_OK && s.tag != KBX_TAG('D', 'I', 'C', 'T'))
        continue;
    ck_assert_uint_gt(s.length, 0);
    for (uint32_t r = 0; r < MANY; r++) {
        ck_assert_int_eq(kbx_json(other, r, room, sizeof room, &len), KBX_OK);
        ck_assert_uint_eq(len, strlen(texts[r]));
        ck_assert_mem_eq(room, texts[r], len);
    }
    kbx_close(other);
    free(copy);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("roundtrip");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, every_field);
    tcase_add_test(tests, os_names);
    tcase_add_test(tests, translations);
    tcase_add_test(tests, findings);
    tcase_add_test(tests, json_and_source);
    tcase_add_test(tests, facts);
    tcase_add_test(tests, wrong_arguments);
    tcase_add_test(tests, same_bytes);
    tcase_add_test(tests, other_sizes);
    return suite_run("kbx_roundtrip", tests);
}

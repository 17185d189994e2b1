/* SPDX-License-Identifier: MIT */
/* Rows of the C tables for a base made by hand. That they compile, and say what the source says,
 * is shown by robustness/c_tables.py. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "emit/c/parts.h"
#include "tests/unit/suite.h"

static const struct kb_language languages[] = {{.tag = "zh"}};
static const struct kb_layout layout = {.languages = languages, .language_count = 1};

static struct kb_c_rows tables[KB_C_TABLE_COUNT];
static struct kb_buf arrays;
static struct kb_c_texts texts;

static void setup(void)
{
    memset(tables, 0, sizeof tables);
    arrays = (struct kb_buf){0};
    texts = (struct kb_c_texts){0};
    kb_c_texts_start(&texts);
}

static void teardown(void)
{
    for (size_t i = 0; i < KB_C_TABLE_COUNT; i++)
        kb_buf_free(&tables[i].text);
    kb_c_texts_free(&texts);
    kb_buf_free(&arrays);
}

static unsigned long name(const char *text)
{
    return kb_c_text(&texts, kb_str(text));
}

START_TEST(empty_base)
{
    const struct kb_layout none = {0};
    const struct kb_base base = {.layout = &none, .today = KB_NO_DATE, .newest = KB_NO_DATE};
    kb_c_tables_fill(tables, &texts, &base);
    kb_c_tables_write(&arrays, tables);
    ck_assert_ptr_nonnull(strstr(arrays.data, "const uint32_t kbt_record_count = 0;\n"));
    ck_assert_ptr_nonnull(strstr(arrays.data, "const uint32_t kbt_code_count = 0;\n"));
    ck_assert_ptr_nonnull(strstr(arrays.data, "kbt_codes[] = {\n    {0, KBT_NO_RECORD}\n};"));
    ck_assert_ptr_null(strstr(arrays.data, "{\n};")); /* no empty array */
}
END_TEST

START_TEST(one_of_each)
{
    static const struct kb_rule rule = {.name = "date/order"};
    struct kb_str source_url = KB_STR("https://example.com/");
    struct kb_workaround work[2] = {{.action = KB_STR("do"),
                                     .success_rate = {0.1, KB_STR("0.10")},
                                     .sources = {&source_url, 1}},
                                    {.action = KB_STR("")}};
    struct kb_edge edge[2] = {{.id = KB_STR("a/b"), .target = 0},
                              {.id = KB_STR("a/c"), .target = KB_NO_RECORD}};
    struct kb_translation translation = {.field = KB_F_SIGNATURE, .text = KB_STR("\xE9")};
    struct kb_finding finding = {
        .rule = &rule, .severity = KB_ERROR, .message = "m", .pointer = ""};
    struct kb_record record = {.id = KB_STR("a/b"),
                               .error_code = KB_STR("E (5)"),
                               .resolvable = KB_STR("partial"),
                               .confidence = {1, KB_STR("1")},
                               .evidence_count = KB_NO_COUNT,
                               .first_seen = -1,
                               .last_confirmed = KB_NO_DATE,
                               .workarounds = {work, 2},
                               .edges[KB_CONFUSED_WITH] = {edge, 2},
                               .translations = {&translation, 1},
                               .findings = &finding,
                               .finding_count = 1};
    struct kb_record same_code = {.id = KB_STR("a/c"), .error_code = KB_STR("5")};
    struct kb_record *records[] = {&record, &same_code};
    const struct kb_base base = {.layout = &layout, .records = records, .count = 2};
    kb_c_tables_fill(tables, &texts, &base);

    char want[256];
    snprintf(want, sizeof want, "    {%lu, 0, 0, 0, {0.1, %lu}, {0, 1}},\n", name("do"),
             name("0.10"));
    ck_assert_ptr_nonnull(strstr(tables[KB_C_WORKAROUNDS].text.data, want));
    snprintf(want, sizeof want, "    {%lu, 0, 0, 0, {0.0, 0}, {1, 0}},\n", name(""));
    ck_assert_ptr_nonnull(strstr(tables[KB_C_WORKAROUNDS].text.data, want));
    snprintf(want, sizeof want,
             "    {%lu, 0, {0.0, 0}, 0},\n    {%lu, 0, {0.0, 0}, KBT_NO_RECORD},\n", name("a/b"),
             name("a/c"));
    ck_assert_str_eq(tables[KB_C_EDGES].text.data, want);
    snprintf(want, sizeof want, "    {%lu, %lu, 0, %lu},\n", name("zh"), name("signature"),
             name("\xE9"));
    ck_assert_str_eq(tables[KB_C_TRANSLATIONS].text.data, want);
    snprintf(want, sizeof want, "    {%lu, %lu, 0, %lu, KBT_ERROR},\n", name("date/order"),
             name("m"), name(""));
    ck_assert_str_eq(tables[KB_C_PROBLEMS].text.data, want);
    snprintf(want, sizeof want, "    {%lu, 0},\n    {%lu, 1},\n    {%lu, 0},\n    {%lu, 0},\n",
             name("5"), name("5"), name("E"), name("E (5)"));
    ck_assert_str_eq(tables[KB_C_CODES].text.data, want);
    const char *rest = strstr(tables[KB_C_RECORDS].text.data, "{1.0, ");
    ck_assert_ptr_nonnull(rest);
    ck_assert_ptr_nonnull(strstr(rest,
                                 "{0.0, 0}, KBT_NO_COUNT, -1, KBT_NO_DATE, 0, "
                                 "KBT_RESOLVABLE_PARTIAL, {0, 0}, {0, 0}, {0, 0}, {0, 0}, "
                                 "{0, 0}, {0, 2}, {{0, 0}, {0, 0}, {0, 2}}, {0, 1}, {0, 1}},\n"));
    ck_assert_ptr_nonnull(strstr(rest, "INT64_C(0), 0, 0, 0, KBT_RESOLVABLE_OTHER"));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("all");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, empty_base);
    tcase_add_test(cases, one_of_each);
    return suite_run("emit_c_tables", cases);
}

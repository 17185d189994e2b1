/* SPDX-License-Identifier: MIT */
/* kb/langtag.c: what has the form of a language tag. */
#include <check.h>

#include "kb/langtag.h"
#include "tests/unit/suite.h"

static const char *const tags[] = {
    "en",
    "EN",
    "ast",
    "en-US",
    "es-419",
    "zh-Hans",
    "zh-Hans-CN",
    "zh-cmn-Hans-CN",
    "sl-rozaj-biske",
    "de-CH-1901",
    "de-1996",
    "hy-Latn-IT-arevela",
    "de-DE-u-co-phonebk",
    "en-a-bbb-x-a-ccc",
    "x-own",
    "x-a-b-c",
    "qaa-Qaaa-QM-x-southern",
};

static const char *const others[] = {
    "",
    "-",
    "e",
    "en-",
    "-en",
    "en--US",
    "en_US",
    "en us",
    " en",
    "<b>",
    "\"><b>",
    "../x",
    "12",
    "e1",
    "en-x",
    "x",
    "x-",
    "en-u",
    "en-a-b",
    "abcdefghi",
    "en-abcdefghi",
    "en-US-GB",
    "en-12",
    "de-419-DE",
    "a-DE",
    "中文",
    "zh-中",
    "ar-a-aaa-b",
    "en\tUS",
    "English",
    "abcdefgh",
    "abcd-US",
    "en-Latn-Cyrl",
    "x-abcdefghi",
    "x-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd",
};

START_TEST(well_formed)
{
    ck_assert_msg(kb_langtag_valid(kb_str(tags[_i])), "%s", tags[_i]);
}
END_TEST

START_TEST(not_well_formed)
{
    ck_assert_msg(!kb_langtag_valid(kb_str(others[_i])), "%s", others[_i]);
}
END_TEST

START_TEST(absent)
{
    ck_assert(!kb_langtag_valid((struct kb_str){0}));
    ck_assert(!kb_langtag_valid((struct kb_str){"en\0", 3}));
}
END_TEST

#define LOOP(test, table)                                                                          \
    tcase_add_loop_test(cases, test, 0, (int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    TCase *cases = tcase_create("langtag");
    LOOP(well_formed, tags);
    LOOP(not_well_formed, others);
    tcase_add_test(cases, absent);
    return suite_run("langtag", cases);
}

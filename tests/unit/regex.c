/* SPDX-License-Identifier: MIT */
/* pattern/regex: the same answers whether or not the rules have found them out. */
#include <check.h>
#include <string.h>

#include "pattern/regex.h"
#include "tests/unit/suite.h"

static bool tame(const struct kb_record *record)
{
    struct kb_syntax *syntax = kb_syntax_parse(record->regex);
    bool found = kb_regex_tame(record, syntax);
    kb_syntax_free(syntax);
    return found;
}

START_TEST(found_out_here)
{
    static const struct {
        const char *regex, *literal;
        bool compiles, tame;
    } all[] = {
        {NULL, NULL, false, false},
        {"out of memory", "out of memory", true, true},
        {"(no such file)+$", "no such file", true, true},
        {"(a+)+!$", NULL, true, false},
        {"(", NULL, false, false},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const struct kb_record record = {.regex = kb_str(all[i].regex)};
        struct kb_arena arena = {0};
        ck_assert_int_eq(kb_regex_compiles(&record), all[i].compiles);
        if (all[i].compiles) {
            struct kb_literals literals = kb_regex_literals(&record, &arena);
            ck_assert_int_eq(literals.count > 0, all[i].literal != NULL);
            if (all[i].literal)
                ck_assert(kb_str_is(literals.ways->sets->items[0], all[i].literal));
            ck_assert_int_eq(tame(&record), all[i].tame);
        }
        kb_arena_free(&arena);
    }
}
END_TEST

/* What the record says is not asked again: here it says what is not so. */
START_TEST(found_out_before)
{
    const struct kb_literals none = {.begin = 1, .end = 2};
    const struct kb_record record = {.regex = KB_STR("(a+)+b"), .literals = &none, .tame = true};
    struct kb_literals literals = kb_regex_literals(&record, NULL);
    ck_assert(kb_regex_compiles(&record));
    ck_assert_uint_eq(literals.end, 2);
    ck_assert(tame(&record));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("regex");
    tcase_add_test(cases, found_out_here);
    tcase_add_test(cases, found_out_before);
    return suite_run("regex", cases);
}

/* SPDX-License-Identifier: MIT */
/* Values of text that the scan has passed are those that json-c's own parser makes. */
#include "compiler/json.h"

#include <json-c/json.h>
#include <string.h>

#include "compiler/scan.h"
#include "tests/unit/suite.h"

static const char *const texts[] = {
    "null",
    "true",
    "false",
    "\"\"",
    "\"text\"",
    " \n\t \"text\" ",
    "[0, -0, 1, -1, 42]",
    "[0.90, 1e3, 1E-2, -2.50e+1, 0.1]",
    "[9223372036854775807, 9223372036854775808, 18446744073709551615]",
    "[-9223372036854775808, 18446744073709551616, -9223372036854775809]",
    "[\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\"]",
    "[\"\\u00e9\\u4e2d\\ud83d\\ude00\", \"\xC3\xA9\xE4\xB8\xAD\"]",
    "[\"\\ud83d\", \"\\ude00\", \"\\ud83dx\", \"\\ud83d\\ud83d\\ude00\"]",
    "{\"\": 1, \"a\\\"b\": 2, \"\\u4e2d\": 3}",
    "{}",
    "[]",
    "{\"a\":{},\"b\":[],\"c\":[[],{}]}",
    "[1,2,3,4,5,6,7,8,9,[10,[11]],12]",
    "{ \"a\" : { \"b\" : [ { \"c\" : null } , 2 ] } , \"d\" : true }",
    "{\"a\":1,\"b\":2,\"a\":3}",
    "{\"\\ud83d\":1,\"\\u0061\":2,\"a\":{\"a\":4},\"b\":[{\"a\":5}]}",
};

static void put_same(struct json_object *ours, struct json_object *theirs)
{
    ck_assert_str_eq(json_object_to_json_string_ext(ours, JSON_C_TO_STRING_PLAIN),
                     json_object_to_json_string_ext(theirs, JSON_C_TO_STRING_PLAIN));
    ck_assert(json_object_equal(ours, theirs));
    json_object_put(ours);
    json_object_put(theirs);
}

START_TEST(as_by_json_c)
{
    struct json_object *ours = kb_json_parse(texts[_i], strlen(texts[_i]));
    put_same(ours, json_tokener_parse(texts[_i]));
}
END_TEST

static void ignore(void *data, const struct kb_scan_problem *problem)
{
    (void)data, (void)problem;
}

/* One scanner for all texts, as a worker has it: what is left of one is not in the next. */
START_TEST(with_keys_of_the_scanner)
{
    struct kb_scanner scanner = {0};
    for (size_t i = 0; i < 2 * sizeof texts / sizeof *texts; i++) {
        const char *text = texts[i / 2];
        kb_scan(&scanner, text, strlen(text), ignore, NULL);
        put_same(kb_json_value(&scanner, text), json_tokener_parse(text));
    }
    kb_scanner_free(&scanner);
}
END_TEST

START_TEST(stops_behind_the_value)
{
    struct json_object *value = kb_json_parse("[1]]", 4);
    ck_assert_uint_eq(json_object_array_length(value), 1);
    json_object_put(value);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("json");
    tcase_add_loop_test(cases, as_by_json_c, 0, sizeof texts / sizeof *texts);
    tcase_add_test(cases, with_keys_of_the_scanner);
    tcase_add_test(cases, stops_behind_the_value);
    return suite_run("json", cases);
}

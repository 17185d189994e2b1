/* SPDX-License-Identifier: MIT */
/* Values of text that the scan has passed are those that json-c's own parser makes. */
#include "compiler/json.h"

#include <json-c/json.h>
#include <string.h>

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
};

START_TEST(as_by_json_c)
{
    struct json_object *ours = kb_json_parse(texts[_i], strlen(texts[_i]));
    struct json_object *theirs = json_tokener_parse(texts[_i]);
    ck_assert_str_eq(json_object_to_json_string_ext(ours, JSON_C_TO_STRING_PLAIN),
                     json_object_to_json_string_ext(theirs, JSON_C_TO_STRING_PLAIN));
    ck_assert(json_object_equal(ours, theirs));
    json_object_put(ours);
    json_object_put(theirs);
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
    tcase_add_test(cases, stops_behind_the_value);
    return suite_run("json", cases);
}

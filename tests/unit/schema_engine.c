/* SPDX-License-Identifier: MIT */
/* The schema engine's messages, its compile errors, its bounds. Which problem of several is told,
 * and how, is schema_words.c's. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <json-c/json.h>

#include "kb/limits.h"
#include "tests/unit/schema_fixture.h"
#include "tests/unit/suite.h"

static const struct row messages[] = {
    {"{'type':'string'}", "5", "type : expected a string, got a number"},
    {"{'type':['string','null','object']}", "true",
     "type : expected a string, an object or null, got a boolean"},
    {"{'type':'integer'}", "1.5", "type : expected an integer, got 1.5"},
    {"{'type':'integer'}", "'x'", "type : expected an integer, got a string"},
    {"{'type':'number'}", "null", "type : expected a number, got null"},
    {"{'type':'integer'}", "1.0", ""},
    {"{'type':'boolean'}", "1.0", "type : expected a boolean, got a number"},
    {"{'type':'boolean'}", "1.25", "type : expected a boolean, got a number"},
    /* Nothing below a value of the wrong type, however it came to be checked. */
    {"{'type':'string','enum':['a'],'allOf':[{'type':'null'}]}", "5",
     "type : expected a string, got a number"},
    {"{'$ref':'#/$defs/s','enum':['a'],'$defs':{'s':{'type':'string'}}}", "5",
     "type : expected a string, got a number"},

    {"{'required':['z','a','m']}", "{'m':1}", "required : the keys `z` and `a` are missing"},
    {"{'properties':{'o':{'required':['a']}}}", "{'o':{}}", "required /o: the key `a` is missing"},
    {"{'required':['a','b','c']}", "{}", "required : the keys `a`, `b` and `c` are missing"},
    {"{'dependentRequired':{'a':['b','c']}}", "{'a':1,'c':1}",
     "required : the key `b` is missing, which `a` asks for"},
    {"{'dependentSchemas':{'a':{'required':['b']}}}", "{'a':1}",
     "required : the key `b` is missing"},

    {"{'properties':{'workarounds':{}},'additionalProperties':false}", "{'workaround':1}",
     "unknown-key key /workaround: unknown key `workaround` (did you mean `workarounds`?)"},
    {"{'properties':{'a':{}},'additionalProperties':false}", "{'x/y~\\u001b':1}",
     "unknown-key key /x~1y~0\x1b: unknown key `x/y~\\u001B`"},
    {"{'properties':{'a':false}}", "{'a':1}",
     "unknown-key key /a: the key `a` is not allowed here"},
    {"{'patternProperties':{'^a':false}}", "{'ab':1}",
     "unknown-key key /ab: the key `ab` is not allowed here"},
    {"{'propertyNames':{'maxLength':2}}", "{'abc':1,'ab':1}",
     "unknown-key key /abc: the key `abc` is not allowed here: expected at most 2 characters, got "
     "3"},
    {"{'propertyNames':false}", "{'a':1}", "unknown-key key /a: the key `a` is not allowed here"},
    {"{'properties':{'a':{}},'patternProperties':{'^x-':true},'additionalProperties':false}",
     "{'x-a':1,'a':2}", ""},
    /* A key that a pattern matches must satisfy both. */
    {"{'properties':{'a':{}},'patternProperties':{'a':{'type':'null'}}}", "{'a':2}",
     "type /a: expected null, got a number"},
    {"{'required':['a'],'additionalProperties':{'type':'null'}}", "{'a':2}",
     "type /a: expected null, got a number"},

    {"{'enum':['true','partial','false']}", "'partal'",
     "enum : expected one of `partial`, `true`, `false`, got `partal` (did you mean `partial`?)"},
    {"{'enum':[1,null,'a',{'b':[2]}]}", "[]",
     "enum : expected one of 1, null, `a`, `{\"b\":[2]}`, got an array"},
    {"{'const':'a'}", "'\\u001b[31m'", "enum : expected `a`, got `\\u001B[31m`"},
    {"{'enum':[1,2,3,4,5,6,7,8,9,10,11,12,13,14]}", "0",
     "enum : expected one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more, got 0"},
    {"{'const':1}", "true", "enum : expected 1, got true"},
    {"{'const':1}", "1.0", ""},
    {"{'const':{'a':1,'b':[2]}}", "{'b':[2.0],'a':1}", ""},
    {"{'const':'a\\u0000b'}", "'a\\u0000c'",
     "enum : expected `a\\u0000b`, got `a\\u0000c` "
     "(did you mean `a\\u0000b`?)"},

    {"{'minimum':0}", "-1", "range : expected at least 0, got -1"},
    {"{'maximum':1}", "1.20", "range : expected at most 1, got 1.20"},
    {"{'exclusiveMinimum':0}", "0", "range : expected more than 0, got 0"},
    {"{'exclusiveMaximum':1.5}", "1.5", "range : expected less than 1.5, got 1.5"},
    {"{'multipleOf':0.01}", "0.075", "range : expected a multiple of 0.01, got 0.075"},
    {"{'multipleOf':0.0001}", "0.0075", ""},
    {"{'maximum':9223372036854775807}", "9223372036854775808",
     "range : expected at most 9223372036854775807, got 9223372036854775808"},
    {"{'exclusiveMaximum':9007199254740992.0}", "9007199254740993",
     "range : expected less than 9007199254740992.0, got 9007199254740993"},
    {"{'exclusiveMaximum':9007199254740993}", "9007199254740992.0", ""},
    {"{'maximum':1,'type':'integer'}", "1e999", ""},

    {"{'minLength':3}", "'\\u00e9\\ud83d\\ude00'",
     "length : expected at least 3 characters, got 2"},
    {"{'maxLength':1}", "'ab'", "length : expected at most 1 character, got 2"},
    {"{'minLength':1}", "''", "length : expected at least 1 character, got 0"},
    {"{'pattern':'^a$'}", "'a\\n'", "pattern : `a\\n` does not match the pattern `^a$`"},
    {"{'pattern':'^(a+)+$','x-help':'use fewer'}",
     "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'",
     "pattern : the match limit was reached before it was clear whether "
     "`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab` matches the pattern `^(a+)+$` "
     "(use fewer)"},
    {"{'format':'date'}", "'2026-02-30'",
     "format : expected a date such as 2026-02-28, got `2026-02-30`"},
    {"{'format':'uri'}", "'http://a[b/'",
     "format : expected an absolute URI such as https://example.org/, got `http://a[b/`"},
    {"{'format':'no-such-format'}", "'x'", ""},

    {"{'minItems':1}", "[]", "items : expected at least 1 item, got 0"},
    {"{'maxItems':1}", "[1,2]", "items : expected at most 1 item, got 2"},
    {"{'prefixItems':[true],'items':false}", "[1,2,3]", "items : expected at most 1 item, got 3"},
    {"{'uniqueItems':true}", "[1,{'a':1,'b':2},true,1.0,{'b':2,'a':1}]",
     "items /3: item 3 is equal to item 0, expected every item once\n"
     "items /4: item 4 is equal to item 1, expected every item once"},
    {"{'contains':{'type':'null'},'minContains':2}", "[1,null]",
     "items : expected at least 2 items of the wanted kind, got 1"},
    {"{'contains':{'title':'nothing','type':'null'},'maxContains':1}", "[null,null]",
     "items : expected at most 1 item of the wanted kind, `nothing`, got 2"},
    {"{'minProperties':2}", "{'a':1}", "items : expected at least 2 keys, got 1"},
    {"{'maxProperties':0}", "{'a':1}", "items : expected at most 0 keys, got 1"},
    {"{'items':{'type':'null'}}", "[null,[],null,1]",
     "type /1: expected null, got an array\ntype /3: expected null, got a number"},

    {"false", "1", "combination : no value is allowed here"},
    {"{'not':{'type':'number'}}", "1", "combination : a value of this kind is not allowed here"},
    {"{'if':{'required':['a']},'then':{'required':['b']},'else':{'required':['c']}}", "{'a':1}",
     "required : the key `b` is missing"},
    {"{'if':{'required':['a']},'then':{'required':['b']},'else':{'required':['c']}}", "{}",
     "required : the key `c` is missing"},
    /* A pattern that cannot be decided does not become "valid" below `not`. */
    {"{'not':{'pattern':'^(a+)+$'}}", "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'",
     "combination : could not be decided: a pattern of the schema reached the match limit, or the "
     "value is nested too deep"},
    /* In the order of the value. */
    {"{'properties':{'a':{'type':'null'},'b':{'type':'null'}},'additionalProperties':false}",
     "{'b':1,'zzzzzz':1,'a':1}",
     "type /b: expected null, got a number\nunknown-key key /zzzzzz: unknown key `zzzzzz`\n"
     "type /a: expected null, got a number"},
};

START_TEST(test_messages)
{
    check_rows(messages, sizeof messages / sizeof *messages);
}
END_TEST

START_TEST(test_compile_errors)
{
    static const struct {
        const char *schema, *error;
    } rows[] = {
        {"5", "root: expected a schema (an object or a boolean), got an integer"},
        {"{'properties':{'a/b':null}}",
         "/properties/a~1b: expected a schema (an object or a boolean), got null"},
        {"{'properties':{'a':{'type':'strnig'}}}",
         "/properties/a/type: expected null, boolean, number, integer, string, array or object"},
        {"{'type':[]}", "/type: the list is empty"},
        {"{'required':'a'}", "/required: expected an array, got a string"},
        {"{'required':['a','a']}", "/required: a key is listed twice"},
        {"{'dependentRequired':{'a':[1]}}",
         "/dependentRequired: expected a string, got an integer"},
        {"{'minLength':-1}", "/minLength: expected an integer from 0 on"},
        {"{'minLength':1.5}", "/minLength: expected an integer, got a number"},
        {"{'multipleOf':0}", "/multipleOf: expected a number above 0"},
        {"{'pattern':'('}",
         "/pattern: not a regular expression: missing closing parenthesis (at byte 1)"},
        {"{'patternProperties':{'[':true}}",
         "/patternProperties: not a regular expression: missing terminating ] for character class "
         "(at byte 1)"},
        {"{'allOf':[]}", "/allOf: the list is empty"},
        {"{'allOf':[true,{'not':3}]}",
         "/allOf/1/not: expected a boolean or an object, got an integer"},
        {"{'title':5}", "/title: expected a string, got an integer"},
        {"{'$schema':'http://json-schema.org/draft-07/schema#'}",
         "/$schema: not supported: only https://json-schema.org/draft/2020-12/schema is"},
        {"{'items':{'unevaluatedProperties':false}}",
         "/items/unevaluatedProperties: this keyword is not supported"},
        {"{'unevaluatedItems':false}", "/unevaluatedItems: this keyword is not supported"},
        {"{'$dynamicRef':'#a'}", "/$dynamicRef: this keyword is not supported"},
        {"{'$dynamicAnchor':'a'}", "/$dynamicAnchor: this keyword is not supported"},
        {"{'$vocabulary':{}}", "/$vocabulary: this keyword is not supported"},
        {"{'$ref':'https://example.org/a.json'}",
         "/$ref: not supported, as it leads out of this document: `https://example.org/a.json`"},
        /* It could only be told from the bases around it what a relative name stands for. */
        {"{'$id':'a.json','items':{'$ref':'a.json'}}",
         "/items/$ref: not supported, as it leads out of this document: `a.json`"},
        {"{'$ref':'#/$defs/no'}", "/$ref: there is nothing at this place: `#/$defs/no`"},
        {"{'items':{'$ref':'#nowhere'}}", "/items/$ref: no such `$anchor`: `#nowhere`"},
        {"{'$ref':'#/title','title':'x'}",
         "/title: expected a schema (an object or a boolean), got a string"},
        {"{'$anchor':'1a'}",
         "/$anchor: expected a letter or `_`, then letters, digits, `-`, `_`, `.`"},
        {"{'$anchor':'a','items':{'$anchor':'a'}}",
         "/items/$anchor: another place has this name already"},
        {"{'$ref':'#'}", "root: it refers to itself for the same value, without end"},
        {"{'$defs':{'a':{'allOf':[{'$ref':'#/$defs/b'}]},'b':{'not':{'$ref':'#/$defs/a'}}}}",
         "/$defs/a: it refers to itself for the same value, without end"},
        {"{'$defs':{'a':{'if':{'$ref':'#/$defs/b'}},'b':{'dependentSchemas':{'k':{'$ref':"
         "'#/$defs/a'}}}}}",
         "/$defs/a: it refers to itself for the same value, without end"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[1024];
        struct kb_buf error = {0};
        snprintf(text, sizeof text, "%s", rows[i].schema);
        quote(text);
        struct json_object *document = parse(text);
        struct kb_schema *schema = kb_schema_new(document, &error);
        ck_assert_msg(schema == NULL, "%s was compiled", text);
        ck_assert_str_eq(error.data, rows[i].error);
        kb_buf_free(&error);
        json_object_put(document);
    }
}
END_TEST

/* $defs a0 … a<count - 1>, each made by `format` from the number of the next; the last is true. */
static struct kb_buf chain(size_t count, const char *one)
{
    struct kb_buf text = {0};
    kb_buf_puts(&text, "{\"$ref\":\"#/$defs/a0\",\"$defs\":{");
    for (size_t i = 0; i < count; i++) {
        kb_buf_printf(&text, "\"a%zu\":", i);
        for (const char *p = one; *p; p++) {
            if (*p == '@')
                kb_buf_printf(&text, "\"#/$defs/a%zu\"", i + 1);
            else
                kb_buf_putc(&text, *p);
        }
        kb_buf_putc(&text, ',');
    }
    kb_buf_printf(&text, "\"a%zu\":{\"type\":\"null\"}}}", count);
    return text;
}

static void check_chain(size_t count, const char *one, const char *wanted)
{
    struct kb_buf text = chain(count, one), error = {0};
    struct json_object *document = parse(text.data);
    struct kb_schema *schema = kb_schema_new(document, &error);
    ck_assert_msg((schema != NULL) == (wanted == NULL), "%zu of %s", count, one);
    if (schema)
        ck_assert(kb_schema_valid(schema, NULL));
    else
        ck_assert_msg(strstr(error.data, wanted) != NULL, "%s", error.data);
    kb_schema_free(schema);
    json_object_put(document);
    kb_buf_free(&text);
    kb_buf_free(&error);
}

/* The same where the last comes first, so that no way to it is long when it is visited. */
static void check_backwards(size_t count, bool good)
{
    struct kb_buf text = {0}, error = {0};
    kb_buf_puts(&text, "{\"$defs\":{\"a0\":true");
    for (size_t i = 1; i <= count; i++)
        kb_buf_printf(&text, ",\"a%zu\":{\"$ref\":\"#/$defs/a%zu\"}", i, i - 1);
    kb_buf_puts(&text, "}}");
    struct json_object *document = parse(text.data);
    struct kb_schema *schema = kb_schema_new(document, &error);
    ck_assert_int_eq(schema != NULL, good);
    kb_schema_free(schema);
    json_object_put(document);
    kb_buf_free(&text);
    kb_buf_free(&error);
}

START_TEST(test_reference_bounds)
{
    check_chain(63, "{\"$ref\":@}", NULL);
    check_chain(64, "{\"$ref\":@}", "nested for one value");
    check_chain(100000, "{\"$ref\":@}", "nested for one value");
    check_backwards(64, true);
    check_backwards(65, false);
    /* Twice the work with every level. */
    check_chain(10, "{\"allOf\":[{\"$ref\":@},{\"$ref\":@}]}", NULL);
    check_chain(25, "{\"allOf\":[{\"$ref\":@},{\"$ref\":@}]}", "too many ways");
}
END_TEST

/* [[…[]…]], or the same with {"a": …}. */
static struct json_object *nested(size_t levels, bool object)
{
    struct json_object *value = object ? json_object_new_object() : json_object_new_array();
    for (size_t i = 1; i < levels; i++) {
        struct json_object *outer = object ? json_object_new_object() : json_object_new_array();
        if (object)
            json_object_object_add(outer, "a", value);
        else
            json_object_array_add(outer, value);
        value = outer;
    }
    return value;
}

START_TEST(test_value_depth)
{
    struct json_object *document =
        parse("{\"items\":{\"$ref\":\"#\"},\"additionalProperties\":{\"$ref\":\"#\"}}");
    struct json_object *negated = parse("{\"not\":{\"items\":{\"$ref\":\"#/not\"}}}");
    struct kb_schema *schema = compile(document), *negation = compile(negated);
    for (int object = 0; object < 2; object++) {
        struct json_object *good = nested(KB_MAX_DEPTH, object);
        struct json_object *bad = nested(KB_MAX_DEPTH + 1, object);
        struct json_object *worse = nested(10000, object);
        ck_assert(kb_schema_valid(schema, good));
        ck_assert(!kb_schema_valid(schema, bad));
        ck_assert(!kb_schema_valid(schema, worse));
        struct kb_buf lines = explain(schema, worse);
        ck_assert_ptr_nonnull(strstr(lines.data, "nested more than 64 levels deep"));
        kb_buf_free(&lines);
        if (!object) {
            lines = explain(negation, worse);
            ck_assert_ptr_nonnull(strstr(lines.data, "could not be decided"));
            kb_buf_free(&lines);
        }
        json_object_put(good);
        json_object_put(bad);
        json_object_put(worse);
    }
    kb_schema_free(schema);
    kb_schema_free(negation);
    json_object_put(document);
    json_object_put(negated);
}
END_TEST

START_TEST(test_schema_depth)
{
    for (size_t levels = 255; levels <= 257; levels++) {
        struct kb_buf error = {0};
        struct json_object *document = json_object_new_object();
        json_object_object_add(document, "examples", nested(levels - 1, false));
        struct kb_schema *schema = kb_schema_new(document, &error);
        ck_assert_int_eq(schema != NULL, levels < 257);
        if (!schema)
            ck_assert_str_eq(error.data, "root: nested more than 256 levels deep");
        kb_schema_free(schema);
        kb_buf_free(&error);
        json_object_put(document);
    }
}
END_TEST

struct tally {
    size_t count, helped, undecided;
};

static void tally(void *data, const struct kb_schema_problem *problem)
{
    struct tally *t = data;
    t->count++;
    t->helped += problem->help != NULL;
    t->undecided += problem->undecided;
}

static double explain_seconds(const char *schema_text, struct json_object *value, struct tally *t)
{
    struct json_object *document = parse(schema_text);
    struct kb_schema *schema = compile(document);
    struct timespec start, end;
    *t = (struct tally){0};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    ck_assert(!kb_schema_valid(schema, value));
    kb_schema_explain(schema, value, tally, t);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    kb_schema_free(schema);
    json_object_put(document);
    json_object_put(value);
    return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

static struct json_object *many_keys(int count)
{
    struct json_object *value = json_object_new_object();
    for (int i = 0; i < count; i++) {
        char key[32];
        snprintf(key, sizeof key, "sourcess%d", i);
        json_object_object_add(value, key, NULL);
    }
    return value;
}

static struct json_object *many_items(int count)
{
    struct json_object *value = json_object_new_array();
    for (int i = 0; i < count; i++)
        json_object_array_add(value, json_object_new_int(i / 2));
    return value;
}

/* {"kkk…": [0, …]}, the key of `len` bytes. */
static struct json_object *below_long_key(size_t len, int count)
{
    struct json_object *value = json_object_new_object();
    struct kb_buf key = {0};
    kb_buf_fill(&key, 'k', len);
    json_object_object_add(value, key.data, many_items(count));
    kb_buf_free(&key);
    return value;
}

/* An array of `count` texts, none of which is a choice of `one`. */
static struct json_object *many_texts(int count)
{
    struct json_object *value = json_object_new_array();
    for (int i = 0; i < count; i++)
        json_object_array_add(value, json_object_new_string("choice"));
    return value;
}

/* {"items": {"enum" or "anyOf": …}} with so many choices. */
static struct kb_buf many_choices(int count, bool forms)
{
    struct kb_buf text = {0};
    kb_buf_printf(&text, "{\"items\":{\"%s\":[", forms ? "anyOf" : "enum");
    for (int i = 0; i < count; i++)
        kb_buf_printf(&text, forms ? "%s{\"const\":\"choice%d\"}" : "%s\"choice%d\"", i ? "," : "",
                      i);
    kb_buf_puts(&text, "]}}");
    return text;
}

/* A bound that linear work keeps with ease under the sanitizers too, and quadratic work on a
 * million of anything cannot. */
#define SECONDS 30

START_TEST(test_linear)
{
    struct tally t;
    static const char closed[] = "{\"properties\":{\"sources0\":{}},"
                                 "\"patternProperties\":{\"^x-\":true},"
                                 "\"additionalProperties\":false}";
    ck_assert(explain_seconds(closed, many_keys(1000000), &t) < SECONDS);
    ck_assert_uint_eq(t.count, 1000000);
    ck_assert_uint_gt(t.helped, 0);
    ck_assert_uint_le(t.helped, 20);
    ck_assert(explain_seconds("{\"propertyNames\":{\"maxLength\":3}}", many_keys(1000000), &t) <
              SECONDS);
    ck_assert_uint_eq(t.count, 1000000);
    ck_assert(explain_seconds("{\"items\":{\"type\":\"string\"}}", many_items(1000000), &t) <
              SECONDS);
    ck_assert_uint_eq(t.count, 1000000);
    ck_assert(explain_seconds("{\"uniqueItems\":true}", many_items(1000000), &t) < SECONDS);
    ck_assert_uint_eq(t.count, 500000);
    ck_assert(explain_seconds("{\"items\":{\"anyOf\":[{\"type\":\"string\"},{\"const\":\"a\"},"
                              "{\"required\":[\"a\"],\"type\":\"object\"}]}}",
                              many_items(1000000), &t) < SECONDS);
    ck_assert_uint_eq(t.count, 1000000);
    /* A place is as long as its keys, but is not written anew for each problem below them. */
    ck_assert(explain_seconds("{\"additionalProperties\":{\"items\":{\"type\":\"null\"}}}",
                              below_long_key(10000000, 1000000), &t) < SECONDS);
    ck_assert_uint_eq(t.count, 1000000);
    /* Forms of which none is nearer, so that each is probed for each item. */
    ck_assert(explain_seconds("{\"items\":{\"anyOf\":[{\"minimum\":1e9},{\"maximum\":-1},"
                              "{\"multipleOf\":1e9,\"exclusiveMinimum\":0}]}}",
                              many_items(1000000), &t) < SECONDS);
    ck_assert_uint_eq(t.count, 1000000);
    for (int forms = 0; forms < 2; forms++) {
        struct kb_buf schema = many_choices(1000, forms);
        ck_assert(explain_seconds(schema.data, many_texts(20000), &t) < SECONDS);
        ck_assert_uint_eq(t.count, 20000);
        ck_assert_uint_eq(t.helped, 20);
        kb_buf_free(&schema);
    }
}
END_TEST

/* {"a": {"a": … {"a": 1, "b": 1}}} */
static struct json_object *branch(int levels)
{
    struct json_object *value = json_object_new_int(1);
    for (int level = 0; level < levels; level++) {
        struct json_object *outer = json_object_new_object();
        json_object_object_add(outer, "a", value);
        if (level == 0)
            json_object_object_add(outer, "b", json_object_new_int(1));
        value = outer;
    }
    return value;
}

/* Trees whose every level has two forms that differ in nothing near: each way into them would be
 * tried for each level, were forms probed within probes. */
START_TEST(test_nested_forms)
{
    struct tally t;
    static const char tree[] =
        "{\"anyOf\":[{\"properties\":{\"a\":{\"$ref\":\"#\"},\"b\":{\"type\":\"null\"}}},"
        "{\"properties\":{\"a\":{\"$ref\":\"#\"},\"b\":{\"type\":\"boolean\"}}}]}";
    ck_assert(explain_seconds(tree, branch(18), &t) < SECONDS);
    ck_assert_uint_eq(t.count, 1);
    ck_assert_uint_eq(t.undecided, 0);
    /* The ways double with every level also where nothing is explained, so there is a bound. */
    ck_assert(explain_seconds(tree, branch(60), &t) < SECONDS);
    ck_assert_uint_eq(t.count, 1);
    ck_assert_uint_eq(t.undecided, 1);
}
END_TEST

/* `$id` starts a resource of its own: "#…" below it counts from there. */
START_TEST(test_resources)
{
    static const struct row rows[] = {
        {"{'$id':'urn:a','properties':{'x':{'$ref':'urn:a#/$defs/n'}},"
         "'$defs':{'n':{'type':'null'}}}",
         "{'x':1}", "type /x: expected null, got a number"},
        {"{'$id':'urn:a','$ref':'urn:b#n','$defs':{'n':{'$anchor':'n'},"
         "'b':{'$id':'urn:b','$defs':{'n':{'$anchor':'n','type':'null'}}}}}",
         "1", "type : expected null, got a number"},
        {"{'$ref':'#/$defs/b','$defs':{'n':true,"
         "'b':{'$id':'urn:b','$ref':'#/$defs/n','$defs':{'n':{'type':'null'}}}}}",
         "1", "type : expected null, got a number"},
        {"{'$ref':'#/$defs/a%25~1~0b','$defs':{'a%/~b':{'type':'null'}}}", "1",
         "type : expected null, got a number"},
        {"{'$ref':'#/definitions/n','definitions':{'n':{'type':'null'}}}", "1",
         "type : expected null, got a number"},
    };
    check_rows(rows, sizeof rows / sizeof *rows);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, test_messages);
    tcase_add_test(cases, test_compile_errors);
    tcase_add_test(cases, test_reference_bounds);
    tcase_add_test(cases, test_value_depth);
    tcase_add_test(cases, test_schema_depth);
    tcase_add_test(cases, test_linear);
    tcase_add_test(cases, test_nested_forms);
    tcase_add_test(cases, test_resources);
    return suite_run("schema_engine", cases);
}

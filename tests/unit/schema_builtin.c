/* SPDX-License-Identifier: MIT */
/* The schemas that come with the program; errorcanon on its own records is
 * robustness/corpus.py's. */
#include <stdio.h>
#include <stdlib.h>

#include "kb/limits.h"
#include "tests/unit/schema_fixture.h"
#include "tests/unit/suite.h"
#include "validate/rules/thresholds.h"

static struct json_object *read_json(const char *path)
{
    struct json_object *value = json_object_from_file(path);
    ck_assert_msg(value != NULL, "%s cannot be read", path);
    return value;
}

static const char *source_dir(void)
{
    const char *dir = getenv("KBC_SOURCE_DIR");
    return dir ? dir : ".";
}

static struct json_object *our_schema(const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/schema/%s", source_dir(), name);
    return read_json(path);
}

static void check_file(const struct kb_schema *schema, const char *path)
{
    struct json_object *value = read_json(path);
    struct kb_buf lines = explain(schema, value);
    ck_assert_msg(lines.len == 0, "%s: %s", path, lines.data);
    kb_buf_free(&lines);
    json_object_put(value);
}

static struct json_object *base_record(void)
{
    return parse("{\"id\":\"a/b\",\"signature\":\"\",\"regex\":\"\",\"domain\":\"\","
                 "\"root_cause\":\"\",\"dead_ends\":[],\"workarounds\":[],\"confidence\":0.5,"
                 "\"fix_success_rate\":1,\"resolvable\":\"true\",\"last_updated\":\"2026-01-01\","
                 "\"evidence_count\":0}");
}

START_TEST(test_error_record)
{
    static const struct row rows[] = {
        {"id", "'cuda/a.b_c'", ""},
        {"id", "'a/b/c'", ""},
        {"id", "'a/...'", ""},
        {"id", "'a/.b'", ""},
        {"id", "'a/..'", "pattern"},
        {"id", "'a/./b'", "pattern"},
        {"id", "'a/../b'", "pattern"},
        {"id", "'a'", "pattern"},
        {"id", "'A/b'", "pattern"},
        {"id", "'a/b\\n'", "pattern"},
        {"resolvable", "true", "type"},
        {"resolvable", "'maybe'", "enum"},
        {"confidence", "1.1", "range"},
        {"confidence", "null", "type"},
        {"evidence_count", "2.0", ""},
        {"evidence_count", "-1", "range"},
        {"evidence_count", "1.5", "type"},
        {"last_updated", "null", "type"},
        {"last_updated", "'2026-02-30'", "format"},
        {"first_seen", "null", ""},
        {"last_confirmed", "'2026-2-1'", "format"},
        {"subcategory", "null", ""},
        {"category", "null", "type"},
        {"signature_zh", "null", ""},
        {"root_cause_zh", "null", ""},
        {"workarounds_zh", "null", ""},
        {"workarounds_zh", "['a']", ""},
        {"workarounds_zh", "[null]", "type"},
        {"official_doc_url", "'not a url'", ""},
        {"official_doc_url", "null", ""},
        {"official_doc_section", "null", ""},
        {"error_code", "null", ""},
        {"tags", "['a','a','']", ""},
        {"os_specific", "{'linux':'text'}", ""},
        {"os_specific", "{'linux':null}", "type"},
        {"os_specific", "{'x-note':{'any':1}}", ""},
        {"dead_ends", "[{}]", ""},
        {"dead_ends", "[{'x-a':1,'fail_rate':0.5}]", ""},
        {"dead_ends", "[{'how':'x'}]", "unknown-key key"},
        {"workarounds", "[{'action':'','how':'','condition':'','sources':['x']}]", ""},
        {"workarounds", "[{'success_rate':2}]", "range"},
        {"versions", "[{'version':'1','removed':null}]", ""},
        {"versions", "[{'version':null}]", "type"},
        {"transition_graph", "{'leads_to':['a/b',{'id':'a/b','probability':1,'condition':''}]}",
         ""},
        {"transition_graph", "{'frequently_confused_with':[{'id':'a/b','distinction':'x'}]}", ""},
        {"transition_graph", "{'leads_to':[{'probability':1}]}", "required"},
        {"transition_graph", "{'leads_to':[5]}", "type"},
        {"transition_graph", "{'leads_to':[{'id':'a','typical_delay':''}]}", "unknown-key key"},
        {"transition_graph", "{'x-more':1}", ""},
        {"x-kbc-ignore", "[{'rule':'date/stale'}]", ""},
        {"tag", "[]", "unknown-key key"},
    };
    struct json_object *document = our_schema("error-record.schema.json");
    struct kb_schema *schema = compile(document);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[512];
        struct json_object *record = base_record();
        snprintf(text, sizeof text, "%s", rows[i].value);
        quote(text);
        json_object_object_add(record, rows[i].schema, parse(text));
        struct kb_buf lines = explain(schema, record);
        size_t n = strlen(rows[i].lines);
        ck_assert_msg(n ? strncmp(lines.data, rows[i].lines, n) == 0 && lines.data[n] == ' '
                        : lines.len == 0,
                      "%s = %s gives %s", rows[i].schema, rows[i].value, lines.data);
        kb_buf_free(&lines);
        json_object_put(record);
    }
    static const char *const required[] = {"id",          "signature",    "regex",
                                           "domain",      "root_cause",   "dead_ends",
                                           "workarounds", "confidence",   "fix_success_rate",
                                           "resolvable",  "last_updated", "evidence_count"};
    for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
        struct json_object *record = base_record();
        json_object_object_del(record, required[i]);
        ck_assert_msg(!kb_schema_valid(schema, record), "%s is not required", required[i]);
        json_object_put(record);
    }
    static const char *const seeds[] = {
        "cuda-error-driver-unloading", "cuda-error-invalid-sync-object",
        "illegal-memory-access-after-free", "stream-capture-invalid-scope"};
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/seeds/cuda/%s.json", source_dir(), seeds[i]);
        check_file(schema, path);
    }
    kb_schema_free(schema);
    json_object_put(document);
}
END_TEST

/* A keyword of ours that the engine does not know is a slip, unless it begins with x-. */
static void check_keywords(struct json_object *schema)
{
    static const char *const keywords[] = {"$schema",
                                           "$id",
                                           "$ref",
                                           "$defs",
                                           "title",
                                           "description",
                                           "examples",
                                           "default",
                                           "type",
                                           "enum",
                                           "required",
                                           "properties",
                                           "patternProperties",
                                           "additionalProperties",
                                           "propertyNames",
                                           "dependentRequired",
                                           "items",
                                           "minItems",
                                           "minLength",
                                           "minimum",
                                           "maximum",
                                           "pattern",
                                           "format"};
    static const char *const maps[] = {"$defs", "properties", "patternProperties"};
    if (!json_object_is_type(schema, json_type_object))
        return;
    json_object_object_foreach(schema, key, value)
    {
        bool known = strncmp(key, "x-", 2) == 0, map = false;
        for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
            known = known || strcmp(key, keywords[i]) == 0;
        ck_assert_msg(known, "%s", key);
        for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
            map = map || strcmp(key, maps[i]) == 0;
        if (strcmp(key, "items") == 0 || strcmp(key, "additionalProperties") == 0 ||
            strcmp(key, "propertyNames") == 0)
            check_keywords(value);
        if (map) {
            for (struct lh_entry *e = json_object_get_object(value)->head; e; e = e->next)
                check_keywords(lh_entry_v(e));
        }
    }
}

START_TEST(test_our_keywords)
{
    static const char *const names[] = {"error-record.schema.json", "errorcanon.schema.json",
                                        "kbc-config.schema.json", "facts.schema.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct json_object *document = our_schema(names[i]);
        check_keywords(document);
        kb_schema_free(compile(document));
        json_object_put(document);
    }
}
END_TEST

/* kbc.json as people get it wrong. */
START_TEST(test_config)
{
    static const struct row rows[] = {
        {"", "{}", ""},
        {"",
         "{'$schema':'kbc-config.schema.json','schema':'errorcanon','records':['a','b'],"
         "'select':['date','json/syntax'],'ignore':[],'severity':{'date':'info'},"
         "'fail-on':'never','thresholds':{'stale-days':400,'true-fix':1,'x-why':'slow field'},"
         "'per-path':[{'path':'old/**','ignore':['date'],'reason':'archived'},"
         "{'path':['a','b'],'ignore':[],'x-by':1}],'facts':{'cuda':['releases','f.json'],"
         "'go':[]},'baseline':'known.json','max-per-rule':0,'x-note':[1]}",
         ""},
        {"", "{'records':'seeds'}", ""},
        {"", "[]", "type : expected an object, got an array"},
        {"", "{'shema':'errorcanon'}",
         "unknown-key key /shema: unknown key `shema` (did you mean `schema`?)"},
        {"", "{'fail_on':'error'}",
         "unknown-key key /fail_on: unknown key `fail_on` (did you mean `fail-on`?)"},
        {"", "{'stale-days':3}",
         "unknown-key key /stale-days: unknown key `stale-days` (`stale-days` is known in "
         "`thresholds`)"},
        {"", "{'reason':'because'}",
         "unknown-key key /reason: unknown key `reason` (`reason` is known in `per-path`)"},
        {"", "{'thresholds':{'stale-day':3,'max-per-rule':2}}",
         "unknown-key key /thresholds/stale-day: unknown key `stale-day` (did you mean "
         "`stale-days`?)\n"
         "unknown-key key /thresholds/max-per-rule: unknown key `max-per-rule` (`max-per-rule` is "
         "known at the top level)"},
        {"", "{'records':5}", "type /records: expected a string or an array, got a number"},
        {"", "{'records':[]}", "items /records: expected at least 1 item, got 0"},
        {"", "{'schema':''}", "length /schema: expected at least 1 character, got 0"},
        {"", "{'select':'date'}", "type /select: expected an array, got a string"},
        {"", "{'severity':{'date':'warn'}}",
         "enum /severity/date: expected one of `warning`, `error`, `info`, got `warn` (did you "
         "mean `warning`?)"},
        {"", "{'fail-on':'errors'}",
         "enum /fail-on: expected one of `error`, `warning`, `info`, `never`, got `errors` (did "
         "you mean `error`?)"},
        {"", "{'thresholds':{'true-fix':1.5,'repeated-records':1,'aging-days':'180'}}",
         "range /thresholds/true-fix: expected at most 1, got 1.5\n"
         "range /thresholds/repeated-records: expected at least 2, got 1\n"
         "type /thresholds/aging-days: expected an integer, got a string"},
        {"", "{'per-path':[{'paths':'a'}]}",
         "required /per-path/0: the keys `path` and `ignore` are missing\n"
         "unknown-key key /per-path/0/paths: unknown key `paths` (did you mean `path`?)"},
        {"", "{'facts':{'cuda':'releases'}}", "type /facts/cuda: expected an array, got a string"},
        {"", "{'max-per-rule':-1}", "range /max-per-rule: expected at least 0, got -1"},
    };
    struct json_object *document = our_schema("kbc-config.schema.json");
    struct kb_schema *schema = compile(document);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[1024];
        snprintf(text, sizeof text, "%s", rows[i].value);
        quote(text);
        struct json_object *config = parse(text);
        struct kb_buf lines = explain(schema, config);
        ck_assert_str_eq(lines.data, rows[i].lines);
        kb_buf_free(&lines);
        json_object_put(config);
    }
    kb_schema_free(schema);
    json_object_put(document);
}
END_TEST

/* The thresholds of kbc.json are those of the rules, with their defaults. */
START_TEST(test_config_thresholds)
{
    struct json_object *document = our_schema("kbc-config.schema.json"), *known, *row, *value;
    ck_assert_int_eq(json_pointer_get(document, "/properties/thresholds/properties", &known), 0);
    size_t count = 0;
    for (const struct kb_threshold *t = kb_threshold_rows; t->name; t++, count++) {
        const char *defaults = (const char *)&kb_default_thresholds;
        double wanted;
        memcpy(&wanted, defaults + t->offset, sizeof wanted);
        ck_assert_msg(json_object_object_get_ex(known, t->name, &row), "%s", t->name);
        ck_assert(json_object_object_get_ex(row, "default", &value));
        ck_assert_msg(json_object_get_double(value) == wanted, "%s", t->name);
    }
    ck_assert_uint_eq((size_t)json_object_object_length(known), count);
    ck_assert_int_eq(json_pointer_get(document, "/properties/max-per-rule/default", &value), 0);
    ck_assert_int_eq(json_object_get_int(value), KB_MAX_LISTED);
    json_object_put(document);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, test_error_record);
    tcase_add_test(cases, test_our_keywords);
    tcase_add_test(cases, test_config);
    tcase_add_test(cases, test_config_thresholds);
    return suite_run("schema_builtin", cases);
}

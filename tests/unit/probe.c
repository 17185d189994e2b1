/* SPDX-License-Identifier: MIT */
/* Whether a schema takes an edge that is its id alone. */
#include "compiler/probe.h"

#include <stdio.h>

#include "compiler/schemas.h"
#include "kb/record.h"
#include "tests/unit/schema_fixture.h"
#include "tests/unit/suite.h"

START_TEST(test_built_in)
{
    static const struct {
        const char *name;
        bool bare;
    } rows[] = {{"error-record", true}, {"errorcanon", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kb_schema_set set;
        struct kb_buf error = {0};
        ck_assert_msg(kb_schema_set_open(&set, rows[i].name, &error), "%s", error.data);
        for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
            ck_assert_msg(set.layout.bare[kb_edge_field((enum kb_edge_kind)kind)] == rows[i].bare,
                          "%s, %s", rows[i].name, kb_edge_name((enum kb_edge_kind)kind));
        kb_schema_set_close(&set);
    }
}
END_TEST

/* Edges at /graph/next/N/to, where `rows` says what the schema asks of /graph. */
START_TEST(test_schemas)
{
    static const struct {
        const char *graph;
        bool bare;
    } rows[] = {
        {"true", true},
        {"false", false},
        {"{'required':['next','back'],'minProperties':1}", true},
        {"{'properties':{'next':{'items':{'required':['to']}}}}", true},
        {"{'properties':{'next':{'items':{'required':['to','why']}}}}", false},
        {"{'properties':{'next':{'items':{'properties':{'to':{'pattern':'^[A-Z]+$'}}}}}}", true},
        {"{'properties':{'next':{'items':{'type':'string'}}}}", false},
        {"{'properties':{'next':{'items':{'minProperties':2}}}}", false},
        {"{'properties':{'next':{'items':{'oneOf':[{'required':['why']},{'required':['p']}]}}}}",
         false},
        {"{'properties':{'next':{'items':{'anyOf':[{'required':['why']},{'required':['to']}]}}}}",
         true},
        {"{'properties':{'next':{'items':{'$ref':'#/$defs/edge'}}}}", false},
        {"{'properties':{'next':{'maxItems':0}}}", false},
        {"{'additionalProperties':false}", false},
    };
    static const struct kb_str list[] = {{"graph", 5}, {"next", 4}, {"*", 1}}, id[] = {{"to", 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kb_layout layout = {0};
        struct kb_arena arena = {0};
        char text[1024];
        snprintf(text, sizeof text,
                 "{'required':['id','graph'],'properties':{'graph':%s},"
                 "'$defs':{'edge':{'allOf':[{'required':['why']}]}}}",
                 rows[i].graph);
        quote(text);
        struct json_object *document = parse(text);
        struct kb_schema *schema = compile(document);
        layout.paths[KB_F_LEADS_TO] = (struct kb_path){list, 3};
        layout.paths[KB_F_LEADS_TO_ID] = (struct kb_path){id, 1};
        kb_probe_edges(&layout, schema, &arena);
        ck_assert_msg(layout.bare[KB_F_LEADS_TO] == rows[i].bare, "%s", rows[i].graph);
        ck_assert(!layout.bare[KB_F_PRECEDED_BY]); /* not in the layout */
        kb_schema_free(schema);
        json_object_put(document);
        kb_arena_free(&arena);
    }
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, test_built_in);
    tcase_add_test(cases, test_schemas);
    return suite_run("probe", cases);
}

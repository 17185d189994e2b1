/* SPDX-License-Identifier: MIT */
/* graph/asymmetric: what it says, and the edge it would add. Rules without a fix are tried by
 * cases/rule-*. */
#include <string.h>

#include "compiler/schemas.h"
#include "tests/unit/suite.h"
#include "validate/rules/checks.h"
#include "validate/rules/context.h"

/* "a /leads_to/0/id -> b APPEND /preceded_by {"id": "a"}; " */
static void deliver(struct kb_context *context, const struct kb_report *report)
{
    struct kb_buf *out = context->driver;
    kb_buf_printf(out, "%s %s", report->spot.record->id.p, report->spot.pointer);
    for (size_t i = 0; i < report->change_count; i++) {
        const struct kb_change *change = &report->changes[i];
        ck_assert_int_eq(change->kind, KB_FIX_APPEND);
        ck_assert(!change->unsafe);
        kb_buf_printf(out, " -> %s %s %s", change->spot.record->id.p, change->spot.pointer,
                      change->text.p);
    }
    kb_buf_puts(out, "; ");
}

struct edge {
    const char *from;
    enum kb_edge_kind kind;
    const char *to;
};

/* Runs the rule on records a, b and c with the edges. */
static struct kb_buf said(const struct kb_layout *layout, const struct edge *edges)
{
    static const char *const ids[] = {"a", "b", "c"};
    struct kb_record records[3] = {0}, *all[3];
    struct kb_edge room[3][KB_EDGE_KIND_COUNT][4] = {0};
    struct kb_base base = {.layout = layout, .records = all, .count = 3};
    struct kb_arena arena = {0};
    struct kb_buf out = {0};
    struct kb_context context = {
        .layout = layout, .base = &base, .arena = &arena, .driver = &out, .deliver = deliver};
    kb_buf_puts(&out, "");
    for (size_t i = 0; i < 3; i++) {
        all[i] = &records[i];
        records[i].id = kb_str(ids[i]);
        for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
            records[i].edges[kind].items = room[i][kind];
    }
    for (; edges->from; edges++) {
        struct kb_list *list = &records[*edges->from - 'a'].edges[edges->kind];
        ((struct kb_edge *)list->items)[list->count++].id = kb_str(edges->to);
    }
    rule_graph_asymmetric(&context);
    kb_context_free(&context);
    kb_arena_free(&arena);
    return out;
}

static void check(const struct kb_layout *layout, const struct edge *edges, const char *wanted)
{
    struct kb_buf out = said(layout, edges);
    ck_assert_msg(strcmp(out.data, wanted) == 0, "%s\nnot\n%s", out.data, wanted);
    kb_buf_free(&out);
}

START_TEST(test_fix_by_layout)
{
    static const struct edge edges[] = {{"a", KB_LEADS_TO, "b"}, {"b", KB_CONFUSED_WITH, "c"}, {0}};
    static const char *const rows[][2] = {
        {"error-record",
         "a /transition_graph/leads_to/0/id -> b /transition_graph/preceded_by {\"id\": \"a\"}; "
         "b /transition_graph/frequently_confused_with/0/id -> "
         "c /transition_graph/frequently_confused_with {\"id\": \"b\"}; "},
        {"errorcanon", "a /transition_graph/leads_to/0/error_id; "
                       "b /transition_graph/frequently_confused_with/0/error_id; "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kb_schema_set set;
        struct kb_buf error = {0};
        ck_assert_msg(kb_schema_set_open(&set, rows[i][0], &error), "%s", error.data);
        check(&set.layout, edges, rows[i][1]);
        kb_schema_set_close(&set);
    }
}
END_TEST

/* A layout with edges as plain texts in one list, nested ids in another, and no third. */
static struct kb_layout own_layout(void)
{
    static const struct kb_str next[] = {{"next", 4}, {"*", 1}}, back[] = {{"back", 4}, {"*", 1}};
    static const struct kb_str nested[] = {{"ref", 3}, {"i\"d", 3}};
    struct kb_layout layout = {.name = "own"};
    layout.paths[KB_F_LEADS_TO] = (struct kb_path){next, 2};
    layout.paths[KB_F_LEADS_TO_ID] = (struct kb_path){nested, 0};
    layout.paths[KB_F_PRECEDED_BY] = (struct kb_path){back, 2};
    layout.paths[KB_F_PRECEDED_BY_ID] = (struct kb_path){nested, 2};
    layout.bare[KB_F_LEADS_TO] = layout.bare[KB_F_PRECEDED_BY] = true;
    return layout;
}

START_TEST(test_form_of_edge)
{
    struct kb_layout layout = own_layout();
    static const struct edge forth[] = {{"a", KB_LEADS_TO, "b"}, {0}};
    static const struct edge back[] = {{"a", KB_PRECEDED_BY, "b"}, {0}};
    check(&layout, forth, "a /next/0 -> b /back {\"ref\": {\"i\\\"d\": \"a\"}}; ");
    check(&layout, back, "a /back/0/ref/i\"d -> b /next \"a\"; ");
}
END_TEST

START_TEST(test_which)
{
    static const struct {
        struct edge edges[5];
        const char *said;
    } rows[] = {
        {{{"a", KB_LEADS_TO, "b"}, {"b", KB_PRECEDED_BY, "a"}}, ""},
        {{{"a", KB_LEADS_TO, "b"}, {"b", KB_LEADS_TO, "a"}}, "a /next/0; b /next/0; "},
        {{{"a", KB_LEADS_TO, "a"}, {"a", KB_LEADS_TO, "x"}}, ""},
        {{{"a", KB_LEADS_TO, "c"}, {"a", KB_LEADS_TO, "b"}, {"a", KB_LEADS_TO, "c"}},
         "a /next/1; a /next/0; "},
        {{{"a", KB_LEADS_TO, "c"}, {"c", KB_PRECEDED_BY, "b"}}, "a /next/0; c /back/0/ref/i\"d; "},
        {{{"a", KB_CONFUSED_WITH, "c"}}, ""}, /* a field that the layout lacks */
    };
    struct kb_layout layout = own_layout();
    layout.bare[KB_F_LEADS_TO] = layout.bare[KB_F_PRECEDED_BY] = false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&layout, rows[i].edges, rows[i].said);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, test_fix_by_layout);
    tcase_add_test(cases, test_form_of_edge);
    tcase_add_test(cases, test_which);
    return suite_run("asymmetric", cases);
}

/* SPDX-License-Identifier: MIT */
/* A record that holds one edge and nothing else is shown to the schema engine. Whatever it says
 * about the edge itself, an edge like it cannot be added to a record. */
#include "compiler/probe.h"

#include <json-c/json.h>
#include <string.h>

#include "kb/record.h"

struct probe {
    const char *pointer; /* of the edge */
    bool refused;
};

/* What the record lacks around the edge does not matter, nor does what kind of id is used here. */
static void on_problem(void *data, const struct kb_schema_problem *problem)
{
    struct probe *probe = data;
    size_t n = strlen(problem->pointer);
    bool at = strcmp(problem->pointer, probe->pointer) == 0;
    bool around = n < strlen(probe->pointer) && strncmp(problem->pointer, probe->pointer, n) == 0 &&
                  probe->pointer[n] == '/';
    probe->refused |= at || (around && problem->kind != KB_SCHEMA_REQUIRED);
}

/* `inner` below the keys; a "*" is an array of one. Takes inner. */
static struct json_object *nest(const struct kb_path *path, struct json_object *inner)
{
    for (size_t i = path->count; i-- > 0;) {
        bool star = kb_str_is(path->keys[i], "*");
        struct json_object *outer = star ? json_object_new_array() : json_object_new_object();
        if (star)
            json_object_array_add(outer, inner);
        else
            json_object_object_add(outer, path->keys[i].p, inner);
        inner = outer;
    }
    return inner;
}

static bool takes_id_alone(const struct kb_layout *layout, const struct kb_schema *program,
                           struct kb_arena *arena, enum kb_field list)
{
    const struct kb_path *id = &layout->paths[list + 1];
    struct probe probe = {kb_layout_pointer(layout, arena, list, KB_STR("0"), -1), false};
    if (!layout->paths[list].keys || !id->keys)
        return false;
    struct json_object *edge = nest(id, json_object_new_string("domain/name"));
    struct json_object *record = nest(&layout->paths[list], edge);
    kb_schema_explain(program, record, on_problem, &probe);
    json_object_put(record);
    return !probe.refused;
}

void kb_probe_edges(struct kb_layout *layout, const struct kb_schema *program,
                    struct kb_arena *arena)
{
    for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++) {
        enum kb_field list = kb_edge_field((enum kb_edge_kind)kind);
        layout->bare[list] = takes_id_alone(layout, program, arena, list);
    }
}

/* SPDX-License-Identifier: MIT */
/* api/openapi.json: the description of the API, a file with two blanks to fill in. Records lie as
 * deep as their ids have parts, and a parameter of OpenAPI holds no "/", so there is a path for
 * each number of parts. */
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "emit/asset.h"
#include "emit/html/jsonw.h"
#include "emit/html/machine/machine.h"

/* Deeper paths are left out, or ids made for it would need megabytes; index.json names all. */
#define DEEPEST 32

static size_t parts_of(struct kb_str path)
{
    size_t parts = 1;
    for (size_t i = sizeof "api/records/" - 1; i < path.n; i++)
        parts += path.p[i] == '/';
    return parts;
}

static void find_depths(const struct kb_machine *machine, bool used[DEEPEST + 1])
{
    for (size_t i = 0; i < kb_machine_records(machine); i++) {
        size_t parts = parts_of(kb_site_record_json(machine->site, (uint32_t)i));
        if (parts <= DEEPEST)
            used[parts] = true;
    }
}

static void record_path(struct kb_buf *out, size_t parts)
{
    kb_buf_puts(out, ",\n    \"/records");
    for (size_t i = 1; i <= parts; i++)
        kb_buf_printf(out, "/{part%zu}", i);
    kb_buf_puts(out, ".json\": {\n      \"parameters\": [");
    for (size_t i = 1; i <= parts; i++)
        kb_buf_printf(out,
                      "%s\n        { \"name\": \"part%zu\", \"in\": \"path\", \"required\": true, "
                      "\"schema\": { \"type\": \"string\" } }",
                      i > 1 ? "," : "", i);
    kb_buf_printf(out,
                  "\n      ],\n      \"get\": {\n        \"operationId\": \"record%zu\",\n"
                  "        \"summary\": \"A record whose path has %zu part%s\",\n"
                  "        \"responses\": { \"200\": { \"$ref\": "
                  "\"#/components/responses/Record\" } }\n      }\n    }",
                  parts, parts, parts == 1 ? "" : "s");
}

static void record_paths(struct kb_machine *machine)
{
    bool used[DEEPEST + 1] = {false};
    find_depths(machine, used);
    for (size_t parts = 1; parts <= DEEPEST; parts++)
        if (used[parts])
            record_path(&machine->data, parts);
}

/* The folder of this file: absolute where that is known. */
static void server(struct kb_machine *machine)
{
    struct kb_buf url = {0}, json = {0};
    if (machine->site->base_url.p) {
        kb_buf_str(&url, machine->site->base_url);
        kb_buf_puts(&url, "api");
    } else {
        kb_buf_putc(&url, '.');
    }
    kb_buf_json(&json, kb_buf_view(&url));
    kb_jsonw_copy(&machine->data, (struct kb_str){json.data + 1, json.len - 2});
    kb_buf_free(&url);
    kb_buf_free(&json);
}

static struct kb_str make(struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    static const struct {
        const char *mark;
        void (*fill)(struct kb_machine *);
    } blanks[] = {{"@server@", server}, {"@records@", record_paths}};
    struct kb_str text = kb_asset("openapi.json.in");
    const char *p = text.p, *end = kb_str_end(text);
    (void)i;
    kb_buf_puts(path, "api/openapi.json");
    for (size_t b = 0; b < sizeof blanks / sizeof *blanks; b++) {
        size_t n = strlen(blanks[b].mark);
        const char *at = p;
        while (end - at >= (ptrdiff_t)n && memcmp(at, blanks[b].mark, n) != 0)
            at++;
        assert(end - at >= (ptrdiff_t)n);
        kb_buf_add(&machine->data, p, (size_t)(at - p));
        blanks[b].fill(machine);
        p = at + n;
    }
    kb_buf_add(&machine->data, p, (size_t)(end - p));
    return kb_machine_data(machine);
}

const struct kb_format kb_format_openapi = {.count = kb_machine_one, .make = make};

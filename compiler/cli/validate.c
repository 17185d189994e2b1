/* SPDX-License-Identifier: MIT */
/* kbc validate: the schema engine by itself. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/scan.h"
#include "compiler/schemas.h"
#include "compiler/walk.h"

/* Problems of one file that are listed; each place is looked for from the file's start. */
enum { LISTED_MOST = 200 };

struct file {
    size_t count;
    struct kb_source source;
    struct kb_doc doc;
    struct kb_buf *out;
};

static void on_problem(void *data, const struct kb_schema_problem *problem)
{
    struct file *file = data;
    size_t offset, len;
    if (++file->count > LISTED_MOST)
        return;
    kb_scan_locate(file->source.data, file->source.len, problem->pointer, problem->at_key, &offset,
                   &len);
    struct kb_place place = kb_place_at(&file->doc, offset, len);
    kb_buf_plain(file->out, kb_str(file->source.path));
    kb_buf_printf(file->out, ":%u:%u: ", place.line, place.column);
    kb_buf_plain(file->out, kb_str(*problem->pointer ? problem->pointer : "(root)"));
    kb_buf_puts(file->out, ": ");
    kb_buf_plain(file->out, kb_str(problem->message));
    kb_buf_putc(file->out, '\n');
}

/* Appends the problems of one file and returns its exit status. */
static int validate(const struct kb_schema *schema, const char *path, struct kb_buf *out)
{
    struct kb_buf error = {0};
    struct file file = {.out = out};
    struct json_object *value = kb_json_read(path, &file.source, &error);
    int status = KB_EXIT_OK;
    if (error.len) {
        status = kb_fail("%s", error.data);
    } else if (!kb_schema_valid(schema, value)) {
        file.doc =
            (struct kb_doc){.source = &file.source, .len = file.source.len, .line = 1, .column = 1};
        kb_schema_explain(schema, value, on_problem, &file);
        if (file.count > LISTED_MOST) {
            kb_buf_plain(out, kb_str(path));
            kb_buf_printf(out, ": and %zu more\n", file.count - LISTED_MOST);
        }
        status = KB_EXIT_FOUND;
    }
    json_object_put(value);
    free(file.source.data);
    kb_buf_free(&error);
    return status;
}

int kb_cmd_validate(const struct kb_options *options)
{
    struct kb_buf out = {0}, error = {0};
    struct kb_source source = {0};
    if (options->operand_count < 2)
        return kb_fail("validate: a schema and at least one file are needed");
    const char *name = options->operands[0];
    const struct kb_embedded *embedded = kb_schema_embedded(name);
    struct json_object *document = embedded
                                       ? kb_json_parse((const char *)embedded->data, embedded->size)
                                       : kb_json_read(name, &source, &error);
    struct kb_schema *schema = error.len ? NULL : kb_schema_new(document, &error);
    int status = schema ? KB_EXIT_OK : kb_fail("schema %s: %s", name, error.data);
    for (size_t i = 1; schema && i < options->operand_count; i++) {
        int one = validate(schema, options->operands[i], &out);
        status = one > status ? one : status;
    }
    if (!kb_print(&out))
        status = KB_EXIT_FAILED;
    kb_schema_free(schema);
    json_object_put(document);
    free(source.data);
    kb_buf_free(&out);
    kb_buf_free(&error);
    return status;
}

/* SPDX-License-Identifier: MIT */
/* JSON to values. */
#include "compiler/json.h"

#include <json-c/json.h>
#include <string.h>

#include "compiler/scan.h"
#include "compiler/walk.h"
#include "kb/limits.h"

struct json_object *kb_json_parse_with(struct json_tokener **reader, const char *data, size_t len)
{
    if (!*reader)
        *reader = json_tokener_new_ex(KB_MAX_DEPTH + 1);
    if (!*reader)
        kb_out_of_memory();
    json_tokener_reset(*reader);
    struct json_object *value = json_tokener_parse_ex(*reader, data, (int)len);
    /* A number or word at the very end waits for what might follow. */
    if (!value && json_tokener_get_error(*reader) == json_tokener_continue)
        value = json_tokener_parse_ex(*reader, " ", 1);
    return value;
}

void kb_json_reader_free(struct json_tokener *reader)
{
    if (reader)
        json_tokener_free(reader);
}

struct json_object *kb_json_parse(const char *data, size_t len)
{
    struct json_tokener *reader = NULL;
    struct json_object *value = kb_json_parse_with(&reader, data, len);
    kb_json_reader_free(reader);
    return value;
}

struct json_object *kb_json_embedded(const struct kb_embedded *file)
{
    return kb_json_parse((const char *)file->data, file->size);
}

struct first_problem {
    const struct kb_source *source;
    struct kb_buf *error;
};

static void note_first(void *data, const struct kb_scan_problem *problem)
{
    struct first_problem *first = data;
    if (first->error->len)
        return;
    kb_source_where(first->error, first->source, problem->offset);
    kb_buf_puts(first->error, problem->message);
}

static struct json_object *parse_strictly(const struct kb_source *source, struct kb_buf *error)
{
    struct kb_scanner scanner = {0};
    struct first_problem first = {source, error};
    if (source->len > KB_MAX_RECORD)
        kb_buf_printf(error, "%s: larger than the limit of %zu bytes", source->path, KB_MAX_RECORD);
    else
        kb_scan(&scanner, source->data, source->len, note_first, &first);
    kb_scanner_free(&scanner);
    return error->len ? NULL : kb_json_parse(source->data, source->len);
}

struct json_object *kb_json_read(const char *path, struct kb_source *source, struct kb_buf *error)
{
    *source = (struct kb_source){.path = path};
    kb_source_read(source);
    if (source->data)
        return parse_strictly(source, error);
    kb_buf_printf(error, "%s: %s", path, kb_source_why(source));
    return NULL;
}

struct kb_str kb_json_text(struct json_object *value)
{
    if (!json_object_is_type(value, json_type_string))
        return (struct kb_str){0};
    return (struct kb_str){json_object_get_string(value),
                           (size_t)json_object_get_string_len(value)};
}

/* SPDX-License-Identifier: MIT */
/* JSON to values. */
#include "compiler/json.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/scan.h"
#include "compiler/walk.h"
#include "kb/limits.h"

/* json-c gives NULL where memory ends. */
static struct json_object *made(struct json_object *value)
{
    if (!value)
        kb_out_of_memory();
    return value;
}

static struct json_object *number(const char *text)
{
    if (strpbrk(text, ".eE"))
        return json_object_new_double_s(strtod(text, NULL), text);
    if (*text == '-')
        return json_object_new_int64(strtoll(text, NULL, 10));
    uint64_t whole = strtoull(text, NULL, 10);
    return whole <= INT64_MAX ? json_object_new_int64((int64_t)whole)
                              : json_object_new_uint64(whole);
}

/* The value that begins with the token; of a container, the empty one. */
static struct json_object *value_of(const struct kb_scan_token *token, const char *data,
                                    struct kb_buf *room)
{
    const char *p = data + token->at;
    struct kb_str text;
    switch (*p) {
    case '{':
        return made(json_object_new_object());
    case '[':
        return made(json_object_new_array_ext(4)); /* most lists are short */
    case '"':
        text = kb_scan_token_text(token, data, room);
        return made(json_object_new_string_len(text.p, (int)text.n));
    case 't':
    case 'f':
        return made(json_object_new_boolean(*p == 't'));
    case 'n':
        return NULL;
    default:
        room->len = 0;
        kb_buf_add(room, p, token->len);
        return made(number(room->data));
    }
}

static void put_in(struct json_object *container, const char *key, unsigned how,
                   struct json_object *value)
{
    int failed = key ? json_object_object_add_ex(container, key, value, how)
                     : json_object_array_add(container, value);
    if (failed)
        kb_out_of_memory();
}

/* Where keys stay with the scanner, the value needs no copies of them. */
static struct json_object *make(struct kb_scanner *scanner, const char *data, bool stay)
{
    const struct kb_scan_token *token = scanner->tokens, *end = token + scanner->token_count;
    unsigned how = (stay ? JSON_C_OBJECT_ADD_CONSTANT_KEY : 0u) |
                   (scanner->repeats ? 0u : JSON_C_OBJECT_ADD_KEY_IS_NEW);
    struct json_object *root = NULL, *open[KB_MAX_DEPTH + 1] = {NULL}; /* open[0]: none */
    struct kb_buf room = {0}, *names = &scanner->names;
    size_t depth = 0;
    names->len = 0;
    if (stay)
        kb_buf_reserve(names, scanner->key_bytes); /* where keys are, they stay */
    for (; token < end; token++) {
        char c = data[token->at];
        if (c == '}' || c == ']') {
            depth--;
            continue;
        }
        const char *key = NULL;
        if (json_object_is_type(open[depth], json_type_object)) {
            size_t at = names->len = stay ? names->len : 0;
            kb_buf_str(names, kb_scan_token_text(token, data, &room));
            kb_buf_putc(names, '\0');
            key = names->data + at;
            c = data[(++token)->at];
        }
        struct json_object *value = value_of(token, data, &room);
        if (depth)
            put_in(open[depth], key, how, value);
        else
            root = value;
        if (c == '{' || c == '[')
            open[++depth] = value;
    }
    kb_buf_free(&room);
    return root;
}

struct json_object *kb_json_value(struct kb_scanner *scanner, const char *data)
{
    return make(scanner, data, true);
}

static void ignore(void *data, const struct kb_scan_problem *problem)
{
    (void)data, (void)problem;
}

struct json_object *kb_json_parse(const char *data, size_t len)
{
    struct kb_scanner scanner = {0};
    bool whole = kb_scan(&scanner, data, len, ignore, NULL) != KB_SCAN_BROKEN;
    struct json_object *value = whole ? make(&scanner, data, false) : NULL;
    kb_scanner_free(&scanner);
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
    struct json_object *value = error->len ? NULL : make(&scanner, source->data, false);
    kb_scanner_free(&scanner);
    return value;
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

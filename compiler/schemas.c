/* SPDX-License-Identifier: MIT */
/* Opens schemas and compiles their x-kb map into a layout. */
#include "compiler/schemas.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/json.h"
#include "compiler/probe.h"
#include "compiler/scan.h"
#include "compiler/walk.h"
#include "kb/langtag.h"
#include "kb/limits.h"

bool kb_schema_obeyed(const char *name, struct json_object *value,
                      void (*report)(void *data, const struct kb_schema_problem *problem),
                      void *data)
{
    struct json_object *document = kb_json_embedded(kb_embedded_named(name, KB_SCHEMAS));
    struct kb_buf error = {0};
    struct kb_schema *schema = kb_schema_new(document, &error); /* ours, and so without error */
    bool valid = kb_schema_valid(schema, value);
    if (!valid)
        kb_schema_explain(schema, value, report, data);
    kb_schema_free(schema);
    json_object_put(document);
    kb_buf_free(&error);
    return valid;
}

void kb_schema_name_part(struct kb_buf *buf, const char *pointer)
{
    const char *start = *pointer ? pointer + 1 : NULL;
    for (const char *p = pointer; *p; p++)
        if (*p == '/' && strspn(p + 1, "0123456789") != strcspn(p + 1, "/"))
            start = p + 1;
    if (start) {
        kb_buf_quote(buf, kb_str(start));
        kb_buf_puts(buf, ": ");
    }
}

void kb_schema_message(struct kb_buf *buf, const struct kb_schema_problem *problem)
{
    if (problem->kind != KB_SCHEMA_REQUIRED && problem->kind != KB_SCHEMA_UNKNOWN_KEY)
        kb_schema_name_part(buf, problem->pointer);
    kb_buf_puts(buf, problem->message);
}

/* Splits a JSON pointer into keys; false when it is none. */
static bool parse_path(struct kb_arena *arena, const char *pointer, struct kb_path *path)
{
    size_t count = 0;
    if (*pointer && *pointer != '/')
        return false;
    for (const char *p = pointer; *p; p++)
        count += *p == '/';
    struct kb_str *keys = kb_arena_new(arena, count + 1, sizeof *keys);
    struct kb_buf key = {0};
    for (size_t i = 0; i < count; i++) {
        key.len = 0;
        pointer = kb_buf_pointer_part(&key, pointer);
        keys[i] = (struct kb_str){kb_arena_copy(arena, key.data, key.len), key.len};
    }
    kb_buf_free(&key);
    *path = (struct kb_path){keys, count};
    return true;
}

static struct kb_str field_name(const void *from, size_t i)
{
    (void)from;
    return i < KB_FIELD_COUNT ? kb_str(kb_fields[i].name) : (struct kb_str){0};
}

static enum kb_field known_field(const char *name, struct kb_buf *error)
{
    enum kb_field field = kb_field_named(kb_str(name));
    if (field != KB_F_NONE)
        return field;
    kb_buf_puts(error, "x-kb: there is no field ");
    kb_buf_quote(error, kb_str(name));
    kb_buf_suggest(error, kb_str(name), field_name, NULL);
    return KB_F_NONE;
}

static bool bad_path(const char *name, const char *reason, struct kb_buf *error)
{
    kb_buf_puts(error, "x-kb: the path of ");
    kb_buf_quote(error, kb_str(name));
    kb_buf_printf(error, " %s", reason);
    return false;
}

static bool read_path(struct kb_arena *arena, const char *name, struct json_object *value,
                      struct kb_path *path, struct kb_buf *error)
{
    if (json_object_get_type(value) != json_type_string ||
        !parse_path(arena, json_object_get_string(value), path))
        return bad_path(name, "is no JSON pointer", error);
    return true;
}

static bool is_star(struct kb_str key)
{
    return kb_str_is(key, "*");
}

static size_t stars(const struct kb_path *path)
{
    size_t count = 0;
    for (size_t i = 0; i < path->count; i++)
        count += is_star(path->keys[i]);
    return count;
}

/* Takes the list's own path off the front of a member's. */
static bool make_relative(const struct kb_layout *layout, enum kb_field field, struct kb_path *path)
{
    const struct kb_path *list = &layout->paths[kb_fields[field].list];
    bool inside = list->keys && path->count >= list->count;
    for (size_t k = 0; inside && k < list->count; k++)
        inside = kb_str_eq(path->keys[k], list->keys[k]);
    if (inside) {
        path->keys += list->count;
        path->count -= list->count;
    }
    return inside;
}

static bool judge_paths(struct kb_layout *layout, struct kb_buf *error)
{
    for (int i = 0; i < KB_FIELD_COUNT; i++) {
        struct kb_path *path = &layout->paths[i];
        bool list = kb_fields[i].kind == KB_KIND_LIST;
        if (!path->keys)
            continue;
        if (list && (path->count == 0 || !is_star(path->keys[path->count - 1])))
            return bad_path(kb_fields[i].name, "must end in /*", error);
        if (kb_fields[i].list != KB_F_NONE && !make_relative(layout, (enum kb_field)i, path))
            return bad_path(kb_fields[i].name, "does not begin with its list's path", error);
        if (stars(path) != list)
            return bad_path(kb_fields[i].name, "has a * that stands for no list", error);
    }
    return true;
}

static bool read_fields(struct kb_schema_set *set, struct json_object *fields, struct kb_buf *error)
{
    if (json_object_get_type(fields) != json_type_object) {
        kb_buf_puts(error, "no schema of records: it has no x-kb map with `fields`");
        return false;
    }
    json_object_object_foreach(fields, name, value)
    {
        enum kb_field field = known_field(name, error);
        if (field == KB_F_NONE ||
            !read_path(&set->arena, name, value, &set->layout.paths[field], error))
            return false;
    }
    return judge_paths(&set->layout, error);
}

static int by_tag(const void *a, const void *b)
{
    const struct kb_language *x = a, *y = b;
    return strcmp(x->tag, y->tag);
}

static bool read_language(struct kb_schema_set *set, struct json_object *fields,
                          struct kb_language *language, struct kb_buf *error)
{
    if (json_object_get_type(fields) != json_type_object) {
        kb_buf_puts(error, "x-kb: a translation must be an object");
        return false;
    }
    json_object_object_foreach(fields, name, value)
    {
        enum kb_field field = known_field(name, error);
        if (field == KB_F_NONE)
            return false;
        if (kb_fields[field].kind != KB_KIND_TEXT)
            return bad_path(name, "is translated, but only text can be", error);
        if (!read_path(&set->arena, name, value, &language->paths[field], error))
            return false;
        if (stars(&language->paths[field]) != (kb_fields[field].list != KB_F_NONE))
            return bad_path(name, "needs one * for each list it is in", error);
    }
    return true;
}

static bool read_languages(struct kb_schema_set *set, struct json_object *translations,
                           struct kb_buf *error)
{
    if (!translations)
        return true;
    if (json_object_get_type(translations) != json_type_object) {
        kb_buf_puts(error, "x-kb: `translations` must be an object");
        return false;
    }
    size_t count = (size_t)json_object_object_length(translations), i = 0;
    if (count > KB_MAX_LANGUAGES) {
        kb_buf_printf(error, "x-kb: %zu languages; the limit is %d", count, KB_MAX_LANGUAGES);
        return false;
    }
    struct kb_language *languages = kb_arena_new(&set->arena, count, sizeof *languages);
    json_object_object_foreach(translations, tag, fields)
    {
        if (!kb_langtag_valid(kb_str(tag))) {
            kb_buf_puts(error, "x-kb: a translation into ");
            kb_buf_quote(error, kb_str(tag));
            kb_buf_puts(error, ", which is no language tag (BCP 47), as \"zh-Hans\" is one");
            return false;
        }
        languages[i].tag = kb_arena_copy(&set->arena, tag, strlen(tag));
        if (!read_language(set, fields, &languages[i++], error))
            return false;
    }
    qsort(languages, count, sizeof *languages, by_tag);
    set->layout.languages = languages;
    set->layout.language_count = count;
    return true;
}

/* Members of x-kb. */
static const char *const members[] = {"fields", "translations", "twin", "facts"};

static struct kb_str member(const void *from, size_t i)
{
    (void)from;
    return i < sizeof members / sizeof *members ? kb_str(members[i]) : (struct kb_str){0};
}

static bool known_members(struct json_object *map, struct kb_buf *error)
{
    if (!json_object_is_type(map, json_type_object))
        return true; /* read_fields says so */
    json_object_object_foreach(map, name, value)
    {
        (void)value;
        bool known = strncmp(name, "x-", 2) == 0;
        for (size_t i = 0; !known && member(NULL, i).p; i++)
            known = kb_str_is(member(NULL, i), name);
        if (known)
            continue;
        kb_buf_puts(error, "x-kb: there is no member ");
        kb_buf_quote(error, kb_str(name));
        kb_buf_suggest(error, kb_str(name), member, NULL);
        return false;
    }
    return true;
}

/* Catalogues in files are named relative to the schema's own folder. */
static bool read_facts(struct kb_schema_set *set, struct json_object *facts, const char *path,
                       struct kb_buf *error)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? kb_arena_copy(&set->arena, path, (size_t)(slash - path)) : "";
    struct kb_buf why = {0};
    bool ok = !facts || kb_facts_read(&set->facts, facts, folder, &why);
    if (!ok)
        kb_buf_printf(error, "x-kb: %s", why.data);
    kb_buf_free(&why);
    return ok;
}

static bool read_twin(struct kb_schema_set *set, struct json_object *twin, struct kb_buf *error)
{
    int64_t segments = json_object_get_int64(twin);
    if (!json_object_is_type(twin, json_type_int) || segments < 1 || segments > KB_MAX_ID) {
        kb_buf_printf(error, "x-kb: `twin` must be a whole number from 1 to %d", KB_MAX_ID);
        return false;
    }
    set->layout.twin_segments = (unsigned)segments;
    return true;
}

static bool compile(struct kb_schema_set *set, const char *path, struct kb_buf *error)
{
    struct json_object *map = NULL, *fields = NULL, *translations = NULL, *facts = NULL,
                       *twin = NULL;
    json_object_object_get_ex(set->document, "x-kb", &map);
    json_object_object_get_ex(map, "fields", &fields);
    json_object_object_get_ex(map, "translations", &translations);
    json_object_object_get_ex(map, "facts", &facts);
    bool has_twin = json_object_object_get_ex(map, "twin", &twin);
    set->program = kb_schema_new(set->document, error);
    if (!set->program || !known_members(map, error) || !read_fields(set, fields, error) ||
        !read_languages(set, translations, error) || !read_facts(set, facts, path, error) ||
        (has_twin && !read_twin(set, twin, error)))
        return false;
    kb_probe_edges(&set->layout, set->program, &set->arena);
    if (!kb_layout_has(&set->layout, KB_F_ID)) {
        kb_buf_puts(error, "x-kb: the field `id` has no path");
        return false;
    }
    return true;
}

bool kb_schema_set_open(struct kb_schema_set *set, const char *name, struct kb_buf *error)
{
    *set = (struct kb_schema_set){0};
    const struct kb_embedded *file = kb_embedded_named(name, KB_SCHEMAS);
    struct kb_buf why = {0};
    set->layout.name = kb_arena_copy(&set->arena, name, strlen(name));
    struct kb_source source = {0};
    set->document = file ? kb_json_embedded(file) : kb_json_read(name, &source, &why);
    free(source.data);
    bool ok = set->document && compile(set, name, &why);
    if (!ok) {
        kb_buf_printf(error, "schema %s: %s", name, why.len ? why.data : "not JSON");
        if (!set->document)
            kb_buf_suggest(error, kb_str(name), kb_embedded_name, KB_SCHEMAS);
        kb_schema_set_close(set);
    }
    kb_buf_free(&why);
    return ok;
}

void kb_schema_set_close(struct kb_schema_set *set)
{
    kb_schema_free(set->program);
    json_object_put(set->document);
    kb_facts_close(&set->facts);
    kb_arena_free(&set->arena);
    *set = (struct kb_schema_set){0};
}

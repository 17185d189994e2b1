/* SPDX-License-Identifier: MIT */
/* `$id`, `$anchor` and where a `$ref` leads. Only places within the document can be named: "#…",
 * or a `$id` of the document itself followed by "#…". */
#include <string.h>

#include "kb/ascii.h"
#include "kb/limits.h"
#include "validate/schema/compile.h"

static bool letter(char c)
{
    return kb_is_letter(c) || c == '_';
}

bool kb_schema_build_id(struct kb_build *build, const struct kb_keyword *keyword,
                        struct json_object *argument)
{
    struct kb_str id = kb_schema_value(argument).text;
    if (id.n && id.p[id.n - 1] == '#')
        id.n--;
    if (memchr(id.p, '#', id.n))
        return kb_schema_fail(build, keyword->name, "an identifier has no fragment");
    build->units[build->unit].resource = build->unit;
    build->units[build->unit].base = id;
    return true;
}

bool kb_schema_build_anchor(struct kb_build *build, const struct kb_keyword *keyword,
                            struct json_object *argument)
{
    struct kb_str name = kb_schema_value(argument).text;
    uint32_t resource = build->units[build->unit].resource;
    bool good = name.n && letter(name.p[0]);
    for (size_t i = 1; i < name.n && good; i++)
        good = letter(name.p[i]) || kb_is_digit(name.p[i]) || name.p[i] == '-' || name.p[i] == '.';
    if (!good)
        return kb_schema_fail(build, keyword->name,
                              "expected a letter or `_`, then letters, digits, `-`, `_`, `.`");
    for (size_t i = 0; i < build->anchor_count; i++)
        if (build->anchors[i].resource == resource && kb_str_eq(build->anchors[i].name, name))
            return kb_schema_fail(build, keyword->name, "another place has this name already");
    build->anchors =
        kb_grow(build->anchors, build->anchor_count, &build->anchor_cap, sizeof *build->anchors);
    build->anchors[build->anchor_count++] = (struct kb_anchor){resource, build->unit, name};
    if (!build->schema->subs[build->unit].name)
        build->schema->subs[build->unit].name = name.p;
    return true;
}

static bool fail_ref(struct kb_build *build, const char *why, struct kb_str text)
{
    struct kb_buf quoted = {0};
    kb_buf_quote(&quoted, text);
    kb_schema_fail(build, "$ref", "%s: %s", why, quoted.data);
    kb_buf_free(&quoted);
    return false;
}

/* The unit of the resource that the part before the "#" names. */
static uint32_t resource_named(const struct kb_build *build, struct kb_str base, uint32_t unit)
{
    if (base.n == 0)
        return build->units[unit].resource;
    /* A relative name would first have to be joined with the bases around it. */
    if (!memchr(base.p, ':', base.n))
        return KB_NO_SUB;
    for (uint32_t i = 0; i < build->schema->sub_count; i++)
        if (build->units[i].base.p && kb_str_eq(build->units[i].base, base))
            return i;
    return KB_NO_SUB;
}

static bool percent_decode(struct kb_buf *out, struct kb_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '%') {
            kb_buf_putc(out, text.p[i]);
            continue;
        }
        if (text.n - i < 3 || kb_hex(text.p[i + 1]) < 0 || kb_hex(text.p[i + 2]) < 0)
            return false;
        kb_buf_putc(out, (char)(kb_hex(text.p[i + 1]) * 16 + kb_hex(text.p[i + 2])));
        i += 2;
    }
    return true;
}

/* One step of a JSON pointer; `key` is decoded. */
static bool step(struct json_object **json, struct kb_str key)
{
    if (json_object_is_type(*json, json_type_object))
        return !memchr(key.p, 0, key.n) && json_object_object_get_ex(*json, key.p, json);
    if (!json_object_is_type(*json, json_type_array) || key.n == 0 || key.n > 9 ||
        (key.n > 1 && key.p[0] == '0'))
        return false;
    size_t index = 0;
    for (size_t i = 0; i < key.n; i++) {
        if (!kb_is_digit(key.p[i]))
            return false;
        index = index * 10 + (size_t)(key.p[i] - '0');
    }
    if (index >= json_object_array_length(*json))
        return false;
    *json = json_object_array_get_idx(*json, index);
    return true;
}

static bool follow(struct json_object **json, struct kb_str pointer)
{
    struct kb_buf key = {0};
    bool ok = true;
    for (size_t i = 0; i < pointer.n && ok;) {
        key.len = 0;
        for (i++; i < pointer.n && pointer.p[i] != '/'; i++) {
            bool escape = pointer.p[i] == '~';
            if (escape && (i + 1 == pointer.n || pointer.p[i + 1] < '0' || pointer.p[i + 1] > '1'))
                ok = false;
            else
                kb_buf_putc(&key, !escape ? pointer.p[i] : pointer.p[i + 1] == '0' ? '~' : '/');
            i += escape && ok;
        }
        kb_buf_add(&key, "", 0);
        ok = ok && step(json, kb_buf_view(&key));
    }
    kb_buf_free(&key);
    return ok;
}

static uint32_t anchor_named(const struct kb_build *build, uint32_t resource, struct kb_str name)
{
    for (size_t i = 0; i < build->anchor_count; i++)
        if (build->anchors[i].resource == resource && kb_str_eq(build->anchors[i].name, name))
            return build->anchors[i].unit;
    return KB_NO_SUB;
}

/* The unit at `fragment` of the resource. */
static bool target(struct kb_build *build, uint32_t resource, const struct kb_buf *fragment,
                   struct kb_str text, uint32_t *unit)
{
    if (fragment->len == 0) {
        *unit = resource;
        return true;
    }
    if (fragment->data[0] != '/') {
        *unit = anchor_named(build, resource, kb_buf_view(fragment));
        return *unit != KB_NO_SUB || fail_ref(build, "no such `$anchor`", text);
    }
    struct json_object *json = build->units[resource].json;
    if (!follow(&json, kb_buf_view(fragment)))
        return fail_ref(build, "there is nothing at this place", text);
    build->unit = resource; /* the way goes on from there */
    *unit = kb_schema_unit(build, json, fragment->data);
    return *unit != KB_NO_SUB;
}

bool kb_schema_resolve(struct kb_build *build, const struct kb_pending *ref)
{
    const char *hash = memchr(ref->text.p, '#', ref->text.n);
    struct kb_str base = {ref->text.p, hash ? (size_t)(hash - ref->text.p) : ref->text.n};
    struct kb_str rest = {hash ? hash + 1 : "", hash ? ref->text.n - base.n - 1 : 0};
    struct kb_buf fragment = {0};
    uint32_t unit = KB_NO_SUB;
    uint32_t resource = resource_named(build, base, ref->unit);
    bool ok = false;
    if (resource == KB_NO_SUB)
        fail_ref(build, "not supported, as it leads out of this document", ref->text);
    else if (!percent_decode(&fragment, rest))
        fail_ref(build, "broken percent-encoding", ref->text);
    else
        ok = target(build, resource, &fragment, ref->text, &unit);
    kb_buf_free(&fragment);
    if (ok)
        build->schema->ops[ref->op].as.sub = unit;
    return ok;
}

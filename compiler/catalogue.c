/* SPDX-License-Identifier: MIT */
/* JSON to tables, sorted for lookup. */
#include "compiler/catalogue.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/json.h"
#include "compiler/scan.h"
#include "compiler/schemas.h"
#include "kb/date.h"
#include "pattern/pattern.h"

struct reading {
    const struct kb_source *source; /* NULL: embedded, nobody's to mend */
    struct kb_arena *arena;
    struct kb_buf *error;
};

/* Begins the message about what the pointer names. */
static void place(const struct reading *r, const char *pointer, bool at_key)
{
    size_t offset, len;
    if (!r->source)
        return;
    kb_scan_locate(r->source->data, r->source->len, pointer, at_key, &offset, &len);
    kb_source_where(r->error, r->source, offset);
    if (*pointer) {
        kb_buf_plain(r->error, kb_str(pointer));
        kb_buf_puts(r->error, ": ");
    }
}

static void note_first(void *data, const struct kb_schema_problem *problem)
{
    struct reading *r = data;
    if (r->error->len)
        return;
    place(r, problem->pointer, problem->at_key);
    kb_buf_plain(r->error, kb_str(problem->message));
}

bool kb_catalogue_valid(struct json_object *value, const struct kb_source *source,
                        struct kb_buf *error)
{
    struct reading r = {source, NULL, error};
    return kb_schema_obeyed("facts", value, note_first, &r);
}

/* Begins the message about a product, or about a member of it. */
static void place_product(const struct reading *r, const char *product, const char *key,
                          const char *version)
{
    struct kb_buf pointer = {0};
    kb_buf_puts(&pointer, "/products");
    kb_buf_pointer_key(&pointer, kb_str(product));
    if (key)
        kb_buf_pointer_key(&pointer, kb_str(key));
    if (version)
        kb_buf_pointer_key(&pointer, kb_str(version));
    place(r, pointer.data, key == NULL);
    kb_buf_free(&pointer);
}

static struct json_object *member(struct json_object *value, const char *key)
{
    struct json_object *found = NULL;
    json_object_object_get_ex(value, key, &found);
    return found;
}

static struct kb_str copy(struct kb_arena *arena, const char *text, size_t n)
{
    return (struct kb_str){kb_arena_copy(arena, text, n), n};
}

static struct kb_str text_of(struct kb_arena *arena, struct json_object *value)
{
    return copy(arena, kb_json_text(value).p, kb_json_text(value).n);
}

/* major.minor, which the schema has checked. */
static struct kb_release version_of(const char *text)
{
    char *end;
    struct kb_release release = {.major = (uint32_t)strtoul(text, &end, 10)};
    release.minor = (uint32_t)strtoul(end + 1, NULL, 10);
    return release;
}

/* YYYY-MM-DD or YYYY-MM. */
static bool read_day(struct kb_str text, struct kb_release *release)
{
    char whole[16] = "";
    release->month = text.n == strlen("YYYY-MM");
    memcpy(whole, text.p, text.n);
    if (release->month)
        memcpy(whole + text.n, "-01", 4);
    return kb_date_parse(kb_str(whole), &release->day);
}

static int by_release(const void *a, const void *b)
{
    return kb_release_cmp(a, b);
}

static bool read_releases(struct kb_product *product, const char *name,
                          struct json_object *versions, const struct reading *r)
{
    size_t count = (size_t)json_object_object_length(versions), i = 0;
    struct kb_release *releases = kb_arena_new(r->arena, count, sizeof *releases);
    json_object_object_foreach(versions, version, value)
    {
        releases[i] = version_of(version);
        if (!read_day(kb_str(json_object_get_string(value)), &releases[i++])) {
            place_product(r, name, "versions", version);
            kb_buf_quote(r->error, kb_str(json_object_get_string(value)));
            kb_buf_puts(r->error, " is a day that does not exist");
            return false;
        }
    }
    qsort(releases, count, sizeof *releases, by_release);
    product->releases = releases;
    product->release_count = count;
    return true;
}

static bool read_range(struct kb_product *product, const char *name, struct json_object *value,
                       const struct reading *r)
{
    struct json_object *from = member(value, "complete_from");
    product->complete = from != NULL;
    if (!from)
        return true;
    product->from = version_of(json_object_get_string(from));
    product->to = version_of(json_object_get_string(member(value, "complete_to")));
    if (kb_release_cmp(&product->from, &product->to) <= 0)
        return true;
    place_product(r, name, "complete_to", NULL);
    kb_buf_puts(r->error, "lies before complete_from");
    return false;
}

static bool read_product(struct kb_product *product, const char *name, struct json_object *value,
                         const struct reading *r)
{
    struct json_object *aliases = member(value, "aliases");
    size_t count = 1 + (aliases ? json_object_array_length(aliases) : 0);
    struct kb_str *names = kb_arena_new(r->arena, count, sizeof *names);
    if (!*name) {
        place_product(r, name, NULL, NULL);
        kb_buf_puts(r->error, "a product has no name");
        return false;
    }
    names[0] = copy(r->arena, name, strlen(name));
    for (size_t i = 1; i < count; i++)
        names[i] = text_of(r->arena, json_object_array_get_idx(aliases, i - 1));
    product->names = names;
    product->name_count = count;
    return read_range(product, name, value, r) &&
           read_releases(product, name, member(value, "versions"), r);
}

static bool read_products(struct kb_catalogue *catalogue, struct json_object *products,
                          const struct reading *r)
{
    size_t count = products ? (size_t)json_object_object_length(products) : 0, i = 0;
    struct kb_product *all = kb_arena_new(r->arena, count, sizeof *all);
    catalogue->products = all;
    catalogue->product_count = count;
    if (!products)
        return true;
    json_object_object_foreach(products, name, value)
    {
        if (!read_product(&all[i++], name, value, r))
            return false;
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    const struct kb_code *x = a, *y = b;
    return kb_str_cmp(x->name, y->name);
}

static int by_number(const void *a, const void *b)
{
    const struct kb_code *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return by_name(a, b);
}

/* Two copies, each in its own order. */
static const struct kb_code *sorted(const struct kb_code *codes, size_t count,
                                    int (*order)(const void *, const void *),
                                    struct kb_arena *arena)
{
    struct kb_code *copied = kb_arena_new(arena, count, sizeof *copied);
    memcpy(copied, codes, count * sizeof *copied);
    qsort(copied, count, sizeof *copied, order);
    return copied;
}

static bool read_codes(struct kb_catalogue *catalogue, struct json_object *value,
                       const struct reading *r)
{
    struct json_object *codes = member(value, "codes");
    struct kb_pattern_error why;
    size_t count = codes ? (size_t)json_object_object_length(codes) : 0, i = 0;
    struct kb_code *all = kb_arena_new(r->arena, count, sizeof *all);
    if (!codes)
        return true;
    json_object_object_foreach(codes, name, number)
    {
        all[i++] =
            (struct kb_code){copy(r->arena, name, strlen(name)), json_object_get_int64(number)};
    }
    catalogue->codes = sorted(all, count, by_name, r->arena);
    catalogue->by_number = sorted(all, count, by_number, r->arena);
    catalogue->code_count = count;
    catalogue->names =
        kb_pattern_new(KB_FLAVOR_SCHEMA, text_of(r->arena, member(value, "names")), &why);
    if (!catalogue->names) {
        place(r, "/names", false);
        kb_buf_printf(r->error, "the pattern does not compile: %s", why.message);
    }
    return catalogue->names != NULL;
}

struct kb_catalogue *kb_catalogue_new(struct json_object *value, const struct kb_source *source,
                                      struct kb_arena *arena, struct kb_buf *error)
{
    const struct reading r = {source, arena, error};
    struct kb_catalogue *catalogue = kb_arena_new(arena, 1, sizeof *catalogue);
    struct json_object *about = member(value, "source");
    catalogue->name = text_of(arena, member(value, "catalog")).p;
    catalogue->source = about ? text_of(arena, about).p : NULL;
    return read_products(catalogue, member(value, "products"), &r) &&
                   read_codes(catalogue, value, &r)
               ? catalogue
               : NULL;
}

/* SPDX-License-Identifier: MIT */
/* Which catalogues apply to which domain; each is loaded once. */
#include "compiler/facts.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/catalogue.h"
#include "compiler/json.h"
#include "compiler/path.h"
#include "pattern/pattern.h"

bool kb_facts_is_file(struct kb_str name)
{
    return (name.n && memchr(name.p, '/', name.n)) || kb_str_ends(name, KB_STR(".json"));
}

static struct kb_catalogue *load_embedded(struct kb_facts_set *set, const char *name,
                                          struct kb_buf *error)
{
    const struct kb_embedded *file = kb_embedded_named(name, KB_CATALOGUES);
    if (!file) {
        kb_buf_puts(error, "there is no catalogue ");
        kb_buf_quote(error, kb_str(name));
        kb_buf_suggest(error, kb_str(name), kb_embedded_name, KB_CATALOGUES);
        return NULL;
    }
    struct json_object *value = kb_json_embedded(file);
    struct kb_catalogue *catalogue = kb_catalogue_new(value, NULL, &set->arena, error);
    json_object_put(value);
    return catalogue;
}

static struct kb_catalogue *load_file(struct kb_facts_set *set, const char *path,
                                      struct kb_buf *error)
{
    struct kb_source source = {0};
    struct kb_catalogue *catalogue = NULL;
    struct json_object *value = kb_json_read(path, &source, error);
    if (!error->len && kb_catalogue_valid(value, &source, error))
        catalogue = kb_catalogue_new(value, &source, &set->arena, error);
    json_object_put(value);
    free(source.data);
    return catalogue;
}

/* The path of a catalogue that is a file, the name of one that is embedded. */
static const char *key_of(struct kb_facts_set *set, const char *name, const char *folder)
{
    bool below = kb_facts_is_file(kb_str(name)) && name[0] != '/';
    return kb_path_join(&set->arena, below ? folder : "", name);
}

/* The catalogue of that name, loaded if it is not yet. */
static struct kb_catalogue *open_one(struct kb_facts_set *set, const char *name, const char *folder,
                                     struct kb_buf *error)
{
    const char *key = key_of(set, name, folder);
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->loaded[i].key, key) == 0)
            return set->loaded[i].catalogue;
    struct kb_catalogue *catalogue = kb_facts_is_file(kb_str(name))
                                         ? load_file(set, key, error)
                                         : load_embedded(set, key, error);
    if (catalogue) {
        set->loaded = kb_grow(set->loaded, set->count, &set->cap, sizeof *set->loaded);
        set->loaded[set->count++] = (struct kb_loaded_catalogue){key, catalogue};
    }
    return catalogue;
}

static struct kb_domain_facts *domain_of(struct kb_facts_set *set, const char *name)
{
    struct kb_facts *facts = &set->facts;
    for (size_t i = 0; i < facts->count; i++)
        if (kb_str_is(facts->domains[i].domain, name))
            return &facts->domains[i];
    facts->domains =
        kb_grow(facts->domains, facts->count, &set->domain_cap, sizeof *facts->domains);
    size_t n = strlen(name);
    facts->domains[facts->count] =
        (struct kb_domain_facts){.domain = {kb_arena_copy(&set->arena, name, n), n}};
    return &facts->domains[facts->count++];
}

static bool holds(const struct kb_domain_facts *domain, const struct kb_catalogue *catalogue)
{
    for (size_t i = 0; i < domain->count; i++)
        if (domain->catalogues[i] == catalogue)
            return true;
    return false;
}

bool kb_facts_add(struct kb_facts_set *set, const char *name, const char *const *names,
                  const char *folder, struct kb_buf *error)
{
    struct kb_domain_facts *domain = domain_of(set, name);
    size_t count = domain->count;
    for (const char *const *p = names; *p; p++)
        count++;
    const struct kb_catalogue **all = kb_arena_new(&set->arena, count, sizeof *all);
    if (domain->count)
        memcpy(all, domain->catalogues, domain->count * sizeof *all);
    domain->catalogues = all;
    for (; *names; names++) {
        const struct kb_catalogue *catalogue = open_one(set, *names, folder, error);
        if (!catalogue)
            return false;
        if (!holds(domain, catalogue))
            all[domain->count++] = catalogue;
    }
    return true;
}

/* The texts of a list, NULL-terminated; NULL, and why in `error`, where it is none. */
static const char *const *names_of(struct kb_facts_set *set, const char *domain,
                                   struct json_object *list, struct kb_buf *error)
{
    bool ok = json_object_is_type(list, json_type_array);
    size_t count = ok ? json_object_array_length(list) : 0;
    const char **names = kb_arena_new(&set->arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = json_object_array_get_idx(list, i);
        ok = ok && json_object_is_type(item, json_type_string);
        names[i] = json_object_get_string(item);
    }
    if (ok)
        return names;
    kb_buf_puts(error, "`facts`: the catalogues of ");
    kb_buf_quote(error, kb_str(domain));
    kb_buf_puts(error, " must be a list of names");
    return NULL;
}

bool kb_facts_read(struct kb_facts_set *set, struct json_object *map, const char *folder,
                   struct kb_buf *error)
{
    if (!json_object_is_type(map, json_type_object)) {
        kb_buf_puts(error, "`facts` must be an object of domains, each with a list of catalogues");
        return false;
    }
    json_object_object_foreach(map, domain, list)
    {
        const char *const *names = names_of(set, domain, list, error);
        if (!names || !kb_facts_add(set, domain, names, folder, error))
            return false;
    }
    return true;
}

void kb_facts_close(struct kb_facts_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        kb_pattern_free(set->loaded[i].catalogue->names);
    free(set->loaded);
    free(set->facts.domains);
    kb_arena_free(&set->arena);
    *set = (struct kb_facts_set){0};
}

/* SPDX-License-Identifier: MIT */
/* The members of kbc.json, one function each. Values of another type than the schema asks for are
 * passed over: it has told of them. */
#include "compiler/config_read.h"

#include <json-c/json.h>
#include <limits.h>
#include <string.h>

#include "compiler/facts.h"
#include "compiler/glob.h"
#include "compiler/json.h"
#include "compiler/path.h"
#include "compiler/selection.h"

/* A value and where it stands. */
struct item {
    struct kb_config_reader *reader;
    struct json_object *value;
    const char *pointer;
};

static struct kb_arena *arena(const struct item *item)
{
    return &item->reader->config->arena;
}

static bool is(const struct item *item, enum json_type type)
{
    return json_object_is_type(item->value, type);
}

static struct kb_str text(const struct item *item)
{
    return kb_json_text(item->value);
}

static const char *copy(const struct item *item)
{
    return kb_arena_copy(arena(item), text(item).p, text(item).n);
}

static struct item part(const struct item *item, struct kb_str key, struct json_object *value)
{
    struct kb_buf pointer = {0};
    kb_buf_puts(&pointer, item->pointer);
    kb_buf_pointer_key(&pointer, key);
    struct item inner = {item->reader, value,
                         kb_arena_copy(arena(item), pointer.data, pointer.len)};
    kb_buf_free(&pointer);
    return inner;
}

static struct item member(const struct item *item, const char *name)
{
    struct json_object *value = NULL;
    if (is(item, json_type_object))
        json_object_object_get_ex(item->value, name, &value);
    return part(item, kb_str(name), value);
}

static struct item element(const struct item *item, size_t i)
{
    struct kb_buf key = {0};
    kb_buf_printf(&key, "%zu", i);
    struct item inner = part(item, kb_buf_view(&key), json_object_array_get_idx(item->value, i));
    kb_buf_free(&key);
    return inner;
}

/* Calls `each` for the text, or for every text of the list. Returns how many there were. */
static size_t texts(const struct item *item, void (*each)(void *data, const struct item *text),
                    void *data)
{
    size_t count = 0;
    if (is(item, json_type_string)) {
        each(data, item);
        return 1;
    }
    for (size_t i = 0; is(item, json_type_array) && i < json_object_array_length(item->value);
         i++) {
        struct item inner = element(item, i);
        if (!is(&inner, json_type_string))
            continue;
        each(data, &inner);
        count++;
    }
    return count;
}

/* A NULL-terminated list of texts, each made by `make`. */
struct list {
    const char **items;
    size_t count;
    const char *(*make)(const struct item *text);
};

static void append(void *data, const struct item *item)
{
    struct list *list = data;
    list->items[list->count++] = list->make(item);
}

static const char *const *list_of(const struct item *item,
                                  const char *(*make)(const struct item *text))
{
    size_t room = is(item, json_type_array) ? json_object_array_length(item->value) : 1;
    struct list list = {kb_arena_new(arena(item), room + 1, sizeof(char *)), 0, make};
    texts(item, append, &list);
    return list.items;
}

static const char *path_of(const struct item *item)
{
    const char *said = copy(item), *folder = item->reader->config->folder;
    const char *joined = *said == '/' ? said : kb_path_join(arena(item), folder, said);
    const char *absolute = kb_path_absolute(arena(item), joined);
    return absolute ? kb_path_shown(arena(item), absolute) : joined;
}

static void complain(const struct item *item, bool at_key, enum kb_selected what,
                     struct kb_str selector)
{
    struct kb_buf message = {0};
    kb_select_explain(&message, what, selector);
    kb_config_problem(item->reader, item->pointer, at_key, message.data);
    kb_buf_free(&message);
}

static void read_schema(const struct item *item)
{
    if (!is(item, json_type_string))
        return;
    struct kb_config *config = item->reader->config;
    config->schema = copy(item);
    config->schema_path = kb_embedded_named(config->schema, KB_SCHEMAS) ? NULL : path_of(item);
}

static void read_records(const struct item *item)
{
    if (is(item, json_type_string) || is(item, json_type_array))
        item->reader->config->records = list_of(item, path_of);
}

static void select_one(void *data, const struct item *item)
{
    const bool *on = data;
    enum kb_selected what = kb_select(item->reader->check->run, text(item), *on);
    if (what != KB_SELECTED)
        complain(item, false, what, text(item));
}

static void read_select(const struct item *item)
{
    bool on = true;
    if (!is(item, json_type_array))
        return;
    memset(item->reader->check->run, 0, sizeof item->reader->check->run);
    texts(item, select_one, &on);
}

static void read_ignore(const struct item *item)
{
    bool on = false;
    texts(item, select_one, &on);
}

/* Groups first, so that a rule's own severity counts wherever it stands. */
static void read_severity(const struct item *item)
{
    for (int rules = 0; is(item, json_type_object) && rules < 2; rules++) {
        json_object_object_foreach(item->value, name, value)
        {
            struct item entry = part(item, kb_str(name), value);
            enum kb_severity level =
                is(&entry, json_type_string) ? kb_severity_named(text(&entry)) : KB_SEVERITY_COUNT;
            if ((strchr(name, '/') != NULL) != rules)
                continue;
            if (level == KB_SEVERITY_COUNT)
                level = KB_ERROR; /* the schema has told; the name is judged all the same */
            enum kb_selected what =
                kb_select_severity(item->reader->check->severity, kb_str(name), level);
            if (what != KB_SELECTED)
                complain(&entry, true, what, kb_str(name));
        }
    }
}

static void read_fail_on(const struct item *item)
{
    if (is(item, json_type_string))
        item->reader->config->fail_on = copy(item);
}

static void read_thresholds(const struct item *item)
{
    for (const struct kb_threshold *row = kb_threshold_rows; row->name; row++) {
        struct item entry = member(item, row->name);
        char *thresholds = (char *)&item->reader->check->thresholds;
        if (is(&entry, json_type_int) || is(&entry, json_type_double))
            *(double *)(void *)(thresholds + row->offset) = json_object_get_double(entry.value);
    }
}

static void judge_glob(void *data, const struct item *item)
{
    const char *fault = kb_glob_fault(text(item));
    struct kb_buf message = {0};
    (void)data;
    if (!fault)
        return;
    kb_buf_puts(&message, "the pattern ");
    kb_buf_quote(&message, text(item));
    kb_buf_printf(&message, " matches nothing: %s", fault);
    kb_config_problem(item->reader, item->pointer, false, message.data);
    kb_buf_free(&message);
}

static void ignore_one(void *data, const struct item *item)
{
    struct kb_path_ignore *entry = data;
    enum kb_selected what = kb_select_ignored(entry->ignore, text(item));
    if (what != KB_SELECTED)
        complain(item, false, what, text(item));
}

static void read_per_path(const struct item *item)
{
    struct kb_config *config = item->reader->config;
    size_t count = is(item, json_type_array) ? json_object_array_length(item->value) : 0;
    struct kb_path_ignore *entries = kb_arena_new(arena(item), count, sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        struct item entry = element(item, i);
        struct item path = member(&entry, "path"), ignore = member(&entry, "ignore");
        struct item reason = member(&entry, "reason");
        texts(&path, judge_glob, NULL);
        texts(&ignore, ignore_one, &entries[i]);
        entries[i].globs = list_of(&path, copy);
        entries[i].reason = is(&reason, json_type_string) ? copy(&reason) : NULL;
    }
    config->per_path = entries;
    config->per_path_count = count;
}

/* The name of a built-in catalogue, or the path of a file, which still has to look like one. */
static const char *catalogue(const struct item *item)
{
    if (!kb_facts_is_file(text(item)))
        return copy(item);
    const char *path = path_of(item);
    return kb_facts_is_file(kb_str(path)) ? path : kb_path_join(arena(item), ".", path);
}

static void read_facts(const struct item *item)
{
    struct kb_config *config = item->reader->config;
    if (!is(item, json_type_object))
        return;
    size_t count = (size_t)json_object_object_length(item->value), i = 0;
    struct kb_config_facts *facts = kb_arena_new(arena(item), count, sizeof *facts);
    json_object_object_foreach(item->value, domain, value)
    {
        struct item list = part(item, kb_str(domain), value);
        facts[i++] = (struct kb_config_facts){kb_arena_copy(arena(item), domain, strlen(domain)),
                                              list_of(&list, catalogue)};
    }
    config->facts = facts;
    config->facts_count = count;
}

static void read_baseline(const struct item *item)
{
    if (is(item, json_type_string))
        item->reader->config->baseline = path_of(item);
}

static void read_max_per_rule(const struct item *item)
{
    if (!is(item, json_type_int) && !is(item, json_type_double)) /* 2.0 is an integer, too */
        return;
    int64_t most = json_object_get_int64(item->value);
    item->reader->check->max_per_rule = most < 0 ? 0 : most > UINT_MAX ? UINT_MAX : (unsigned)most;
}

/* In the order in which they are taken over, which is not that of the file. */
static const struct {
    const char *name;
    void (*read)(const struct item *item); /* NULL: for editors */
} members[] = {
    {"$schema", NULL},
    {"schema", read_schema},
    {"records", read_records},
    {"select", read_select},
    {"ignore", read_ignore}, /* after select, whose choice it narrows */
    {"severity", read_severity},
    {"fail-on", read_fail_on},
    {"thresholds", read_thresholds},
    {"per-path", read_per_path},
    {"facts", read_facts},
    {"baseline", read_baseline},
    {"max-per-rule", read_max_per_rule},
};

struct kb_str kb_config_member(size_t i)
{
    return i < sizeof members / sizeof *members ? kb_str(members[i].name) : (struct kb_str){0};
}

void kb_config_read(struct kb_config_reader *reader, struct json_object *value)
{
    struct item root = {reader, value, ""};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        struct item entry = member(&root, members[i].name);
        if (members[i].read && entry.value)
            members[i].read(&entry);
    }
}

/* SPDX-License-Identifier: MIT */
/* Reads and applies x-kbc-ignore. */
#include "compiler/suppress.h"

#include <json-c/json.h>
#include <string.h>

#include "compiler/json.h"
#include "kb/buf.h"
#include "kb/date.h"
#include "kb/limits.h"
#include "validate/rules/rules.h"

#define MEMBER "x-kbc-ignore"

/* Makes the entry one of no use. What is wrong is its member `key`, or with NULL all of it. */
static void spoil(struct kb_ignore *entry, struct kb_arena *arena, const char *key,
                  const struct kb_buf *problem)
{
    struct kb_buf pointer = {0};
    kb_buf_puts(&pointer, entry->pointer);
    if (key)
        kb_buf_pointer_key(&pointer, kb_str(key));
    entry->rule = NULL;
    entry->pointer = kb_arena_copy(arena, pointer.data, pointer.len);
    entry->problem = kb_arena_copy(arena, problem->data, problem->len);
    kb_buf_free(&pointer);
}

static struct kb_str rule_name(const void *from, size_t i)
{
    (void)from;
    return i < KB_RULE_COUNT ? kb_str(kb_rules[i].name) : (struct kb_str){0};
}

static bool is_group(struct kb_str name)
{
    bool found = false;
    for (size_t i = 0; i < KB_RULE_COUNT && !found; i++)
        found = kb_rule_selected(&kb_rules[i], name);
    return found;
}

static void read_rule(struct kb_ignore *entry, struct kb_arena *arena, struct json_object *value,
                      struct kb_buf *problem)
{
    struct kb_str name = kb_json_text(value);
    const struct kb_rule *rule = name.p ? kb_rule_named(name) : NULL;
    if (!value)
        kb_buf_puts(problem, "an entry needs `rule`, the rule it is about");
    else if (!name.p)
        kb_buf_puts(problem, "`rule` must be the name of a rule");
    if (problem->len) {
        spoil(entry, arena, value ? "rule" : NULL, problem);
    } else if (!rule && is_group(name)) {
        kb_buf_quote(problem, name);
        kb_buf_puts(problem, " is a group; an entry is about one rule");
        spoil(entry, arena, "rule", problem);
        entry->help = "`kbc rule GROUP` lists the rules of a group";
    } else if (!rule) {
        long near = kb_nearest(name, rule_name, NULL);
        kb_buf_puts(problem, "there is no rule ");
        kb_buf_quote(problem, name);
        spoil(entry, arena, "rule", problem);
        problem->len = 0;
        kb_buf_printf(problem, "did you mean `%s`?", near >= 0 ? kb_rules[near].name : "");
        entry->help = near >= 0 ? kb_arena_copy(arena, problem->data, problem->len)
                                : "`kbc rule` lists the rules";
    } else if (rule->blocks) {
        kb_buf_printf(problem, "%s blocks, and what blocks cannot be suppressed", rule->name);
        spoil(entry, arena, "rule", problem);
    } else {
        entry->rule = rule;
    }
}

static void read_reason(struct kb_ignore *entry, struct kb_arena *arena, struct json_object *value,
                        struct kb_buf *problem)
{
    struct kb_str reason = kb_json_text(value);
    if (kb_str_blank(reason)) {
        kb_buf_puts(problem, "an entry needs `reason`: why is the finding to be lived with?");
        spoil(entry, arena, value ? "reason" : NULL, problem);
    } else {
        entry->reason = kb_arena_copy(arena, reason.p, reason.n);
    }
}

static void read_until(struct kb_ignore *entry, struct kb_arena *arena, struct json_object *value,
                       struct kb_buf *problem)
{
    if (value && !kb_date_parse(kb_json_text(value), &entry->until)) {
        kb_buf_puts(problem, "`until` must be a day that exists, as YYYY-MM-DD");
        spoil(entry, arena, "until", problem);
    }
}

/* Looks for a misspelt member: an `untill` would hold for ever. */
static void read_members(struct kb_ignore *entry, struct kb_arena *arena,
                         struct json_object *object, struct kb_buf *problem)
{
    json_object_object_foreach(object, key, value)
    {
        (void)value;
        if (problem->len || strncmp(key, "x-", 2) == 0 || strcmp(key, "rule") == 0 ||
            strcmp(key, "reason") == 0 || strcmp(key, "until") == 0)
            continue;
        kb_buf_puts(problem, "an entry has `rule`, `reason` and `until`, but no ");
        kb_buf_quote(problem, kb_str(key));
        spoil(entry, arena, key, problem);
    }
}

static void read_entry(struct kb_ignore *entry, struct kb_arena *arena, struct json_object *object)
{
    struct kb_buf problem = {0};
    struct json_object *rule = NULL, *reason = NULL, *until = NULL;
    if (!json_object_is_type(object, json_type_object)) {
        kb_buf_puts(&problem, "an entry is an object with `rule` and `reason`");
        spoil(entry, arena, NULL, &problem);
    } else {
        json_object_object_get_ex(object, "rule", &rule);
        json_object_object_get_ex(object, "reason", &reason);
        json_object_object_get_ex(object, "until", &until);
        read_members(entry, arena, object, &problem);
        if (!problem.len)
            read_rule(entry, arena, rule, &problem);
        if (entry->rule)
            read_reason(entry, arena, reason, &problem);
        if (entry->rule)
            read_until(entry, arena, until, &problem);
    }
    kb_buf_free(&problem);
}

void kb_ignores_read(struct kb_ignores *ignores, struct json_object *record, struct kb_arena *arena)
{
    struct json_object *list;
    struct kb_buf pointer = {0};
    *ignores = (struct kb_ignores){0};
    if (!json_object_object_get_ex(record, MEMBER, &list))
        return;
    bool array = json_object_is_type(list, json_type_array);
    ignores->count = array ? json_object_array_length(list) : 1;
    ignores->items = kb_arena_new(arena, ignores->count, sizeof *ignores->items);
    for (size_t i = 0; i < ignores->count; i++) {
        pointer.len = 0;
        kb_buf_puts(&pointer, "/" MEMBER);
        if (array)
            kb_buf_printf(&pointer, "/%zu", i);
        ignores->items[i] = (struct kb_ignore){
            .pointer = kb_arena_copy(arena, pointer.data, pointer.len), .until = KB_NO_DATE};
        if (array)
            read_entry(&ignores->items[i], arena, json_object_array_get_idx(list, i));
        else
            ignores->items[i].problem = "`" MEMBER "` is a list of entries";
    }
    kb_buf_free(&pointer);
}

bool kb_ignore_expired(const struct kb_ignore *entry, int32_t today)
{
    return entry->until != KB_NO_DATE && today != KB_NO_DATE && entry->until < today;
}

/* Once over the entries and once over the findings: there may be a million of both. */
void kb_ignores_apply(struct kb_ignores *ignores, struct kb_findings *findings, int32_t today)
{
    const struct kb_ignore *holds[KB_RULE_COUNT] = {0};
    bool used[KB_RULE_COUNT] = {0};
    for (size_t i = 0; i < ignores->count; i++)
        if (ignores->items[i].rule && !kb_ignore_expired(&ignores->items[i], today))
            holds[ignores->items[i].rule->index] = &ignores->items[i];
    for (size_t i = 0; ignores->count && i < findings->count; i++) {
        struct kb_finding *finding = &findings->items[i];
        const struct kb_ignore *entry = holds[finding->rule->index];
        if (!entry)
            continue;
        used[finding->rule->index] = true;
        finding->suppressor = KB_IN_SOURCE;
        finding->justification = entry->reason;
    }
    for (size_t i = 0; i < ignores->count; i++) {
        struct kb_ignore *entry = &ignores->items[i];
        entry->used = entry->rule && used[entry->rule->index] && !kb_ignore_expired(entry, today);
    }
}

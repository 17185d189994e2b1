/* SPDX-License-Identifier: MIT */
/* What to say of an instruction that failed by itself: lengths, numbers, patterns and the like. */
#include "validate/schema/explain.h"

#include <stdlib.h>

static const char *plural(uint64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

static void count_problem(const struct kb_here *here, enum kb_schema_kind kind, bool least,
                          uint64_t wanted, uint64_t got, const char *one, const char *many)
{
    kb_buf_printf(&here->ex->text, "expected at %s %llu %s, got %llu", least ? "least" : "most",
                  (unsigned long long)wanted, plural(wanted, one, many), (unsigned long long)got);
    kb_schema_tell(here, kind, false, NULL);
}

static void explain_contains(const struct kb_here *here, const struct kb_contains *contains)
{
    size_t n = json_object_array_length(here->value->json), found = 0;
    struct kb_run *run = &here->ex->run;
    for (size_t i = 0; i < n; i++) {
        struct kb_value item = kb_schema_value(json_object_array_get_idx(here->value->json, i));
        found += !kb_schema_too_deep(&item, here->depth + 1) &&
                 kb_schema_run(run, contains->sub, &item, here->depth + 1);
    }
    const char *title = run->schema->subs[contains->sub].title;
    bool least = found < contains->least;
    uint64_t wanted = least ? contains->least : contains->most;
    kb_buf_printf(&here->ex->text, "expected at %s %llu %s of the wanted kind",
                  least ? "least" : "most", (unsigned long long)wanted,
                  plural(wanted, "item", "items"));
    if (title) {
        kb_buf_puts(&here->ex->text, ", ");
        kb_buf_quote(&here->ex->text, kb_str(title));
    }
    kb_buf_printf(&here->ex->text, ", got %zu", found);
    kb_schema_tell(here, KB_SCHEMA_ITEMS, false, NULL);
}

static void explain_unique(const struct kb_here *here)
{
    size_t n = json_object_array_length(here->value->json);
    size_t *earlier = kb_alloc(n, sizeof *earlier);
    kb_schema_unique(here->value->json, earlier);
    for (size_t i = 0; i < n; i++) {
        if (earlier[i] == SIZE_MAX)
            continue;
        struct kb_step step = {here->way, {0}, i};
        struct kb_here item = *here;
        item.way = &step;
        kb_buf_printf(&here->ex->text, "item %zu is equal to item %zu, expected every item once", i,
                      earlier[i]);
        kb_schema_tell(&item, KB_SCHEMA_ITEMS, false, NULL);
    }
    free(earlier);
}

static void explain_number(const struct kb_here *here, const struct kb_op *op)
{
    const char *words = op->code == KB_OP_MINIMUM   ? "at least "
                        : op->code == KB_OP_MAXIMUM ? "at most "
                        : op->code == KB_OP_ABOVE   ? "more than "
                        : op->code == KB_OP_BELOW   ? "less than "
                                                    : "a multiple of ";
    kb_buf_printf(&here->ex->text, "expected %s%s, got ", words, op->as.number.text.p);
    kb_schema_add_value(&here->ex->text, here->value);
    kb_schema_tell(here, KB_SCHEMA_RANGE, false, NULL);
}

static void explain_pattern(const struct kb_here *here, const struct kb_op *op, bool limit)
{
    struct kb_buf *text = &here->ex->text;
    if (limit) {
        kb_buf_puts(text, "the match limit was reached before it was clear whether ");
        kb_buf_quote(text, here->value->text);
        kb_buf_puts(text, " matches the pattern ");
    } else {
        kb_buf_quote(text, here->value->text);
        kb_buf_puts(text, " does not match the pattern ");
    }
    kb_buf_quote(text, op->as.pattern.text);
    kb_schema_tell(here, KB_SCHEMA_PATTERN, false, NULL);
}

static void explain_format(const struct kb_here *here, const struct kb_op *op)
{
    kb_buf_printf(&here->ex->text, "expected %s, got ", op->as.format->wanted);
    kb_buf_quote(&here->ex->text, here->value->text);
    kb_schema_tell(here, KB_SCHEMA_FORMAT, false, NULL);
}

static void combination(const struct kb_here *here, const char *words)
{
    kb_buf_puts(&here->ex->text, words);
    kb_schema_tell(here, KB_SCHEMA_COMBINATION, false, NULL);
}

bool kb_schema_explain_failed(const struct kb_here *here, const struct kb_op *op, bool undecided)
{
    struct json_object *json = here->value->json;
    bool least =
        op->code == KB_OP_MIN_LENGTH || op->code == KB_OP_MIN_ITEMS || op->code == KB_OP_MIN_KEYS;
    switch ((int)op->code) {
    case KB_OP_TYPE:
        kb_schema_tell_type(here, op->as.mask);
        return true;
    case KB_OP_CONST:
    case KB_OP_ENUM:
        kb_schema_tell_choices(here, &op, 1);
        break;
    case KB_OP_MIN_LENGTH:
    case KB_OP_MAX_LENGTH:
        count_problem(here, KB_SCHEMA_LENGTH, least, op->as.count, kb_utf8_count(here->value->text),
                      "character", "characters");
        break;
    case KB_OP_MIN_ITEMS:
    case KB_OP_MAX_ITEMS:
        count_problem(here, KB_SCHEMA_ITEMS, least, op->as.count, json_object_array_length(json),
                      "item", "items");
        break;
    case KB_OP_MIN_KEYS:
    case KB_OP_MAX_KEYS:
        count_problem(here, KB_SCHEMA_ITEMS, least, op->as.count,
                      (uint64_t)json_object_object_length(json), "key", "keys");
        break;
    case KB_OP_PATTERN:
        explain_pattern(here, op, undecided);
        break;
    case KB_OP_FORMAT:
        explain_format(here, op);
        break;
    case KB_OP_UNIQUE:
        explain_unique(here);
        break;
    case KB_OP_CONTAINS:
        explain_contains(here, op->as.contains);
        break;
    case KB_OP_ANYOF:
    case KB_OP_ONEOF:
        return kb_schema_explain_choice(here, op);
    case KB_OP_NOT:
        combination(here, "a value of this kind is not allowed here");
        break;
    case KB_OP_NEVER:
        combination(here, "no value is allowed here");
        break;
    default:
        explain_number(here, op);
    }
    return false;
}

/* SPDX-License-Identifier: MIT */
/* What to say of an instruction that failed by itself: lengths, numbers, patterns and the like. */
#include "validate/schema/explain.h"

static const char *plural(uint64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

static void count_problem(const struct kb_here *here, enum kb_schema_kind kind, bool least,
                          uint64_t wanted, uint64_t got, const char *one, const char *many)
{
    kb_buf_printf(&here->ex->text, "expected at %s %llu %s, got %llu", least ? "least" : "most",
                  (unsigned long long)wanted, plural(wanted, one, many), (unsigned long long)got);
    kb_schema_offer(here, kind, NULL);
}

/* For `not` and `contains`: what their subschema says of itself goes before what its parent says.
 */
static struct kb_here with_words(const struct kb_here *here, uint32_t sub)
{
    const struct kb_sub *s = &here->ex->run.schema->subs[sub];
    struct kb_here own = *here;
    own.words.error = s->error ? s->error : own.words.error;
    own.words.help = s->help ? s->help : own.words.help;
    return own;
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
    if (kb_schema_exhausted(run))
        return;
    const char *name = kb_schema_sub_name(run->schema, contains->sub);
    struct kb_here own = with_words(here, contains->sub);
    bool least = found < contains->least;
    uint64_t wanted = least ? contains->least : contains->most;
    kb_buf_printf(&here->ex->text, "expected at %s %llu %s of the wanted kind",
                  least ? "least" : "most", (unsigned long long)wanted,
                  plural(wanted, "item", "items"));
    if (name) {
        kb_buf_puts(&here->ex->text, ", ");
        kb_buf_quote(&here->ex->text, kb_str(name));
    }
    kb_buf_printf(&here->ex->text, ", got %zu", found);
    kb_schema_offer(&own, KB_SCHEMA_ITEMS, NULL);
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
    kb_schema_offer(here, KB_SCHEMA_RANGE, NULL);
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
    if (limit)
        kb_schema_offer_undecided(here, KB_SCHEMA_PATTERN);
    else
        kb_schema_offer(here, KB_SCHEMA_PATTERN, NULL);
}

static void explain_format(const struct kb_here *here, const struct kb_op *op)
{
    kb_buf_printf(&here->ex->text, "expected %s, got ", op->as.format->wanted);
    kb_buf_quote(&here->ex->text, here->value->text);
    kb_schema_offer(here, KB_SCHEMA_FORMAT, NULL);
}

/* What a `not` refuses, as far as it can be said in a few words; never what is wrong within it. */
static void explain_not(const struct kb_here *here, uint32_t sub)
{
    const struct kb_schema *schema = here->ex->run.schema;
    struct kb_buf *text = &here->ex->text;
    struct kb_here own = with_words(here, sub);
    const char *name = kb_schema_sub_name(schema, sub);
    const struct kb_object *object = kb_schema_only_required(schema, sub);
    bool choice =
        kb_schema_only(schema, sub, KB_OP_CONST) || kb_schema_only(schema, sub, KB_OP_ENUM);
    bool scalar = !(here->value->type & (KB_T_ARRAY | KB_T_OBJECT));
    if (name) {
        kb_buf_puts(text, "a value of this kind, ");
        kb_buf_quote(text, kb_str(name));
        kb_buf_puts(text, ", is");
    } else if (object) {
        kb_buf_puts(text, object->required_count == 1 ? "the key " : "the keys ");
        kb_schema_add_names(text, object->required, object->required_count);
        kb_buf_puts(text, object->required_count == 1 ? " is" : " together are");
    } else if (choice && scalar) {
        kb_schema_add_value(text, here->value);
        kb_buf_puts(text, " is");
    } else {
        kb_buf_puts(text, "a value of this kind is");
    }
    kb_buf_puts(text, " not allowed here");
    kb_schema_offer(&own, KB_SCHEMA_COMBINATION, NULL);
}

void kb_schema_explain_failed(const struct kb_here *here, const struct kb_op *op, bool undecided)
{
    struct json_object *json = here->value->json;
    bool least =
        op->code == KB_OP_MIN_LENGTH || op->code == KB_OP_MIN_ITEMS || op->code == KB_OP_MIN_KEYS;
    switch ((int)op->code) {
    case KB_OP_CONST:
    case KB_OP_ENUM:
        kb_schema_offer_choices(here, &op, 1);
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
    case KB_OP_CONTAINS:
        explain_contains(here, op->as.contains);
        break;
    case KB_OP_ANYOF:
    case KB_OP_ONEOF:
        kb_schema_explain_choice(here, op);
        break;
    case KB_OP_NOT:
        explain_not(here, op->as.sub);
        break;
    case KB_OP_NEVER:
        kb_buf_puts(&here->ex->text, "no value is allowed here");
        kb_schema_offer(here, KB_SCHEMA_COMBINATION, NULL);
        break;
    default:
        explain_number(here, op);
    }
}

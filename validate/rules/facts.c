/* SPDX-License-Identifier: MIT */
/* fact/...: what a record says, against what the vendor has published (kb/facts.h). */
#include <string.h>

#include "kb/ascii.h"
#include "kb/limits.h"
#include "validate/rules/checks.h"
#include "validate/rules/context.h"
#include "validate/rules/mention.h"

static const struct kb_domain_facts *facts_of(const struct kb_context *context)
{
    return kb_facts_of(context->facts, context->record->domain);
}

/* A text is looked at up to here, like a subject of a regex: what is longer is no code or version.
 */
static struct kb_str bounded(struct kb_str text)
{
    if (text.n > KB_MAX_SUBJECT)
        text.n = KB_MAX_SUBJECT;
    return text;
}

/* The catalogue that knows the name; else the first that claims its form; else NULL. */
static const struct kb_catalogue *claimed(const struct kb_domain_facts *facts, struct kb_str name,
                                          const struct kb_code **code)
{
    const struct kb_catalogue *first = NULL;
    *code = NULL;
    for (size_t i = 0; i < facts->count && !*code; i++) {
        const struct kb_catalogue *catalogue = facts->catalogues[i];
        if (!catalogue->names || kb_pattern_search(catalogue->names, name) != KB_MATCH_YES)
            continue;
        *code = kb_code_named(catalogue, name);
        if (*code || !first)
            first = catalogue;
    }
    return first;
}

/* The name nearest to a wrong one, NULL where more than a third of it differs. */
static const struct kb_code *nearest_code(const struct kb_catalogue *catalogue, struct kb_str name)
{
    const struct kb_code *nearest = NULL;
    size_t best = name.n / 3 + 1;
    for (size_t i = 0; best > 1 && i < catalogue->code_count; i++) {
        size_t distance = kb_distance(name, catalogue->codes[i].name, best - 1);
        if (distance < best) {
            best = distance;
            nearest = &catalogue->codes[i];
        }
    }
    return nearest;
}

/* The nearest name, and what the catalogue rests on. */
static const char *code_help(struct kb_context *context, const struct kb_catalogue *catalogue,
                             const struct kb_code *nearest)
{
    struct kb_buf help = {0};
    if (nearest) {
        kb_buf_puts(&help, "the nearest name is ");
        kb_buf_quote(&help, nearest->name);
        kb_buf_puts(&help, "; ");
    }
    kb_buf_puts(&help, "the names are those of ");
    kb_buf_plain(&help, kb_str(catalogue->source));
    const char *copy = kb_arena_copy(context->arena, help.data, help.len);
    kb_buf_free(&help);
    return copy;
}

/* The code that has that number (kb_code_is_number); NULL where there is none. */
static const struct kb_code *owner_of(const struct kb_catalogue *catalogue, struct kb_str number)
{
    size_t sign = number.p[0] == '-';
    bool hex = number.n > sign + 1 && !kb_is_digit(number.p[sign + 1]);
    int64_t value = 0;
    if (number.n > 17) /* fewer digits always fit */
        return NULL;
    for (size_t i = sign + (hex ? 2 : 0); i < number.n; i++)
        value = value * (hex ? 16 : 10) + kb_hex(number.p[i]);
    return kb_code_numbered(catalogue, sign ? -value : value);
}

/* "`cudaErrorFoo` is no name in cuda-runtime-errors" */
static void say_no_name(struct kb_buf *message, const struct kb_catalogue *catalogue,
                        struct kb_str name)
{
    kb_buf_quote(message, name);
    kb_buf_printf(message, " is no name in %s", catalogue->name);
}

/* "; 806 is `cudaErrorMpsRpcFailure`" */
static void say_owner(struct kb_buf *message, const struct kb_catalogue *catalogue,
                      struct kb_str number)
{
    const struct kb_code *owner = owner_of(catalogue, number);
    kb_buf_puts(message, "; ");
    kb_buf_plain(message, number);
    kb_buf_puts(message, owner ? " is " : " is no number there");
    if (owner)
        kb_buf_quote(message, owner->name);
}

/* The next identifier from *at on, absent at the end. One that is cut short (`CUDA_ERROR_*`,
 * `cudaErrorIllegal…`) is left out. */
static struct kb_str next_name(struct kb_str text, size_t *at)
{
    for (;;) {
        while (*at < text.n && !kb_is_name(text.p[*at]))
            (*at)++;
        size_t start = *at;
        while (*at < text.n && kb_is_name(text.p[*at]))
            (*at)++;
        if (start == *at)
            return (struct kb_str){0};
        struct kb_str rest = {text.p + *at, text.n - *at};
        if (!kb_str_starts(rest, "*") && !kb_str_starts(rest, "...") && !kb_str_starts(rest, "…"))
            return (struct kb_str){text.p + start, *at - start};
    }
}

/* Whether `name` stands in the text before byte `end`. */
static bool named_before(struct kb_str text, size_t end, struct kb_str name)
{
    struct kb_str found;
    size_t at = 0;
    while ((found = next_name(text, &at)).p && (size_t)(found.p - text.p) < end)
        if (kb_str_eq(found, name))
            return true;
    return false;
}

/* Every name in the text; those in `judged` were seen to elsewhere. */
static void judge_names(struct kb_context *context, const struct kb_domain_facts *facts,
                        enum kb_field field, struct kb_str text, struct kb_str judged)
{
    struct kb_str name;
    size_t at = 0, said = 0;
    while ((name = next_name(text, &at)).p) {
        const struct kb_code *code;
        const struct kb_catalogue *catalogue = claimed(facts, name, &code);
        size_t start = (size_t)(name.p - text.p);
        if (!catalogue || code || named_before(judged, judged.n, name) ||
            named_before(text, start, name))
            continue;
        struct kb_where where = kb_at(field);
        where.byte = name.n < text.n ? (long)start : -1;
        say_no_name(&context->message, catalogue, name);
        /* Of those that are not listed nobody reads the help. */
        const struct kb_code *nearest =
            said++ < KB_MAX_LISTED ? nearest_code(catalogue, name) : NULL;
        kb_report(context, where, code_help(context, catalogue, nearest));
    }
}

/* "name (number)" */
static void judge_pair(struct kb_context *context, const struct kb_domain_facts *facts,
                       struct kb_str name, struct kb_str number, struct kb_str signature)
{
    const struct kb_code *code;
    const struct kb_catalogue *catalogue = claimed(facts, name, &code);
    struct kb_buf *message = &context->message;
    const struct kb_code *owner = catalogue ? owner_of(catalogue, number) : NULL;
    if (!catalogue || (code && owner && owner->number == code->number))
        return;
    if (code) {
        kb_buf_quote(message, name);
        kb_buf_printf(message, " is %lld", (long long)code->number);
    } else {
        say_no_name(message, catalogue, name);
        if (named_before(signature, signature.n, name))
            kb_relate(context, kb_at(KB_F_SIGNATURE), "the same name");
    }
    say_owner(message, catalogue, number);
    kb_report(context, kb_at(KB_F_ERROR_CODE),
              code_help(context, catalogue, code ? NULL : nearest_code(catalogue, name)));
}

void rule_fact_error_code(struct kb_context *context)
{
    const struct kb_domain_facts *facts = facts_of(context);
    const struct kb_record *record = context->record;
    struct kb_str code = bounded(record->error_code), signature = bounded(record->signature);
    struct kb_str keys[3];
    if (!facts)
        return;
    if (kb_code_keys(code, keys) == 3)
        judge_pair(context, facts, keys[1], keys[2], signature);
    else
        judge_names(context, facts, KB_F_ERROR_CODE, code, (struct kb_str){0});
    judge_names(context, facts, KB_F_SIGNATURE, signature, code);
}

/* Called with every version of a known product. */
typedef void judge_fn(struct kb_context *context, const struct kb_mention *mention,
                      struct kb_where where);

static void each_in(struct kb_context *context, const struct kb_domain_facts *facts,
                    struct kb_str text, const struct kb_product *product, struct kb_where where,
                    judge_fn *judge)
{
    struct kb_mentions mentions = kb_mentions_of(bounded(text), facts, product);
    struct kb_mention mention;
    while (kb_mention_next(&mentions, &mention)) {
        if (!mention.bound)
            judge(context, &mention, where);
    }
}

static void each_version(struct kb_context *context, const enum kb_field *fields, size_t count,
                         judge_fn *judge)
{
    const struct kb_domain_facts *facts = facts_of(context);
    const struct kb_record *record = context->record;
    if (!facts)
        return;
    for (size_t i = 0; i < record->versions.count; i++) {
        /* "introduced": "2.5" is of the product whose version the entry is about. */
        const struct kb_product *product =
            kb_product_first(facts, bounded(kb_version_at(record, i)->version));
        for (size_t j = 0; j < count; j++)
            each_in(context, facts, kb_record_text(record, fields[j], i),
                    fields[j] == KB_F_VERSION_VERSION ? NULL : product, kb_at_entry(fields[j], i),
                    judge);
    }
    each_in(context, facts, record->version_range,
            kb_product_named(facts, bounded(record->runtime)), kb_at(KB_F_VERSION_RANGE), judge);
    each_in(context, facts, record->runtime, NULL, kb_at(KB_F_RUNTIME), judge);
}

static void add_version(struct kb_buf *message, const struct kb_product *product, uint32_t major,
                        uint32_t minor)
{
    kb_buf_plain(message, product->names[0]);
    kb_buf_printf(message, " %u.%u", major, minor);
}

static void judge_unknown(struct kb_context *context, const struct kb_mention *mention,
                          struct kb_where where)
{
    const struct kb_product *product = mention->product;
    if (!kb_release_unknown(product, mention->major, mention->minor))
        return;
    /* Both neighbours exist unless the list does not reach to its own ends. */
    size_t after = kb_release_bound(product, mention->major, mention->minor);
    add_version(&context->message, product, mention->major, mention->minor);
    kb_buf_puts(&context->message, " was never released");
    if (after > 0 && after < product->release_count) {
        const struct kb_release *one = &product->releases[after - 1], *two = one + 1;
        kb_buf_printf(&context->message, ": %u.%u was followed by %u.%u", one->major, one->minor,
                      two->major, two->minor);
    }
    kb_report(context, where, "name a version that was released");
}

void rule_fact_version_unknown(struct kb_context *context)
{
    static const enum kb_field fields[] = {KB_F_VERSION_VERSION, KB_F_VERSION_INTRODUCED,
                                           KB_F_VERSION_DEPRECATED, KB_F_VERSION_REMOVED};
    each_version(context, fields, sizeof fields / sizeof *fields, judge_unknown);
}

static enum kb_field confirmed_field(const struct kb_record *record)
{
    return record->last_confirmed != KB_NO_DATE ? KB_F_LAST_CONFIRMED : KB_F_LAST_UPDATED;
}

static void judge_date(struct kb_context *context, const struct kb_mention *mention,
                       struct kb_where where)
{
    const struct kb_record *record = context->record;
    const struct kb_product *product = mention->product;
    const struct kb_release *release = kb_release_of(product, mention->major, mention->minor);
    enum kb_field field = confirmed_field(record);
    int32_t day = field == KB_F_LAST_CONFIRMED ? record->last_confirmed : record->last_updated;
    char released[16], confirmed[16];
    if (!release || mention->early || day == KB_NO_DATE || release->day <= day)
        return;
    kb_date_format(release->day, released);
    if (release->month)
        released[strlen("YYYY-MM")] = '\0';
    add_version(&context->message, product, mention->major, mention->minor);
    kb_buf_printf(&context->message, " was released %s %s, after %s (%s)",
                  release->month ? "in" : "on", released, kb_name_of(context, field),
                  kb_date_format(day, confirmed));
    kb_report_related(context, where, kb_at(field), "the date it is compared with",
                      "correct the version, or confirm the record with it and set the date");
}

void rule_fact_version_after_record(struct kb_context *context)
{
    /* A deprecation or removal is announced before the release that has it. */
    static const enum kb_field fields[] = {KB_F_VERSION_VERSION, KB_F_VERSION_INTRODUCED};
    each_version(context, fields, sizeof fields / sizeof *fields, judge_date);
}

/* SPDX-License-Identifier: MIT */
/* Regexes for pasted logs: in shards of many records what a line must contain for one to match it,
 * all of them loaded; in shards of few records the regexes themselves, loaded for those left. */
#include "emit/html/search.h"

#include <string.h>

#include "pattern/ambiguity.h"
#include "pattern/ecma.h"
#include "pattern/literal.h"

/* A set that is looked for by itself, after the first, pays only while it is small. */
#define LATER_SET_MOST 8

/* Without what is not a whole character at either end: less is required then, never more. */
static struct kb_str whole(struct kb_str literal)
{
    size_t start = 0, end = literal.n;
    while (start < literal.n && ((unsigned char)literal.p[start] & 0xC0) == 0x80)
        start++;
    size_t last = end;
    while (last > start && ((unsigned char)literal.p[last - 1] & 0xC0) == 0x80)
        last--;
    if (last > start && (unsigned char)literal.p[last - 1] >= 0xC0) {
        uint32_t cp;
        bool ok;
        size_t n = kb_utf8_next(literal.p + last - 1, literal.p + end, &cp, &ok);
        end = ok && last - 1 + n == end ? end : last - 1;
    }
    return (struct kb_str){literal.p + start, end - start};
}

/* To leave a set out lets more texts through, never fewer. */
static bool usable(const struct kb_literal_set *set, bool first)
{
    for (size_t i = 0; i < set->count; i++)
        if (whole(set->items[i]).n < KB_LITERAL_LEAST || !kb_utf8_valid(whole(set->items[i])))
            return false;
    return first || set->count <= LATER_SET_MOST;
}

/* A text, or a list of them. */
static void put_set(struct kb_buf *to, const struct kb_literal_set *set)
{
    kb_buf_puts(to, set->count > 1 ? "[" : "");
    for (size_t i = 0; i < set->count; i++) {
        kb_buf_puts(to, i ? "," : "");
        kb_shard_text(to, whole(set->items[i]));
    }
    kb_buf_puts(to, set->count > 1 ? "]" : "");
}

/* A list of sets. False where it has none: then the regex has to be tried always. */
static bool put_way(struct kb_buf *to, const struct kb_literal_way *way)
{
    bool first = true;
    for (size_t s = 0; s < way->count; s++) {
        if (!usable(&way->sets[s], first))
            continue;
        kb_buf_puts(to, first ? ",[" : ",");
        put_set(to, &way->sets[s]);
        first = false;
    }
    kb_buf_puts(to, first ? "" : "]");
    return !first;
}

/* The record's number and its ways. */
static void put_literals(struct kb_buf *to, const struct kb_syntax *syntax, size_t record)
{
    struct kb_arena arena = {0};
    struct kb_literals literals = kb_literals_of(syntax, &arena);
    kb_buf_printf(to, "[%zu", record);
    size_t start = to->len;
    for (size_t w = 0; w < literals.count; w++)
        if (!put_way(to, &literals.ways[w])) {
            to->len = start;
            break;
        }
    kb_buf_putc(to, ']');
    kb_arena_free(&arena);
}

/* JavaScript has no limit to how long a match may take: what backtracks without end is not for it.
 */
static bool tame(const struct kb_syntax *syntax, const struct kb_pattern *pattern)
{
    struct kb_arena arena = {0};
    struct kb_ambiguity found = kb_ambiguity_find(syntax, pattern, &arena);
    bool tame = found.growth == KB_GROWTH_TAME && found.suspects == 0;
    kb_arena_free(&arena);
    return tame;
}

/* The regex as JavaScript has it, or 0. */
static void put_regex(struct kb_buf *to, const struct kb_syntax *syntax,
                      const struct kb_pattern *pattern)
{
    struct kb_buf text = {0};
    if (kb_ecma_write(syntax, &text) && tame(syntax, pattern))
        kb_shard_text(to, kb_buf_view(&text));
    else
        kb_buf_putc(to, '0');
    kb_buf_free(&text);
}

struct shards {
    struct kb_out *out;
    struct kb_buf gate, regexes;
};

static bool end(struct shards *s, struct kb_buf *to, const char *kind, size_t number)
{
    struct kb_buf key = {0};
    kb_buf_printf(&key, "%zu", number);
    kb_buf_putc(to, ']');
    bool done = kb_shard_end(to, s->out, kind, key.data);
    kb_buf_free(&key);
    return done;
}

static void begin(struct kb_buf *to, const char *kind, size_t number)
{
    struct kb_buf key = {0};
    kb_buf_printf(&key, "%zu", number);
    kb_shard_begin(to, kind, key.data);
    kb_buf_putc(to, '[');
    kb_buf_free(&key);
}

/* What PCRE2 refuses matches nothing. */
static void add(struct shards *s, struct kb_str regex, size_t record)
{
    struct kb_pattern_error error;
    struct kb_pattern *pattern = regex.p ? kb_pattern_new(KB_FLAVOR_RECORD, regex, &error) : NULL;
    if (!pattern) {
        kb_buf_putc(&s->regexes, '0');
        return;
    }
    struct kb_syntax *syntax = kb_syntax_parse(regex);
    if (s->gate.data[s->gate.len - 1] != '[')
        kb_buf_puts(&s->gate, ",\n");
    put_literals(&s->gate, syntax, record);
    put_regex(&s->regexes, syntax, pattern);
    kb_syntax_free(syntax);
    kb_pattern_free(pattern);
}

bool kb_search_regexes(const struct kb_site *site, struct kb_out *out)
{
    struct shards s = {.out = out};
    bool done = true;
    size_t count = site->base->count;
    for (size_t i = 0; done && i < count; i++) {
        if (i % KB_SEARCH_GATE == 0)
            begin(&s.gate, "g", i / KB_SEARCH_GATE);
        if (i % KB_SEARCH_PAGE == 0)
            begin(&s.regexes, "r", i / KB_SEARCH_PAGE);
        else
            kb_buf_puts(&s.regexes, ",\n");
        add(&s, site->base->records[i]->regex, i);
        if ((i + 1) % KB_SEARCH_PAGE == 0 || i + 1 == count)
            done = end(&s, &s.regexes, "r", i / KB_SEARCH_PAGE);
        if (done && ((i + 1) % KB_SEARCH_GATE == 0 || i + 1 == count))
            done = end(&s, &s.gate, "g", i / KB_SEARCH_GATE);
    }
    kb_buf_free(&s.gate);
    kb_buf_free(&s.regexes);
    return done;
}

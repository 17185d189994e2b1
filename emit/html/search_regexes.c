/* SPDX-License-Identifier: MIT */
/* Regexes for pasted logs, each with what a line must contain for it to match: in shards of many
 * records, since a log is looked at with all of them. */
#include "emit/html/search.h"

#include "pattern/ecma.h"
#include "pattern/regex.h"

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

/* The regex as JavaScript has it, or 0. JavaScript has no limit to how long a match may take: what
 * backtracks without end is not for it. */
static void put_regex(struct kb_buf *to, const struct kb_record *record)
{
    struct kb_syntax *syntax = kb_syntax_parse(record->regex);
    struct kb_buf text = {0};
    if (syntax && kb_ecma_write(syntax, &text) && kb_regex_tame(record, syntax))
        kb_shard_text(to, kb_buf_view(&text));
    else
        kb_buf_putc(to, '0');
    kb_buf_free(&text);
    kb_syntax_free(syntax);
}

/* The record's number, the regex and its ways. What PCRE2 refuses matches nothing: 0. */
static void put(struct kb_buf *to, const struct kb_site *site, const struct kb_record *record,
                uint32_t number)
{
    (void)site;
    if (!kb_regex_compiles(record)) {
        kb_buf_putc(to, '0');
        return;
    }
    struct kb_arena arena = {0};
    struct kb_literals literals = kb_regex_literals(record, &arena);
    kb_buf_putc(to, '[');
    kb_buf_number(to, number);
    kb_buf_putc(to, ',');
    put_regex(to, record);
    size_t start = to->len;
    for (size_t w = 0; w < literals.count; w++)
        if (!put_way(to, &literals.ways[w])) {
            to->len = start;
            break;
        }
    kb_buf_putc(to, ']');
    kb_arena_free(&arena);
}

bool kb_search_regexes(const struct kb_site *site, const struct kb_search_numbers *numbers,
                       struct kb_out *out, struct kb_search_index *index)
{
    static const struct kb_shards shards = {"r", KB_SEARCH_REGEXES, put};
    return kb_shards_write(&shards, site, numbers, out, &index->regexes);
}

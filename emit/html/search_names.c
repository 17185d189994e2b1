/* SPDX-License-Identifier: MIT */
/* What a record is called (id, code, alias, signature), folded, in shards by a hash: a query that
 * is a name finds its records first. */
#include "emit/html/search.h"

#include <stdlib.h>

#include "emit/html/markup.h"
#include "kb/arena.h"
#include "pattern/fold.h"

#define LONGEST 100 /* code points of a name that count */
#define FULL    48  /* names in a shard, at most, on average */
#define KNOWN   9 /* bits of a hash beyond those of its shard: of 11 texts 10 are no name by them */

/* The better the later, as in search-find.js. */
enum naming { BY_SIGNATURE = 1, BY_ALIAS, BY_CODE, BY_ID };

struct name {
    struct kb_str text; /* its pointer is set once all are folded */
    size_t offset;
    uint32_t hash, record;
    enum naming how;
};

struct names {
    struct name *items;
    size_t count, cap;
    struct kb_buf folded;
};

/* FNV-1a: the page's script computes it too. */
static uint32_t hash_of(struct kb_str text)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < text.n; i++)
        hash = (hash ^ (unsigned char)text.p[i]) * 16777619u;
    return hash;
}

static struct kb_str beginning(struct kb_str text)
{
    const char *p = text.p, *end = kb_str_end(text);
    for (size_t count = 0; p < end && count < LONGEST; count++) {
        uint32_t cp;
        bool ok;
        p += kb_utf8_next(p, end, &cp, &ok);
    }
    return (struct kb_str){text.p, (size_t)(p - text.p)};
}

static void add(struct names *names, enum naming how, uint32_t record, struct kb_str text)
{
    if (kb_str_blank(text))
        return;
    size_t offset = names->folded.len;
    kb_fold_text(&names->folded, beginning(kb_markup_trim(text)));
    names->items = kb_grow(names->items, names->count, &names->cap, sizeof *names->items);
    names->items[names->count++] =
        (struct name){{NULL, names->folded.len - offset}, offset, 0, record, how};
}

static void add_record(struct names *names, const struct kb_record *record, uint32_t i)
{
    struct kb_str codes[3];
    add(names, BY_ID, i, record->id);
    for (size_t c = kb_code_keys(record->error_code, codes); c > 0; c--)
        add(names, BY_CODE, i, codes[c - 1]);
    for (size_t a = 0; a < record->aliases.count; a++)
        add(names, BY_ALIAS, i, *kb_text_at(&record->aliases, a));
    add(names, BY_SIGNATURE, i, record->signature);
    const struct kb_translation *all = record->translations.items;
    for (size_t t = 0; t < record->translations.count; t++)
        if (all[t].field == KB_F_SIGNATURE)
            add(names, BY_SIGNATURE, i, all[t].text);
}

static int name_cmp(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    int order = kb_str_cmp(x->text, y->text);
    if (order)
        return order;
    if (x->how != y->how)
        return x->how > y->how ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

/* The highest bits of the hash, so that names of one shard are neighbours. */
static uint32_t bucket_of(uint32_t hash, unsigned bits)
{
    return bits ? hash >> (32 - bits) : 0;
}

static bool write(const struct names *names, unsigned bits, struct kb_out *out)
{
    struct kb_buf to = {0}, key = {0};
    bool done = true;
    size_t i = 0;
    for (uint32_t bucket = 0; done && bucket < UINT32_C(1) << bits; bucket++) {
        key.len = 0;
        kb_buf_printf(&key, "%u", (unsigned)bucket);
        kb_shard_begin(&to, "n", key.data);
        kb_buf_putc(&to, '[');
        for (size_t first = i; i < names->count && bucket_of(names->items[i].hash, bits) == bucket;
             i++) {
            kb_buf_puts(&to, i > first ? ",\n" : "");
            kb_shard_text(&to, names->items[i].text);
            kb_buf_putc(&to, ',');
            kb_buf_number(&to, names->items[i].how);
            kb_buf_putc(&to, ',');
            kb_buf_number(&to, names->items[i].record);
        }
        kb_buf_putc(&to, ']');
        done = kb_shard_end(&to, out, "n", key.data);
    }
    kb_buf_free(&key);
    kb_buf_free(&to);
    return done;
}

/* The highest bits of all hashes, each less the one before: what is none of them is no name, and no
 * shard has to be loaded to know that. */
static void known(const struct names *names, unsigned bits, struct kb_buf *to)
{
    uint32_t next = 0;
    for (size_t i = 0; i < names->count; i++) {
        uint32_t high = bucket_of(names->items[i].hash, bits);
        if (high < next)
            continue; /* as the one before */
        kb_shard_number(to, high - next);
        next = high + 1;
    }
}

bool kb_search_names(const struct kb_search_numbers *numbers, struct kb_out *out,
                     struct kb_search_index *index)
{
    struct names names = {0};
    unsigned bits = 0;
    for (size_t i = 0; i < numbers->base.count; i++)
        add_record(&names, numbers->records[i], numbers->of[i]);
    for (size_t i = 0; i < names.count; i++) {
        names.items[i].text.p = names.folded.data + names.items[i].offset;
        names.items[i].hash = hash_of(names.items[i].text);
    }
    if (names.count)
        qsort(names.items, names.count, sizeof *names.items, name_cmp);
    while (bits < 20 && names.count >> bits > FULL)
        bits++;
    index->name_bits = bits;
    index->known_bits = bits + KNOWN;
    known(&names, bits + KNOWN, &index->known);
    bool done = write(&names, bits, out);
    free(names.items);
    kb_buf_free(&names.folded);
    return done;
}

/* SPDX-License-Identifier: MIT */
/* Keys are folded by the same table that goes into the file, so a reader folds what it is asked for
 * and compares bytes. */
#include "emit/kbx/keys.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"
#include "kbx/format.h"
#include "kbx/hash.h"
#include "pattern/fold.h"

void kb_kbx_fold(struct kb_buf *to)
{
    for (size_t i = 0; i < kb_fold_row_count; i++) {
        const struct kb_fold_row *row = &kb_fold_rows[i];
        kb_buf_u32(to, row->first);
        kb_buf_u16(to, (uint16_t)(row->last - row->first));
        kb_buf_u16(to, (uint16_t)row->step);
        kb_buf_u32(to, (uint32_t)row->by);
    }
}

void kb_kbx_hash(const struct kb_base *base, struct kb_buf *to)
{
    size_t count = KBX_HASH_LEAST;
    while (count < 2 * base->count)
        count *= 2;
    uint32_t *slots = kb_alloc(count, sizeof *slots);
    for (size_t i = 0; i < count; i++)
        slots[i] = KBX_NO_RECORD;
    for (size_t i = 0; i < base->count; i++) {
        struct kb_str id = base->records[i]->id;
        size_t slot = kbx_hash(id.p, id.n) & (count - 1);
        while (slots[slot] != KBX_NO_RECORD)
            slot = (slot + 1) & (count - 1);
        slots[slot] = (uint32_t)i;
    }
    for (size_t i = 0; i < count; i++)
        kb_buf_u32(to, slots[i]);
    free(slots);
}

void kb_kbx_first(const struct kb_base *base, struct kb_pool *pool)
{
    struct kb_buf unused = {0};
    for (size_t i = 0; i < base->count; i++)
        kb_pool_ref(pool, &unused, base->records[i]->id);
    for (size_t i = 0; i < base->count; i++)
        kb_pool_ref(pool, &unused, base->records[i]->regex);
    kb_buf_free(&unused);
}

struct key {
    struct kb_str text; /* its pointer is set once all keys are folded */
    size_t offset;
    uint32_t kind, record;
};

struct keys {
    struct key *items;
    size_t count, cap;
    struct kb_buf folded;
};

static void add(struct keys *keys, uint32_t kind, size_t record, struct kb_str text)
{
    if (text.n == 0 || text.n > KBX_MAX_KEY || memchr(text.p, '\0', text.n))
        return;
    size_t offset = keys->folded.len;
    kb_fold_text(&keys->folded, text);
    keys->items = kb_grow(keys->items, keys->count, &keys->cap, sizeof *keys->items);
    keys->items[keys->count++] =
        (struct key){{NULL, keys->folded.len - offset}, offset, kind, (uint32_t)record};
}

static void add_code(struct keys *keys, size_t record, struct kb_str code)
{
    struct kb_str parts[3];
    size_t count = kb_code_keys(code, parts);
    for (size_t i = 0; i < count; i++)
        add(keys, kb_code_is_number(parts[i]) ? KBX_KEY_NUMBER : KBX_KEY_CODE, record, parts[i]);
}

static int key_cmp(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    int order = kb_str_cmp(x->text, y->text);
    return order ? order : (x->record > y->record) - (x->record < y->record);
}

void kb_kbx_keys(const struct kb_base *base, struct kb_pool *pool, struct kb_buf *to)
{
    struct keys keys = {0};
    for (size_t i = 0; i < base->count; i++) {
        const struct kb_record *record = base->records[i];
        add_code(&keys, i, record->error_code);
        for (size_t a = 0; a < record->aliases.count; a++)
            add(&keys, KBX_KEY_ALIAS, i, *kb_text_at(&record->aliases, a));
    }
    for (size_t i = 0; i < keys.count; i++)
        keys.items[i].text.p = keys.folded.data + keys.items[i].offset;
    if (keys.count)
        qsort(keys.items, keys.count, sizeof *keys.items, key_cmp);
    for (size_t i = 0; i < keys.count; i++) {
        if (i > 0 && key_cmp(&keys.items[i - 1], &keys.items[i]) == 0)
            continue;
        kb_pool_ref(pool, to, keys.items[i].text);
        kb_buf_u32(to, keys.items[i].kind);
        kb_buf_u32(to, keys.items[i].record);
    }
    free(keys.items);
    kb_buf_free(&keys.folded);
}

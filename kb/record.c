/* SPDX-License-Identifier: MIT */
/* Access to a record by field, for what is written once for all fields. */
#include "kb/record.h"

#include <string.h>

#include "kb/ascii.h"

const struct kb_str *kb_text_at(const struct kb_list *list, size_t i)
{
    return (const struct kb_str *)list->items + i;
}

const struct kb_version *kb_version_at(const struct kb_record *record, size_t i)
{
    return (const struct kb_version *)record->versions.items + i;
}

const struct kb_os_note *kb_os_note_at(const struct kb_record *record, size_t i)
{
    return (const struct kb_os_note *)record->os_specific.items + i;
}

const struct kb_dead_end *kb_dead_end_at(const struct kb_record *record, size_t i)
{
    return (const struct kb_dead_end *)record->dead_ends.items + i;
}

const struct kb_workaround *kb_workaround_at(const struct kb_record *record, size_t i)
{
    return (const struct kb_workaround *)record->workarounds.items + i;
}

const struct kb_edge *kb_edge_at(const struct kb_record *record, enum kb_edge_kind kind, size_t i)
{
    return (const struct kb_edge *)record->edges[kind].items + i;
}

enum kb_field kb_edge_field(enum kb_edge_kind kind)
{
    static const enum kb_field fields[KB_EDGE_KIND_COUNT] = {
        [KB_LEADS_TO] = KB_F_LEADS_TO,
        [KB_PRECEDED_BY] = KB_F_PRECEDED_BY,
        [KB_CONFUSED_WITH] = KB_F_CONFUSED_WITH,
    };
    return fields[kind];
}

const char *kb_edge_name(enum kb_edge_kind kind)
{
    return kb_fields[kb_edge_field(kind)].name;
}

static const struct kb_list *list_of(const struct kb_record *record, enum kb_field field)
{
    enum kb_field list = kb_fields[field].list;
    if (list == KB_F_NONE)
        return NULL;
    return (const struct kb_list *)(const void *)((const char *)record + kb_fields[list].offset);
}

/* The member of the record or of the list's entry; NULL past the last entry. */
static const void *member_of(const struct kb_record *record, enum kb_field field, size_t entry)
{
    const struct kb_list *list = list_of(record, field);
    if (!list)
        return (const char *)record + kb_fields[field].offset;
    if (entry >= list->count)
        return NULL;
    return (const char *)list->items + entry * kb_entry_size(kb_fields[field].list) +
           kb_fields[field].offset;
}

struct kb_str kb_record_text(const struct kb_record *record, enum kb_field field, size_t entry)
{
    const struct kb_str *text = member_of(record, field, entry);
    return text ? *text : (struct kb_str){0};
}

const struct kb_list *kb_record_texts(const struct kb_record *record, enum kb_field field,
                                      size_t entry)
{
    return member_of(record, field, entry);
}

size_t kb_record_entries(const struct kb_record *record, enum kb_field field)
{
    const struct kb_list *list = list_of(record, field);
    return list ? list->count : 1;
}

static bool before(const struct kb_translation *t, size_t language, enum kb_field field,
                   size_t entry)
{
    if (t->language != language)
        return t->language < language;
    if (t->field != (uint16_t)field)
        return t->field < (uint16_t)field;
    return t->entry < entry;
}

struct kb_str kb_record_translation(const struct kb_record *record, size_t language,
                                    enum kb_field field, size_t entry)
{
    const struct kb_translation *all = record->translations.items;
    size_t low = 0, high = record->translations.count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (before(&all[mid], language, field, entry))
            low = mid + 1;
        else
            high = mid;
    }
    bool found = low < record->translations.count && all[low].language == language &&
                 all[low].field == (uint16_t)field && all[low].entry == entry;
    return found ? all[low].text : (struct kb_str){0};
}

bool kb_code_is_number(struct kb_str text)
{
    size_t i = kb_str_starts(text, "-");
    bool hex = text.n > i + 2 && text.p[i] == '0' && kb_to_lower(text.p[i + 1]) == 'x';
    i += hex ? 2 : 0;
    if (i >= text.n)
        return false;
    for (; i < text.n; i++)
        if (hex ? kb_hex(text.p[i]) < 0 : !kb_is_digit(text.p[i]))
            return false;
    return true;
}

size_t kb_code_keys(struct kb_str code, struct kb_str keys[3])
{
    size_t count = 0;
    if (code.n == 0)
        return 0;
    keys[count++] = code;
    const char *open = memchr(code.p, '(', code.n);
    if (!open || open < code.p + 2 || open[-1] != ' ' || code.p[code.n - 1] != ')')
        return count;
    struct kb_str name = {code.p, (size_t)(open - 1 - code.p)};
    struct kb_str number = {open + 1, (size_t)(code.p + code.n - 1 - (open + 1))};
    if (!kb_code_is_number(number) || memchr(name.p, ' ', name.n))
        return count;
    keys[count++] = name;
    keys[count++] = number;
    return count;
}

/* The leading parts of an id; all of it where it has no more. */
static struct kb_str leading(struct kb_str id, unsigned segments)
{
    for (size_t i = 0; i < id.n; i++)
        if (id.p[i] == '/' && --segments == 0)
            return (struct kb_str){id.p, i};
    return id;
}

bool kb_twins(const struct kb_layout *layout, const struct kb_record *a, const struct kb_record *b)
{
    unsigned segments = layout->twin_segments;
    return segments ? kb_str_eq(leading(a->id, segments), leading(b->id, segments))
                    : kb_str_eq(a->id, b->id);
}

/* SPDX-License-Identifier: MIT */
/* The list of a record's texts. */
#include "validate/rules/texts.h"

enum kb_text_kind kb_text_kind(enum kb_field field)
{
    static const unsigned char kinds[KB_FIELD_COUNT] = {
        [KB_F_ID] = KB_TEXT_ID,
        [KB_F_ALIASES] = KB_TEXT_ID,
        [KB_F_LEADS_TO_ID] = KB_TEXT_ID,
        [KB_F_PRECEDED_BY_ID] = KB_TEXT_ID,
        [KB_F_CONFUSED_WITH_ID] = KB_TEXT_ID,
        [KB_F_SIGNATURE] = KB_TEXT_MESSAGE,
        [KB_F_REGEX] = KB_TEXT_REGEX,
        [KB_F_DOC_URL] = KB_TEXT_URL,
        [KB_F_DEAD_END_SOURCES] = KB_TEXT_URL,
        [KB_F_WORKAROUND_SOURCES] = KB_TEXT_URL,
        [KB_F_ROOT_CAUSE] = KB_TEXT_PROSE,
        [KB_F_VERSION_CHANGE] = KB_TEXT_PROSE,
        [KB_F_OS_SPECIFIC_TEXT] = KB_TEXT_PROSE,
        [KB_F_DEAD_END_ACTION] = KB_TEXT_PROSE,
        [KB_F_DEAD_END_WHY_FAILS] = KB_TEXT_PROSE,
        [KB_F_DEAD_END_CONDITION] = KB_TEXT_PROSE,
        [KB_F_WORKAROUND_ACTION] = KB_TEXT_PROSE,
        [KB_F_WORKAROUND_HOW] = KB_TEXT_PROSE,
        [KB_F_WORKAROUND_TRADEOFF] = KB_TEXT_PROSE,
        [KB_F_WORKAROUND_CONDITION] = KB_TEXT_PROSE,
        [KB_F_LEADS_TO_NOTE] = KB_TEXT_PROSE,
        [KB_F_PRECEDED_BY_NOTE] = KB_TEXT_PROSE,
        [KB_F_CONFUSED_WITH_NOTE] = KB_TEXT_PROSE,
    };
    return kinds[field] ? (enum kb_text_kind)kinds[field] : KB_TEXT_NAME;
}

static void add(struct kb_text_list *texts, struct kb_where where, struct kb_str text)
{
    if (!text.p)
        return;
    texts->items = kb_grow(texts->items, texts->count, &texts->cap, sizeof *texts->items);
    texts->items[texts->count++] = (struct kb_text){kb_text_kind(where.field), where, text};
}

static void add_all(struct kb_text_list *texts, struct kb_where where, const struct kb_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        where.item = (long)i;
        add(texts, where, *kb_text_at(list, i));
    }
}

static void add_field(struct kb_text_list *texts, enum kb_field field)
{
    const struct kb_record *record = texts->record;
    bool listed = kb_fields[field].list != KB_F_NONE;
    size_t entries = kb_record_entries(record, field);
    for (size_t i = 0; i < entries; i++) {
        struct kb_where where = listed ? kb_at_entry(field, i) : kb_at(field);
        if (kb_fields[field].kind == KB_KIND_TEXT)
            add(texts, where, kb_record_text(record, field, i));
        else
            add_all(texts, where, kb_record_texts(record, field, i));
    }
}

static void add_translation(struct kb_text_list *texts, const struct kb_translation *t)
{
    enum kb_field field = (enum kb_field)t->field;
    bool listed = kb_fields[field].list != KB_F_NONE;
    add(texts, kb_at_translation(t->language, field, listed ? (long)t->entry : -1), t->text);
}

struct kb_text_walk kb_texts_of(struct kb_context *context, unsigned kinds)
{
    struct kb_text_list *texts = &context->texts;
    const struct kb_list *translations = &context->record->translations;
    if (texts->record != context->record) {
        texts->record = context->record;
        texts->count = 0;
        for (int i = 0; i < KB_FIELD_COUNT; i++)
            if (kb_fields[i].kind == KB_KIND_TEXT || kb_fields[i].kind == KB_KIND_TEXTS)
                add_field(texts, (enum kb_field)i);
        for (size_t i = 0; i < translations->count; i++)
            add_translation(texts, (const struct kb_translation *)translations->items + i);
    }
    return (struct kb_text_walk){texts, kinds, 0};
}

const struct kb_text *kb_texts_next(struct kb_text_walk *walk)
{
    while (walk->at < walk->texts->count) {
        const struct kb_text *text = &walk->texts->items[walk->at++];
        if (text->kind & walk->kinds)
            return text;
    }
    return NULL;
}

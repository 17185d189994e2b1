/* SPDX-License-Identifier: MIT */
/* The walk over a record's texts. */
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

struct kb_texts kb_texts_of(const struct kb_record *record, unsigned kinds)
{
    return (struct kb_texts){.record = record, .kinds = kinds};
}

/* The text the walk stands at, and a step on; false where there is none. */
static bool step(struct kb_texts *walk, struct kb_text *text)
{
    enum kb_field field = (enum kb_field)walk->field;
    enum kb_kind kind = kb_fields[field].kind;
    bool texts = kind == KB_KIND_TEXTS, listed = kb_fields[field].list != KB_F_NONE;
    text->kind = kb_text_kind(field);
    if ((kind != KB_KIND_TEXT && !texts) || !(walk->kinds & text->kind) ||
        walk->entry >= kb_record_entries(walk->record, field)) {
        walk->field++;
        walk->entry = walk->item = 0;
        return false;
    }
    text->where = listed ? kb_at_entry(field, walk->entry) : kb_at(field);
    if (!texts) {
        text->text = kb_record_text(walk->record, field, walk->entry++);
        return text->text.p;
    }
    const struct kb_list *list = kb_record_texts(walk->record, field, walk->entry);
    if (walk->item >= list->count) {
        walk->entry++;
        walk->item = 0;
        return false;
    }
    text->where.item = (long)walk->item;
    text->text = *kb_text_at(list, walk->item++);
    return text->text.p;
}

static bool step_translation(struct kb_texts *walk, struct kb_text *text)
{
    const struct kb_translation *all = walk->record->translations.items;
    const struct kb_translation *t = &all[walk->translation++];
    enum kb_field field = (enum kb_field)t->field;
    text->where = kb_at_translation(t->language, field,
                                    kb_fields[field].list != KB_F_NONE ? (long)t->entry : -1);
    text->text = t->text;
    text->kind = kb_text_kind(field);
    return text->text.p && (walk->kinds & text->kind);
}

bool kb_texts_next(struct kb_texts *walk, struct kb_text *text)
{
    while (walk->field < KB_FIELD_COUNT)
        if (step(walk, text))
            return true;
    while (walk->translation < walk->record->translations.count)
        if (step_translation(walk, text))
            return true;
    return false;
}

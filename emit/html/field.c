/* SPDX-License-Identifier: MIT */
/* A field of a record with its translations, for whatever languages the layout has. */
#include "emit/html/record.h"

#include "emit/html/markup.h"

struct kb_str kb_subject_lang(const struct kb_record *record)
{
    struct kb_str locale = record->locale;
    bool english = kb_str_is(locale, "en") || kb_str_starts(locale, "en-");
    return english ? (struct kb_str){0} : locale;
}

static struct kb_str base_text(const struct kb_record *record, enum kb_field field, size_t entry,
                               enum kb_field twin)
{
    struct kb_str text = kb_record_text(record, field, entry);
    if (kb_str_blank(text) ||
        (twin != KB_F_NONE && kb_markup_same(text, kb_record_text(record, twin, entry))))
        return (struct kb_str){0};
    return text;
}

static struct kb_str language_text(const struct kb_record *record, size_t language,
                                   enum kb_field field, size_t entry, enum kb_field twin)
{
    struct kb_str text = kb_record_translation(record, language, field, entry);
    if (kb_str_blank(text) || kb_markup_same(text, kb_record_text(record, field, entry)) ||
        (twin != KB_F_NONE &&
         kb_markup_same(text, kb_record_translation(record, language, twin, entry))))
        return (struct kb_str){0};
    return text;
}

bool kb_subject_has(const struct kb_subject *subject, enum kb_field field, size_t entry,
                    enum kb_field twin)
{
    if (base_text(subject->record, field, entry, twin).p)
        return true;
    const struct kb_layout *layout = subject->at.site->base->layout;
    for (size_t i = 0; i < layout->language_count; i++)
        if (language_text(subject->record, i, field, entry, twin).p)
            return true;
    return false;
}

static void block(struct kb_page *page, struct kb_str text, enum kb_style style, struct kb_str lang)
{
    if (style == KB_STYLE_HOWTO)
        kb_markup_howto(page, text, lang);
    else
        kb_markup_paragraph(page, text, lang);
}

static void translated(struct kb_page *page, struct kb_str tag, struct kb_str text,
                       enum kb_style style)
{
    kb_page_begin(page, EL_DIV, "translation");
    kb_markup_lang(page, tag);
    kb_page_begin(page, EL_SPAN, "lang");
    kb_page_text(page, kb_markup_language(tag));
    kb_page_close(page, EL_SPAN);
    kb_page_say(page, "\n");
    block(page, text, style, (struct kb_str){0});
    kb_page_close(page, EL_DIV);
}

void kb_subject_translations(const struct kb_subject *subject, enum kb_field field, size_t entry,
                             enum kb_style style, enum kb_field twin)
{
    const struct kb_layout *layout = subject->at.site->base->layout;
    for (size_t i = 0; i < layout->language_count; i++) {
        struct kb_str text = language_text(subject->record, i, field, entry, twin);
        if (text.p)
            translated(subject->at.page, kb_str(layout->languages[i].tag), text, style);
    }
}

void kb_subject_field(const struct kb_subject *subject, enum kb_field field, size_t entry,
                      enum kb_style style, enum kb_field twin)
{
    struct kb_str text = base_text(subject->record, field, entry, twin);
    if (text.p)
        block(subject->at.page, text, style, kb_subject_lang(subject->record));
    kb_subject_translations(subject, field, entry, style, twin);
}

static bool extra(const struct kb_record *record, const struct kb_translation *one,
                  enum kb_field list)
{
    enum kb_field field = (enum kb_field)one->field;
    return kb_fields[field].list == list && !kb_str_blank(one->text) &&
           one->entry >= kb_record_entries(record, field);
}

bool kb_subject_has_extras(const struct kb_subject *subject, enum kb_field list)
{
    const struct kb_record *record = subject->record;
    const struct kb_translation *all = record->translations.items;
    for (size_t i = 0; i < record->translations.count; i++)
        if (extra(record, &all[i], list))
            return true;
    return false;
}

void kb_subject_extras(const struct kb_subject *subject, enum kb_field list)
{
    const struct kb_record *record = subject->record;
    const struct kb_language *languages = subject->at.site->base->layout->languages;
    const struct kb_translation *all = record->translations.items;
    struct kb_page *page = subject->at.page;
    if (!kb_subject_has_extras(subject, list))
        return;
    kb_page_put(page, EL_P, "muted", "Translated entries without an original:");
    for (size_t i = 0; i < record->translations.count; i++)
        if (extra(record, &all[i], list))
            translated(page, kb_str(languages[all[i].language].tag), all[i].text, KB_STYLE_HOWTO);
}

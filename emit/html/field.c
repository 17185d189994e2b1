/* SPDX-License-Identifier: MIT */
/* A field of a record in the language of the page, or as it is written. */
#include "emit/html/record.h"

#include "emit/html/markup.h"

struct kb_str kb_record_lang(const struct kb_record *record)
{
    struct kb_str locale = record->locale;
    bool english = kb_str_blank(locale) || kb_str_is(locale, "en") || kb_str_starts(locale, "en-");
    return english ? (struct kb_str){0} : locale;
}

static struct kb_str unless_of_page(const struct kb_view *at, struct kb_str lang)
{
    return kb_str_eq(lang, kb_view_lang(at)) ? (struct kb_str){0} : lang;
}

struct kb_said kb_view_text(const struct kb_view *at, const struct kb_record *record,
                            enum kb_field field, size_t entry)
{
    const struct kb_site_language *language = &at->site->languages[at->language];
    struct kb_said said = {kb_record_text(record, field, entry), kb_record_lang(record), false};
    if (kb_str_blank(said.text))
        said.text = (struct kb_str){0};
    if (language->translation == KB_SITE_BASE)
        return said;
    struct kb_str text = kb_record_translation(record, language->translation, field, entry);
    if (!kb_str_blank(text) && !kb_markup_same(text, said.text))
        return (struct kb_said){.text = text, .lang = unless_of_page(at, kb_str(language->tag))};
    said.fallback = said.text.p != NULL;
    said.lang = unless_of_page(at, said.lang.p ? said.lang : KB_STR("en"));
    return said;
}

struct kb_coverage kb_site_covers(const struct kb_site *site, size_t language,
                                  const struct kb_record *record, enum kb_field field)
{
    const struct kb_view in = {.site = site, .language = language};
    const struct kb_language *tongue =
        &site->base->layout->languages[site->languages[language].translation];
    struct kb_coverage coverage = {0};
    if (kb_fields[field].kind != KB_KIND_TEXT || !tongue->paths[field].keys)
        return coverage;
    for (size_t i = 0; i < kb_record_entries(record, field); i++) {
        coverage.texts += !kb_str_blank(kb_record_text(record, field, i));
        coverage.lacking += kb_view_text(&in, record, field, i).fallback;
    }
    return coverage;
}

/* The text to show: none where the twin says the same. */
static struct kb_said text_of(const struct kb_subject *subject, enum kb_field field, size_t entry,
                              enum kb_field twin)
{
    struct kb_said said = kb_view_text(&subject->at, subject->record, field, entry);
    if (said.text.p && twin != KB_F_NONE &&
        kb_markup_same(said.text, kb_view_text(&subject->at, subject->record, twin, entry).text))
        said.text = (struct kb_str){0};
    return said;
}

bool kb_subject_has(const struct kb_subject *subject, enum kb_field field, size_t entry,
                    enum kb_field twin)
{
    return text_of(subject, field, entry, twin).text.p != NULL;
}

void kb_subject_field(const struct kb_subject *subject, enum kb_field field, size_t entry,
                      enum kb_style style, enum kb_field twin)
{
    struct kb_page *page = subject->at.page;
    struct kb_said said = text_of(subject, field, entry, twin);
    if (!said.text.p)
        return;
    if (said.fallback && style != KB_STYLE_FACT) {
        kb_page_begin(page, EL_DIV, "fallback");
        kb_part_fallback(&subject->at, &said);
    }
    if (style == KB_STYLE_HOWTO)
        kb_markup_howto(page, said.text, said.lang);
    else
        kb_markup_paragraph(page, said.text, said.lang);
    if (said.fallback && style != KB_STYLE_FACT)
        kb_page_close(page, EL_DIV);
}

bool kb_subject_extra(const struct kb_subject *subject, const struct kb_translation *one,
                      enum kb_field list)
{
    enum kb_field field = (enum kb_field)one->field;
    return one->language == subject->at.site->languages[subject->at.language].translation &&
           kb_fields[field].list == list && !kb_str_blank(one->text) &&
           one->entry >= kb_record_entries(subject->record, field);
}

bool kb_subject_has_extras(const struct kb_subject *subject, enum kb_field list)
{
    const struct kb_record *record = subject->record;
    const struct kb_translation *all = record->translations.items;
    for (size_t i = 0; i < record->translations.count; i++)
        if (kb_subject_extra(subject, &all[i], list))
            return true;
    return false;
}

void kb_subject_extras(const struct kb_subject *subject, enum kb_field list)
{
    const struct kb_record *record = subject->record;
    const struct kb_translation *all = record->translations.items;
    struct kb_page *page = subject->at.page;
    struct kb_str tag = kb_str(subject->at.site->languages[subject->at.language].tag);
    if (!kb_subject_has_extras(subject, list))
        return;
    kb_page_put(page, EL_P, "muted", "Translated entries without an original:");
    for (size_t i = 0; i < record->translations.count; i++)
        if (kb_subject_extra(subject, &all[i], list))
            kb_markup_howto(page, all[i].text, unless_of_page(&subject->at, tag));
}

/* SPDX-License-Identifier: MIT */
/* i18n/...: is it translated, and into that language? */
#include <string.h>

#include "kb/langtag.h"
#include "validate/rules/checks.h"
#include "validate/rules/context.h"
#include "validate/rules/drift.h"
#include "validate/rules/prose.h"

/* What programs call a locale has underscores: `en_US`. */
static void propose_hyphens(struct kb_context *context, struct kb_str tag)
{
    struct kb_buf fixed = {0};
    for (size_t i = 0; i < tag.n; i++)
        kb_buf_putc(&fixed, tag.p[i] == '_' ? '-' : tag.p[i]);
    if (kb_langtag_valid(kb_buf_view(&fixed)))
        kb_propose(context, KB_FIX_SET_TEXT, kb_at(KB_F_LOCALE), kb_buf_view(&fixed), KB_FIX_SAFE);
    kb_buf_free(&fixed);
}

void rule_i18n_language_tag(struct kb_context *context)
{
    struct kb_str tag = context->record->locale;
    if (!tag.p || kb_langtag_valid(tag))
        return;
    kb_buf_quote(&context->message, tag);
    kb_buf_puts(&context->message, " is no language tag");
    propose_hyphens(context, tag);
    kb_report(context, kb_at(KB_F_LOCALE), "write the tag, as `en`, `pt-BR` or `zh-Hans`");
}

/* Scripts by language: one character of these ranges is enough to be text of that language.
 * Languages in Latin letters have no row; for them only equality tells. Blocks.txt, Unicode 15. */
static const struct {
    const char *language;
    uint32_t ranges[4][2];
} scripts[] = {
    {"zh", {{0x2E80, 0x2FDF}, {0x3400, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x323AF}}},
    {"ja", {{0x3040, 0x30FF}, {0x3400, 0x9FFF}, {0xF900, 0xFAFF}, {0xFF66, 0xFF9F}}},
    {"ko", {{0xAC00, 0xD7AF}, {0x1100, 0x11FF}, {0x3130, 0x318F}}},
    {"ru", {{0x0400, 0x052F}}},
    {"uk", {{0x0400, 0x052F}}},
    {"bg", {{0x0400, 0x052F}}},
    {"el", {{0x0370, 0x03FF}, {0x1F00, 0x1FFF}}},
    {"he", {{0x0590, 0x05FF}}},
    {"ar", {{0x0600, 0x06FF}, {0x0750, 0x077F}}},
    {"fa", {{0x0600, 0x06FF}, {0x0750, 0x077F}}},
    {"th", {{0x0E00, 0x0E7F}}},
    {"hi", {{0x0900, 0x097F}}},
};

static bool same_language(const char *tag, const char *language)
{
    size_t n = strlen(language);
    return strncmp(tag, language, n) == 0 && (tag[n] == '\0' || tag[n] == '-');
}

/* Whether text of the language could look like this: true where the script is not known. */
static bool in_script(const char *tag, struct kb_str text)
{
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        if (!same_language(tag, scripts[i].language))
            continue;
        const char *end = text.p + text.n;
        for (const char *p = text.p; p < end;) {
            uint32_t cp;
            bool ok;
            p += kb_utf8_next(p, end, &cp, &ok);
            for (size_t j = 0; j < 4; j++)
                if (cp && cp >= scripts[i].ranges[j][0] && cp <= scripts[i].ranges[j][1])
                    return true;
        }
        return false;
    }
    return true;
}

/* The way from a translated field of an entry to its translation, or to the list of them. */
struct pair {
    size_t language;
    enum kb_field field;
    size_t entry;
    struct kb_str base, text;
};

static size_t translated_entries(const struct kb_record *record, size_t language,
                                 enum kb_field field)
{
    const struct kb_translation *all = record->translations.items;
    size_t count = 0;
    for (size_t i = 0; i < record->translations.count; i++)
        count += all[i].language == language && all[i].field == (uint16_t)field;
    return count;
}

static void missing(struct kb_context *context, const struct pair *pair, bool whole_list)
{
    const char *tag = context->layout->languages[pair->language].tag;
    bool listed = kb_fields[pair->field].list != KB_F_NONE;
    kb_buf_printf(&context->message, "`%s` has no translation into %s",
                  kb_name_of(context, pair->field), tag);
    if (listed && whole_list)
        kb_buf_printf(&context->message, " in any %s", kb_fields[kb_fields[pair->field].list].name);
    else if (listed)
        kb_buf_printf(&context->message, " in %s %zu", kb_fields[kb_fields[pair->field].list].name,
                      pair->entry + 1);
    kb_report(context,
              kb_at_translation(pair->language, pair->field,
                                listed && !whole_list ? (long)pair->entry : -1),
              "translate the text");
}

/* A list that is absent or empty is one finding. */
static void missing_field(struct kb_context *context, size_t language, enum kb_field field)
{
    const struct kb_record *record = context->record;
    size_t entries = kb_record_entries(record, field);
    size_t there = translated_entries(record, language, field);
    for (size_t i = 0; i < entries; i++) {
        struct pair pair = {language, field, i, kb_record_text(record, field, i),
                            kb_record_translation(record, language, field, i)};
        if (kb_str_blank(pair.base) || !kb_str_blank(pair.text))
            continue;
        missing(context, &pair, there == 0);
        if (there == 0)
            break;
    }
}

void rule_i18n_missing(struct kb_context *context)
{
    const struct kb_layout *layout = context->layout;
    for (size_t i = 0; i < layout->language_count; i++)
        for (int field = 0; field < KB_FIELD_COUNT; field++)
            if (layout->languages[i].paths[field].keys)
                missing_field(context, i, (enum kb_field)field);
}

void rule_i18n_untranslated(struct kb_context *context)
{
    const struct kb_list *list = &context->record->translations;
    for (size_t i = 0; i < list->count; i++) {
        const struct kb_translation *t = (const struct kb_translation *)list->items + i;
        enum kb_field field = (enum kb_field)t->field;
        struct kb_str base = kb_record_text(context->record, field, t->entry);
        const char *tag = context->layout->languages[t->language].tag;
        if (kb_str_blank(base) || kb_str_blank(t->text))
            continue;
        bool equal = kb_str_eq(base, t->text);
        if ((!equal && in_script(tag, t->text)) ||
            (double)kb_prose_words(base) < context->thresholds->translated_words)
            continue;
        bool listed = kb_fields[field].list != KB_F_NONE;
        if (equal)
            kb_buf_printf(&context->message, "the translation into %s repeats the base text", tag);
        else
            kb_buf_printf(&context->message,
                          "the translation into %s has no character of that language's script",
                          tag);
        kb_report_related(context,
                          kb_at_translation(t->language, field, listed ? (long)t->entry : -1),
                          listed ? kb_at_entry(field, t->entry) : kb_at(field), "the base text",
                          "translate it, or leave the translation out");
    }
}

/* A translated list that is not there at all is i18n/missing's. */
static void compare_counts(struct kb_context *context, size_t language, enum kb_field field)
{
    enum kb_field list = kb_fields[field].list;
    size_t there = translated_entries(context->record, language, field);
    if (list == KB_F_NONE || there == 0)
        return;
    size_t entries = kb_record_entries(context->record, field);
    if (there == entries)
        return;
    kb_buf_printf(&context->message,
                  "the list in %s has %zu entr%s, its base list %zu: which translates which is not "
                  "known",
                  context->layout->languages[language].tag, there, there == 1 ? "y" : "ies",
                  entries);
    kb_report_related(context, kb_at_translation(language, field, -1), kb_at(list), "the base list",
                      "translate each entry, in the order of the base list");
}

void rule_i18n_count_mismatch(struct kb_context *context)
{
    const struct kb_layout *layout = context->layout;
    for (size_t i = 0; i < layout->language_count; i++)
        for (int field = 0; field < KB_FIELD_COUNT; field++)
            if (layout->languages[i].paths[field].keys)
                compare_counts(context, i, (enum kb_field)field);
}

static void drift(struct kb_context *context, const struct kb_translation *t)
{
    enum kb_field field = (enum kb_field)t->field;
    bool listed = kb_fields[field].list != KB_F_NONE;
    struct kb_str base = kb_record_text(context->record, field, t->entry);
    struct kb_buf missing = {0};
    if (kb_str_blank(base) || kb_str_blank(t->text) || kb_str_eq(base, t->text))
        return;
    size_t count = kb_drift(&missing, base, t->text);
    if (count) {
        kb_buf_printf(&context->message, "the translation into %s lacks ",
                      context->layout->languages[t->language].tag);
        kb_buf_str(&context->message, kb_buf_view(&missing));
        if (count > KB_DRIFT_SHOWN)
            kb_buf_printf(&context->message, " and %zu more", count - KB_DRIFT_SHOWN);
        kb_buf_puts(&context->message, " of the base text");
        kb_report_related(context,
                          kb_at_translation(t->language, field, listed ? (long)t->entry : -1),
                          listed ? kb_at_entry(field, t->entry) : kb_at(field), "the base text",
                          "bring the translation up to date");
    }
    kb_buf_free(&missing);
}

/* Of lists that do not pair up, which i18n/count-mismatch tells, nothing more can be said. */
void rule_i18n_code_drift(struct kb_context *context)
{
    const struct kb_list *list = &context->record->translations;
    const struct kb_translation *all = list->items;
    for (size_t first = 0, end; first < list->count; first = end) {
        enum kb_field field = (enum kb_field)all[first].field;
        for (end = first; end < list->count && all[end].field == all[first].field &&
                          all[end].language == all[first].language;)
            end++;
        bool paired = end - first == kb_record_entries(context->record, field);
        for (size_t i = first; paired && i < end; i++)
            drift(context, &all[i]);
    }
}

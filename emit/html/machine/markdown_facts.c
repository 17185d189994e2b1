/* SPDX-License-Identifier: MIT */
/* The facts of a record as a list of labels and values. */
#include "emit/html/machine/sheet.h"

static void text_item(const struct kb_sheet *sheet, const char *label, enum kb_field field)
{
    struct kb_said text = kb_sheet_said(sheet, field, 0);
    if (!text.text.p)
        return;
    kb_md_item(&sheet->md, label);
    kb_md_inline(&sheet->md, text.text);
    kb_sheet_break(sheet);
}

static void code_item(const struct kb_sheet *sheet, const char *label, struct kb_str code)
{
    if (kb_str_blank(code))
        return;
    kb_md_item(&sheet->md, label);
    kb_md_span(&sheet->md, code);
    kb_sheet_break(sheet);
}

static void rate_item(const struct kb_sheet *sheet, const char *label, const struct kb_rate *rate,
                      enum kb_rate_kind kind)
{
    if (!kb_part_has_rate(rate))
        return;
    kb_md_item(&sheet->md, label);
    kb_md_rate(&sheet->md, rate, kind);
    kb_sheet_break(sheet);
}

static void date_item(const struct kb_sheet *sheet, const char *label, int32_t day)
{
    char text[16];
    if (day == KB_NO_DATE)
        return;
    kb_md_item(&sheet->md, label);
    kb_buf_puts(sheet->md.out, kb_date_format(day, text));
    kb_sheet_break(sheet);
}

static void list_item(const struct kb_sheet *sheet, const char *label, const struct kb_list *list)
{
    bool any = false;
    for (size_t i = 0; i < list->count; i++) {
        if (kb_str_blank(*kb_text_at(list, i)))
            continue;
        if (any)
            kb_buf_puts(sheet->md.out, ", ");
        else
            kb_md_item(&sheet->md, label);
        kb_md_inline(&sheet->md, *kb_text_at(list, i));
        any = true;
    }
    if (any)
        kb_sheet_break(sheet);
}

static void verdict(const struct kb_sheet *sheet)
{
    struct kb_str value = sheet->record->resolvable;
    const char *words = kb_part_verdict_name(value);
    if (!words && kb_str_blank(value))
        return;
    kb_md_item(&sheet->md, "Verdict");
    if (words)
        kb_md_say(&sheet->md, words);
    else
        kb_md_inline(&sheet->md, value);
    kb_sheet_break(sheet);
}

void kb_sheet_facts(const struct kb_sheet *sheet)
{
    const struct kb_record *record = sheet->record;
    code_item(sheet, "Id", record->id);
    code_item(sheet, "Error code", record->error_code);
    verdict(sheet);
    rate_item(sheet, "Fix rate", &record->fix_success_rate, KB_RATE_FIX);
    rate_item(sheet, "Confidence", &record->confidence, KB_RATE_CONFIDENCE);
    if (record->evidence_count != KB_NO_COUNT) {
        kb_md_item(&sheet->md, "Evidence");
        kb_buf_printf(sheet->md.out, "%lld\n", (long long)record->evidence_count);
    }
    text_item(sheet, "Domain", KB_F_DOMAIN);
    text_item(sheet, "Category", KB_F_CATEGORY);
    text_item(sheet, "Subcategory", KB_F_SUBCATEGORY);
    text_item(sheet, "Kind of cause", KB_F_ROOT_CAUSE_TYPE);
    text_item(sheet, "Runtime", KB_F_RUNTIME);
    text_item(sheet, "Version range", KB_F_VERSION_RANGE);
    text_item(sheet, "Operating system", KB_F_OS);
    list_item(sheet, "Tags", &record->tags);
    list_item(sheet, "Also known as", &record->aliases);
    date_item(sheet, "First seen", record->first_seen);
    date_item(sheet, "Last confirmed", record->last_confirmed);
    date_item(sheet, "Last updated", record->last_updated);
    text_item(sheet, "Verification", KB_F_VERIFICATION_TIER);
    if (kb_record_lang(record).p)
        text_item(sheet, "Language of the record", KB_F_LOCALE);
    if (!kb_str_blank(record->doc_url)) {
        kb_md_item(&sheet->md, "Official documentation");
        kb_md_url(&sheet->md, record->doc_url);
        kb_sheet_break(sheet);
    }
    kb_sheet_break(sheet);
}

/* SPDX-License-Identifier: MIT */
/* evidence/...: what the record rests on. */
#include <stdlib.h>
#include <string.h>

#include "validate/rules/checks.h"
#include "validate/rules/context.h"

void rule_evidence_overconfident(struct kb_context *context)
{
    const struct kb_record *r = context->record;
    if (r->evidence_count == KB_NO_COUNT ||
        (double)r->evidence_count >= context->thresholds->enough_evidence ||
        !r->confidence.text.p || r->confidence.value <= context->thresholds->confidence_limit)
        return;
    kb_buf_printf(&context->message, "confidence %s rests on %lld piece%s of evidence",
                  r->confidence.text.p, (long long)r->evidence_count,
                  r->evidence_count == 1 ? "" : "s");
    kb_report_related(context, kb_at(KB_F_CONFIDENCE), kb_at(KB_F_EVIDENCE_COUNT),
                      "the evidence counted", "collect evidence, or lower the confidence");
}

/* The lists whose entries have sources. */
static const enum kb_field sourced[] = {KB_F_DEAD_END_SOURCES, KB_F_WORKAROUND_SOURCES};
enum { SOURCED = sizeof sourced / sizeof *sourced };

static const struct kb_list *sources_of(const struct kb_record *record, enum kb_field field,
                                        size_t entry)
{
    return field == KB_F_DEAD_END_SOURCES ? &kb_dead_end_at(record, entry)->sources
                                          : &kb_workaround_at(record, entry)->sources;
}

static bool any_source(const struct kb_list *sources)
{
    for (size_t i = 0; i < sources->count; i++)
        if (!kb_str_blank(*kb_text_at(sources, i)))
            return true;
    return false;
}

void rule_evidence_no_sources(struct kb_context *context)
{
    const struct kb_record *record = context->record;
    for (size_t i = 0; i < SOURCED; i++) {
        size_t entries = kb_record_entries(record, sourced[i]);
        if (!kb_layout_has(context->layout, sourced[i]))
            continue;
        for (size_t entry = 0; entry < entries; entry++) {
            if (any_source(sources_of(record, sourced[i], entry)))
                continue;
            kb_buf_printf(&context->message, "%s %zu names no source",
                          i == 0 ? "dead end" : "workaround", entry + 1);
            kb_report(context, kb_at_entry(sourced[i], entry),
                      "add the address of what bears it out");
        }
    }
}

/* The part of a URL that names the page: without the fragment, and without a slash at its end. */
static struct kb_str page_of(struct kb_str url)
{
    const char *fragment = url.n ? memchr(url.p, '#', url.n) : NULL;
    if (fragment)
        url.n = (size_t)(fragment - url.p);
    while (url.n && url.p[url.n - 1] == '/')
        url.n--;
    return url;
}

static bool is_url(struct kb_str text)
{
    return kb_str_starts(text, "http://") || kb_str_starts(text, "https://");
}

static int by_text(const void *a, const void *b)
{
    const struct kb_str *x = a, *y = b;
    return kb_str_cmp(*x, *y);
}

/* Adds the pages of all sources to `pages`, which may be NULL, and returns how many. */
static size_t collect_pages(const struct kb_record *record, struct kb_str *pages)
{
    size_t count = 0;
    for (size_t i = 0; i < SOURCED; i++)
        for (size_t entry = 0; entry < kb_record_entries(record, sourced[i]); entry++) {
            const struct kb_list *sources = sources_of(record, sourced[i], entry);
            for (size_t j = 0; j < sources->count; j++) {
                if (!is_url(*kb_text_at(sources, j)))
                    continue;
                if (pages)
                    pages[count] = page_of(*kb_text_at(sources, j));
                count++;
            }
        }
    return count;
}

void rule_evidence_undercounted(struct kb_context *context)
{
    const struct kb_record *record = context->record;
    size_t count = collect_pages(record, NULL), distinct = 0;
    if (record->evidence_count == KB_NO_COUNT || record->evidence_count >= (int64_t)count)
        return;
    struct kb_str *pages = kb_alloc(count, sizeof *pages);
    collect_pages(record, pages);
    qsort(pages, count, sizeof *pages, by_text);
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || !kb_str_eq(pages[i], pages[i - 1]);
    free(pages);
    if (record->evidence_count >= (int64_t)distinct)
        return;
    kb_buf_printf(&context->message, "`%s` is %lld, but the sources name %zu%s",
                  kb_name_of(context, KB_F_EVIDENCE_COUNT), (long long)record->evidence_count,
                  distinct, distinct == 1 ? " page" : " different pages");
    kb_report(context, kb_at(KB_F_EVIDENCE_COUNT), "count them, or remove what is no evidence");
}

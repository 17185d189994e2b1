/* SPDX-License-Identifier: MIT */
/* The page of a record: the error as printed, the verdict, and then its sections. */
#include "emit/html/record.h"

#include <string.h>

#include "emit/html/links.h"
#include "emit/html/markup.h"
#include "emit/html/survey.h"

static void open_verdict(struct kb_page *page, const char *term)
{
    kb_page_open(page, EL_DIV);
    kb_page_put(page, EL_DT, NULL, term);
    kb_page_open(page, EL_DD);
}

static void close_verdict(struct kb_page *page)
{
    kb_page_close(page, EL_DD);
    kb_page_close(page, EL_DIV);
}

static void freshness(const struct kb_view *at, const struct kb_record *record)
{
    struct kb_page *page = at->page;
    int32_t today = at->site->base->today;
    enum kb_age age = kb_part_record_age(record, today);
    bool confirmed = record->last_confirmed != KB_NO_DATE;
    if (age == KB_AGE_COUNT)
        return;
    open_verdict(page, "Freshness");
    kb_page_put(page, EL_STRONG, NULL,
                kb_survey_step_name(kb_survey_tally(at->site->survey, KB_BY_AGE, age)));
    kb_page_say(page, confirmed ? ": confirmed " : ": updated ");
    kb_part_age(page, confirmed ? record->last_confirmed : record->last_updated, today);
    close_verdict(page);
}

static void problems(struct kb_page *page, const struct kb_record *record)
{
    struct kb_site_counts counts = {0};
    kb_site_count(&counts, record);
    if (counts.flagged == 0)
        return;
    open_verdict(page, "Known problems");
    kb_page_open(page, EL_A);
    kb_page_word(page, "href", "#problems");
    if (counts.errors > 0)
        kb_part_number(page, counts.errors, "error", "errors");
    if (counts.errors > 0 && counts.warnings > 0)
        kb_page_say(page, ", ");
    if (counts.warnings > 0)
        kb_part_number(page, counts.warnings, "warning", "warnings");
    kb_page_close(page, EL_A);
    close_verdict(page);
}

/* Whether `verdict` has anything to list: an empty list is no valid HTML. */
static bool has_verdict(const struct kb_record *record, int32_t today)
{
    struct kb_site_counts counts = {0};
    kb_site_count(&counts, record);
    return counts.flagged > 0 || !kb_str_blank(record->resolvable) ||
           kb_part_has_rate(&record->fix_success_rate) || kb_part_has_rate(&record->confidence) ||
           record->evidence_count != KB_NO_COUNT ||
           kb_part_record_age(record, today) != KB_AGE_COUNT;
}

static void verdict(const struct kb_subject *subject)
{
    struct kb_page *page = subject->at.page;
    const struct kb_record *record = subject->record;
    if (!has_verdict(record, subject->at.site->base->today))
        return;
    kb_page_begin(page, EL_DL, "verdicts");
    if (!kb_str_blank(record->resolvable)) {
        open_verdict(page, "Verdict");
        kb_part_verdict(page, record->resolvable);
        close_verdict(page);
    }
    if (kb_part_has_rate(&record->fix_success_rate)) {
        open_verdict(page, "Fix rate");
        kb_part_rate(page, &record->fix_success_rate, KB_RATE_FIX);
        close_verdict(page);
    }
    if (kb_part_has_rate(&record->confidence)) {
        open_verdict(page, "Confidence");
        kb_part_rate(page, &record->confidence, KB_RATE_CONFIDENCE);
        close_verdict(page);
    }
    if (record->evidence_count != KB_NO_COUNT) {
        open_verdict(page, "Evidence");
        kb_page_sayf(page, "%lld %s", (long long)record->evidence_count,
                     kb_page_words(page, record->evidence_count == 1 ? "piece" : "pieces"));
        close_verdict(page);
    }
    freshness(&subject->at, record);
    problems(page, record);
    kb_page_close(page, EL_DL);
}

/* Beside a translated heading, the error as programs print it. */
static void printed_as(const struct kb_subject *subject, const struct kb_said *name)
{
    struct kb_page *page = subject->at.page;
    struct kb_str signature = subject->record->signature, lang = kb_record_lang(subject->record);
    kb_part_fallback(&subject->at, name);
    if (kb_str_blank(signature) || kb_markup_same(signature, name->text))
        return;
    kb_page_open(page, EL_P);
    kb_page_put(page, EL_SPAN, "muted", "Printed as");
    kb_page_say(page, " ");
    kb_page_open(page, EL_CODE);
    kb_markup_lang(page, lang.p ? lang : KB_STR("en"));
    kb_page_text(page, signature);
    kb_page_close(page, EL_CODE);
    kb_page_close(page, EL_P);
}

/* Whether a text takes more lines than there should be before the verdict, on a phone: a line there
 * has some 32 letters, or half as many of Han. */
static bool is_long(struct kb_str text)
{
    size_t most = 10 * 32, taken = text.n;
    const char *p = text.p, *end = kb_str_end(text);
    for (; taken <= most && p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        taken += 32;
    return taken > most;
}

static void heading(const struct kb_subject *subject)
{
    struct kb_page *page = subject->at.page;
    const struct kb_record *record = subject->record;
    const struct kb_said name = kb_part_record_name(&subject->at, record);
    const bool scrolls =
        is_long(name.text) || is_long(record->signature) || is_long(record->error_code);
    kb_page_begin(page, EL_DIV, scrolls ? "printed long" : "printed");
    if (scrolls) { /* by keyboard too */
        kb_page_word(page, "role", "group");
        kb_page_label(page, "aria-label", "Error message");
        kb_page_word(page, "tabindex", "0");
    }
    kb_page_open(page, EL_H1);
    kb_markup_lang(page, name.lang);
    kb_page_word(page, "dir", "auto");
    kb_page_text(page, kb_markup_trim(name.text));
    kb_page_close(page, EL_H1);
    printed_as(subject, &name);
    if (!kb_str_blank(record->error_code)) {
        kb_page_open(page, EL_P);
        kb_page_put(page, EL_SPAN, "muted", "Error code");
        kb_page_say(page, " ");
        kb_page_open(page, EL_CODE);
        kb_page_text(page, record->error_code);
        kb_page_close(page, EL_CODE);
        kb_page_close(page, EL_P);
    }
    kb_page_close(page, EL_DIV);
}

static void meaning(const struct kb_subject *subject)
{
    if (!kb_subject_has(subject, KB_F_ROOT_CAUSE, 0, KB_F_NONE))
        return;
    kb_part_section(&subject->at, "meaning", "What it means");
    kb_subject_field(subject, KB_F_ROOT_CAUSE, 0, KB_STYLE_PROSE, KB_F_NONE);
    kb_page_close(subject->at.page, EL_SECTION);
}

static void pattern(const struct kb_subject *subject)
{
    if (kb_str_blank(subject->record->regex))
        return;
    kb_part_section(&subject->at, "pattern", "How it is recognised");
    kb_page_put(subject->at.page, EL_P, "muted",
                "A line that this regular expression matches, whatever the case of its letters.");
    kb_markup_code(subject->at.page, subject->record->regex, (struct kb_str){0});
    kb_page_close(subject->at.page, EL_SECTION);
}

void kb_site_record(const struct kb_site *site, struct kb_page *page, size_t language, size_t index)
{
    const struct kb_record *record = site->base->records[index];
    const struct kb_route route = kb_site_record_route(site, (uint32_t)index);
    struct kb_subject subject = {kb_view_of(site, page, language, route), record, (uint32_t)index};
    struct kb_str id = kb_str_blank(record->id) ? KB_STR("(no id)") : record->id;
    struct kb_buf room = {0};

    subject.at.twin = subject.at.ages = true;
    kb_part_head(
        &subject.at, kb_part_record_name(&subject.at, record).text,
        kb_markup_plain(&room, kb_view_text(&subject.at, record, KB_F_ROOT_CAUSE, 0).text));
    kb_buf_free(&room);
    kb_part_crumbs(&subject.at, site->domain_of[index], id);
    kb_part_main(&subject.at, "record");
    kb_page_open(page, EL_DIV);
    heading(&subject);
    verdict(&subject);
    meaning(&subject);
    kb_subject_dead_ends(&subject);
    kb_subject_workarounds(&subject);
    kb_subject_versions(&subject);
    kb_subject_systems(&subject);
    kb_subject_neighbours(&subject);
    pattern(&subject);
    kb_subject_problems(&subject);
    kb_subject_similar(&subject);
    kb_subject_steps(&subject);
    kb_page_close(page, EL_DIV);
    kb_subject_facts(&subject);
    kb_linked_record(&subject.at, record);
    kb_part_foot(&subject.at);
}

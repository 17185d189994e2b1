/* SPDX-License-Identifier: MIT */
/* What the check found in a record. */
#include "emit/html/record.h"

#include "emit/html/markup.h"
#include "emit/html/survey.h"

/* The first in a row of one rule leads to all that it has found, and to what it asks for. */
static void rule_name(const struct kb_view *at, const struct kb_rule *rule, bool first)
{
    struct kb_page *page = at->page;
    if (first)
        kb_part_open_link(at, kb_survey_rule(at->site->survey, rule)->route, NULL);
    kb_page_put(page, EL_CODE, NULL, rule->name);
    if (first)
        kb_page_close(page, EL_A);
    kb_page_say(page, " ");
}

/* Messages are in English alone: where the page is not, its reader is told before them what is
 * wrong at all. */
static void asked_for(struct kb_page *page, const struct kb_rule *rule)
{
    if (kb_page_words(page, rule->summary) == rule->summary)
        return;
    kb_page_say(page, "What is asked for");
    kb_page_say(page, ": ");
    kb_page_say(page, rule->summary);
    kb_page_say(page, ".");
}

static void finding(const struct kb_view *at, const struct kb_finding *one, bool first)
{
    struct kb_page *page = at->page;
    static const char *const names[KB_SEVERITY_COUNT] = {
        [KB_INFO] = "Remark",
        [KB_WARNING] = "Warning",
        [KB_ERROR] = "Error",
    };
    kb_page_open(page, EL_LI);
    kb_part_flag(page, one->severity, names[one->severity]);
    kb_page_say(page, " ");
    rule_name(at, one->rule, first);
    if (first)
        asked_for(page, one->rule);
    kb_page_open(page, EL_BDI);
    kb_part_english(at);
    kb_markup_inline(page, kb_str(one->message));
    kb_page_close(page, EL_BDI);
    kb_page_close(page, EL_LI);
}

static void findings(const struct kb_subject *subject, enum kb_severity from, enum kb_severity to)
{
    const struct kb_record *record = subject->record;
    const struct kb_finding *last = NULL;
    kb_page_begin(subject->at.page, EL_UL, "findings");
    for (int severity = (int)from; severity >= (int)to; severity--)
        for (size_t i = 0; i < record->finding_count; i++) {
            const struct kb_finding *one = &record->findings[i];
            if ((int)one->severity != severity)
                continue;
            finding(&subject->at, one, !last || last->rule != one->rule);
            last = one;
        }
    kb_page_close(subject->at.page, EL_UL);
}

void kb_subject_problems(const struct kb_subject *subject)
{
    struct kb_page *page = subject->at.page;
    const struct kb_record *record = subject->record;
    size_t infos = 0;
    for (size_t i = 0; i < record->finding_count; i++)
        infos += record->findings[i].severity == KB_INFO;
    if (record->finding_count == 0)
        return;
    kb_part_section(&subject->at, "problems", "Known problems of this record");
    if (infos < record->finding_count) {
        kb_page_put(page, EL_P, "muted",
                    "Found when this base was checked. Read the record with them in mind.");
        findings(subject, KB_ERROR, KB_WARNING);
    }
    if (infos > 0) {
        kb_page_open(page, EL_DETAILS);
        kb_page_open(page, EL_SUMMARY);
        kb_part_number(page, infos, "remark", "remarks");
        kb_page_close(page, EL_SUMMARY);
        findings(subject, KB_INFO, KB_INFO);
        kb_page_close(page, EL_DETAILS);
    }
    kb_page_close(page, EL_SECTION);
}

/* SPDX-License-Identifier: MIT */
/* Records before and after this one, and what the check found in it. */
#include "emit/html/record.h"

#include "emit/html/markup.h"

static void edge(const struct kb_subject *subject, enum kb_edge_kind kind, size_t i)
{
    struct kb_page *page = subject->at.page;
    const struct kb_base *base = subject->at.site->base;
    const struct kb_edge *one = kb_edge_at(subject->record, kind, i);
    enum kb_field note = kb_edge_field(kind);
    kb_page_open(page, EL_LI);
    if (one->target < base->count) {
        kb_part_record_link(&subject->at, base->records[one->target]);
    } else {
        kb_page_open(page, EL_BDI);
        kb_page_text(page, kb_str_blank(one->id) ? KB_STR("(no id)") : one->id);
        kb_page_close(page, EL_BDI);
        kb_page_say(page, " ");
        kb_part_flag(page, KB_WARNING, "not in this base");
    }
    if (kb_part_has_rate(&one->probability)) {
        kb_page_begin(page, EL_DIV, "rates");
        kb_page_put(page, EL_SPAN, "muted", "Probability");
        kb_page_say(page, " ");
        kb_part_rate(page, &one->probability, KB_RATE_PLAIN);
        kb_page_close(page, EL_DIV);
    }
    /* The three edge lists have the same members in the same order: id, probability, note. */
    note = (enum kb_field)(note + (KB_F_LEADS_TO_NOTE - KB_F_LEADS_TO));
    kb_subject_field(subject, note, i, KB_STYLE_PROSE, KB_F_NONE);
    kb_page_close(page, EL_LI);
}

_Static_assert(KB_F_PRECEDED_BY_NOTE - KB_F_PRECEDED_BY == KB_F_LEADS_TO_NOTE - KB_F_LEADS_TO &&
                   KB_F_CONFUSED_WITH_NOTE - KB_F_CONFUSED_WITH ==
                       KB_F_LEADS_TO_NOTE - KB_F_LEADS_TO,
               "the edge lists have the same members");

void kb_subject_edges(const struct kb_subject *subject)
{
    static const char *const headings[KB_EDGE_KIND_COUNT] = {
        [KB_LEADS_TO] = "Leads to",
        [KB_PRECEDED_BY] = "Often comes after",
        [KB_CONFUSED_WITH] = "Easily confused with",
    };
    struct kb_page *page = subject->at.page;
    size_t total = 0;
    for (size_t kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
        total += subject->record->edges[kind].count;
    if (total == 0)
        return;
    kb_part_section(&subject->at, "related", "Related errors");
    for (size_t kind = 0; kind < KB_EDGE_KIND_COUNT; kind++) {
        size_t count = subject->record->edges[kind].count;
        if (count == 0)
            continue;
        kb_page_put(page, EL_H3, NULL, headings[kind]);
        kb_page_begin(page, EL_UL, "records");
        for (size_t i = 0; i < count; i++)
            edge(subject, (enum kb_edge_kind)kind, i);
        kb_page_close(page, EL_UL);
    }
    kb_page_close(page, EL_SECTION);
}

static void finding(struct kb_page *page, const struct kb_finding *one)
{
    static const char *const names[KB_SEVERITY_COUNT] = {
        [KB_INFO] = "remark",
        [KB_WARNING] = "warning",
        [KB_ERROR] = "error",
    };
    kb_page_open(page, EL_LI);
    kb_part_flag(page, one->severity, names[one->severity]);
    kb_page_say(page, " ");
    kb_page_put(page, EL_CODE, NULL, one->rule->name);
    kb_page_say(page, " ");
    kb_page_open(page, EL_BDI);
    kb_markup_inline(page, kb_str(one->message));
    kb_page_close(page, EL_BDI);
    kb_page_close(page, EL_LI);
}

static void findings(const struct kb_subject *subject, enum kb_severity from, enum kb_severity to)
{
    const struct kb_record *record = subject->record;
    kb_page_begin(subject->at.page, EL_UL, "findings");
    for (int severity = (int)from; severity >= (int)to; severity--)
        for (size_t i = 0; i < record->finding_count; i++)
            if ((int)record->findings[i].severity == severity)
                finding(subject->at.page, &record->findings[i]);
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

/* SPDX-License-Identifier: MIT */
/* The records behind a number of the quality page. */
#include <string.h>

#include "emit/html/markup.h"
#include "emit/html/origin.h"
#include "emit/html/pager.h"
#include "emit/html/pages.h"
#include "emit/html/survey.h"

#define MESSAGE_LENGTH 240

/* What the rule says of the record, and how often. */
static void messages(const struct kb_view *at, const struct kb_record *record,
                     const struct kb_rule *rule)
{
    struct kb_page *page = at->page;
    struct kb_buf cut = {0};
    const char *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < record->finding_count; i++) {
        if (strcmp(record->findings[i].rule->name, rule->name) != 0)
            continue;
        first = first ? first : record->findings[i].message;
        count += record->findings[i].count;
    }
    kb_page_open(page, EL_P);
    kb_page_open(page, EL_BDI);
    kb_part_english(at);
    kb_markup_inline(page, kb_markup_cut(&cut, kb_str(first), MESSAGE_LENGTH));
    kb_page_close(page, EL_BDI);
    if (count > 1) {
        kb_page_say(page, " ");
        kb_page_begin(page, EL_SPAN, "muted");
        kb_page_sayf(page, "and %zu more", count - 1);
        kb_page_close(page, EL_SPAN);
    }
    kb_page_close(page, EL_P);
    kb_buf_free(&cut);
}

/* The record; and what it counts for its domain, or which that is. */
static void name(const struct kb_view *at, bool counted, uint32_t index)
{
    struct kb_page *page = at->page;
    const struct kb_record *record = at->site->base->records[index];
    struct kb_site_counts counts = {0};
    if (kb_part_again(at, KB_PIECE_TALLIED, counted, KB_PIECE_OF(index)))
        return;
    kb_part_record_link(at, index);
    kb_page_say(page, " ");
    kb_page_begin(page, EL_SPAN, "muted");
    kb_page_word(page, "dir", "auto");
    if (counted) {
        kb_site_count(&counts, record);
        kb_part_number(page, counts.errors, "error", "errors");
        kb_page_say(page, ", ");
        kb_part_number(page, counts.warnings, "warning", "warnings");
    } else {
        kb_page_text(page, kb_part_domain_name(at, at->site->domain_of[index]));
    }
    kb_page_close(page, EL_SPAN);
    kb_page_keep(page);
}

static void row(const struct kb_view *at, const struct kb_tally *tally, uint32_t index)
{
    struct kb_page *page = at->page;
    kb_page_open(page, EL_LI);
    name(at, tally->family == KB_BY_DOMAIN, index);
    if (tally->rule)
        messages(at, at->site->base->records[index], tally->rule);
    kb_page_close(page, EL_LI);
}

/* Home, quality, this one: its name ends the title. */
void kb_site_tally(const struct kb_site *site, struct kb_page *page, size_t language, size_t index,
                   size_t part)
{
    const struct kb_tally *tally = &site->survey->tallies[index];
    const struct kb_pager pager = kb_pager_of(tally->count);
    struct kb_buf room = {0}, title = {0}, path = {0};
    struct kb_view at = kb_view_of(site, page, language, kb_pager_route(&path, tally->route, part));
    kb_buf_str(&title, kb_view_words(&at, kb_survey_family_name(tally->family)));
    kb_buf_str(&title, kb_view_words(&at, ": "));
    kb_buf_str(&title, kb_survey_tally_name(&room, &at, tally));
    const size_t first = kb_pager_first(&pager, part);
    kb_part_head_of(&at, kb_buf_view(&title), tally->records + first, tally->count - first);
    const struct kb_crumb way = {KB_ROUTE_QUALITY, kb_view_words(&at, "Quality")};
    kb_part_trail(&at, &way, 1, kb_buf_view(&title));
    kb_part_main(&at, NULL);
    kb_part_title(page, kb_buf_view(&title));
    if (tally->rule)
        kb_page_put(page, EL_P, NULL, tally->rule->summary);
    kb_page_begin(page, EL_P, "muted");
    kb_part_number(page, tally->count, "record", "records");
    if (tally->number != tally->count) {
        kb_page_say(page, ", ");
        kb_page_sayf(page, "counted %zu times", tally->number);
    }
    kb_page_say(page, ".");
    kb_page_close(page, EL_P);
    kb_page_begin(page, EL_UL, "counted");
    for (size_t i = kb_pager_first(&pager, part); i < kb_pager_last(&pager, part); i++)
        row(&at, tally, tally->records[i]);
    kb_page_close(page, EL_UL);
    kb_part_pager(&at, tally->route, &pager, part);
    kb_part_foot(&at);
    kb_buf_free(&room);
    kb_buf_free(&title);
    kb_buf_free(&path);
}

static bool parts(const struct kb_job *job, size_t index, struct kb_buf *room)
{
    const struct kb_tally *tally = &job->site->survey->tallies[index];
    const struct kb_pager pager = kb_pager_of(tally->count);
    bool done = true;
    for (size_t part = 0; done && part < pager.parts; part++) {
        size_t first = kb_pager_first(&pager, part), end = kb_pager_last(&pager, part);
        struct kb_route route = kb_pager_route(room, tally->route, part);
        struct kb_digest from = kb_origin_list(job->site, tally->records + first, end - first,
                                               tally->count, tally->number);
        if (kb_job_keep(job, route, from))
            continue;
        kb_site_tally(job->site, job->page, job->language, index, part);
        done = kb_job_hand_over_from(job, route, KB_FILE_PLAIN, from);
    }
    return done;
}

bool kb_job_quality(const struct kb_job *job)
{
    const struct kb_survey *survey = job->site->survey;
    struct kb_buf room = {0};
    bool done = true;
    for (size_t g = 0; done && g < survey->first[KB_FAMILY_COUNT]; g++)
        done = survey->tallies[g].count == 0 || parts(job, g, &room);
    kb_buf_free(&room);
    return done;
}

/* SPDX-License-Identifier: MIT */
/* What the tallies of the survey are called, and where their pages are. */
#include "emit/html/survey.h"

#include "emit/html/markup.h"

/* Folder and name of a step. */
struct step {
    const char *folder, *name;
};

static const struct step ages[] = {{"fresh", "Fresh"},
                                   {"aging", "Aging"},
                                   {"stale", "Stale"},
                                   {"ahead", "Dated ahead"},
                                   {"none", "No date"}};
static const struct step sourced[] = {{"all", "Every entry has one"},
                                      {"some", "Some entries have one"},
                                      {"none", "No entry has one"}};
static const struct step linked[] = {{"linked", "Linked with others"},
                                     {"orphans", "Linked with none"},
                                     {"dangling", "Links that lead nowhere"}};
static const struct step translated[] = {
    {"whole", "wholly translated"}, {"part", "translated in part"}, {"none", "not translated"}};

_Static_assert(sizeof ages / sizeof *ages == KB_AGE_COUNT + 1, "a name for each age");

#define STEPS(list) (list), sizeof(list) / sizeof *(list)

static const struct family {
    const char *name, *folder;
    const struct step *steps; /* NULL: named otherwise; of translations, in each language */
    size_t count;
} families[KB_FAMILY_COUNT] = {
    [KB_BY_RULE] = {"Rule", "rule", NULL, 0},
    [KB_BY_DOMAIN] = {"Known problems", "domain", NULL, 0},
    [KB_BY_AGE] = {"Freshness", "freshness", STEPS(ages)},
    [KB_BY_EVIDENCE] = {"Evidence", "evidence", NULL, 0},
    [KB_BY_SOURCES] = {"Sources", "sources", STEPS(sourced)},
    [KB_BY_FIX_RATE] = {"Fix rate", "fix-rate", NULL, 0},
    [KB_BY_CONFIDENCE] = {"Confidence", "confidence", NULL, 0},
    [KB_BY_FAILURE] = {"Fail rate of dead ends", "fail-rate", NULL, 0},
    [KB_BY_SUCCESS] = {"Success rate of workarounds", "success-rate", NULL, 0},
    [KB_BY_LINKS] = {"Links", "links", STEPS(linked)},
    [KB_BY_PART] = {"Connected part", "part", NULL, 0},
    [KB_BY_TRANSLATION] = {"Translations", "translation", STEPS(translated)},
};

static const struct step *step_of(const struct kb_tally *tally)
{
    const struct family *family = &families[tally->family];
    return family->steps ? &family->steps[tally->step % family->count] : NULL;
}

const char *kb_survey_family_name(enum kb_family family)
{
    return families[family].name;
}

const char *kb_survey_step_name(const struct kb_tally *tally)
{
    return step_of(tally)->name;
}

static void step_path(struct kb_buf *path, const struct kb_site *site, const struct kb_tally *tally)
{
    const struct step *step = step_of(tally);
    if (tally->family == KB_BY_TRANSLATION) {
        kb_buf_str(path, site->languages[tally->step / KB_TRANSLATED_COUNT].folder);
        kb_buf_putc(path, '/');
    }
    if (step)
        kb_buf_puts(path, step->folder);
    else if (tally->family == KB_BY_RULE)
        kb_out_id_path(path, kb_str(tally->rule->name));
    else if (tally->family == KB_BY_PART)
        kb_buf_printf(path, "%zu", tally->step + 1);
    else if (tally->family == KB_BY_EVIDENCE && tally->step < KB_EVIDENCE_STEPS)
        kb_buf_printf(path, "%d", kb_survey_evidence[tally->step]);
    else if (tally->family != KB_BY_EVIDENCE && tally->step < KB_RATE_STEPS)
        kb_buf_printf(path, "%zu", tally->step * 100 / KB_RATE_STEPS);
    else
        kb_buf_puts(path, "other");
}

void kb_survey_name_routes(struct kb_survey *survey, struct kb_site *site)
{
    struct kb_buf path = {0};
    for (size_t g = 0; g < survey->first[KB_FAMILY_COUNT]; g++) {
        struct kb_tally *tally = &survey->tallies[g];
        if (tally->count == 0)
            continue;
        path.len = 0;
        kb_buf_puts(&path, "quality/");
        if (tally->family == KB_BY_DOMAIN) {
            kb_buf_str(&path, site->domains[tally->step].route.rest); /* domain/... */
        } else {
            kb_buf_printf(&path, "%s/", families[tally->family].folder);
            step_path(&path, site, tally);
            kb_buf_puts(&path, ".html");
        }
        tally->route = (struct kb_route){
            "browse/", {kb_arena_copy(&site->arena, path.data, path.len), path.len}};
    }
    kb_buf_free(&path);
}

static void evidence_name(struct kb_buf *room, const struct kb_words *words, size_t step)
{
    int from = kb_survey_evidence[step];
    if (step + 1 == KB_EVIDENCE_STEPS)
        kb_buf_printf(room, kb_words_find(words, "%d or more"), from);
    else if (kb_survey_evidence[step + 1] == from + 1)
        kb_buf_printf(room, "%d", from);
    else
        kb_buf_printf(room, "%d–%d", from, kb_survey_evidence[step + 1] - 1);
}

struct kb_str kb_survey_tally_name(struct kb_buf *room, const struct kb_view *at,
                                   const struct kb_tally *tally)
{
    const struct kb_site_language *languages = at->site->languages;
    const struct step *step = step_of(tally);
    room->len = 0;
    if (tally->family == KB_BY_TRANSLATION) {
        kb_buf_str(room,
                   kb_markup_language(kb_str(languages[tally->step / KB_TRANSLATED_COUNT].tag)));
        kb_buf_puts(room, ", ");
    }
    if (step)
        kb_buf_str(room, kb_view_words(at, step->name));
    else if (tally->family == KB_BY_RULE)
        kb_buf_puts(room, tally->rule->name);
    else if (tally->family == KB_BY_DOMAIN)
        kb_buf_str(room, kb_part_domain_name(at, tally->step));
    else if (tally->family == KB_BY_PART)
        kb_buf_printf(room, "%zu", tally->step + 1);
    else if (tally->family == KB_BY_EVIDENCE && tally->step < KB_EVIDENCE_STEPS)
        evidence_name(room, languages[at->language].words, tally->step);
    else if (tally->family == KB_BY_EVIDENCE)
        kb_buf_str(room, kb_view_words(at, "No number given"));
    else if (tally->step < KB_RATE_STEPS)
        kb_buf_printf(room, "%zu–%zu%%", tally->step * 100 / KB_RATE_STEPS,
                      (tally->step + 1) * 100 / KB_RATE_STEPS);
    else
        kb_buf_str(room, kb_view_words(at, "No share"));
    return kb_buf_view(room);
}

/* SPDX-License-Identifier: MIT */
/* How to read what the pages say. */
#include "emit/html/pages.h"
#include "emit/html/parts.h"

static void ages(struct kb_page *page)
{
    kb_page_open(page, EL_P);
    kb_page_sayf(page,
                 "A record is fresh for %d days after it was last confirmed (or, where nobody "
                 "confirmed it, last updated), aging up to %d days, and stale from then on.",
                 KB_FRESH_DAYS, KB_STALE_DAYS);
    kb_page_close(page, EL_P);
}

static const struct {
    const char *id, *heading, *texts[3];
    void (*lead)(struct kb_page *page); /* before the texts; NULL for none */
} sections[] = {
    {.id = "rates",
     .heading = "Rates",
     .texts =
         {"A fix rate is the share of cases in which the error could be fixed; each workaround and "
          "each dead end has a rate of its own: how often it works, how often it fails.",
          "Rates are what the author of a record wrote into it. The bar, the number and the word "
          "beside it say the same thing; the word is only there to be read at a glance.",
          "Where a record gives no rate, none is shown. A rate outside 0 to 1 is shown as it is "
          "written."}},
    {.id = "confidence",
     .heading = "Confidence and evidence",
     .texts =
         {"Confidence is how sure the author of a record is of it, from none to certain. It is no "
          "statistical measure.",
          "Evidence is how many pieces of evidence the author says the record rests on. A rate "
          "with "
          "little evidence is a guess, however high it is."}},
    {.id = "freshness",
     .heading = "Freshness",
     .texts =
         {"Ages are counted from one fixed day, not from today, so that the same records give the "
          "same pages. That day stands on every page that names an age."},
     .lead = ages},
    {.id = "findings",
     .heading = "Known problems",
     .texts =
         {"Each record was checked when this site was built. What was found stands on its page: an "
          "error says that something in it is wrong, a warning that something probably is, a "
          "remark "
          "that something could be better.",
          "A record with known problems may still be useful: read it with them in mind."}},
    {.id = "graph",
     .heading = "How errors belong together",
     .texts =
         {"One error leads to another, often comes after it, or is easily confused with it, as the "
          "authors of the records say. A probability is given where they gave one."}},
    {.id = "licence",
     .heading = "Licence",
     .texts = {"The texts belong to the authors of the records. This site makes no statement about "
               "their "
               "licence: look for it where the records come from."}},
};

void kb_site_about(const struct kb_site *site, struct kb_page *page, size_t language)
{
    const struct kb_view at = kb_view_of(site, page, language, KB_ROUTE_ABOUT);
    struct kb_str title = kb_view_words(&at, "About");
    kb_part_head(&at, title,
                 kb_view_words(&at, "How rates, confidence, evidence, freshness and known "
                                    "problems are meant."));
    kb_part_trail(&at, NULL, 0, title);
    kb_part_main(&at, NULL);
    kb_page_put(page, EL_H1, NULL, "About");
    kb_page_put(page, EL_P, "lead",
                "How rates, confidence, evidence, freshness and known problems are meant.");
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        kb_part_section(&at, sections[i].id, sections[i].heading);
        if (sections[i].lead)
            sections[i].lead(page);
        for (size_t t = 0; t < 3 && sections[i].texts[t]; t++)
            kb_page_put(page, EL_P, NULL, sections[i].texts[t]);
        kb_page_close(page, EL_SECTION);
    }
    kb_part_foot(&at);
}

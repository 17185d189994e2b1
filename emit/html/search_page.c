/* SPDX-License-Identifier: MIT */
/* The page that searches. It holds the words its scripts say; what can be used without scripts
 * stands in it as links. */
#include "emit/html/facet.h"
#include "emit/html/pages.h"
#include "emit/html/search.h"

/* Where the scripts put all they make, and what they say there. */
static void place(struct kb_page *page, const char *language)
{
    kb_page_open(page, EL_DIV);
    kb_page_word(page, "id", "search");
    kb_page_word(page, "hidden", "");
    kb_page_word(page, "data-language", language);
    kb_page_label(page, "data-label", "An error message, a code, or words");
    kb_page_label(page, "data-help",
                  "Most typing errors do no harm. A log can be pasted as it is.");
    kb_page_label(page, "data-paste", "Explain a log");
    kb_page_label(page, "data-back", "Search by words");
    kb_page_label(page, "data-log", "A log: each line is looked up by itself");
    kb_page_label(page, "data-domain", "Domain");
    kb_page_label(page, "data-verdict", "Verdict");
    kb_page_label(page, "data-rate", "Fix rate of at least");
    kb_page_label(page, "data-any", "Any");
    kb_page_label(page, "data-yes", "Can be fixed");
    kb_page_label(page, "data-partly", "Can be fixed in part");
    kb_page_label(page, "data-no", "Cannot be fixed");
    kb_page_label(page, "data-unknown", "Not known");
    kb_page_label(page, "data-fixed", "Fix rate");
    kb_page_label(page, "data-one", "record");
    kb_page_label(page, "data-many", "records");
    kb_page_label(page, "data-none", "Nothing found");
    kb_page_label(page, "data-lists", "These lead to every record:");
    kb_page_label(page, "data-meant", "Showing results for");
    kb_page_label(page, "data-lacking", "No record has");
    kb_page_label(page, "data-all", "With all words:");
    kb_page_label(page, "data-others", "With all other words:");
    kb_page_label(page, "data-more", "More results");
    kb_page_label(page, "data-broken", "The search index could not be loaded.");
    kb_page_label(page, "data-reading", "Reading the log");
    kb_page_label(page, "data-line", "Line");
    kb_page_label(page, "data-explained", "Lines explained:");
    kb_page_label(page, "data-possible", "Possible");
    kb_page_label(page, "data-why",
                  "The line has the words that this record asks for. Its regular expression cannot "
                  "be run in a browser.");
    kb_page_close(page, EL_DIV);
}

/* What else leads to a record. */
static void without_scripts(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    kb_page_begin(page, EL_ASIDE, "muted");
    kb_page_open(page, EL_P);
    kb_page_say(page, "The search needs scripts. Without them, these lead to every record:");
    kb_page_close(page, EL_P);
    kb_part_facets(at);
    kb_page_close(page, EL_ASIDE);
}

void kb_site_search(const struct kb_site *site, struct kb_page *page, size_t language)
{
    const struct kb_view at = kb_view_of(site, page, language, KB_ROUTE_SEARCH);
    struct kb_str title = kb_view_words(&at, "Search");
    kb_part_head(&at, title,
                 kb_view_words(&at, "Find an error by its message, its code or words, or "
                                    "paste a log and see which of its lines are known."));
    kb_part_crumbs(&at, SIZE_MAX, title);
    kb_part_main(&at, NULL);
    kb_page_put(page, EL_H1, NULL, "Search");
    place(page, site->languages[language].tag);
    without_scripts(&at);
    for (size_t i = 0; i < KB_SEARCH_SCRIPTS; i++) {
        kb_part_open_script(&at, kb_search_scripts[i]);
        kb_page_close(page, EL_SCRIPT);
    }
    kb_part_foot(&at);
}

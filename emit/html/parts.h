/* SPDX-License-Identifier: MIT */
/* What pages have in common: the frame around the content, and the small pieces that show a rate,
 * a date, a record in a list. */
#ifndef KB_HTML_PARTS_H
#define KB_HTML_PARTS_H

#include "emit/html/site.h"

/* Everything a piece needs to know: where it is written, and how far below html/ that is. */
struct kb_view {
    const struct kb_site *site;
    struct kb_page *page;
    size_t language;
    struct kb_route route;
    struct kb_route peer;  /* what stands for it in the other languages: most often itself */
    unsigned depth;        /* folders below html/ */
    struct kb_str root;    /* what addresses begin with; absent: the way up from `depth` */
    struct kb_str forward; /* the address that the page only leads on to; absent: it stays */
    bool unlisted;         /* for those who come from elsewhere; nothing is to be found by it */
    bool twin;             /* a Markdown file with the same content lies beside it */
    bool ages;             /* it says how long ago something was; the footer, counted from when */
};

struct kb_view kb_view_of(const struct kb_site *site, struct kb_page *page, size_t language,
                          struct kb_route route);

/* Words of our own in the language of the view, also before the page is begun. */
struct kb_str kb_view_words(const struct kb_view *at, const char *english);

/* The language that our own words are said in there: English where we have none in that of the
 * page. What a page says in another one is marked. */
struct kb_str kb_view_lang(const struct kb_view *at);

/* A text of a record, in the language of the page where it has been translated. */
struct kb_said {
    struct kb_str text; /* absent where the record has none */
    struct kb_str lang; /* its language, absent where it is that of our own words */
    bool fallback;      /* not translated: as the record has it */
};

struct kb_said kb_view_text(const struct kb_view *at, const struct kb_record *record,
                            enum kb_field field, size_t entry);

/* How many texts of a field a record has in its own language, and how many of these have no
 * translation that readers of another see. None where that has no place for translations of it. */
struct kb_coverage {
    size_t texts, lacking;
};

struct kb_coverage kb_site_covers(const struct kb_site *site, size_t language,
                                  const struct kb_record *record, enum kb_field field);

/* kb_page_again for a piece with links in it, which are the same on all pages of a language that
 * lie as deep. */
bool kb_part_again(const struct kb_view *at, enum kb_piece piece, unsigned more,
                   struct kb_str which);

/* From the doctype to before the breadcrumbs; into <main>; from its end to the end. The title may
 * be blank. */
void kb_part_head(const struct kb_view *at, struct kb_str title, struct kb_str description);
void kb_part_main(const struct kb_view *at, const char *class_name);
void kb_part_foot(const struct kb_view *at);

/* Breadcrumbs: home, then `count` pages on the way, then this one. */
struct kb_crumb {
    struct kb_route route;
    struct kb_str name;
};

void kb_part_trail(const struct kb_view *at, const struct kb_crumb *crumbs, size_t count,
                   struct kb_str last);

/* The same for a record: by way of its domain, where that is not SIZE_MAX. */
void kb_part_crumbs(const struct kb_view *at, size_t domain, struct kb_str last);

/* Opens a link to a page in the same language, with an optional fragment. */
void kb_part_open_link(const struct kb_view *at, struct kb_route route, const char *fragment);

/* Opens a script of the site, `path` below html/: no page waits for it. */
void kb_part_open_script(const struct kb_view *at, const char *path);

/* The address, from this page, of a file below html/. */
void kb_part_address(struct kb_buf *out, const struct kb_view *at, struct kb_str path);

/* The same as an attribute. */
void kb_part_address_attr(const struct kb_view *at, const char *name, struct kb_str path);

/* The sentence that the home page begins with. */
void kb_part_lead(struct kb_buf *out, const struct kb_view *at);

/* What a record is called: its signature or, where nothing of that can be seen, its id. */
struct kb_said kb_part_record_name(const struct kb_view *at, const struct kb_record *record);

/* The head of a page that lists these records: it is described by the names of the first. */
void kb_part_head_of(const struct kb_view *at, struct kb_str title, const uint32_t *records,
                     size_t count);

/* Marks the open element where the page is in another language: what rules find is said in English
 * alone, what they ask for as the rest of the page. */
void kb_part_english(const struct kb_view *at);

/* A mark that a text is not translated. */
void kb_part_fallback(const struct kb_view *at, const struct kb_said *said);

/* A whole link to a record, by that name. */
void kb_part_record_link(const struct kb_view *at, uint32_t record);

/* What a domain is called on the page. */
struct kb_str kb_part_domain_name(const struct kb_view *at, size_t domain);

/* The heading of the page, where it is a name: as the record has it, or words of ours. */
void kb_part_title(struct kb_page *page, struct kb_str name);

/* Opens a section with an id and a heading. */
void kb_part_section(const struct kb_view *at, const char *id, const char *heading);

enum kb_rate_kind {
    KB_RATE_SUCCESS, /* of a workaround */
    KB_RATE_FAILURE, /* of a dead end */
    KB_RATE_FIX,     /* of an error */
    KB_RATE_CONFIDENCE,
    KB_RATE_PLAIN,
};

/* A bar, a percentage and a word; PLAIN: the percentage alone. Nothing where the rate is absent. */
void kb_part_rate(struct kb_page *page, const struct kb_rate *rate, enum kb_rate_kind kind);
bool kb_part_has_rate(const struct kb_rate *rate);

/* Whether any text of a list can be seen. */
bool kb_part_any(const struct kb_list *texts);

/* A date that machines can read, and how long before `today` it lies. */
void kb_part_date(struct kb_page *page, int32_t day);
void kb_part_age(struct kb_page *page, int32_t day, int32_t today);

/* The sentence that says from which day ages are counted. */
void kb_part_age_basis(struct kb_page *page, const struct kb_base *base);

/* A few words in the colour of a severity. */
void kb_part_flag(struct kb_page *page, enum kb_severity severity, const char *words);

/* How old what a record says is, by its last confirmation or, without one, its last update.
 * KB_AGE_COUNT: it names no date. */
#define KB_FRESH_DAYS 180 /* the bounds of the rules date/aging and date/stale */
#define KB_STALE_DAYS 365

enum kb_age { KB_AGE_FRESH, KB_AGE_AGING, KB_AGE_STALE, KB_AGE_AHEAD, KB_AGE_COUNT };

enum kb_age kb_part_record_age(const struct kb_record *record, int32_t today);

/* What a rate comes to in a word of English, NULL where there is none. */
const char *kb_part_rate_word(const struct kb_rate *rate, enum kb_rate_kind kind);

/* A share as the number of a hundred that it is, in four digits at most. */
void kb_part_percent(struct kb_buf *out, double share);

/* "partial" and the like in words, in a colour; what is none of them as it stands. */
void kb_part_verdict(struct kb_page *page, struct kb_str resolvable);

/* "Can be fixed" for "true"; NULL where it is no such word. In English. */
const char *kb_part_verdict_name(struct kb_str resolvable);

/* "1 record", "2 records". */
void kb_put_number(struct kb_buf *out, const struct kb_page *page, size_t n, const char *one,
                   const char *many);
void kb_part_number(struct kb_page *page, size_t n, const char *one, const char *many);

/* A name and how many errors have it, as the text of one link: "go 12 errors" says where it leads
 * where "go" alone does not. */
void kb_part_counted(struct kb_page *page, struct kb_str name, size_t errors);

/* A list of records with rate and verdict, in the order given. */
void kb_part_records(const struct kb_view *at, const uint32_t *records, size_t count,
                     bool with_domain);

/* The counts of a domain or of the whole base, as tiles. */
void kb_part_tiles(struct kb_page *page, const struct kb_site_counts *counts);

#endif

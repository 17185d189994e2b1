/* SPDX-License-Identifier: MIT */
/* The numbers of the quality pages, each with the records behind it: counted once for a base. */
#ifndef KB_HTML_SURVEY_H
#define KB_HTML_SURVEY_H

#include "emit/html/graph.h"
#include "emit/html/parts.h"

/* What is counted. A family has a tally for each of its steps. */
enum kb_family {
    KB_BY_RULE,        /* findings; a step for each rule that found something, by name */
    KB_BY_DOMAIN,      /* errors and warnings; a step for each domain */
    KB_BY_AGE,         /* records; enum kb_age, KB_AGE_COUNT without a date */
    KB_BY_EVIDENCE,    /* records; see kb_survey_evidence */
    KB_BY_SOURCES,     /* records; enum kb_sourced */
    KB_BY_FIX_RATE,    /* records; these four have a step for every 5 percent */
    KB_BY_CONFIDENCE,  /* records */
    KB_BY_FAILURE,     /* dead ends */
    KB_BY_SUCCESS,     /* workarounds */
    KB_BY_LINKS,       /* enum kb_linked */
    KB_BY_PART,        /* records; a step for each of the largest parts of the graph */
    KB_BY_TRANSLATION, /* records; three steps for each language: enum kb_translated */
    KB_FAMILY_COUNT
};

#define KB_RATE_STEPS     20 /* 0 to 5 %, ..., 95 to 100 %; one more for what is no share */
#define KB_EVIDENCE_STEPS 9  /* and one more for what gives no number */
#define KB_PARTS_LISTED   10

enum kb_sourced { KB_SOURCED_ALL, KB_SOURCED_SOME, KB_SOURCED_NONE, KB_SOURCED_COUNT };
enum kb_linked { KB_LINKED, KB_ORPHAN, KB_DANGLING, KB_LINKED_COUNT };
enum kb_translated { KB_WHOLLY, KB_PARTLY, KB_NOT_AT_ALL, KB_TRANSLATED_COUNT };

struct kb_tally {
    enum kb_family family;
    size_t step;
    size_t number; /* of what the family counts */
    const uint32_t *records;
    size_t count;
    struct kb_route route;      /* of its page; every tally that has records has one */
    const struct kb_rule *rule; /* of KB_BY_RULE */
    enum kb_severity severity;  /* the worst that it was found with */
};

struct kb_survey {
    struct kb_tally *tallies; /* by family, then step */
    size_t first[KB_FAMILY_COUNT + 1];
    struct kb_graph graph;            /* of all records */
    struct kb_graph within;           /* without the links between domains */
    struct kb_graph domains;          /* weight: links between records of the two */
    struct kb_part *parts;            /* those of `within`, by domain, largest first */
    size_t *first_part;               /* of each domain, and one past the last */
    size_t edges[KB_EDGE_KIND_COUNT]; /* as the records have them */
    size_t entries[KB_SOURCED_COUNT]; /* dead ends and workarounds with sources, -, without */
    size_t remarks;                   /* infos */
    size_t (*texts)[2];               /* by language: translated, of how many */
};

/* The least number of pieces of evidence of each step. */
extern const int kb_survey_evidence[KB_EVIDENCE_STEPS];

/* Everything is made in the arena of the site, which has its languages and domains by now. */
const struct kb_survey *kb_survey_make(struct kb_site *site);

/* A family's steps, and one of its tallies. */
size_t kb_survey_steps(const struct kb_survey *survey, enum kb_family family);
const struct kb_tally *kb_survey_tally(const struct kb_survey *survey, enum kb_family family,
                                       size_t step);

/* The findings of a rule that found something. */
const struct kb_tally *kb_survey_rule(const struct kb_survey *survey, const struct kb_rule *rule);

/* The step of a rate; KB_RATE_STEPS for what is no share. */
size_t kb_survey_rate_step(double value);

/* Gives each tally that has records the route of its page. */
void kb_survey_name_routes(struct kb_survey *survey, struct kb_site *site);

/* What a family is called, in English, and so a step of those that have a word for each. */
const char *kb_survey_family_name(enum kb_family family);
const char *kb_survey_step_name(const struct kb_tally *tally);

/* What a tally is called, in the language of the view; made in `room`. */
struct kb_str kb_survey_tally_name(struct kb_buf *room, const struct kb_view *at,
                                   const struct kb_tally *tally);

#endif

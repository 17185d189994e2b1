/* SPDX-License-Identifier: MIT */
/* The records around this one: its neighbours in the transition graph as a picture and as a list,
 * the records like it, the one before and the one after. */
#include "emit/html/record.h"

#include <stdlib.h>

#include "emit/html/markup.h"

#define STEP_LENGTH 80 /* code points of a signature in the links to the previous and the next */

const char *kb_relation_words(enum kb_relation relation)
{
    static const char *const words[KB_RELATION_COUNT] = {
        [KB_BEFORE] = "Often comes after",
        [KB_AFTER] = "Leads to",
        [KB_CONFUSED] = "Easily confused with",
    };
    return words[relation];
}

/* The three edge lists have the same members in the same order: id, probability, note. */
enum kb_field kb_edge_note(enum kb_edge_kind kind)
{
    return (enum kb_field)(kb_edge_field(kind) + (KB_F_LEADS_TO_NOTE - KB_F_LEADS_TO));
}

_Static_assert(KB_F_PRECEDED_BY_NOTE - KB_F_PRECEDED_BY == KB_F_LEADS_TO_NOTE - KB_F_LEADS_TO &&
                   KB_F_CONFUSED_WITH_NOTE - KB_F_CONFUSED_WITH ==
                       KB_F_LEADS_TO_NOTE - KB_F_LEADS_TO,
               "the edge lists have the same members");

static void note(const struct kb_subject *subject, const struct kb_neighbour *one)
{
    struct kb_page *page = subject->at.page;
    const struct kb_site *site = subject->at.site;
    const struct kb_edge_ref *ref = &one->note;
    const struct kb_subject by = {subject->at, site->base->records[ref->by], ref->by};
    if (!kb_subject_has(&by, kb_edge_note(ref->kind), ref->entry, KB_F_NONE))
        return;
    if (one->relation == KB_CONFUSED)
        kb_page_put(page, EL_P, "apart", "How to tell them apart");
    kb_subject_field(&by, kb_edge_note(ref->kind), ref->entry, KB_STYLE_PROSE, KB_F_NONE);
}

static void neighbour(const struct kb_subject *subject, const struct kb_neighbour *one)
{
    struct kb_page *page = subject->at.page;
    const struct kb_site *site = subject->at.site;
    const struct kb_edge *edge = kb_edge_of(site, &one->edge);
    kb_page_open(page, EL_LI);
    if (one->record < site->base->count) {
        kb_part_record_link(&subject->at, one->record);
    } else {
        kb_page_open(page, EL_BDI);
        kb_page_text(page, kb_str_blank(edge->id) ? KB_STR("(no id)") : edge->id);
        kb_page_close(page, EL_BDI);
        kb_page_say(page, " ");
        kb_part_flag(page, KB_WARNING, "not in this base");
    }
    if (kb_part_has_rate(&edge->probability)) {
        /* How likely this leads there is not how likely that came from here. */
        kb_page_begin(page, EL_P, "muted");
        kb_page_say(page, one->edge.by == subject->index ? "Probability"
                                                         : "Probability, seen from there");
        kb_page_say(page, " ");
        kb_part_rate(page, &edge->probability, KB_RATE_PLAIN);
        kb_page_close(page, EL_P);
    }
    note(subject, one);
    kb_page_close(page, EL_LI);
}

void kb_subject_neighbours(const struct kb_subject *subject)
{
    struct kb_page *page = subject->at.page;
    size_t count;
    struct kb_neighbour *list = kb_neighbours(subject->at.site, subject->index, &count);
    if (count == 0)
        return;
    kb_part_section(&subject->at, "related", "Related errors");
    kb_subject_picture(subject, list, count);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || list[i].relation != list[i - 1].relation) {
            kb_page_put(page, EL_H3, NULL, kb_relation_words(list[i].relation));
            kb_page_begin(page, EL_UL, "records");
        }
        neighbour(subject, &list[i]);
        if (i + 1 == count || list[i].relation != list[i + 1].relation)
            kb_page_close(page, EL_UL);
    }
    kb_page_close(page, EL_SECTION);
    free(list);
}

/* Less than the lists on other pages show: a page has to stay light. */
static void similar_row(const struct kb_view *at, uint32_t index)
{
    struct kb_page *page = at->page;
    const struct kb_record *record = at->site->base->records[index];
    if (kb_part_again(at, KB_PIECE_SIMILAR, 0, KB_PIECE_OF(index)))
        return;
    kb_page_open(page, EL_LI);
    kb_part_record_link(at, index);
    kb_page_begin(page, EL_DIV, "facts");
    kb_part_verdict(page, record->resolvable);
    kb_page_say(page, "\n");
    kb_page_open(page, EL_BDI);
    kb_page_text(page, kb_part_domain_name(at, at->site->domain_of[index]));
    kb_page_close(page, EL_BDI);
    kb_page_close(page, EL_DIV);
    kb_page_close(page, EL_LI);
    kb_page_keep(page);
}

void kb_subject_similar(const struct kb_subject *subject)
{
    const uint32_t *similar = subject->at.site->similar[subject->index];
    struct kb_page *page = subject->at.page;
    if (similar[0] == KB_NO_RECORD)
        return;
    kb_part_section(&subject->at, "similar", "Similar errors");
    kb_page_begin(page, EL_UL, "records");
    for (size_t i = 0; i < KB_SIMILAR && similar[i] != KB_NO_RECORD; i++)
        similar_row(&subject->at, similar[i]);
    kb_page_close(page, EL_UL);
    kb_page_close(page, EL_SECTION);
}

static void step(const struct kb_subject *subject, uint32_t index, const char *rel,
                 const char *words)
{
    const struct kb_view *at = &subject->at;
    const struct kb_said name = kb_part_record_name(at, at->site->base->records[index]);
    struct kb_buf cut = {0};
    kb_part_open_link(at, kb_site_record_route(at->site, index), NULL);
    kb_page_word(at->page, "rel", rel);
    kb_page_word(at->page, "class", rel);
    kb_page_begin(at->page, EL_SPAN, "muted");
    kb_page_say(at->page, words);
    kb_page_close(at->page, EL_SPAN);
    kb_page_say(at->page, "\n");
    kb_page_open(at->page, EL_BDI);
    kb_markup_lang(at->page, name.lang);
    kb_page_text(at->page, kb_markup_cut(&cut, name.text, STEP_LENGTH));
    kb_page_close(at->page, EL_BDI);
    kb_page_close(at->page, EL_A);
    kb_page_say(at->page, "\n");
    kb_buf_free(&cut);
}

void kb_subject_steps(const struct kb_subject *subject)
{
    const struct kb_site *site = subject->at.site;
    const struct kb_site_group *domain = &site->domains[site->domain_of[subject->index]];
    const uint32_t *here = &site->grouped[site->place_of[subject->index]];
    const uint32_t *last = domain->records + domain->count - 1;
    if (domain->count < 2)
        return;
    kb_page_begin(subject->at.page, EL_NAV, "steps");
    kb_page_label(subject->at.page, "aria-label", "Neighbours in the domain");
    if (here > domain->records)
        step(subject, here[-1], "prev", "Previous");
    if (here < last)
        step(subject, here[1], "next", "Next");
    kb_page_close(subject->at.page, EL_NAV);
}

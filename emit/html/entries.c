/* SPDX-License-Identifier: MIT */
/* What not to try and what to try. */
#include "emit/html/record.h"

#include <stdlib.h>

#include "emit/html/markup.h"

/* Up to how many code points an action is a heading in full; up to how many one of full weight. */
#define HEADING_LENGTH 400
#define SHORT_LENGTH   100

static void sources(struct kb_page *page, const struct kb_list *list)
{
    kb_page_put(page, EL_DT, NULL, "Sources");
    kb_page_open(page, EL_DD);
    kb_page_begin(page, EL_UL, "sources");
    for (size_t i = 0; i < list->count; i++) {
        if (kb_str_blank(*kb_text_at(list, i)))
            continue;
        kb_page_open(page, EL_LI);
        kb_markup_link(page, *kb_text_at(list, i));
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_UL);
    kb_page_close(page, EL_DD);
}

struct detail {
    const char *term;
    enum kb_field field;
};

/* A description list of what the entry has of two details and its sources. */
static void details(const struct kb_subject *subject, const struct detail list[2], size_t entry,
                    const struct kb_list *urls)
{
    struct kb_page *page = subject->at.page;
    bool has[2] = {kb_subject_has(subject, list[0].field, entry, KB_F_NONE),
                   kb_subject_has(subject, list[1].field, entry, KB_F_NONE)};
    if (!has[0] && !has[1] && !kb_part_any(urls))
        return;
    kb_page_open(page, EL_DL);
    for (size_t i = 0; i < 2; i++) {
        if (!has[i])
            continue;
        kb_page_put(page, EL_DT, NULL, list[i].term);
        kb_page_open(page, EL_DD);
        kb_subject_field(subject, list[i].field, entry, KB_STYLE_PROSE, KB_F_NONE);
        kb_page_close(page, EL_DD);
    }
    if (kb_part_any(urls))
        sources(page, urls);
    kb_page_close(page, EL_DL);
}

/* Of an entry, or of a link to it. */
static void id_attr(struct kb_page *page, const char *name, const char *before, const char *kind,
                    size_t entry)
{
    struct kb_buf *id = kb_page_room(page);
    kb_buf_puts(id, before);
    kb_buf_puts(id, kind);
    kb_buf_putc(id, '-');
    kb_buf_number(id, entry + 1);
    kb_page_attr(page, name, kb_buf_view(id));
}

/* What is said of an entry, which KB_F_DEAD_END or KB_F_WORKAROUND has. */
static void anchor(struct kb_page *page, const char *kind, enum kb_field list, size_t entry)
{
    kb_page_say(page, " ");
    if (kb_page_again(page, KB_PIECE(KB_PIECE_ANCHOR, list, entry), KB_STR("")))
        return;
    kb_page_begin(page, EL_A, "anchor");
    id_attr(page, "href", "#", kind, entry);
    struct kb_buf *label = kb_page_room(page);
    kb_buf_printf(label,
                  list == KB_F_DEAD_END ? kb_page_words(page, "Link to dead end %zu")
                                        : kb_page_words(page, "Link to workaround %zu"),
                  entry + 1);
    kb_page_attr(page, "aria-label", kb_buf_view(label));
    kb_page_say(page, "#");
    kb_page_close(page, EL_A);
    kb_page_keep(page);
}

/* Opens the entry: its anchor, its action as a heading (cut, and then in full below, where it is
 * no line of a bearable length), its rate. */
static void open_entry(const struct kb_subject *subject, const char *kind, size_t entry,
                       enum kb_field action, const struct kb_rate *rate,
                       enum kb_rate_kind rate_kind)
{
    struct kb_page *page = subject->at.page;
    const struct kb_said said = kb_view_text(&subject->at, subject->record, action, entry);
    struct kb_str text = kb_markup_trim(said.text), lang = said.lang;
    bool given = !kb_str_blank(text), lines = given && kb_markup_has_lines(text);
    size_t length = given ? kb_utf8_count(text) : 0;

    kb_page_begin(page, EL_LI, "entry");
    id_attr(page, "id", "", kind, entry);
    kb_page_begin(page, EL_H3, length > SHORT_LENGTH ? "long" : NULL);
    if (given) {
        kb_page_open(page, EL_BDI);
        kb_markup_lang(page, lang);
        if (lines || length > HEADING_LENGTH) {
            struct kb_buf plain = {0}, cut = {0};
            kb_page_text(page, kb_markup_cut(&cut, kb_markup_plain(&plain, text), SHORT_LENGTH));
            kb_buf_free(&plain);
            kb_buf_free(&cut);
        } else {
            kb_markup_inline(page, text);
        }
        kb_page_close(page, EL_BDI);
    } else {
        kb_page_put(page, EL_SPAN, "muted", "(no action given)");
    }
    anchor(page, kind, kb_fields[action].list, entry);
    kb_part_fallback(&subject->at, &said);
    kb_page_close(page, EL_H3);
    if (kb_part_has_rate(rate)) {
        kb_page_begin(page, EL_DIV, "rates");
        kb_part_rate(page, rate, rate_kind);
        kb_page_close(page, EL_DIV);
    }
    if (lines || length > HEADING_LENGTH)
        kb_markup_howto(page, text, lang);
}

void kb_subject_dead_ends(const struct kb_subject *subject)
{
    static const struct detail parts[2] = {{"Why it fails", KB_F_DEAD_END_WHY_FAILS},
                                           {"Condition", KB_F_DEAD_END_CONDITION}};
    struct kb_page *page = subject->at.page;
    const struct kb_record *record = subject->record;
    if (record->dead_ends.count == 0 && !kb_subject_has_extras(subject, KB_F_DEAD_END))
        return;
    kb_part_section(&subject->at, "dead-ends", "What not to try");
    if (record->dead_ends.count > 0)
        kb_page_begin(page, EL_OL, "entries dead");
    for (size_t i = 0; i < record->dead_ends.count; i++) {
        const struct kb_dead_end *dead = kb_dead_end_at(record, i);
        open_entry(subject, "dead-end", i, KB_F_DEAD_END_ACTION, &dead->fail_rate, KB_RATE_FAILURE);
        details(subject, parts, i, &dead->sources);
        kb_page_close(page, EL_LI);
    }
    if (record->dead_ends.count > 0)
        kb_page_close(page, EL_OL);
    kb_subject_extras(subject, KB_F_DEAD_END);
    kb_page_close(page, EL_SECTION);
}

struct ranked {
    double rate; /* -1 where there is none */
    size_t entry;
};

static int by_rate(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;
    if (left->rate != right->rate)
        return left->rate > right->rate ? -1 : 1;
    return (left->entry > right->entry) - (left->entry < right->entry);
}

size_t *kb_record_ranking(const struct kb_record *record)
{
    size_t count = record->workarounds.count;
    struct ranked *order = kb_alloc(count, sizeof *order);
    size_t *entries = kb_alloc(count, sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        const struct kb_rate *rate = &kb_workaround_at(record, i)->success_rate;
        bool usable = kb_part_has_rate(rate) && rate->value >= 0;
        order[i] = (struct ranked){usable ? rate->value : -1, i};
    }
    qsort(order, count, sizeof *order, by_rate);
    for (size_t i = 0; i < count; i++)
        entries[i] = order[i].entry;
    free(order);
    return entries;
}

static void workaround(const struct kb_subject *subject, size_t entry)
{
    static const struct detail parts[2] = {{"Tradeoff", KB_F_WORKAROUND_TRADEOFF},
                                           {"Condition", KB_F_WORKAROUND_CONDITION}};
    const struct kb_workaround *way = kb_workaround_at(subject->record, entry);
    open_entry(subject, "workaround", entry, KB_F_WORKAROUND_ACTION, &way->success_rate,
               KB_RATE_SUCCESS);
    kb_subject_field(subject, KB_F_WORKAROUND_HOW, entry, KB_STYLE_HOWTO, KB_F_WORKAROUND_ACTION);
    details(subject, parts, entry, &way->sources);
    kb_page_close(subject->at.page, EL_LI);
}

/* Best first; the anchors keep the numbers of the source, so that links to them stay good when a
 * rate changes. */
void kb_subject_workarounds(const struct kb_subject *subject)
{
    struct kb_page *page = subject->at.page;
    size_t count = subject->record->workarounds.count;
    if (count == 0 && !kb_subject_has_extras(subject, KB_F_WORKAROUND))
        return;
    kb_part_section(&subject->at, "workarounds", "What to try");
    if (count > 0) {
        size_t *order = kb_record_ranking(subject->record);
        kb_page_begin(page, EL_OL, "entries ways");
        for (size_t i = 0; i < count; i++)
            workaround(subject, order[i]);
        kb_page_close(page, EL_OL);
        free(order);
    }
    kb_subject_extras(subject, KB_F_WORKAROUND);
    kb_page_close(page, EL_SECTION);
}

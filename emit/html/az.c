/* SPDX-License-Identifier: MIT */
/* A to Z: from its first page every record is two clicks away, however many begin with the same
 * letter, since that page links to every page of every letter. */
#include "emit/html/az.h"

#include "emit/html/facet.h"
#include "emit/html/letter.h"
#include "emit/html/markup.h"
#include "emit/html/pager.h"

#define END_LENGTH 40 /* code points of the names that a page is from and to */

static void end_name(const struct kb_view *at, uint32_t index)
{
    struct kb_buf cut = {0};
    struct kb_said name = kb_part_record_name(at, at->site->base->records[index]);
    kb_page_open(at->page, EL_BDI);
    kb_markup_lang(at->page, name.lang);
    kb_page_text(at->page, kb_markup_cut(&cut, kb_letter_of(name.text).name, END_LENGTH));
    kb_page_close(at->page, EL_BDI);
    kb_buf_free(&cut);
}

static void ranges(const struct kb_view *at, const struct kb_site_group *letter,
                   const struct kb_pager *pager)
{
    struct kb_page *page = at->page;
    struct kb_buf room = {0};
    kb_page_begin(page, EL_OL, "ranges");
    for (size_t i = 0; i < pager->parts; i++) {
        kb_page_open(page, EL_LI);
        kb_part_open_link(at, kb_pager_route(&room, letter->route, i), NULL);
        end_name(at, letter->records[kb_pager_first(pager, i)]);
        kb_page_say(page, " – ");
        end_name(at, letter->records[kb_pager_last(pager, i) - 1]);
        kb_page_close(page, EL_A);
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_OL);
    kb_buf_free(&room);
}

static void long_letter(const struct kb_view *at, const struct kb_site_group *letter)
{
    struct kb_page *page = at->page;
    struct kb_pager pager = kb_pager_of(letter->count);
    struct kb_buf room = {0};
    if (pager.parts < 2)
        return;
    kb_page_open(page, EL_SECTION);
    kb_page_open(page, EL_H2);
    kb_page_text(page, kb_facet_label(at, KB_FACET_LETTER, letter, &room));
    kb_page_close(page, EL_H2);
    ranges(at, letter, &pager);
    kb_page_close(page, EL_SECTION);
    kb_buf_free(&room);
}

void kb_az_letters(const struct kb_view *at)
{
    const struct kb_site_groups *letters = kb_facet_groups(at->site, at->language, KB_FACET_LETTER);
    kb_page_begin(at->page, EL_UL, "domains");
    for (size_t i = 0; i < letters->count; i++) {
        kb_page_open(at->page, EL_LI);
        kb_facet_entry(at, KB_FACET_LETTER, &letters->items[i]);
        kb_page_close(at->page, EL_LI);
    }
    kb_page_close(at->page, EL_UL);
    for (size_t i = 0; i < letters->count; i++)
        long_letter(at, &letters->items[i]);
}

void kb_az_names(const struct kb_view *at, const struct kb_site_group *letter, size_t part)
{
    struct kb_page *page = at->page;
    struct kb_pager pager = kb_pager_of(letter->count);
    kb_page_begin(page, EL_UL, "records names");
    for (size_t i = kb_pager_first(&pager, part); i < kb_pager_last(&pager, part); i++) {
        uint32_t record = letter->records[i];
        kb_page_open(page, EL_LI);
        kb_part_record_link(at, record);
        kb_page_say(page, " ");
        kb_page_begin(page, EL_BDI, "muted");
        kb_page_text(page, kb_part_domain_name(at, at->site->domain_of[record]));
        kb_page_close(page, EL_BDI);
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_UL);
    kb_part_pager(at, letter->route, &pager, part);
}

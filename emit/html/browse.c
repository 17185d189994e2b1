/* SPDX-License-Identifier: MIT */
/* The pages of the facets: all kinds, the values of a kind, the records of a value. */
#include <stdlib.h>

#include "emit/html/az.h"
#include "emit/html/facet.h"
#include "emit/html/links.h"
#include "emit/html/markup.h"
#include "emit/html/pager.h"
#include "emit/html/pages.h"

#define SHOWN        12 /* values of a kind among all kinds */
#define LABEL_LENGTH 70 /* code points of a value in the title of its page */

void kb_facet_entry(const struct kb_view *at, enum kb_facet kind, const struct kb_site_group *group)
{
    struct kb_page *page = at->page;
    struct kb_buf room = {0};
    bool linked = group->route.rest.p != NULL;
    if (linked)
        kb_part_open_link(at, group->route, NULL);
    else
        kb_page_open(page, EL_SPAN);
    kb_part_counted(page, kb_facet_label(at, kind, group, &room), group->count);
    kb_page_close(page, linked ? EL_A : EL_SPAN);
    kb_buf_free(&room);
}

/* The values that most records have; as they stand among equals. */
static int most_first(const void *left, const void *right)
{
    const struct kb_site_group *a = *(const struct kb_site_group *const *)left;
    const struct kb_site_group *b = *(const struct kb_site_group *const *)right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return (a > b) - (a < b);
}

static void largest(const struct kb_view *at, enum kb_facet kind,
                    const struct kb_site_groups *groups)
{
    const struct kb_site_group **list = kb_alloc(groups->count, sizeof *list);
    for (size_t i = 0; i < groups->count; i++)
        list[i] = &groups->items[i];
    size_t shown = groups->count;
    if (shown > SHOWN && kind != KB_FACET_LETTER) {
        qsort(list, groups->count, sizeof *list, most_first);
        shown = SHOWN;
    }
    kb_page_begin(at->page, EL_UL, "domains");
    for (size_t i = 0; i < shown; i++) {
        kb_page_open(at->page, EL_LI);
        kb_facet_entry(at, kind, list[i]);
        kb_page_close(at->page, EL_LI);
    }
    kb_page_close(at->page, EL_UL);
    free(list);
}

static void all_of(const struct kb_view *at, enum kb_facet kind,
                   const struct kb_site_groups *groups)
{
    struct kb_page *page = at->page;
    const struct kb_facet_info *info = &kb_facets[kind];
    kb_page_open(page, EL_P);
    kb_part_open_link(at, info->index, NULL);
    kb_page_sayf(page, "All %zu %s", groups->count,
                 kb_page_words(page, groups->count == 1 ? info->one : info->many));
    kb_page_close(page, EL_A);
    kb_page_close(page, EL_P);
}

void kb_site_browse(const struct kb_site *site, struct kb_page *page, size_t language)
{
    const struct kb_view at = kb_view_of(site, page, language, KB_ROUTE_BROWSE);
    struct kb_str title = kb_view_words(&at, "Browse");
    kb_part_head(&at, title,
                 kb_view_words(&at, "All errors of this base, by what they have in common."));
    kb_part_trail(&at, NULL, 0, title);
    kb_part_main(&at, NULL);
    kb_page_put(page, EL_H1, NULL, "Browse");
    kb_page_put(page, EL_P, "lead", "All errors of this base, by what they have in common.");
    for (int kind = 0; kind < KB_FACET_COUNT; kind++) {
        const struct kb_site_groups *groups = kb_facet_groups(site, language, (enum kb_facet)kind);
        if (groups->count == 0)
            continue;
        kb_part_section(&at, kb_facets[kind].folder, kb_facets[kind].title);
        largest(&at, (enum kb_facet)kind, groups);
        all_of(&at, (enum kb_facet)kind, groups);
        kb_page_close(page, EL_SECTION);
    }
    if (kb_site_has_page(site, KB_ROUTE_TRANSLATIONS)) {
        kb_part_section(&at, "translations", "Translations");
        kb_page_open(page, EL_P);
        kb_part_open_link(&at, KB_ROUTE_TRANSLATIONS, NULL);
        kb_page_say(page, "How much of this base is translated, and what is not");
        kb_page_close(page, EL_A);
        kb_page_close(page, EL_P);
        kb_page_close(page, EL_SECTION);
    }
    kb_part_foot(&at);
}

/* Domains stand on the home page themselves. */
void kb_part_facets(const struct kb_view *at)
{
    struct kb_page *page = at->page;
    kb_page_begin(page, EL_UL, "kinds");
    for (int kind = 0; kind < KB_FACET_COUNT; kind++) {
        if (kind == KB_FACET_DOMAIN ||
            kb_facet_groups(at->site, at->language, (enum kb_facet)kind)->count == 0)
            continue;
        kb_page_open(page, EL_LI);
        kb_part_open_link(at, kb_facets[kind].index, NULL);
        kb_page_say(page, kb_facets[kind].title);
        kb_page_close(page, EL_A);
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_UL);
}

/* The first values of a page that lists them, as its description. */
static void put_values(struct kb_buf *out, const struct kb_view *at, enum kb_facet kind,
                       const struct kb_site_groups *groups, size_t first)
{
    struct kb_buf room = {0}, cut = {0};
    for (size_t i = first; i < groups->count && i < first + SHOWN; i++) {
        struct kb_str label = kb_facet_label(at, kind, &groups->items[i], &room);
        kb_buf_puts(out, i > first ? " · " : "");
        kb_buf_str(out, kb_markup_cut(&cut, label, LABEL_LENGTH));
    }
    kb_buf_free(&room);
    kb_buf_free(&cut);
}

void kb_site_facet(const struct kb_site *site, struct kb_page *page, size_t language,
                   enum kb_facet kind, size_t part)
{
    const struct kb_facet_info *info = &kb_facets[kind];
    const struct kb_site_groups *groups = kb_facet_groups(site, language, kind);
    struct kb_pager pager = kb_pager_of(groups->count);
    struct kb_buf room = {0}, values = {0};
    const struct kb_view at =
        kb_view_of(site, page, language, kb_pager_route(&room, info->index, part));
    struct kb_str title = kb_view_words(&at, info->title);
    const struct kb_crumb crumbs[] = {{KB_ROUTE_BROWSE, kb_view_words(&at, "Browse")}};

    put_values(&values, &at, kind, groups, kb_pager_first(&pager, part));
    kb_part_head(&at, title, kb_buf_view(&values));
    kb_part_trail(&at, crumbs, 1, title);
    kb_part_main(&at, NULL);
    kb_page_put(page, EL_H1, NULL, info->title);
    kb_page_begin(page, EL_P, "muted");
    kb_part_number(page, groups->count, info->one, info->many);
    kb_page_close(page, EL_P);
    if (kind == KB_FACET_LETTER) {
        kb_az_letters(&at);
    } else {
        kb_page_begin(page, EL_UL, "domains");
        for (size_t i = kb_pager_first(&pager, part); i < kb_pager_last(&pager, part); i++) {
            kb_page_open(page, EL_LI);
            kb_facet_entry(&at, kind, &groups->items[i]);
            kb_page_close(page, EL_LI);
        }
        kb_page_close(page, EL_UL);
        kb_part_pager(&at, info->index, &pager, part);
    }
    if (part == 0)
        kb_linked_list(&at, title, groups->count);
    kb_part_foot(&at);
    kb_buf_free(&values);
    kb_buf_free(&room);
}

/* "E · A to Z · 2" */
static void put_title(struct kb_buf *out, struct kb_str label, struct kb_str kind, size_t part)
{
    struct kb_buf cut = {0};
    kb_buf_str(out, kb_markup_cut(&cut, label, LABEL_LENGTH));
    kb_buf_puts(out, " · ");
    kb_buf_str(out, kind);
    if (part > 0)
        kb_buf_printf(out, " · %zu", part + 1);
    kb_buf_free(&cut);
}

void kb_site_value(const struct kb_site *site, struct kb_page *page, size_t language,
                   enum kb_facet kind, size_t index, size_t part)
{
    const struct kb_facet_info *info = &kb_facets[kind];
    const struct kb_site_group *group = &kb_facet_groups(site, language, kind)->items[index];
    struct kb_buf room = {0}, name = {0}, title = {0};
    struct kb_view at = kb_view_of(site, page, language, kb_pager_route(&room, group->route, part));
    struct kb_str label = kb_facet_label(&at, kind, group, &name);
    const struct kb_crumb crumbs[] = {{KB_ROUTE_BROWSE, kb_view_words(&at, "Browse")},
                                      {info->index, kb_view_words(&at, info->title)}};
    /* In another language other names stand under a letter, or none. */
    if (kind == KB_FACET_LETTER)
        at.peer = info->index;

    put_title(&title, label, crumbs[1].name, part);
    const struct kb_pager pager = kb_pager_of(group->count);
    const size_t first = kb_pager_first(&pager, part);
    kb_part_head_of(&at, kb_buf_view(&title), group->records + first, group->count - first);
    kb_part_trail(&at, crumbs, 2, label);
    kb_part_main(&at, NULL);
    kb_part_title(page, label);
    kb_page_begin(page, EL_P, "muted");
    kb_part_number(page, group->count, "error", "errors");
    kb_page_close(page, EL_P);
    if (kind == KB_FACET_LETTER)
        kb_az_names(&at, group, part);
    else
        kb_part_paged(&at, group, part, true);
    if (part == 0)
        kb_linked_list(&at, label, group->count);
    kb_part_foot(&at);
    kb_buf_free(&title);
    kb_buf_free(&name);
    kb_buf_free(&room);
}

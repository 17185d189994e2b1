/* SPDX-License-Identifier: MIT */
/* Lists in pages. */
#include "emit/html/pager.h"

#define ROWS 100

struct kb_pager kb_pager_of(size_t count)
{
    size_t rows = ROWS;
    while (rows < count / rows)
        rows++;
    size_t parts = count / rows + (count % rows != 0);
    return (struct kb_pager){count, rows, parts ? parts : 1};
}

size_t kb_pager_first(const struct kb_pager *pager, size_t part)
{
    return part * pager->rows;
}

size_t kb_pager_last(const struct kb_pager *pager, size_t part)
{
    size_t first = kb_pager_first(pager, part);
    return pager->count - first < pager->rows ? pager->count : first + pager->rows;
}

/* "=page-2" can be no path of a value: after "=" those have two capital hexadecimal digits or a
 * "-". */
struct kb_route kb_pager_route(struct kb_buf *room, struct kb_route route, size_t part)
{
    const struct kb_str ending = KB_STR(".html");
    room->len = 0;
    kb_buf_str(room, (struct kb_str){route.rest.p, route.rest.n - ending.n});
    if (part > 0)
        kb_buf_printf(room, "=page-%zu", part + 1);
    kb_buf_str(room, ending);
    return (struct kb_route){route.folder, kb_buf_view(room)};
}

void kb_part_pager(const struct kb_view *at, struct kb_route route, const struct kb_pager *pager,
                   size_t part)
{
    struct kb_page *page = at->page;
    struct kb_buf room = {0};
    if (pager->parts < 2)
        return;
    kb_page_begin(page, EL_NAV, "pager");
    kb_page_label(page, "aria-label", "Pages of this list");
    kb_page_open(page, EL_OL);
    for (size_t i = 0; i < pager->parts; i++) {
        kb_page_open(page, EL_LI);
        kb_part_open_link(at, kb_pager_route(&room, route, i), NULL);
        if (i == part)
            kb_page_word(page, "aria-current", "page");
        kb_page_count(page, i + 1);
        kb_page_close(page, EL_A);
        kb_page_close(page, EL_LI);
    }
    kb_page_close(page, EL_OL);
    kb_page_close(page, EL_NAV);
    kb_buf_free(&room);
}

void kb_part_paged(const struct kb_view *at, const struct kb_site_group *group, size_t part,
                   bool with_domain)
{
    struct kb_pager pager = kb_pager_of(group->count);
    size_t first = kb_pager_first(&pager, part);
    kb_part_records(at, group->records + first, kb_pager_last(&pager, part) - first, with_domain);
    kb_part_pager(at, group->route, &pager, part);
}

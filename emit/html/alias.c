/* SPDX-License-Identifier: MIT */
/* Pages at the other names of records, which lead on to them. */
#include "emit/html/facet.h"
#include "emit/html/markup.h"
#include "emit/html/pager.h"
#include "emit/html/pages.h"

#include "emit/emit.h"

#define PATH_MOST 600 /* bytes: what is longer is a sentence, and no link to it was ever made */

/* The name of a record is its own, whoever else claims it. */
static void aliases(struct kb_gather *gather, const struct kb_site *site, size_t language,
                    const struct kb_record *record)
{
    (void)language;
    for (size_t i = 0; i < record->aliases.count; i++) {
        struct kb_str alias = kb_markup_trim(*kb_text_at(&record->aliases, i));
        if (!kb_str_blank(alias) && alias.n <= PATH_MOST &&
            kb_base_find(site->base, alias) == KB_NO_RECORD)
            kb_gather_add(gather, 0, alias, (struct kb_str){0});
    }
}

/* The way to the record, as it is written in this page. */
static void forward_to(struct kb_view *at, uint32_t record, struct kb_buf *address)
{
    struct kb_buf path = {0};
    kb_site_path(&path, at->site, at->language, kb_site_record_route(at->site, record));
    address->len = 0;
    kb_part_address(address, at, kb_buf_view(&path));
    at->forward = kb_buf_view(address);
    kb_buf_free(&path);
}

/* A name of several records is left to the reader. */
static void page_of(struct kb_view *at, const struct kb_site_group *alias, size_t part,
                    struct kb_buf *address)
{
    struct kb_page *page = at->page;
    bool one = alias->count == 1;
    if (one)
        forward_to(at, alias->records[0], address);
    kb_part_head(at, alias->name, (struct kb_str){0});
    kb_part_trail(at, NULL, 0, alias->name);
    kb_part_main(at, NULL);
    kb_part_title(page, alias->name);
    kb_page_put(page, EL_P, NULL,
                one ? "This is another name of:" : "Several errors have this name:");
    kb_part_paged(at, alias, part, true);
    kb_part_foot(at);
}

static bool pages_of(const struct kb_job *job, const struct kb_site_group *alias,
                     struct kb_buf *room, struct kb_buf *address)
{
    const struct kb_pager pager = kb_pager_of(alias->count);
    bool done = true;
    for (size_t part = 0; done && part < pager.parts; part++) {
        struct kb_route route = kb_pager_route(room, alias->route, part);
        struct kb_view at = kb_view_of(job->site, job->page, job->language, route);
        at.unlisted = true;
        page_of(&at, alias, part, address);
        done = kb_job_hand_over(job, route, KB_FILE_PLAIN);
    }
    return done;
}

bool kb_job_aliases(const struct kb_job *job)
{
    struct kb_arena arena = {0};
    struct kb_buf path = {0}, room = {0}, address = {0};
    const struct kb_site_groups groups = kb_group(job->site, job->language, aliases, &arena);
    bool done = true;
    for (size_t i = 0; done && i < groups.count; i++) {
        path.len = 0;
        kb_out_id_path(&path, groups.items[i].name);
        kb_buf_puts(&path, "/index.html");
        if (path.len > PATH_MOST)
            continue;
        groups.items[i].route = (struct kb_route){"", kb_buf_view(&path)};
        done = pages_of(job, &groups.items[i], &room, &address);
    }
    kb_buf_free(&address);
    kb_buf_free(&room);
    kb_buf_free(&path);
    kb_arena_free(&arena);
    return done;
}

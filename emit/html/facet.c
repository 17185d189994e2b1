/* SPDX-License-Identifier: MIT */
/* What each kind of facet takes from a record. */
#include "emit/html/facet.h"

#include <stdlib.h>

#include "emit/emit.h"
#include "emit/html/letter.h"
#include "emit/html/markup.h"
#include "emit/html/pages.h"
#include "kb/ascii.h"

#define PATH_MOST 600 /* bytes: what is longer is no name that anybody looks up */

static void add(struct kb_gather *gather, struct kb_str value)
{
    if (!kb_str_blank(value))
        kb_gather_add(gather, 0, kb_markup_trim(value), (struct kb_str){0});
}

/* The name is taken as it stands, so that the domains of the site are those of the records. */
static void domains(struct kb_gather *gather, const struct kb_site *site, size_t language,
                    const struct kb_record *record)
{
    (void)site, (void)language;
    bool none = kb_str_blank(record->domain);
    kb_gather_add(gather, none, none ? (struct kb_str){0} : record->domain, (struct kb_str){0});
}

static void categories(struct kb_gather *gather, const struct kb_site *site, size_t language,
                       const struct kb_record *record)
{
    (void)site, (void)language;
    add(gather, record->category);
}

/* "node", "node >=18", and each version that the record lists. */
static void versions(struct kb_gather *gather, const struct kb_site *site, size_t language,
                     const struct kb_record *record)
{
    (void)site, (void)language;
    add(gather, record->runtime);
    if (!kb_str_blank(record->runtime) && !kb_str_blank(record->version_range)) {
        struct kb_buf both = {0};
        kb_buf_str(&both, kb_markup_trim(record->runtime));
        kb_buf_putc(&both, ' ');
        kb_buf_str(&both, kb_markup_trim(record->version_range));
        add(gather,
            (struct kb_str){kb_arena_copy(kb_gather_arena(gather), both.data, both.len), both.len});
        kb_buf_free(&both);
    }
    for (size_t i = 0; i < record->versions.count; i++)
        add(gather, kb_version_at(record, i)->version);
}

/* By name and by number where the code has both. */
static void codes(struct kb_gather *gather, const struct kb_site *site, size_t language,
                  const struct kb_record *record)
{
    (void)site, (void)language;
    struct kb_str keys[3];
    size_t count = kb_code_keys(kb_markup_trim(record->error_code), keys);
    for (size_t i = count > 1; i < count; i++)
        add(gather, keys[i]);
}

static void tags(struct kb_gather *gather, const struct kb_site *site, size_t language,
                 const struct kb_record *record)
{
    (void)site, (void)language;
    for (size_t i = 0; i < record->tags.count; i++)
        add(gather, *kb_text_at(&record->tags, i));
}

static void verdicts(struct kb_gather *gather, const struct kb_site *site, size_t language,
                     const struct kb_record *record)
{
    (void)site, (void)language;
    static const char *const order[] = {"true", "partial", "false"};
    uint32_t rank = 0;
    while (rank < 3 && !kb_str_is(record->resolvable, order[rank]))
        rank++;
    if (!kb_str_blank(record->resolvable))
        kb_gather_add(gather, rank, kb_markup_trim(record->resolvable), (struct kb_str){0});
}

static void letters(struct kb_gather *gather, const struct kb_site *site, size_t language,
                    const struct kb_record *record)
{
    const struct kb_view at = {.site = site, .language = language};
    struct kb_letter letter = kb_letter_of(kb_part_record_name(&at, record).text);
    kb_gather_add(gather, letter.rank, letter.path, letter.name);
}

#define ROUTE(folder) KB_ROUTE_OF(folder "/index.html"), folder

const struct kb_facet_info kb_facets[KB_FACET_COUNT] = {
    [KB_FACET_LETTER] = {"A to Z", "letter", "letters", ROUTE("a-z"), letters},
    [KB_FACET_DOMAIN] = {"Domains", "domain", "domains", ROUTE("domain"), domains},
    [KB_FACET_CATEGORY] = {"Categories", "category", "categories", ROUTE("category"), categories},
    [KB_FACET_VERSION] = {"Products and versions", "version", "versions", ROUTE("version"),
                          versions},
    [KB_FACET_CODE] = {"Error codes", "error code", "error codes", ROUTE("code"), codes},
    [KB_FACET_TAG] = {"Tags", "tag", "tags", ROUTE("tag"), tags},
    [KB_FACET_RESOLVABLE] = {"Can it be fixed?", "answer", "answers", ROUTE("resolvable"),
                             verdicts},
};

/* "=none" can be no path of a value: after "=" those have two capital hexadecimal digits. */
static void put_path(struct kb_buf *out, enum kb_facet kind, struct kb_str value)
{
    out->len = 0;
    kb_buf_puts(out, kb_facets[kind].folder);
    kb_buf_putc(out, '/');
    if (value.p)
        kb_out_id_file(out, value, ".html");
    else
        kb_buf_puts(out, "=none.html");
}

/* Every domain has a page, since every record must be within reach: one that no file can be named
 * after ends the build. */
bool kb_facet_route(struct kb_buf *room, enum kb_facet kind, struct kb_str value,
                    struct kb_route *route)
{
    if (kind != KB_FACET_DOMAIN) {
        value = kb_markup_trim(value);
        if (kb_str_blank(value) || value.n > PATH_MOST)
            return false;
    }
    put_path(room, kind, value);
    *route = (struct kb_route){"browse/", kb_buf_view(room)};
    return kind == KB_FACET_DOMAIN || room->len <= PATH_MOST;
}

static const struct kb_site_group *find(const struct kb_site_groups *groups, struct kb_str name)
{
    size_t low = 0, high = groups->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = kb_str_casecmp(name, groups->items[middle].name);
        if (order == 0)
            order = kb_str_cmp(name, groups->items[middle].name);
        if (order == 0)
            return &groups->items[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* Whether the record itself has that name of a product or version, so that it links there. */
static bool names_version(const struct kb_record *record, struct kb_str name)
{
    if (kb_markup_same(record->runtime, name))
        return true;
    for (size_t i = 0; i < record->versions.count; i++)
        if (kb_markup_same(kb_version_at(record, i)->version, name))
            return true;
    return false;
}

/* Whether a group says no more than that of the product alone: all its records, made of their
 * product and range. */
static bool tells_nothing(const struct kb_site *site, const struct kb_site_groups *groups,
                          const struct kb_site_group *group)
{
    const struct kb_record *first = site->base->records[group->records[0]];
    const struct kb_site_group *product = find(groups, kb_markup_trim(first->runtime));
    if (!product || product == group || product->count != group->count)
        return false;
    for (size_t i = 0; i < group->count; i++)
        if (product->records[i] != group->records[i] ||
            names_version(site->base->records[group->records[i]], group->name))
            return false;
    return true;
}

/* Most products are named with one range alone; "adb >=34" beside "adb" would be the same list
 * twice. */
static void drop_lone_ranges(const struct kb_site *site, struct kb_site_groups *groups)
{
    struct kb_site_groups kept = {groups->items, 0};
    bool *drop = kb_alloc(groups->count + 1, sizeof *drop);
    for (size_t i = 0; i < groups->count; i++)
        drop[i] = tells_nothing(site, groups, &groups->items[i]);
    for (size_t i = 0; i < groups->count; i++)
        if (!drop[i])
            kept.items[kept.count++] = groups->items[i];
    free(drop);
    *groups = kept;
}

static struct kb_site_groups open_kind(struct kb_site *site, size_t language, enum kb_facet kind)
{
    struct kb_site_groups groups = kb_group(site, language, kb_facets[kind].collect, &site->arena);
    struct kb_buf room = {0};
    if (kind == KB_FACET_VERSION)
        drop_lone_ranges(site, &groups);
    for (size_t i = 0; i < groups.count; i++) {
        struct kb_route route;
        if (!kb_facet_route(&room, kind, groups.items[i].name, &route))
            continue;
        route.rest.p = kb_arena_copy(&site->arena, route.rest.p, route.rest.n);
        groups.items[i].route = route;
    }
    kb_buf_free(&room);
    return groups;
}

void kb_facet_open(struct kb_site *site)
{
    for (int kind = 0; kind < KB_FACET_COUNT; kind++)
        if (kind != KB_FACET_LETTER)
            site->facets[kind] = open_kind(site, 0, (enum kb_facet)kind);
    for (size_t i = 0; i < site->language_count; i++)
        site->languages[i].letters = open_kind(site, i, KB_FACET_LETTER);
}

const struct kb_site_groups *kb_facet_groups(const struct kb_site *site, size_t language,
                                             enum kb_facet kind)
{
    return kind == KB_FACET_LETTER ? &site->languages[language].letters : &site->facets[kind];
}

struct kb_str kb_facet_label(const struct kb_view *at, enum kb_facet kind,
                             const struct kb_site_group *group, struct kb_buf *room)
{
    const char *own = NULL;
    if (kind == KB_FACET_DOMAIN && !group->name.p)
        own = "No domain";
    else if (kind == KB_FACET_RESOLVABLE)
        own = kb_part_verdict_name(group->name);
    else if (kind == KB_FACET_LETTER)
        own = kb_letter_heading(group->name);
    if (own)
        return kb_view_words(at, own);
    if (kind != KB_FACET_LETTER)
        return group->name;
    room->len = 0;
    kb_buf_putc(room, (char)(*group->name.p - 'a' + 'A'));
    return kb_buf_view(room);
}

void kb_facet_link(const struct kb_view *at, enum kb_facet kind, struct kb_str value)
{
    struct kb_buf room = {0};
    struct kb_route route;
    if (kb_part_again(at, KB_PIECE_FACET, kind, value))
        return;
    bool linked = kb_facet_route(&room, kind, value, &route);
    if (linked)
        kb_part_open_link(at, route, NULL);
    kb_page_text(at->page, value);
    if (linked)
        kb_page_close(at->page, EL_A);
    kb_page_keep(at->page);
    kb_buf_free(&room);
}

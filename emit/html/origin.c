/* SPDX-License-Identifier: MIT */
/* A record counts as a whole, with its place in its file and what was found in it, also where a
 * page shows no more of it than its name: better to make a page for nothing than to leave a stale
 * one. */
#include "emit/html/origin.h"

#include <stdlib.h>
#include <string.h>

#include "emit/html/neighbours.h"
#include "emit/html/writer.h"
#include "pattern/pattern.h"

static void put_path(struct kb_digest *digest, const struct kb_path *path)
{
    const size_t count = path->keys ? path->count : SIZE_MAX;
    kb_digest_number(digest, count);
    for (size_t i = 0; path->keys && i < count; i++)
        kb_digest_text(digest, path->keys[i]);
}

/* How records are read. */
static void put_layout(struct kb_digest *digest, const struct kb_layout *layout)
{
    for (int field = 0; field < KB_FIELD_COUNT; field++)
        put_path(digest, &layout->paths[field]);
    for (size_t i = 0; i < layout->language_count; i++) {
        kb_digest_text(digest, kb_str(layout->languages[i].tag));
        for (int field = 0; field < KB_FIELD_COUNT; field++)
            put_path(digest, &layout->languages[i].paths[field]);
    }
    kb_digest_number(digest, layout->twin_segments);
}

static struct kb_str text_or_none(const char *text)
{
    return text ? kb_str(text) : (struct kb_str){0};
}

/* What every page may show: the languages, the days that ages are counted from, the addresses. */
static struct kb_digest common(const struct kb_site *site)
{
    struct kb_digest digest = kb_digest_start();
    char pcre2[KB_PATTERN_VERSION];
    kb_pattern_version(pcre2);
    kb_digest_text(&digest, kb_str(pcre2));
    kb_digest_text(&digest, kb_str(kb_writer_version()));
    put_layout(&digest, site->base->layout);
    for (size_t i = 0; i < site->language_count; i++) {
        kb_digest_text(&digest, kb_str(site->languages[i].tag));
        kb_digest_text(&digest, site->languages[i].folder);
    }
    kb_digest_text(&digest, site->base_url);
    kb_digest_text(&digest, text_or_none(site->options->edit_url));
    kb_digest_number(&digest, (uint64_t)site->base->today);
    kb_digest_number(&digest, (uint64_t)site->base->newest);
    kb_digest_number(&digest, site->updated != KB_NO_DATE); /* there is a feed */
    return digest;
}

static struct kb_digest of_record(const struct kb_record *record)
{
    struct kb_digest digest = kb_digest_start();
    const struct kb_doc *doc = record->doc;
    if (!record->json.p || !doc)
        return KB_DIGEST_UNKNOWN;
    kb_digest_text(&digest, record->json);
    kb_digest_text(&digest, kb_str(doc->source->rel));
    kb_digest_number(&digest, strcmp(doc->source->path, "-") == 0);
    kb_digest_number(&digest, doc->source->shape);
    kb_digest_number(&digest, doc->line);
    for (size_t i = 0; i < record->finding_count; i++) {
        const struct kb_finding *one = &record->findings[i];
        kb_digest_text(&digest, kb_str(one->rule->name));
        kb_digest_text(&digest, kb_str(one->message));
        kb_digest_number(&digest, one->severity);
        kb_digest_number(&digest, one->count);
    }
    return digest;
}

/* An edge to a record that is not in the base stands in the record that has it. */
static void put_record(struct kb_digest *digest, const struct kb_site *site, uint32_t record)
{
    kb_digest_add(digest, record < site->base->count ? site->origins[record] : KB_DIGEST_UNKNOWN);
}

static void put_neighbours(struct kb_digest *digest, const struct kb_site *site, uint32_t record)
{
    size_t count;
    struct kb_neighbour *list = kb_neighbours(site, record, &count);
    for (size_t i = 0; i < count; i++) {
        kb_digest_number(digest, list[i].relation);
        put_record(digest, site, list[i].record);
    }
    free(list);
}

/* The records before and after this one in its domain. */
static void put_steps(struct kb_digest *digest, const struct kb_site *site, uint32_t record)
{
    const struct kb_site_group *domain = &site->domains[site->domain_of[record]];
    const uint32_t *here = &site->grouped[site->place_of[record]];
    put_record(digest, site, here > domain->records ? here[-1] : KB_NO_RECORD);
    put_record(digest, site, here < domain->records + domain->count - 1 ? here[1] : KB_NO_RECORD);
}

static struct kb_digest of_page(const struct kb_site *site, uint32_t record)
{
    struct kb_digest digest = site->origin;
    if (!kb_digest_known(site->origins[record]))
        return KB_DIGEST_UNKNOWN;
    put_record(&digest, site, record);
    put_neighbours(&digest, site, record);
    for (size_t i = 0; i < KB_SIMILAR && site->similar[record][i] != KB_NO_RECORD; i++)
        put_record(&digest, site, site->similar[record][i]);
    put_steps(&digest, site, record);
    return digest;
}

void kb_origin_open(struct kb_site *site)
{
    size_t count = site->base->count;
    site->origin = common(site);
    site->origins = kb_arena_new(&site->arena, count + 1, sizeof *site->origins);
    site->page_origins = kb_arena_new(&site->arena, count + 1, sizeof *site->page_origins);
    for (size_t i = 0; i < count; i++)
        site->origins[i] = of_record(site->base->records[i]);
    for (size_t i = 0; i < count; i++)
        site->page_origins[i] = of_page(site, (uint32_t)i);
}

struct kb_digest kb_origin_record(const struct kb_site *site, uint32_t record)
{
    return site->page_origins[record];
}

struct kb_digest kb_origin_domain(const struct kb_site *site, size_t domain)
{
    const struct kb_site_group *group = &site->domains[domain];
    struct kb_digest digest = site->origin;
    for (size_t i = 0; i < group->count; i++) {
        const struct kb_digest page = kb_origin_record(site, group->records[i]);
        if (!kb_digest_known(page))
            return KB_DIGEST_UNKNOWN;
        kb_digest_add(&digest, page);
    }
    return digest;
}

struct kb_digest kb_origin_list(const struct kb_site *site, const uint32_t *records, size_t count,
                                size_t of, size_t counted)
{
    struct kb_digest digest = site->origin;
    kb_digest_number(&digest, of);
    kb_digest_number(&digest, counted);
    for (size_t i = 0; i < count; i++) {
        if (!kb_digest_known(site->origins[records[i]]))
            return KB_DIGEST_UNKNOWN;
        put_record(&digest, site, records[i]);
    }
    return digest;
}

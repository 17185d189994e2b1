/* SPDX-License-Identifier: MIT */
/* The emitter: finds the languages, makes every page, hands it to the output. */
#include "emit/html/site.h"

#include <stdlib.h>
#include <string.h>

#include "emit/asset.h"
#include "emit/emit.h"
#include "emit/html/facet.h"
#include "emit/html/machine/machine.h"
#include "emit/html/markup.h"
#include "emit/html/origin.h"
#include "emit/html/pages.h"
#include "emit/html/search.h"
#include "emit/html/survey.h"
#include "kb/ascii.h"

/* Lower case, which ids' folders have too, so that no two differ by case alone. One part, since
 * names of files hold it as well. */
static struct kb_str language_folder(struct kb_arena *arena, const char *tag)
{
    struct kb_buf lower = {0}, path = {0};
    for (const char *c = tag; *c; c++)
        kb_buf_putc(&lower, kb_to_lower(*c));
    kb_out_id_path(&path, kb_buf_view(&lower));
    lower.len = 0;
    for (size_t i = 0; i < path.len; i++)
        if (path.data[i] == '/')
            kb_buf_puts(&lower, "=2F");
        else
            kb_buf_putc(&lower, path.data[i]);
    struct kb_str kept = {kb_arena_copy(arena, lower.data, lower.len), lower.len};
    kb_buf_free(&lower);
    kb_buf_free(&path);
    return kept;
}

/* Names at the top of the site that are none of a language. A name with a dot is a file. */
static bool reserved(struct kb_str folder)
{
    static const char *const names[] = {"api", "assets", "browse", "search"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (kb_str_is(folder, names[i]))
            return true;
    return folder.n > 0 && memchr(folder.p, '.', folder.n);
}

/* A translation into English beside the English that texts are written in has a folder as well. */
static void add_language(struct kb_site *site, const char *tag, size_t translation)
{
    struct kb_site_language *one = &site->languages[site->language_count++];
    *one = (struct kb_site_language){.tag = tag,
                                     .folder = language_folder(&site->arena, tag),
                                     .translation = translation,
                                     .words = kb_words_for(tag)};
    bool taken = reserved(one->folder);
    for (struct kb_site_language *other = site->languages; other < one; other++)
        taken |= kb_str_eq(other->folder, one->folder);
    if (taken) {
        struct kb_buf path = {0};
        kb_buf_str(&path, one->folder);
        kb_buf_printf(&path, "-%zu", translation);
        one->folder = (struct kb_str){kb_arena_copy(&site->arena, path.data, path.len), path.len};
        kb_buf_free(&path);
    }
}

static void open_languages(struct kb_site *site)
{
    const struct kb_base *base = site->base;
    size_t count = base->layout->language_count;
    bool *used = kb_alloc(count + 1, sizeof *used);
    for (size_t i = 0; i < base->count; i++) {
        const struct kb_translation *all = base->records[i]->translations.items;
        for (size_t t = 0; t < base->records[i]->translations.count; t++)
            used[all[t].language] |= !kb_str_blank(all[t].text);
    }
    site->languages = kb_arena_new(&site->arena, count + 1, sizeof *site->languages);
    add_language(site, "en", KB_SITE_BASE);
    for (size_t i = 0; i < count; i++)
        if (used[i])
            add_language(site, base->layout->languages[i].tag, i);
    free(used);
}

static void open_base_url(struct kb_site *site)
{
    struct kb_buf url = {0};
    if (site->options->base_url && kb_markup_own_url(&url, kb_str(site->options->base_url)))
        site->base_url = (struct kb_str){kb_arena_copy(&site->arena, url.data, url.len), url.len};
    kb_buf_free(&url);
}

static struct kb_str kept(struct kb_site *site, const struct kb_buf *path)
{
    return (struct kb_str){kb_arena_copy(&site->arena, path->data, path->len), path->len};
}

static void open_pages(struct kb_site *site)
{
    struct kb_buf path = {0};
    site->page_of = kb_arena_new(&site->arena, site->base->count + 1, sizeof *site->page_of);
    site->json_of = kb_arena_new(&site->arena, site->base->count + 1, sizeof *site->json_of);
    for (size_t i = 0; i < site->base->count; i++) {
        path.len = 0;
        kb_out_id_path(&path, site->base->records[i]->id);
        kb_buf_puts(&path, "/index.html");
        site->page_of[i] = kept(site, &path);
        path.len = 0;
        kb_buf_puts(&path, "api/records/");
        kb_out_id_file(&path, site->base->records[i]->id, ".json");
        site->json_of[i] = kept(site, &path);
    }
    kb_buf_free(&path);
}

void kb_site_open(struct kb_site *site, const struct kb_base *base,
                  const struct kb_emit_options *options)
{
    *site = (struct kb_site){.base = base, .options = options, .updated = KB_NO_DATE};
    open_languages(site);
    open_base_url(site);
    open_pages(site);
    kb_facet_open(site);
    site->domains = site->facets[KB_FACET_DOMAIN].items;
    site->domain_count = site->facets[KB_FACET_DOMAIN].count;
    size_t count = base->count ? base->count : 1;
    site->domain_of = kb_arena_new(&site->arena, count, sizeof *site->domain_of);
    site->place_of = kb_arena_new(&site->arena, count, sizeof *site->place_of);
    /* Groups lie one after the other, and every record is in one of the domains. */
    site->grouped = site->domain_count ? site->domains->records : NULL;
    for (size_t i = 0; i < site->domain_count; i++)
        for (size_t r = 0; r < site->domains[i].count; r++) {
            site->domain_of[site->domains[i].records[r]] = (uint32_t)i;
            site->place_of[site->domains[i].records[r]] =
                (uint32_t)(site->domains[i].records + r - site->grouped);
        }
    for (size_t i = 0; i < base->count; i++) {
        kb_site_count(&site->totals, base->records[i]);
        if (base->records[i]->last_updated > site->updated)
            site->updated = base->records[i]->last_updated;
    }
    kb_site_link(site);
    kb_site_compare(site);
    site->survey = kb_survey_make(site);
    kb_origin_open(site);
}

void kb_site_close(struct kb_site *site)
{
    kb_arena_free(&site->arena);
}

void kb_site_path(struct kb_buf *out, const struct kb_site *site, size_t language,
                  struct kb_route route)
{
    if (!route.folder) {
        kb_buf_str(out, route.rest);
        return;
    }
    bool home = *route.folder == '\0' && kb_str_is(route.rest, "index.html");
    kb_buf_puts(out, route.folder);
    if (language > 0 || !home) {
        kb_buf_str(out, site->languages[language].folder);
        kb_buf_putc(out, '/');
    }
    kb_buf_str(out, route.rest);
}

/* What kb_out_id_path makes needs no escapes in an address. Home is what the folder shows. */
void kb_site_url(struct kb_buf *out, const struct kb_site *site, size_t language,
                 struct kb_route route)
{
    kb_buf_str(out, site->base_url);
    bool top = language == 0 && route.folder && *route.folder == '\0';
    if (!top || !kb_str_is(route.rest, "index.html"))
        kb_site_path(out, site, language, route);
}

struct kb_route kb_site_record_route(const struct kb_site *site, uint32_t record)
{
    return (struct kb_route){"", site->page_of[record]};
}

struct kb_str kb_site_record_json(const struct kb_site *site, uint32_t record)
{
    return site->json_of[record];
}

void kb_site_count(struct kb_site_counts *counts, const struct kb_record *record)
{
    size_t errors = 0, warnings = 0;
    counts->records++;
    counts->fixable += kb_str_is(record->resolvable, "true");
    counts->partly += kb_str_is(record->resolvable, "partial");
    counts->hopeless += kb_str_is(record->resolvable, "false");
    counts->dead_ends += record->dead_ends.count;
    counts->workarounds += record->workarounds.count;
    counts->translated += record->translations.count > 0;
    for (size_t i = 0; i < record->finding_count; i++) {
        errors += record->findings[i].severity == KB_ERROR ? record->findings[i].count : 0;
        warnings += record->findings[i].severity == KB_WARNING ? record->findings[i].count : 0;
    }
    counts->errors += errors;
    counts->warnings += warnings;
    counts->flagged += errors + warnings > 0;
    if (record->fix_success_rate.value >= 0 && record->fix_success_rate.value <= 1 &&
        record->fix_success_rate.text.p) {
        counts->rated++;
        counts->rate_sum += record->fix_success_rate.value;
    }
}

/* Home and records are known from the base; at the names beside theirs, and at a file of no folder,
 * lie pages that are not listed. What every language has is listed with the first. */
static void list(const struct kb_job *job, struct kb_route route)
{
    struct kb_listing *listing = job->listing;
    if (!route.folder || *route.folder == '\0' || (!job->alone && job->language > 0))
        return;
    listing->pages = kb_grow(listing->pages, listing->count, &listing->cap, sizeof *listing->pages);
    route.rest.p = kb_arena_copy(job->arena, route.rest.p, route.rest.n);
    listing->pages[listing->count++] = (struct kb_listed){route, job->alone, job->language};
}

static void put_target(struct kb_buf *out, const struct kb_job *job, struct kb_route route)
{
    kb_buf_puts(out, "html/");
    kb_site_path(out, job->site, job->language, route);
}

bool kb_job_keep(const struct kb_job *job, struct kb_route route, struct kb_digest from)
{
    struct kb_buf target = {0};
    put_target(&target, job, route);
    bool kept = kb_out_keep(job->out, target.data, from);
    if (kept)
        list(job, route);
    kb_buf_free(&target);
    return kept;
}

bool kb_job_hand_over_from(const struct kb_job *job, struct kb_route route, enum kb_order order,
                           struct kb_digest from)
{
    struct kb_str html;
    struct kb_buf target = {0};
    put_target(&target, job, route);
    bool done =
        kb_page_end(job->page, &html)
            ? kb_out_file_from(job->out, target.data, html, order, from)
            : kb_out_fail(job->out, "%s could not be made: the markup writer failed", target.data);
    list(job, route);
    kb_buf_free(&target);
    return done;
}

bool kb_job_hand_over(const struct kb_job *job, struct kb_route route, enum kb_order order)
{
    return kb_job_hand_over_from(job, route, order, KB_DIGEST_UNKNOWN);
}

static bool records(const struct kb_job *job)
{
    const struct kb_site *site = job->site;
    bool done = true;
    for (size_t i = 0; done && i < site->base->count; i++) {
        struct kb_route route = kb_site_record_route(site, (uint32_t)i);
        struct kb_digest from = kb_origin_record(site, (uint32_t)i);
        if (kb_job_keep(job, route, from))
            continue;
        kb_site_record(site, job->page, job->language, i);
        done = kb_job_hand_over_from(job, route, KB_FILE_PLAIN, from);
    }
    return done;
}

static bool home(const struct kb_job *job)
{
    kb_site_home(job->site, job->page, job->language);
    return kb_job_hand_over(job, KB_ROUTE_HOME, KB_FILE_LAST);
}

static bool missing(const struct kb_job *job)
{
    kb_site_404(job->site, job->page);
    return kb_job_hand_over(job, KB_ROUTE_404, KB_FILE_PLAIN);
}

/* The pages of a language, home last. */
static bool (*const kinds[])(const struct kb_job *job) = {
    records,     kb_job_facets,  kb_job_aliases, kb_job_singles,
    kb_job_gaps, kb_job_quality, kb_job_graph,   home,
};

static void emit(const struct kb_base *base, const struct kb_emit_options *options,
                 struct kb_out *out)
{
    struct kb_site site;
    struct kb_listing listing = {0};
    struct kb_arena arena = {0};
    struct kb_page *page = kb_page_new();
    struct kb_job job = {
        .site = &site, .page = page, .out = out, .listing = &listing, .arena = &arena};
    kb_site_open(&site, base, options);
    bool done = kb_out_file(out, "html/style.css", kb_asset("style.css"), KB_FILE_PLAIN) &&
                kb_out_file(out, "html/assets/icon.svg", kb_asset("icon.svg"), KB_FILE_PLAIN) &&
                kb_out_file(out, "html/assets/site.js", kb_asset("site.js"), KB_FILE_PLAIN) &&
                kb_search_emit(&site, out) && missing(&job);
    for (; job.language < site.language_count; job.language++)
        for (size_t k = 0; done && k < sizeof kinds / sizeof *kinds; k++)
            done = kinds[k](&job);
    if (done)
        kb_machine_write(&site, page, &listing, out);
    kb_arena_free(&arena);
    free(listing.pages);
    kb_site_close(&site);
    kb_page_free(page);
}

const struct kb_emitter kb_emit_html = {
    .name = "html",
    .target = "html/",
    .summary = "static site that opens from disk and works without scripts",
    .emit = emit,
};

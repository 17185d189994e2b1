/* SPDX-License-Identifier: MIT */
/* The emitter: groups the records, makes every page, hands it to the output. */
#include "emit/html/site.h"

#include <stdlib.h>

#include "emit/asset.h"
#include "emit/emit.h"
#include "kb/ascii.h"

/* The name under which a record is grouped; absent where it has none that can be seen. */
static struct kb_str group(const struct kb_record *record)
{
    return kb_str_blank(record->domain) ? (struct kb_str){0} : record->domain;
}

struct entry {
    struct kb_str name;
    uint32_t record;
};

static int by_name(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    if (!left->name.p != !right->name.p)
        return left->name.p ? -1 : 1;
    int order = kb_str_cmp(left->name, right->name);
    return order ? order : (left->record > right->record) - (left->record < right->record);
}

/* "=none" can be no path of a domain: after "=" those have two capital hexadecimal digits. */
static struct kb_route domain_route(struct kb_arena *arena, struct kb_str name)
{
    struct kb_buf path = {0};
    kb_buf_puts(&path, "domain/");
    if (name.p)
        kb_out_id_path(&path, name);
    else
        kb_buf_puts(&path, "=none");
    kb_buf_puts(&path, "/index.html");
    struct kb_str kept = {kb_arena_copy(arena, path.data, path.len), path.len};
    kb_buf_free(&path);
    return (struct kb_route){"browse/", kept};
}

/* Lower case, which ids' folders have too, so that no two differ by case alone. */
static struct kb_str language_folder(struct kb_arena *arena, const char *tag)
{
    struct kb_buf lower = {0}, path = {0};
    for (const char *c = tag; *c; c++)
        kb_buf_putc(&lower, kb_to_lower(*c));
    kb_out_id_path(&path, kb_buf_view(&lower));
    struct kb_str kept = {kb_arena_copy(arena, path.data, path.len), path.len};
    kb_buf_free(&lower);
    kb_buf_free(&path);
    return kept;
}

/* A translation into English beside the English that texts are written in has a folder as well. */
static void add_language(struct kb_site *site, const char *tag, size_t translation)
{
    struct kb_site_language *one = &site->languages[site->language_count++];
    *one = (struct kb_site_language){tag, language_folder(&site->arena, tag), translation,
                                     kb_words_for(tag)};
    for (struct kb_site_language *other = site->languages; other < one; other++)
        if (kb_str_eq(other->folder, one->folder)) {
            struct kb_buf path = {0};
            kb_buf_str(&path, one->folder);
            kb_buf_printf(&path, "-%zu", translation);
            one->folder =
                (struct kb_str){kb_arena_copy(&site->arena, path.data, path.len), path.len};
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

void kb_site_open(struct kb_site *site, const struct kb_base *base,
                  const struct kb_emit_options *options)
{
    *site = (struct kb_site){.base = base, .options = options};
    open_languages(site);
    size_t count = base->count ? base->count : 1;
    site->domains = kb_arena_new(&site->arena, count, sizeof *site->domains);
    site->grouped = kb_arena_new(&site->arena, count, sizeof *site->grouped);
    site->domain_of = kb_arena_new(&site->arena, count, sizeof *site->domain_of);
    site->place_of = kb_arena_new(&site->arena, count, sizeof *site->place_of);

    struct entry *entries = kb_alloc(count, sizeof *entries);
    for (size_t i = 0; i < base->count; i++) {
        entries[i] = (struct entry){group(base->records[i]), (uint32_t)i};
        kb_site_count(&site->totals, base->records[i]);
    }
    qsort(entries, base->count, sizeof *entries, by_name);
    struct kb_site_domain *last = NULL;
    for (size_t i = 0; i < base->count; i++) {
        struct kb_str name = entries[i].name;
        if (!last || !last->name.p != !name.p || !kb_str_eq(last->name, name)) {
            last = &site->domains[site->domain_count++];
            last->name = name;
            last->route = domain_route(&site->arena, name);
            last->records = site->grouped + i;
        }
        last->count++;
        site->grouped[i] = entries[i].record;
        site->domain_of[entries[i].record] = (uint32_t)(last - site->domains);
        site->place_of[entries[i].record] = (uint32_t)i;
    }
    free(entries);
    kb_site_link(site);
    kb_site_compare(site);
}

void kb_site_close(struct kb_site *site)
{
    kb_arena_free(&site->arena);
}

void kb_site_path(struct kb_buf *out, const struct kb_site *site, size_t language,
                  struct kb_route route)
{
    bool home = *route.folder == '\0' && kb_str_is(route.rest, "index.html");
    kb_buf_puts(out, route.folder);
    if (language > 0 || !home) {
        kb_buf_str(out, site->languages[language].folder);
        kb_buf_putc(out, '/');
    }
    kb_buf_str(out, route.rest);
}

struct kb_route kb_site_record_route(struct kb_buf *room, const struct kb_record *record)
{
    room->len = 0;
    kb_out_id_path(room, record->id);
    kb_buf_puts(room, "/index.html");
    return (struct kb_route){"", kb_buf_view(room)};
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
        errors += record->findings[i].severity == KB_ERROR;
        warnings += record->findings[i].severity == KB_WARNING;
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

struct job {
    const struct kb_site *site;
    struct kb_page *page;
    struct kb_out *out;
    size_t language;
};

/* Ends the page and stages it. */
static bool hand_over(const struct job *job, struct kb_route route, enum kb_order order)
{
    struct kb_str html;
    struct kb_buf target = {0};
    kb_buf_puts(&target, "html/");
    kb_site_path(&target, job->site, job->language, route);
    bool done =
        kb_page_end(job->page, &html)
            ? kb_out_file(job->out, target.data, html, order)
            : kb_out_fail(job->out, "%s could not be made: the markup writer failed", target.data);
    kb_buf_free(&target);
    return done;
}

/* The pages of one language, home last. */
static bool pages(const struct job *job)
{
    const struct kb_site *site = job->site;
    struct kb_buf room = {0};
    bool done = true;
    for (size_t i = 0; done && i < site->base->count; i++) {
        kb_site_record(site, job->page, job->language, i);
        done = hand_over(job, kb_site_record_route(&room, site->base->records[i]), KB_FILE_PLAIN);
    }
    kb_buf_free(&room);
    for (size_t i = 0; done && i < site->domain_count; i++) {
        kb_site_domain(site, job->page, job->language, i);
        done = hand_over(job, site->domains[i].route, KB_FILE_PLAIN);
    }
    if (!done)
        return false;
    kb_site_home(site, job->page, job->language);
    return hand_over(job, KB_ROUTE_HOME, KB_FILE_LAST);
}

static void emit(const struct kb_base *base, const struct kb_emit_options *options,
                 struct kb_out *out)
{
    struct kb_site site;
    struct kb_page *page = kb_page_new();
    kb_site_open(&site, base, options);
    bool done = kb_out_file(out, "html/style.css", kb_asset("style.css"), KB_FILE_PLAIN) &&
                kb_out_file(out, "html/assets/site.js", kb_asset("site.js"), KB_FILE_PLAIN);
    for (size_t i = 0; done && i < site.language_count; i++)
        done = pages(&(struct job){&site, page, out, i});
    kb_site_close(&site);
    kb_page_free(page);
}

const struct kb_emitter kb_emit_html = {
    .name = "html",
    .target = "html/",
    .summary = "static site that opens from disk and works without scripts",
    .emit = emit,
};

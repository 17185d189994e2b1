/* SPDX-License-Identifier: MIT */
/* The emitter: groups the records, makes every page, hands it to the output. */
#include "emit/html/site.h"

#include <stdlib.h>

#include "emit/asset.h"
#include "emit/emit.h"

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
static struct kb_str domain_path(struct kb_arena *arena, struct kb_str name)
{
    struct kb_buf path = {0};
    kb_buf_puts(&path, "domains/");
    if (name.p)
        kb_out_id_path(&path, name);
    else
        kb_buf_puts(&path, "=none");
    kb_buf_puts(&path, "/index.html");
    struct kb_str kept = {kb_arena_copy(arena, path.data, path.len), path.len};
    kb_buf_free(&path);
    return kept;
}

void kb_site_open(struct kb_site *site, const struct kb_base *base)
{
    *site = (struct kb_site){.base = base};
    size_t count = base->count ? base->count : 1;
    site->domains = kb_arena_new(&site->arena, count, sizeof *site->domains);
    site->grouped = kb_arena_new(&site->arena, count, sizeof *site->grouped);
    site->domain_of = kb_arena_new(&site->arena, count, sizeof *site->domain_of);

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
            last->path = domain_path(&site->arena, name);
            last->records = site->grouped + i;
        }
        last->count++;
        site->grouped[i] = entries[i].record;
        site->domain_of[entries[i].record] = (uint32_t)(last - site->domains);
    }
    free(entries);
}

void kb_site_close(struct kb_site *site)
{
    kb_arena_free(&site->arena);
}

void kb_site_record_path(struct kb_buf *out, const struct kb_record *record)
{
    kb_buf_puts(out, "records/");
    kb_out_id_path(out, record->id);
    kb_buf_puts(out, "/index.html");
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

/* Ends the page and stages it. */
static bool hand_over(struct kb_out *out, struct kb_page *page, struct kb_str path,
                      enum kb_order order)
{
    struct kb_str html;
    if (!kb_page_end(page, &html))
        return kb_out_fail(out, "html/%s could not be made: the markup writer failed", path.p);
    struct kb_buf target = {0};
    kb_buf_puts(&target, "html/");
    kb_buf_str(&target, path);
    bool done = kb_out_file(out, target.data, html, order);
    kb_buf_free(&target);
    return done;
}

static void pages(const struct kb_site *site, struct kb_page *page, struct kb_out *out)
{
    bool done = kb_out_file(out, "html/style.css", kb_asset("style.css"), KB_FILE_PLAIN);
    struct kb_buf path = {0};
    for (size_t i = 0; done && i < site->base->count; i++) {
        path.len = 0;
        kb_site_record_path(&path, site->base->records[i]);
        kb_site_record(site, page, i);
        done = hand_over(out, page, kb_buf_view(&path), KB_FILE_PLAIN);
    }
    kb_buf_free(&path);
    for (size_t i = 0; done && i < site->domain_count; i++) {
        kb_site_domain(site, page, i);
        done = hand_over(out, page, site->domains[i].path, KB_FILE_PLAIN);
    }
    if (done) {
        kb_site_home(site, page);
        hand_over(out, page, KB_STR("index.html"), KB_FILE_LAST);
    }
}

static void emit(const struct kb_base *base, struct kb_out *out)
{
    struct kb_site site;
    struct kb_page *page = kb_page_new();
    kb_site_open(&site, base);
    pages(&site, page, out);
    kb_site_close(&site);
    kb_page_free(page);
}

const struct kb_emitter kb_emit_html = {
    .name = "html",
    .target = "html/",
    .summary = "static site that opens from disk, without scripts",
    .emit = emit,
};

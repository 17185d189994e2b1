/* SPDX-License-Identifier: MIT */
/* A base made by hand, whatever the layouts have, and its pages as text. */
#ifndef KB_TESTS_HTML_FIXTURE_H
#define KB_TESTS_HTML_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "emit/html/facet.h"
#include "emit/html/pages.h"
#include "emit/html/survey.h"
#include "kb/arena.h"

/* A record in which every text is `text`, every list has `entries` entries, every number `rate`. */
static inline struct kb_record *fixture_record(struct kb_arena *arena, struct kb_str text,
                                               size_t entries, struct kb_rate rate)
{
    struct kb_record *record = kb_arena_new(arena, 1, sizeof *record);
    for (int f = 0; f < KB_FIELD_COUNT; f++) {
        const struct kb_field_info *info = &kb_fields[f];
        char *owner = (char *)record;
        size_t count = 1, size = 0;
        if (info->list != KB_F_NONE) {
            struct kb_list *list = (void *)((char *)record + kb_fields[info->list].offset);
            owner = list->items;
            count = list->count;
            size = kb_entry_size(info->list);
        }
        for (size_t i = 0; i < count; i++) {
            char *at = owner + i * size + info->offset;
            if (info->kind == KB_KIND_TEXT) {
                memcpy(at, &text, sizeof text);
            } else if (info->kind == KB_KIND_RATE) {
                memcpy(at, &rate, sizeof rate);
            } else if (info->kind == KB_KIND_TEXTS) {
                struct kb_str *items = kb_arena_new(arena, entries, sizeof *items);
                for (size_t j = 0; j < entries; j++)
                    items[j] = text;
                struct kb_list list = {items, entries};
                memcpy(at, &list, sizeof list);
            } else if (info->kind == KB_KIND_LIST) {
                struct kb_list list = {
                    kb_arena_new(arena, entries, kb_entry_size((enum kb_field)f)), entries};
                memcpy(at, &list, sizeof list);
            }
        }
    }
    /* Not in the field table: the name of an OS note is the key of a map. */
    for (size_t i = 0; i < entries; i++)
        ((struct kb_os_note *)record->os_specific.items)[i].name = text;
    for (size_t kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
        for (size_t i = 0; i < entries; i++)
            ((struct kb_edge *)record->edges[kind].items)[i].target = KB_NO_RECORD;
    record->evidence_count = 3;
    record->first_seen = 19000;
    record->last_confirmed = 19500;
    record->last_updated = 20000;
    return record;
}

/* A record that has nothing but an id. */
static inline struct kb_record *fixture_bare(struct kb_arena *arena, const char *id)
{
    struct kb_record *record = kb_arena_new(arena, 1, sizeof *record);
    record->id = kb_str(id);
    record->evidence_count = KB_NO_COUNT;
    record->first_seen = record->last_confirmed = record->last_updated = KB_NO_DATE;
    return record;
}

/* The index is that of a domain or a record, or the kind of a facet. */
enum fixture_page {
    FIXTURE_HOME,
    FIXTURE_DOMAIN,
    FIXTURE_RECORD,
    FIXTURE_BROWSE,
    FIXTURE_ABOUT,
    FIXTURE_TRANSLATIONS,
    FIXTURE_MISSING,
    FIXTURE_QUALITY,
    FIXTURE_TALLY, /* the first from there on that has a page */
    FIXTURE_GRAPH,
    FIXTURE_GRAPH_DOMAIN,
    FIXTURE_FACET,
    FIXTURE_VALUE, /* the first */
    FIXTURE_PAGES
};

static inline void fixture_page(const struct kb_site *site, struct kb_page *page,
                                enum fixture_page kind, size_t index, size_t language)
{
    switch (kind) {
    case FIXTURE_HOME:
        kb_site_home(site, page, language);
        break;
    case FIXTURE_DOMAIN:
        kb_site_domain(site, page, language, index, 0);
        break;
    case FIXTURE_RECORD:
        kb_site_record(site, page, language, index);
        break;
    case FIXTURE_BROWSE:
        kb_site_browse(site, page, language);
        break;
    case FIXTURE_ABOUT:
        kb_site_about(site, page, language);
        break;
    case FIXTURE_TRANSLATIONS:
        kb_site_translations(site, page, language);
        break;
    case FIXTURE_MISSING:
        kb_site_404(site, page);
        break;
    case FIXTURE_QUALITY:
        kb_site_quality(site, page, language);
        break;
    case FIXTURE_TALLY:
        while (site->survey->tallies[index].count == 0)
            index++;
        kb_site_tally(site, page, language, index, 0);
        break;
    case FIXTURE_GRAPH:
        kb_site_graph(site, page, language);
        break;
    case FIXTURE_GRAPH_DOMAIN:
        kb_site_graph_domain(site, page, language, index);
        break;
    case FIXTURE_FACET:
        kb_site_facet(site, page, language, (enum kb_facet)index, 0);
        break;
    case FIXTURE_VALUE:
        kb_site_value(site, page, language, (enum kb_facet)index, 0, 0);
        break;
    case FIXTURE_PAGES:
        break;
    }
}

/* A page as a string of its own, to be freed. */
static inline char *fixture_render_with(const struct kb_base *base, enum fixture_page kind,
                                        size_t index, size_t language,
                                        const struct kb_emit_options *options)
{
    struct kb_site site;
    struct kb_page *page = kb_page_new();
    struct kb_str html = {0};
    kb_site_open(&site, base, options);
    fixture_page(&site, page, kind, index, language);
    char *copy = NULL;
    if (kb_page_end(page, &html)) {
        copy = kb_alloc(html.n + 1, 1);
        memcpy(copy, html.p, html.n);
        copy[html.n] = '\0';
    }
    kb_page_free(page);
    kb_site_close(&site);
    return copy;
}

static inline char *fixture_render_in(const struct kb_base *base, enum fixture_page kind,
                                      size_t index, size_t language)
{
    return fixture_render_with(base, kind, index, language, &(struct kb_emit_options){0});
}

static inline char *fixture_render(const struct kb_base *base, enum fixture_page kind, size_t index)
{
    return fixture_render_in(base, kind, index, 0);
}

#endif

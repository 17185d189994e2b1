/* SPDX-License-Identifier: MIT */
/* Which records are like which: those that share words of the signature, tags, a category or an
 * error code, the rarer the better. Each feature is looked up among the records that share it and
 * stand near in the base, so that no base, however uniform, costs more than its size. */
#include <stdlib.h>

#include "emit/html/site.h"
#include "kb/ascii.h"

#define WORDS     16 /* of a signature that are looked at, and tags */
#define WORD      3  /* bytes of the shortest that counts */
#define WINDOW    32 /* records to each side that share a feature and are looked at */
#define SAME_HOME 6  /* what the same domain is worth to one that shares something */

enum feature_kind { OF_WORD, OF_TAG, OF_CATEGORY, OF_CODE, FEATURE_KINDS };

static const unsigned worth[FEATURE_KINDS] = {
    [OF_WORD] = 2, [OF_TAG] = 2, [OF_CATEGORY] = 1, [OF_CODE] = 4};

/* Two features whose hashes meet make two records look alike that are not: no harm is done. */
struct feature {
    uint64_t key;
    uint32_t record;
};

struct features {
    struct feature *items;
    size_t count, cap;
};

static void add(struct features *list, enum feature_kind kind, struct kb_str text, uint32_t record)
{
    if (kb_str_blank(text))
        return;
    list->items = kb_grow(list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count++] =
        (struct feature){kb_str_casehash(text) << 2 | (uint64_t)kind, record};
}

static void add_words(struct features *list, struct kb_str text, uint32_t record)
{
    size_t words = 0;
    for (size_t i = 0; i < text.n && words < WORDS; i++) {
        size_t from = i;
        while (i < text.n && kb_is_word(text.p[i]))
            i++;
        if (i - from >= WORD) {
            add(list, OF_WORD, (struct kb_str){text.p + from, i - from}, record);
            words++;
        }
    }
}

static int by_key(const void *a, const void *b)
{
    const struct feature *left = a, *right = b;
    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return (left->record > right->record) - (left->record < right->record);
}

/* All features of the base, by key and then by record, each once. */
static struct features collect(const struct kb_base *base)
{
    struct features list = {.items = kb_alloc(1, sizeof *list.items), .cap = 1};
    size_t kept = 0;
    for (size_t i = 0; i < base->count; i++) {
        const struct kb_record *record = base->records[i];
        add_words(&list, record->signature, (uint32_t)i);
        for (size_t t = 0; t < record->tags.count && t < WORDS; t++)
            add(&list, OF_TAG, *kb_text_at(&record->tags, t), (uint32_t)i);
        add(&list, OF_CATEGORY, record->category, (uint32_t)i);
        add(&list, OF_CODE, record->error_code, (uint32_t)i);
    }
    qsort(list.items, list.count, sizeof *list.items, by_key);
    for (size_t i = 0; i < list.count; i++)
        if (kept == 0 || by_key(&list.items[kept - 1], &list.items[i]) != 0)
            list.items[kept++] = list.items[i];
    list.count = kept;
    return list;
}

/* How often `part` can be doubled within `whole`. */
static unsigned rarity(size_t part, size_t whole)
{
    unsigned doublings = 0;
    while (part <= whole / 2) {
        part *= 2;
        doublings++;
    }
    return doublings;
}

/* The work of comparing, reused from record to record. */
struct ranking {
    const struct kb_site *site;
    struct features features;
    unsigned *score; /* of each record, 0 but for those touched */
    uint32_t *touched;
    size_t touched_count;
};

/* What record and feature `at`, shared by those from `low` to before `high`, add to the scores. */
static void share(struct ranking *ranking, size_t at, size_t low, size_t high)
{
    const struct feature *all = ranking->features.items;
    unsigned points = worth[all[at].key & 3] * rarity(high - low, ranking->site->base->count);
    size_t from = at - low > WINDOW ? at - WINDOW : low;
    size_t to = high - at > WINDOW ? at + WINDOW : high;
    for (size_t i = from; i < to && points > 0; i++) {
        if (i == at)
            continue;
        if (ranking->score[all[i].record] == 0)
            ranking->touched[ranking->touched_count++] = all[i].record;
        ranking->score[all[i].record] += points;
    }
}

/* Neighbours in the graph are listed as such. */
static void leave_out(struct ranking *ranking, uint32_t record)
{
    const struct kb_site *site = ranking->site;
    for (int kind = 0; kind < KB_EDGE_KIND_COUNT; kind++)
        for (size_t i = 0; i < site->base->records[record]->edges[kind].count; i++) {
            uint32_t target =
                kb_edge_at(site->base->records[record], (enum kb_edge_kind)kind, i)->target;
            if (target < site->base->count)
                ranking->score[target] = 0;
        }
    for (size_t i = site->arrival_start[record]; i < site->arrival_start[record + 1]; i++)
        ranking->score[site->arrivals[i].from] = 0;
}

/* The best of those touched, best first, then as in the base; the scores are cleared. */
static void choose(struct ranking *ranking, uint32_t record, uint32_t best[KB_SIMILAR])
{
    const struct kb_site *site = ranking->site;
    unsigned scores[KB_SIMILAR];
    size_t count = 0;
    /* The rarest word alone does not make two records of different domains alike. */
    const unsigned enough = worth[OF_WORD] * rarity(2, site->base->count) + 1;
    leave_out(ranking, record);
    for (size_t i = 0; i < ranking->touched_count; i++) {
        uint32_t other = ranking->touched[i];
        unsigned score = ranking->score[other];
        ranking->score[other] = 0;
        if (score > 0 && site->domain_of[other] == site->domain_of[record])
            score += SAME_HOME;
        if (score < enough)
            continue;
        size_t at = count;
        while (at > 0 &&
               (score > scores[at - 1] || (score == scores[at - 1] && other < best[at - 1])))
            at--;
        if (at == KB_SIMILAR)
            continue;
        if (count < KB_SIMILAR)
            count++;
        for (size_t j = count - 1; j > at; j--) {
            scores[j] = scores[j - 1];
            best[j] = best[j - 1];
        }
        scores[at] = score;
        best[at] = other;
    }
    ranking->touched_count = 0;
    for (; count < KB_SIMILAR; count++)
        best[count] = KB_NO_RECORD;
}

void kb_site_compare(struct kb_site *site)
{
    size_t count = site->base->count ? site->base->count : 1;
    struct ranking ranking = {.site = site, .features = collect(site->base)};
    const struct feature *all = ranking.features.items;
    size_t total = ranking.features.count;
    /* The features of each record, by their places; and where the run of each begins and ends. */
    size_t *start = kb_alloc(count + 2, sizeof *start), *places = kb_alloc(total, sizeof *places);
    size_t *low = kb_alloc(total, sizeof *low), *high = kb_alloc(total, sizeof *high);
    ranking.score = kb_alloc(count, sizeof *ranking.score);
    ranking.touched = kb_alloc(count, sizeof *ranking.touched);
    site->similar = kb_arena_new(&site->arena, count, sizeof *site->similar);

    for (size_t i = 0; i < total; i++) {
        start[all[i].record + 2]++;
        low[i] = i > 0 && all[i].key == all[i - 1].key ? low[i - 1] : i;
    }
    for (size_t i = total; i > 0; i--)
        high[i - 1] = i < total && all[i].key == all[i - 1].key ? high[i] : i;
    for (size_t i = 2; i < count + 2; i++)
        start[i] += start[i - 1];
    for (size_t i = 0; i < total; i++)
        places[start[all[i].record + 1]++] = i;
    for (size_t i = 0; i < site->base->count; i++) {
        for (size_t p = start[i]; p < start[i + 1]; p++)
            share(&ranking, places[p], low[places[p]], high[places[p]]);
        choose(&ranking, (uint32_t)i, site->similar[i]);
    }

    free(ranking.features.items);
    free(ranking.score);
    free(ranking.touched);
    free(start);
    free(places);
    free(low);
    free(high);
}

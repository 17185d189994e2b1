/* SPDX-License-Identifier: MIT */
/* An index of nothing but regexes, with a matcher that looks for literals and one that tries every
 * regex, for the suites of kbx_match. */
#ifndef MATCH_WORLD_H
#define MATCH_WORLD_H

#include <stdio.h>

#include "kbx/internal.h"
#include "kbx/match.h"
#include "pattern/pattern.h"
#include "tests/unit/kbx_fixture.h"

struct world {
    struct kb_record *records;
    struct kb_record **order;
    char (*ids)[24];
    size_t count;
    unsigned char *bytes;
    size_t size;
    struct kbx *k;
    struct kbx_matcher *gate, *brute;
    size_t pairs, matched; /* what world_compare has seen */
};

/* Records 0, 1, ... have these regexes, which must live as long as the world. */
static inline void world_make(struct world *w, const struct kb_str *regexes, size_t count)
{
    struct kbx_error error;
    struct kb_base base = *fixture_base();
    *w = (struct world){.count = count};
    w->records = calloc(count + 1, sizeof *w->records);
    w->order = calloc(count + 1, sizeof *w->order);
    w->ids = calloc(count + 1, sizeof *w->ids);
    for (size_t i = 0; i < count; i++) {
        snprintf(w->ids[i], sizeof w->ids[i], "r%08zu", i);
        w->records[i] = (struct kb_record){
            .id = kb_str(w->ids[i]), .regex = regexes[i], ABSENT, .doc = &fixture_docs[0]};
        w->order[i] = &w->records[i];
    }
    base.records = w->order;
    base.count = count;
    w->bytes = fixture_index(&base, &w->size);
    if (kbx_open_mem(w->bytes, w->size, KBX_VERIFY, &w->k, &error) != KBX_OK ||
        kbx_matcher_new(w->k, 0, &w->gate, &error) != KBX_OK ||
        kbx_matcher_new(w->k, KBX_BRUTE_FORCE, &w->brute, &error) != KBX_OK)
        ck_abort_msg("%s", error.text);
}

static inline void world_free(struct world *w)
{
    kbx_matcher_free(w->gate);
    kbx_matcher_free(w->brute);
    kbx_close(w->k);
    free(w->bytes);
    free(w->records);
    free(w->order);
    free(w->ids);
}

static inline bool world_same(const struct kbx_match *a, const struct kbx_match *b)
{
    return a->record == b->record && a->outcome == b->outcome && a->start == b->start &&
           a->end == b->end;
}

/* Both matchers say the same, place by place; but where PCRE2 gives up, the gate may know that the
 * regex cannot match. Returns how many records match. */
static inline size_t world_compare(struct world *w, const void *subject, size_t len, unsigned flags)
{
    const struct kbx_match *some, *all;
    size_t some_count, all_count, at = 0;
    if (kbx_match(w->gate, subject, len, flags, &some, &some_count, NULL) != KBX_OK ||
        kbx_match(w->brute, subject, len, flags, &all, &all_count, NULL) != KBX_OK)
        ck_abort_msg("out of memory");
    for (size_t i = 0; i < all_count; i++) {
        if (at < some_count && world_same(&some[at], &all[i]))
            at++;
        else if (all[i].outcome == KBX_MATCHES)
            ck_abort_msg("regex %.*s on %.*s", (int)w->records[all[i].record].regex.n,
                         w->records[all[i].record].regex.p, (int)(len < 300 ? len : 300),
                         (const char *)subject);
    }
    if (at != some_count)
        ck_abort_msg("a record too many on %.*s", (int)(len < 300 ? len : 300),
                     (const char *)subject);
    w->pairs += w->count;
    w->matched += all_count;
    return all_count;
}

#endif

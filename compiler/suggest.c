/* SPDX-License-Identifier: MIT */
/* Each fix as an edit of its document, placed in its file. */
#include "compiler/suggest.h"

#include "compiler/edit.h"
#include "compiler/scan.h"

/* The document at hand; findings of one follow each other. */
struct at_hand {
    const struct kb_doc *doc;
    struct kb_scanner scanner;
    struct kb_scan_trail trail; /* findings come in the order of their places */
    bool clean;
};

static void ignore_problem(void *data, const struct kb_scan_problem *problem)
{
    (void)data;
    (void)problem;
}

static struct kb_str text_of(const struct kb_doc *doc)
{
    return (struct kb_str){doc->source->data + doc->offset, doc->len};
}

static void turn_to(struct at_hand *hand, const struct kb_doc *doc)
{
    if (hand->doc == doc)
        return;
    hand->doc = doc;
    hand->clean =
        doc->fault == KB_FAULT_NONE && doc->source->data &&
        kb_scan(&hand->scanner, text_of(doc).p, doc->len, ignore_problem, NULL) == KB_SCAN_CLEAN;
}

const struct kb_suggestion *kb_suggest(const struct kb_check *check, struct kb_arena *arena)
{
    const struct kb_findings *findings = &check->findings;
    struct kb_suggestion *all = kb_arena_new(arena, findings->count, sizeof *all);
    struct at_hand hand = {0};
    for (size_t i = 0; i < findings->count; i++) {
        const struct kb_finding *finding = &findings->items[i];
        const struct kb_fix *fix = finding->fixes;
        struct kb_edit edit;
        all[i] = (struct kb_suggestion){0};
        if (finding->fix_count != 1 || fix->unsafe || fix->doc != finding->doc)
            continue;
        turn_to(&hand, fix->doc);
        if (hand.clean && kb_edit_make(&edit, fix, text_of(fix->doc), &hand.trail, arena))
            all[i] = (struct kb_suggestion){fix->doc->offset + edit.offset, edit.len, edit.text};
    }
    kb_scan_trail_free(&hand.trail);
    kb_scanner_free(&hand.scanner);
    return all;
}

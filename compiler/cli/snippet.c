/* SPDX-License-Identifier: MIT */
/* Choosing and showing snippets. */
#include "compiler/cli/snippet.h"

#include <string.h>

#define SHOWN  180 /* bytes of a snippet, about two lines */
#define BEFORE 40  /* of them before the first word */

static const struct {
    int field;
    const char *label;
} places[] = {
    {KBX_F_ROOT_CAUSE, "Cause"},
    {KBX_F_WORKAROUND_ACTION, "What to try"},
    {KBX_F_WORKAROUND_HOW, "How"},
    {KBX_F_DEAD_END_ACTION, "What not to try"},
    {KBX_F_DEAD_END_WHY_FAILS, "Why that fails"},
    {KBX_F_ERROR_CODE, "Error code"},
    {KBX_F_ALIASES, "Also known as"},
    {KBX_F_TAGS, "Tag"},
    {KBX_F_CATEGORY, "Category"},
    {KBX_F_SUBCATEGORY, "Subcategory"},
    {KBX_F_RUNTIME, "Runtime"},
    {KBX_F_WORKAROUND_TRADEOFF, "But"},
    {KBX_F_WORKAROUND_CONDITION, "When"},
    {KBX_F_DEAD_END_CONDITION, "When"},
    {KBX_F_VERSION_CHANGE, "Change"},
    {KBX_F_OS_SPECIFIC_TEXT, "By system"},
    {KBX_F_LEADS_TO_NOTE, "Leads to"},
    {KBX_F_PRECEDED_BY_NOTE, "Preceded by"},
    {KBX_F_CONFUSED_WITH_NOTE, "Confused with"},
    {KBX_F_DOMAIN, "Domain"},
    {KBX_F_SIGNATURE, "Known as"}, /* in a language other than that of the title */
};

#define PLACES (sizeof places / sizeof *places)

struct search {
    const struct kbx *k;
    const struct kbx_results *results;
    struct kb_snippet *best;
    struct kbx_str title; /* the signature that stands above the snippet */
    size_t words;         /* that the best has */
};

static void look(struct search *s, size_t place, uint32_t entry, uint32_t language,
                 struct kbx_str text)
{
    struct kbx_span spans[KB_SNIPPET_MARKS];
    size_t words = 0;
    if (text.len && text.ptr != s->title.ptr)
        (void)kbx_mark(s->results, text.ptr, text.len, spans, KB_SNIPPET_MARKS, &words);
    if (words <= s->words)
        return;
    s->words = words;
    *s->best = (struct kb_snippet){kbx_field_numbered(places[place].field)->name,
                                   places[place].label,
                                   entry,
                                   language,
                                   {text.ptr, text.len},
                                   false,
                                   false};
}

/* A field in the records' own language. */
static void look_in(struct search *s, uint32_t record, size_t place)
{
    const struct kbx_field_info *info = kbx_field_numbered(places[place].field);
    bool texts = info->kind == KBX_KIND_TEXTS;
    uint32_t count = 1;
    if (texts || info->list)
        (void)kbx_entries(s->k, record, texts ? info->number : info->list, 0, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct kbx_str text;
        if (texts)
            (void)kbx_item(s->k, record, info->number, 0, i, &text);
        else
            (void)kbx_text(s->k, record, info->number, i, KBX_BASE, &text, NULL);
        look(s, place, i, KBX_BASE, text);
    }
}

/* The translations to a language, or with KBX_BASE all. */
static void look_in_translations(struct search *s, uint32_t record, uint32_t language)
{
    uint32_t count;
    (void)kbx_translations(s->k, record, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct kbx_translation t;
        if (kbx_translation(s->k, record, i, &t) != KBX_OK ||
            (language != KBX_BASE && t.language != language))
            continue;
        for (size_t p = 0; p < PLACES; p++)
            if ((uint32_t)places[p].field == t.field)
                look(s, p, t.entry, t.language, t.text);
    }
}

static bool inside(const char *p)
{
    return ((unsigned char)*p & 0xC0) == 0x80;
}

/* Cuts to the part that begins a little before the word from which on most words are near. */
static void cut(const struct kbx_results *results, struct kb_snippet *s)
{
    struct kbx_span spans[KB_SNIPPET_MARKS];
    struct kb_str all = s->text;
    size_t count = kbx_mark(results, all.p, all.n, spans, KB_SNIPPET_MARKS, NULL);
    size_t start = 0, most = 0;
    for (size_t i = 0, j = 0; i < count; i++) {
        while (j < count && spans[j].end - spans[i].start <= SHOWN - BEFORE)
            j++;
        if (j > i && j - i > most) {
            most = j - i;
            start = spans[i].start;
        }
    }
    if (all.n <= SHOWN)
        return;
    size_t from = start > BEFORE ? start - BEFORE : 0;
    if (all.n - from < SHOWN)
        from = all.n - SHOWN;
    size_t to = from + SHOWN;
    /* To a space, where one is near, and never within a character. */
    for (size_t i = from; from > 0 && i < start && i < from + BEFORE / 2; i++)
        if (all.p[i] == ' ') {
            from = i + 1;
            break;
        }
    for (size_t i = to; to < all.n && i > to - BEFORE / 2; i--)
        if (all.p[i] == ' ') {
            to = i;
            break;
        }
    while (from > 0 && inside(all.p + from))
        from--;
    while (to < all.n && inside(all.p + to))
        to++;
    s->text = (struct kb_str){all.p + from, to - from};
    s->cut_before = from > 0;
    s->cut_behind = to < all.n;
}

bool kb_snippet_find(const struct kbx *k, const struct kbx_results *results, uint32_t record,
                     uint32_t language, struct kb_snippet *out)
{
    struct search s = {.k = k, .results = results, .best = out};
    (void)kbx_text(k, record, KBX_F_SIGNATURE, 0, language, &s.title, NULL);
    if (language != KBX_BASE)
        look_in_translations(&s, record, language);
    for (size_t i = 0; i < PLACES; i++)
        look_in(&s, record, i);
    look_in_translations(&s, record, KBX_BASE);
    if (s.words)
        cut(results, out);
    return s.words > 0;
}

void kb_snippet_put(struct kb_buf *out, bool color, const struct kbx_results *results,
                    struct kb_str text)
{
    struct kbx_span spans[KB_SNIPPET_MARKS];
    size_t count = kbx_mark(results, text.p, text.n, spans, KB_SNIPPET_MARKS, NULL), at = 0;
    for (size_t i = 0; i < count; i++) {
        kb_buf_plain(out, (struct kb_str){text.p + at, spans[i].start - at});
        kb_buf_puts(out, color ? "\033[1;33m" : "**");
        kb_buf_plain(out, (struct kb_str){text.p + spans[i].start, spans[i].end - spans[i].start});
        kb_buf_puts(out, color ? "\033[0m" : "**");
        at = spans[i].end;
    }
    kb_buf_plain(out, (struct kb_str){text.p + at, text.n - at});
}

/* SPDX-License-Identifier: MIT */
/* Runs witnesses of growing size. Two small limits come first: how far they lie apart tells where
 * PCRE2's own would be, so that what never gets there costs little. */
#include "pattern/attack.h"

#include "kb/limits.h"

/* Steps of the small limits, each ten times the one before; PCRE2's own is ten times the last. */
enum { FEW = 10000, MORE = 100000, MANY = 1000000 };

/* Sizes tried with a limit. Small limits are reached somewhere, or not at all; runs into PCRE2's
 * own take time, and begin where it is expected. */
enum { SIZES = 40, LARGE_SIZES = 4 };

struct trial {
    const struct kb_attack *attack;
    const struct kb_pattern *pattern;
    struct kb_buf subject;
    struct kb_budget *budget;
    size_t most; /* turns of the largest witness */
};

void kb_attack_add(struct kb_attack *attack, struct kb_str text, bool pumped)
{
    if (text.n && attack->count < KB_MAX_PIECES)
        attack->pieces[attack->count++] = (struct kb_piece){text, pumped};
}

void kb_attack_text(struct kb_buf *out, const struct kb_attack *attack, size_t turns)
{
    for (size_t i = 0; i < attack->count; i++)
        for (size_t n = attack->pieces[i].pumped ? turns : 1; n > 0; n--)
            kb_buf_str(out, attack->pieces[i].text);
}

struct kb_budget kb_budget_of(uint64_t passed, uint32_t captures)
{
    return (struct kb_budget){KB_TRIAL_TIME, 1 + passed / 8 + captures / 4};
}

/* How many steps an attempt took is not to be known, so it counts as all that it was allowed. One
 * that might take more than is left is not made, and spends the rest. */
static enum kb_match attempt(struct trial *t, size_t turns, size_t at, uint32_t steps)
{
    t->subject.len = 0;
    kb_attack_text(&t->subject, t->attack, turns);
    uint64_t weight = t->budget->weight + (t->attack->scans ? t->subject.len / 32 : 0);
    if (weight > t->budget->left / steps) {
        t->budget->left = 0;
        return KB_MATCH_NO;
    }
    enum kb_match match = kb_pattern_try(t->pattern, kb_buf_view(&t->subject), at, steps);
    t->budget->left -= weight * steps;
    return match;
}

static bool exceeds(struct trial *t, size_t turns, uint32_t steps)
{
    return attempt(t, turns, t->attack->at, steps) == KB_MATCH_LIMIT;
}

/* The first of some sizes from `from` on, each a quarter larger, that takes more than `steps`; 0:
 * none of them does. *below is one that does not, or one less than `from`. */
static size_t reach(struct trial *t, size_t from, uint32_t steps, int sizes, size_t *below)
{
    *below = from - 1;
    for (size_t turns = from; sizes > 0 && t->budget->left; sizes--) {
        if (exceeds(t, turns, steps))
            return turns;
        if (turns == t->most)
            break;
        *below = turns;
        turns += turns / 4 + 1;
        turns = turns < t->most ? turns : t->most;
    }
    return 0;
}

/* The least size from `from` on that takes more than `steps`. */
static size_t least(struct trial *t, size_t from, uint32_t steps)
{
    size_t low, high = reach(t, from, steps, SIZES, &low);
    while (high > low + 1 && t->budget->left) {
        size_t middle = low + (high - low) / 2;
        if (exceeds(t, middle, steps))
            high = middle;
        else
            low = middle;
    }
    return high;
}

/* Whether a search would get to the place where the attempt begins. */
static bool gets_there(struct trial *t, size_t turns)
{
    for (size_t at = 0; at < t->attack->at; at++) {
        bool within = ((unsigned char)t->subject.data[at] & 0xC0) == 0x80;
        if (!within && attempt(t, turns, at, kb_pattern_limit()) == KB_MATCH_YES)
            return false;
    }
    return true;
}

static size_t bounded(const struct trial *t, size_t turns)
{
    return turns < t->most ? turns : t->most;
}

/* Ten times the steps are taken at so many times the size, or less; so from two sizes follows the
 * next. */
static struct kb_outcome run(struct trial *t)
{
    struct kb_outcome outcome = {0};
    size_t few = least(t, 1, FEW), below;
    size_t more = few ? least(t, few, MORE) : 0;
    if (!more || more * more / few * more / few > t->most + t->most / 16)
        return outcome;
    size_t many = reach(t, bounded(t, more * more / few), MANY, LARGE_SIZES, &below);
    size_t start = many ? bounded(t, many * many / more) : 0;
    size_t turns = many ? reach(t, start, kb_pattern_limit(), LARGE_SIZES, &below) : 0;
    /* Ten times the steps within a third more turns: a polynomial would be one of degree eight. */
    if (turns && gets_there(t, turns))
        outcome = (struct kb_outcome){turns, more - few <= few / 3 + 1};
    return outcome;
}

struct kb_outcome kb_attack_run(const struct kb_attack *attack, const struct kb_pattern *pattern,
                                struct kb_budget *budget)
{
    struct trial t = {.attack = attack, .pattern = pattern, .budget = budget};
    struct kb_outcome outcome = {0};
    size_t once = 0, turn = 0;
    for (size_t i = 0; i < attack->count; i++)
        *(attack->pieces[i].pumped ? &turn : &once) += attack->pieces[i].text.n;
    if (turn == 0 || once + turn > KB_MAX_WITNESS)
        return outcome;
    t.most = (KB_MAX_WITNESS - once) / turn;
    outcome = run(&t);
    kb_buf_free(&t.subject);
    return outcome;
}

/* Cut where it is longer than what messages quote. */
static void show_piece(struct kb_buf *out, struct kb_str text)
{
    const char *p = text.p, *end = kb_str_end(text);
    size_t points = 0;
    uint32_t cp;
    bool ok;
    while (p < end && points++ < KB_QUOTE)
        p += kb_utf8_next(p, end, &cp, &ok);
    kb_buf_json(out, (struct kb_str){text.p, (size_t)(p - text.p)});
    if (p < end)
        kb_buf_printf(out, "... (%zu bytes)", text.n);
}

void kb_attack_show(struct kb_buf *out, const struct kb_attack *attack, size_t turns)
{
    struct kb_buf once = {0};
    for (size_t i = 0; i < attack->count;) {
        if (i > 0)
            kb_buf_puts(out, " + ");
        if (attack->pieces[i].pumped) {
            show_piece(out, attack->pieces[i++].text);
            kb_buf_printf(out, " x %zu", turns);
            continue;
        }
        once.len = 0;
        while (i < attack->count && !attack->pieces[i].pumped)
            kb_buf_str(&once, attack->pieces[i++].text);
        show_piece(out, kb_buf_view(&once));
    }
    kb_buf_free(&once);
}

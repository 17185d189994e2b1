/* SPDX-License-Identifier: MIT */
/* Attack strings from the tree. */
#include "pattern/guess.h"

#include "kb/str.h"
#include "pattern/alphabet.h"
#include "pattern/loops.h"

enum {
    MAX_TRIALS = 100,  /* witnesses of one regex */
    MAX_EXAMPLE = 512, /* bytes of a text that a part matches */
    MAX_VISITS = 100000,
    MAX_PUMPS = 8 /* texts that one loop is tried with */
};

struct guesser {
    const struct kb_syntax *syntax;
    const struct kb_pattern *pattern;
    struct kb_arena *arena;
    struct kb_budget *budget;
    const struct kb_syntax_node **groups; /* by number */
    struct kb_buf before;                 /* what leads to the loop at hand */
    size_t behind;                        /* bytes of it that a look-behind wants */
    struct kb_str whole;                  /* an example of all of it, look-arounds included */
    bool looking;                         /* making that */
    bool conditional; /* there is a group that reads one of two branches, perhaps an empty one, */
    bool otherwise;   /* and it is taken to read the second */
    unsigned trials, visits;
    struct kb_guess best;
};

static bool spent(const struct guesser *g)
{
    return g->visits >= MAX_VISITS || g->trials >= MAX_TRIALS || !g->budget->left ||
           g->best.outcome.steep;
}

static void example(struct guesser *g, const struct kb_syntax_node *node, struct kb_buf *out,
                    bool referred);

/* Of a group that may be conditional, the branch at hand. What decides it is not known. */
static void branch(struct guesser *g, const struct kb_syntax_node *body, struct kb_buf *out,
                   bool referred)
{
    g->conditional = true;
    if (!g->otherwise)
        example(g, body, out, referred);
    else if (body->kind == KB_SYNTAX_CHOICE)
        example(g, body->first->next, out, referred);
}

/* Adds a short text that the node matches, as far as a look at it alone can tell. A back reference
 * is taken as its group's text, but not within such a text. */
static void example(struct guesser *g, const struct kb_syntax_node *node, struct kb_buf *out,
                    bool referred)
{
    char utf8[4];
    if (++g->visits > MAX_VISITS || out->len > MAX_EXAMPLE)
        return;
    switch (node->kind) {
    case KB_SYNTAX_CLASS:
        if (node->as.set.count)
            kb_buf_add(out, utf8, kb_utf8_put(utf8, kb_alphabet_sample(node)));
        break;
    case KB_SYNTAX_CONCAT:
        for (const struct kb_syntax_node *child = node->first; child; child = child->next)
            example(g, child, out, referred);
        break;
    case KB_SYNTAX_CHOICE:
    case KB_SYNTAX_GROUP:
        example(g, node->first, out, referred);
        break;
    case KB_SYNTAX_REPEAT:
        for (uint32_t i = 0;
             i < node->as.repeat.min && out->len <= MAX_EXAMPLE && g->visits < MAX_VISITS; i++)
            example(g, node->first, out, referred);
        break;
    case KB_SYNTAX_LOOK:
        if (g->looking && !node->as.look.negative)
            example(g, node->first, out, referred);
        break;
    case KB_SYNTAX_BACKREF:
        if (!referred && node->as.number <= g->syntax->captures && g->groups[node->as.number])
            example(g, g->groups[node->as.number], out, true);
        break;
    case KB_SYNTAX_OPAQUE:
        if (node->first)
            branch(g, node->first, out, referred);
        break;
    case KB_SYNTAX_EMPTY:
    case KB_SYNTAX_ANCHOR:
        break;
    }
}

static struct kb_str keep(struct guesser *g, struct kb_buf *text)
{
    return (struct kb_str){kb_arena_copy(g->arena, text->data, text->len), text->len};
}

static bool better(struct kb_outcome new, struct kb_outcome old)
{
    return new.turns && (!old.turns || (new.steep && !old.steep));
}

/* One pump, before each of a few ends. */
static void attack(struct guesser *g, const struct kb_syntax_node *loop, struct kb_str pump)
{
    static const struct kb_str ends[] = {{"!", 1}, {"\n!", 2}, {"", 0}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends && !spent(g); i++) {
        struct kb_attack attack = {.at = g->behind, .scans = true};
        kb_attack_add(&attack, keep(g, &g->before), false);
        kb_attack_add(&attack, pump, true);
        kb_attack_add(&attack, ends[i], false);
        if (ends[i].n)
            kb_attack_add(&attack, g->whole, false);
        g->trials++;
        struct kb_outcome outcome = kb_attack_run(&attack, g->pattern, g->budget);
        if (better(outcome, g->best.outcome))
            g->best = (struct kb_guess){loop, attack, outcome};
    }
}

struct pumps {
    struct kb_str texts[MAX_PUMPS];
    size_t count;
};

static void add_pump(struct guesser *g, struct pumps *pumps, const struct kb_syntax_node *node)
{
    struct kb_buf text = {0};
    kb_buf_puts(&text, "");
    example(g, node, &text, false);
    bool known = text.len == 0 || pumps->count == MAX_PUMPS;
    for (size_t i = 0; i < pumps->count; i++)
        known |= kb_str_eq(pumps->texts[i], kb_buf_view(&text));
    if (!known)
        pumps->texts[pumps->count++] = keep(g, &text);
    kb_buf_free(&text);
}

/* What the body reads, each choice in it, each character in it. */
static void find_pumps(struct guesser *g, const struct kb_syntax_node *node, struct pumps *pumps)
{
    if (++g->visits > MAX_VISITS || pumps->count == MAX_PUMPS)
        return;
    add_pump(g, pumps, node);
    for (const struct kb_syntax_node *child = node->first; child; child = child->next)
        find_pumps(g, child, pumps);
}

static void visit(struct guesser *g, const struct kb_syntax_node *node)
{
    size_t length = g->before.len, behind = g->behind;
    if (spent(g))
        return;
    g->visits++;
    if (kb_is_loop(node, KB_COUNT_LOOPS) && !kb_is_gap(node)) {
        struct pumps pumps = {.count = 0};
        find_pumps(g, node->first, &pumps);
        for (size_t i = 0; i < pumps.count; i++)
            attack(g, node, pumps.texts[i]);
    }
    for (const struct kb_syntax_node *child = node->first; child; child = child->next) {
        visit(g, child);
        if (node->kind != KB_SYNTAX_CONCAT)
            continue;
        bool wanted = child->kind == KB_SYNTAX_LOOK && child->as.look.behind &&
                      !child->as.look.negative && g->before.len == g->behind;
        g->looking = wanted;
        example(g, child, &g->before, false);
        g->looking = false;
        if (wanted)
            g->behind = g->before.len;
    }
    g->before.len = length;
    g->behind = behind;
}

static void find_groups(struct guesser *g, const struct kb_syntax_node *node)
{
    if (node->kind == KB_SYNTAX_GROUP && node->as.group.number <= g->syntax->captures)
        g->groups[node->as.group.number] = node;
    for (const struct kb_syntax_node *child = node->first; child; child = child->next)
        find_groups(g, child);
}

static void guess(struct guesser *g)
{
    struct kb_buf whole = {0};
    kb_buf_puts(&whole, "");
    g->looking = true;
    example(g, g->syntax->root, &whole, false);
    g->looking = false;
    g->whole = keep(g, &whole);
    visit(g, g->syntax->root);
    kb_buf_free(&whole);
}

struct kb_guess kb_guess_find(const struct kb_syntax *syntax, const struct kb_pattern *pattern,
                              struct kb_arena *arena, struct kb_budget *budget)
{
    struct guesser g = {.syntax = syntax, .pattern = pattern, .arena = arena, .budget = budget};
    g.groups =
        kb_arena_new(arena, (size_t)syntax->captures + 1, sizeof(const struct kb_syntax_node *));
    find_groups(&g, syntax->root);
    kb_buf_puts(&g.before, "");
    guess(&g);
    g.otherwise = g.conditional;
    if (g.otherwise && !spent(&g))
        guess(&g);
    kb_buf_free(&g.before);
    return g.best;
}

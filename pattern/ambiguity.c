/* SPDX-License-Identifier: MIT */
/* From suspects to witnesses: what leads to the loop, the loop's word again and again, what makes
 * the match fail, and what PCRE2 wants to see before it tries at all. */
#include "pattern/ambiguity.h"

#include "kb/buf.h"
#include "pattern/attack.h"
#include "pattern/guess.h"
#include "pattern/suspect.h"

/* Turns after which the set of positions is taken to stay the same. */
enum { SETTLED = 16 };

/* As many as make no difference: too slow to be tried. */
enum { MANY_REPEATS = 100000 };

struct analysis {
    const struct kb_syntax *syntax;
    const struct kb_pattern *pattern;
    struct kb_arena *arena; /* the caller's */
    struct kb_arena scratch;
    struct kb_pattern_needs needs;
    struct kb_budget budget;
    struct kb_ambiguity found;
};

/* What there is to analyse, seen at a glance. */
struct glance {
    unsigned loops;
    bool nested;  /* a loop around more than one character */
    bool counted; /* one that is a loop only when counts are taken for loops */
    bool gaps;
    bool unseen;   /* something that reads or repeats, and is not in the automaton */
    bool stricter; /* something that the automaton lets pass and PCRE2 may not */
};

/* An atomic group or a possessive repeat, of more than one character. */
static bool keeps_more(const struct kb_syntax_node *node)
{
    bool group = node->kind == KB_SYNTAX_GROUP && node->as.group.atomic;
    bool repeat = node->kind == KB_SYNTAX_REPEAT && node->as.repeat.greed == KB_POSSESSIVE;
    if (!group && !repeat)
        return false;
    const struct kb_syntax_node *body = kb_inside_groups(node->first);
    if (group && body->kind == KB_SYNTAX_REPEAT)
        body = kb_inside_groups(body->first);
    return body->kind != KB_SYNTAX_CLASS;
}

/* How many repeats of one character PCRE2 may pass in one step, reading nothing. It steps where a
 * group captures, and makes copies of what is counted. */
static uint64_t passed(const struct kb_syntax_node *node, bool *nullable)
{
    uint64_t sum = 0, most = 0;
    bool all = true;
    if (node->kind == KB_SYNTAX_CLASS) { /* nearly always */
        *nullable = false;
        return 0;
    }
    for (const struct kb_syntax_node *child = node->first; child; child = child->next) {
        bool empty;
        uint64_t count = passed(child, &empty);
        all &= empty;
        sum += empty ? count : 0;
        most = count > most ? count : most;
    }
    *nullable = all;
    if (node->kind == KB_SYNTAX_CONCAT)
        return sum > most ? sum : most;
    if (node->kind != KB_SYNTAX_REPEAT)
        return most;
    uint32_t times = node->as.repeat.max == KB_SYNTAX_MANY ? 1 : node->as.repeat.max;
    bool captures = node->first->kind == KB_SYNTAX_GROUP && node->first->as.group.number;
    *nullable |= node->as.repeat.min == 0;
    most = most * (all && !captures ? times : 1) + (node->first->kind == KB_SYNTAX_CLASS);
    return most < MANY_REPEATS ? most : MANY_REPEATS;
}

static void glance(const struct kb_syntax_node *node, bool looped, struct glance *out)
{
    if (node->kind == KB_SYNTAX_CLASS) { /* nearly always */
        out->stricter |= !node->as.set.exact;
        return;
    }
    bool loop = kb_is_loop(node, KB_COUNT_LOOPS), gap = !looped && kb_is_gap(node);
    unsigned loops = out->loops;
    if (loop && !gap) {
        out->loops += looped ? 2 : 1; /* copies of it follow each other */
        out->nested |= kb_inside_groups(node->first)->kind != KB_SYNTAX_CLASS;
        out->counted |= !kb_is_loop(node, KB_COUNT_COPIES);
    }
    out->gaps |= gap;
    out->unseen |= node->kind == KB_SYNTAX_BACKREF || node->kind == KB_SYNTAX_OPAQUE;
    out->stricter |=
        node->kind == KB_SYNTAX_LOOK || node->kind == KB_SYNTAX_ANCHOR || keeps_more(node);
    looped |= node->kind == KB_SYNTAX_REPEAT && node->as.repeat.max > 1;
    for (const struct kb_syntax_node *child = node->first; child; child = child->next)
        glance(child, looped, out);
    out->unseen |= node->kind == KB_SYNTAX_LOOK && out->loops > loops;
}

static struct kb_str word_text(struct analysis *a, const struct kb_automaton *automaton,
                               struct kb_word word)
{
    struct kb_buf text = {0};
    kb_buf_puts(&text, "");
    kb_word_text(&text, automaton, word);
    struct kb_str kept = {kb_arena_copy(&a->scratch, text.data, text.len), text.len};
    kb_buf_free(&text);
    return kept;
}

static bool same_byte(char a, int wanted)
{
    int byte = (unsigned char)a;
    bool letter = (byte | 32) >= 'a' && (byte | 32) <= 'z';
    return byte == wanted || (letter && (byte | 32) == (wanted | 32));
}

/* Whether PCRE2 would try the witness so far. */
static bool enough(const struct kb_attack *attack, struct kb_pattern_needs needs, size_t turns)
{
    struct kb_buf text = {0};
    kb_attack_text(&text, attack, turns);
    bool has = needs.last < 0;
    for (size_t i = 1; i < text.len; i++)
        has |= same_byte(text.data[i], needs.last);
    has &= kb_utf8_count(kb_buf_view(&text)) >= needs.length;
    kb_buf_free(&text);
    return has;
}

/* A letter that PCRE2 wants to see, or KB_ANY_WORD. */
static unsigned wanted_letter(const struct kb_automaton *automaton, struct kb_pattern_needs needs)
{
    char utf8[4];
    for (unsigned i = 0; needs.last >= 0 && i < automaton->alphabet.count; i++)
        if (same_byte(utf8[kb_utf8_put(utf8, automaton->alphabet.sample[i]) - 1], needs.last))
            return i;
    return KB_ANY_WORD;
}

/* Whether a repeat of one character that gives nothing back may read the word. PCRE2 makes those
 * possessive that nothing after them could take over from. */
static bool scans(const struct kb_automaton *automaton, struct kb_word word)
{
    for (uint32_t i = 1; i < automaton->position_count; i++) {
        const struct kb_position *position = &automaton->positions[i];
        bool repeated = false, reads = false, gives_back = false;
        for (uint32_t j = 0; j < position->edge_count; j++) {
            const struct kb_edge *edge = &automaton->edges[position->edges + j];
            struct kb_letters letters = kb_edge_letters(automaton, edge);
            letters = kb_letters_and(&letters, &position->letters);
            if (edge->to != i)
                gives_back |= kb_letters_any(&letters);
            else
                repeated = edge->ways == 1 && edge->loop && edge->loop->first == position->class;
        }
        for (size_t j = 0; j < word.n; j++)
            reads |= kb_letters_has(&position->letters, word.letters[j]);
        if (repeated && reads && !gives_back)
            return true;
    }
    return false;
}

/* The pieces that lead through the suspect's loops. `before` is read where the first begins, and
 * leads back to it. Returns the positions that the last one leaves. */
static bool lead(struct analysis *a, const struct kb_automaton *automaton,
                 const struct kb_suspect *suspect, struct kb_word before, struct kb_attack *attack,
                 struct kb_states *states)
{
    *attack = (struct kb_attack){0};
    *states = kb_states_start(automaton, &a->scratch);
    uint32_t at = 0;
    for (size_t i = 0; i < suspect->pump_count; i++) {
        const struct kb_pump *pump = &suspect->pumps[i];
        struct kb_word path;
        if (!kb_walk_between(automaton, at, pump->enter, KB_ANY_WORD, &a->scratch, &path))
            return false;
        kb_states_read(automaton, states, path, &a->scratch);
        if (i > 0 || !kb_word_eq(path, pump->word)) /* else it is one turn more */
            kb_attack_add(attack, word_text(a, automaton, path), false);
        if (i == 0) {
            kb_states_read(automaton, states, before, &a->scratch);
            kb_attack_add(attack, word_text(a, automaton, before), false);
        }
        for (int turn = 0; turn < SETTLED; turn++)
            kb_states_read(automaton, states, pump->word, &a->scratch);
        kb_attack_add(attack, word_text(a, automaton, pump->word), true);
        attack->scans |= scans(automaton, pump->word);
        at = pump->leave;
    }
    return true;
}

/* Adds what PCRE2 wants to see, behind the place where every match has failed. */
static void add_wanted(struct analysis *a, const struct kb_automaton *automaton, unsigned letter,
                       struct kb_attack *attack)
{
    struct kb_attack bare = *attack;
    struct kb_word whole;
    uint8_t wanted = (uint8_t)letter;
    if (enough(attack, a->needs, SETTLED))
        return;
    if (letter != KB_ANY_WORD)
        kb_attack_add(attack, word_text(a, automaton, (struct kb_word){&wanted, 1}), false);
    if (enough(attack, a->needs, SETTLED))
        return;
    *attack = bare;
    if (kb_walk_between(automaton, 0, 0, KB_ANY_WORD, &a->scratch, &whole))
        kb_attack_add(attack, word_text(a, automaton, whole), false);
}

/* Witnesses for the suspect, one after the other. With a text after which every match has failed
 * there is one. Else there are two: what PCRE2 wants to see stands before the loop, or behind a
 * mark, which what is not exact may take for something that it does not match. */
static bool make(struct analysis *a, const struct kb_automaton *automaton,
                 const struct kb_suspect *suspect, int number, struct kb_attack *attack)
{
    unsigned letter = wanted_letter(automaton, a->needs);
    uint32_t enter = suspect->pumps[0].enter;
    struct kb_states states;
    struct kb_word end, around = {0};
    if (number > 1 || !lead(a, automaton, suspect, around, attack, &states))
        return false;
    if (kb_states_end(automaton, &states, &a->scratch, &end)) {
        struct kb_str text = word_text(a, automaton, end);
        kb_attack_add(attack, text, false);
        if (kb_str_ends(text, KB_STR("\n"))) /* which `$` would take for the end */
            kb_attack_add(attack, KB_MARK_TEXT, false);
        add_wanted(a, automaton, letter, attack);
        return number == 0;
    }
    if (number == 1) {
        kb_attack_add(attack, KB_MARK_TEXT, false);
        add_wanted(a, automaton, letter, attack);
        return true;
    }
    if (enough(attack, a->needs, SETTLED) || letter == KB_ANY_WORD ||
        !kb_walk_between(automaton, enter, enter, letter, &a->scratch, &around))
        return true;
    return lead(a, automaton, suspect, around, attack, &states);
}

static void note(struct analysis *a, enum kb_growth growth, uint32_t begin, uint32_t end,
                 const struct kb_attack *attack, struct kb_outcome outcome)
{
    struct kb_buf recipe = {0}, witness = {0};
    if (growth <= a->found.growth)
        return;
    kb_attack_show(&recipe, attack, outcome.turns);
    kb_attack_text(&witness, attack, outcome.turns);
    a->found.growth = growth;
    a->found.begin = begin;
    a->found.end = end;
    a->found.recipe = kb_arena_copy(a->arena, recipe.data, recipe.len);
    a->found.witness.p = kb_arena_copy(a->arena, witness.data, witness.len);
    a->found.witness.n = witness.len;
    kb_buf_free(&recipe);
    kb_buf_free(&witness);
}

/* Ambiguity that is exponential on paper is polynomial in fact where counts, which the automaton
 * takes for loops, end it early. */
static enum kb_growth growth_of(const struct kb_suspect *suspect, bool steep)
{
    return suspect->exponential && steep ? KB_GROWTH_EXPONENTIAL : KB_GROWTH_POLYNOMIAL;
}

static void confirm(struct analysis *a, const struct kb_automaton *automaton,
                    const struct kb_suspect *suspect)
{
    struct kb_attack attack;
    for (int i = 0; make(a, automaton, suspect, i, &attack); i++) {
        struct kb_outcome outcome = kb_attack_run(&attack, a->pattern, &a->budget);
        if (outcome.turns)
            note(a, growth_of(suspect, outcome.steep), suspect->begin, suspect->end, &attack,
                 outcome);
    }
}

/* Searches the automaton and tries what is suspect. */
static void analyse(struct analysis *a, enum kb_counting counting)
{
    struct kb_automaton automaton;
    struct kb_suspects *suspects = kb_arena_new(&a->scratch, 1, sizeof *suspects);
    if (!kb_automaton_make(&automaton, a->syntax, counting, &a->scratch)) {
        a->found.decided = false;
        return;
    }
    kb_suspects_find(&automaton, a->syntax, false, &a->scratch, suspects);
    a->found.decided &= suspects->complete;
    a->found.suspects += (unsigned)suspects->count;
    for (size_t i = 0; i < suspects->count && a->budget.left; i++)
        if (a->found.growth < growth_of(&suspects->items[i], true))
            confirm(a, &automaton, &suspects->items[i]);
}

/* Polynomial growth is not told from what gaps cost here, so with gaps it is not reported. */
static void guess(struct analysis *a, bool gaps)
{
    struct kb_guess best = kb_guess_find(a->syntax, a->pattern, &a->scratch, &a->budget);
    if (best.loop && (best.outcome.steep || !gaps))
        note(a, best.outcome.steep ? KB_GROWTH_EXPONENTIAL : KB_GROWTH_POLYNOMIAL, best.loop->begin,
             best.loop->end, &best.attack, best.outcome);
}

struct kb_ambiguity kb_ambiguity_find(const struct kb_syntax *syntax,
                                      const struct kb_pattern *pattern, struct kb_arena *arena)
{
    struct analysis a = {
        .syntax = syntax, .pattern = pattern, .arena = arena, .needs = kb_pattern_needs(pattern)};
    struct glance at = {0};
    bool nullable;
    glance(syntax->root, false, &at);
    a.found.decided = !at.unseen;
    a.budget = kb_budget_of(passed(syntax->root, &nullable), syntax->captures);
    if (at.loops > 1 || at.nested) {
        analyse(&a, KB_COUNT_COPIES);
        if (at.counted && a.found.growth == KB_GROWTH_TAME)
            analyse(&a, KB_COUNT_LOOPS);
    }
    bool doubtful = !a.found.decided || (at.stricter && a.found.suspects > 0);
    if (at.loops > 0 && doubtful && a.found.growth == KB_GROWTH_TAME)
        guess(&a, at.gaps);
    kb_arena_free(&a.scratch);
    return a.found;
}

/* SPDX-License-Identifier: MIT */
/* The tokenizer. A run is walked for its end and again for its parts and its code, so that these
 * may depend on the letters behind them; a term is cut at KBX_TERM_LONGEST, so that it needs no
 * memory. */
#include "kbx/words.h"

#include "kbx/fold.h"

enum sort { NOTHING, LETTER, DIGIT, UNDERSCORE, JOINER, IDEOGRAPH };

struct letter {
    uint32_t cp; /* folded */
    enum sort sort;
    bool capital;
    unsigned char n; /* bytes in the text; 0 at its end */
};

struct words {
    const unsigned char *text;
    size_t len;
    kbx_i_folder *fold;
    const void *table;
    kbx_i_taker *take;
    void *to;
    size_t at;          /* how far the text is read */
    struct letter here; /* what stands there */
};

/* A term being made. */
struct term {
    unsigned char text[KBX_TERM_LONGEST];
    size_t len;
    bool full; /* a character did not fit: none behind it belongs to the term */
};

struct range {
    uint32_t first, last;
};

static bool is_in(const struct range *ranges, size_t count, uint32_t cp)
{
    for (size_t i = 0; i < count; i++)
        if (cp >= ranges[i].first && cp <= ranges[i].last)
            return true;
    return false;
}

/* Of ASCII, which is most of what is read, with its capitals folded. */
static const unsigned char ascii_sorts[128] = {
    ['-'] = JOINER, ['.'] = JOINER, [':'] = JOINER,     ['/'] = JOINER, ['+'] = JOINER,
    ['#'] = JOINER, ['@'] = JOINER, ['_'] = UNDERSCORE, ['0'] = DIGIT,  ['1'] = DIGIT,
    ['2'] = DIGIT,  ['3'] = DIGIT,  ['4'] = DIGIT,      ['5'] = DIGIT,  ['6'] = DIGIT,
    ['7'] = DIGIT,  ['8'] = DIGIT,  ['9'] = DIGIT,      ['a'] = LETTER, ['b'] = LETTER,
    ['c'] = LETTER, ['d'] = LETTER, ['e'] = LETTER,     ['f'] = LETTER, ['g'] = LETTER,
    ['h'] = LETTER, ['i'] = LETTER, ['j'] = LETTER,     ['k'] = LETTER, ['l'] = LETTER,
    ['m'] = LETTER, ['n'] = LETTER, ['o'] = LETTER,     ['p'] = LETTER, ['q'] = LETTER,
    ['r'] = LETTER, ['s'] = LETTER, ['t'] = LETTER,     ['u'] = LETTER, ['v'] = LETTER,
    ['w'] = LETTER, ['x'] = LETTER, ['y'] = LETTER,     ['z'] = LETTER};

static enum sort sort_of(uint32_t cp)
{
    /* Written without spaces between words: U+3005 to 3007 are 々〆〇. */
    static const struct range ideographs[] = {{0x4E00, 0x9FFF},  {0x3400, 0x4DBF}, {0x3005, 0x3007},
                                              {0x3040, 0x30FF},  {0xAC00, 0xD7AF}, {0xF900, 0xFAFF},
                                              {0x20000, 0x3FFFF}};
    static const struct range punctuation[] = {{0x2000, 0x206F}, {0x3000, 0x303F}, {0xFE30, 0xFE4F},
                                               {0xFF00, 0xFFFF}, {0xD7, 0xD7},     {0xF7, 0xF7}};
    if (cp < 0xC0)
        return cp < 0x80 ? (enum sort)ascii_sorts[cp] : NOTHING;
    if (is_in(ideographs, sizeof ideographs / sizeof *ideographs, cp))
        return IDEOGRAPH;
    return is_in(punctuation, sizeof punctuation / sizeof *punctuation, cp) ? NOTHING : LETTER;
}

/* A damaged table may fold to what is no character: then there is no folding. */
static uint32_t folded(const struct words *w, uint32_t cp)
{
    unsigned char room[4];
    uint32_t to = w->fold(w->table, cp);
    return kbx_i_utf8_put(room, to) ? to : cp;
}

static struct letter read_long(const struct words *w, size_t at)
{
    struct letter l = {0, NOTHING, false, 0};
    uint32_t cp;
    l.n = (unsigned char)kbx_i_utf8(w->text + at, w->len - at, &cp);
    if (l.n == 0) {
        l.n = 1;
        return l;
    }
    l.cp = folded(w, cp);
    l.capital = l.cp != cp;
    if (l.cp >= 0xFF01 && l.cp <= 0xFF5E)
        l.cp = folded(w, l.cp - 0xFEE0);
    l.sort = sort_of(l.cp);
    return l;
}

static inline struct letter read_letter(const struct words *w, size_t at)
{
    if (at >= w->len)
        return (struct letter){0, NOTHING, false, 0};
    uint32_t cp = w->text[at];
    if (cp >= 0x80)
        return read_long(w, at);
    bool capital = cp >= 'A' && cp <= 'Z';
    cp += capital ? 32 : 0;
    return (struct letter){cp, (enum sort)ascii_sorts[cp], capital, 1};
}

static void go_to(struct words *w, size_t at)
{
    w->at = at;
    w->here = read_letter(w, at);
}

static void step(struct words *w)
{
    go_to(w, w->at + w->here.n);
}

static bool in_word(struct letter l)
{
    return l.sort == LETTER || l.sort == DIGIT || l.sort == UNDERSCORE;
}

static void add(struct term *term, uint32_t cp)
{
    unsigned char utf8[4];
    if (cp < 0x80 && term->len < sizeof term->text && !term->full) {
        term->text[term->len++] = (unsigned char)cp;
        return;
    }
    size_t n = kbx_i_utf8_put(utf8, cp);
    term->full = term->full || n > sizeof term->text - term->len;
    if (term->full)
        return;
    memcpy(term->text + term->len, utf8, n);
    term->len += n;
}

static void give(const struct words *w, enum kbx_i_term_kind kind, const struct term *term,
                 size_t from, size_t to)
{
    const struct kbx_i_term out = {kind, term->text, term->len, from, to};
    if (term->len)
        w->take(w->to, &out);
}

static bool is_small(struct letter l)
{
    return l.sort == LETTER && !l.capital;
}

/* Whether a part ends between two letters of a run: parse|Error, JSON|Error, error|404. `at` is
 * where the second stands. */
static bool is_cut(const struct words *w, struct letter before, struct letter l, size_t at)
{
    if (before.sort != l.sort)
        return true;
    if (l.sort != LETTER || !l.capital)
        return false;
    if (!before.capital)
        return true;
    struct letter next = read_letter(w, at + l.n);
    return is_small(next) && is_small(read_letter(w, at + l.n + next.n));
}

static void give_part(const struct words *w, const struct term *part, size_t from, size_t to)
{
    if (part->len > 1 || (part->len == 1 && part->text[0] < 'a'))
        give(w, KBX_I_PART, part, from, to);
}

static void parts(const struct words *w, size_t from, size_t to)
{
    struct term part = {{0}, 0, false};
    struct letter before = read_letter(w, from);
    size_t start = from;
    for (size_t at = from; at < to;) {
        struct letter l = read_letter(w, at);
        if (at > from && is_cut(w, before, l, at)) {
            give_part(w, &part, start, at);
            part.len = 0;
            part.full = false;
            start = at;
        }
        if (l.sort != UNDERSCORE)
            add(&part, l.cp);
        before = l;
        at += l.n;
    }
    give_part(w, &part, start, to);
}

/* The small letters of ASCII here, the first of which may be a capital: most runs are nothing else,
 * and nothing cuts them. They begin the word, as far as it has room. Returns the last of them. */
static struct letter plain(struct words *w, struct term *word)
{
    const unsigned char *text = w->text + w->at;
    bool capital = w->here.capital && w->here.n == 1;
    size_t n = 0, most = w->len - w->at;
    if (most > sizeof word->text)
        most = sizeof word->text;
    if (capital)
        word->text[n++] = (unsigned char)w->here.cp;
    for (; n < most && text[n] >= 'a' && text[n] <= 'z'; n++)
        word->text[n] = text[n];
    word->len = n;
    go_to(w, w->at + n);
    return (struct letter){0, LETTER, capital && n == 1, 1};
}

/* The run here: a word and its parts. */
static void run(struct words *w, bool *digit)
{
    struct term word;
    word.full = false;
    size_t from = w->at;
    struct letter before = plain(w, &word);
    bool cut = false, only_underscores = w->at == from;
    for (; in_word(w->here); step(w)) {
        add(&word, w->here.cp);
        cut = cut || (w->at > from && is_cut(w, before, w->here, w->at));
        only_underscores = only_underscores && w->here.sort == UNDERSCORE;
        *digit = *digit || w->here.sort == DIGIT;
        before = w->here;
    }
    if (!only_underscores)
        give(w, KBX_I_WORD, &word, from, w->at);
    if (cut)
        parts(w, from, w->at);
}

static void give_code(const struct words *w, size_t from, size_t to)
{
    struct term code = {{0}, 0, false};
    for (size_t at = from; at < to && !code.full;) {
        struct letter l = read_letter(w, at);
        add(&code, l.cp);
        at += l.n;
    }
    give(w, KBX_I_CODE, &code, from, to);
}

/* The runs here that single joiners keep apart. */
static void joined(struct words *w)
{
    bool digit = false;
    size_t from = w->at, runs = 1;
    run(w, &digit);
    for (; w->here.sort == JOINER && in_word(read_letter(w, w->at + w->here.n)); runs++) {
        step(w);
        run(w, &digit);
    }
    if (runs > 1 && digit)
        give_code(w, from, w->at);
}

/* The run of ideographs here. */
static void ideographs(struct words *w)
{
    struct letter before = {0, NOTHING, false, 0};
    for (; w->here.sort == IDEOGRAPH; step(w)) {
        struct term one = {{0}, 0, false}, pair = one;
        struct letter l = w->here;
        add(&one, l.cp);
        if (before.n) {
            add(&pair, before.cp);
            add(&pair, l.cp);
            give(w, KBX_I_PAIR, &pair, w->at - before.n, w->at + l.n);
        }
        give(w, KBX_I_CHAR, &one, w->at, w->at + l.n);
        before = l;
    }
}

void kbx_i_words(const void *text, size_t len, kbx_i_folder *fold, const void *table,
                 kbx_i_taker *take, void *to)
{
    struct words w = {
        .text = text, .len = len, .fold = fold, .table = table, .take = take, .to = to};
    go_to(&w, 0);
    while (w.here.n) {
        if (w.here.sort == IDEOGRAPH)
            ideographs(&w);
        else if (in_word(w.here))
            joined(&w);
        else
            step(&w);
    }
}

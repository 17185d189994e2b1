/* SPDX-License-Identifier: MIT */
/* A small hand-written scanner; every step moves on, so a text costs its length times the names. */
#include "validate/rules/mention.h"

#include <string.h>

#include "kb/ascii.h"

static bool letter(char c)
{
    return kb_is_letter(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The byte at `at`, NUL past the end; texts hold no NUL. */
static char peek(struct kb_str text, size_t at)
{
    return at < text.n ? text.p[at] : '\0';
}

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

static bool has(struct kb_str text, size_t at, struct kb_str what)
{
    return text.n - at >= what.n && kb_str_same(what, (struct kb_str){text.p + at, what.n});
}

/* Whether a name that ends before `at` ends there: pytorch does not in pytorch-lightning. */
static bool name_ends(struct kb_str text, size_t at)
{
    char c = peek(text, at);
    return !letter(c) && c != '-' && c != '.' && c != '/' &&
           !(kb_is_digit(c) && kb_is_digit(text.p[at - 1]));
}

/* Bytes of the longest product name at `at`, 0 where there is none. */
static size_t product_at(const struct kb_domain_facts *facts, struct kb_str text, size_t at,
                         const struct kb_product **product)
{
    size_t longest = 0;
    for (size_t i = 0; i < facts->count; i++) {
        const struct kb_catalogue *catalogue = facts->catalogues[i];
        for (size_t j = 0; j < catalogue->product_count; j++) {
            const struct kb_product *candidate = &catalogue->products[j];
            for (size_t k = 0; k < candidate->name_count; k++) {
                struct kb_str name = candidate->names[k];
                if (name.n > longest && has(text, at, name) && name_ends(text, at + name.n)) {
                    longest = name.n;
                    *product = candidate;
                }
            }
        }
    }
    return longest;
}

const struct kb_product *kb_product_named(const struct kb_domain_facts *facts, struct kb_str text)
{
    const struct kb_product *product = NULL;
    size_t n = product_at(facts, text, 0, &product);
    return n && n == text.n ? product : NULL;
}

const struct kb_product *kb_product_first(const struct kb_domain_facts *facts, struct kb_str text)
{
    const struct kb_product *product = NULL;
    return product_at(facts, text, 0, &product) ? product : NULL;
}

struct kb_mentions kb_mentions_of(struct kb_str text, const struct kb_domain_facts *facts,
                                  const struct kb_product *product)
{
    return (struct kb_mentions){text, 0, facts, product};
}

static size_t skip_blanks(struct kb_str text, size_t at)
{
    while (peek(text, at) == ' ' || peek(text, at) == '\t')
        at++;
    return at;
}

static size_t skip_operator(struct kb_str text, size_t at, bool *bound)
{
    static const struct {
        const char *sign;
        bool bound;
    } operators[] = {
        {"===", false}, {"==", false}, {">=", false}, {"<=", true}, {"~=", false},
        {"!=", true},   {"=", false},  {"<", true},   {">", true},  {"^", false},
        {"~", false},   {"≥", false},  {"≤", true},
    };
    *bound = false;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (has(text, at, kb_str(operators[i].sign))) {
            *bound = operators[i].bound;
            return at + strlen(operators[i].sign);
        }
    return at;
}

/* A number of at most nine digits; false without one. */
static bool read_number(struct kb_str text, size_t *at, uint32_t *number)
{
    size_t start = *at;
    *number = 0;
    for (; kb_is_digit(peek(text, *at)); (*at)++) {
        if (*at - start == 9)
            return false;
        *number = *number * 10 + (uint32_t)(text.p[*at] - '0');
    }
    return *at > start;
}

/* Past what follows the numbers of a version: .x, +cu126, rc1, -nightly, (beta). */
static size_t skip_suffix(struct kb_str text, size_t at, bool *early)
{
    static const char *const words[] = {"alpha",   "beta",    "candidate", "dev",      "early",
                                        "nightly", "preview", "pre",       "snapshot", "rc"};
    char wild = peek(text, at) == '.' ? peek(text, at + 1) : '\0';
    if (wild == '*' || ((wild == 'x' || wild == 'X') && !letter(peek(text, at + 2))))
        at += 2;
    *early = letter(peek(text, at)); /* 2.6.0a0, 2.6rc1 */
    if (*early || peek(text, at) == '+')
        for (at++; letter(peek(text, at)) || kb_is_digit(peek(text, at)) || peek(text, at) == '.';)
            at++;
    size_t word = at;
    while (one_of(peek(text, word), " .-("))
        word++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        *early = *early || (has(text, word, kb_str(words[i])) &&
                            !letter(peek(text, word + strlen(words[i]))));
    return at;
}

enum version { VERSION_NONE, VERSION_MAJOR, VERSION_WHOLE };

static enum version read_version(struct kb_str text, size_t *at, struct kb_mention *mention)
{
    size_t p = skip_blanks(text, *at);
    enum version kind = VERSION_MAJOR;
    p = skip_blanks(text, skip_operator(text, p, &mention->bound));
    p += (peek(text, p) == 'v' || peek(text, p) == 'V') && kb_is_digit(peek(text, p + 1));
    if (!read_number(text, &p, &mention->major))
        return VERSION_NONE;
    if (peek(text, p) == '.' && kb_is_digit(peek(text, p + 1))) {
        kind = VERSION_WHOLE;
        p++;
        if (!read_number(text, &p, &mention->minor))
            return VERSION_NONE;
    }
    while (peek(text, p) == '.' && kb_is_digit(peek(text, p + 1)))
        for (p++; kb_is_digit(peek(text, p));)
            p++;
    *at = skip_suffix(text, p, &mention->early);
    return kind;
}

/* Past what stands between two versions or products. Behind "with" a bare number is of nothing
 * known. */
static void skip_between(struct kb_mentions *m)
{
    static const struct {
        const char *word;
        bool same;
    } words[] = {{"and", true},   {"or", true},  {"to", true},  {"through", true},
                 {"with", false}, {"on", false}, {"for", false}};
    for (size_t before = m->at + 1; before != m->at;) {
        before = m->at;
        while (one_of(peek(m->text, m->at), " \t\r\n,;/|&()[]-"))
            m->at++;
        if (has(m->text, m->at, KB_STR("–")))
            m->at += strlen("–");
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            size_t n = strlen(words[i].word);
            if (!has(m->text, m->at, kb_str(words[i].word)) || peek(m->text, m->at + n) != ' ')
                continue;
            m->at += n;
            if (!words[i].same)
                m->product = NULL;
        }
    }
}

/* To the next place where another item may begin. */
static void skip_item(struct kb_mentions *m)
{
    while (m->at < m->text.n && !one_of(m->text.p[m->at], ",;/|&("))
        m->at++;
    m->product = NULL;
}

bool kb_mention_next(struct kb_mentions *m, struct kb_mention *mention)
{
    while (m->at < m->text.n) {
        skip_between(m);
        size_t name = product_at(m->facts, m->text, m->at, &m->product);
        m->at += name;
        enum version kind = m->product ? read_version(m->text, &m->at, mention) : VERSION_NONE;
        mention->product = m->product;
        if (kind == VERSION_WHOLE)
            return true;
        if (kind == VERSION_NONE)
            skip_item(m);
    }
    return false;
}

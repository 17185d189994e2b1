/* SPDX-License-Identifier: MIT */
/* Ranking: the parts of each hit, then their order. */
#include "kbx/rank.h"

#include <stdlib.h>

#include "kbx/fold.h"
#include "kbx/hash.h"
#include "kbx/likeness.h"
#include "kbx/versions.h"

#define BEFORE        (KBX_RANK_WINDOW / 4) /* of the window, before the match */
#define WAYS_MOST     64                    /* of a regex, looked at for its rarity */
#define LITERALS_MOST 256

struct part {
    const char *name;
    unsigned bits;
};

static const struct part parts[KBX_PART_COUNT] = {
#define X(symbol, name, bits) [KBX_PART_##symbol] = {name, bits},
    KBX_PARTS(X)
#undef X
};

struct text {
    unsigned char bytes[KBX_I_FOLDED(KBX_RANK_WINDOW)];
    size_t len;
};

/* A hit by the hash of its regex. */
struct kin {
    uint32_t regex;
    size_t hit;
};

struct kbx_ranker {
    const struct kbx *k;
    struct kbx_i_versions versions;
    struct kbx_ranked *ranked;
    struct kin *kin;
    size_t room;     /* of both */
    size_t from, to; /* the window of the line that is folded below */
    struct text line, signature;
    struct kbx_i_bag line_bag, signature_bag;
};

const char *kbx_part_name(int part)
{
    return part >= 0 && part < KBX_PART_COUNT ? parts[part].name : NULL;
}

int kbx_ranker_new(const struct kbx *k, struct kbx_ranker **out, struct kbx_error *error)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return kbx_i_fail(error, KBX_MEMORY, 0, 0, "out of memory");
    (*out)->k = k;
    return KBX_OK;
}

void kbx_ranker_free(struct kbx_ranker *r)
{
    if (!r)
        return;
    free(r->ranked);
    free(r->kin);
    free(r);
}

void kbx_ranker_see(struct kbx_ranker *r, const void *line, size_t len)
{
    if (len)
        kbx_i_versions_see(&r->versions, line, len);
}

static uint32_t at_most(uint64_t value, enum kbx_part part)
{
    uint64_t most = (1u << parts[part].bits) - 1;
    return (uint32_t)(value < most ? value : most);
}

/* Folds a text and drops white space at both ends. */
static void take(const struct kbx *k, const char *p, size_t len, struct text *out)
{
    while (len && (unsigned char)*p <= ' ') {
        p++;
        len--;
    }
    while (len && (unsigned char)p[len - 1] <= ' ')
        len--;
    out->len = kbx_i_fold_text(k, p, len, out->bytes);
}

/* Makes the window hold what is around the match, which for most lines is all of it. */
static void open_window(struct kbx_ranker *r, const char *line, size_t len, size_t start)
{
    size_t from = 0, to = len;
    if (len > KBX_RANK_WINDOW) {
        from = start > BEFORE ? start - BEFORE : 0;
        from = from < len - KBX_RANK_WINDOW ? from : len - KBX_RANK_WINDOW;
        to = from + KBX_RANK_WINDOW;
    }
    if (from == r->from && to == r->to)
        return;
    r->from = from;
    r->to = to;
    take(r->k, line + from, to - from, &r->line);
    kbx_i_bag_of(r->line.bytes, r->line.len, &r->line_bag);
}

static uint32_t likeness(struct kbx_ranker *r, uint32_t record, size_t len)
{
    struct kbx_str text;
    (void)kbx_text(r->k, record, KBX_F_SIGNATURE, 0, KBX_BASE, &text, NULL);
    if (!text.ptr || !text.len)
        return 0;
    bool whole = text.len <= KBX_RANK_WINDOW && len <= KBX_RANK_WINDOW;
    take(r->k, text.ptr, text.len < KBX_RANK_WINDOW ? text.len : KBX_RANK_WINDOW, &r->signature);
    if (whole && r->signature.len == r->line.len &&
        memcmp(r->signature.bytes, r->line.bytes, r->line.len) == 0)
        return KBX_LIKENESS_MOST;
    kbx_i_bag_of(r->signature.bytes, r->signature.len, &r->signature_bag);
    return (uint32_t)(kbx_i_likeness(&r->signature_bag, &r->line_bag) * (KBX_LIKENESS_MOST - 1));
}

/* The element of REGX that is the record's, or KBX_NONE. */
static uint32_t regex_of(const struct kbx *k, uint32_t record)
{
    uint32_t low = 0, high = k->views[KBX_S_REGX].count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t at = kbx_i_u32(kbx_i_element(k, KBX_S_REGX, middle) + KBX_AT_REGEX_RECORD);
        if (at == record)
            return middle;
        if (at < record)
            low = middle + 1;
        else
            high = middle;
    }
    return KBX_NONE;
}

/* Bytes that a line must have for this way: of each set the shortest literal. */
static uint32_t way_bytes(const struct kbx *k, uint32_t way)
{
    uint32_t first, end, sum = 0, least = KBX_LITERAL_LONGEST;
    if (!kbx_i_chained(k, KBX_S_WAYS, way, KBX_AT_WAY_LITERALS, KBX_S_LITS, &first, &end))
        return 0;
    for (uint32_t i = first; i < end && i - first < LITERALS_MOST; i++) {
        const unsigned char *literal = kbx_i_element(k, KBX_S_LITS, i);
        uint32_t len = literal[KBX_AT_LITERAL_LEN];
        least = len < least ? len : least;
        if (literal[KBX_AT_LITERAL_FLAGS] & KBX_LITERAL_LAST) {
            sum += least;
            least = KBX_LITERAL_LONGEST;
        }
    }
    return sum;
}

static uint32_t rarity(const struct kbx *k, uint32_t record)
{
    uint32_t first, end, least = KBX_NONE, regex = regex_of(k, record);
    if (regex == KBX_NONE ||
        !kbx_i_chained(k, KBX_S_REGX, regex, KBX_AT_REGEX_WAYS, KBX_S_WAYS, &first, &end))
        return 0;
    for (uint32_t i = first; i < end && i - first < WAYS_MOST; i++) {
        uint32_t bytes = way_bytes(k, i);
        least = bytes < least ? bytes : least;
    }
    return least == KBX_NONE ? 0 : least;
}

static bool in_word(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_' || c >= 0x80;
}

/* Whether the text stands in the line with no word going on before or behind it. */
static bool names(const struct text *line, const unsigned char *text, size_t len)
{
    const unsigned char *p = line->bytes, *end = p + line->len;
    while (len && (size_t)(end - p) >= len &&
           (p = memchr(p, text[0], (size_t)(end - p) - len + 1))) {
        if (memcmp(p, text, len) == 0 && (p == line->bytes || !in_word(p[-1])) &&
            (p + len == end || !in_word(p[len])))
            return true;
        p++;
    }
    return false;
}

/* An error code reads "name (number)", or is one of them. */
static uint32_t code(const struct kbx_ranker *r, uint32_t record)
{
    unsigned char folded[KBX_I_FOLDED(KBX_MAX_KEY)];
    struct kbx_str text;
    (void)kbx_text(r->k, record, KBX_F_ERROR_CODE, 0, KBX_BASE, &text, NULL);
    if (!text.ptr || !text.len || text.len > KBX_MAX_KEY)
        return 0;
    size_t len = kbx_i_fold_text(r->k, text.ptr, text.len, folded), name = 0;
    while (name < len && memcmp(folded + name, " (", len - name < 2 ? 1 : 2) != 0)
        name++;
    if (names(&r->line, folded, name))
        return 2;
    /* A number of one digit is in too many lines. */
    if (name < len && folded[len - 1] == ')' && len - name > 4)
        return names(&r->line, folded + name + 2, len - name - 3);
    return 0;
}

static uint32_t success(const struct kbx *k, uint32_t record)
{
    struct kbx_rate rate;
    (void)kbx_rate(k, record, KBX_F_FIX_SUCCESS_RATE, 0, &rate);
    if (!rate.text.ptr || !(rate.value > 0))
        return 0;
    return rate.value < 1 ? (uint32_t)(rate.value * 100 + 0.5) : 100;
}

static void judge(struct kbx_ranker *r, const char *line, size_t len, struct kbx_ranked *out)
{
    const struct kbx_match *match = &out->match;
    if (match->outcome != KBX_MATCHES)
        return;
    open_window(r, line, len, match->start);
    out->parts[KBX_PART_MATCHED] = at_most(match->end - match->start, KBX_PART_MATCHED);
    out->parts[KBX_PART_RARITY] = at_most(rarity(r->k, match->record), KBX_PART_RARITY);
    out->parts[KBX_PART_LIKENESS] = likeness(r, match->record, len);
    out->parts[KBX_PART_CODE] = code(r, match->record);
    out->parts[KBX_PART_VERSION] = kbx_i_versions_fit(&r->versions, r->k, match->record);
    out->parts[KBX_PART_SUCCESS] = success(r->k, match->record);
}

static int by_regex(const void *a, const void *b)
{
    const struct kin *x = a, *y = b;
    return (x->regex > y->regex) - (x->regex < y->regex);
}

/* Gives each hit the largest likeness among those that share its regex. */
static void spread_kin(struct kbx_ranker *r, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct kbx_str regex;
        (void)kbx_text(r->k, r->ranked[i].match.record, KBX_F_REGEX, 0, KBX_BASE, &regex, NULL);
        r->kin[i] = (struct kin){kbx_hash(regex.ptr, regex.len), i};
    }
    if (count > 1)
        qsort(r->kin, count, sizeof *r->kin, by_regex);
    for (size_t i = 0, end; i < count; i = end) {
        uint32_t most = 0;
        for (end = i; end < count && r->kin[end].regex == r->kin[i].regex; end++) {
            uint32_t own = r->ranked[r->kin[end].hit].parts[KBX_PART_LIKENESS];
            most = own > most ? own : most;
        }
        for (size_t j = i; j < end; j++)
            r->ranked[r->kin[j].hit].parts[KBX_PART_KIN] = most;
    }
}

static double score(const uint32_t *values)
{
    uint64_t sum = 0, most = 0;
    for (int i = 0; i < KBX_PART_COUNT; i++) {
        sum = sum << parts[i].bits | values[i];
        most = most << parts[i].bits | ((1u << parts[i].bits) - 1);
    }
    return (double)sum / (double)most;
}

static int by_score(const void *a, const void *b)
{
    const struct kbx_ranked *x = a, *y = b;
    if (x->match.outcome != y->match.outcome)
        return x->match.outcome == KBX_MATCHES ? -1 : 1;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->match.record > y->match.record) - (x->match.record < y->match.record);
}

static bool make_room(struct kbx_ranker *r, size_t count)
{
    if (count <= r->room)
        return true;
    struct kbx_ranked *ranked = realloc(r->ranked, count * sizeof *ranked);
    r->ranked = ranked ? ranked : r->ranked;
    struct kin *kin = realloc(r->kin, count * sizeof *kin);
    r->kin = kin ? kin : r->kin;
    r->room = ranked && kin ? count : r->room;
    return ranked && kin;
}

int kbx_rank(struct kbx_ranker *r, const void *line, size_t len, const struct kbx_match *matches,
             size_t count, const struct kbx_ranked **ranked, struct kbx_error *error)
{
    *ranked = NULL;
    if (!make_room(r, count))
        return kbx_i_fail(error, KBX_MEMORY, 0, 0, "out of memory");
    r->from = r->to = KBX_RANK_WINDOW + 1; /* no window: one is never empty there */
    for (size_t i = 0; i < count; i++) {
        r->ranked[i] = (struct kbx_ranked){.match = matches[i]};
        judge(r, line, len, &r->ranked[i]);
    }
    spread_kin(r, count);
    for (size_t i = 0; i < count; i++)
        r->ranked[i].score =
            r->ranked[i].match.outcome == KBX_MATCHES ? score(r->ranked[i].parts) : 0;
    if (count > 1)
        qsort(r->ranked, count, sizeof *r->ranked, by_score);
    *ranked = r->ranked;
    return KBX_OK;
}

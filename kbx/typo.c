/* SPDX-License-Identifier: MIT */
/* The term a misspelt word was meant for: the nearest one, and of several the one that most records
 * have. A word with a digit is never mended: another code is another error. */
#include "kbx/fold.h"
#include "kbx/query.h"
#include "kbx/terms.h"

#define ONE_WRONG 4 /* letters of a word of which one may be wrong */
#define TWO_WRONG 8

struct letters {
    uint32_t all[KBX_TERM_LONGEST];
    size_t count;
};

/* False where the text is no word of letters. */
static bool letters_of(const unsigned char *text, size_t len, struct letters *out)
{
    out->count = 0;
    for (size_t i = 0, n; i < len; i += n) {
        uint32_t cp;
        n = kbx_i_utf8(text + i, len - i, &cp);
        if (n == 0 || out->count == KBX_TERM_LONGEST ||
            (cp < 0x80 && cp != '_' && !(cp >= 'a' && cp <= 'z')))
            return false;
        out->all[out->count++] = cp;
    }
    return true;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters to insert, drop, replace, or swap with a neighbour to come from a to b; limit + 1 where
 * it is more than the limit. */
static size_t distance(const struct letters *a, const struct letters *b, size_t limit)
{
    size_t room[3][KBX_TERM_LONGEST + 1];
    size_t *before = room[0], *last = room[1], *row = room[2];
    for (size_t j = 0; j <= b->count; j++)
        last[j] = j;
    for (size_t i = 1; i <= a->count; i++) {
        size_t best = row[0] = i;
        for (size_t j = 1; j <= b->count; j++) {
            size_t other = a->all[i - 1] != b->all[j - 1];
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + other);
            if (i > 1 && j > 1 && a->all[i - 1] == b->all[j - 2] && a->all[i - 2] == b->all[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
            best = least(best, row[j]);
        }
        /* What comes is made of this row and, by a swap at the cost of one, of the row before,
         * whose least is at most one less. */
        if (best > limit + 1)
            return limit + 1;
        size_t *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return least(last[b->count], limit + 1);
}

int kbx_i_mend(const struct kbx *k, struct kbx_i_query_word *word)
{
    struct letters meant, have;
    if (!letters_of(word->text, word->len, &meant) || meant.count < ONE_WRONG)
        return KBX_MISSING;
    size_t best = meant.count < TWO_WRONG ? 2 : 3, wrong = best - 1; /* one more than may be */
    uint32_t most = 0;
    struct kbx_i_cursor term = {.k = k};
    int status;
    while ((status = kbx_i_term_next(&term)) == KBX_OK) {
        /* A letter has at most 4 bytes; most terms fall here. */
        if (term.len > KBX_TERM_LONGEST || term.len + 4 * wrong < meant.count ||
            !letters_of(term.text, term.len, &have) || have.count > meant.count + wrong ||
            have.count + wrong < meant.count)
            continue;
        size_t far = distance(&meant, &have, wrong);
        if (far < best || (far == best && far <= wrong && term.count > most)) {
            best = far;
            most = term.count;
            memcpy(word->text, term.text, term.len);
            word->len = term.len;
        }
    }
    if (status != KBX_MISSING)
        return status;
    return best <= wrong ? KBX_OK : KBX_MISSING;
}

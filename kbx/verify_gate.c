/* SPDX-License-Identifier: MIT */
/* Checks the literals that regexes require: three tables, each a chain into the next. */
#include "kbx/verify.h"

static bool literal(struct kbx_i_check *c, const unsigned char *p)
{
    const struct kbx_view *pool = &c->k->views[KBX_S_STRS];
    uint32_t offset = kbx_i_u32(p + KBX_AT_LITERAL_TEXT), len = p[KBX_AT_LITERAL_LEN];
    if (len < KBX_LITERAL_LEAST || len > KBX_LITERAL_LONGEST)
        return kbx_i_bad(c, KBX_S_LITS, p, "a literal that is too short or too long");
    if (offset == 0 || offset >= pool->len || len > pool->len - offset ||
        memchr(pool->data + offset, 0, len))
        return kbx_i_bad(c, KBX_S_LITS, p, "a literal that is no text");
    const unsigned char *text = pool->data + offset, *any = memchr(text, KBX_LITERAL_ANY, len);
    uint32_t plain = any ? (uint32_t)(any - text) : len;
    if (plain == 0 || text[len - 1] == KBX_LITERAL_ANY)
        return kbx_i_bad(c, KBX_S_LITS, p, "a literal that begins or ends with any character");
    if (p[KBX_AT_LITERAL_GRAM] > (plain > KBX_GRAM ? plain - KBX_GRAM : 0))
        return kbx_i_bad(c, KBX_S_LITS, p, "bytes to look for that lie outside their literal");
    return c->k->minor > KBX_MINOR ||
           ((p[KBX_AT_LITERAL_FLAGS] & ~KBX_LITERAL_LAST) == 0 && p[KBX_AT_LITERAL_ZERO] == 0) ||
           kbx_i_bad(c, KBX_S_LITS, p, "an impossible literal");
}

static bool last_of_set(const struct kbx *k, uint32_t i)
{
    return kbx_i_element(k, KBX_S_LITS, i)[KBX_AT_LITERAL_FLAGS] & KBX_LITERAL_LAST;
}

/* Every literal belongs to a way, and every way ends with the end of a set. */
static bool ways(struct kbx_i_check *c)
{
    uint32_t all = c->k->views[KBX_S_LITS].count, count = c->k->views[KBX_S_WAYS].count, last = 0;
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_WAYS, i);
        uint32_t first = kbx_i_u32(p + KBX_AT_WAY_LITERALS);
        if (i == 0 ? first != 0 : first <= last || first >= all || !last_of_set(c->k, first - 1))
            return kbx_i_bad(c, KBX_S_WAYS, p, "a way whose literals do not follow one another");
        last = first;
    }
    if (count == 0 ? all != 0 : all == 0 || !last_of_set(c->k, all - 1))
        return kbx_i_bad(c, KBX_S_LITS, c->k->views[KBX_S_LITS].data,
                         "literals of no way, or a set that does not end");
    return true;
}

/* The regexes stand in the order of their records, and every way belongs to the regex it names. */
static bool regexes(struct kbx_i_check *c)
{
    uint32_t all = c->k->views[KBX_S_WAYS].count, count = c->k->views[KBX_S_REGX].count, way = 0;
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *p = kbx_i_element(c->k, KBX_S_REGX, i);
        uint32_t record = kbx_i_u32(p + KBX_AT_REGEX_RECORD);
        struct kbx_str text;
        if (record >= kbx_count(c->k) ||
            (i > 0 && record <= kbx_i_u32(kbx_i_element(c->k, KBX_S_REGX, i - 1))))
            return kbx_i_bad(c, KBX_S_REGX, p, "a regex of no record, or out of order");
        if (kbx_text(c->k, record, KBX_F_REGEX, 0, KBX_BASE, &text, NULL) != KBX_OK || !text.ptr)
            return kbx_i_bad(c, KBX_S_REGX, p, "a record that has no regex");
        if (c->k->minor <= KBX_MINOR &&
            (kbx_i_u32(p + KBX_AT_REGEX_FLAGS) & ~KBX_REGEX_MULTILINE) != 0)
            return kbx_i_bad(c, KBX_S_REGX, p, "unknown flags of a regex");
        if (kbx_i_u32(p + KBX_AT_REGEX_WAYS) != way)
            return kbx_i_bad(c, KBX_S_REGX, p, "a regex whose ways do not follow one another");
        while (way < all && kbx_i_u32(kbx_i_element(c->k, KBX_S_WAYS, way)) == i)
            way++;
    }
    return way == all || kbx_i_bad(c, KBX_S_WAYS, kbx_i_element(c->k, KBX_S_WAYS, way),
                                   "a way of no regex, or out of order");
}

bool kbx_i_gate_check(struct kbx_i_check *c)
{
    for (uint32_t i = 0; i < c->k->views[KBX_S_LITS].count; i++)
        if (!literal(c, kbx_i_element(c->k, KBX_S_LITS, i)))
            return false;
    return ways(c) && regexes(c);
}

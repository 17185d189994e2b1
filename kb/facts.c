/* SPDX-License-Identifier: MIT */
/* Lookups in catalogues. */
#include "kb/facts.h"

#include <stdlib.h>

const struct kb_domain_facts *kb_facts_of(const struct kb_facts *facts, struct kb_str domain)
{
    for (size_t i = 0; domain.p && i < facts->count; i++)
        if (kb_str_eq(facts->domains[i].domain, domain))
            return &facts->domains[i];
    return NULL;
}

static int name_cmp(const void *key, const void *item)
{
    const struct kb_str *name = key;
    const struct kb_code *code = item;
    return kb_str_cmp(*name, code->name);
}

const struct kb_code *kb_code_named(const struct kb_catalogue *catalogue, struct kb_str name)
{
    if (!catalogue->code_count)
        return NULL;
    return bsearch(&name, catalogue->codes, catalogue->code_count, sizeof *catalogue->codes,
                   name_cmp);
}

const struct kb_code *kb_code_numbered(const struct kb_catalogue *catalogue, int64_t number)
{
    size_t low = 0, high = catalogue->code_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (catalogue->by_number[mid].number < number)
            low = mid + 1;
        else
            high = mid;
    }
    bool found = low < catalogue->code_count && catalogue->by_number[low].number == number;
    return found ? &catalogue->by_number[low] : NULL;
}

int kb_release_cmp(const struct kb_release *a, const struct kb_release *b)
{
    if (a->major != b->major)
        return a->major < b->major ? -1 : 1;
    return (a->minor > b->minor) - (a->minor < b->minor);
}

size_t kb_release_bound(const struct kb_product *product, uint32_t major, uint32_t minor)
{
    const struct kb_release wanted = {.major = major, .minor = minor};
    size_t low = 0, high = product->release_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (kb_release_cmp(&product->releases[mid], &wanted) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

const struct kb_release *kb_release_of(const struct kb_product *product, uint32_t major,
                                       uint32_t minor)
{
    size_t at = kb_release_bound(product, major, minor);
    const struct kb_release *release = &product->releases[at];
    bool found = at < product->release_count && release->major == major && release->minor == minor;
    return found ? release : NULL;
}

bool kb_release_unknown(const struct kb_product *product, uint32_t major, uint32_t minor)
{
    const struct kb_release asked = {.major = major, .minor = minor};
    return product->complete && kb_release_cmp(&asked, &product->from) >= 0 &&
           kb_release_cmp(&asked, &product->to) <= 0 && !kb_release_of(product, major, minor);
}

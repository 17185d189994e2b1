/* SPDX-License-Identifier: MIT */
/* What vendors have published, and records can be held to: names and numbers of errors, releases
 * of products. Constant tables, made by compiler/facts.c from catalogue files; threads share them.
 */
#ifndef KB_FACTS_H
#define KB_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kb/str.h"

struct kb_pattern; /* pattern/pattern.h */

struct kb_code {
    struct kb_str name;
    int64_t number;
};

struct kb_release {
    uint32_t major, minor;
    int32_t day; /* the first of the month where only that is known */
    bool month;  /* only the month is known */
};

struct kb_product {
    const struct kb_str *names; /* the one to show first, then its aliases */
    size_t name_count;
    const struct kb_release *releases; /* in order of their numbers */
    size_t release_count;
    bool complete; /* from `from` to `to`, both included, no release is missing */
    struct kb_release from, to;
};

struct kb_catalogue {
    const char *name, *source;       /* source is NULL where the file names none */
    struct kb_pattern *names;        /* what the codes' names look like; NULL without codes */
    const struct kb_code *codes;     /* in order of their names */
    const struct kb_code *by_number; /* the same in order of numbers, then names */
    size_t code_count;
    const struct kb_product *products;
    size_t product_count;
};

/* The catalogues that apply to records of one domain, in the order they were named. */
struct kb_domain_facts {
    struct kb_str domain;
    const struct kb_catalogue **catalogues;
    size_t count;
};

struct kb_facts {
    struct kb_domain_facts *domains;
    size_t count;
};

/* What applies to that domain, or NULL. */
const struct kb_domain_facts *kb_facts_of(const struct kb_facts *facts, struct kb_str domain);

/* The code of that name, or of that number (the first in order of names), or NULL. */
const struct kb_code *kb_code_named(const struct kb_catalogue *catalogue, struct kb_str name);
const struct kb_code *kb_code_numbered(const struct kb_catalogue *catalogue, int64_t number);

/* By number, part for part: 1.9 comes before 1.10. */
int kb_release_cmp(const struct kb_release *a, const struct kb_release *b);

/* Index of the first release that is not before major.minor. */
size_t kb_release_bound(const struct kb_product *product, uint32_t major, uint32_t minor);

/* The release major.minor, or NULL where the catalogue has none. */
const struct kb_release *kb_release_of(const struct kb_product *product, uint32_t major,
                                       uint32_t minor);

/* Whether the catalogue is sure that there never was a release major.minor. */
bool kb_release_unknown(const struct kb_product *product, uint32_t major, uint32_t minor);

#endif

/* SPDX-License-Identifier: MIT */
/* Values as the program sees them: types and exact numbers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "validate/schema/program.h"

static unsigned type_of(struct json_object *json)
{
    switch (json_object_get_type(json)) {
    case json_type_boolean:
        return KB_T_BOOLEAN;
    case json_type_double: {
        /* 1.0 is an integer; so is what is too large for a double, and the scanner says that. */
        double value = json_object_get_double(json);
        return !isfinite(value) || floor(value) == value ? KB_T_INTEGER : KB_T_NUMBER;
    }
    case json_type_int:
        return KB_T_INTEGER;
    case json_type_object:
        return KB_T_OBJECT;
    case json_type_array:
        return KB_T_ARRAY;
    case json_type_string:
        return KB_T_STRING;
    case json_type_null:
    default:
        return KB_T_NULL;
    }
}

struct kb_value kb_schema_value(struct json_object *json)
{
    struct kb_value value = {type_of(json), {0}, json};
    if (value.type == KB_T_STRING)
        value.text =
            (struct kb_str){json_object_get_string(json), (size_t)json_object_get_string_len(json)};
    return value;
}

struct kb_value kb_schema_key_value(struct kb_str key)
{
    return (struct kb_value){KB_T_STRING, key, NULL};
}

#define TWO_64 18446744073709551616.0

struct kb_number kb_schema_number(struct json_object *json)
{
    struct kb_number n = {0};
    if (json_object_get_type(json) == json_type_double) {
        n.value = json_object_get_double(json);
        if (fabs(n.value) < TWO_64 && floor(n.value) == n.value) {
            n.negative = n.value < 0;
            n.magnitude = (uint64_t)fabs(n.value);
        } else {
            n.real = true;
        }
        return n;
    }
    int64_t i = json_object_get_int64(json);
    n.negative = i < 0;
    /* json-c keeps the upper half of uint64 apart and answers INT64_MAX for it. */
    n.magnitude = i < 0 ? (uint64_t)0 - (uint64_t)i : json_object_get_uint64(json);
    return n;
}

bool kb_schema_number_finite(struct kb_number a)
{
    return !a.real || isfinite(a.value);
}

/* Both are integers. */
static int cmp_integers(struct kb_number a, struct kb_number b)
{
    if (a.negative != b.negative)
        return a.negative ? -1 : 1;
    int order = (a.magnitude > b.magnitude) - (a.magnitude < b.magnitude);
    return a.negative ? -order : order;
}

/* a is an integer, b is not one that fits: compare with the integer part of b first. */
static int cmp_mixed(struct kb_number a, double b)
{
    if (fabs(b) >= TWO_64)
        return b > 0 ? -1 : 1;
    double whole = trunc(b);
    struct kb_number part = {false, whole < 0, (uint64_t)fabs(whole), 0};
    int order = cmp_integers(a, part);
    return order ? order : (whole > b) - (whole < b);
}

int kb_schema_number_cmp(struct kb_number a, struct kb_number b)
{
    if (a.real && b.real)
        return (a.value > b.value) - (a.value < b.value);
    if (a.real)
        return -cmp_mixed(b, a.value);
    return b.real ? cmp_mixed(a, b.value) : cmp_integers(a, b);
}

/* magnitude * 10^exponent, the magnitude without trailing zeros. */
struct decimal {
    uint64_t magnitude;
    int exponent;
};

/* The shortest decimal that reads back as the same double: what its author wrote, as far as that
 * had no more than 17 digits. */
static struct decimal decimal_of(struct kb_number n)
{
    struct decimal d = {n.magnitude, 0};
    if (n.real) {
        char text[40];
        for (int digits = 15; digits <= 17; digits++) {
            snprintf(text, sizeof text, "%.*e", digits - 1, fabs(n.value));
            if (strtod(text, NULL) == fabs(n.value))
                break;
        }
        d.magnitude = 0;
        const char *p = text;
        for (bool fraction = false; *p && *p != 'e'; p++) {
            if (*p < '0' || *p > '9') {
                fraction = true;
                continue;
            }
            d.magnitude = d.magnitude * 10 + (uint64_t)(*p - '0');
            d.exponent -= fraction;
        }
        d.exponent += *p ? (int)strtol(p + 1, NULL, 10) : 0;
    }
    while (d.magnitude && d.magnitude % 10 == 0) {
        d.magnitude /= 10;
        d.exponent++;
    }
    return d;
}

/* a * b mod m without overflow. */
static uint64_t mul_mod(uint64_t a, uint64_t b, uint64_t m)
{
    uint64_t sum = 0;
    for (a %= m; b; b >>= 1) {
        if (b & 1)
            sum = sum >= m - a ? sum - (m - a) : sum + a;
        a = a >= m - a ? a - (m - a) : a + a;
    }
    return sum;
}

bool kb_schema_number_multiple(struct kb_number a, struct kb_number step)
{
    struct decimal x = decimal_of(a), y = decimal_of(step);
    if (x.magnitude == 0 || y.magnitude == 0) /* multipleOf is above 0, so y never is */
        return x.magnitude == 0;
    /* x has no trailing zero, so it cannot be a multiple of anything that has one more. */
    if (x.exponent < y.exponent)
        return false;
    uint64_t rest = x.magnitude % y.magnitude;
    for (int i = x.exponent - y.exponent; i > 0 && rest; i--)
        rest = mul_mod(rest, 10, y.magnitude);
    return rest == 0;
}

/* SPDX-License-Identifier: MIT */
/* Calendar dates as days since 1970-01-01 (proleptic Gregorian, no time zone). */
#ifndef KB_DATE_H
#define KB_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "kb/str.h"

#define KB_NO_DATE  INT32_MIN /* the date is absent */
#define KB_LAST_DAY 2932896   /* 9999-12-31, the last that has four digits for its year */

/* Parses exactly YYYY-MM-DD, a day that exists. False (and *day untouched) otherwise. */
bool kb_date_parse(struct kb_str text, int32_t *day);

/* Writes YYYY-MM-DD and a NUL; years 0000 to 9999. Returns out. */
const char *kb_date_format(int32_t day, char out[16]);

#endif

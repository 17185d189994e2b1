/* SPDX-License-Identifier: MIT */
/* Civil date arithmetic over the 400-year cycle; no libc time, so no locale and no time zone. */
#include "kb/date.h"

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days before the first of January of `year`, counted from 0000-01-01. */
static int32_t before_year(int year)
{
    return year == 0 ? 0 : year * 365 + (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1;
}

static int32_t month_days(int year, int month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && leap(year));
}

enum { EPOCH = 719528 }; /* 1970-01-01 counted from 0000-01-01 */

static bool number(const char *p, int digits, int *value)
{
    *value = 0;
    for (int i = 0; i < digits; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        *value = *value * 10 + (p[i] - '0');
    }
    return true;
}

bool kb_date_parse(struct kb_str text, int32_t *day)
{
    int y, m, d;
    if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-' || !number(text.p, 4, &y) ||
        !number(text.p + 5, 2, &m) || !number(text.p + 8, 2, &d))
        return false;
    if (m < 1 || m > 12 || d < 1 || d > month_days(y, m))
        return false;
    int32_t days = before_year(y) + d - 1 - EPOCH;
    for (int month = 1; month < m; month++)
        days += month_days(y, month);
    *day = days;
    return true;
}

static void put_number(char *out, int digits, int value)
{
    for (; digits > 0; value /= 10)
        out[--digits] = (char)('0' + value % 10);
}

const char *kb_date_format(int32_t day, char out[16])
{
    int32_t days = day + EPOCH;
    int year = (int)((int64_t)days * 400 / 146097);
    while (before_year(year + 1) <= days)
        year++;
    while (before_year(year) > days)
        year--;
    days -= before_year(year);
    int month = 1;
    while (days >= month_days(year, month))
        days -= month_days(year, month++);
    put_number(out, 4, year);
    out[4] = '-';
    put_number(out + 5, 2, month);
    out[7] = '-';
    put_number(out + 8, 2, days + 1);
    out[10] = '\0';
    return out;
}

/* SPDX-License-Identifier: MIT */
/* date/...: order, future, age. */
#include "validate/rules/checks.h"
#include "validate/rules/context.h"

static const enum kb_field in_order[] = {KB_F_FIRST_SEEN, KB_F_LAST_CONFIRMED, KB_F_LAST_UPDATED};
enum { DATES = sizeof in_order / sizeof *in_order };

static void dates_of(const struct kb_record *record, int32_t days[DATES])
{
    days[0] = record->first_seen;
    days[1] = record->last_confirmed;
    days[2] = record->last_updated;
}

static void out_of_order(struct kb_context *context, enum kb_field first, int32_t first_day,
                         enum kb_field second, int32_t second_day)
{
    char one[16], two[16];
    kb_buf_printf(&context->message, "%s (%s) lies after %s (%s)", kb_name_of(context, first),
                  kb_date_format(first_day, one), kb_name_of(context, second),
                  kb_date_format(second_day, two));
    kb_report_related(context, kb_at(first), kb_at(second), "the date it lies after",
                      "correct whichever of the two is wrong");
}

void rule_date_order(struct kb_context *context)
{
    int32_t days[DATES];
    dates_of(context->record, days);
    int last = -1;
    for (int i = 0; i < DATES; i++) {
        if (days[i] == KB_NO_DATE)
            continue;
        if (last >= 0 && days[last] > days[i])
            out_of_order(context, in_order[last], days[last], in_order[i], days[i]);
        last = i;
    }
    /* Without last_confirmed the two are neighbours, and were compared above. */
    if (days[0] != KB_NO_DATE && days[1] != KB_NO_DATE && days[2] != KB_NO_DATE &&
        days[0] > days[2])
        out_of_order(context, in_order[0], days[0], in_order[2], days[2]);
}

void rule_date_future(struct kb_context *context)
{
    int32_t days[DATES];
    char date[16], today[16];
    dates_of(context->record, days);
    for (int i = 0; i < DATES; i++) {
        if (days[i] == KB_NO_DATE || days[i] <= context->today)
            continue;
        kb_buf_printf(&context->message, "%s (%s) lies in the future: today is %s",
                      kb_name_of(context, in_order[i]), kb_date_format(days[i], date),
                      kb_date_format(context->today, today));
        kb_report(context, kb_at(in_order[i]), NULL);
    }
}

static void say_age(struct kb_context *context, int32_t day)
{
    char date[16];
    kb_buf_printf(&context->message, "last confirmed %d days ago (%s)", (int)(context->today - day),
                  kb_date_format(day, date));
    kb_report(context, kb_at(KB_F_LAST_CONFIRMED),
              "try the workarounds again, then set the date to that day");
}

void rule_date_stale(struct kb_context *context)
{
    int32_t day = context->record->last_confirmed;
    if (day != KB_NO_DATE && context->today - day > context->thresholds->stale_days)
        say_age(context, day);
}

void rule_date_aging(struct kb_context *context)
{
    int32_t day = context->record->last_confirmed;
    const struct kb_thresholds *limits = context->thresholds;
    if (day == KB_NO_DATE || context->today - day <= limits->aging_days ||
        context->today - day > limits->stale_days)
        return;
    say_age(context, day);
}

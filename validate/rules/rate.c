/* SPDX-License-Identifier: MIT */
/* rate/...: do the numbers agree with each other? */
#include "validate/rules/checks.h"
#include "validate/rules/context.h"

void rule_rate_verdict_mismatch(struct kb_context *context)
{
    const struct kb_record *r = context->record;
    bool fix = r->fix_success_rate.text.p, confidence = r->confidence.text.p;
    const struct kb_thresholds *limits = context->thresholds;
    struct kb_buf *m = &context->message;
    if (kb_str_is(r->resolvable, "true")) {
        if (fix && r->fix_success_rate.value < limits->true_fix)
            kb_buf_printf(m, "resolvable is \"true\", but the fix rate is %s (at least %g needed)",
                          r->fix_success_rate.text.p, limits->true_fix);
        if (confidence && r->confidence.value < limits->true_confidence)
            kb_buf_printf(m, "%s%s is %s (at least %g needed)",
                          m->len ? ", and " : "resolvable is \"true\", but ",
                          kb_name_of(context, KB_F_CONFIDENCE), r->confidence.text.p,
                          limits->true_confidence);
    } else if (kb_str_is(r->resolvable, "false") && fix &&
               r->fix_success_rate.value >= limits->false_fix) {
        kb_buf_printf(m, "resolvable is \"false\", but the fix rate is %s (below %g needed)",
                      r->fix_success_rate.text.p, limits->false_fix);
    }
    if (m->len)
        kb_report(context, kb_at(KB_F_RESOLVABLE), "say \"partial\", or correct the rates");
}

void rule_rate_optimistic(struct kb_context *context)
{
    const struct kb_record *r = context->record;
    const struct kb_workaround *best = NULL;
    size_t at = 0;
    for (size_t i = 0; i < r->workarounds.count; i++) {
        const struct kb_workaround *workaround = kb_workaround_at(r, i);
        if (workaround->success_rate.text.p &&
            (!best || workaround->success_rate.value > best->success_rate.value)) {
            best = workaround;
            at = i;
        }
    }
    if (!best || !r->fix_success_rate.text.p ||
        r->fix_success_rate.value <= best->success_rate.value)
        return;
    kb_buf_printf(&context->message, "the fix rate (%s) is above the best workaround's (%s)",
                  r->fix_success_rate.text.p, best->success_rate.text.p);
    kb_report_related(context, kb_at(KB_F_FIX_SUCCESS_RATE),
                      kb_at_entry(KB_F_WORKAROUND_SUCCESS_RATE, at), "the best workaround's rate",
                      NULL);
}

/* Sums of decimal fractions are not exact in binary. For a million edges they are off by less than
 * this, and no rate that anybody writes is as fine. */
#define SUM_TOLERANCE 1e-9

void rule_rate_probability_sum(struct kb_context *context)
{
    const struct kb_record *record = context->record;
    const struct kb_list *edges = &record->edges[KB_LEADS_TO];
    double sum = 0;
    for (size_t i = 0; i < edges->count; i++) {
        const struct kb_edge *edge = kb_edge_at(record, KB_LEADS_TO, i);
        if (edge->probability.text.p)
            sum += edge->probability.value;
    }
    if (sum <= 1 + SUM_TOLERANCE)
        return;
    kb_buf_printf(&context->message, "the probabilities of %s add up to %.9g",
                  kb_edge_name(KB_LEADS_TO), sum);
    kb_report(context, kb_at(KB_F_LEADS_TO),
              "lower them until they share out 1 between what may follow");
}

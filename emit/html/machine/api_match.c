/* SPDX-License-Identifier: MIT */
/* api/match.json: how errors are recognised, and the first answer to each. */
#include "emit/html/machine/api.h"

static void recognised(struct kb_jsonw *json, const struct kb_record *record)
{
    kb_jsonw_open(json, NULL, '{');
    kb_jsonw_text(json, "id", record->id);
    kb_jsonw_text(json, "signature", record->signature);
    kb_jsonw_text(json, "regex", record->regex);
    kb_api_rates(json, record);
    if (record->dead_ends.count > 0) {
        const struct kb_dead_end *dead = kb_dead_end_at(record, 0);
        kb_jsonw_open(json, "dead_end", '{');
        kb_jsonw_text(json, "action", dead->action);
        kb_jsonw_text(json, "why_fails", dead->why_fails);
        kb_jsonw_rate(json, "fail_rate", &dead->fail_rate);
        kb_jsonw_close(json, '}');
    }
    if (record->workarounds.count > 0) {
        const struct kb_workaround *way = kb_workaround_at(record, 0);
        kb_jsonw_open(json, "workaround", '{');
        kb_jsonw_text(json, "action", way->action);
        kb_jsonw_rate(json, "success_rate", &way->success_rate);
        kb_jsonw_close(json, '}');
    }
    kb_jsonw_close(json, '}');
}

static struct kb_str make(struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    const struct kb_base *base = machine->site->base;
    struct kb_jsonw json = kb_api_begin(machine);
    (void)i;
    kb_buf_puts(path, "api/match.json");
    kb_jsonw_open(&json, "records", '[');
    for (size_t r = 0; r < base->count; r++)
        recognised(&json, base->records[r]);
    kb_jsonw_close(&json, ']');
    return kb_api_end(machine, &json);
}

const struct kb_format kb_format_api_match = {.count = kb_machine_one, .make = make};

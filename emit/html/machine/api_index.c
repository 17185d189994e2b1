/* SPDX-License-Identifier: MIT */
/* api/index.json: every record in brief. */
#include "emit/html/machine/api.h"

/* Paths are relative to the top of the site. */
static void in_brief(struct kb_jsonw *json, const struct kb_site *site, uint32_t index)
{
    const struct kb_record *record = site->base->records[index];
    struct kb_site_counts found = {0};
    struct kb_buf path = {0};
    kb_jsonw_open(json, NULL, '{');
    kb_jsonw_text(json, "id", record->id);
    kb_jsonw_text(json, "signature", record->signature);
    kb_jsonw_text(json, "domain", record->domain);
    kb_jsonw_text(json, "category", record->category);
    kb_jsonw_text(json, "error_code", record->error_code);
    kb_api_rates(json, record);
    kb_jsonw_number(json, "dead_ends", (int64_t)record->dead_ends.count);
    kb_jsonw_number(json, "workarounds", (int64_t)record->workarounds.count);
    kb_site_count(&found, record);
    kb_jsonw_number(json, "errors", (int64_t)found.errors);
    kb_jsonw_number(json, "warnings", (int64_t)found.warnings);
    kb_jsonw_date(json, "last_confirmed", record->last_confirmed);
    kb_jsonw_date(json, "last_updated", record->last_updated);
    kb_site_path(&path, site, 0, kb_site_record_route(site, index));
    kb_jsonw_text(json, "page", kb_buf_view(&path));
    if (record->json.p)
        kb_jsonw_text(json, "record", kb_site_record_json(site, index));
    kb_jsonw_close(json, '}');
    kb_buf_free(&path);
}

static struct kb_str make(struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    const struct kb_base *base = machine->site->base;
    struct kb_jsonw json = kb_api_begin(machine);
    (void)i;
    kb_buf_puts(path, "api/index.json");
    kb_jsonw_number(&json, "count", (int64_t)base->count);
    kb_api_languages(&json, machine->site);
    kb_jsonw_open(&json, "records", '[');
    for (size_t r = 0; r < base->count; r++)
        in_brief(&json, machine->site, (uint32_t)r);
    kb_jsonw_close(&json, ']');
    return kb_api_end(machine, &json);
}

const struct kb_format kb_format_api_index = {.count = kb_machine_one, .make = make};

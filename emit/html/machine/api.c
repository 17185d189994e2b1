/* SPDX-License-Identifier: MIT */
/* What the lists of the JSON API share. */
#include "emit/html/machine/api.h"

struct kb_jsonw kb_api_begin(struct kb_machine *machine)
{
    struct kb_jsonw json = {.out = &machine->data};
    kb_jsonw_open(&json, NULL, '{');
    return json;
}

struct kb_str kb_api_end(struct kb_machine *machine, struct kb_jsonw *json)
{
    kb_jsonw_close(json, '}');
    kb_jsonw_end(json);
    return kb_machine_data(machine);
}

void kb_api_languages(struct kb_jsonw *json, const struct kb_site *site)
{
    kb_jsonw_open(json, "languages", '[');
    for (size_t i = 0; i < site->language_count; i++)
        kb_jsonw_word(json, NULL, site->languages[i].tag);
    kb_jsonw_close(json, ']');
}

void kb_api_rates(struct kb_jsonw *json, const struct kb_record *record)
{
    kb_jsonw_text(json, "resolvable", record->resolvable);
    kb_jsonw_rate(json, "fix_success_rate", &record->fix_success_rate);
    kb_jsonw_rate(json, "confidence", &record->confidence);
    kb_jsonw_number(json, "evidence_count", record->evidence_count);
}

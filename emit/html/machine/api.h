/* SPDX-License-Identifier: MIT */
/* What the lists of the JSON API share. */
#ifndef KB_MACHINE_API_H
#define KB_MACHINE_API_H

#include "emit/html/jsonw.h"
#include "emit/html/machine/machine.h"

/* A file that is one object. */
struct kb_jsonw kb_api_begin(struct kb_machine *machine);
struct kb_str kb_api_end(struct kb_machine *machine, struct kb_jsonw *json);

void kb_api_languages(struct kb_jsonw *json, const struct kb_site *site);
void kb_api_rates(struct kb_jsonw *json, const struct kb_record *record);

#endif

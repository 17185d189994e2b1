/* SPDX-License-Identifier: MIT */
/* The records themselves, value for value: a file each, and all of them a line each. */
#include "emit/html/jsonw.h"
#include "emit/html/machine/machine.h"

static void path_of(const struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    kb_buf_str(path, kb_site_record_json(machine->site, (uint32_t)i));
}

static struct kb_str one(struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    path_of(machine, i, path);
    kb_jsonw_copy(&machine->data, machine->site->base->records[i]->json);
    kb_buf_putc(&machine->data, '\n');
    return kb_machine_data(machine);
}

/* JSON without white space between its tokens has no line breaks. */
static struct kb_str lines(struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    const struct kb_base *base = machine->site->base;
    (void)i;
    size_t size = 0;
    for (size_t r = 0; r < base->count; r++)
        size += base->records[r]->json.n + 1;
    kb_buf_puts(path, "api/errors.ndjson");
    kb_buf_reserve(&machine->data, size); /* the largest file: not to be moved as it grows */
    for (size_t r = 0; r < base->count; r++) {
        kb_jsonw_copy(&machine->data, base->records[r]->json);
        kb_buf_putc(&machine->data, '\n');
    }
    return kb_machine_data(machine);
}

const struct kb_format kb_format_api_records = {
    .count = kb_machine_records, .make = one, .path = path_of};
const struct kb_format kb_format_api_lines = {.count = kb_machine_one, .make = lines};

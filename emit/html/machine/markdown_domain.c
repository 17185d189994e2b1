/* SPDX-License-Identifier: MIT */
/* The file <domain>.md beside each page of a domain: its records, with links to theirs. */
#include "emit/html/machine/markdown.h"

#define CAUSE 160 /* code points of what a record means */

static struct kb_str make(struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    const struct kb_site *site = machine->site;
    size_t language = i / site->domain_count, index = i % site->domain_count;
    const struct kb_site_group *domain = &site->domains[index];
    struct kb_md md = {&machine->data, machine->pieces,
                       kb_view_of(site, NULL, language, domain->route)};
    kb_md_twin_path(path, site, language, domain->route);
    kb_md_title(&md, 1, kb_part_domain_name(&md.at, index));
    for (size_t r = 0; r < domain->count; r++) {
        const struct kb_record *record = site->base->records[domain->records[r]];
        struct kb_str name = kb_part_record_name(&md.at, record).text;
        struct kb_str cause = kb_view_text(&md.at, record, KB_F_ROOT_CAUSE, 0).text;
        kb_buf_puts(md.out, "- ");
        kb_md_twin(&md, name, kb_site_record_route(site, domain->records[r]));
        if (cause.p) {
            kb_buf_puts(md.out, ": ");
            kb_md_cut(&md, cause, CAUSE);
        }
        kb_buf_putc(md.out, '\n');
    }
    return kb_machine_data(machine);
}

static size_t count(const struct kb_machine *machine)
{
    return machine->site->language_count * machine->site->domain_count;
}

const struct kb_format kb_format_markdown_domains = {.count = count, .make = make};

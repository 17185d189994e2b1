/* SPDX-License-Identifier: MIT */
/* robots.txt (RFC 9309): all may read all, and where the map is. */
#include "emit/html/machine/machine.h"

static struct kb_str make(struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    struct kb_buf *out = &machine->data;
    (void)i;
    kb_buf_puts(path, "robots.txt");
    kb_buf_puts(out, "User-agent: *\nAllow: /\n");
    if (machine->site->base_url.p) {
        kb_buf_puts(out, "\nSitemap: ");
        kb_buf_str(out, machine->site->base_url);
        kb_buf_puts(out, "sitemap.xml\n");
    }
    return kb_machine_data(machine);
}

const struct kb_format kb_format_robots = {.count = kb_machine_one, .make = make};

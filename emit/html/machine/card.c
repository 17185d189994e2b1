/* SPDX-License-Identifier: MIT */
/* The picture that other sites show beside a link. */
#include "emit/asset.h"
#include "emit/html/links.h"
#include "emit/html/machine/machine.h"

static struct kb_str make(struct kb_machine *machine, size_t i, struct kb_buf *path)
{
    (void)machine;
    (void)i;
    kb_buf_puts(path, KB_SITE_CARD);
    return kb_asset("card.png");
}

const struct kb_format kb_format_card = {.absolute = true, .count = kb_machine_one, .make = make};

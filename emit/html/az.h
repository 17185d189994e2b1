/* SPDX-License-Identifier: MIT */
/* What the pages of A to Z have that those of other facets have not. */
#ifndef KB_HTML_AZ_H
#define KB_HTML_AZ_H

#include "emit/html/parts.h"

/* All letters, with each page of those that have several. */
void kb_az_letters(const struct kb_view *at);

/* Names and domains alone, of one part of a letter. */
void kb_az_names(const struct kb_view *at, const struct kb_site_group *letter, size_t part);

#endif

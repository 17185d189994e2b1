/* SPDX-License-Identifier: MIT */
/* Lists of findings and their order. */
#include "kb/finding.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"

const char *kb_severity_name(enum kb_severity severity)
{
    static const char *const names[KB_SEVERITY_COUNT] = {
        [KB_INFO] = "info", [KB_WARNING] = "warning", [KB_ERROR] = "error"};
    return names[severity];
}

void kb_findings_add(struct kb_findings *list, const struct kb_finding *finding)
{
    list->items = kb_grow(list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count++] = *finding;
}

void kb_findings_free(struct kb_findings *list)
{
    free(list->items);
    *list = (struct kb_findings){0};
}

int kb_finding_cmp(const void *a, const void *b)
{
    const struct kb_finding *x = a, *y = b;
    int order = (x->place.offset > y->place.offset) - (x->place.offset < y->place.offset);
    if (order == 0)
        order = (x->rule->index > y->rule->index) - (x->rule->index < y->rule->index);
    if (order == 0)
        order = strcmp(x->pointer, y->pointer);
    return order ? order : strcmp(x->message, y->message);
}

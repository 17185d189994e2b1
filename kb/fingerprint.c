/* SPDX-License-Identifier: MIT */
/* Fingerprints: each part is hashed by itself, so that no two lists of parts run together. */
#include "kb/fingerprint.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"

void kb_pointer_movable(struct kb_buf *out, const char *pointer)
{
    for (const char *p = pointer; *p;) {
        size_t n = strcspn(p + 1, "/"), digits = strspn(p + 1, "0123456789");
        kb_buf_putc(out, '/');
        if (n && digits == n)
            kb_buf_putc(out, '*');
        else
            kb_buf_add(out, p + 1, n);
        p += 1 + n;
    }
}

/* The bytes at the place, unless they are an object or array: those change with every part. */
static struct kb_str scalar_at(const struct kb_finding *finding)
{
    const char *data = finding->doc->source->data;
    if (!data || !finding->place.len)
        return (struct kb_str){0};
    struct kb_str text = {data + finding->place.offset, finding->place.len};
    return *text.p == '{' || *text.p == '[' ? (struct kb_str){0} : text;
}

uint64_t kb_fingerprint(const struct kb_finding *finding, enum kb_fingerprint_form form)
{
    struct kb_buf pointer = {0}, parts = {0};
    if (form == KB_FINGERPRINT_MOVABLE)
        kb_pointer_movable(&pointer, finding->pointer);
    else
        kb_buf_puts(&pointer, finding->pointer);
    kb_buf_u64(&parts, kb_str_hash(kb_str(finding->rule->name)));
    kb_buf_u64(&parts, kb_str_hash(kb_str(finding->record)));
    kb_buf_u64(&parts, kb_str_hash(kb_buf_view(&pointer)));
    kb_buf_u64(&parts, kb_str_hash(scalar_at(finding)));
    uint64_t fingerprint = kb_str_hash(kb_buf_view(&parts));
    kb_buf_free(&pointer);
    kb_buf_free(&parts);
    return fingerprint;
}

void kb_fingerprint_text(char out[KB_FINGERPRINT_TEXT], uint64_t fingerprint)
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < KB_FINGERPRINT_TEXT - 1; i++)
        out[i] = digits[fingerprint >> (60 - 4 * i) & 15];
    out[KB_FINGERPRINT_TEXT - 1] = '\0';
}

struct numbered {
    uint64_t value;
    size_t index;
};

static int by_value(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

void kb_count_repeats(const uint64_t *values, size_t count, uint32_t *nth)
{
    struct numbered *sorted = kb_alloc(count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct numbered){values[i], i};
    if (count)
        qsort(sorted, count, sizeof *sorted, by_value);
    for (size_t i = 0; i < count; i++) {
        bool again = i && sorted[i].value == sorted[i - 1].value;
        nth[sorted[i].index] = again ? nth[sorted[i - 1].index] + 1 : 1;
    }
    free(sorted);
}

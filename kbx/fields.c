/* SPDX-License-Identifier: MIT */
/* The format's lists as tables: sections, fields; and the words for a status. */
#include "kbx/internal.h"

#include <stdarg.h>
#include <stdio.h>

const uint32_t kbx_i_tags[KBX_S_COUNT] = {
#define X(name, a, b, c, d, flags, size) [KBX_S_##name] = KBX_TAG(a, b, c, d),
    KBX_SECTIONS(X)
#undef X
};

const uint32_t kbx_i_elements[KBX_S_COUNT] = {
#define X(name, a, b, c, d, flags, size) [KBX_S_##name] = (size),
    KBX_SECTIONS(X)
#undef X
};

const uint32_t kbx_i_flags[KBX_S_COUNT] = {
#define X(name, a, b, c, d, flags, size) [KBX_S_##name] = (flags),
    KBX_SECTIONS(X)
#undef X
};

const struct kbx_row kbx_i_rows[] = {
#define X(symbol, number, name, kind, list, section, offset)                                       \
    {{name, number, KBX_KIND_##kind, list}, KBX_S_##section, offset},
    KBX_FIELDS(X)
#undef X
};

const size_t kbx_i_row_count = sizeof kbx_i_rows / sizeof *kbx_i_rows;

enum row {
#define X(symbol, number, name, kind, list, section, offset) ROW_##symbol,
    KBX_FIELDS(X)
#undef X
        ROW_COUNT
};

/* Row of each field number, plus one; 0 where there is no such field. */
static const unsigned char row_of[KBX_F_LIMIT] = {
#define X(symbol, number, name, kind, list, section, offset) [number] = ROW_##symbol + 1,
    KBX_FIELDS(X)
#undef X
};

const struct kbx_row *kbx_i_row(int number)
{
    if (number < 0 || number >= KBX_F_LIMIT || row_of[number] == 0)
        return NULL;
    return &kbx_i_rows[row_of[number] - 1];
}

enum kbx_section_index kbx_i_list_section(int number)
{
    switch (number) {
    case KBX_F_VERSION:
        return KBX_S_VERS;
    case KBX_F_OS_SPECIFIC:
        return KBX_S_OSNT;
    case KBX_F_DEAD_END:
        return KBX_S_DEAD;
    case KBX_F_WORKAROUND:
        return KBX_S_WORK;
    default:
        return KBX_S_EDGE;
    }
}

const struct kbx_field_info *kbx_field_at(size_t i)
{
    return i < kbx_i_row_count ? &kbx_i_rows[i].info : NULL;
}

const struct kbx_field_info *kbx_field_numbered(int number)
{
    const struct kbx_row *row = kbx_i_row(number);
    return row ? &row->info : NULL;
}

const struct kbx_field_info *kbx_field_named(const char *name, size_t len)
{
    for (size_t i = 0; i < kbx_i_row_count; i++)
        if (strlen(kbx_i_rows[i].info.name) == len &&
            memcmp(kbx_i_rows[i].info.name, name, len) == 0)
            return &kbx_i_rows[i].info;
    return NULL;
}

const char *kbx_status_text(int status)
{
    static const char *const texts[KBX_STATUS_COUNT] = {
        [KBX_OK] = "no error",
        [KBX_IO] = "cannot be read",
        [KBX_FOREIGN] = "not a packed index",
        [KBX_VERSION] = "unknown version",
        [KBX_CORRUPT] = "cut off or damaged",
        [KBX_MEMORY] = "out of memory",
        [KBX_MISSING] = "no such record, entry or language",
        [KBX_SPACE] = "the buffer is too small",
        [KBX_ARGUMENT] = "no such field, or not of that kind",
    };
    return status >= 0 && status < KBX_STATUS_COUNT ? texts[status] : "unknown status";
}

int kbx_i_fail(struct kbx_error *error, int status, uint32_t section, uint64_t offset,
               const char *format, ...)
{
    if (!error)
        return status;
    error->status = status;
    error->section = section;
    error->offset = offset;
    va_list args;
    va_start(args, format);
    vsnprintf(error->text, sizeof error->text, format, args);
    va_end(args);
    return status;
}

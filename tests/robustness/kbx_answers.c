/* SPDX-License-Identifier: MIT */
/* Every answer that libkbx gives, as JSON lines, for kbx_readers.py to hold against those of the
 * Python reader: kbx_answers FILE… prints for each file its verdict, and what an index holds that
 * passed. kbx_answers --fields prints the table of fields. */
#include <stdio.h>
#include <string.h>

#include "kbx/kbx.h"

static void put_text(struct kbx_str text)
{
    if (!text.ptr) {
        fputs("null", stdout);
        return;
    }
    putchar('"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x20 || c == '"' || c == '\\' || c == 0x7F)
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static void put_day(int32_t day)
{
    if (day == KBX_NO_DAY)
        fputs("null", stdout);
    else
        printf("%ld", (long)day);
}

/* One field of one entry: texts in the base's words and in each language, with the mark that it
 * fell back. */
static void put_field(const struct kbx *k, uint32_t r, const struct kbx_field_info *f, uint32_t e)
{
    struct kbx_str text;
    struct kbx_rate rate;
    int64_t number;
    int32_t day;
    uint32_t n;
    int fallback;
    printf("[\"%s\",%lu", f->name, (unsigned long)e);
    switch (f->kind) {
    case KBX_KIND_TEXT:
        kbx_text(k, r, f->number, e, KBX_BASE, &text, NULL);
        putchar(',');
        put_text(text);
        for (uint32_t l = 0; l < kbx_language_count(k); l++) {
            kbx_text(k, r, f->number, e, l, &text, &fallback);
            putchar(',');
            put_text(text);
            printf(",%d", text.ptr ? fallback : 0);
        }
        break;
    case KBX_KIND_RATE:
        kbx_rate(k, r, f->number, e, &rate);
        putchar(',');
        put_text(rate.text);
        printf(",\"%a\"", rate.value);
        break;
    case KBX_KIND_COUNT:
        kbx_number(k, r, f->number, &number);
        if (number == KBX_NO_NUMBER)
            fputs(",null", stdout);
        else
            printf(",%lld", (long long)number);
        break;
    case KBX_KIND_DATE:
        kbx_date(k, r, f->number, &day);
        putchar(',');
        put_day(day);
        break;
    default:
        kbx_entries(k, r, f->number, e, &n);
        printf(",%lu", (unsigned long)n);
        for (uint32_t i = 0; f->kind == KBX_KIND_TEXTS && i < n; i++) {
            kbx_item(k, r, f->number, e, i, &text);
            putchar(',');
            put_text(text);
        }
        break;
    }
    puts("]");
}

static void put_record(const struct kbx *k, uint32_t r)
{
    static char room[1 << 24];
    const struct kbx_field_info *f;
    struct kbx_str text;
    uint32_t n, target, counts[3] = {0};
    size_t len;
    for (size_t i = 0; (f = kbx_field_at(i)) != NULL; i++) {
        uint32_t entries = 1;
        if (f->list)
            kbx_entries(k, r, f->list, 0, &entries);
        for (uint32_t e = 0; e < entries; e++)
            put_field(k, r, f, e);
        if (f->kind == KBX_KIND_LIST && f->number >= KBX_F_LEADS_TO) {
            kbx_entries(k, r, f->number, 0, &entries);
            for (uint32_t e = 0; e < entries; e++) {
                kbx_edge_target(k, r, f->number, e, &target);
                printf("[\"target\",%ld]\n", target == KBX_NONE ? -1L : (long)target);
            }
        }
    }
    kbx_incoming(k, r, &n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t from, entry;
        int list;
        kbx_incoming_edge(k, r, i, &from, &list, &entry);
        printf("[\"incoming\",%lu,%d,%lu]\n", (unsigned long)from, list, (unsigned long)entry);
    }
    kbx_translations(k, r, &n);
    for (uint32_t i = 0; i < n; i++) {
        struct kbx_translation t;
        kbx_translation(k, r, i, &t);
        printf("[\"translation\",%lu,%lu,%lu,", (unsigned long)t.language, (unsigned long)t.field,
               (unsigned long)t.entry);
        put_text(t.text);
        puts("]");
    }
    kbx_findings(k, r, &n);
    for (uint32_t i = 0; i < n; i++) {
        struct kbx_finding g;
        kbx_finding(k, r, i, &g);
        printf("[\"finding\",%lu,%lu,%lu,", (unsigned long)g.severity, (unsigned long)g.line,
               (unsigned long)g.column);
        put_text(g.rule);
        putchar(',');
        put_text(g.pointer);
        putchar(',');
        put_text(g.message);
        putchar(',');
        put_text(g.help);
        puts("]");
    }
    for (uint32_t s = 0; s < 3; s++)
        kbx_counted(k, r, s, &counts[s]);
    kbx_quality(k, r, &n);
    printf("[\"counts\",%lu,%lu,%lu,%lu]\n", (unsigned long)counts[0], (unsigned long)counts[1],
           (unsigned long)counts[2], (unsigned long)n);
    kbx_source(k, r, &text, &n);
    printf("[\"source\",%lu,", (unsigned long)n);
    put_text(text);
    puts("]");
    fputs("[\"json\",", stdout);
    if (kbx_json(k, r, room, sizeof room, &len) == KBX_OK)
        put_text((struct kbx_str){room, len});
    else
        fputs("null", stdout);
    puts("]");
}

/* What is found of a key, by itself and by its first byte, its first half and in capitals. */
static void put_found(const struct kbx *k, int kind, struct kbx_str key)
{
    char capitals[1024];
    uint32_t first, count, record;
    struct kbx_str text;
    size_t n = key.len < sizeof capitals ? key.len : sizeof capitals;
    for (size_t i = 0; i < n; i++)
        capitals[i] = (char)(key.ptr[i] >= 'a' && key.ptr[i] <= 'z' ? key.ptr[i] - 32 : key.ptr[i]);
    for (int way = 0; way < 4; way++) {
        size_t len = way == 1 ? n > 0 : way == 2 ? n / 2 : n;
        kbx_find(k, kind, way == 3 ? capitals : key.ptr, len, way == 1 || way == 2, &first, &count);
        printf("[\"found\",%d,%d,%lu", kind, way, (unsigned long)count);
        if (count && kbx_key(k, kind, first, &text, &record) == KBX_OK) {
            printf(",%lu,", (unsigned long)record);
            put_text(text);
        }
        puts("]");
    }
}

static void put_base(const struct kbx *k)
{
    struct kbx_str text;
    int32_t day;
    uint32_t n, record;
    kbx_layout(k, &text);
    fputs("[\"layout\",", stdout);
    put_text(text);
    putchar(',');
    kbx_today(k, &day);
    put_day(day);
    putchar(',');
    kbx_newest(k, &day);
    put_day(day);
    for (uint32_t s = 0; s < 3; s++) {
        kbx_total(k, s, &n);
        printf(",%lu", (unsigned long)n);
    }
    for (uint32_t l = 0; l < kbx_language_count(k); l++) {
        kbx_language(k, l, &text);
        putchar(',');
        put_text(text);
    }
    puts("]");
    for (uint32_t r = 0; r < kbx_count(k); r++) {
        kbx_text(k, r, KBX_F_ID, 0, KBX_BASE, &text, NULL);
        if (kbx_by_id(k, text.ptr, text.len, &n) != KBX_OK || n != r)
            puts("[\"not found by its id\"]");
        put_found(k, KBX_KEY_ID, text);
        put_record(k, r);
    }
    for (int kind = KBX_KEY_CODE; kind <= KBX_KEY_ALIAS; kind++)
        for (uint32_t i = 0; kbx_key(k, kind, i, &text, &record) == KBX_OK; i++)
            put_found(k, kind, text);
}

int main(int argc, char **argv)
{
    const struct kbx_field_info *f;
    if (argc == 2 && strcmp(argv[1], "--fields") == 0) {
        for (size_t i = 0; (f = kbx_field_at(i)) != NULL; i++)
            printf("[%d,\"%s\",%d,%d]\n", f->number, f->name, f->kind, f->list);
        return 0;
    }
    for (int i = 1; i < argc; i++) {
        struct kbx *k;
        struct kbx_error error = {0};
        int opened = kbx_open(argv[i], 0, &k, &error);
        int verified = opened == KBX_OK ? kbx_verify(k, &error) : opened;
        printf("[\"file\",%d,%d]\n", opened, verified);
        fprintf(stderr, "%s\n", error.text);
        if (verified == KBX_OK)
            put_base(k);
        kbx_close(k);
    }
    return 0;
}

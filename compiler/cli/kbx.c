/* SPDX-License-Identifier: MIT */
/* `kbc kbx verify FILE` and `kbc kbx dump FILE`: the packed index, checked and as text; with
 * --sizes, what takes how much of it. */
#include "compiler/cli/cli.h"

#include <string.h>

#include "compiler/cli/lines.h"
#include "kb/date.h"
#include "kb/str.h"
#include "kbx/kbx.h"

/* "name "text"" at that depth; nothing for an absent text, so that it differs from an empty one. */
static void put_text(struct kb_buf *out, const char *name, struct kbx_str text)
{
    if (!text.ptr)
        return;
    kb_buf_printf(out, "  %s ", name);
    kb_buf_json(out, kb_text_of(text));
    kb_buf_putc(out, '\n');
}

static void put_day(struct kb_buf *out, const char *name, int32_t day)
{
    char room[16];
    if (day != KBX_NO_DAY)
        kb_buf_printf(out, "%s %s\n", name, kb_date_format(day, room));
}

static void put_tag(struct kb_buf *out, uint32_t tag)
{
    char letters[4] = {(char)(tag & 0xFF), (char)(tag >> 8 & 0xFF), (char)(tag >> 16 & 0xFF),
                       (char)(tag >> 24)};
    kb_buf_plain(out, (struct kb_str){letters, sizeof letters});
}

static void put_head(struct kb_buf *out, const struct kbx *k)
{
    struct kbx_section s;
    uint32_t version = kbx_version(k);
    kb_buf_printf(out, "kbx %u.%u, %llu bytes\n", version >> 16, version & 0xFFFF,
                  (unsigned long long)kbx_size(k));
    for (uint32_t i = 0; kbx_section(k, i, &s) == KBX_OK; i++) {
        kb_buf_puts(out, "section ");
        put_tag(out, s.tag);
        kb_buf_printf(out, " flags %u offset %llu length %llu element %u count %u crc %08x\n",
                      s.flags, (unsigned long long)s.offset, (unsigned long long)s.length,
                      s.element, s.count, s.crc);
    }
}

static void put_facts(struct kb_buf *out, const struct kbx *k)
{
    static const char *const severities[] = {"infos", "warnings", "errors"};
    struct kbx_str text;
    int32_t day;
    uint32_t total;
    kbx_layout(k, &text);
    kb_buf_puts(out, "layout ");
    kb_buf_json(out, kb_text_of(text));
    kb_buf_putc(out, '\n');
    kbx_today(k, &day);
    put_day(out, "today", day);
    kbx_newest(k, &day);
    put_day(out, "newest", day);
    kb_buf_printf(out, "records %u\n", kbx_count(k));
    for (uint32_t i = 0; i < 3; i++) {
        kbx_total(k, i, &total);
        kb_buf_printf(out, "%s %u\n", severities[i], total);
    }
    for (uint32_t i = 0; i < kbx_language_count(k); i++) {
        kbx_language(k, i, &text);
        kb_buf_printf(out, "language %u ", i);
        kb_buf_json(out, kb_text_of(text));
        kb_buf_putc(out, '\n');
    }
}

/* One field of one entry; `name` with its index is what the line begins with. */
static void put_field(struct kb_buf *out, const struct kbx *k, uint32_t record,
                      const struct kbx_field_info *f, uint32_t entry, const char *name)
{
    struct kbx_str text;
    struct kbx_rate rate;
    int64_t number;
    int32_t day;
    uint32_t count;
    switch (f->kind) {
    case KBX_KIND_TEXT:
        kbx_text(k, record, f->number, entry, KBX_BASE, &text, NULL);
        put_text(out, name, text);
        break;
    case KBX_KIND_RATE:
        kbx_rate(k, record, f->number, entry, &rate);
        if (rate.text.ptr) {
            kb_buf_printf(out, "  %s ", name);
            kb_buf_plain(out, kb_text_of(rate.text));
            kb_buf_printf(out, " = %.17g\n", rate.value);
        }
        break;
    case KBX_KIND_COUNT:
        kbx_number(k, record, f->number, &number);
        if (number != KBX_NO_NUMBER)
            kb_buf_printf(out, "  %s %lld\n", name, (long long)number);
        break;
    case KBX_KIND_DATE:
        kbx_date(k, record, f->number, &day);
        if (day != KBX_NO_DAY)
            kb_buf_puts(out, "  ");
        put_day(out, name, day);
        break;
    default:
        kbx_entries(k, record, f->number, entry, &count);
        kb_buf_printf(out, "  %s %u\n", name, count);
        for (uint32_t i = 0; f->kind == KBX_KIND_TEXTS && i < count; i++) {
            kbx_item(k, record, f->number, entry, i, &text);
            kb_buf_puts(out, "  ");
            put_text(out, name, text);
        }
        break;
    }
}

static void put_entries(struct kb_buf *out, const struct kbx *k, uint32_t record,
                        const struct kbx_field_info *list)
{
    uint32_t count, target;
    kbx_entries(k, record, list->number, 0, &count);
    for (uint32_t e = 0; e < count; e++) {
        const struct kbx_field_info *f;
        for (size_t i = 0; (f = kbx_field_at(i)) != NULL; i++) {
            struct kb_buf name = {0};
            if (f->list != list->number)
                continue;
            kb_buf_printf(&name, "%s[%u]%s", list->name, e, strrchr(f->name, '.'));
            put_field(out, k, record, f, e, name.data);
            kb_buf_free(&name);
        }
        if (kbx_edge_target(k, record, list->number, e, &target) == KBX_OK && target != KBX_NONE)
            kb_buf_printf(out, "  %s[%u] is record %u\n", list->name, e, target);
    }
}

static void put_translations(struct kb_buf *out, const struct kbx *k, uint32_t record)
{
    uint32_t count;
    kbx_translations(k, record, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct kbx_translation t;
        kbx_translation(k, record, i, &t);
        const struct kbx_field_info *f = kbx_field_numbered((int)t.field);
        kb_buf_printf(out, "  translation %u %s[%u] ", t.language, f ? f->name : "?", t.entry);
        kb_buf_json(out, kb_text_of(t.text));
        kb_buf_putc(out, '\n');
    }
}

static void put_findings(struct kb_buf *out, const struct kbx *k, uint32_t record)
{
    static const char *const severities[] = {"info", "warning", "error"};
    uint32_t count, bits;
    kbx_quality(k, record, &bits);
    kb_buf_printf(out, "  quality %08x\n", bits);
    kbx_findings(k, record, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct kbx_finding f;
        kbx_finding(k, record, i, &f);
        kb_buf_printf(out, "  finding %s ", f.severity < 3 ? severities[f.severity] : "?");
        kb_buf_json(out, kb_text_of(f.rule));
        kb_buf_printf(out, " %u:%u ", f.line, f.column);
        kb_buf_json(out, kb_text_of(f.pointer));
        kb_buf_putc(out, ' ');
        kb_buf_json(out, kb_text_of(f.message));
        if (f.help.ptr) {
            kb_buf_puts(out, " help ");
            kb_buf_json(out, kb_text_of(f.help));
        }
        kb_buf_putc(out, '\n');
    }
}

static void put_incoming(struct kb_buf *out, const struct kbx *k, uint32_t record)
{
    uint32_t count, from, entry;
    int list;
    kbx_incoming(k, record, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct kbx_str id;
        if (kbx_incoming_edge(k, record, i, &from, &list, &entry) != KBX_OK ||
            kbx_text(k, from, KBX_F_ID, 0, KBX_BASE, &id, NULL) != KBX_OK)
            continue;
        kb_buf_printf(out, "  incoming %s[%u] of ", kbx_field_numbered(list)->name, entry);
        kb_buf_json(out, kb_text_of(id));
        kb_buf_putc(out, '\n');
    }
}

/* The keys of each kind but ids, which the records show. */
static void put_keys(struct kb_buf *out, const struct kbx *k)
{
    static const struct {
        int kind;
        const char *name;
    } kinds[] = {{KBX_KEY_CODE, "code"}, {KBX_KEY_NUMBER, "number"}, {KBX_KEY_ALIAS, "alias"}};
    struct kbx_str text;
    uint32_t record;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (uint32_t n = 0; kbx_key(k, kinds[i].kind, n, &text, &record) == KBX_OK; n++) {
            kb_buf_printf(out, "key %s ", kinds[i].name);
            kb_buf_json(out, kb_text_of(text));
            kb_buf_printf(out, " record %u\n", record);
        }
}

static void put_json(struct kb_buf *out, const struct kbx *k, uint32_t record)
{
    size_t len;
    if (kbx_json(k, record, NULL, 0, &len) != KBX_SPACE)
        return;
    kb_buf_puts(out, "  json ");
    size_t at = out->len;
    kb_buf_fill(out, ' ', len);
    kbx_json(k, record, out->data + at, len, &len);
    kb_buf_putc(out, '\n');
}

static void put_record(struct kb_buf *out, const struct kbx *k, uint32_t record)
{
    const struct kbx_field_info *f;
    struct kbx_str path;
    uint32_t line;
    kb_buf_printf(out, "record %u\n", record);
    for (size_t i = 0; (f = kbx_field_at(i)) != NULL; i++) {
        if (f->list == 0)
            put_field(out, k, record, f, 0, f->name);
        if (f->kind == KBX_KIND_LIST)
            put_entries(out, k, record, f);
    }
    put_translations(out, k, record);
    put_findings(out, k, record);
    put_incoming(out, k, record);
    kbx_source(k, record, &path, &line);
    put_text(out, "source", path);
    kb_buf_printf(out, "  line %u\n", line);
    put_json(out, k, record);
}

/* A large index is printed as it goes, so that its dump need not fit in memory. */
static int dump(const struct kbx *k)
{
    struct kb_buf out = {0};
    bool ok = true;
    put_head(&out, k);
    put_facts(&out, k);
    put_keys(&out, k);
    for (uint32_t r = 0; ok && r < kbx_count(k); r++) {
        put_record(&out, k, r);
        if (out.len > 1 << 20) {
            ok = kb_print(&out);
            out.len = 0;
        }
    }
    ok = ok && kb_print(&out);
    kb_buf_free(&out);
    return ok ? KB_EXIT_OK : KB_EXIT_FAILED;
}

/* Bytes as a share of others, or nothing where there are none. */
static double share(uint64_t bytes, uint64_t of)
{
    return of ? 100.0 * (double)bytes / (double)of : 0;
}

static uint64_t json_length(const struct kbx *k)
{
    uint64_t sum = 0;
    for (uint32_t r = 0; r < kbx_count(k); r++) {
        size_t len;
        (void)kbx_json(k, r, NULL, 0, &len);
        sum += len;
    }
    return sum;
}

/* What takes how much, and all of it beside the records' JSON. */
static int sizes(const struct kbx *k)
{
    struct kb_buf out = {0};
    struct kbx_section s;
    uint64_t total = kbx_size(k), in_sections = 0, json = json_length(k), packed = 0;
    kb_buf_printf(&out, "%-7s %12s %7s %12s\n", "section", "bytes", "share", "elements");
    for (uint32_t i = 0; kbx_section(k, i, &s) == KBX_OK; i++) {
        size_t start = out.len;
        put_tag(&out, s.tag);
        kb_buf_fill(&out, ' ', out.len - start < 7 ? 7 - (out.len - start) : 0);
        kb_buf_printf(&out, " %12llu %5.1f %%", (unsigned long long)s.length,
                      share(s.length, total));
        if (s.element)
            kb_buf_printf(&out, " %12u", s.count);
        kb_buf_putc(&out, '\n');
        in_sections += s.length;
        if (s.tag == KBX_TAG('J', 'S', 'O', 'N'))
            packed = s.length;
    }
    kb_buf_printf(&out, "%-7s %12llu %5.1f %%\n", "rest", (unsigned long long)(total - in_sections),
                  share(total - in_sections, total));
    kb_buf_printf(&out, "%-7s %12llu %5.1f %%\n", "total", (unsigned long long)total,
                  share(total, total));
    kb_buf_printf(&out, "\nThe records' JSON without white space: %llu bytes.\n",
                  (unsigned long long)json);
    if (json)
        kb_buf_printf(&out, "The index takes %.1f %% of that, without section JSON %.1f %%.\n",
                      share(total, json), share(total - packed, json));
    bool ok = kb_print(&out);
    kb_buf_free(&out);
    return ok ? KB_EXIT_OK : KB_EXIT_FAILED;
}

static int verify(const char *path, struct kbx_error *error, int status)
{
    struct kb_buf out = {0};
    kb_buf_plain(&out, kb_str(path));
    if (status == KBX_OK)
        kb_buf_puts(&out, ": every byte accounted for\n");
    else
        kb_buf_printf(&out, ": %s (at byte %llu)\n", error->text,
                      (unsigned long long)error->offset);
    bool ok = kb_print(&out);
    kb_buf_free(&out);
    if (!ok)
        return KB_EXIT_FAILED;
    return status == KBX_OK ? KB_EXIT_OK : KB_EXIT_FOUND;
}

int kb_cmd_kbx(const struct kb_options *options)
{
    const char *what = options->operand_count > 0 ? options->operands[0] : "";
    bool verifying = strcmp(what, "verify") == 0;
    if (options->operand_count != 2 || (verifying ? options->sizes : strcmp(what, "dump") != 0))
        return kb_fail("usage: kbc kbx verify FILE, or kbc kbx dump [--sizes] FILE");
    const char *path = options->operands[1];
    struct kbx *k;
    struct kbx_error error = {0};
    int status = kbx_open(path, KBX_VERIFY, &k, &error), exit_status;
    bool unreadable = status == KBX_IO || status == KBX_MEMORY;
    if (status == KBX_OK || (verifying && !unreadable)) {
        exit_status = verifying        ? verify(path, &error, status)
                      : options->sizes ? sizes(k)
                                       : dump(k);
    } else {
        exit_status = kb_fail("%s: %s", path, error.text);
    }
    kbx_close(k);
    return exit_status;
}

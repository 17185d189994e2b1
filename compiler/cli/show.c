/* SPDX-License-Identifier: MIT */
/* `kbc show ID`: one record for a person, or its own JSON, from the packed index alone. */
#include "compiler/cli/cli.h"

#include <string.h>

#include "compiler/cli/index.h"
#include "compiler/cli/lines.h"
#include "kb/date.h"
#include "kb/str.h"
#include "kbx/kbx.h"

struct view {
    const struct kbx *k;
    struct kb_buf *out;
    uint32_t record;
};

static struct kb_str base_text(const struct view *v, int field, uint32_t entry)
{
    struct kbx_str text;
    (void)kbx_text(v->k, v->record, field, entry, KBX_BASE, &text, NULL);
    return kb_text_of(text);
}

static uint32_t entries(const struct view *v, int list)
{
    uint32_t count;
    (void)kbx_entries(v->k, v->record, list, 0, &count);
    return count;
}

/* The translations of a field that say something else than it, each under its language. */
static void put_translations(const struct view *v, size_t indent, int field, uint32_t entry)
{
    for (uint32_t i = 0; i < kbx_language_count(v->k); i++) {
        struct kbx_str text, tag;
        int fallback;
        if (kbx_text(v->k, v->record, field, entry, i, &text, &fallback) != KBX_OK || fallback ||
            kb_str_blank(kb_text_of(text)) ||
            kb_str_eq(kb_text_of(text), base_text(v, field, entry)) ||
            kbx_language(v->k, i, &tag) != KBX_OK)
            continue;
        struct kb_buf label = {0};
        kb_buf_plain(&label, kb_text_of(tag));
        kb_buf_puts(&label, ": ");
        kb_put_lines(v->out, indent, label.data, kb_text_of(text));
        kb_buf_free(&label);
    }
}

static void heading(const struct view *v, const char *text)
{
    kb_buf_printf(v->out, "\n%s\n", text);
}

static void fact_label(const struct view *v, const char *label)
{
    kb_buf_printf(v->out, "%-15s", label);
}

static void text_fact(const struct view *v, const char *label, int field)
{
    struct kb_str text = base_text(v, field, 0);
    if (kb_str_blank(text))
        return;
    fact_label(v, label);
    kb_buf_plain(v->out, text);
    kb_buf_putc(v->out, '\n');
}

static bool put_rate(const struct view *v, int field, uint32_t entry, const char *before,
                     const char *after)
{
    return kb_put_rate(v->out, v->k, v->record, field, entry, before, after);
}

static void put_verdict(const struct view *v)
{
    struct kb_str resolvable = base_text(v, KBX_F_RESOLVABLE, 0);
    int64_t evidence;
    if (!kb_str_blank(resolvable)) {
        fact_label(v, "Resolvable");
        kb_buf_plain(v->out, resolvable);
        put_rate(v, KBX_F_FIX_SUCCESS_RATE, 0, ", fixed in ", "");
        put_rate(v, KBX_F_CONFIDENCE, 0, ", confidence ", "");
        kb_buf_putc(v->out, '\n');
    }
    if (kbx_number(v->k, v->record, KBX_F_EVIDENCE_COUNT, &evidence) == KBX_OK &&
        evidence != KBX_NO_NUMBER) {
        fact_label(v, "Evidence");
        kb_buf_printf(v->out, "%lld\n", (long long)evidence);
    }
}

static void put_dates(const struct view *v)
{
    static const struct {
        int field;
        const char *label;
    } dates[] = {{KBX_F_FIRST_SEEN, "first seen "},
                 {KBX_F_LAST_CONFIRMED, "last confirmed "},
                 {KBX_F_LAST_UPDATED, "last updated "}};
    bool any = false;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        int32_t day;
        char room[16];
        if (kbx_date(v->k, v->record, dates[i].field, &day) != KBX_OK || day == KBX_NO_DAY)
            continue;
        if (any)
            kb_buf_puts(v->out, ", ");
        else
            fact_label(v, "Dates");
        kb_buf_printf(v->out, "%s%s", dates[i].label, kb_date_format(day, room));
        any = true;
    }
    if (any)
        kb_buf_putc(v->out, '\n');
}

/* A part of an entry on its own line, unless it is blank or says what `but` says. */
static void put_part(const struct view *v, const char *label, int field, uint32_t entry,
                     struct kb_str but)
{
    struct kb_str text = base_text(v, field, entry);
    if (!kb_str_blank(text) && !kb_str_eq(text, but))
        kb_put_lines(v->out, 5, label, text);
    put_translations(v, 5, field, entry);
}

static void put_action(const struct view *v, int field, int rate, const char *rate_word,
                       uint32_t entry)
{
    struct kb_str action = base_text(v, field, entry);
    struct kb_buf label = {0};
    kb_buf_printf(&label, "%2u. ", entry + 1);
    kb_put_lines(v->out, 1, label.data,
                 kb_str_blank(action) ? KB_STR("(the record names no action)") : action);
    kb_buf_free(&label);
    put_translations(v, 5, field, entry);
    size_t before = v->out->len;
    kb_buf_fill(v->out, ' ', 5);
    if (put_rate(v, rate, entry, rate_word, ""))
        kb_buf_putc(v->out, '\n');
    else
        v->out->len = before;
}

static void put_sources(const struct view *v, int field, uint32_t entry)
{
    uint32_t count;
    struct kbx_str text;
    (void)kbx_entries(v->k, v->record, field, entry, &count);
    for (uint32_t i = 0; i < count; i++)
        if (kbx_item(v->k, v->record, field, entry, i, &text) == KBX_OK)
            kb_put_lines(v->out, 5, "Source: ", kb_text_of(text));
}

static void put_dead_ends(const struct view *v)
{
    uint32_t count = entries(v, KBX_F_DEAD_END);
    if (count)
        heading(v, "What not to try");
    for (uint32_t i = 0; i < count; i++) {
        struct kb_str action = base_text(v, KBX_F_DEAD_END_ACTION, i);
        put_action(v, KBX_F_DEAD_END_ACTION, KBX_F_DEAD_END_FAIL_RATE, "Fails in ", i);
        put_part(v, "Why: ", KBX_F_DEAD_END_WHY_FAILS, i, action);
        put_part(v, "When: ", KBX_F_DEAD_END_CONDITION, i, action);
        put_sources(v, KBX_F_DEAD_END_SOURCES, i);
    }
}

static void put_workarounds(const struct view *v)
{
    uint32_t count = entries(v, KBX_F_WORKAROUND);
    if (count)
        heading(v, "What to try");
    for (uint32_t i = 0; i < count; i++) {
        struct kb_str action = base_text(v, KBX_F_WORKAROUND_ACTION, i);
        put_action(v, KBX_F_WORKAROUND_ACTION, KBX_F_WORKAROUND_SUCCESS_RATE, "Works in ", i);
        put_part(v, "How: ", KBX_F_WORKAROUND_HOW, i, action);
        put_part(v, "But: ", KBX_F_WORKAROUND_TRADEOFF, i, action);
        put_part(v, "When: ", KBX_F_WORKAROUND_CONDITION, i, action);
        put_sources(v, KBX_F_WORKAROUND_SOURCES, i);
    }
}

static void put_versions(const struct view *v)
{
    static const struct {
        int field;
        const char *label;
    } parts[] = {{KBX_F_VERSION_STATUS, ""},
                 {KBX_F_VERSION_INTRODUCED, "introduced "},
                 {KBX_F_VERSION_DEPRECATED, "deprecated "},
                 {KBX_F_VERSION_REMOVED, "removed "},
                 {KBX_F_VERSION_CHANGE, "change: "}};
    uint32_t count = entries(v, KBX_F_VERSION);
    if (count)
        heading(v, "Versions");
    for (uint32_t i = 0; i < count; i++) {
        kb_buf_puts(v->out, "  ");
        kb_buf_plain(v->out, base_text(v, KBX_F_VERSION_VERSION, i));
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
            struct kb_str text = base_text(v, parts[p].field, i);
            if (kb_str_blank(text))
                continue;
            kb_buf_printf(v->out, ", %s", parts[p].label);
            kb_buf_plain(v->out, text);
        }
        kb_buf_putc(v->out, '\n');
    }
}

static void put_os_notes(const struct view *v)
{
    uint32_t count = entries(v, KBX_F_OS_SPECIFIC);
    if (count)
        heading(v, "By operating system");
    for (uint32_t i = 0; i < count; i++) {
        struct kb_buf label = {0};
        kb_buf_plain(&label, base_text(v, KBX_F_OS_SPECIFIC_NAME, i));
        kb_buf_puts(&label, ": ");
        kb_put_lines(v->out, 2, label.data, base_text(v, KBX_F_OS_SPECIFIC_TEXT, i));
        kb_buf_free(&label);
    }
}

static void put_edges(const struct view *v)
{
    static const struct {
        int list, id, probability, note;
        const char *heading;
    } kinds[] = {{KBX_F_LEADS_TO, KBX_F_LEADS_TO_ID, KBX_F_LEADS_TO_PROBABILITY,
                  KBX_F_LEADS_TO_NOTE, "Leads to"},
                 {KBX_F_PRECEDED_BY, KBX_F_PRECEDED_BY_ID, KBX_F_PRECEDED_BY_PROBABILITY,
                  KBX_F_PRECEDED_BY_NOTE, "Preceded by"},
                 {KBX_F_CONFUSED_WITH, KBX_F_CONFUSED_WITH_ID, KBX_F_CONFUSED_WITH_PROBABILITY,
                  KBX_F_CONFUSED_WITH_NOTE, "Often confused with"}};
    for (size_t n = 0; n < sizeof kinds / sizeof *kinds; n++) {
        uint32_t count = entries(v, kinds[n].list), target;
        if (count)
            heading(v, kinds[n].heading);
        for (uint32_t i = 0; i < count; i++) {
            kb_buf_puts(v->out, "  ");
            kb_buf_plain(v->out, base_text(v, kinds[n].id, i));
            put_rate(v, kinds[n].probability, i, " (", ")");
            if (kbx_edge_target(v->k, v->record, kinds[n].list, i, &target) != KBX_OK ||
                target == KBX_NONE)
                kb_buf_puts(v->out, " (not in this base)");
            kb_buf_putc(v->out, '\n');
            struct kb_str note = base_text(v, kinds[n].note, i);
            if (!kb_str_blank(note))
                kb_put_lines(v->out, 4, "", note);
        }
    }
}

static void put_problems(const struct view *v)
{
    static const char *const severities[] = {"info", "warning", "error"};
    uint32_t count;
    (void)kbx_findings(v->k, v->record, &count);
    if (count)
        heading(v, "Known problems of this record");
    for (uint32_t i = 0; i < count; i++) {
        struct kbx_finding f;
        if (kbx_finding(v->k, v->record, i, &f) != KBX_OK)
            continue;
        kb_buf_printf(v->out, "  %s[", severities[f.severity]);
        kb_buf_plain(v->out, kb_text_of(f.rule));
        kb_buf_puts(v->out, "]: ");
        kb_buf_plain(v->out, kb_text_of(f.message));
        kb_buf_putc(v->out, '\n');
    }
}

/* Several short texts on one line. */
static void texts_fact(const struct view *v, const char *label, int field)
{
    uint32_t count = 0;
    struct kbx_str text;
    (void)kbx_entries(v->k, v->record, field, 0, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (kbx_item(v->k, v->record, field, 0, i, &text) != KBX_OK)
            continue;
        if (i == 0)
            fact_label(v, label);
        kb_buf_puts(v->out, i ? ", " : "");
        kb_buf_plain(v->out, kb_text_of(text));
    }
    if (count)
        kb_buf_putc(v->out, '\n');
}

static void put_record(const struct view *v)
{
    kb_buf_plain(v->out, base_text(v, KBX_F_ID, 0));
    kb_buf_putc(v->out, '\n');
    if (!kb_str_blank(base_text(v, KBX_F_SIGNATURE, 0)))
        kb_put_lines(v->out, 2, "", base_text(v, KBX_F_SIGNATURE, 0));
    put_translations(v, 2, KBX_F_SIGNATURE, 0);
    kb_buf_putc(v->out, '\n');
    text_fact(v, "Error code", KBX_F_ERROR_CODE);
    texts_fact(v, "Also known as", KBX_F_ALIASES);
    text_fact(v, "Domain", KBX_F_DOMAIN);
    text_fact(v, "Category", KBX_F_CATEGORY);
    texts_fact(v, "Tags", KBX_F_TAGS);
    text_fact(v, "Runtime", KBX_F_RUNTIME);
    text_fact(v, "Version range", KBX_F_VERSION_RANGE);
    text_fact(v, "System", KBX_F_OS);
    put_verdict(v);
    put_dates(v);
    text_fact(v, "Documentation", KBX_F_DOC_URL);
    text_fact(v, "Section", KBX_F_DOC_SECTION);
    if (!kb_str_blank(base_text(v, KBX_F_ROOT_CAUSE, 0))) {
        heading(v, "Cause");
        kb_put_lines(v->out, 2, "", base_text(v, KBX_F_ROOT_CAUSE, 0));
        put_translations(v, 2, KBX_F_ROOT_CAUSE, 0);
    }
    put_dead_ends(v);
    put_workarounds(v);
    put_versions(v);
    put_os_notes(v);
    put_edges(v);
    put_problems(v);
}

static int put_json(const struct view *v)
{
    size_t len;
    int status = kbx_json(v->k, v->record, NULL, 0, &len);
    if (status != KBX_SPACE)
        return status;
    kb_buf_fill(v->out, ' ', len);
    status = kbx_json(v->k, v->record, v->out->data, len, &len);
    kb_buf_putc(v->out, '\n');
    return status;
}

static struct kb_str id_at(const void *from, size_t i)
{
    struct kbx_str id;
    if (kbx_text(from, i < KBX_NONE ? (uint32_t)i : KBX_NONE, KBX_F_ID, 0, KBX_BASE, &id, NULL) !=
        KBX_OK)
        return (struct kb_str){0};
    return kb_text_of(id);
}

static int unknown(const struct kbx *k, struct kb_str id)
{
    struct kb_buf text = {0};
    kb_buf_puts(&text, "show: there is no record ");
    kb_buf_quote(&text, id);
    if (!kb_buf_suggest(&text, id, id_at, k))
        kb_buf_puts(&text, "; `kbc search` finds one by its words");
    (void)kb_fail("%s", text.data);
    kb_buf_free(&text);
    return KB_EXIT_FOUND;
}

static int show(const struct kbx *k, struct kb_str id, bool json)
{
    struct kb_buf out = {0};
    struct view v = {k, &out, KBX_NONE};
    int status = kbx_by_id(k, id.p, id.n, &v.record);
    if (status == KBX_MISSING)
        return unknown(k, id);
    if (status == KBX_OK && json)
        status = put_json(&v);
    else if (status == KBX_OK)
        put_record(&v);
    int exit_status = KB_EXIT_FAILED;
    if (status != KBX_OK)
        exit_status = kb_fail("show: the index: %s", kbx_status_text(status));
    else if (kb_print(&out))
        exit_status = KB_EXIT_OK;
    kb_buf_free(&out);
    return exit_status;
}

int kb_cmd_show(const struct kb_options *options)
{
    if (options->operand_count != 1)
        return kb_fail("show: give one id: kbc show ID [--json] [--index FILE]");
    struct kbx *k = kb_index_open(options, options->json);
    if (!k)
        return KB_EXIT_FAILED;
    int exit_status = show(k, kb_str(options->operands[0]), options->json);
    kbx_close(k);
    return exit_status;
}

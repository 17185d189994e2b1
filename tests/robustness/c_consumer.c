/* SPDX-License-Identifier: MIT */
/* A user of the C tables, compiled by c_tables.py as C and as C++: looks up each key of a file and
 * writes down all that the tables say, as "path=value" items that end with a NUL. */
#include "kb.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *where = "";

static void text(const char *path, kbt_text t)
{
    if (kbt_string(t))
        printf("%s%s=%s%c", where, path, kbt_string(t), 0);
}

static void number(const char *path, double value)
{
    printf("%s%s=%.17g%c", where, path, value, 0);
}

static void rate(const char *path, const struct kbt_rate *r)
{
    char at[64];
    text(path, r->text);
    snprintf(at, sizeof at, "%s.value", path);
    if (r->text || r->value != 0)
        number(at, r->value);
}

static void texts(const char *path, const struct kbt_range *range)
{
    char at[64];
    for (uint32_t i = 0; i < range->count; i++)
        if (kbt_text_at(range, i)) {
            snprintf(at, sizeof at, "%s[%u]", path, (unsigned)i);
            printf("%s%s=%s%c", where, at, kbt_text_at(range, i), 0);
        }
    snprintf(at, sizeof at, "%s.count", path);
    number(at, range->count);
}

static void date(const char *path, int32_t day)
{
    char out[11];
    if (day != KBT_NO_DATE)
        printf("%s=%s%c", path, kbt_date(day, out), 0);
    else if (*kbt_date(day, out))
        exit(4);
}

static const char *entry(const char *list, uint32_t i)
{
    static char at[64];
    snprintf(at, sizeof at, "%s[%u].", list, (unsigned)i);
    where = at;
    return at;
}

static void record(const struct kbt_record *r)
{
    static const char *const edges[] = {"leads_to", "preceded_by", "confused_with"};
    static const char *const severities[] = {"info", "warning", "error"};
    static const char *const verdicts[] = {"other", "false", "partial", "true"};
    text("id", r->id);
    text("domain", r->domain);
    text("category", r->category);
    text("subcategory", r->subcategory);
    text("signature", r->signature);
    text("regex", r->regex);
    text("error_code", r->error_code);
    text("root_cause", r->root_cause);
    text("root_cause_type", r->root_cause_type);
    text("doc_url", r->doc_url);
    text("doc_section", r->doc_section);
    text("resolvable", r->resolvable);
    text("verification_tier", r->verification_tier);
    text("locale", r->locale);
    text("environment.runtime", r->runtime);
    text("environment.version_range", r->version_range);
    text("environment.os", r->os);
    rate("confidence", &r->confidence);
    rate("fix_success_rate", &r->fix_success_rate);
    if (r->evidence_count != KBT_NO_COUNT)
        printf("evidence_count=%lld%c", (long long)r->evidence_count, 0);
    date("first_seen", r->first_seen);
    date("last_confirmed", r->last_confirmed);
    date("last_updated", r->last_updated);
    printf("verdict=%s%c", verdicts[r->verdict], 0);
    texts("tags", &r->tags);
    texts("aliases", &r->aliases);
    number("version.count", r->versions.count);
    for (uint32_t i = 0; i < r->versions.count; i++, where = "") {
        const struct kbt_version *v = kbt_version_at(r, i);
        entry("version", i);
        text("version", v->version);
        text("introduced", v->introduced);
        text("deprecated", v->deprecated);
        text("removed", v->removed);
        text("behavior_change", v->behavior_change);
        text("status", v->status);
    }
    number("os_specific.count", r->os_notes.count);
    for (uint32_t i = 0; i < r->os_notes.count; i++, where = "") {
        entry("os_specific", i);
        text("name", kbt_os_note_at(r, i)->name);
        text("text", kbt_os_note_at(r, i)->text);
    }
    number("dead_end.count", r->dead_ends.count);
    for (uint32_t i = 0; i < r->dead_ends.count; i++, where = "") {
        const struct kbt_dead_end *d = kbt_dead_end_at(r, i);
        entry("dead_end", i);
        text("action", d->action);
        text("why_fails", d->why_fails);
        text("condition", d->condition);
        rate("fail_rate", &d->fail_rate);
        texts("sources", &d->sources);
    }
    number("workaround.count", r->workarounds.count);
    for (uint32_t i = 0; i < r->workarounds.count; i++, where = "") {
        const struct kbt_workaround *w = kbt_workaround_at(r, i);
        entry("workaround", i);
        text("action", w->action);
        text("how", w->how);
        text("tradeoff", w->tradeoff);
        text("condition", w->condition);
        rate("success_rate", &w->success_rate);
        texts("sources", &w->sources);
    }
    for (int kind = 0; kind < KBT_EDGE_KINDS; kind++) {
        char count[32];
        snprintf(count, sizeof count, "%s.count", edges[kind]);
        number(count, r->edges[kind].count);
        for (uint32_t i = 0; i < r->edges[kind].count; i++, where = "") {
            const struct kbt_edge *e = kbt_edge_at(r, (enum kbt_edge_kind)kind, i);
            entry(edges[kind], i);
            text("id", e->id);
            text("note", e->note);
            rate("probability", &e->probability);
            if (kbt_target(e))
                text("target", kbt_target(e)->id);
        }
    }
    for (uint32_t i = 0; i < r->translations.count; i++) {
        const struct kbt_translation *t = kbt_translation_at(r, i);
        const char *language = kbt_string(t->language), *field = kbt_string(t->field);
        if (kbt_translate(r, language, field, t->entry))
            printf("%s.%s[%u]=%s%c", language, field, (unsigned)t->entry,
                   kbt_translate(r, language, field, t->entry), 0);
    }
    if (kbt_translate(r, "xx", "signature", 0) || kbt_translate(r, "zh", "", 0))
        exit(5);
    for (uint32_t i = 0; i < r->problems.count; i++) {
        const struct kbt_problem *p = kbt_problem_at(r, i);
        printf("problem=%s %s %s: %s%c", severities[p->severity], kbt_string(p->rule),
               kbt_string(p->pointer), kbt_string(p->message), 0);
    }
}

/* consumer ids|codes FILE: NUL-terminated keys, each looked up and shown. */
int main(int argc, char **argv)
{
    static char keys[1 << 24];
    FILE *in = argc == 3 ? fopen(argv[2], "rb") : NULL;
    size_t n = in ? fread(keys, 1, sizeof keys, in) : 0;
    if (!in || n == sizeof keys)
        return 9;
    fclose(in);
    printf("records=%u%c%c", (unsigned)kbt_record_count, 0, 0);
    for (const char *key = keys; key < keys + n; key += strlen(key) + 1) {
        if (strcmp(argv[1], "ids") == 0) {
            const struct kbt_record *r = kbt_find(key);
            if (r)
                record(r);
        } else {
            uint32_t count;
            const struct kbt_code *code = kbt_find_code(key, &count);
            if ((code == NULL) != (count == 0))
                return 6;
            for (uint32_t i = 0; i < count; i++)
                printf("%s%c", kbt_string(kbt_records[code[i].record].id), 0);
        }
        putchar(0); /* an empty item ends the answer */
    }
    return fflush(stdout) != 0;
}

/* SPDX-License-Identifier: MIT */
/* `kbc search WORDS`: records by what they say, for a person or as JSON. */
#include "kbx/search.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/index.h"
#include "compiler/cli/lines.h"
#include "compiler/cli/settings.h"
#include "compiler/cli/snippet.h"

#define TOP 10 /* records listed unless --top says otherwise */

struct view {
    const struct kbx *k;
    struct kb_buf *out;
    const struct kbx_results *results;
    uint32_t language; /* KBX_BASE: as written */
    bool color;
};

static struct kb_str text_of(const struct view *v, uint32_t record, int field, uint32_t language)
{
    struct kbx_str text;
    (void)kbx_text(v->k, record, field, 0, language, &text, NULL);
    return kb_text_of(text);
}

/* "partial, fixed in 78 %, confidence 85 %" */
static void put_verdict(const struct view *v, uint32_t record)
{
    static const struct {
        int field;
        const char *label;
    } rates[] = {{KBX_F_FIX_SUCCESS_RATE, "fixed in "}, {KBX_F_CONFIDENCE, "confidence "}};
    struct kb_str resolvable = text_of(v, record, KBX_F_RESOLVABLE, KBX_BASE);
    const char *before = "  ";
    if (!kb_str_blank(resolvable)) {
        kb_buf_puts(v->out, "  resolvable: ");
        kb_buf_plain(v->out, resolvable);
        before = ", ";
    }
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        struct kbx_rate rate;
        if (kbx_rate(v->k, record, rates[i].field, 0, &rate) != KBX_OK || !rate.text.ptr)
            continue;
        kb_buf_printf(v->out, "%s%s%.6g %%", before, rates[i].label, rate.value * 100);
        before = ", ";
    }
    if (*before == ',')
        kb_buf_putc(v->out, '\n');
}

static void put_found(const struct view *v, const struct kbx_found *found)
{
    struct kb_snippet snippet;
    kb_buf_plain(v->out, text_of(v, found->record, KBX_F_ID, KBX_BASE)); /* to be copied as it is */
    kb_buf_putc(v->out, '\n');
    struct kb_str signature = text_of(v, found->record, KBX_F_SIGNATURE, v->language);
    if (!kb_str_blank(signature)) {
        kb_buf_puts(v->out, "  ");
        kb_snippet_put(v->out, v->color, v->results, signature);
        kb_buf_putc(v->out, '\n');
    }
    put_verdict(v, found->record);
    if (kb_snippet_find(v->k, v->results, found->record, v->language, &snippet)) {
        kb_buf_printf(v->out, "  %s: %s", snippet.label, snippet.cut_before ? "… " : "");
        kb_snippet_put(v->out, v->color, v->results, snippet.text);
        kb_buf_puts(v->out, snippet.cut_behind ? " …\n" : "\n");
    }
    kb_buf_putc(v->out, '\n');
}

static void put_text(const struct view *v)
{
    const struct kbx_results *r = v->results;
    if (r->mended.ptr) {
        kb_buf_puts(v->out, "showing results for ");
        kb_buf_plain(v->out, kb_text_of(r->mended));
        kb_buf_putc(v->out, '\n');
    }
    if (r->lacking.len) {
        kb_buf_puts(v->out, "no record has ");
        kb_buf_plain(v->out, kb_text_of(r->lacking));
        kb_buf_putc(v->out, '\n');
    }
    if (r->mended.ptr || r->lacking.len)
        kb_buf_putc(v->out, '\n');
    for (size_t i = 0; i < r->count; i++)
        put_found(v, &r->found[i]);
    kb_buf_printf(v->out, "%zu of %zu record%s%s\n", r->count, r->total, r->total == 1 ? "" : "s",
                  r->count < r->total ? "; --top 0 lists all" : "");
}

static void json_text(const struct view *v, const char *name, struct kb_str text)
{
    kb_buf_printf(v->out, ",\"%s\":", name);
    kb_buf_json(v->out, text);
}

/* The number or null. Its text in the index may be anything: there are other writers. */
static void json_rate(const struct view *v, const char *name, uint32_t record, int field)
{
    struct kbx_rate rate;
    (void)kbx_rate(v->k, record, field, 0, &rate);
    kb_buf_printf(v->out, ",\"%s\":", name);
    if (rate.text.ptr)
        kb_buf_printf(v->out, "%.15g", rate.value);
    else
        kb_buf_puts(v->out, "null");
}

static void json_snippet(const struct view *v, uint32_t record)
{
    struct kb_snippet snippet;
    struct kbx_str tag = {NULL, 0};
    kb_buf_puts(v->out, ",\"snippet\":");
    if (!kb_snippet_find(v->k, v->results, record, v->language, &snippet)) {
        kb_buf_puts(v->out, "null");
        return;
    }
    kb_buf_printf(v->out, "{\"field\":\"%s\",\"entry\":%u,\"language\":", snippet.field,
                  snippet.entry);
    if (snippet.language != KBX_BASE && kbx_language(v->k, snippet.language, &tag) == KBX_OK)
        kb_buf_json(v->out, kb_text_of(tag));
    else
        kb_buf_puts(v->out, "null");
    json_text(v, "text", snippet.text);
    kb_buf_puts(v->out, ",\"marks\":[");
    struct kbx_span spans[KB_SNIPPET_MARKS];
    size_t count =
        kbx_mark(v->results, snippet.text.p, snippet.text.n, spans, KB_SNIPPET_MARKS, NULL);
    for (size_t i = 0; i < count; i++)
        kb_buf_printf(v->out, "%s[%zu,%zu]", i ? "," : "", spans[i].start, spans[i].end);
    kb_buf_puts(v->out, "]}");
}

static void put_json(const struct view *v, struct kb_str query)
{
    const struct kbx_results *r = v->results;
    kb_buf_puts(v->out, "{\"query\":");
    kb_buf_json(v->out, query);
    kb_buf_puts(v->out, ",\"mended\":");
    if (r->mended.ptr)
        kb_buf_json(v->out, kb_text_of(r->mended));
    else
        kb_buf_puts(v->out, "null");
    json_text(v, "lacking", kb_text_of(r->lacking));
    kb_buf_printf(v->out, ",\"total\":%zu,\"words\":%zu,\"found\":[", r->total, r->words);
    for (size_t i = 0; i < r->count; i++) {
        uint32_t record = r->found[i].record;
        kb_buf_printf(v->out, "%s\n{\"rank\":%zu,\"id\":", i ? "," : "", i + 1);
        kb_buf_json(v->out, text_of(v, record, KBX_F_ID, KBX_BASE));
        kb_buf_printf(v->out, ",\"score\":%.6f,\"words\":%u", r->found[i].score, r->found[i].words);
        json_text(v, "domain", text_of(v, record, KBX_F_DOMAIN, KBX_BASE));
        json_text(v, "signature", text_of(v, record, KBX_F_SIGNATURE, v->language));
        json_text(v, "resolvable", text_of(v, record, KBX_F_RESOLVABLE, KBX_BASE));
        json_rate(v, "fix_success_rate", record, KBX_F_FIX_SUCCESS_RATE);
        json_rate(v, "confidence", record, KBX_F_CONFIDENCE);
        json_text(v, "doc_url", text_of(v, record, KBX_F_DOC_URL, KBX_BASE));
        json_snippet(v, record);
        kb_buf_putc(v->out, '}');
    }
    kb_buf_puts(v->out, r->count ? "\n]}\n" : "]}\n");
}

/* 0.8, 80% or 80: above 1 it is a percentage, too. */
static bool choose_rate(const char *text, double *rate)
{
    if (!text)
        return true;
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    bool hexadecimal = strpbrk(text, "xX");
    bool percent = *end == '%' || value > 1;
    end += *end == '%';
    if (percent)
        value /= 100;
    if (errno || *end || hexadecimal || !((*text >= '0' && *text <= '9') || *text == '.') ||
        !(value >= 0 && value <= 1)) {
        (void)kb_fail("search: --min-success %s: a rate from 0 to 1, or a percentage, is needed",
                      text);
        return false;
    }
    *rate = value;
    return true;
}

static struct kbx_str filter_text(const char *text)
{
    return (struct kbx_str){text, text ? strlen(text) : 0};
}

/* Says that there is nothing, and whether it is the filter that keeps all of it out. */
static void say_nothing(const struct kbx *k, struct kb_str query)
{
    struct kbx_results all;
    if (kbx_search(k, query.p, query.n, NULL, 1, &all, NULL) == KBX_OK)
        (void)kb_fail("search: nothing found with these options; %zu record%s without them",
                      all.total, all.total == 1 ? "" : "s");
    else
        (void)kb_fail("search: nothing found");
    kbx_results_free(&all);
}

static int search(const struct view *view, struct kb_str query, const struct kb_options *options,
                  unsigned top)
{
    struct kbx_results results;
    struct view v = *view;
    struct kbx_error error = {0};
    struct kbx_filter filter = {.domain = filter_text(options->domain),
                                .version = filter_text(options->version),
                                .resolvable = filter_text(options->resolvable)};
    if (!choose_rate(options->min_success, &filter.min_success))
        return KB_EXIT_FAILED;
    int status = kbx_search(v.k, query.p, query.n, &filter, top ? top : SIZE_MAX, &results, &error);
    int exit_status = status == KBX_OK ? KB_EXIT_OK : KB_EXIT_FOUND;
    v.results = &results;
    if (status != KBX_OK && status != KBX_MISSING) {
        exit_status = kb_fail("search: the index: %s", error.text);
    } else {
        if (options->json)
            put_json(&v, query);
        else if (status == KBX_OK)
            put_text(&v);
        else
            say_nothing(v.k, query);
        if (!kb_print(v.out))
            exit_status = KB_EXIT_FAILED;
    }
    kbx_results_free(&results);
    return exit_status;
}

int kb_cmd_search(const struct kb_options *options)
{
    struct kb_buf query = {0}, out = {0};
    struct view v = {.out = &out};
    unsigned top = TOP;
    if (options->operand_count == 0)
        return kb_fail("search: say what to look for: kbc search WORDS…");
    if (!kb_choose_color(&v.color, options->color) ||
        !kb_choose_number("top", options->top, 0, UINT32_MAX, &top))
        return KB_EXIT_FAILED;
    struct kbx *k = kb_index_open(options, false);
    if (!k)
        return KB_EXIT_FAILED;
    for (size_t i = 0; i < options->operand_count; i++) {
        kb_buf_puts(&query, i ? " " : "");
        kb_buf_puts(&query, options->operands[i]);
    }
    v.k = k;
    int exit_status = KB_EXIT_FAILED;
    if (kb_index_language(options, k, &v.language))
        exit_status = search(&v, kb_buf_view(&query), options, top);
    kb_buf_free(&query);
    kb_buf_free(&out);
    kbx_close(k);
    return exit_status;
}

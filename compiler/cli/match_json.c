/* SPDX-License-Identifier: MIT */
/* `kbc match --jsonl` and `--json`: hits as they come, and what the records say. */
#include "compiler/cli/lines.h"
#include "compiler/cli/match.h"

static void put_hit(struct kb_matching *m, const struct kb_hits *hits, const struct kb_hit *hit)
{
    struct kb_buf *out = &m->out;
    const struct kbx_match *match = &hit->ranked->match;
    struct kbx_str id;
    (void)kbx_text(m->k, match->record, KBX_F_ID, 0, KBX_BASE, &id, NULL);
    kb_buf_putc(out, '{');
    if (hits->file) {
        kb_buf_puts(out, "\"file\": ");
        kb_buf_json(out, kb_str(hits->file));
        kb_buf_puts(out, ", ");
    }
    kb_buf_printf(out, "\"line\": %llu, \"id\": ", (unsigned long long)hits->line);
    kb_buf_json(out, kb_text_of(id));
    kb_buf_printf(out,
                  ", \"rank\": %llu, \"start\": %llu, \"end\": %llu, \"score\": %.13g, "
                  "\"outcome\": \"%s\"",
                  (unsigned long long)hit->rank, (unsigned long long)hit->start,
                  (unsigned long long)hit->end, hit->ranked->score,
                  match->outcome == KBX_MATCHES ? "match" : "undecided");
    for (int i = 0; m->options->explain && i < KBX_PART_COUNT; i++)
        kb_buf_printf(out, "%s\"%s\": %u%s", i ? ", " : ", \"parts\": {", kbx_part_name(i),
                      hit->ranked->parts[i], i + 1 < KBX_PART_COUNT ? "" : "}");
    kb_buf_putc(out, '}');
}

static void nothing(struct kb_matching *m)
{
    (void)m;
}

static void put_lines(struct kb_matching *m, const struct kb_hits *hits)
{
    for (size_t i = 0; i < hits->count; i++) {
        put_hit(m, hits, &hits->items[i]);
        kb_buf_putc(&m->out, '\n');
    }
}

const struct kb_match_output kb_match_jsonl = {false, nothing, put_lines, nothing, nothing};

static void begin(struct kb_matching *m)
{
    kb_buf_puts(&m->out, "{\n  \"version\": 1,\n  \"hits\": [");
}

static void put_hits(struct kb_matching *m, const struct kb_hits *hits)
{
    for (size_t i = 0; i < hits->count; i++) {
        kb_buf_puts(&m->out, m->hits + i ? ",\n    " : "\n    ");
        put_hit(m, hits, &hits->items[i]);
    }
}

/* Names of texts that the language asked for lacks. */
struct untranslated {
    const char *names[8];
    size_t count;
};

static void put_text(struct kb_matching *m, uint32_t record, const char *key, int field,
                     uint32_t entry, struct untranslated *lacking)
{
    struct kbx_str text;
    int fallback;
    (void)kbx_text(m->k, record, field, entry, m->language, &text, &fallback);
    kb_buf_printf(&m->out, "%s\"%s\": ", m->out.data[m->out.len - 1] == '{' ? "" : ", ", key);
    if (text.ptr)
        kb_buf_json(&m->out, kb_text_of(text));
    else
        kb_buf_puts(&m->out, "null");
    if (fallback && text.len)
        lacking->names[lacking->count++] = key;
}

static void put_rate(struct kb_matching *m, uint32_t record, const char *key, int field,
                     uint32_t entry)
{
    struct kbx_rate rate;
    (void)kbx_rate(m->k, record, field, entry, &rate);
    kb_buf_printf(&m->out, ", \"%s\": ", key);
    if (rate.text.ptr)
        kb_buf_printf(&m->out, "%.15g", rate.value);
    else
        kb_buf_puts(&m->out, "null");
}

static void put_untranslated(struct kb_matching *m, const struct untranslated *lacking)
{
    if (m->language == KBX_BASE)
        return;
    kb_buf_puts(&m->out, ", \"untranslated\": [");
    for (size_t i = 0; i < lacking->count; i++)
        kb_buf_printf(&m->out, "%s\"%s\"", i ? ", " : "", lacking->names[i]);
    kb_buf_putc(&m->out, ']');
}

struct column {
    const char *key;
    int field;
    bool rate;
};

static void put_list(struct kb_matching *m, uint32_t record, const char *key, int list,
                     const struct column *columns, size_t column_count)
{
    uint32_t count;
    (void)kbx_entries(m->k, record, list, 0, &count);
    kb_buf_printf(&m->out, ",\n     \"%s\": [", key);
    for (uint32_t i = 0; i < count; i++) {
        struct untranslated lacking = {0};
        kb_buf_puts(&m->out, i ? ",\n      {" : "\n      {");
        for (size_t c = 0; c < column_count; c++) {
            if (columns[c].rate)
                put_rate(m, record, columns[c].key, columns[c].field, i);
            else
                put_text(m, record, columns[c].key, columns[c].field, i, &lacking);
        }
        put_untranslated(m, &lacking);
        kb_buf_putc(&m->out, '}');
    }
    kb_buf_putc(&m->out, ']');
}

static void put_record(struct kb_matching *m, uint32_t record)
{
    static const struct column dead_ends[] = {{"action", KBX_F_DEAD_END_ACTION, false},
                                              {"why_fails", KBX_F_DEAD_END_WHY_FAILS, false},
                                              {"fail_rate", KBX_F_DEAD_END_FAIL_RATE, true},
                                              {"condition", KBX_F_DEAD_END_CONDITION, false}};
    static const struct column workarounds[] = {
        {"action", KBX_F_WORKAROUND_ACTION, false},
        {"how", KBX_F_WORKAROUND_HOW, false},
        {"success_rate", KBX_F_WORKAROUND_SUCCESS_RATE, true},
        {"tradeoff", KBX_F_WORKAROUND_TRADEOFF, false},
        {"condition", KBX_F_WORKAROUND_CONDITION, false}};
    const struct kb_explained *about = &m->explained[record];
    struct untranslated lacking = {0}, ignored = {0};
    kb_buf_putc(&m->out, '{');
    put_text(m, record, "id", KBX_F_ID, 0, &ignored);
    kb_buf_printf(&m->out, ", \"lines\": %llu, \"score\": %.13g", (unsigned long long)about->lines,
                  about->score);
    put_text(m, record, "signature", KBX_F_SIGNATURE, 0, &lacking);
    put_text(m, record, "root_cause", KBX_F_ROOT_CAUSE, 0, &lacking);
    put_text(m, record, "doc_url", KBX_F_DOC_URL, 0, &ignored); /* no language has another */
    put_untranslated(m, &lacking);
    put_list(m, record, "dead_ends", KBX_F_DEAD_END, dead_ends,
             sizeof dead_ends / sizeof *dead_ends);
    put_list(m, record, "workarounds", KBX_F_WORKAROUND, workarounds,
             sizeof workarounds / sizeof *workarounds);
    kb_buf_putc(&m->out, '}');
}

static void end(struct kb_matching *m)
{
    kb_buf_puts(&m->out, m->hits ? "\n  ],\n  \"records\": [" : "],\n  \"records\": [");
    kb_match_sort(m);
    for (size_t i = 0; i < m->found_count; i++) {
        kb_buf_puts(&m->out, i ? ",\n    " : "\n    ");
        put_record(m, m->found[i]);
    }
    kb_buf_printf(&m->out,
                  "%s],\n  \"summary\": {\"lines\": %llu, \"matched\": %llu, \"hits\": %llu, "
                  "\"undecided\": %llu, \"records\": %zu}\n}\n",
                  m->found_count ? "\n  " : "", (unsigned long long)m->lines,
                  (unsigned long long)m->matched, (unsigned long long)m->hits,
                  (unsigned long long)m->undecided, m->found_count);
}

const struct kb_match_output kb_match_json = {true, begin, put_hits, nothing, end};

/* SPDX-License-Identifier: MIT */
/* `kbc match` for a person. A line that a record explains for the first time is followed by what
 * the record says; later ones stand by themselves, and of lines that repeat one another only the
 * first, with how many there are. */
#include <string.h>

#include "compiler/cli/lines.h"
#include "compiler/cli/match.h"

#define EXCERPT 200  /* bytes of a long line that are shown */
#define BEFORE  60   /* of these, in front of the match */
#define REPEAT  4096 /* bytes of a line that is held against the next one */

static const char bold[] = "\033[1m", red[] = "\033[1;31m", plain[] = "\033[0m";

static void style(struct kb_matching *m, const char *code)
{
    if (m->color)
        kb_buf_puts(&m->out, code);
}

static void put_place(struct kb_matching *m, const char *file, uint64_t line)
{
    if (file)
        kb_buf_plain(&m->out, kb_str(file));
    kb_buf_printf(&m->out, "%s%llu", file ? ":" : "line ", (unsigned long long)line);
}

/* Steps over what is left of a character that was cut. */
static size_t whole(struct kb_str text, size_t at)
{
    for (int i = 0; i < 3 && at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80; i++)
        at++;
    return at;
}

/* The line, or of a long one what is around the match. */
static void put_excerpt(struct kb_matching *m, struct kb_str text, size_t start, size_t end)
{
    size_t from = 0, to = text.n;
    if (text.n > EXCERPT) {
        from = whole(text, start > BEFORE ? start - BEFORE : 0);
        to = text.n - from > EXCERPT ? whole(text, from + EXCERPT) : text.n;
    }
    start = start < from ? from : start > to ? to : start;
    end = end < start ? start : end > to ? to : end;
    kb_buf_puts(&m->out, from ? "…" : "");
    kb_buf_plain(&m->out, (struct kb_str){text.p + from, start - from});
    style(m, red);
    kb_buf_plain(&m->out, (struct kb_str){text.p + start, end - start});
    style(m, plain);
    kb_buf_plain(&m->out, (struct kb_str){text.p + end, to - end});
    kb_buf_puts(&m->out, to < text.n ? "…" : "");
}

static struct kb_str text_of(const struct kb_matching *m, uint32_t record, int field,
                             uint32_t entry, int *fallback)
{
    struct kbx_str text;
    (void)kbx_text(m->k, record, field, entry, m->language, &text, fallback);
    return kb_text_of(text);
}

static struct kb_str id_of(const struct kb_matching *m, uint32_t record)
{
    struct kbx_str id;
    (void)kbx_text(m->k, record, KBX_F_ID, 0, KBX_BASE, &id, NULL);
    return kb_text_of(id);
}

/* The text on lines of its own; nothing where it is blank or says what `but` says. */
static void put_text(struct kb_matching *m, size_t indent, const char *label, uint32_t record,
                     int field, uint32_t entry, struct kb_str but)
{
    int fallback;
    struct kb_str text = text_of(m, record, field, entry, &fallback);
    if (kb_str_blank(text) || kb_str_eq(text, but))
        return;
    kb_put_lines(&m->out, indent, label, text);
    if (fallback) {
        m->out.len--;
        kb_buf_puts(&m->out, " (not translated)\n");
    }
}

/* Dead ends, or workarounds. */
struct list {
    const char *heading, *rate_word;
    int list, action, rate;
    struct {
        const char *label;
        int field;
    } parts[3];
};

static const struct list lists[] = {
    {"What not to try",
     "Fails in ",
     KBX_F_DEAD_END,
     KBX_F_DEAD_END_ACTION,
     KBX_F_DEAD_END_FAIL_RATE,
     {{"Why: ", KBX_F_DEAD_END_WHY_FAILS}, {"When: ", KBX_F_DEAD_END_CONDITION}, {NULL, 0}}},
    {"What to try",
     "Works in ",
     KBX_F_WORKAROUND,
     KBX_F_WORKAROUND_ACTION,
     KBX_F_WORKAROUND_SUCCESS_RATE,
     {{"How: ", KBX_F_WORKAROUND_HOW},
      {"But: ", KBX_F_WORKAROUND_TRADEOFF},
      {"When: ", KBX_F_WORKAROUND_CONDITION}}}};

static void put_list(struct kb_matching *m, uint32_t record, const struct list *list)
{
    uint32_t count;
    const struct kb_str none = {0};
    (void)kbx_entries(m->k, record, list->list, 0, &count);
    if (count)
        kb_buf_printf(&m->out, "  %s\n", list->heading);
    for (uint32_t i = 0; i < count; i++) {
        struct kb_buf label = {0};
        struct kb_str action = text_of(m, record, list->action, i, NULL);
        kb_buf_printf(&label, "%2u. ", i + 1);
        if (kb_str_blank(action))
            kb_put_lines(&m->out, 3, label.data, KB_STR("(the record names no action)"));
        else
            put_text(m, 3, label.data, record, list->action, i, none);
        kb_buf_free(&label);
        size_t before = m->out.len;
        kb_buf_fill(&m->out, ' ', 7);
        if (!kb_put_rate(&m->out, m->k, record, list->rate, i, list->rate_word, "\n"))
            m->out.len = before;
        for (size_t p = 0; p < 3 && list->parts[p].label; p++)
            put_text(m, 7, list->parts[p].label, record, list->parts[p].field, i, action);
    }
}

static void put_record(struct kb_matching *m, uint32_t record)
{
    const struct kb_str none = {0};
    put_text(m, 2, "Known as: ", record, KBX_F_SIGNATURE, 0, none);
    put_text(m, 2, "Cause: ", record, KBX_F_ROOT_CAUSE, 0, none);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        put_list(m, record, &lists[i]);
    struct kbx_str url;
    (void)kbx_text(m->k, record, KBX_F_DOC_URL, 0, KBX_BASE, &url, NULL);
    if (url.len)
        kb_put_lines(&m->out, 2, "Documentation: ", kb_text_of(url));
}

static void put_id(struct kb_matching *m, const struct kbx_ranked *ranked)
{
    style(m, bold);
    kb_buf_plain(&m->out, id_of(m, ranked->match.record));
    style(m, plain);
    if (ranked->match.outcome != KBX_MATCHES)
        kb_buf_puts(&m->out, " (undecided: its regex ran into the limit)");
    else if (ranked->parts[KBX_PART_KIN] == 0) /* a regex as broad as "error" explains little */
        kb_buf_puts(&m->out, " (by its regex alone)");
}

static void put_parts(struct kb_matching *m, const struct kbx_ranked *ranked, size_t indent)
{
    if (!m->options->explain)
        return;
    kb_buf_fill(&m->out, ' ', indent);
    kb_buf_printf(&m->out, "Score %.6f:", ranked->score);
    for (int i = 0; i < KBX_PART_COUNT; i++)
        kb_buf_printf(&m->out, "%s %s %u", i ? "," : "", kbx_part_name(i), ranked->parts[i]);
    kb_buf_putc(&m->out, '\n');
}

/* The other records; for a line like those before only what is undecided, which is never silent. */
static void put_others(struct kb_matching *m, const struct kb_hits *hits, bool undecided_only)
{
    bool any = false;
    for (size_t i = 1; i < hits->count; i++) {
        const struct kbx_ranked *ranked = hits->items[i].ranked;
        if (undecided_only && ranked->match.outcome == KBX_MATCHES)
            continue;
        kb_buf_puts(&m->out, any ? "      " : "  Or: ");
        put_id(m, ranked);
        kb_buf_puts(&m->out, ": ");
        kb_buf_plain(&m->out, text_of(m, ranked->match.record, KBX_F_SIGNATURE, 0, NULL));
        kb_buf_putc(&m->out, '\n');
        put_parts(m, ranked, 6);
        any = true;
    }
    if (hits->beyond == 0 || (undecided_only && hits->undecided_beyond == 0))
        return;
    kb_buf_printf(&m->out, "  %zu more record%s", hits->beyond, hits->beyond == 1 ? "" : "s");
    if (hits->undecided_beyond)
        kb_buf_printf(&m->out, ", %zu of them undecided", hits->undecided_beyond);
    kb_buf_puts(&m->out, " (--top 0 lists all)\n");
}

static void put_repeats(struct kb_matching *m)
{
    if (m->repeats == 0)
        return;
    kb_buf_printf(&m->out, "  and %llu more line%s like it, the last at ",
                  (unsigned long long)m->repeats, m->repeats == 1 ? "" : "s");
    put_place(m, m->repeat_file, m->repeat_line);
    kb_buf_putc(&m->out, '\n');
    m->repeats = 0;
}

/* Whether the line is like the one told last; remembers it where it is not. */
static bool repeats(struct kb_matching *m, const struct kb_hits *hits)
{
    if (m->repeatable && !m->options->all && kb_str_eq(hits->text, kb_buf_view(&m->last)))
        return true;
    m->repeatable = hits->text.n <= REPEAT;
    m->last.len = 0;
    if (m->repeatable)
        kb_buf_str(&m->last, hits->text);
    return false;
}

static void put_hits(struct kb_matching *m, const struct kb_hits *hits)
{
    const struct kbx_ranked *best = hits->items[0].ranked;
    bool known = m->explained[best->match.record].told;
    if (repeats(m, hits)) {
        m->repeats++;
        m->repeat_file = hits->file;
        m->repeat_line = hits->line;
        return;
    }
    put_repeats(m);
    if (!known && m->told)
        kb_buf_putc(&m->out, '\n');
    m->told = true;
    style(m, bold);
    put_place(m, hits->file, hits->line);
    style(m, plain);
    kb_buf_puts(&m->out, ": ");
    put_id(m, best);
    kb_buf_puts(&m->out, ": ");
    put_excerpt(m, hits->text, best->match.start, best->match.end);
    kb_buf_putc(&m->out, '\n');
    put_parts(m, best, 2);
    if (!known)
        put_record(m, best->match.record);
    put_others(m, hits, known && !m->options->all);
    m->explained[best->match.record].told = true;
}

static void nothing(struct kb_matching *m)
{
    (void)m;
}

static void put_summary(struct kb_matching *m)
{
    put_repeats(m);
    if (m->options->quiet)
        return;
    kb_buf_printf(&m->out, "%s%llu of %llu line%s explained", m->hits ? "\n" : "",
                  (unsigned long long)m->matched, (unsigned long long)m->lines,
                  m->lines == 1 ? "" : "s");
    if (m->undecided)
        kb_buf_printf(&m->out, ", %llu hit%s undecided", (unsigned long long)m->undecided,
                      m->undecided == 1 ? "" : "s");
    kb_buf_puts(&m->out, m->hits ? ":\n" : "\n");
    kb_match_sort(m);
    for (size_t i = 0; i < m->found_count; i++) {
        const struct kb_explained *about = &m->explained[m->found[i]];
        if (about->best == 0)
            continue;
        kb_buf_printf(&m->out, "%8llu  ", (unsigned long long)about->best);
        kb_buf_plain(&m->out, id_of(m, m->found[i]));
        kb_buf_puts(&m->out, about->best == 1 ? ", at " : ", first at ");
        put_place(m, about->file, about->line);
        kb_buf_putc(&m->out, '\n');
    }
}

const struct kb_match_output kb_match_text = {true, nothing, put_hits, put_repeats, put_summary};

/* SPDX-License-Identifier: MIT */
/* Rates, dates, verdicts and lists of records. */
#include "emit/html/parts.h"

#include <string.h>

#include "emit/html/markup.h"
#include "emit/html/plot.h"

#define LINK_LENGTH 240 /* code points of a signature within a link */
#define NAMES       4   /* that describe a list */
#define NAME_LENGTH 60

void kb_put_number(struct kb_buf *out, const struct kb_page *page, size_t n, const char *one,
                   const char *many)
{
    kb_buf_number(out, n);
    kb_buf_putc(out, ' ');
    kb_buf_puts(out, kb_page_words(page, n == 1 ? one : many));
}

void kb_part_number(struct kb_page *page, size_t n, const char *one, const char *many)
{
    struct kb_buf *text = kb_page_room(page);
    kb_put_number(text, page, n, one, many);
    kb_page_text(page, kb_buf_view(text));
}

void kb_part_counted(struct kb_page *page, struct kb_str name, size_t errors)
{
    kb_page_open(page, EL_BDI);
    kb_page_text(page, name);
    kb_page_close(page, EL_BDI);
    kb_page_say(page, " ");
    kb_page_begin(page, EL_SPAN, "muted");
    kb_part_number(page, errors, "error", "errors");
    kb_page_close(page, EL_SPAN);
}

static void tile(struct kb_page *page, size_t n, const char *one, const char *many)
{
    kb_page_open(page, EL_DIV);
    kb_page_put(page, EL_DT, NULL, n == 1 ? one : many);
    kb_page_open(page, EL_DD);
    kb_page_count(page, n);
    kb_page_close(page, EL_DD);
    kb_page_close(page, EL_DIV);
}

void kb_part_tiles(struct kb_page *page, const struct kb_site_counts *counts)
{
    kb_page_begin(page, EL_DL, "tiles");
    tile(page, counts->records, "error", "errors");
    if (counts->fixable + counts->partly + counts->hopeless > 0) {
        tile(page, counts->fixable, "can be fixed", "can be fixed");
        tile(page, counts->partly, "can be fixed in part", "can be fixed in part");
        tile(page, counts->hopeless, "cannot be fixed", "cannot be fixed");
    }
    if (counts->rated > 0) {
        kb_page_open(page, EL_DIV);
        kb_page_put(page, EL_DT, NULL, "mean fix rate");
        kb_page_open(page, EL_DD);
        kb_page_sayf(page, "%.0f%%", counts->rate_sum / (double)counts->rated * 100);
        kb_page_close(page, EL_DD);
        kb_page_close(page, EL_DIV);
    }
    tile(page, counts->dead_ends, "dead end", "dead ends");
    tile(page, counts->workarounds, "workaround", "workarounds");
    if (counts->translated > 0)
        tile(page, counts->translated, "translated", "translated");
    if (counts->flagged > 0)
        tile(page, counts->flagged, "with known problems", "with known problems");
    kb_page_close(page, EL_DL);
}

bool kb_part_has_rate(const struct kb_rate *rate)
{
    return rate->text.p != NULL;
}

bool kb_part_any(const struct kb_list *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        if (!kb_str_blank(*kb_text_at(texts, i)))
            return true;
    return false;
}

static bool is_share(double value)
{
    return value >= 0 && value <= 1;
}

const char *kb_part_rate_word(const struct kb_rate *rate, enum kb_rate_kind kind)
{
    static const struct {
        double from;
        const char *words[KB_RATE_PLAIN];
    } steps[] = {
        {1.0, {"always works", "always fails", "always fixed", "certain"}},
        {0.9, {"almost always works", "almost always fails", "almost always fixed", "very high"}},
        {0.7, {"usually works", "usually fails", "usually fixed", "high"}},
        {0.6,
         {"works more often than not", "fails more often than not", "fixed more often than not",
          "moderate"}},
        {0.4,
         {"works about half the time", "fails about half the time", "fixed about half the time",
          "moderate"}},
        {0.2, {"seldom works", "sometimes fails", "seldom fixed", "low"}},
        {0.0, {"almost never works", "seldom fails", "almost never fixed", "very low"}},
    };
    static const char *const nothing[KB_RATE_PLAIN] = {"never works", "never fails", "never fixed",
                                                       "none"};
    double value = rate->value;
    if (kind == KB_RATE_PLAIN || !is_share(value))
        return NULL;
    if (value <= 0)
        return nothing[kind];
    size_t i = 0;
    while (value < steps[i].from)
        i++;
    return steps[i].words[kind];
}

/* Nearly all are whole, but for what is lost between bases two and ten. */
void kb_part_percent(struct kb_buf *out, double share)
{
    double percent = share * 100;
    unsigned whole = is_share(share) ? (unsigned)(percent + 0.5) : 0;
    if (whole > 0 && percent - whole < 1e-9 && whole - percent < 1e-9)
        kb_buf_number(out, whole);
    else
        kb_buf_printf(out, "%.4g", percent);
    kb_buf_putc(out, '%');
}

static void strong_percent(struct kb_page *page, double share)
{
    struct kb_buf *text = kb_page_room(page);
    kb_part_percent(text, share);
    kb_page_open(page, EL_STRONG);
    kb_page_text(page, kb_buf_view(text));
    kb_page_close(page, EL_STRONG);
}

/* Few shares are given, each many times. */
static void share_with_bar(struct kb_page *page, const struct kb_rate *rate, enum kb_rate_kind kind)
{
    static const char *const colours[KB_RATE_PLAIN] = {[KB_RATE_SUCCESS] = "good",
                                                       [KB_RATE_FAILURE] = "bad",
                                                       [KB_RATE_FIX] = "good",
                                                       [KB_RATE_CONFIDENCE] = "fill"};
    if (kb_page_again(page, KB_PIECE(KB_PIECE_SHARE, kind, 0), KB_PIECE_OF(rate->value)))
        return;
    kb_page_begin(page, EL_SPAN, "rate");
    kb_plot_bar(page, rate->value, colours[kind]);
    kb_page_say(page, " ");
    strong_percent(page, rate->value);
    kb_page_say(page, " ");
    kb_page_put(page, EL_SPAN, NULL, kb_part_rate_word(rate, kind));
    kb_page_close(page, EL_SPAN);
    kb_page_keep(page);
}

void kb_part_rate(struct kb_page *page, const struct kb_rate *rate, enum kb_rate_kind kind)
{
    if (!kb_part_has_rate(rate))
        return;
    bool share = is_share(rate->value);
    if (kind == KB_RATE_PLAIN && share) {
        strong_percent(page, rate->value);
        return;
    }
    if (share) {
        share_with_bar(page, rate, kind);
        return;
    }
    /* No share of anything: shown as the source has it. */
    kb_page_begin(page, EL_SPAN, "rate");
    kb_page_open(page, EL_STRONG);
    kb_page_text(page, rate->text);
    kb_page_close(page, EL_STRONG);
    kb_page_close(page, EL_SPAN);
}

void kb_part_date(struct kb_page *page, int32_t day)
{
    char text[16];
    if (day == KB_NO_DATE)
        return;
    kb_date_format(day, text);
    /* HTML has no year 0. */
    bool valid = !kb_str_starts(kb_str(text), "0000");
    kb_page_open(page, valid ? EL_TIME : EL_SPAN);
    if (valid)
        kb_page_word(page, "datetime", text);
    kb_page_say(page, text);
    kb_page_close(page, valid ? EL_TIME : EL_SPAN);
}

void kb_part_age(struct kb_page *page, int32_t day, int32_t today)
{
    if (day == KB_NO_DATE || today == KB_NO_DATE)
        return;
    int64_t days = (int64_t)today - day;
    if (days < 0)
        kb_page_say(page, "in the future");
    else if (days < 60)
        kb_page_sayf(page, days == 1 ? "%lld day ago" : "%lld days ago", (long long)days);
    else if (days < 730)
        kb_page_sayf(page, "%lld months ago", (long long)(days * 12 / 365));
    else
        kb_page_sayf(page, "%lld years ago", (long long)(days * 100 / 36525));
}

void kb_part_age_basis(struct kb_page *page, const struct kb_base *base)
{
    kb_page_say(page, "Ages are counted from ");
    kb_part_date(page, base->today);
    kb_page_say(page, base->today == base->newest ? ", the newest date in this base." : ".");
}

enum kb_age kb_part_record_age(const struct kb_record *record, int32_t today)
{
    int32_t day =
        record->last_confirmed != KB_NO_DATE ? record->last_confirmed : record->last_updated;
    if (day == KB_NO_DATE || today == KB_NO_DATE)
        return KB_AGE_COUNT;
    int64_t days = (int64_t)today - day;
    return days < 0                ? KB_AGE_AHEAD
           : days <= KB_FRESH_DAYS ? KB_AGE_FRESH
           : days <= KB_STALE_DAYS ? KB_AGE_AGING
                                   : KB_AGE_STALE;
}

static const char *resolvable_words(struct kb_str resolvable, const char **class_name)
{
    static const struct {
        const char *value, *words, *class_name;
    } verdicts[] = {
        {"true", "Can be fixed", "verdict yes"},
        {"partial", "Can be fixed in part", "verdict partly"},
        {"false", "Cannot be fixed", "verdict no"},
    };
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        if (kb_str_is(resolvable, verdicts[i].value)) {
            *class_name = verdicts[i].class_name;
            return verdicts[i].words;
        }
    }
    *class_name = "verdict";
    return NULL;
}

const char *kb_part_verdict_name(struct kb_str resolvable)
{
    const char *class_name;
    return resolvable_words(resolvable, &class_name);
}

void kb_part_verdict(struct kb_page *page, struct kb_str resolvable)
{
    const char *class_name, *words = resolvable_words(resolvable, &class_name);
    if (!words && kb_str_blank(resolvable))
        return;
    if (words) {
        kb_page_put(page, EL_SPAN, class_name, words);
        return;
    }
    kb_page_begin(page, EL_SPAN, class_name);
    kb_page_text(page, resolvable);
    kb_page_close(page, EL_SPAN);
}

struct kb_said kb_part_record_name(const struct kb_view *at, const struct kb_record *record)
{
    struct kb_said said = kb_view_text(at, record, KB_F_SIGNATURE, 0);
    if (!said.text.p)
        said = (struct kb_said){.text = kb_str_blank(record->id) ? KB_STR("(no id)") : record->id};
    return said;
}

void kb_part_head_of(const struct kb_view *at, struct kb_str title, const uint32_t *records,
                     size_t count)
{
    struct kb_buf names = {0}, cut = {0};
    for (size_t i = 0; i < count && i < NAMES; i++) {
        struct kb_said name = kb_part_record_name(at, at->site->base->records[records[i]]);
        kb_buf_puts(&names, i ? " · " : "");
        kb_buf_str(&names, kb_markup_cut(&cut, name.text, NAME_LENGTH));
    }
    kb_part_head(at, title, kb_buf_view(&names));
    kb_buf_free(&names);
    kb_buf_free(&cut);
}

void kb_part_record_link(const struct kb_view *at, uint32_t record)
{
    /* A record stands in ten lists or more. */
    if (kb_part_again(at, KB_PIECE_RECORD, 0, KB_PIECE_OF(record)))
        return;
    struct kb_buf cut = {0};
    struct kb_said name = kb_part_record_name(at, at->site->base->records[record]);
    kb_part_open_link(at, kb_site_record_route(at->site, record), NULL);
    kb_page_word(at->page, "class", "sig");
    kb_markup_lang(at->page, name.lang);
    kb_page_word(at->page, "dir", "auto");
    kb_page_text(at->page, kb_markup_cut(&cut, name.text, LINK_LENGTH));
    kb_page_close(at->page, EL_A);
    kb_buf_free(&cut);
    kb_page_keep(at->page);
}

static const char *flag_class(enum kb_severity severity)
{
    static const char *const classes[KB_SEVERITY_COUNT] = {
        [KB_INFO] = "flag",
        [KB_WARNING] = "flag warning",
        [KB_ERROR] = "flag error",
    };
    return classes[severity];
}

void kb_part_flag(struct kb_page *page, enum kb_severity severity, const char *words)
{
    kb_page_put(page, EL_SPAN, flag_class(severity), words);
}

static void flags(struct kb_page *page, const struct kb_record *record)
{
    struct kb_site_counts counts = {0};
    kb_site_count(&counts, record);
    if (counts.errors + counts.warnings == 0)
        return;
    kb_page_begin(page, EL_SPAN, flag_class(counts.errors ? KB_ERROR : KB_WARNING));
    kb_part_number(page, counts.errors + counts.warnings, "known problem", "known problems");
    kb_page_close(page, EL_SPAN);
}

static void fact(struct kb_page *page, struct kb_str text, struct kb_str more)
{
    if (kb_str_blank(text))
        return;
    kb_page_open(page, EL_BDI);
    kb_page_text(page, text);
    if (!kb_str_blank(more)) {
        kb_page_say(page, " ");
        kb_page_text(page, more);
    }
    kb_page_close(page, EL_BDI);
    kb_page_say(page, "\n");
}

/* With what tells records of one error apart: version and system. */
static void row(const struct kb_view *at, uint32_t index, bool with_domain)
{
    const struct kb_str none = {0};
    struct kb_page *page = at->page;
    const struct kb_record *record = at->site->base->records[index];
    if (kb_part_again(at, KB_PIECE_ROW, with_domain, KB_PIECE_OF(index)))
        return;
    kb_page_open(page, EL_LI);
    kb_part_record_link(at, index);
    kb_page_begin(page, EL_DIV, "facts");
    kb_part_rate(page, &record->fix_success_rate, KB_RATE_FIX);
    kb_page_say(page, "\n");
    kb_part_verdict(page, record->resolvable);
    kb_page_say(page, "\n");
    if (!kb_str_blank(record->error_code)) {
        kb_page_open(page, EL_CODE);
        kb_page_text(page, record->error_code);
        kb_page_close(page, EL_CODE);
        kb_page_say(page, "\n");
    }
    if (with_domain)
        fact(page, kb_part_domain_name(at, at->site->domain_of[index]), none);
    fact(page, record->runtime, record->version_range);
    fact(page, record->os, none);
    flags(page, record);
    kb_page_close(page, EL_DIV);
    kb_page_close(page, EL_LI);
    kb_page_keep(page);
}

void kb_part_records(const struct kb_view *at, const uint32_t *records, size_t count,
                     bool with_domain)
{
    kb_page_begin(at->page, EL_UL, "records");
    for (size_t i = 0; i < count; i++)
        row(at, records[i], with_domain);
    kb_page_close(at->page, EL_UL);
}

/* SPDX-License-Identifier: MIT */
/* kbc build */
#include <stdlib.h>
#include <string.h>

#include "compiler/cli/settings.h"
#include "emit/emit.h"
#include "kb/arena.h"
#include "kb/url.h"

const struct kb_emitter *const kb_emitters[] = {&kb_emit_c, &kb_emit_html, &kb_emit_kbx, NULL};
enum { EMITTERS = sizeof kb_emitters / sizeof *kb_emitters - 1 };

static struct kb_str emitter_name(const void *from, size_t i)
{
    (void)from;
    return kb_emitters[i] ? kb_str(kb_emitters[i]->name) : (struct kb_str){0};
}

/* Reads --emit; without it, all. */
static bool choose_emitters(const char *list, bool chosen[EMITTERS])
{
    for (size_t i = 0; i < EMITTERS; i++)
        chosen[i] = list == NULL;
    while (list) {
        struct kb_str word = {list, strcspn(list, ",")};
        bool known = false;
        for (size_t i = 0; i < EMITTERS; i++)
            if (kb_str_is(word, kb_emitters[i]->name))
                chosen[i] = known = true;
        if (!known) {
            kb_fail_unknown("output", word, emitter_name, NULL);
            return false;
        }
        list = list[word.n] ? list + word.n + 1 : NULL;
    }
    return true;
}

/* Shows the findings that block, and only those. */
static bool show_blocking(const struct kb_check *check, const struct kb_settings *settings,
                          const struct kb_options *options)
{
    struct kb_summary summary = kb_summary_of(check, settings, options);
    struct kb_finding *blocking = kb_alloc(summary.count, sizeof *blocking);
    struct kb_buf out = {0};
    size_t count = 0;
    for (size_t i = 0; i < summary.count; i++)
        if (summary.findings[i].rule->blocks)
            blocking[count++] = summary.findings[i];
    summary.findings = blocking;
    summary.count = count;
    summary.quiet = true;
    summary.verbose = true; /* no closing lines about infos */
    kb_report_text(&out, &summary);
    bool ok = kb_print(&out);
    kb_buf_free(&out);
    free(blocking);
    return ok;
}

static bool write_outputs(const struct kb_check *check, const bool chosen[EMITTERS],
                          const struct kb_emit_options *site, const char *folder,
                          struct kb_out_counts *counts)
{
    struct kb_buf error = {0};
    struct kb_out *out = kb_out_open(folder, &error);
    for (size_t i = 0; out && i < EMITTERS; i++)
        if (chosen[i])
            kb_emitters[i]->emit(&check->base, site, out);
    bool ok = out && kb_out_commit(out, counts, &error);
    kb_out_close(out);
    if (!ok)
        kb_fail("%s", error.len ? error.data : "the output could not be written");
    kb_buf_free(&error);
    return ok;
}

/* What was done, for a person. */
static void summarise(struct kb_buf *out, const struct kb_check *check, const char *folder,
                      const bool chosen[EMITTERS], const struct kb_out_counts *counts)
{
    size_t others = 0;
    char date[16];
    for (size_t i = 0; i < KB_RULE_COUNT; i++)
        others += kb_rules[i].blocks ? 0 : check->by_rule[i];
    kb_buf_printf(out, "built %zu record%s into ", check->base.count,
                  check->base.count == 1 ? "" : "s");
    kb_buf_plain(out, kb_str(folder));
    kb_buf_puts(out, " (");
    for (size_t i = 0, n = 0; i < EMITTERS; i++)
        if (chosen[i])
            kb_buf_printf(out, "%s%s", n++ ? ", " : "", kb_emitters[i]->target);
    kb_buf_printf(out, "): %zu file%s written, %zu unchanged, %zu removed\n", counts->written,
                  counts->written == 1 ? "" : "s", counts->unchanged, counts->removed);
    if (check->base.today != KB_NO_DATE)
        kb_buf_printf(out, "ages are counted from %s%s\n", kb_date_format(check->base.today, date),
                      check->base.today == check->base.newest ? ", the newest date in the records"
                                                              : "");
    if (check->blocked)
        kb_buf_printf(out, "%zu record%s left out: %s findings block\n", check->blocked,
                      check->blocked == 1 ? " was" : "s were",
                      check->blocked == 1 ? "its" : "their");
    if (others)
        kb_buf_printf(out,
                      "%zu finding%s do%s not block and %s flagged in the outputs; "
                      "`kbc check` shows them\n",
                      others, others == 1 ? "" : "s", others == 1 ? "es" : "",
                      others == 1 ? "is" : "are");
}

static int build(const struct kb_check *check, const struct kb_settings *settings,
                 const struct kb_options *options, const struct kb_emit_options *site,
                 const bool chosen[EMITTERS])
{
    const char *folder = options->output ? options->output : "out";
    bool blocked = check->blocking > 0 || check->blocked > 0;
    struct kb_out_counts counts = {0};
    kb_print_notes(&check->input, options);
    if (check->input.source_count == 0) {
        kb_fail("build: there are no files to build from; nothing was written");
        return KB_EXIT_OK;
    }
    if (blocked && !show_blocking(check, settings, options))
        return KB_EXIT_FAILED;
    if (blocked && !options->keep_going) {
        if (check->blocked)
            kb_fail("build: nothing was written: %zu of %zu record%s cannot be compiled "
                    "(--keep-going writes the rest)",
                    check->blocked, check->record_count, check->record_count == 1 ? "" : "s");
        else
            kb_fail("build: nothing was written: not everything could be read (--keep-going "
                    "writes the rest)");
        return check->unreadable ? KB_EXIT_FAILED : KB_EXIT_FOUND;
    }
    if (!write_outputs(check, chosen, site, folder, &counts))
        return KB_EXIT_FAILED;
    struct kb_buf out = {0};
    summarise(&out, check, folder, chosen, &counts);
    bool ok = options->quiet || kb_print(&out);
    kb_buf_free(&out);
    if (!ok || check->unreadable)
        return KB_EXIT_FAILED;
    return blocked ? KB_EXIT_FOUND : KB_EXIT_OK;
}

/* Whether an address has a part that browsers leave out: links would lead elsewhere than it says.
 */
static bool has_dots(const char *url)
{
    for (const char *p = strchr(url, '/'); p; p = strchr(p + 1, '/')) {
        size_t n = 1, dots = 0;
        while (p[n] == '.' || (p[n] == '%' && p[n + 1] == '2' && (p[n + 2] | 0x20) == 'e')) {
            n += p[n] == '.' ? 1 : 3;
            dots++;
        }
        if ((dots == 1 || dots == 2) && (!p[n] || p[n] == '/'))
            return true;
    }
    return false;
}

/* Whether a template tells one record from another, and has no braces that nothing fills. */
static bool names_place(const char *template)
{
    bool names = false;
    for (const char *p = template; (p = strpbrk(p, "{}")); p += strlen("{path}")) {
        if (!kb_str_starts(kb_str(p), "{path}") && !kb_str_starts(kb_str(p), "{line}"))
            return false;
        names = true;
    }
    return names;
}

/* As a host is written where only ASCII will do: neither in other letters nor with escapes. */
static bool is_ascii(struct kb_str host)
{
    const char *end = kb_str_end(host);
    return kb_ascii_end(host.p, end) == end && (host.n == 0 || !memchr(host.p, '%', host.n));
}

/* A web address, in `room` with a slash at its end when it is a folder's. */
static bool read_url(const char *name, const char *value, bool folder, struct kb_buf *room)
{
    struct kb_buf bare = {0};
    if (!value)
        return true;
    kb_buf_puts(room, value);
    struct kb_url url = kb_url_parse(&bare, kb_str(value));
    bool plain = kb_utf8_valid(kb_str(value)) && !strpbrk(value, " \t\r\n\"<>\\^`") &&
                 (!folder || !strpbrk(value, "?#"));
    bool fine = plain && kb_url_web(&url) && !url.user_info && url.port != 0 &&
                (folder ? !has_dots(value) : names_place(value));
    bool ascii = is_ascii(url.host_text);
    kb_buf_free(&bare);
    if (folder && value[0] && value[strlen(value) - 1] != '/')
        kb_buf_putc(room, '/');
    if (!fine)
        kb_fail("build: --%s must be an absolute http or https address%s", name,
                folder ? " of a folder, without user, . and .."
                       : " without user, with {path} or {line} in it and no other braces");
    else if (!ascii)
        kb_fail("build: --%s must name its host in ASCII, without %%: other letters are written as "
                "xn--...",
                name);
    return fine && ascii;
}

int kb_cmd_build(const struct kb_options *options)
{
    bool chosen[EMITTERS];
    struct kb_settings settings;
    struct kb_check check;
    struct kb_buf base_url = {0}, edit_url = {0};
    if (!choose_emitters(options->emit, chosen) ||
        !read_url("base-url", options->base_url, true, &base_url) ||
        !read_url("edit-url", options->edit_url, false, &edit_url) ||
        !kb_settings_open(&settings, options, true)) {
        kb_buf_free(&base_url);
        kb_buf_free(&edit_url);
        return KB_EXIT_FAILED;
    }
    const struct kb_emit_options site = {base_url.data, edit_url.data};
    if (!settings.check.operands[0]) {
        kb_settings_close(&settings);
        kb_buf_free(&base_url);
        kb_buf_free(&edit_url);
        return kb_fail("build: what should be built? Name files or folders, or - for standard "
                       "input");
    }
    settings.check.keep_json = true;
    kb_check_run(&check, &settings.check);
    int status = build(&check, &settings, options, &site, chosen);
    kb_check_free(&check);
    kb_settings_close(&settings);
    kb_buf_free(&base_url);
    kb_buf_free(&edit_url);
    return status;
}

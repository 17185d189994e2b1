/* SPDX-License-Identifier: MIT */
/* Reports into files: where each goes, and writing all of them or none. */
#include "compiler/cli/outputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/file.h"
#include "compiler/path.h"
#include "kb/arena.h"

static struct kb_str report_name(const void *from, size_t i)
{
    const struct kb_report *reports = from;
    return kb_str(reports[i].name);
}

const struct kb_report *kb_report_named(struct kb_str name)
{
    for (const struct kb_report *report = kb_reports; report->name; report++)
        if (kb_str_is(name, report->name))
            return report;
    kb_fail_unknown("format", name, report_name, kb_reports);
    return NULL;
}

static bool fail(const struct kb_output *output)
{
    kb_fail("--output %s:%s: %s", output->report->name, output->file, strerror(errno));
    return false;
}

static bool refuse(const struct kb_output *output, const char *why)
{
    kb_fail("--output %s:%s: %s", output->report->name, output->file, why);
    return false;
}

static bool is_standard_output(const struct stat *st)
{
    struct stat out;
    return fstat(STDOUT_FILENO, &out) == 0 && S_ISREG(out.st_mode) && out.st_dev == st->st_dev &&
           out.st_ino == st->st_ino;
}

static bool find_target(struct kb_arena *arena, struct kb_output *output)
{
    struct stat st;
    if (stat(output->file, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            return refuse(output, "that is a folder");
        if (is_standard_output(&st))
            return refuse(output, "that is where standard output goes");
        if (!S_ISREG(st.st_mode))
            return true;
        if (access(output->file, W_OK) != 0)
            return fail(output);
        output->target = kb_path_real(arena, output->file);
    } else if (errno == ENOENT && output->file[strlen(output->file) - 1] != '/') {
        output->target = kb_path_real_new(arena, output->file);
    }
    return output->target || fail(output);
}

static bool read_one(struct kb_outputs *outputs, const char *given)
{
    const char *colon = strchr(given, ':');
    struct kb_output *output = &outputs->items[outputs->count];
    if (!colon || colon == given || !colon[1]) {
        kb_fail("--output %s: NAME:FILE is needed, for example sarif:kbc.sarif", given);
        return false;
    }
    output->report = kb_report_named((struct kb_str){given, (size_t)(colon - given)});
    output->file = colon + 1;
    if (!output->report)
        return false;
    if (strcmp(output->file, "-") == 0)
        return refuse(output, "what standard output shows is chosen by --format");
    if (!find_target(&outputs->arena, output))
        return false;
    for (size_t i = 0; i < outputs->count; i++) {
        const char *other = outputs->items[i].target;
        if (other && output->target && strcmp(other, output->target) == 0)
            return refuse(output, "another report goes into that file already");
    }
    return true;
}

bool kb_outputs_open(struct kb_outputs *outputs, const char *const *given)
{
    size_t count = 0;
    while (given && given[count])
        count++;
    *outputs = (struct kb_outputs){.items = kb_alloc(count, sizeof *outputs->items)};
    while (outputs->count < count && read_one(outputs, given[outputs->count]))
        outputs->count++;
    return outputs->count == count;
}

void kb_outputs_close(struct kb_outputs *outputs)
{
    free(outputs->items);
    kb_arena_free(&outputs->arena);
    *outputs = (struct kb_outputs){0};
}

/* Whether both paths lead to one file. */
static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* Refuses what would overwrite a file that the run has read. */
static bool is_free(const struct kb_output *output, const struct kb_check *check,
                    const struct kb_settings *settings)
{
    if (!output->target)
        return true;
    for (size_t i = 0; i < check->input.source_count; i++)
        if (strcmp(check->input.sources[i].real, output->target) == 0)
            return refuse(output, "that is one of the files checked");
    for (const char **file = settings->files; file && *file; file++)
        if (same_file(*file, output->target))
            return refuse(output, "the settings are read from that file");
    if (settings->baseline && same_file(settings->baseline, output->target))
        return refuse(output, "that is the baseline");
    return true;
}

static bool stage_all(const struct kb_outputs *outputs, struct kb_staged *staged,
                      const struct kb_summary *summary)
{
    bool ok = true;
    for (size_t i = 0; i < outputs->count && ok; i++) {
        struct kb_buf text = {0};
        outputs->items[i].report->write(&text, summary);
        ok = kb_file_stage(&staged[i], outputs->items[i].file, kb_buf_view(&text)) ||
             fail(&outputs->items[i]);
        kb_buf_free(&text);
    }
    return ok;
}

bool kb_outputs_write(const struct kb_outputs *outputs, const struct kb_check *check,
                      const struct kb_settings *settings, const struct kb_summary *summary)
{
    struct kb_summary plain = *summary;
    plain.color = false;
    for (size_t i = 0; i < outputs->count; i++)
        if (!is_free(&outputs->items[i], check, settings))
            return false;
    struct kb_staged *staged = kb_alloc(outputs->count, sizeof *staged);
    bool ok = stage_all(outputs, staged, &plain);
    for (size_t i = 0; i < outputs->count && ok; i++)
        ok = kb_file_put(&staged[i]) || fail(&outputs->items[i]);
    for (size_t i = 0; i < outputs->count; i++)
        kb_file_drop(&staged[i]);
    free(staged);
    return ok;
}

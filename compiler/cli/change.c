/* SPDX-License-Identifier: MIT */
/* --changed and --staged: a run about a change. The operands are what changed, the base is what
 * kbc.json names. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/settings.h"
#include "compiler/git.h"
#include "compiler/path.h"

struct finding_files {
    struct kb_settings *settings;
    const char *top;
};

static void add_changed(void *data, const char *name)
{
    struct finding_files *f = data;
    struct kb_arena *arena = &f->settings->focus.arena;
    kb_focus_add(&f->settings->focus, kb_path_join(arena, f->top, name));
}

/* The files that differ from the last commit: the operands, or with --staged alone what git says.
 */
static bool add_files(struct kb_settings *settings, const struct kb_options *options,
                      const char *top, struct kb_buf *error)
{
    struct finding_files f = {settings, top};
    for (size_t i = 0; i < options->operand_count; i++) {
        if (strcmp(options->operands[i], "-") == 0) {
            kb_buf_puts(error, "standard input is no changed file");
            return false;
        }
        kb_focus_add(&settings->focus, options->operands[i]);
    }
    return options->operand_count || !options->staged || kb_git_changed(add_changed, &f, error);
}

bool kb_choose_change(struct kb_settings *settings, const struct kb_options *options)
{
    const char *name = options->staged ? "staged" : "changed";
    struct kb_check_options *check = &settings->check;
    struct kb_buf top = {0}, error = {0};
    if (!options->changed && !options->staged)
        return true;
    if (!settings->config.records) {
        kb_fail("--%s needs a kbc.json that says in `records` what the whole knowledge base is",
                name);
        return false;
    }
    bool known = kb_git_top(&top, &error);
    bool ok = known || !options->staged;
    if (ok)
        error.len = 0;
    ok = ok && add_files(settings, options, top.data, &error);
    if (!ok)
        kb_fail("--%s: %s", name, error.data);
    if (ok) {
        kb_focus_settle(&settings->focus, known ? top.data : NULL, &settings->schema.layout);
        check->focus = &settings->focus;
        if (options->staged)
            check->git_top = kb_arena_copy(&settings->focus.arena, top.data, strlen(top.data));
    }
    kb_buf_free(&top);
    kb_buf_free(&error);
    return ok;
}

void kb_note_change(const struct kb_settings *settings, const struct kb_input *input,
                    const struct kb_options *options)
{
    if (!options->changed || !options->operand_count || options->quiet ||
        settings->focus.gone_count)
        return;
    for (size_t i = 0; i < input->source_count; i++)
        if (kb_focus_has(&settings->focus, &input->sources[i]))
            return;
    for (size_t i = 0; i < options->operand_count; i++)
        if (access(options->operands[i], F_OK) != 0)
            return; /* a record that was deleted, as like as not */
    fputs("kbc: note: nothing that was named is among the records of kbc.json\n", stderr);
}

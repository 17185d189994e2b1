/* SPDX-License-Identifier: MIT */
#include "compiler/cli/fixing.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compiler/fix.h"

static bool unsafe(const struct kb_options *options)
{
    return options->fix && strcmp(options->fix, "unsafe") == 0;
}

bool kb_fixing_wanted(const struct kb_options *options)
{
    return options->fix || options->diff;
}

bool kb_fixing_allowed(const struct kb_options *options)
{
    if (!kb_fixing_wanted(options))
        return true;
    if (options->fix && *options->fix && !unsafe(options)) {
        kb_fail("check: --fix=%s: --fix alone or --fix=unsafe is needed", options->fix);
        return false;
    }
    if (options->write_baseline) {
        kb_fail("check: --fix and --write-baseline: one after the other, please");
        return false;
    }
    if (options->staged) {
        kb_fail("check: --fix writes files, and --staged reads git's index");
        return false;
    }
    for (size_t i = 0; i < options->operand_count; i++)
        if (strcmp(options->operands[i], "-") == 0) {
            kb_fail("check: --fix writes files, and standard input is none");
            return false;
        }
    return true;
}

static void say_what_was_done(const struct kb_fixing *fixing, const struct kb_options *options)
{
    if (options->quiet)
        return;
    fprintf(stderr, "kbc: %s %zu finding%s in %zu file%s\n", options->diff ? "would fix" : "fixed",
            fixing->findings, fixing->findings == 1 ? "" : "s", fixing->files,
            fixing->files == 1 ? "" : "s");
    if (fixing->unsafe_left)
        fprintf(stderr, "kbc: --fix=unsafe would fix %zu more\n", fixing->unsafe_left);
    if (fixing->unfinished)
        fprintf(stderr, "kbc: after %zu rounds there is still more to fix; run it again\n",
                fixing->rounds);
}

static void say_what_was_not(const struct kb_fixing *fixing)
{
    enum { NAMED = 10 };
    size_t count = 0;
    for (size_t i = 0; i < fixing->input.doc_count; i++) {
        const struct kb_doc *doc = &fixing->input.docs[i];
        if (fixing->given_up[i] && ++count <= NAMED)
            kb_fail("check: %s:%u: a fix is not made: the record could not be compiled with it",
                    doc->source->path, (unsigned)doc->line);
    }
    if (count > NAMED)
        kb_fail("check: and so in %zu more records", count - NAMED);
}

/* Says each line of the failures. */
static void say_failures(const char *line)
{
    while (line && *line) {
        size_t n = strcspn(line, "\n");
        kb_fail("check: %.*s", (int)n, line);
        line += n + 1;
    }
}

static bool print_diff(const struct kb_fixing *fixing)
{
    struct kb_buf out = {0};
    kb_fix_diff(&out, fixing, isatty(STDOUT_FILENO));
    bool ok = kb_print(&out);
    kb_buf_free(&out);
    return ok;
}

int kb_fixing_run(const struct kb_options *options, const struct kb_settings *settings,
                  struct kb_check *check, bool *shown)
{
    struct kb_fixing fixing;
    struct kb_buf failures = {0};
    int status = KB_EXIT_OK;
    kb_fix_run(&fixing, &settings->check, unsafe(options));
    *shown = options->diff && fixing.files;
    if (*shown)
        status = print_diff(&fixing) ? KB_EXIT_FOUND : KB_EXIT_FAILED;
    else
        kb_fix_write(&fixing, &failures); /* with --diff there is nothing to write */
    say_what_was_not(&fixing);
    say_failures(failures.data);
    say_what_was_done(&fixing, options);
    if (*shown) {
        kb_print_notes(&fixing.input, options);
    } else if (failures.len) { /* the texts at hand are not what is on the disk */
        status = KB_EXIT_FAILED;
        kb_check_run(check, &settings->check);
    } else {
        kb_check_input(check, &settings->check, &fixing.input);
        fixing.input = (struct kb_input){0};
    }
    kb_buf_free(&failures);
    kb_fixing_free(&fixing);
    return status;
}

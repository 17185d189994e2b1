/* SPDX-License-Identifier: MIT */
/* The repository around the working directory, and GitHub's summary of a run. */
#define _XOPEN_SOURCE 700 /* realpath, which glibc does not declare for plain POSIX */
#include "compiler/cli/ci.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/file.h"

/* .git is a folder, or a file in a worktree or submodule. */
static bool holds_git(const char *folder, size_t n)
{
    struct kb_buf git = {0};
    struct stat st;
    kb_buf_add(&git, folder, n);
    kb_buf_puts(&git, "/.git");
    bool found = stat(git.data, &st) == 0;
    kb_buf_free(&git);
    return found;
}

char *kb_find_repository(void)
{
    char *folder = realpath(".", NULL);
    size_t n = folder ? strlen(folder) : 0;
    while (n && !holds_git(folder, n))
        do
            n--;
        while (n && folder[n] != '/');
    if (n)
        folder[n] = '\0';
    return folder;
}

bool kb_step_summary(const struct kb_summary *summary)
{
    const char *file = getenv("GITHUB_STEP_SUMMARY");
    struct kb_buf text = {0};
    if (!file || !*file)
        return true;
    kb_report_github_summary(&text, summary);
    bool ok = kb_file_append(file, kb_buf_view(&text));
    if (!ok)
        kb_fail("GITHUB_STEP_SUMMARY (%s): %s", file, strerror(errno));
    kb_buf_free(&text);
    return ok;
}

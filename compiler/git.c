/* SPDX-License-Identifier: MIT */
/* Runs git and reads what it prints. */
#include "compiler/git.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compiler/path.h"

extern char **environ;

/* The whole of a stream, from its start. */
static void take(FILE *file, struct kb_buf *out)
{
    char block[65536];
    size_t n;
    rewind(file);
    while ((n = fread(block, 1, sizeof block, file)) > 0)
        kb_buf_add(out, block, n);
}

static int spawn(const char *const *args, FILE *in, FILE *out, FILE *err, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed)
        return failed;
    posix_spawn_file_actions_adddup2(&actions, fileno(in), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fileno(out), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fileno(err), STDERR_FILENO);
    failed = posix_spawnp(pid, "git", &actions, NULL, (char **)(uintptr_t)args, environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

/* The first line of what git says on standard error, without its "fatal: ". */
static void explain(struct kb_buf *error, FILE *err)
{
    struct kb_buf said = {0};
    take(err, &said);
    const char *line = said.len ? said.data : "git failed";
    line += strncmp(line, "fatal: ", 7) == 0 ? 7 : 0;
    kb_buf_add(error, line, strcspn(line, "\n"));
    kb_buf_free(&said);
}

/* Runs git with files for its three streams, so that neither side waits for the other. */
static bool run(const char *const *args, struct kb_str input, struct kb_buf *output,
                struct kb_buf *error)
{
    FILE *in = tmpfile(), *out = tmpfile(), *err = tmpfile();
    pid_t pid;
    int status = -1, failed = in && out && err ? 0 : errno;
    if (!failed && input.n &&
        (fwrite(input.p, 1, input.n, in) != input.n || fflush(in) != 0 ||
         lseek(fileno(in), 0, SEEK_SET) != 0))
        failed = errno;
    if (!failed)
        failed = spawn(args, in, out, err, &pid);
    if (!failed)
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            ;
    bool ok = !failed && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (ok)
        take(out, output);
    else if (failed)
        kb_buf_printf(error, "git cannot be run: %s", strerror(failed));
    else
        explain(error, err);
    FILE *files[] = {in, out, err};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (files[i])
            fclose(files[i]);
    return ok;
}

bool kb_git_top(struct kb_buf *top, struct kb_buf *error)
{
    static const char *const args[] = {"git", "rev-parse", "--show-toplevel", NULL};
    if (!run(args, (struct kb_str){0}, top, error))
        return false;
    if (top->len && top->data[top->len - 1] == '\n')
        top->data[--top->len] = '\0';
    if (top->len)
        return true;
    kb_buf_puts(error, "this repository has no work tree");
    return false;
}

/* One line of `ls-files -s -z`, "mode object stage\tpath", or of `ls-tree -z`, "mode type
 * object\tpath". */
struct entry {
    const char *mode, *object, *path;
    char stage;
};

static bool read_entry(const char *line, struct entry *entry, struct kb_arena *arena)
{
    const char *second = strchr(line, ' '), *third = second ? strchr(second + 1, ' ') : NULL;
    const char *tab = third ? strchr(third, '\t') : NULL;
    if (!tab)
        return false;
    bool index = tab - third == 2; /* a stage has one digit, an object's name 40 or more */
    const char *from = index ? second + 1 : third + 1, *to = index ? third : tab;
    *entry = (struct entry){line, kb_arena_copy(arena, from, (size_t)(to - from)), tab + 1,
                            index ? third[1] : '0'};
    return true;
}

static bool is_regular(const struct entry *entry)
{
    return strncmp(entry->mode, "10", 2) == 0;
}

static void pass_over(struct kb_input *input, const char *path, const char *reason)
{
    kb_buf_puts(&input->notes, "passed over ");
    kb_buf_plain(&input->notes, kb_str(path));
    kb_buf_printf(&input->notes, ": %s\n", reason);
}

/* The operand, where it lies, and whether the entry is the operand itself. */
struct operand {
    const char *path, *full, *top;
};

static void add_entry(struct kb_sources *list, const struct operand *in, const struct entry *entry,
                      struct kb_input *input)
{
    const char *full = kb_path_join(&input->arena, in->top, entry->path);
    size_t n = strlen(in->full);
    bool below = strncmp(full, in->full, n) == 0 && full[n] == '/';
    const char *rel = below ? full + n + 1 : strrchr(full, '/') + 1;
    bool here = strcmp(in->path, ".") == 0;
    const char *path = below ? kb_path_join(&input->arena, here ? "" : in->path, rel) : in->path;
    if (below && !kb_is_record_file(rel))
        return;
    if (!is_regular(entry)) {
        pass_over(input, path, "in the index it is no regular file");
        return;
    }
    struct kb_source *source = kb_sources_add(list, path, rel, full);
    source->walked = below;
    source->object = entry->object;
    if (entry->stage != '0')
        source->problem = "it has a merge conflict in git's index";
}

void kb_git_list(struct kb_sources *list, const char *top, const char *operand,
                 struct kb_input *input)
{
    const char *const args[] = {
        "git", "--literal-pathspecs", "ls-files", "-s", "-z", "--full-name", "--", operand, NULL};
    struct kb_buf output = {0}, error = {0};
    const char *real = kb_path_real(&input->arena, operand);
    struct operand in = {operand, real ? real : operand, top};
    size_t before = list->count;
    struct entry entry;
    bool ok = run(args, (struct kb_str){0}, &output, &error);
    for (size_t at = 0; ok && at < output.len; at += strlen(output.data + at) + 1)
        if (read_entry(output.data + at, &entry, &input->arena))
            add_entry(list, &in, &entry, input);
    if (!ok)
        kb_sources_add(list, operand, operand, in.full)->problem =
            kb_arena_copy(&input->arena, error.data, error.len);
    else if (list->count == before)
        pass_over(input, operand, "git's index has no records there");
    kb_buf_free(&output);
    kb_buf_free(&error);
}

/* Gives each source the next object of what `cat-file --batch` printed: "name type size\n", the
 * bytes, "\n"; or "name missing\n". */
static void deal_out(struct kb_source *sources, size_t count, const struct kb_buf *output)
{
    const char *p = output->data, *end = kb_str_end(kb_buf_view(output));
    for (size_t i = 0; i < count; i++) {
        if (!sources[i].object || sources[i].problem)
            continue;
        const char *line_end = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
        if (!line_end)
            return;
        const char *size = line_end;
        while (size > p && size[-1] != ' ')
            size--;
        bool blob = line_end - p > 6 && *size >= '0' && *size <= '9';
        size_t n = blob ? (size_t)strtoull(size, NULL, 10) : 0;
        p = line_end + 1;
        if (!blob || n >= (size_t)(end - p))
            continue;
        sources[i].data = kb_copy(p, n);
        sources[i].len = n;
        p += n + 1;
    }
}

static bool read_objects(struct kb_source *sources, size_t count, struct kb_buf *error)
{
    static const char *const args[] = {"git", "cat-file", "--batch", NULL};
    struct kb_buf names = {0}, output = {0};
    for (size_t i = 0; i < count; i++)
        if (sources[i].object && !sources[i].problem) {
            kb_buf_puts(&names, sources[i].object);
            kb_buf_putc(&names, '\n');
        }
    bool ok = names.len == 0 || run(args, kb_buf_view(&names), &output, error);
    if (ok && names.len)
        deal_out(sources, count, &output);
    kb_buf_free(&names);
    kb_buf_free(&output);
    return ok;
}

void kb_git_read(struct kb_source *sources, size_t count, struct kb_arena *arena)
{
    struct kb_buf error = {0};
    bool ok = read_objects(sources, count, &error);
    const char *why = ok ? "git has lost its object" : kb_arena_copy(arena, error.data, error.len);
    for (size_t i = 0; i < count; i++)
        if (sources[i].object && !sources[i].data && !sources[i].problem)
            sources[i].problem = why;
    kb_buf_free(&error);
}

bool kb_git_changed(void (*found)(void *data, const char *name), void *data, struct kb_buf *error)
{
    static const char *const args[] = {"git",          "diff", "--cached",      "--name-only",
                                       "--no-renames", "-z",   "--no-ext-diff", NULL};
    struct kb_buf output = {0};
    bool ok = run(args, (struct kb_str){0}, &output, error);
    for (size_t at = 0; ok && at < output.len; at += strlen(output.data + at) + 1)
        found(data, output.data + at);
    kb_buf_free(&output);
    return ok;
}

bool kb_git_committed(struct kb_sources *list, const char *const *names,
                      bool (*wanted)(void *data, const char *name), void *data,
                      struct kb_arena *arena)
{
    static const char *const first[] = {"git", "--literal-pathspecs", "ls-tree", "-r",
                                        "-z",  "--full-tree",         "HEAD",    "--"};
    size_t count = sizeof first / sizeof *first, more = 0;
    while (names[more])
        more++;
    const char **args = kb_arena_new(arena, count + more + 1, sizeof *args);
    memcpy(args, first, sizeof first);
    if (more)
        memcpy(args + count, names, more * sizeof *args);
    struct kb_buf output = {0}, error = {0};
    struct entry entry;
    bool ok = run(args, (struct kb_str){0}, &output, &error);
    for (size_t at = 0; ok && at < output.len; at += strlen(output.data + at) + 1) {
        if (!read_entry(output.data + at, &entry, arena) || !is_regular(&entry) ||
            !wanted(data, entry.path))
            continue;
        const char *name = kb_arena_copy(arena, entry.path, strlen(entry.path));
        kb_sources_add(list, name, name, name)->object = entry.object;
    }
    ok = ok && read_objects(list->items, list->count, &error);
    kb_buf_free(&output);
    kb_buf_free(&error);
    return ok;
}

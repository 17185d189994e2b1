/* SPDX-License-Identifier: MIT */
/* Walks folders without following linked folders, and reads regular files only. */
#define _XOPEN_SOURCE 700 /* realpath, which glibc does not declare for plain POSIX */
#include "compiler/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kb/limits.h"

static bool is_record_file(const char *name)
{
    struct kb_str text = kb_str(name);
    return kb_str_ends(text, KB_STR(".json")) || kb_str_ends(text, KB_STR(".jsonl")) ||
           kb_str_ends(text, KB_STR(".ndjson"));
}

static char *join(struct kb_arena *arena, const char *folder, const char *name)
{
    struct kb_buf buf = {0};
    kb_buf_puts(&buf, folder);
    if (buf.len && buf.data[buf.len - 1] != '/')
        kb_buf_putc(&buf, '/');
    kb_buf_puts(&buf, name);
    char *path = kb_arena_copy(arena, buf.data, buf.len);
    kb_buf_free(&buf);
    return path;
}

static struct kb_source *add(struct kb_sources *list, const char *path, const char *rel,
                             const char *full)
{
    list->items = kb_grow(list->items, list->count, &list->cap, sizeof *list->items);
    struct kb_source *source = &list->items[list->count++];
    *source = (struct kb_source){.path = path, .rel = rel, .full = full};
    return source;
}

/* A folder still to be walked, as shown, below the operand, and absolute. */
struct folder {
    const char *path, *rel, *full;
};

struct folders {
    struct folder *items;
    size_t count, cap;
};

static void push(struct folders *todo, const char *path, const char *rel, const char *full)
{
    todo->items = kb_grow(todo->items, todo->count, &todo->cap, sizeof *todo->items);
    todo->items[todo->count++] = (struct folder){path, rel, full};
}

static const char *kind_of(mode_t mode)
{
    return S_ISFIFO(mode)   ? "a FIFO"
           : S_ISSOCK(mode) ? "a socket"
           : S_ISCHR(mode)  ? "a device"
           : S_ISBLK(mode)  ? "a device"
                            : "not a regular file";
}

static void visit(struct kb_sources *list, struct folders *todo, const struct folder *in,
                  const char *name, struct kb_input *input)
{
    struct stat st;
    /* "." is not spelt out, so that paths look as in any other report of the same folder. */
    const char *path = join(&input->arena, strcmp(in->path, ".") == 0 ? "" : in->path, name);
    const char *rel = join(&input->arena, in->rel, name);
    const char *full = join(&input->arena, in->full, name);
    bool linked = lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
    bool known = stat(path, &st) == 0;
    if (known && S_ISDIR(st.st_mode)) {
        if (!linked)
            push(todo, path, rel, full);
        return;
    }
    if (!is_record_file(name))
        return;
    if (known && !S_ISREG(st.st_mode)) {
        kb_buf_puts(&input->notes, "passed over ");
        kb_buf_plain(&input->notes, kb_str(path));
        kb_buf_printf(&input->notes, ": it is %s\n", kind_of(st.st_mode));
        return;
    }
    struct kb_source *source = add(list, path, rel, full);
    source->walked = true;
    source->linked = linked; /* one that leads nowhere fails when it is read */
}

static void walk_folder(struct kb_sources *list, struct folders *todo, struct folder in,
                        struct kb_input *input)
{
    DIR *dir = opendir(in.path);
    if (!dir) {
        add(list, in.path, *in.rel ? in.rel : in.path, in.full)->problem =
            kb_arena_copy(&input->arena, strerror(errno), strlen(strerror(errno)));
        return;
    }
    errno = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL; errno = 0)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            visit(list, todo, &in, entry->d_name, input);
    if (errno)
        add(list, in.path, *in.rel ? in.rel : in.path, in.full)->problem =
            kb_arena_copy(&input->arena, strerror(errno), strlen(strerror(errno)));
    closedir(dir);
}

void kb_walk(struct kb_sources *list, const char *operand, struct kb_input *input)
{
    struct stat st;
    size_t n = strlen(operand);
    while (n > 1 && operand[n - 1] == '/')
        n--;
    const char *path = kb_arena_copy(&input->arena, operand, n);
    const char *base = strrchr(path, '/');
    char *real = realpath(path, NULL);
    const char *full = real ? kb_arena_copy(&input->arena, real, strlen(real)) : path;
    free(real);
    if (strcmp(operand, "-") == 0 || stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
        add(list, path, base && base[1] ? base + 1 : path, full);
        return;
    }
    struct folders todo = {0};
    size_t before = list->count;
    push(&todo, path, "", full);
    while (todo.count) {
        struct folder next = todo.items[--todo.count];
        walk_folder(list, &todo, next, input);
    }
    free(todo.items);
    if (list->count == before) {
        kb_buf_puts(&input->notes, "no *.json, *.jsonl or *.ndjson below ");
        kb_buf_plain(&input->notes, kb_str(path));
        kb_buf_putc(&input->notes, '\n');
    }
}

static const char *keep(struct kb_arena *arena, const char *text)
{
    return kb_arena_copy(arena, text, strlen(text));
}

static const char *read_all(int fd, size_t expected, struct kb_source *source)
{
    size_t cap = expected + 1, len = 0;
    char *data = kb_alloc(cap, 1);
    for (;;) {
        if (len + 1 >= cap) {
            cap = cap < 65536 ? 65536 : cap * 2;
            data = kb_realloc(data, cap, 1);
        }
        ssize_t n = read(fd, data + len, cap - 1 - len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || len > KB_MAX_FILE) {
            free(data);
            return n < 0 ? strerror(errno) : "the file is larger than the limit of 8 GiB";
        }
        if (n == 0)
            break;
        len += (size_t)n;
    }
    data[len] = '\0';
    source->data = data;
    source->len = len;
    return NULL;
}

void kb_source_read(struct kb_source *source, struct kb_arena *arena)
{
    const char *problem = NULL;
    struct stat st;
    if (source->problem)
        return;
    if (strcmp(source->path, "-") == 0) {
        problem = read_all(STDIN_FILENO, 0, source);
        source->problem = problem ? keep(arena, problem) : NULL;
        return;
    }
    /* Without O_NONBLOCK, opening a FIFO would wait for its writer. */
    int fd = open(source->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 && stat(source->path, &st) == 0 && !S_ISREG(st.st_mode))
        problem = kind_of(st.st_mode); /* a socket cannot be opened */
    else if (fd < 0 || fstat(fd, &st) != 0)
        problem = strerror(errno);
    else if (!S_ISREG(st.st_mode))
        problem = kind_of(st.st_mode);
    else if ((uintmax_t)st.st_size > KB_MAX_FILE)
        problem = "the file is larger than the limit of 8 GiB";
    else
        problem = read_all(fd, (size_t)st.st_size, source);
    source->problem = problem ? keep(arena, problem) : NULL;
    if (fd >= 0)
        close(fd);
}

static int by_path(const void *a, const void *b)
{
    const struct kb_source *x = a, *y = b;
    return strcmp(x->path, y->path);
}

/* Which file a path leads to, with the path's position. */
struct identity {
    dev_t dev;
    ino_t ino;
    bool linked; /* the file itself goes before links to it */
    size_t at;
};

static int by_identity(const void *a, const void *b)
{
    const struct identity *x = a, *y = b;
    if (x->dev != y->dev)
        return x->dev < y->dev ? -1 : 1;
    if (x->ino != y->ino)
        return x->ino < y->ino ? -1 : 1;
    if (x->linked != y->linked)
        return x->linked ? 1 : -1;
    return (x->at > y->at) - (x->at < y->at);
}

void kb_sources_settle(struct kb_sources *list, struct kb_buf *notes)
{
    struct identity *all = kb_alloc(list->count, sizeof *all);
    bool *drop = kb_alloc(list->count, sizeof *drop);
    size_t known = 0, kept = 0;
    struct stat st;
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, by_path);
    for (size_t i = 0; i < list->count; i++)
        if (stat(list->items[i].path, &st) == 0)
            all[known++] = (struct identity){st.st_dev, st.st_ino, list->items[i].linked, i};
    if (known)
        qsort(all, known, sizeof *all, by_identity);
    for (size_t i = 1; i < known; i++) {
        if (all[i].dev != all[i - 1].dev || all[i].ino != all[i - 1].ino)
            continue;
        drop[all[i].at] = true;
        if (strcmp(list->items[all[i].at].path, list->items[all[i - 1].at].path) == 0)
            continue;
        kb_buf_puts(notes, "passed over ");
        kb_buf_plain(notes, kb_str(list->items[all[i].at].path));
        kb_buf_puts(notes, ": it is the same file as ");
        kb_buf_plain(notes, kb_str(list->items[all[i - 1].at].path));
        kb_buf_putc(notes, '\n');
    }
    for (size_t i = 0; i < list->count; i++)
        if (!drop[i] && (kept == 0 || strcmp(list->items[i].path, list->items[kept - 1].path) != 0))
            list->items[kept++] = list->items[i];
    list->count = kept;
    free(all);
    free(drop);
}

/* SPDX-License-Identifier: MIT */
/* Walks folders without following linked folders, and reads regular files only. */
#define _DEFAULT_SOURCE /* d_type, which POSIX has since 2024 */
#include "compiler/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/path.h"
#include "kb/limits.h"

bool kb_is_record_file(const char *path)
{
    struct kb_str text = kb_str(path);
    const char *slash = strrchr(path, '/');
    if (strcmp(slash ? slash + 1 : path, "kbc.json") == 0)
        return false; /* the configuration */
    return kb_str_ends(text, KB_STR(".json")) || kb_str_ends(text, KB_STR(".jsonl")) ||
           kb_str_ends(text, KB_STR(".ndjson"));
}

/* Which file a path leads to; `at` is the path's place in the list. */
struct kb_identity {
    dev_t dev;
    ino_t ino;
    bool known, linked; /* linked: by a symbolic link */
    size_t at;
};

static struct kb_source *add(struct kb_sources *list, const char *path, const char *rel,
                             const char *full, const struct stat *st)
{
    list->items = kb_grow(list->items, list->count, &list->cap, sizeof *list->items);
    list->files = kb_grow(list->files, list->count, &list->file_cap, sizeof *list->files);
    list->files[list->count] =
        st ? (struct kb_identity){st->st_dev, st->st_ino, true, false, 0} : (struct kb_identity){0};
    struct kb_source *source = &list->items[list->count++];
    *source = (struct kb_source){.path = path, .rel = rel, .full = full, .real = full};
    return source;
}

struct kb_source *kb_sources_add(struct kb_sources *list, const char *path, const char *rel,
                                 const char *full)
{
    return add(list, path, rel, full, NULL);
}

/* A folder still to be walked, as shown, below the operand, and absolute. */
struct folder {
    const char *path, *rel, *full;
};

/* What has the name of a record file, and why it is not read. */
struct passed {
    const char *path, *why;
};

struct walk {
    struct folder *folders; /* still to be walked */
    size_t count, cap;
    struct passed *passed;
    size_t passed_count, passed_cap;
};

static void push(struct walk *walk, const char *path, const char *rel, const char *full)
{
    walk->folders = kb_grow(walk->folders, walk->count, &walk->cap, sizeof *walk->folders);
    walk->folders[walk->count++] = (struct folder){path, rel, full};
}

static void pass_over(struct walk *walk, const char *path, const char *why)
{
    walk->passed =
        kb_grow(walk->passed, walk->passed_count, &walk->passed_cap, sizeof *walk->passed);
    walk->passed[walk->passed_count++] = (struct passed){path, why};
}

static int passed_by_path(const void *a, const void *b)
{
    return strcmp(((const struct passed *)a)->path, ((const struct passed *)b)->path);
}

/* By path: a folder has its entries in any order. */
static void tell_passed(struct walk *walk, struct kb_buf *notes)
{
    if (walk->passed_count)
        qsort(walk->passed, walk->passed_count, sizeof *walk->passed, passed_by_path);
    for (size_t i = 0; i < walk->passed_count; i++) {
        kb_buf_puts(notes, "passed over ");
        kb_buf_plain(notes, kb_str(walk->passed[i].path));
        kb_buf_printf(notes, ": %s\n", walk->passed[i].why);
    }
}

static const char *kind_of(mode_t mode)
{
    return S_ISFIFO(mode)   ? "it is a FIFO"
           : S_ISSOCK(mode) ? "it is a socket"
           : S_ISCHR(mode)  ? "it is a device"
           : S_ISBLK(mode)  ? "it is a device"
                            : "it is no regular file";
}

/* The kind of an entry, as the folder has it or stat tells it; a folder's number is not needed. */
static bool look_at(int dir, const struct dirent *entry, struct stat *st)
{
    *st = (struct stat){.st_mode = S_IFDIR};
    return entry->d_type == DT_DIR || fstatat(dir, entry->d_name, st, AT_SYMLINK_NOFOLLOW) == 0;
}

static void visit(struct kb_sources *list, struct walk *walk, const struct folder *in, int dir,
                  const struct dirent *entry, struct kb_input *input)
{
    struct stat st;
    const char *name = entry->d_name;
    if (entry->d_type == DT_REG && !kb_is_record_file(name))
        return;
    bool known = look_at(dir, entry, &st);
    bool linked = known && S_ISLNK(st.st_mode);
    bool folder = known && S_ISDIR(st.st_mode);
    if (linked)
        known = fstatat(dir, name, &st, 0) == 0;
    bool linked_folder = linked && known && S_ISDIR(st.st_mode);
    if (!folder && !linked_folder && !kb_is_record_file(name))
        return;
    /* "." is not spelt out, so that paths look as in any other report of the same folder. */
    const char *path =
        kb_path_join(&input->arena, strcmp(in->path, ".") == 0 ? "" : in->path, name);
    const char *rel = kb_path_join(&input->arena, in->rel, name);
    const char *full = kb_path_join(&input->arena, in->full, name);
    if (folder) {
        push(walk, path, rel, full);
    } else if (linked_folder) {
        pass_over(walk, path, "it is a link to a folder");
    } else if (known && !S_ISREG(st.st_mode)) {
        pass_over(walk, path, kind_of(st.st_mode));
    } else { /* a link that leads nowhere fails when it is read */
        struct kb_source *source = add(list, path, rel, full, known ? &st : NULL);
        source->walked = true;
        const char *real = linked ? kb_path_real(&input->arena, path) : NULL;
        source->real = real ? real : full;
        list->files[list->count - 1].linked = linked;
    }
}

static void walk_folder(struct kb_sources *list, struct walk *walk, struct folder in,
                        struct kb_input *input)
{
    DIR *dir = opendir(in.path);
    errno = dir ? 0 : errno;
    for (struct dirent *entry; dir && (entry = readdir(dir)) != NULL; errno = 0)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            visit(list, walk, &in, dirfd(dir), entry, input);
    if (errno)
        add(list, in.path, *in.rel ? in.rel : in.path, in.full, NULL)->error = errno;
    if (dir)
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
    const char *real = kb_path_real(&input->arena, path), *full = real ? real : path;
    bool known = strcmp(operand, "-") != 0 && stat(path, &st) == 0;
    if (!known || !S_ISDIR(st.st_mode)) {
        add(list, path, base && base[1] ? base + 1 : path, full, known ? &st : NULL);
        return;
    }
    struct walk walk = {0};
    size_t before = list->count;
    push(&walk, path, "", full);
    while (walk.count) {
        struct folder next = walk.folders[--walk.count];
        walk_folder(list, &walk, next, input);
    }
    tell_passed(&walk, &input->notes);
    free(walk.folders);
    free(walk.passed);
    if (list->count == before) {
        kb_buf_puts(&input->notes, "no *.json, *.jsonl or *.ndjson below ");
        kb_buf_plain(&input->notes, kb_str(path));
        kb_buf_putc(&input->notes, '\n');
    }
}

/* Reads to the end of the file. Where the size is known and holds, one call is enough. Returns 0
 * or an errno. */
static int read_all(int fd, size_t expected, struct kb_source *source)
{
    size_t cap = expected + 1, len = 0;
    char *data = kb_alloc(cap, 1);
    while (len == 0 || len != expected) {
        if (len + 1 >= cap) {
            cap = cap < 65536 ? 65536 : cap * 2;
            data = kb_realloc(data, cap, 1);
        }
        ssize_t n = read(fd, data + len, cap - 1 - len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || len > KB_MAX_FILE) {
            int error = n < 0 ? errno : EFBIG;
            free(data);
            return error;
        }
        if (n == 0)
            break;
        len += (size_t)n;
    }
    data[len] = '\0';
    source->data = data;
    source->len = len;
    return 0;
}

static void read_file(struct kb_source *source, int fd)
{
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        source->error = errno;
        /* A socket cannot be opened. */
        if (stat(source->path, &st) == 0 && !S_ISREG(st.st_mode))
            source->problem = kind_of(st.st_mode);
    } else if (!S_ISREG(st.st_mode)) {
        source->problem = kind_of(st.st_mode);
    } else if ((uintmax_t)st.st_size > KB_MAX_FILE) {
        source->error = EFBIG;
    } else {
        source->error = read_all(fd, (size_t)st.st_size, source);
    }
    if (source->problem)
        source->error = 0;
}

void kb_source_read(struct kb_source *source)
{
    if (source->error || source->object)
        return;
    if (strcmp(source->path, "-") == 0) {
        source->error = read_all(STDIN_FILENO, 0, source);
        return;
    }
    /* Without O_NONBLOCK, opening a FIFO would wait for its writer. */
    int fd = open(source->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    read_file(source, fd);
    if (fd >= 0)
        close(fd);
}

const char *kb_source_why(const struct kb_source *source)
{
    return source->problem ? source->problem : strerror(source->error);
}

/* Places in the list by path, and files by what they are. */
struct place {
    const struct kb_source *source;
    size_t at;
};

static int by_path(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int order = strcmp(x->source->path, y->source->path);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static int by_identity(const void *a, const void *b)
{
    const struct kb_identity *x = a, *y = b;
    if (x->known != y->known)
        return x->known ? -1 : 1;
    if (x->dev != y->dev)
        return x->dev < y->dev ? -1 : 1;
    if (x->ino != y->ino)
        return x->ino < y->ino ? -1 : 1;
    if (x->linked != y->linked)
        return x->linked ? 1 : -1; /* the file itself goes before links to it */
    return (x->at > y->at) - (x->at < y->at);
}

static void note_same_file(struct kb_buf *notes, const char *path, const char *first)
{
    if (strcmp(path, first) == 0)
        return; /* named twice */
    kb_buf_puts(notes, "passed over ");
    kb_buf_plain(notes, kb_str(path));
    kb_buf_puts(notes, ": it is the same file as ");
    kb_buf_plain(notes, kb_str(first));
    kb_buf_putc(notes, '\n');
}

void kb_sources_settle(struct kb_sources *list, struct kb_buf *notes)
{
    struct place *places = kb_alloc(list->count, sizeof *places);
    struct kb_identity *files = kb_alloc(list->count, sizeof *files);
    struct kb_source *sorted = kb_alloc(list->count, sizeof *sorted);
    const char **same_as = kb_alloc(list->count, sizeof *same_as);
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        places[i] = (struct place){&list->items[i], i};
    qsort(places, list->count, sizeof *places, by_path);
    for (size_t i = 0; i < list->count; i++) {
        sorted[i] = *places[i].source;
        files[i] = list->files[places[i].at];
        files[i].at = i;
    }
    qsort(files, list->count, sizeof *files, by_identity);
    for (size_t i = 1, first = 0; i < list->count; i++) {
        if (!files[i].known || files[i].dev != files[first].dev ||
            files[i].ino != files[first].ino) {
            first = i;
            continue;
        }
        same_as[files[i].at] = sorted[files[first].at].path;
    }
    for (size_t i = 0; i < list->count; i++) {
        bool again = kept && strcmp(sorted[i].path, sorted[kept - 1].path) == 0;
        if (same_as[i])
            note_same_file(notes, sorted[i].path, same_as[i]);
        else if (!again)
            sorted[kept++] = sorted[i];
    }
    free(list->items);
    free(list->files);
    free(places);
    free(files);
    free(same_as);
    *list = (struct kb_sources){.items = sorted, .count = kept};
}

void kb_sources_drop(struct kb_sources *list, const char *file)
{
    struct kb_arena arena = {0};
    const char *real = kb_path_real(&arena, file);
    size_t kept = 0;
    for (size_t i = 0; real && i < list->count; i++)
        if (!list->items[i].walked || strcmp(list->items[i].full, real) != 0)
            list->items[kept++] = list->items[i];
    if (real)
        list->count = kept;
    kb_arena_free(&arena);
}

/* SPDX-License-Identifier: MIT */
/* Paths as text; the file system is asked only for the working directory and for `..`. */
#define _XOPEN_SOURCE 700 /* realpath, which glibc does not declare for plain POSIX */
#include "compiler/path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kb/buf.h"

/* Appends the working directory; false where there is none. */
static bool working_directory(struct kb_buf *out)
{
    size_t size = 256;
    char *data = kb_alloc(size, 1);
    const char *found;
    while ((found = getcwd(data, size)) == NULL && errno == ERANGE)
        data = kb_realloc(data, size *= 2, 1);
    bool known =
        found && *found == '/'; /* Linux says "(unreachable)" of what is outside the root */
    if (known)
        kb_buf_puts(out, found);
    free(data);
    return known;
}

static void drop_last(struct kb_buf *path)
{
    char *real = realpath(path->len ? path->data : "/", NULL);
    if (real) {
        path->len = 0;
        kb_buf_puts(path, real);
    }
    free(real);
    while (path->len && path->data[path->len - 1] != '/')
        path->len--;
    path->len -= path->len > 0;
    kb_buf_puts(path, ""); /* ends it with a NUL again */
}

const char *kb_path_absolute(struct kb_arena *arena, const char *path)
{
    struct kb_buf out = {0};
    const char *absolute = NULL;
    kb_buf_puts(&out, "");
    if (path[0] != '/' && !working_directory(&out))
        goto done;
    if (out.len == 1)
        out.len = 0; /* the root; every part brings its own slash */
    for (const char *p = path; *p;) {
        size_t n = strcspn(p, "/");
        if (n == 2 && memcmp(p, "..", 2) == 0) {
            drop_last(&out);
        } else if (n > 1 || (n == 1 && *p != '.')) {
            kb_buf_putc(&out, '/');
            kb_buf_add(&out, p, n);
        }
        p += n + (p[n] == '/');
    }
    absolute = out.len ? kb_arena_copy(arena, out.data, out.len) : "/";
done:
    kb_buf_free(&out);
    return absolute;
}

const char *kb_path_real(struct kb_arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    const char *copy = real ? kb_arena_copy(arena, real, strlen(real)) : NULL;
    free(real);
    return copy;
}

const char *kb_path_real_new(struct kb_arena *arena, const char *path)
{
    const char *real = kb_path_real(arena, path);
    if (real)
        return real;
    const char *slash = strrchr(path, '/'), *folder = ".";
    if (slash)
        folder = slash > path ? kb_arena_copy(arena, path, (size_t)(slash - path)) : "/";
    folder = kb_path_real(arena, folder);
    return folder ? kb_path_join(arena, folder, slash ? slash + 1 : path) : NULL;
}

/* Whether the first n bytes of the path are whole parts. */
static bool whole_parts(const char *path, size_t n)
{
    return path[n] == '/' || path[n] == '\0';
}

/* Writes the way from the folder to the path; false where they share no more than the root. */
static bool way(struct kb_buf *out, const char *folder, const char *path)
{
    size_t shared = 0;
    for (size_t i = 0; i == 0 || (folder[i - 1] && folder[i - 1] == path[i - 1]); i++)
        if (whole_parts(folder, i) && whole_parts(path, i))
            shared = i;
    if (shared == 0)
        return false;
    for (const char *p = folder + shared; *p; p++)
        if (*p == '/')
            kb_buf_puts(out, out->len ? "/.." : "..");
    const char *rest = path + shared + (path[shared] == '/');
    if (*rest && out->len)
        kb_buf_putc(out, '/');
    kb_buf_puts(out, rest);
    if (out->len == 0 || strcmp(out->data, "-") == 0) {
        out->len = 0;
        kb_buf_printf(out, *rest ? "./%s" : ".%s", rest);
    }
    return true;
}

const char *kb_path_shown(struct kb_arena *arena, const char *absolute)
{
    struct kb_buf folder = {0}, out = {0};
    const char *shown = absolute;
    if (working_directory(&folder) && way(&out, folder.data, absolute))
        shown = kb_arena_copy(arena, out.data, out.len);
    kb_buf_free(&folder);
    kb_buf_free(&out);
    return shown;
}

const char *kb_path_folder(struct kb_arena *arena, const char *absolute)
{
    size_t n = (size_t)(strrchr(absolute, '/') - absolute);
    return n ? kb_arena_copy(arena, absolute, n) : "/";
}

const char *kb_path_join(struct kb_arena *arena, const char *folder, const char *name)
{
    struct kb_buf buf = {0};
    kb_buf_puts(&buf, folder);
    if (buf.len && buf.data[buf.len - 1] != '/')
        kb_buf_putc(&buf, '/');
    kb_buf_puts(&buf, name);
    const char *path = kb_arena_copy(arena, buf.data, buf.len);
    kb_buf_free(&buf);
    return path;
}

struct kb_str kb_path_below(const char *folder, const char *path)
{
    size_t n = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
    if (strncmp(path, folder, n) != 0 || path[n] != '/')
        return (struct kb_str){0};
    return kb_str(path + n + 1);
}

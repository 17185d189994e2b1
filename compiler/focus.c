/* SPDX-License-Identifier: MIT */
/* Changed files, and the ids they had. */
#include "compiler/focus.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/git.h"
#include "compiler/path.h"
#include "compiler/scan.h"

/* Without links as far as it is still there; what was deleted may have taken its folders along. */
static const char *real_way(struct kb_arena *arena, const char *path)
{
    const char *full = kb_path_absolute(arena, path), *folder = full, *real = NULL;
    while (folder && !(real = kb_path_real(arena, folder)) && strcmp(folder, "/") != 0)
        folder = kb_path_folder(arena, folder);
    if (!real)
        return kb_arena_copy(arena, path, strlen(path)); /* the working directory has gone */
    const char *rest = full + strlen(folder);
    rest += *rest == '/';
    return *rest ? kb_path_join(arena, real, rest) : real;
}

void kb_focus_add(struct kb_focus *focus, const char *path)
{
    focus->files = kb_grow(focus->files, focus->file_count, &focus->file_cap, sizeof(char *));
    focus->files[focus->file_count++] = real_way(&focus->arena, path);
}

static int by_bytes(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

static int by_text(const void *a, const void *b)
{
    return kb_str_cmp(*(const struct kb_str *)a, *(const struct kb_str *)b);
}

static void nothing(void *data, const struct kb_scan_problem *problem)
{
    (void)data;
    (void)problem;
}

static void note_id(struct kb_focus *focus, struct kb_scanner *scanner, const struct kb_doc *doc,
                    const char *pointer)
{
    const char *data = doc->source->data + doc->offset;
    size_t offset, len;
    struct kb_buf id = {0};
    if (doc->fault != KB_FAULT_NONE ||
        kb_scan(scanner, data, doc->len, nothing, NULL) == KB_SCAN_BROKEN ||
        !kb_scan_locate(data, doc->len, pointer, false, &offset, &len) || data[offset] != '"')
        return;
    kb_scan_decode(&id, data + offset, data + offset + len);
    focus->gone = kb_grow(focus->gone, focus->gone_count, &focus->gone_cap, sizeof *focus->gone);
    focus->gone[focus->gone_count++] =
        (struct kb_str){kb_arena_copy(&focus->arena, id.data, id.len), id.len};
    kb_buf_free(&id);
}

static bool is_listed(const struct kb_focus *focus, const char *path)
{
    return focus->file_count &&
           bsearch(&path, focus->files, focus->file_count, sizeof *focus->files, by_bytes);
}

/* The path itself, or a folder above it. */
static bool has(const struct kb_focus *focus, const char *full)
{
    char *path = kb_copy(full, strlen(full)), *slash = path;
    bool found = false;
    while (!found && slash) {
        found = is_listed(focus, *path ? path : "/");
        slash = strrchr(path, '/');
        if (slash)
            *slash = '\0';
    }
    free(path);
    return found;
}

struct committed {
    const struct kb_focus *focus;
    const char *top;
    struct kb_buf path;
};

/* A file that was named, or a record in a folder that was: either may be gone by now. */
static bool is_wanted(void *data, const char *name)
{
    struct committed *c = data;
    c->path.len = 0;
    kb_buf_puts(&c->path, c->top);
    if (c->path.data[c->path.len - 1] != '/')
        kb_buf_putc(&c->path, '/');
    kb_buf_puts(&c->path, name);
    return kb_is_record_file(name) ? has(c->focus, c->path.data)
                                   : is_listed(c->focus, c->path.data);
}

/* What git is to look at, ended by NULL: what has changed below `top`, or NULL where nothing has.
 * An empty list stands for all: `top` has changed itself, or there are more names than a command
 * line should have. */
static const char *const *names_below(struct kb_focus *focus, const char *top)
{
    enum { MOST = 100 };
    static const char *const all[] = {NULL};
    const char **names = kb_arena_new(&focus->arena, MOST + 1, sizeof *names);
    size_t count = 0;
    if (has(focus, top))
        return all;
    for (size_t i = 0; i < focus->file_count; i++) {
        struct kb_str name = kb_path_below(top, focus->files[i]);
        if (!name.n)
            continue;
        if (count == MOST)
            return all;
        names[count++] = name.p;
    }
    return count ? names : NULL;
}

static void note_ids(struct kb_focus *focus, const char *top, const struct kb_layout *layout)
{
    struct kb_sources list = {0};
    struct kb_input input = {0};
    struct kb_scanner scanner = {0};
    struct committed committed = {focus, top, {0}};
    const char *pointer = kb_layout_pointer(layout, &focus->arena, KB_F_ID, (struct kb_str){0}, -1);
    const char *const *names = names_below(focus, top);
    if (names)
        kb_git_committed(&list, names, is_wanted, &committed, &focus->arena);
    kb_input_split(&input, list.items, list.count);
    for (size_t i = 0; i < input.doc_count; i++)
        note_id(focus, &scanner, &input.docs[i], pointer);
    kb_scanner_free(&scanner);
    kb_input_free(&input);
    free(list.files);
    kb_buf_free(&committed.path);
}

void kb_focus_settle(struct kb_focus *focus, const char *top, const struct kb_layout *layout)
{
    if (focus->file_count)
        qsort(focus->files, focus->file_count, sizeof *focus->files, by_bytes);
    if (top && focus->file_count)
        note_ids(focus, top, layout);
    if (focus->gone_count)
        qsort(focus->gone, focus->gone_count, sizeof *focus->gone, by_text);
}

bool kb_focus_has(const struct kb_focus *focus, const struct kb_source *source)
{
    return has(focus, source->full);
}

bool kb_focus_gone(const struct kb_focus *focus, struct kb_str id)
{
    return focus->gone_count &&
           bsearch(&id, focus->gone, focus->gone_count, sizeof *focus->gone, by_text);
}

void kb_focus_free(struct kb_focus *focus)
{
    free(focus->files);
    free(focus->gone);
    kb_arena_free(&focus->arena);
    *focus = (struct kb_focus){0};
}

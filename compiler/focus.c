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

static void note_ids(struct kb_focus *focus, const char *top, const struct kb_layout *layout)
{
    struct kb_source *sources = kb_alloc(focus->file_count, sizeof *sources);
    struct kb_input input = {0};
    struct kb_scanner scanner = {0};
    size_t n = strlen(top), count = 0;
    const char *pointer = kb_layout_pointer(layout, &focus->arena, KB_F_ID, (struct kb_str){0}, -1);
    for (size_t i = 0; i < focus->file_count; i++)
        if (strncmp(focus->files[i], top, n) == 0 && focus->files[i][n] == '/')
            sources[count++] = (struct kb_source){.path = focus->files[i] + n + 1};
    kb_git_committed(sources, count);
    kb_input_split(&input, sources, count);
    for (size_t i = 0; i < input.doc_count; i++)
        note_id(focus, &scanner, &input.docs[i], pointer);
    kb_scanner_free(&scanner);
    kb_input_free(&input);
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

/* The path itself, or a folder above it. */
bool kb_focus_has(const struct kb_focus *focus, const struct kb_source *source)
{
    char *path = kb_copy(source->full, strlen(source->full)), *slash = path;
    bool found = false;
    while (!found && slash) {
        const char *key = *path ? path : "/";
        found = focus->file_count &&
                bsearch(&key, focus->files, focus->file_count, sizeof *focus->files, by_bytes);
        slash = strrchr(path, '/');
        if (slash)
            *slash = '\0';
    }
    free(path);
    return found;
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

/* SPDX-License-Identifier: MIT */
/* Reading and writing the list of written files. */
#include "emit/out_manifest.h"

#include <stdlib.h>
#include <string.h>

#include "emit/out_path.h"
#include "kb/arena.h"

static const char head[] = "# Files that kbc wrote here; the next build removes those it no longer "
                           "makes.\n";

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void kb_manifest_take(struct kb_manifest *manifest, char *data, size_t len)
{
    size_t cap = 0, kept = 0;
    *manifest = (struct kb_manifest){.data = data};
    for (char *line = data, *end; data && line < data + len; line = end + 1) {
        end = memchr(line, '\n', len - (size_t)(line - data));
        if (!end)
            break; /* cut off: half a path would name another file */
        *end = '\0';
        if (*line == '#' || strlen(line) != (size_t)(end - line) || !kb_out_path_ok(line))
            continue;
        manifest->paths = kb_grow(manifest->paths, manifest->count, &cap, sizeof *manifest->paths);
        manifest->paths[manifest->count++] = line;
    }
    if (manifest->count)
        qsort(manifest->paths, manifest->count, sizeof *manifest->paths, by_text);
    for (size_t i = 0; i < manifest->count; i++)
        if (kept == 0 || strcmp(manifest->paths[kept - 1], manifest->paths[i]) != 0)
            manifest->paths[kept++] = manifest->paths[i];
    manifest->count = kept;
}

bool kb_manifest_has(const char *const *paths, size_t count, const char *path)
{
    return count && bsearch(&path, paths, count, sizeof *paths, by_text);
}

void kb_manifest_write(struct kb_buf *buf, const char *const *a, size_t a_count,
                       const char *const *b, size_t b_count)
{
    kb_buf_puts(buf, head);
    for (size_t i = 0, j = 0; i < a_count || j < b_count;) {
        int order = i == a_count ? 1 : j == b_count ? -1 : strcmp(a[i], b[j]);
        kb_buf_puts(buf, order <= 0 ? a[i] : b[j]);
        kb_buf_putc(buf, '\n');
        i += order <= 0;
        j += order >= 0;
    }
}

void kb_manifest_free(struct kb_manifest *manifest)
{
    free(manifest->paths);
    free(manifest->data);
    *manifest = (struct kb_manifest){0};
}

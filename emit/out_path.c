/* SPDX-License-Identifier: MIT */
/* Paths below the output folder: which are allowed, and the one that belongs to an id. */
#include "emit/out_path.h"

#include <string.h>

#include "emit/emit.h"
#include "kb/ascii.h"

enum {
    MAX_NAME = 255, /* NAME_MAX of every common file system */
    MAX_PART = 200  /* leaves room for an emitter's own ending */
};

bool kb_out_path_ok(const char *path)
{
    static const char *const own[] = {KB_OUT_STAGE, KB_OUT_MANIFEST, KB_OUT_MADE};
    const struct kb_str top = {path, strcspn(path, "/")};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (kb_str_is(top, own[i]))
            return false;
    for (const char *p = path;; p++) {
        size_t n = strcspn(p, "/");
        if (n == 0 || n > MAX_NAME || (n <= 2 && p[0] == '.' && p[n - 1] == '.'))
            return false;
        for (size_t i = 0; i < n; i++)
            if ((unsigned char)p[i] < 0x20 || p[i] == 0x7F)
                return false;
        p += n;
        if (!*p)
            return true;
    }
}

/*
 * Names of ids. Plain bytes stand for themselves, "=XX" for the others, so "=" never stands
 * before anything but two upper-case hex digits. That leaves two spellings for what is not a part
 * written out: "=" alone is the empty part, "=-" begins a folder in which a long part goes on.
 * Upper-case letters are escaped, so two names never differ by case alone.
 */
static void escape(struct kb_buf *buf, char c)
{
    static const char hex[] = "0123456789ABCDEF";
    char out[3] = {'=', hex[(unsigned char)c >> 4], hex[(unsigned char)c & 15]};
    kb_buf_add(buf, out, sizeof out);
}

static bool plain(char c)
{
    return kb_is_lower(c) || kb_is_digit(c) || c == '.' || c == '_' || c == '-';
}

/* Windows has devices in every folder, whatever ending is put to their names. */
static bool is_device(struct kb_str part)
{
    static const char *const names[] = {"con", "prn", "aux", "nul"};
    const char *dot = memchr(part.p, '.', part.n);
    const struct kb_str stem = {part.p, dot ? (size_t)(dot - part.p) : part.n};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (kb_str_is(stem, names[i]))
            return true;
    return stem.n == 4 && kb_is_digit(stem.p[3]) &&
           (memcmp(stem.p, "com", 3) == 0 || memcmp(stem.p, "lpt", 3) == 0);
}

/* Whether the part that begins at `at` is a name that is taken: that of a page, with or without its
 * ending, of its twin, of a device, or one that begins with a dot, which hides a page. */
static bool is_taken(struct kb_str id, size_t at)
{
    const char *end = memchr(id.p + at, '/', id.n - at);
    struct kb_str part = {id.p + at, (end ? (size_t)(end - id.p) : id.n) - at};
    return *part.p == '.' || kb_str_is(part, "index") || kb_str_is(part, "index.html") ||
           kb_str_is(part, "index.md") || is_device(part);
}

/* Windows drops a dot at the end of a name. */
static bool is_last_dot(struct kb_str id, size_t at)
{
    return id.p[at] == '.' && (at + 1 == id.n || id.p[at + 1] == '/');
}

void kb_out_id_path(struct kb_buf *buf, struct kb_str id)
{
    size_t start = buf->len, at = 0; /* of the written part, and of the part of the id */
    for (size_t i = 0; i <= id.n; i++) {
        if (i == id.n || id.p[i] == '/') {
            if (buf->len == start)
                kb_buf_putc(buf, '=');
            if (i < id.n)
                kb_buf_putc(buf, '/');
            start = buf->len;
            at = i + 1;
            continue;
        }
        bool odd = !plain(id.p[i]) || (i == at && is_taken(id, i)) || is_last_dot(id, i);
        if (buf->len - start + (odd ? 3 : 1) > MAX_PART) {
            kb_buf_puts(buf, "/=-");
            start = buf->len - 2;
        }
        if (odd)
            escape(buf, id.p[i]);
        else
            kb_buf_putc(buf, id.p[i]);
    }
}

/* Up to the dot of an ending that files of the site have; the whole name without one. */
static size_t stem_len(struct kb_str name)
{
    static const char *const endings[] = {".html", ".json", ".md"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (kb_str_ends(name, kb_str(endings[i])))
            return name.n - strlen(endings[i]);
    return name.n;
}

/* kb_out_id_path makes "=2E" only at the beginning and at the end of a part. */
void kb_out_id_file(struct kb_buf *buf, struct kb_str id, const char *ending)
{
    struct kb_buf path = {0};
    kb_out_id_path(&path, id);
    const char *p = path.data, *end = path.data + path.len, *slash;
    for (; (slash = memchr(p, '/', (size_t)(end - p))) != NULL; p = slash + 1) {
        size_t n = (size_t)(slash - p), stem = stem_len((struct kb_str){p, n});
        kb_buf_add(buf, p, stem);
        if (stem < n) {
            escape(buf, '.');
            stem++;
        }
        kb_buf_add(buf, p + stem, n - stem);
        kb_buf_putc(buf, '/');
    }
    kb_buf_add(buf, p, (size_t)(end - p));
    kb_buf_puts(buf, ending);
    kb_buf_free(&path);
}

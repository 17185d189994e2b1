/* SPDX-License-Identifier: MIT */
/* Paths below the output folder: which are allowed, and the one that belongs to an id. */
#include "emit/out_path.h"

#include <string.h>

#include "emit/emit.h"
#include "kb/ascii.h"

enum {
    MAX_NAME = 255, /* NAME_MAX of every common file system */
    MAX_PART = 200  /* leaves room for the escape of its last byte and an emitter's own ending */
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
    static const char names[][4] = {"con", "prn", "aux", "nul"};
    const char *dot = memchr(part.p, '.', part.n);
    const struct kb_str stem = {part.p, dot ? (size_t)(dot - part.p) : part.n};
    if (stem.n == 3)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (memcmp(stem.p, names[i], 3) == 0)
                return true;
    return stem.n == 4 && kb_is_digit(stem.p[3]) &&
           (memcmp(stem.p, "com", 3) == 0 || memcmp(stem.p, "lpt", 3) == 0);
}

/* Whether the part is a name that is taken: that of a page, with or without its ending, of its
 * twin, of a device, or one that begins with a dot, which hides a page. */
static bool is_taken(struct kb_str part)
{
    return *part.p == '.' || kb_str_is(part, "index") || kb_str_is(part, "index.html") ||
           kb_str_is(part, "index.md") || is_device(part);
}

/* Windows drops a dot at the end of a name. */
static bool is_last_dot(struct kb_str part, size_t at)
{
    return part.p[at] == '.' && at + 1 == part.n;
}

/* Whether the part, which is not empty, is its own name: most are. */
static bool is_own_name(struct kb_str part)
{
    size_t n = 0;
    while (n < part.n && plain(part.p[n]))
        n++;
    return n == part.n && n <= MAX_PART && part.p[n - 1] != '.' && !is_taken(part);
}

static void add_part(struct kb_buf *buf, struct kb_str part)
{
    size_t start = buf->len;
    if (part.n == 0) {
        kb_buf_putc(buf, '=');
        return;
    }
    if (is_own_name(part)) {
        kb_buf_str(buf, part);
        return;
    }
    for (size_t i = 0; i < part.n; i++) {
        bool odd = !plain(part.p[i]) || (i == 0 && is_taken(part)) || is_last_dot(part, i);
        if (buf->len - start + (odd ? 3 : 1) > MAX_PART) {
            if (buf->data[buf->len - 1] == '.') {
                buf->len--;
                escape(buf, '.');
            }
            kb_buf_puts(buf, "/=-");
            start = buf->len - 2;
        }
        if (odd)
            escape(buf, part.p[i]);
        else
            kb_buf_putc(buf, part.p[i]);
    }
}

void kb_out_id_path(struct kb_buf *buf, struct kb_str id)
{
    const char *p = id.p, *end = kb_str_end(id), *slash;
    for (; (slash = p < end ? memchr(p, '/', (size_t)(end - p)) : NULL) != NULL; p = slash + 1) {
        add_part(buf, (struct kb_str){p, (size_t)(slash - p)});
        kb_buf_putc(buf, '/');
    }
    add_part(buf, (struct kb_str){p, (size_t)(end - p)});
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

/* kb_out_id_path makes "=2E" only at the beginning and at the end of a name. */
void kb_out_id_file(struct kb_buf *buf, struct kb_str id, const char *ending)
{
    struct kb_buf path = {0};
    kb_out_id_path(&path, id);
    const char *p = kb_buf_view(&path).p, *end = p + path.len, *slash;
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

/* SPDX-License-Identifier: MIT */
/* Paths below the output folder: which are allowed, and the one that belongs to an id. */
#include "emit/out_path.h"

#include <string.h>

#include "emit/emit.h"
#include "emit/sha256.h"

enum {
    MAX_NAME = 255, /* NAME_MAX of every common file system */
    MAX_PART = 200, /* leaves room for an emitter's own ending */
    MAX_PATH = 1000 /* far enough below PATH_MAX for any output folder */
};

bool kb_out_path_ok(const char *path)
{
    size_t own = strcspn(path, "/");
    if ((own == strlen(KB_OUT_STAGE) && memcmp(path, KB_OUT_STAGE, own) == 0) ||
        (own == strlen(KB_OUT_MANIFEST) && memcmp(path, KB_OUT_MANIFEST, own) == 0))
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
 * before anything but two upper-case hex digits. That leaves three spellings for what is not a
 * part written out: "=" alone is the empty part, "=-" begins the hash that ends a long part,
 * "=." the hash that ends a long path. Upper-case letters are escaped, so two names never differ
 * by case alone.
 */
static void escape(struct kb_buf *buf, char c)
{
    static const char hex[] = "0123456789ABCDEF";
    char out[3] = {'=', hex[(unsigned char)c >> 4], hex[(unsigned char)c & 15]};
    kb_buf_add(buf, out, sizeof out);
}

static bool plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

static void add_hash(struct kb_buf *buf, const char *mark, struct kb_str of)
{
    char digest[65];
    kb_sha256_hex(of, digest);
    kb_buf_puts(buf, mark);
    kb_buf_puts(buf, digest);
}

static void add_part(struct kb_buf *buf, struct kb_str part)
{
    size_t start = buf->len;
    if (part.n == 0)
        kb_buf_putc(buf, '=');
    for (size_t i = 0; i < part.n; i++) {
        /* A leading dot hides a page; a folder "index.html" would take the place of one. */
        bool first = i == 0 && (part.p[0] == '.' || kb_str_is(part, "index.html"));
        if (first || !plain(part.p[i]))
            escape(buf, part.p[i]);
        else
            kb_buf_putc(buf, part.p[i]);
    }
    if (buf->len - start > MAX_PART) {
        buf->len = start + MAX_PART - 2 - 64;
        add_hash(buf, "=-", part);
    }
}

void kb_out_id_path(struct kb_buf *buf, struct kb_str id)
{
    size_t start = buf->len, keep = start; /* keep: end of the last part that may stay */
    const char *p = id.p ? id.p : "", *end = p + id.n;
    for (bool more = true; more && buf->len - start <= MAX_PATH;) {
        const char *slash = p < end ? memchr(p, '/', (size_t)(end - p)) : NULL;
        const char *stop = slash ? slash : end;
        add_part(buf, (struct kb_str){p, (size_t)(stop - p)});
        if (buf->len - start <= MAX_PATH - 1 - 2 - 64)
            keep = buf->len;
        more = slash != NULL;
        if (more) {
            kb_buf_putc(buf, '/');
            p = slash + 1;
        }
    }
    if (buf->len - start > MAX_PATH) {
        buf->len = keep;
        kb_buf_putc(buf, '/');
        add_hash(buf, "=.", id);
    }
}

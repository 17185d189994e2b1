/* SPDX-License-Identifier: MIT */
/* The search index: what every search needs of it, and how its scripts are written. */
#include "emit/html/search.h"

#include <string.h>

#include "emit/asset.h"
#include "emit/html/jsonw.h"
#include "emit/html/parts.h"
#include "pattern/fold.h"

#define NO_RATE 101 /* in place of a percentage */

void kb_shard_begin(struct kb_buf *to, const char *kind, const char *key)
{
    to->len = 0;
    kb_buf_printf(to, "kbSearch(\"%s\",\"%s\",", kind, key);
}

static void path_of(struct kb_buf *path, const char *kind, const char *key)
{
    path->len = 0;
    kb_buf_printf(path, "html/search/%s%s.js", kind, key);
}

bool kb_shard_end(struct kb_buf *to, struct kb_out *out, const char *kind, const char *key)
{
    struct kb_buf path = {0};
    path_of(&path, kind, key);
    kb_buf_puts(to, ");\n");
    bool done = kb_out_file(out, path.data, kb_buf_view(to), KB_FILE_PLAIN);
    kb_buf_free(&path);
    return done;
}

void kb_shard_key(char key[20], uint64_t hash)
{
    struct kb_buf name = {0};
    kb_buf_printf(&name, "%016llx", (unsigned long long)hash);
    memcpy(key, name.data, name.len + 1);
    kb_buf_free(&name);
}

/* Past the last record of the shard that begins with this one. */
static size_t end_of(const struct kb_base *base, size_t first, size_t size)
{
    size_t end = first + 1, least = size / 2;
    while (end < base->count && end - first < size * 2 &&
           (end - first < least || kb_str_hash(base->records[end]->id) % least != 0))
        end++;
    return end;
}

/* What a shard of these records is made from. Zero where it is not known. */
static struct kb_digest made_from(const struct kb_site *site,
                                  const struct kb_search_numbers *numbers, size_t first, size_t end)
{
    struct kb_digest digest = site->origin;
    for (size_t i = first; i < end; i++) {
        if (!kb_digest_known(site->origins[i]))
            return KB_DIGEST_UNKNOWN;
        kb_digest_add(&digest, site->origins[i]);
        kb_digest_number(&digest, numbers->by_place[i]);
    }
    return digest;
}

bool kb_shards_write(const struct kb_shards *shards, const struct kb_site *site,
                     const struct kb_search_numbers *numbers, struct kb_out *out,
                     struct kb_buf *starts)
{
    const struct kb_base *base = site->base;
    struct kb_buf to = {0}, path = {0};
    bool done = true;
    for (size_t first = 0, end; done && first < base->count; first = end) {
        char key[20];
        end = end_of(base, first, shards->size);
        kb_shard_key(key, kb_str_hash(base->records[first]->id));
        kb_buf_printf(starts, "%s%zu,\"%s\"", first ? "," : "", first, key);
        struct kb_digest from = made_from(site, numbers, first, end);
        path_of(&path, shards->kind, key);
        if (kb_out_keep(out, path.data, from))
            continue;
        kb_shard_begin(&to, shards->kind, key);
        for (size_t i = first; i < end; i++) {
            kb_buf_puts(&to, i > first ? ",\n" : "[");
            shards->put(&to, site, base->records[i], numbers->by_place[i]);
        }
        kb_buf_puts(&to, "]);\n");
        done = kb_out_file_from(out, path.data, kb_buf_view(&to), KB_FILE_PLAIN, from);
    }
    kb_buf_free(&to);
    kb_buf_free(&path);
    return done;
}

void kb_shard_text(struct kb_buf *to, struct kb_str text)
{
    kb_jsonw_string(to, text);
}

void kb_shard_shown(struct kb_buf *to, struct kb_str text)
{
    struct kb_buf clean = {0};
    kb_shard_text(to, kb_page_clean(&clean, text));
    kb_buf_free(&clean);
}

void kb_shard_number(struct kb_buf *to, uint64_t number)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    kb_buf_reserve(to, 13);
    char *end = to->data + to->len;
    for (; number >= 32; number >>= 5)
        *end++ = digits[32 | (number & 31)];
    *end++ = digits[number];
    *end = '\0';
    to->len = (size_t)(end - to->data);
}

static void languages(struct kb_buf *to, const struct kb_site *site)
{
    kb_buf_puts(to, "languages:[");
    for (size_t i = 0; i < site->language_count; i++) {
        kb_buf_puts(to, i ? ",[" : "[");
        kb_shard_text(to, kb_str(site->languages[i].tag));
        kb_buf_putc(to, ',');
        kb_shard_text(to, site->languages[i].folder);
        kb_buf_putc(to, ']');
    }
    kb_buf_puts(to, "],\n");
}

static void domains(struct kb_buf *to, const struct kb_site *site)
{
    kb_buf_puts(to, "domains:[");
    for (size_t i = 0; i < site->domain_count; i++) {
        kb_buf_puts(to, i ? "," : "");
        kb_shard_shown(to, site->domains[i].name);
    }
    kb_buf_puts(to, "],\n");
}

/* 0: it says nothing that is known. */
static unsigned verdict(const struct kb_record *record)
{
    static const char *const known[] = {"true", "partial", "false"};
    for (unsigned i = 0; i < 3; i++)
        if (kb_str_is(record->resolvable, known[i]))
            return i + 1;
    return 0;
}

/* Of each record, in the order of the ids, its number, the domain, the verdict and the fix rate in
 * percent. */
static void facets(struct kb_buf *to, const struct kb_site *site,
                   const struct kb_search_numbers *numbers)
{
    kb_buf_puts(to, "facets:\"");
    for (size_t i = 0; i < site->base->count; i++) {
        const struct kb_record *record = site->base->records[i];
        const struct kb_rate *rate = &record->fix_success_rate;
        bool rated = kb_part_has_rate(rate) && rate->value >= 0 && rate->value <= 1;
        unsigned percent = rated ? (unsigned)(rate->value * 100 + 0.5) : NO_RATE;
        kb_shard_number(to, numbers->by_place[i]);
        kb_shard_number(to, site->domain_of[i]);
        kb_shard_number(to, verdict(record) + 4u * percent);
    }
    kb_buf_puts(to, "\",\n");
}

static void folding(struct kb_buf *to)
{
    kb_buf_puts(to, "fold:[");
    for (size_t i = 0; i < kb_fold_row_count; i++) {
        const struct kb_fold_row *row = &kb_fold_rows[i];
        kb_buf_printf(to, "%s%u,%u,%u,%d", i ? "," : "", (unsigned)row->first,
                      (unsigned)(row->last - row->first), (unsigned)row->step, (int)row->by);
    }
    kb_buf_puts(to, "],\n");
}

static void list(struct kb_buf *to, const char *name, const struct kb_buf *items)
{
    kb_buf_printf(to, "%s:[", name);
    kb_buf_str(to, kb_buf_view(items));
    kb_buf_puts(to, "],\n");
}

const char *const kb_search_scripts[KB_SEARCH_SCRIPTS] = {
    "assets/search-words.js", "assets/search-typo.js", "assets/search-find.js",
    "assets/search-paste.js", "assets/search.js",
};

static bool scripts(struct kb_out *out)
{
    struct kb_buf path = {0};
    bool done = true;
    for (size_t i = 0; done && i < KB_SEARCH_SCRIPTS; i++) {
        path.len = 0;
        kb_buf_printf(&path, "html/%s", kb_search_scripts[i]);
        done = kb_out_file(out, path.data, kb_asset(strchr(kb_search_scripts[i], '/') + 1),
                           KB_FILE_PLAIN);
    }
    kb_buf_free(&path);
    return done;
}

bool kb_search_emit(const struct kb_site *site, struct kb_out *out)
{
    if (site->base->count == 0)
        return true; /* there is nothing to be searched */
    struct kb_search_index index = {0};
    struct kb_search_numbers numbers = kb_search_number(site->base);
    struct kb_buf to = {0};
    bool done = scripts(out) && kb_search_terms(site, &numbers, out, &index) &&
                kb_search_names(&numbers, out, &index) &&
                kb_search_shown(site, &numbers, out, &index) &&
                kb_search_regexes(site, &numbers, out, &index);
    if (done) {
        kb_shard_begin(&to, "index", "");
        kb_buf_printf(&to, "{records:%zu,nameBits:%u,knownBits:%u,known:\"", site->base->count,
                      index.name_bits, index.known_bits);
        kb_buf_str(&to, kb_buf_view(&index.known));
        kb_buf_puts(&to, "\",\n");
        languages(&to, site);
        domains(&to, site);
        facets(&to, site, &numbers);
        folding(&to);
        list(&to, "lengths", &index.lengths);
        list(&to, "pages", &index.pages);
        list(&to, "regexes", &index.regexes);
        kb_buf_puts(&to, "beginnings:");
        kb_shard_text(&to, kb_buf_view(&index.beginnings));
        kb_buf_puts(&to, ",\n");
        kb_buf_puts(&to, "openings:");
        kb_shard_text(&to, kb_buf_view(&index.openings));
        kb_buf_puts(&to, ",\n");
        list(&to, "terms", &index.shards);
        kb_buf_puts(&to, "}");
        done = kb_shard_end(&to, out, "index", "");
    }
    kb_search_numbers_free(&numbers);
    kb_buf_free(&index.shards);
    kb_buf_free(&index.beginnings);
    kb_buf_free(&index.openings);
    kb_buf_free(&index.lengths);
    kb_buf_free(&index.pages);
    kb_buf_free(&index.regexes);
    kb_buf_free(&index.known);
    kb_buf_free(&to);
    return done;
}

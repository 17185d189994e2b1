/* SPDX-License-Identifier: MIT */
/* The packed index against SQLite (lookup) and Vectorscan (matching), in one process and one run.
 *
 *   index KBX SQLITE TEXT...
 *
 * SQLITE holds a table records(id TEXT PRIMARY KEY, signature, root_cause) of the same records,
 * each TEXT is a file of lines. Prints "name<TAB>value<TAB>unit" lines for scripts/bench.sh to
 * arrange. */
#include <hs/hs.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kbx/kbx.h"
#include "kbx/match.h"

enum { ROUNDS = 7, OPENS = 200 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void die(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why ? why : "failed");
    exit(2);
}

static void *room(size_t count, size_t size)
{
    void *made = calloc(count + 1, size);
    if (!made)
        die("memory", NULL);
    return made;
}

static void put(const char *what, const char *part, double value, const char *unit)
{
    printf("%s%s%s\t%.9g\t%s\n", what, *part ? " " : "", part, value, unit);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *times, size_t count)
{
    qsort(times, count, sizeof *times, ascending);
    return times[count / 2];
}

static size_t seen; /* so that no answer is optimised away */

static struct kbx_str text_of(const struct kbx *k, uint32_t record, int field)
{
    struct kbx_str text;
    if (kbx_text(k, record, field, 0, KBX_BASE, &text, NULL) != KBX_OK)
        die("kbx_text", NULL);
    return text;
}

static sqlite3 *sqlite_open(const char *path, sqlite3_stmt **find)
{
    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "SELECT signature, root_cause FROM records WHERE id = ?", -1, find,
                           NULL) != SQLITE_OK)
        die(path, sqlite3_errmsg(db));
    return db;
}

static void sqlite_find(sqlite3_stmt *find, struct kbx_str id)
{
    sqlite3_bind_text(find, 1, id.ptr, (int)id.len, SQLITE_STATIC);
    if (sqlite3_step(find) != SQLITE_ROW)
        die("sqlite", "a record is missing");
    seen += (size_t)sqlite3_column_bytes(find, 0) + (size_t)sqlite3_column_bytes(find, 1) +
            sqlite3_column_text(find, 0)[0];
    sqlite3_reset(find);
}

static void kbx_lookup(const struct kbx *k, struct kbx_str id)
{
    uint32_t record;
    if (kbx_by_id(k, id.ptr, id.len, &record) != KBX_OK)
        die("kbx_by_id", NULL);
    struct kbx_str signature = text_of(k, record, KBX_F_SIGNATURE);
    seen += signature.len + text_of(k, record, KBX_F_ROOT_CAUSE).len;
    seen += signature.ptr ? (unsigned char)signature.ptr[0] : 0;
}

/* Every id once a round, in an order that no cache can guess. */
static void bench_lookup(const struct kbx *k, const char *sqlite)
{
    double kbx[ROUNDS], sql[ROUNDS];
    sqlite3_stmt *find;
    sqlite3 *db = sqlite_open(sqlite, &find);
    uint32_t count = kbx_count(k), step = 7919;
    struct kbx_str *ids = room(count, sizeof *ids);
    for (uint32_t i = 0, at = 0; i < count; i++, at = (at + step) % count) {
        struct kbx_str id = text_of(k, at, KBX_F_ID);
        char *copy = room(id.len, 1);
        memcpy(copy, id.ptr, id.len);
        ids[i] = (struct kbx_str){copy, id.len};
    }
    for (int round = -1; round < ROUNDS; round++) {
        double start = now();
        for (uint32_t i = 0; i < count; i++)
            kbx_lookup(k, ids[i]);
        double middle = now();
        for (uint32_t i = 0; i < count; i++)
            sqlite_find(find, ids[i]);
        if (round >= 0) {
            kbx[round] = middle - start;
            sql[round] = now() - middle;
        }
    }
    put("lookup", "kbx", median(kbx, ROUNDS) / count * 1e9, "ns");
    put("lookup", "sqlite", median(sql, ROUNDS) / count * 1e9, "ns");
    sqlite3_finalize(find);
    sqlite3_close(db);
    for (uint32_t i = 0; i < count; i++)
        free((void *)(uintptr_t)ids[i].ptr);
    free(ids);
}

/* Opening, and opening with the first answer. */
static void bench_open(const char *path, const char *sqlite, struct kbx_str id)
{
    static double bare[OPENS], first[OPENS], sql[OPENS];
    for (int i = 0; i < OPENS; i++) {
        struct kbx *k;
        sqlite3_stmt *find;
        double start = now();
        if (kbx_open(path, 0, &k, NULL) != KBX_OK)
            die(path, NULL);
        bare[i] = now() - start;
        kbx_lookup(k, id);
        first[i] = now() - start;
        kbx_close(k);
        start = now();
        sqlite3 *db = sqlite_open(sqlite, &find);
        sqlite_find(find, id);
        sql[i] = now() - start;
        sqlite3_finalize(find);
        sqlite3_close(db);
    }
    put("open", "kbx", median(bare, OPENS) * 1e6, "us");
    put("open and first lookup", "kbx", median(first, OPENS) * 1e6, "us");
    put("open and first lookup", "sqlite", median(sql, OPENS) * 1e6, "us");
}

struct vectorscan {
    hs_database_t *database;
    hs_scratch_t *scratch;
};

/* Patterns that Vectorscan refuses are left out, one by one, and counted. */
static struct vectorscan vectorscan_compile(const struct kbx *k)
{
    struct vectorscan v = {NULL, NULL};
    uint32_t count = kbx_count(k);
    const char **patterns = room(count, sizeof *patterns);
    unsigned *flags = room(count, sizeof *flags), *ids = room(count, sizeof *ids);
    unsigned used = 0, refused = 0;
    for (uint32_t r = 0; r < count; r++) {
        struct kbx_str regex = text_of(k, r, KBX_F_REGEX);
        if (!regex.ptr)
            continue;
        patterns[used] = regex.ptr;
        flags[used] = HS_FLAG_CASELESS | HS_FLAG_PREFILTER | HS_FLAG_SINGLEMATCH;
        ids[used++] = r;
    }
    double start;
    for (;;) {
        hs_compile_error_t *error;
        start = now();
        if (hs_compile_multi(patterns, flags, ids, used, HS_MODE_BLOCK, NULL, &v.database,
                             &error) == HS_SUCCESS)
            break;
        if (error->expression < 0)
            die("vectorscan", error->message);
        patterns[error->expression] = patterns[--used];
        ids[error->expression] = ids[used];
        refused++;
        hs_free_compile_error(error);
    }
    put("build", "vectorscan", (now() - start) * 1e3, "ms");
    put("refused", "vectorscan", refused, "regexes");
    hs_alloc_scratch(v.database, &v.scratch);
    free(patterns);
    free(flags);
    free(ids);
    return v;
}

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                    void *data)
{
    (void)id, (void)from, (void)to, (void)flags;
    ++*(size_t *)data;
    return 0;
}

struct lines {
    char *text;
    struct kbx_str *items;
    size_t count;
};

static struct lines read_lines(const char *path)
{
    struct lines lines = {NULL, NULL, 0};
    FILE *f = fopen(path, "rb");
    if (!f)
        die(path, "cannot be opened");
    fseek(f, 0, SEEK_END);
    size_t size = (size_t)ftell(f);
    rewind(f);
    lines.text = room(size, 1);
    if (fread(lines.text, 1, size, f) != size)
        die(path, "cannot be read");
    fclose(f);
    lines.items = room(size, sizeof *lines.items);
    for (char *p = lines.text, *end = p + size; p < end;) {
        char *stop = memchr(p, '\n', (size_t)(end - p));
        stop = stop ? stop : end;
        lines.items[lines.count++] = (struct kbx_str){p, (size_t)(stop - p)};
        p = stop + 1;
    }
    return lines;
}

static void bench_match(const struct kbx *k, const struct vectorscan *v, const char *path)
{
    double kbx[ROUNDS], hs[ROUNDS];
    struct lines lines = read_lines(path);
    struct kbx_matcher *m;
    struct kbx_match_stats before, after;
    const struct kbx_match *matches;
    size_t count, hits = 0, bytes = 0, candidates = 0;
    if (kbx_matcher_new(k, 0, &m, NULL) != KBX_OK)
        die("kbx_matcher_new", NULL);
    for (int round = -1; round < ROUNDS; round++) {
        hits = candidates = bytes = 0;
        kbx_match_stats(m, &before);
        double start = now();
        for (size_t i = 0; i < lines.count; i++) {
            if (kbx_match(m, lines.items[i].ptr, lines.items[i].len, 0, &matches, &count, NULL) !=
                KBX_OK)
                die("kbx_match", NULL);
            hits += count;
            bytes += lines.items[i].len;
        }
        double middle = now();
        for (size_t i = 0; v->database && i < lines.count; i++)
            hs_scan(v->database, lines.items[i].ptr, (unsigned)lines.items[i].len, 0, v->scratch,
                    on_match, &candidates);
        if (round >= 0) {
            kbx[round] = middle - start;
            hs[round] = now() - middle;
        }
    }
    kbx_match_stats(m, &after);
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    double n = (double)lines.count;
    put(name, "kbx", median(kbx, ROUNDS) / n * 1e6, "us/line");
    if (v->database) {
        put(name, "vectorscan", median(hs, ROUNDS) / n * 1e6, "us/line");
        put(name, "vectorscan reports", (double)candidates / n, "/line");
    }
    put(name, "tried by PCRE2", (double)(after.candidates - before.candidates) / n, "/line");
    put(name, "matches", (double)hits / n, "/line");
    put(name, "lines", n, "");
    put(name, "bytes a line", (double)bytes / n, "");
    kbx_matcher_free(m);
    free(lines.items);
    free(lines.text);
}

static void bench_build(const struct kbx *k)
{
    double times[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        struct kbx_matcher *m;
        double start = now();
        if (kbx_matcher_new(k, 0, &m, NULL) != KBX_OK)
            die("kbx_matcher_new", NULL);
        times[i] = now() - start;
        kbx_matcher_free(m);
    }
    put("build", "kbx", median(times, ROUNDS) * 1e3, "ms");
    /* The same with every regex compiled, which else happens when one is needed. */
    struct kbx_matcher *all;
    const struct kbx_match *matches;
    size_t count;
    double start = now();
    if (kbx_matcher_new(k, KBX_BRUTE_FORCE, &all, NULL) != KBX_OK ||
        kbx_match(all, "x", 1, 0, &matches, &count, NULL) != KBX_OK)
        die("kbx_matcher_new", NULL);
    put("build with all regexes compiled", "kbx", (now() - start) * 1e3, "ms");
    kbx_matcher_free(all);
}

int main(int argc, char **argv)
{
    struct kbx *k;
    struct kbx_error error = {0};
    struct vectorscan v = {NULL, NULL};
    if (argc < 3)
        die("index", "KBX SQLITE TEXT...");
    if (kbx_open(argv[1], 0, &k, &error) != KBX_OK)
        die(argv[1], error.text);
    put("records", "", kbx_count(k), "");
    bench_open(argv[1], argv[2], text_of(k, kbx_count(k) / 2, KBX_F_ID));
    bench_lookup(k, argv[2]);
    bench_build(k);
    if (!getenv("NO_VECTORSCAN"))
        v = vectorscan_compile(k);
    for (int i = 3; i < argc; i++)
        bench_match(k, &v, argv[i]);
    if (v.database) {
        hs_free_scratch(v.scratch);
        hs_free_database(v.database);
    }
    kbx_close(k);
    fprintf(stderr, "%zu\n", seen);
    return 0;
}

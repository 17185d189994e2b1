/* SPDX-License-Identifier: MIT */
/* Myers' greedy algorithm ("An O(ND) difference algorithm", 1986), in windows: when the shortest
 * way to a point is more than WINDOW edits long, the furthest point reached is settled on and the
 * search begins anew from there. So a million scattered changes cost no more than one after the
 * other. */
#include "compiler/diff.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"

enum { WINDOW = 128, CONTEXT = 3 };

/* One text as lines. */
struct side {
    struct kb_str *lines; /* with their line break */
    uint32_t *ids;        /* equal lines have equal ones, in both texts */
    bool *changed;
    long count;
};

struct seen {
    struct kb_str line;
    uint32_t id; /* 0: free */
};

struct table {
    struct seen *rows; /* open addressing, at most half full */
    size_t cap;
    uint64_t seed;
    uint32_t count;
};

static long count_lines(struct kb_str text)
{
    long count = 0;
    for (const char *p = text.p, *end = kb_str_end(text); p < end; count++) {
        const char *line_end = memchr(p, '\n', (size_t)(end - p));
        p = line_end ? line_end + 1 : end;
    }
    return count;
}

static uint32_t id_of(struct table *table, struct kb_str line)
{
    size_t i = kb_str_hash_seeded(line, table->seed) & (table->cap - 1);
    while (table->rows[i].id && !kb_str_eq(table->rows[i].line, line))
        i = (i + 1) & (table->cap - 1);
    if (!table->rows[i].id)
        table->rows[i] = (struct seen){line, ++table->count};
    return table->rows[i].id;
}

static struct side split(struct table *table, struct kb_str text, long count)
{
    struct side side = {.lines = kb_alloc((size_t)count, sizeof *side.lines),
                        .ids = kb_alloc((size_t)count, sizeof *side.ids),
                        .changed = kb_alloc((size_t)count, sizeof *side.changed),
                        .count = count};
    const char *p = text.p, *end = kb_str_end(text);
    for (long i = 0; i < count; i++) {
        const char *line_end = memchr(p, '\n', (size_t)(end - p));
        const char *next = line_end ? line_end + 1 : end;
        side.lines[i] = (struct kb_str){p, (size_t)(next - p)};
        side.ids[i] = id_of(table, side.lines[i]);
        p = next;
    }
    return side;
}

static void free_side(struct side *side)
{
    free(side->lines);
    free(side->ids);
    free(side->changed);
}

/* The furthest x on diagonal k = x - y after d edits, for every d of a window: row d has its
 * diagonals -d, -d + 2, … d. */
struct trace {
    long x[(WINDOW + 1) * (WINDOW + 2) / 2];
};

static long *reached(struct trace *trace, int d, int k)
{
    return &trace->x[d * (d + 1) / 2 + (k + d) / 2];
}

/* The x that d edits reach on diagonal k before its equal lines: a line of `after` came in
 * (*added), or one of `before` went. */
static long enter(struct trace *trace, int d, int k, bool *added)
{
    *added = k == -d || (k < d && *reached(trace, d - 1, k - 1) < *reached(trace, d - 1, k + 1));
    return *added ? *reached(trace, d - 1, k + 1) : *reached(trace, d - 1, k - 1) + 1;
}

/* Marks the edits that lead from (x0, y0) to the point of d edits on diagonal k. */
static void mark(struct trace *trace, struct side *a, struct side *b, long x0, long y0, int d,
                 int k)
{
    for (; d > 0; d--) {
        bool added;
        long x = enter(trace, d, k, &added), y = x - k;
        if (added)
            b->changed[y0 + y - 1] = true;
        else
            a->changed[x0 + x - 1] = true;
        k += added ? 1 : -1;
    }
}

/* Goes on from (*x0, *y0) to the end of both, or as far as one window leads. */
static void advance(struct trace *trace, struct side *a, struct side *b, long *x0, long *y0)
{
    long n = a->count - *x0, m = b->count - *y0, best = -1;
    int best_k = 0;
    bool added;
    for (int d = 0; d <= WINDOW; d++) {
        for (int k = -d; k <= d; k += 2) {
            long x = d ? enter(trace, d, k, &added) : 0, y = x - k;
            while (x < n && y < m && a->ids[*x0 + x] == b->ids[*y0 + y])
                x++, y++;
            *reached(trace, d, k) = x;
            bool inside = x <= n && y <= m;
            bool end = x == n && y == m;
            /* Of equally far points that nearest to the middle, so that lines stay beside those
             * they replace. */
            bool further = x + y > best || (x + y == best && labs(k) < labs((long)best_k));
            if (inside && (end || (d == WINDOW && further))) {
                best = x + y;
                best_k = k;
            }
            if (end) {
                mark(trace, a, b, *x0, *y0, d, k);
                *x0 += x;
                *y0 += y;
                return;
            }
        }
    }
    long x = *reached(trace, WINDOW, best_k);
    mark(trace, a, b, *x0, *y0, WINDOW, best_k);
    *x0 += x;
    *y0 += x - best_k;
}

static void compare(struct side *a, struct side *b)
{
    struct trace *trace = kb_alloc(1, sizeof *trace);
    long x = 0, y = 0;
    while (x < a->count || y < b->count)
        advance(trace, a, b, &x, &y);
    free(trace);
}

static void put_line(struct kb_buf *out, char sign, struct kb_str line, bool plain)
{
    bool ended = line.n && line.p[line.n - 1] == '\n';
    kb_buf_putc(out, sign);
    line.n -= ended;
    if (plain)
        kb_buf_plain(out, line);
    else
        kb_buf_str(out, line);
    kb_buf_puts(out, ended ? "\n" : "\n\\ No newline at end of file\n");
}

/* A name ends at white space, unless a tab comes behind it. */
static void put_name(struct kb_buf *out, const char *sign, const char *path)
{
    kb_buf_puts(out, sign);
    kb_buf_plain(out, kb_str(path));
    kb_buf_puts(out, strchr(path, ' ') ? "\t\n" : "\n");
}

static void put_range(struct kb_buf *out, char sign, long from, long count)
{
    kb_buf_printf(out, " %c%ld", sign, count ? from + 1 : from);
    if (count != 1)
        kb_buf_printf(out, ",%ld", count);
}

/* A run of changes with the equal lines around it: [ax, a_end) of before, [bx, b_end) of after. */
struct hunk {
    long ax, a_end, bx, b_end;
};

/* Finds the hunk that begins at or behind (*x, *y), which are left where it ends. */
static bool next_hunk(const struct side *a, const struct side *b, long *x, long *y,
                      struct hunk *hunk)
{
    long i = *x, j = *y;
    while (i < a->count && j < b->count && !a->changed[i] && !b->changed[j])
        i++, j++;
    if (i == a->count && j == b->count)
        return false;
    long lead = i - *x < CONTEXT ? i - *x : CONTEXT;
    *hunk = (struct hunk){i - lead, i, j - lead, j};
    for (long equal = 0; equal <= 2 * CONTEXT && (i < a->count || j < b->count);) {
        if (i < a->count && a->changed[i]) {
            hunk->a_end = ++i;
            hunk->b_end = j;
            equal = 0;
        } else if (j < b->count && b->changed[j]) {
            hunk->b_end = ++j;
            hunk->a_end = i;
            equal = 0;
        } else {
            i++, j++, equal++;
        }
    }
    *x = hunk->a_end;
    *y = hunk->b_end;
    for (int k = 0; k < CONTEXT && hunk->a_end < a->count && hunk->b_end < b->count; k++)
        hunk->a_end++, hunk->b_end++;
    return true;
}

static void put_hunk(struct kb_buf *out, const struct side *a, const struct side *b,
                     const struct hunk *hunk, bool plain)
{
    kb_buf_puts(out, "@@");
    put_range(out, '-', hunk->ax, hunk->a_end - hunk->ax);
    put_range(out, '+', hunk->bx, hunk->b_end - hunk->bx);
    kb_buf_puts(out, " @@\n");
    for (long i = hunk->ax, j = hunk->bx; i < hunk->a_end || j < hunk->b_end;) {
        if (i < hunk->a_end && a->changed[i]) {
            put_line(out, '-', a->lines[i++], plain);
        } else if (j < hunk->b_end && b->changed[j]) {
            put_line(out, '+', b->lines[j++], plain);
        } else {
            put_line(out, ' ', a->lines[i++], plain);
            j++;
        }
    }
}

void kb_diff(struct kb_buf *out, const char *path, struct kb_str before, struct kb_str after,
             bool plain)
{
    long before_count = count_lines(before), after_count = count_lines(after);
    struct table table = {.cap = 64, .seed = kb_hash_seed()};
    while (table.cap < 2 * (size_t)(before_count + after_count))
        table.cap *= 2;
    table.rows = kb_alloc(table.cap, sizeof *table.rows);
    struct side a = split(&table, before, before_count), b = split(&table, after, after_count);
    free(table.rows);
    compare(&a, &b);
    struct hunk hunk;
    bool any = false;
    for (long x = 0, y = 0; next_hunk(&a, &b, &x, &y, &hunk); any = true) {
        if (!any) {
            put_name(out, "--- ", path);
            put_name(out, "+++ ", path);
        }
        put_hunk(out, &a, &b, &hunk, plain);
    }
    free_side(&a);
    free_side(&b);
}

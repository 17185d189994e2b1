/* SPDX-License-Identifier: MIT */
/* `kbc match [FILE…]`: which records explain the lines of a log.
 *
 * Memory is bounded on endless input: what is kept is the line at hand (KB_STREAM_LINE), the lines
 * of a block (KB_BLOCK_BYTES), one entry a record, the regexes compiled so far, and the output of
 * one read. */
#include "compiler/cli/match.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/block.h"
#include "compiler/cli/index.h"
#include "compiler/cli/settings.h"
#include "compiler/cli/stream.h"
#include "kb/arena.h"

#define TOP          3 /* records told for a line, in text */
#define BLOCK        8 /* lines of a block, where no number is given */
#define BLOCK_MOST   100
#define OUTPUT_LARGE (1 << 20) /* bytes of output that are not held back any longer */

enum { GO_ON, STOP };

struct run {
    struct kb_matching m;
    struct kbx *k;                       /* m.k, to be closed */
    struct kbx_matcher *matcher, *brute; /* brute: only for --verify */
    struct kbx_ranker *ranker;
    struct kb_block block; /* most is 0 without --block */
    const char *file;      /* the one being read; NULL where none is named */
    struct kb_hit *hits;
    struct kbx_match *spanning;
    size_t hit_room, spanning_room;
    bool explaining; /* sections that explanations come from have been checked */
    int status;      /* KB_EXIT_FAILED once something went wrong */
};

/* Where a text is damaged, that is the reason, and what was made of it is not. */
static int fail(struct run *run, const struct kbx_error *error)
{
    run->status = KB_EXIT_FAILED;
    if (kb_index_sound(run->m.options, run->k))
        kb_fail("match: %s", error->text);
    return STOP;
}

static int flush(struct run *run)
{
    bool ok =
        kb_index_sound(run->m.options, run->k) && (run->m.out.len == 0 || kb_print(&run->m.out));
    run->m.out.len = 0;
    if (ok)
        return GO_ON;
    run->status = KB_EXIT_FAILED;
    return STOP;
}

/* Says where gate and brute force differ. */
static void put_difference(struct run *run, uint64_t line, const char *what, uint32_t record)
{
    struct kb_buf text = {0};
    struct kbx_str id;
    (void)kbx_text(run->m.k, record, KBX_F_ID, 0, KBX_BASE, &id, NULL);
    if (run->file)
        kb_buf_printf(&text, "%s:", run->file);
    kb_buf_printf(&text, "%llu: %s ", (unsigned long long)line, what);
    kb_buf_add(&text, id.ptr, id.len);
    run->status = kb_fail("match: %s", text.data);
    kb_buf_free(&text);
}

/* How the two lists differ, record by record. That brute force runs into a limit where the gate
 * knows that nothing can match is no difference. */
static int verify(struct run *run, uint64_t line, struct kb_str text, unsigned flags,
                  const struct kbx_match *gate, size_t count)
{
    const struct kbx_match *all;
    size_t all_count;
    struct kbx_error error;
    int result = GO_ON;
    if (kbx_match(run->brute, text.p, text.n, flags, &all, &all_count, &error) != KBX_OK)
        return fail(run, &error);
    for (size_t i = 0, j = 0; i < count || j < all_count;) {
        uint32_t x = i < count ? gate[i].record : KBX_NONE;
        uint32_t y = j < all_count ? all[j].record : KBX_NONE, record = x < y ? x : y;
        const struct kbx_match *a = x == record ? &gate[i] : NULL;
        const struct kbx_match *b = y == record ? &all[j] : NULL;
        const char *what = NULL;
        if (!b)
            what = "only the index finds";
        else if (!a && b->outcome == KBX_MATCHES)
            what = "the index misses";
        else if (a && (a->outcome != b->outcome || a->start != b->start || a->end != b->end))
            what = "the index and its regex differ on";
        i += a != NULL;
        j += b != NULL;
        if (what) {
            put_difference(run, line, what, record);
            result = STOP;
        }
    }
    return result;
}

static int match(struct run *run, uint64_t line, struct kb_str text, unsigned flags,
                 const struct kbx_match **matches, size_t *count)
{
    struct kbx_error error;
    if (kbx_match(run->matcher, text.p, text.n, flags, matches, count, &error) != KBX_OK)
        return fail(run, &error);
    return run->brute ? verify(run, line, text, flags, *matches, *count) : GO_ON;
}

/* Sections that explanations come from are checked when there is the first of them. */
static bool may_explain(struct run *run)
{
    static const uint32_t tags[] = {KBX_TAG('D', 'E', 'A', 'D'), KBX_TAG('W', 'O', 'R', 'K'),
                                    KBX_TAG('T', 'R', 'A', 'N')};
    if (run->explaining || !run->m.output->explains)
        return true;
    run->explaining =
        kb_index_check(run->m.options, run->m.k, tags, run->m.language == KBX_BASE ? 2 : 3);
    return run->explaining;
}

/* A hit with its place among the bytes as read. */
static struct kb_hit place_hit(const struct run *run, const struct kb_line *line, size_t window,
                               const struct kbx_ranked *ranked, uint64_t rank)
{
    struct kb_hit hit = {.ranked = ranked, .rank = rank};
    size_t start = ranked->match.start, end = ranked->match.end;
    if (ranked->match.outcome != KBX_MATCHES)
        return hit;
    if (window > 1) {
        hit.start = kb_block_place(&run->block, window, start, false);
        hit.end = kb_block_place(&run->block, window, end, true);
    } else {
        hit.start = line->offset + kb_line_place(line, start, false);
        hit.end = line->offset + kb_line_place(line, end, true);
    }
    hit.end = hit.end < hit.start ? hit.start : hit.end; /* an empty match */
    return hit;
}

/* What has been found in a text that begins with this line. In a window of several lines (not 1)
 * places are counted through all of them. */
static int tell(struct run *run, const struct kb_line *line, size_t window, struct kb_str text,
                const struct kbx_match *matches, size_t count)
{
    struct kb_matching *m = &run->m;
    const struct kbx_ranked *ranked;
    struct kbx_error error;
    if (!may_explain(run)) {
        run->status = KB_EXIT_FAILED;
        return STOP;
    }
    if (kbx_rank(run->ranker, text.p, text.n, matches, count, &ranked, &error) != KBX_OK)
        return fail(run, &error);
    if (count > run->hit_room) {
        run->hit_room = count;
        run->hits = kb_realloc(run->hits, count, sizeof *run->hits);
    }
    uint64_t before =
        run->block.most && run->block.count ? kb_block_ranks(&run->block, window, count) : 0;
    struct kb_hits hits = {
        .file = run->file, .line = line->number, .text = line->text, .items = run->hits};
    for (size_t i = 0; i < count; i++) {
        bool told = before + i < m->top, undecided = ranked[i].match.outcome == KBX_UNDECIDED;
        m->undecided += undecided;
        hits.beyond += !told;
        hits.undecided_beyond += !told && undecided;
        if (told)
            run->hits[hits.count++] = place_hit(run, line, window, &ranked[i], before + i + 1);
    }
    if (hits.count == 0)
        return GO_ON;
    m->matched += before == 0;
    for (size_t i = 0; i < hits.count; i++)
        kb_match_count(m, &hits, &run->hits[i]);
    m->output->hits(m, &hits);
    m->hits += hits.count;
    return m->out.len > OUTPUT_LARGE ? flush(run) : GO_ON;
}

/* Tries the windows that end with the line at hand: a hit counts when it begins in a window's first
 * line and reaches the last one, and its record has not been found at that first line before. */
static int match_block(struct run *run)
{
    int result = GO_ON, may = 0;
    struct kb_block *block = &run->block;
    struct kb_str all = kb_block_window(block, block->count);
    if (!run->brute && /* which is to see every window */
        kbx_match_may(run->matcher, all.p, all.n, KBX_MULTILINE, &may, NULL) == KBX_OK && !may)
        return GO_ON;
    for (size_t window = 2; window <= block->count && result == GO_ON; window++) {
        const struct kbx_match *matches;
        size_t count, kept = 0;
        struct kb_str text = kb_block_window(block, window);
        struct kb_line first = {.number = kb_block_number(block, window),
                                .text = {text.p, kb_block_first(block, window)}};
        result = match(run, first.number, text, KBX_MULTILINE, &matches, &count);
        if (result != GO_ON || count == 0)
            continue;
        if (count > run->spanning_room) {
            run->spanning_room = count;
            run->spanning = kb_realloc(run->spanning, count, sizeof *run->spanning);
        }
        for (size_t i = 0; i < count; i++)
            if ((matches[i].outcome == KBX_UNDECIDED ||
                 (matches[i].start <= first.text.n &&
                  matches[i].end >= kb_block_last(block, window))) &&
                kb_block_note(block, window, matches[i].record))
                run->spanning[kept++] = matches[i];
        if (kept)
            result = tell(run, &first, window, text, run->spanning, kept);
    }
    return result;
}

static int match_line(struct run *run, const struct kb_line *line)
{
    const struct kbx_match *matches;
    size_t count;
    run->m.lines += line->offset == 0;
    kbx_ranker_see(run->ranker, line->text.p, line->text.n);
    int result = match(run, line->number, line->text, 0, &matches, &count);
    if (result == GO_ON && run->block.most) {
        kb_block_add(&run->block, line);
        for (size_t i = 0; i < count; i++)
            (void)kb_block_note(&run->block, 1, matches[i].record);
    }
    if (result == GO_ON && count)
        result = tell(run, line, 1, line->text, matches, count);
    return result == GO_ON && run->block.most ? match_block(run) : result;
}

static int match_stream(struct run *run, int fd, const char *name)
{
    struct kb_stream stream = {.fd = fd, .keep_escapes = run->m.options->raw};
    struct kb_line line;
    bool more = true;
    int result = GO_ON;
    while (more && result == GO_ON) {
        if (run->m.repeats && !kb_stream_ready(&stream))
            run->m.output->pause(&run->m);
        result = flush(run);
        if (result != GO_ON)
            break;
        errno = 0;
        more = kb_stream_read(&stream);
        if (!more && errno)
            run->status = kb_fail("match: %s cannot be read: %s", name, strerror(errno));
        while (result == GO_ON && kb_stream_next(&stream, &line))
            result = match_line(run, &line);
    }
    kb_stream_free(&stream);
    kb_block_clear(&run->block);
    return result;
}

static int match_file(struct run *run, const char *path)
{
    run->file = path;
    if (strcmp(path, "-") == 0)
        return match_stream(run, STDIN_FILENO, "standard input");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        run->status = kb_fail("match: %s cannot be read: %s", path, strerror(errno));
        return GO_ON;
    }
    int result = match_stream(run, fd, path);
    close(fd);
    return result;
}

static bool choose(struct run *run, const struct kb_options *options)
{
    unsigned top = options->json || options->jsonl ? 0 : TOP, block = BLOCK;
    if (options->json && options->jsonl) {
        kb_fail("match: --json and --jsonl are two forms of output; give one");
        return false;
    }
    if (!kb_choose_number("top", options->top, 0, UINT_MAX, &top) ||
        !kb_choose_number("block", options->block && *options->block ? options->block : NULL, 2,
                          BLOCK_MOST, &block) ||
        !kb_choose_color(&run->m.color, options->color))
        return false;
    run->m.options = options;
    run->m.top = top == 0 || options->all ? SIZE_MAX : top;
    run->m.output = options->json    ? &kb_match_json
                    : options->jsonl ? &kb_match_jsonl
                                     : &kb_match_text;
    run->block.most = options->block ? block : 0;
    return true;
}

static bool open_index(struct run *run, const struct kb_options *options)
{
    /* What matching and ranking read; the rest of the file is left alone. */
    static const uint32_t tags[] = {KBX_TAG('M', 'E', 'T', 'A'), KBX_TAG('F', 'O', 'L', 'D'),
                                    KBX_TAG('R', 'E', 'C', 'S'), KBX_TAG('V', 'E', 'R', 'S'),
                                    KBX_TAG('R', 'E', 'G', 'X'), KBX_TAG('W', 'A', 'Y', 'S'),
                                    KBX_TAG('L', 'I', 'T', 'S')};
    struct kbx_error error;
    struct kbx *k = kb_index_open_for(options, tags, sizeof tags / sizeof *tags);
    run->m.k = run->k = k;
    if (!k || !kb_index_language(options, k, &run->m.language))
        return false;
    if (kbx_matcher_new(k, 0, &run->matcher, &error) != KBX_OK ||
        (options->verify && kbx_matcher_new(k, KBX_BRUTE_FORCE, &run->brute, &error) != KBX_OK) ||
        kbx_ranker_new(k, &run->ranker, &error) != KBX_OK) {
        (void)fail(run, &error);
        return false;
    }
    run->m.explained = kb_alloc((size_t)kbx_count(k) + 1, sizeof *run->m.explained);
    return true;
}

static void match_all(struct run *run, const struct kb_options *options)
{
    int result = GO_ON;
    run->m.output->begin(&run->m);
    if (options->operand_count == 0)
        result = match_stream(run, STDIN_FILENO, "standard input");
    for (size_t i = 0; i < options->operand_count && result == GO_ON; i++)
        result = match_file(run, options->operands[i]);
    if (result == GO_ON)
        run->m.output->end(&run->m);
    (void)flush(run);
}

static void close_run(struct run *run)
{
    kb_buf_free(&run->m.out);
    kb_buf_free(&run->m.last);
    free(run->m.explained);
    free(run->m.found);
    free(run->hits);
    free(run->spanning);
    kb_block_free(&run->block);
    kbx_ranker_free(run->ranker);
    kbx_matcher_free(run->brute);
    kbx_matcher_free(run->matcher);
    kbx_close(run->k);
}

int kb_cmd_match(const struct kb_options *options)
{
    struct run run = {.status = KB_EXIT_OK};
    int status = KB_EXIT_FAILED;
    if (choose(&run, options) && open_index(&run, options)) {
        match_all(&run, options);
        status = run.status != KB_EXIT_OK ? run.status : run.m.hits ? KB_EXIT_OK : KB_EXIT_FOUND;
    }
    close_run(&run);
    return status;
}

/* SPDX-License-Identifier: MIT */
/* Splits what was read into documents: a whole file, lines, or elements of an array. */
#include "compiler/input.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/baseline.h"
#include "compiler/git.h"
#include "compiler/parallel.h"
#include "compiler/scan.h"
#include "compiler/walk.h"

struct docs {
    struct kb_doc *items;
    size_t count, cap;
    const struct kb_source *source;
    /* How far lines and columns have been counted. */
    struct kb_doc counted;
};

/* Adds the bytes from p to end; documents come in order, so places are counted in one pass. */
static void add(struct docs *docs, const char *p, const char *end)
{
    size_t offset = (size_t)(p - docs->source->data);
    struct kb_place place = kb_place_at(&docs->counted, offset, 0);
    docs->counted =
        (struct kb_doc){docs->source, offset, 0, place.line, place.column, KB_FAULT_NONE, NULL};
    docs->items = kb_grow(docs->items, docs->count, &docs->cap, sizeof *docs->items);
    docs->items[docs->count++] = (struct kb_doc){
        docs->source, offset, (size_t)(end - p), place.line, place.column, KB_FAULT_NONE, NULL};
}

static void add_lines(struct docs *docs, const char *p, const char *end)
{
    if (kb_scan_space(p, end) == end)
        add(docs, p, end); /* its scan says that nothing is there */
    while (p < end) {
        const char *line_end = memchr(p, '\n', (size_t)(end - p));
        if (!line_end)
            line_end = end;
        if (kb_scan_space(p, line_end) < line_end)
            add(docs, p, line_end);
        p = line_end < end ? line_end + 1 : end;
    }
}

/* Marks a character where the array of records itself is broken. */
static void fault(struct docs *docs, const char *p, const char *end, enum kb_fault kind,
                  const char *problem)
{
    uint32_t cp;
    bool ok;
    add(docs, p, p < end ? p + kb_utf8_next(p, end, &cp, &ok) : p);
    docs->items[docs->count - 1].fault = kind;
    docs->items[docs->count - 1].problem = problem;
}

static void broken(struct docs *docs, const char *p, const char *end, const char *problem)
{
    fault(docs, p, end, KB_FAULT_SYNTAX, problem);
}

/* What an element cannot begin with. */
static bool is_junk(char c)
{
    return c == '\0' || (unsigned char)c >= 0x80 || strchr(",:}", c);
}

/* Past characters that begin no element; the first was reported. */
static const char *skip_junk(const char *p, const char *end)
{
    while (p < end && is_junk(*p))
        p = kb_scan_space(p + 1, end);
    return p;
}

/* For an element that is never closed: the next line that begins like the element's own, with the
 * same white space and a brace. NULL where there is none. */
static const char *next_alike(const struct docs *docs, const char *p, const char *end)
{
    const char *line = p;
    while (line > docs->source->data && (line[-1] == ' ' || line[-1] == '\t'))
        line--;
    size_t indent = (size_t)(p - line);
    if (line == docs->source->data || line[-1] != '\n' || *p != '{')
        return NULL;
    for (const char *q = p; (q = memchr(q, '\n', (size_t)(end - q))) != NULL;) {
        q++;
        if ((size_t)(end - q) > indent && memcmp(q, line, indent) == 0 && q[indent] == '{')
            return q + indent;
    }
    return NULL;
}

/* Elements that are never closed cost a walk to the end of the file each, so there is a bound. */
enum { UNCLOSED_MOST = 100 };

/* Elements of the array that opens at p. A slip between two records, or a record that is never
 * closed, hides none of the others. */
static void add_elements(struct docs *docs, const char *p, const char *end)
{
    int unclosed = 0;
    p = kb_scan_space(p + 1, end);
    while (p >= end || *p != ']') {
        bool whole;
        if (p >= end) {
            broken(docs, p, end, "the array of records is never closed");
            return;
        }
        if (is_junk(*p)) {
            broken(docs, p, end, "expected a record here");
            p = skip_junk(p, end);
            continue;
        }
        const char *stop = kb_scan_skip(p, end, &whole);
        if (!whole) {
            const char *next = unclosed++ < UNCLOSED_MOST ? next_alike(docs, p, end) : NULL;
            add(docs, p, next ? next : end);
            if (!next)
                return; /* its own scan says what is wrong */
            p = next;
            continue;
        }
        add(docs, p, stop);
        p = kb_scan_space(stop, end);
        if (p >= end || *p == ']')
            continue;
        if (*p == ',') {
            p = kb_scan_space(p + 1, end);
            if (p < end && *p == ']')
                broken(docs, p, end, "expected a record after the comma");
        } else {
            broken(docs, p, end, "expected `,` or `]` after the record");
            p = skip_junk(p, end);
        }
    }
    p = kb_scan_space(p + 1, end);
    if (p < end)
        broken(docs, p, end, "expected nothing more after the array of records");
}

/* Whether a file of unknown kind holds one record a line: more text after a first value that
 * ends on its own line. */
static bool looks_like_lines(const char *p, const char *end)
{
    const char *stop = kb_scan_skip(p, end, NULL);
    const char *line = memchr(p, '\n', (size_t)(end - p));
    return line && stop <= line && kb_scan_space(stop, line) == line &&
           kb_scan_space(line, end) < end;
}

/* A baseline kept beside the records; named as an operand it is read as records all the same. */
static bool is_baseline(const struct kb_source *source)
{
    return source->walked &&
           kb_str_starts((struct kb_str){source->data, source->len}, KB_BASELINE_MARK);
}

static void split(struct docs *docs, struct kb_source *source)
{
    const char *p = source->data, *end = source->data + source->len;
    struct kb_str path = kb_str(source->path);
    docs->source = source;
    source->shape = KB_SHAPE_ONE;
    docs->counted = (struct kb_doc){source, 0, 0, 1, 1, KB_FAULT_NONE, NULL};
    bool json = kb_str_ends(path, KB_STR(".json"));
    bool lines = kb_str_ends(path, KB_STR(".jsonl")) || kb_str_ends(path, KB_STR(".ndjson"));
    bool marked = source->len >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0;
    const char *first = kb_scan_space(marked ? p + 3 : p, end);
    if (!lines && first < end && *first == '[') {
        source->shape = KB_SHAPE_ARRAY;
        if (marked)
            fault(docs, p, end, KB_FAULT_ENCODING, "a byte order mark; JSON files have none");
        add_elements(docs, first, end);
    } else if (lines || (!json && first < end && looks_like_lines(first, end))) {
        source->shape = KB_SHAPE_LINES;
        add_lines(docs, p, end);
    } else {
        add(docs, p, end);
    }
}

static void read_one(void *data, unsigned thread, size_t i)
{
    struct kb_sources *list = data;
    (void)thread;
    kb_source_read(&list->items[i]);
}

/* Splits what has been read; of what has not, one empty document stays. */
static void split_all(struct kb_input *input)
{
    struct docs docs = {0};
    for (size_t i = 0; i < input->source_count; i++) {
        struct kb_source *source = &input->sources[i];
        if (source->data && is_baseline(source)) {
            continue;
        } else if (source->data) {
            split(&docs, source);
        } else {
            docs.items = kb_grow(docs.items, docs.count, &docs.cap, sizeof *docs.items);
            docs.items[docs.count++] = (struct kb_doc){source, 0, 0, 1, 1, KB_FAULT_NONE, NULL};
        }
    }
    input->docs = docs.items;
    input->doc_count = docs.count;
}

void kb_input_read(struct kb_input *input, const char *const *operands, const char *const *settings,
                   const char *git_top, unsigned jobs)
{
    struct kb_sources list = {0};
    for (size_t i = 0; operands[i]; i++) {
        if (git_top)
            kb_git_list(&list, git_top, operands[i], input);
        else
            kb_walk(&list, operands[i], input);
    }
    kb_sources_settle(&list, &input->notes);
    for (; settings && *settings; settings++)
        kb_sources_drop(&list, *settings);
    input->sources = list.items;
    input->source_count = list.count;
    if (git_top)
        kb_git_read(list.items, list.count, &input->arena);
    else
        kb_parallel(kb_parallel_size(jobs, list.count), list.count, KB_PARALLEL_RUN, read_one,
                    &list);
    for (size_t i = 0; i < list.count; i++) {
        struct kb_source *source = &list.items[i];
        if (source->error) /* words are made here: strerror need not be safe in threads */
            source->problem =
                kb_arena_copy(&input->arena, kb_source_why(source), strlen(kb_source_why(source)));
    }
    split_all(input);
}

void kb_input_split(struct kb_input *input, struct kb_source *sources, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (sources[i].data)
            sources[kept++] = sources[i];
    *input = (struct kb_input){.sources = sources, .source_count = kept};
    split_all(input);
}

void kb_input_again(struct kb_input *input)
{
    free(input->docs);
    split_all(input);
}

void kb_input_free(struct kb_input *input)
{
    for (size_t i = 0; i < input->source_count; i++)
        free(input->sources[i].data);
    free(input->sources);
    free(input->docs);
    kb_buf_free(&input->notes);
    kb_arena_free(&input->arena);
    *input = (struct kb_input){0};
}

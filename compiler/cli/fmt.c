/* SPDX-License-Identifier: MIT */
/* kbc fmt */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/settings.h"
#include "compiler/diff.h"
#include "compiler/format.h"
#include "compiler/rewrite.h"
#include "compiler/scan.h"

struct run {
    const struct kb_options *options;
    const struct kb_key_order *order;
    struct kb_scanner scanner;
    struct kb_buf out, text;
    size_t changed, failed;
    int status;
};

static void raise_status(struct run *run, int status)
{
    run->status = status > run->status ? status : run->status;
}

/* The first problem of a file that cannot be formatted. */
struct refusal {
    const struct kb_doc *doc;
    struct kb_place place;
    struct kb_buf message;
};

static void refuse(struct refusal *refusal, const struct kb_doc *doc, size_t offset, size_t len,
                   const char *message)
{
    if (refusal->message.len)
        return;
    refusal->place = kb_place_at(doc, doc->offset + offset, len);
    kb_buf_puts(&refusal->message, message);
}

static void on_problem(void *data, const struct kb_scan_problem *problem)
{
    struct refusal *refusal = data;
    if (problem->kind != KB_SCAN_NUMBER_RANGE) /* a number that nothing can hold keeps its text */
        refuse(refusal, refusal->doc, problem->offset, problem->len, problem->message);
}

static bool readable(struct run *run, const struct kb_doc *docs, size_t count,
                     struct refusal *refusal)
{
    for (size_t i = 0; i < count && !refusal->message.len; i++) {
        refusal->doc = &docs[i];
        if (docs[i].fault != KB_FAULT_NONE)
            refuse(refusal, &docs[i], 0, docs[i].len, docs[i].problem);
        else
            kb_scan(&run->scanner, docs[i].source->data + docs[i].offset, docs[i].len, on_problem,
                    refusal);
    }
    return refusal->message.len == 0;
}

static void format(struct run *run, const struct kb_source *source, const struct kb_doc *docs,
                   size_t count)
{
    const struct kb_keys *keys = kb_keys_of_record(run->order);
    run->text.len = 0;
    for (size_t i = 0; i < count && source->shape == KB_SHAPE_LINES; i++) {
        kb_format(&run->text, (struct kb_str){source->data + docs[i].offset, docs[i].len},
                  &kb_form_line, keys);
        kb_buf_putc(&run->text, '\n');
    }
    if (source->shape == KB_SHAPE_LINES)
        return;
    if (source->shape == KB_SHAPE_ARRAY)
        keys = kb_keys_of_records(run->order);
    kb_format(&run->text, (struct kb_str){source->data, source->len}, &kb_form_pretty, keys);
    kb_buf_putc(&run->text, '\n');
}

/* What becomes of a file that is not in the form yet. */
static void settle(struct run *run, const struct kb_source *source)
{
    struct kb_str old = {source->data, source->len}, text = kb_buf_view(&run->text);
    struct kb_buf why = {0};
    run->changed++;
    if (run->options->diff) {
        kb_diff(&run->out, source->path, old, text, isatty(STDOUT_FILENO));
        raise_status(run, KB_EXIT_FOUND);
    } else if (run->options->check) {
        kb_buf_plain(&run->out, kb_str(source->path));
        kb_buf_putc(&run->out, '\n');
        raise_status(run, KB_EXIT_FOUND);
    } else if (!kb_rewrite(source->path, old, text, &why)) {
        run->changed--;
        run->failed++;
        raise_status(run, kb_fail("fmt: %s %s", source->path, why.data));
    }
    kb_buf_free(&why);
}

static void file(struct run *run, const struct kb_source *source, const struct kb_doc *docs,
                 size_t count)
{
    struct refusal refusal = {0};
    bool standard_input = strcmp(source->path, "-") == 0;
    if (count == 0 && source->shape != KB_SHAPE_ARRAY)
        return; /* a baseline beside the records */
    if (!source->data) {
        run->failed++;
        raise_status(run, kb_fail("fmt: %s cannot be read: %s", source->path, source->problem));
    } else if (!readable(run, docs, count, &refusal)) {
        run->failed++;
        kb_fail("fmt: %s:%u:%u: %s; left alone", source->path, refusal.place.line,
                refusal.place.column, refusal.message.data);
        raise_status(run, KB_EXIT_FOUND);
    } else {
        format(run, source, docs, count);
        if (standard_input && !run->options->check && !run->options->diff)
            kb_buf_str(&run->out, kb_buf_view(&run->text));
        else if (!kb_str_eq(kb_buf_view(&run->text), (struct kb_str){source->data, source->len}))
            settle(run, source);
    }
    kb_buf_free(&refusal.message);
}

static void files(struct run *run, const struct kb_input *input)
{
    for (size_t i = 0, doc = 0, next; i < input->source_count; i++, doc = next) {
        for (next = doc; next < input->doc_count && input->docs[next].source == &input->sources[i];)
            next++;
        file(run, &input->sources[i], input->docs + doc, next - doc);
    }
}

static void say_counts(const struct run *run, const struct kb_input *input)
{
    const char *verb =
        run->options->check || run->options->diff ? "would be formatted" : "formatted";
    fprintf(stderr, "kbc: %zu of %zu file%s %s", run->changed, input->source_count,
            input->source_count == 1 ? "" : "s", verb);
    if (run->failed)
        fprintf(stderr, ", %zu left alone", run->failed);
    fputc('\n', stderr);
}

/* Whether standard input is named alone or not at all; else says so. */
static bool operands_fit(const char *const *operands, bool *standard_input)
{
    size_t count = 0;
    *standard_input = false;
    for (; operands[count]; count++)
        *standard_input |= strcmp(operands[count], "-") == 0;
    if (count == 0)
        kb_fail("fmt: what should be formatted? Name files or folders, or - for standard input");
    if (*standard_input && count > 1)
        kb_fail("fmt: - goes to standard output, so it stands alone");
    return count && (!*standard_input || count == 1);
}

int kb_cmd_fmt(const struct kb_options *options)
{
    struct run run = {.options = options};
    struct kb_settings settings;
    struct kb_input input = {0};
    bool standard_input;
    if (!kb_settings_open(&settings, options, true))
        return KB_EXIT_FAILED;
    if (!operands_fit(settings.check.operands, &standard_input)) {
        kb_settings_close(&settings);
        return KB_EXIT_FAILED;
    }
    struct kb_key_order *order = kb_key_order_new(settings.schema.document);
    run.order = order;
    kb_input_read(&input, settings.check.operands, settings.check.settings, NULL,
                  settings.check.jobs);
    kb_print_notes(&input, options);
    files(&run, &input);
    if (!kb_print(&run.out))
        run.status = KB_EXIT_FAILED;
    if (!options->quiet && !standard_input)
        say_counts(&run, &input);
    kb_input_free(&input);
    kb_key_order_free(order);
    kb_scanner_free(&run.scanner);
    kb_buf_free(&run.out);
    kb_buf_free(&run.text);
    kb_settings_close(&settings);
    return run.status;
}

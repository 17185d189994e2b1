/* SPDX-License-Identifier: MIT */
/* Finds kbc.json, validates it with the schema engine, and tells of all that is wrong with it in
 * the order in which it stands there. */
#include "compiler/config.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "compiler/config_read.h"
#include "compiler/json.h"
#include "compiler/path.h"
#include "compiler/scan.h"
#include "kb/limits.h"

/* Problems told one by one; each place is looked for from the file's start. */
enum { TOLD_MOST = 100 };

/* The nearest kbc.json, from the folder upwards. */
static const char *find_above(struct kb_arena *arena, const char *folder)
{
    struct stat st;
    for (;;) {
        const char *path = kb_path_join(arena, folder, KB_CONFIG_NAME);
        if (lstat(path, &st) == 0) /* a link that leads nowhere is there, and is an error */
            return kb_path_shown(arena, path);
        if (strcmp(folder, "/") == 0)
            return NULL;
        folder = kb_path_folder(arena, folder);
    }
}

const char *kb_config_find(struct kb_arena *arena, const char *operand)
{
    struct stat st;
    bool none = !operand || strcmp(operand, "-") == 0;
    const char *folder = kb_path_absolute(arena, none ? "." : operand);
    if (!folder)
        return NULL; /* the working directory has gone */
    if (!none && (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)))
        folder = kb_path_folder(arena, folder);
    const char *found = find_above(arena, folder);
    const char *real = found ? NULL : kb_path_real(arena, folder);
    return real ? find_above(arena, real) : found;
}

void kb_config_place(const struct kb_config *config, const char *pointer, struct kb_buf *out)
{
    size_t offset, len;
    kb_scan_locate(config->source.data, config->source.len, pointer, false, &offset, &len);
    kb_source_where(out, &config->source, offset);
}

void kb_config_problem(struct kb_config_reader *r, const char *pointer, bool at_key,
                       const char *message)
{
    struct kb_config *config = r->config;
    size_t offset, len, number = r->problem_count++;
    if (number >= TOLD_MOST)
        return;
    kb_scan_locate(config->source.data, config->source.len, pointer, at_key, &offset, &len);
    r->problems[number] = (struct kb_config_problem){
        offset, number, kb_arena_copy(&config->arena, message, strlen(message))};
}

static void on_schema_problem(void *data, const struct kb_schema_problem *problem)
{
    struct kb_buf message = {0};
    if (!problem->at_key && *problem->pointer)
        kb_buf_printf(&message, "%s: ", problem->pointer);
    kb_buf_puts(&message, problem->message);
    if (problem->help)
        kb_buf_printf(&message, "; %s", problem->help);
    kb_config_problem(data, problem->pointer, problem->at_key, message.data);
    kb_buf_free(&message);
}

static int by_place(const void *a, const void *b)
{
    const struct kb_config_problem *x = a, *y = b;
    if (x->offset != y->offset)
        return x->offset < y->offset ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static void tell(struct kb_config_reader *r, void (*fail)(void *data, const char *message),
                 void *data)
{
    size_t told = r->problem_count < TOLD_MOST ? r->problem_count : TOLD_MOST;
    struct kb_buf line = {0};
    qsort(r->problems, told, sizeof *r->problems, by_place);
    for (size_t i = 0; i < told; i++) {
        line.len = 0;
        kb_source_where(&line, &r->config->source, r->problems[i].offset);
        kb_buf_puts(&line, r->problems[i].message);
        fail(data, line.data);
    }
    if (r->problem_count > told) {
        line.len = 0;
        kb_buf_printf(&line, "%s: and %zu more problems", r->config->path, r->problem_count - told);
        fail(data, line.data);
    }
    kb_buf_free(&line);
}

/* Parses the file strictly. NULL, and why in `error`. */
static struct json_object *parse(struct kb_config *config, struct kb_buf *error)
{
    struct stat st;
    if (stat(config->path, &st) == 0 && S_ISREG(st.st_mode) &&
        (uintmax_t)st.st_size > KB_MAX_CONFIG) {
        kb_buf_printf(error, "%s: larger than the limit of %d bytes", config->path, KB_MAX_CONFIG);
        return NULL;
    }
    return kb_json_read(config->path, &config->source, error);
}

static void settle_folder(struct kb_config *config)
{
    const char *absolute = kb_path_absolute(&config->arena, config->path);
    config->folder = absolute ? kb_path_folder(&config->arena, absolute) : ".";
    const char *real = kb_path_real(&config->arena, config->folder);
    config->real_folder = real ? real : config->folder;
}

bool kb_config_open(struct kb_config *config, const char *path, struct kb_check_options *check,
                    void (*fail)(void *data, const char *message), void *data)
{
    struct kb_buf error = {0};
    struct kb_config_problem problems[TOLD_MOST];
    struct kb_config_reader reader = {.config = config, .check = check, .problems = problems};
    *config = (struct kb_config){0};
    config->path = kb_arena_copy(&config->arena, path, strlen(path));
    settle_folder(config);
    struct json_object *value = parse(config, &error);
    if (error.len) {
        fail(data, error.data);
    } else {
        kb_schema_obeyed("kbc-config", value, on_schema_problem, &reader);
        kb_config_read(&reader, value);
        tell(&reader, fail, data);
    }
    bool ok = error.len == 0 && reader.problem_count == 0;
    json_object_put(value);
    kb_buf_free(&error);
    return ok;
}

void kb_config_close(struct kb_config *config)
{
    free(config->source.data);
    kb_arena_free(&config->arena);
    *config = (struct kb_config){0};
}

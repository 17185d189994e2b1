/* SPDX-License-Identifier: MIT */
/* The official JSON Schema Test Suite, draft 2020-12: the engine must agree with every case, and
 * must have something to explain exactly where a value is not valid. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "validate/schema/schema.h"
#include "tests/unit/suite.h"

/* Cases that must have run; the rest of the suite needs what is not supported. */
enum { LEAST_CASES = 880, LEAST_FORMAT_CASES = 440 };

static char suite[4096];
static size_t ran, failed, skipped;

static bool find_suite(void)
{
    const char *corpus = getenv("KBC_CORPUS"), *source = getenv("KBC_SOURCE_DIR");
    if (corpus)
        snprintf(suite, sizeof suite, "%s/json-schema-test-suite/tests/draft2020-12", corpus);
    else
        snprintf(suite, sizeof suite,
                 "%s/../shared/corpus/json-schema-test-suite/tests/draft2020-12",
                 source ? source : ".");
    DIR *dir = opendir(suite);
    if (dir)
        closedir(dir);
    return dir != NULL;
}

struct told {
    size_t count;
    struct kb_buf places; /* a line each: "k" or "v" and the pointer; of wrong types also "t" */
};

static bool has_line(const struct kb_buf *places, char kind, const char *pointer, size_t len)
{
    for (const char *line = places->data; line && *line; line = strchr(line, '\n') + 1)
        if (line[0] == kind && strncmp(line + 1, pointer, len) == 0 && line[1 + len] == '\n')
            return true;
    return false;
}

/* One problem a place, and none below a wrong type. */
static void check_place(struct told *told, const struct kb_schema_problem *problem)
{
    const char *pointer = problem->pointer;
    char kind = problem->at_key ? 'k' : 'v';
    ck_assert_msg(!has_line(&told->places, kind, pointer, strlen(pointer)), "twice: %s at %s",
                  problem->message, pointer);
    for (const char *p = pointer; *p; p++)
        ck_assert_msg(*p != '/' || !has_line(&told->places, 't', pointer, (size_t)(p - pointer)),
                      "below a wrong type: %s at %s", problem->message, pointer);
    kb_buf_printf(&told->places, "%c%s\n", kind, pointer);
    if (problem->kind == KB_SCHEMA_TYPE)
        kb_buf_printf(&told->places, "t%s\n", pointer);
}

static void count_problem(void *data, const struct kb_schema_problem *problem)
{
    struct told *told = data;
    ck_assert(problem->message && *problem->message && problem->kind < KB_SCHEMA_KIND_COUNT);
    ck_assert_msg(!strchr(problem->message, '\n') &&
                      problem->message[strlen(problem->message) - 1] != '.',
                  "not one line without full stop: %s", problem->message);
    ck_assert_msg(!problem->undecided, "%s", problem->message);
    if (!strchr(problem->pointer, '\n'))
        check_place(told, problem);
    told->count++;
}

static size_t problems_of(const struct kb_schema *schema, struct json_object *data)
{
    struct told told = {0};
    kb_schema_explain(schema, data, count_problem, &told);
    kb_buf_free(&told.places);
    return told.count;
}

static const char *text_in(struct json_object *object, const char *key)
{
    return json_object_get_string(json_object_object_get(object, key));
}

/* Values of other groups of the file: what is right is not known, but both ways must agree. */
static void cross(const struct kb_schema *schema, const char *file, struct json_object *groups)
{
    for (size_t i = 0; i < json_object_array_length(groups); i++) {
        struct json_object *tests =
            json_object_object_get(json_object_array_get_idx(groups, i), "tests");
        for (size_t j = 0; j < json_object_array_length(tests); j++) {
            struct json_object *data =
                json_object_object_get(json_object_array_get_idx(tests, j), "data");
            size_t problems = problems_of(schema, data);
            ck_assert_msg((problems == 0) == kb_schema_valid(schema, data),
                          "%s: %zu problems explained of %s", file, problems,
                          json_object_to_json_string(data));
        }
    }
}

static void run_case(const struct kb_schema *schema, const char *file, struct json_object *group,
                     struct json_object *test)
{
    struct json_object *data = json_object_object_get(test, "data");
    bool wanted = json_object_get_boolean(json_object_object_get(test, "valid"));
    size_t problems = problems_of(schema, data);
    bool valid = kb_schema_valid(schema, data);
    ran++;
    if (valid == wanted && (problems == 0) == wanted)
        return;
    failed++;
    printf("%s: %s: %s: wanted %d, got %d with %zu problems\n", file, text_in(group, "description"),
           text_in(test, "description"), wanted, valid, problems);
}

/* What a `xn--` label decodes to is not looked at. */
static bool beyond(const char *file, struct json_object *test)
{
    const char *data = text_in(test, "data");
    bool valid = json_object_get_boolean(json_object_object_get(test, "valid"));
    return strcmp(file, "optional/format/hostname.json") == 0 && !valid && data &&
           (strncmp(data, "xn--", 4) == 0 || strncmp(data, "XN--", 4) == 0);
}

/* A schema may use what is not supported, if the engine says so instead of passing over it. */
static void run_group(const char *file, struct json_object *groups, struct json_object *group)
{
    struct kb_buf error = {0};
    struct json_object *tests = json_object_object_get(group, "tests");
    struct kb_schema *schema = kb_schema_new(json_object_object_get(group, "schema"), &error);
    if (!schema) {
        skipped += json_object_array_length(tests);
        /* PCRE2 has not all the property names of ECMA 262 (\\p{Letter}). */
        if (!strstr(error.data, "not supported") && !strstr(error.data, "unknown property")) {
            failed++;
            printf("%s: %s: %s\n", file, text_in(group, "description"), error.data);
        }
    }
    for (size_t i = 0; schema && i < json_object_array_length(tests); i++) {
        struct json_object *test = json_object_array_get_idx(tests, i);
        if (beyond(file, test))
            skipped++;
        else
            run_case(schema, file, group, test);
    }
    if (schema)
        cross(schema, file, groups);
    kb_schema_free(schema);
    kb_buf_free(&error);
}

static void run_file(const char *name)
{
    char path[8192];
    snprintf(path, sizeof path, "%s/%s", suite, name);
    struct json_object *groups = json_object_from_file(path);
    ck_assert_msg(groups != NULL, "%s cannot be read", path);
    for (size_t i = 0; i < json_object_array_length(groups); i++)
        run_group(name, groups, json_object_array_get_idx(groups, i));
    json_object_put(groups);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

START_TEST(required)
{
    struct dirent **entries;
    int count = scandir(suite, &entries, NULL, by_name);
    ck_assert_int_gt(count, 0);
    ran = failed = skipped = 0;
    for (int i = 0; i < count; i++) {
        const char *dot = strrchr(entries[i]->d_name, '.');
        /* format.json wants formats not to be asserted; here they are. */
        if (dot && strcmp(dot, ".json") == 0 && strcmp(entries[i]->d_name, "format.json") != 0)
            run_file(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    run_file("optional/anchor.json");
    run_file("optional/id.json");
    run_file("optional/unknownKeyword.json");
    run_file("optional/refOfUnknownKeyword.json");
    run_file("optional/no-schema.json");
    run_file("optional/non-bmp-regex.json");
    run_file("optional/float-overflow.json");
    printf("required: %zu cases agree, %zu do not, %zu skipped (they need what is not supported)\n",
           ran - failed, failed, skipped);
    ck_assert_uint_eq(failed, 0);
    ck_assert_uint_ge(ran, LEAST_CASES);
}
END_TEST

START_TEST(formats)
{
    static const char *const names[] = {"date",     "date-time",    "time",  "uri",
                                        "email",    "uuid",         "ipv4",  "ipv6",
                                        "hostname", "json-pointer", "regex", "unknown"};
    ran = failed = skipped = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char name[64];
        snprintf(name, sizeof name, "optional/format/%s.json", names[i]);
        run_file(name);
    }
    printf("formats: %zu cases agree, %zu do not, %zu skipped\n", ran - failed, failed, skipped);
    ck_assert_uint_eq(failed, 0);
    ck_assert_uint_ge(ran, LEAST_FORMAT_CASES);
}
END_TEST

int main(void)
{
    if (!find_suite()) {
        printf("skipped: %s is not there\n", suite);
        return 77;
    }
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, required);
    tcase_add_test(cases, formats);
    return suite_run("schema_suite", cases);
}

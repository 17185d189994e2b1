/* SPDX-License-Identifier: MIT */
/* kbc.json: its schema and the tables agree, it is found, its members arrive, and what is wrong is
 * told with its place. */
#define _XOPEN_SOURCE 700 /* realpath, mkdtemp */
#include "compiler/config.h"

#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/config_read.h"
#include "compiler/json.h"
#include "tests/unit/suite.h"

static char top[PATH_MAX]; /* the working directory; holds base/seeds and link -> base/seeds */
static struct kb_config config;
static struct kb_check_options options;
static struct kb_buf told; /* a line a message */

static void open_tree(void)
{
    char name[] = "/tmp/kbc-config-XXXXXX";
    ck_assert(mkdtemp(name) && realpath(name, top) && chdir(top) == 0);
    ck_assert(mkdir("base", 0700) == 0 && mkdir("base/seeds", 0700) == 0);
    ck_assert(symlink("base/seeds", "link") == 0);
}

static void close_tree(void)
{
    kb_config_close(&config);
    kb_buf_free(&told);
    ck_assert(chdir(top) == 0);
    (void)!unlink("base/kbc.json");
    (void)!unlink("kbc.json");
    ck_assert(unlink("link") == 0 && rmdir("base/seeds") == 0 && rmdir("base") == 0 &&
              chdir("/") == 0 && rmdir(top) == 0);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    ck_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void tell(void *data, const char *message)
{
    (void)data;
    kb_buf_printf(&told, "%s\n", message);
}

/* Reads base/kbc.json with this text on top of the defaults; ' stands for ". */
static bool read_text(const char *text)
{
    struct kb_buf json = {0};
    kb_buf_puts(&json, "");
    for (const char *p = text; *p; p++)
        kb_buf_putc(&json, *p == '\'' ? '"' : *p);
    write_file("base/kbc.json", json.data);
    kb_buf_free(&json);
    told.len = 0;
    kb_config_close(&config);
    kb_check_defaults(&options);
    return kb_config_open(&config, "base/kbc.json", &options, tell, NULL);
}

static bool runs(const char *rule)
{
    return options.run[kb_rule_named(kb_str(rule))->index];
}

static enum kb_severity severity(const char *rule)
{
    return options.severity[kb_rule_named(kb_str(rule))->index];
}

static struct json_object *properties(struct json_object *schema, const char *name)
{
    struct json_object *value = NULL;
    ck_assert(json_object_object_get_ex(schema, "properties", &value));
    if (name) {
        ck_assert(json_object_object_get_ex(value, name, &value));
        ck_assert(json_object_object_get_ex(value, "properties", &value));
    }
    return value;
}

START_TEST(test_schema_has_the_tables)
{
    const struct kb_embedded *file = kb_embedded_named("kbc-config", KB_SCHEMAS);
    struct json_object *schema = kb_json_parse((const char *)file->data, file->size);
    struct json_object *members = properties(schema, NULL);
    struct json_object *thresholds = properties(schema, "thresholds");
    int count = 0;
    for (size_t i = 0; kb_config_member(i).p; i++, count++)
        ck_assert_msg(json_object_object_get_ex(members, kb_config_member(i).p, NULL),
                      "the schema lacks %s", kb_config_member(i).p);
    ck_assert_int_eq(json_object_object_length(members), count);
    count = 0;
    for (const struct kb_threshold *row = kb_threshold_rows; row->name; row++, count++)
        ck_assert_msg(json_object_object_get_ex(thresholds, row->name, NULL),
                      "the schema lacks the threshold %s", row->name);
    ck_assert_int_eq(json_object_object_length(thresholds), count);
    json_object_put(schema);
}
END_TEST

START_TEST(test_empty_changes_nothing)
{
    struct kb_check_options defaults;
    kb_check_defaults(&defaults);
    ck_assert_msg(read_text("{'$schema': 'x'}"), "%s", told.data);
    ck_assert_mem_eq(options.run, defaults.run, sizeof options.run);
    ck_assert_mem_eq(options.severity, defaults.severity, sizeof options.severity);
    ck_assert_mem_eq(&options.thresholds, &defaults.thresholds, sizeof options.thresholds);
    ck_assert_uint_eq(options.max_per_rule, defaults.max_per_rule);
    ck_assert(!config.schema && !config.records && !config.baseline && !config.fail_on);
    ck_assert_str_eq(config.path, "base/kbc.json");
}
END_TEST

START_TEST(test_members)
{
    ck_assert_msg(read_text("{'schema': 'my.json', 'records': ['seeds', '/data', '-'],"
                            " 'fail-on': 'warning', 'baseline': '../old', 'max-per-rule': 7,"
                            " 'thresholds': {'stale-days': 30, 'true-fix': 0.5},"
                            " 'facts': {'cuda': ['releases', 'own/x.json', 'y.json']}}"),
                  "%s", told.data);
    ck_assert_str_eq(config.schema, "my.json");
    ck_assert_str_eq(config.schema_path, "base/my.json");
    ck_assert_str_eq(config.records[0], "base/seeds");
    ck_assert_str_eq(config.records[1], "/data");
    ck_assert_str_eq(config.records[2], "base/-");
    ck_assert_ptr_null(config.records[3]);
    ck_assert_str_eq(config.fail_on, "warning");
    ck_assert_str_eq(config.baseline, "old");
    ck_assert_uint_eq(options.max_per_rule, 7);
    ck_assert_double_eq(options.thresholds.stale_days, 30);
    ck_assert_double_eq(options.thresholds.true_fix, 0.5);
    ck_assert_double_eq(options.thresholds.aging_days, kb_default_thresholds.aging_days);
    ck_assert_uint_eq(config.facts_count, 1);
    ck_assert_str_eq(config.facts[0].domain, "cuda");
    ck_assert_str_eq(config.facts[0].catalogues[0], "releases");
    ck_assert_str_eq(config.facts[0].catalogues[1], "base/own/x.json");
    ck_assert_str_eq(config.facts[0].catalogues[2], "base/y.json");
    ck_assert_ptr_null(config.facts[0].catalogues[3]);
    ck_assert(read_text("{'schema': 'errorcanon', 'records': 'seeds'}"));
    ck_assert_ptr_null(config.schema_path);
    ck_assert_str_eq(config.records[0], "base/seeds");
    ck_assert_ptr_null(config.records[1]);
}
END_TEST

/* Whatever the order of members: select, then ignore; groups, then rules. */
START_TEST(test_rules)
{
    ck_assert(read_text("{'ignore': ['date/stale'], 'select': ['date', 'text/empty']}"));
    ck_assert(runs("date/order") && runs("text/empty"));
    ck_assert(!runs("date/stale") && !runs("text/duplicate") && !runs("schema/type"));
    ck_assert(read_text("{'ignore': ['text', 'schema']}"));
    ck_assert(runs("date/order") && !runs("text/empty") && !runs("schema/type"));
    ck_assert(read_text("{'severity': {'date/stale': 'info', 'date': 'error', 'regex': 'info',"
                        " 'schema/type': 'error'}}"));
    ck_assert_int_eq(severity("date/stale"), KB_INFO);
    ck_assert_int_eq(severity("date/future"), KB_ERROR);
    ck_assert_int_eq(severity("regex/limit"), KB_INFO);
    ck_assert_int_eq(severity("regex/syntax"), KB_ERROR); /* it blocks */
}
END_TEST

static bool ignores(struct kb_path_ignores *memory, const char *path, const char *rule)
{
    static struct kb_source sources[8]; /* told apart by their addresses */
    static size_t at;
    struct kb_source *source = &sources[at++ % 8];
    const char *reason = "unchanged";
    char full[2 * PATH_MAX];
    snprintf(full, sizeof full, "%s/%s", top, path);
    *source = (struct kb_source){.path = path, .full = full};
    bool yes = kb_config_ignores(memory, source, kb_rule_named(kb_str(rule)), &reason);
    if (yes)
        ck_assert(!reason || strcmp(reason, "because") == 0);
    else
        ck_assert_str_eq(reason, "unchanged");
    return yes;
}

START_TEST(test_per_path)
{
    ck_assert_msg(
        read_text("{'per-path': ["
                  "{'path': 'seeds/a*', 'ignore': ['date', 'regex'], 'reason': 'because'},"
                  "{'path': ['seeds/b.json', 'old'], 'ignore': ['text/empty']}]}"),
        "%s", told.data);
    struct kb_path_ignores memory = {.config = &config};
    ck_assert(ignores(&memory, "base/seeds/a.json", "date/stale"));
    ck_assert(ignores(&memory, "base/seeds/a.json", "regex/limit"));
    ck_assert(!ignores(&memory, "base/seeds/a.json", "regex/syntax")); /* it blocks */
    ck_assert(!ignores(&memory, "base/seeds/a.json", "text/empty"));
    ck_assert(ignores(&memory, "base/seeds/b.json", "text/empty"));
    ck_assert(ignores(&memory, "base/old/x/c.json", "text/empty"));
    ck_assert(!ignores(&memory, "seeds/a.json", "date/stale")); /* not below its folder */
    ck_assert(!ignores(&memory, "-", "date/stale"));
    const char *reason;
    struct kb_source linked = {.path = "link/a.json"};
    char full[2 * PATH_MAX];
    snprintf(full, sizeof full, "%s/base/seeds/a.json", top);
    linked.full = full;
    ck_assert(kb_config_ignores(&memory, &linked, &kb_rules[KB_R_DATE_STALE], &reason));
    struct kb_path_ignores none = {0};
    ck_assert(!kb_config_ignores(&none, &linked, &kb_rules[KB_R_DATE_STALE], &reason));
}
END_TEST

static void finds(const char *operand, const char *expected)
{
    struct kb_arena arena = {0};
    const char *found = kb_config_find(&arena, operand);
    ck_assert_msg(expected ? found && strcmp(found, expected) == 0 : !found, "%s gives %s",
                  operand ? operand : "no operand", found ? found : "none");
    kb_arena_free(&arena);
}

START_TEST(test_find)
{
    finds("base", NULL);
    write_file("base/kbc.json", "{}");
    finds("base", "base/kbc.json");
    finds("base/seeds/", "base/kbc.json");
    finds("base/seeds/no/such.json", "base/kbc.json");
    finds("base/kbc.json", "base/kbc.json");
    finds("link/x.json", "base/kbc.json"); /* there is none above the link, but where it leads */
    finds("link/../x.json", "base/kbc.json");
    finds(NULL, NULL);
    finds("-", NULL);
    ck_assert(symlink("nowhere", "kbc.json") == 0); /* there, if only to be an error */
    finds(NULL, "kbc.json");
    finds("link", "kbc.json"); /* above the link goes first */
    ck_assert(chdir("base/seeds") == 0);
    finds("-", "../kbc.json");
    finds("../..", "../../kbc.json");
}
END_TEST

/* Messages by a line each, as they stand in the file, whoever finds them. */
static const struct {
    const char *text, *told;
} wrong[] = {
    {"{", "base/kbc.json:1:2: "},
    {"", "base/kbc.json:1:1: "},
    {"\xFF", "base/kbc.json:1:1: "},
    {"{'select': [], 'select': []}", "base/kbc.json:1:16: "},
    {"[]", "base/kbc.json:1:1: expected an object, got an array\n"},
    {"{'selct': []}", "base/kbc.json:1:2: unknown key `selct`; did you mean `select`?\n"},
    {"{'select': ['date/stael'],\n 'max-per-rule': -1,\n 'ignore': ['frobnicate']}",
     "base/kbc.json:1:13: there is no rule or group `date/stael`; did you mean `date/stale`?\n"
     "base/kbc.json:2:18: /max-per-rule: expected at least 0, got -1\n"
     "base/kbc.json:3:13: there is no rule or group `frobnicate`; `kbc rule` lists them\n"},
    {"{'severity': {'schema/type': 'info'}}", "base/kbc.json:1:15: `schema/type` blocks: "},
    {"{'severity': {'schema': 'warning'}}", "base/kbc.json:1:15: `schema` blocks: "},
    {"{'per-path': [{'path': 'a', 'ignore': ['json/syntax']}]}",
     "base/kbc.json:1:40: `json/syntax` blocks: "},
    {"{'per-path': [{'path': ['a', '../b'], 'ignore': []}]}",
     "base/kbc.json:1:30: the pattern `../b` matches nothing: "},
};

START_TEST(test_wrong)
{
    ck_assert(!read_text(wrong[_i].text));
    size_t n = strlen(wrong[_i].told);
    bool whole = n && wrong[_i].told[n - 1] == '\n';
    ck_assert_msg(strncmp(told.data, wrong[_i].told, n) == 0 && (!whole || told.len == n), "%s: %s",
                  wrong[_i].text, told.data);
}
END_TEST

/* A file of nothing but mistakes takes neither long nor the whole screen. */
START_TEST(test_many)
{
    struct kb_buf text = {0};
    kb_buf_puts(&text, "{'ignore': [");
    for (int i = 0; i < 100000; i++)
        kb_buf_puts(&text, "'x',");
    kb_buf_puts(&text, "'x']}");
    ck_assert(!read_text(text.data));
    ck_assert_ptr_nonnull(strstr(told.data, "base/kbc.json: and 99901 more problems\n"));
    kb_buf_free(&text);
    ck_assert(truncate("base/kbc.json", (1 << 20) + 1) == 0);
    told.len = 0;
    kb_config_close(&config);
    ck_assert(!kb_config_open(&config, "base/kbc.json", &options, tell, NULL));
    ck_assert_str_eq(told.data, "base/kbc.json: larger than the limit of 1048576 bytes\n");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("config");
    tcase_add_checked_fixture(cases, open_tree, close_tree);
    tcase_add_test(cases, test_schema_has_the_tables);
    tcase_add_test(cases, test_empty_changes_nothing);
    tcase_add_test(cases, test_members);
    tcase_add_test(cases, test_rules);
    tcase_add_test(cases, test_per_path);
    tcase_add_test(cases, test_find);
    tcase_add_loop_test(cases, test_wrong, 0, sizeof wrong / sizeof *wrong);
    tcase_add_test(cases, test_many);
    return suite_run("config", cases);
}

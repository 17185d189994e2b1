/* SPDX-License-Identifier: MIT */
/* Catalogues: lookups, and that those in the binary are what their schema says. What is said of a
 * broken one is cases/own-facts's. */
#include "compiler/json.h"
#include "kb/facts.h"

#include <json-c/json.h>
#include <string.h>

#include "compiler/catalogue.h"
#include "compiler/facts.h"
#include "compiler/schemas.h"
#include "pattern/pattern.h"
#include "tests/unit/suite.h"

START_TEST(test_codes)
{
    static const struct kb_code by_name[] = {{{"A", 1}, 7}, {{"B", 1}, 2}, {{"C", 1}, 7}};
    static const struct kb_code by_number[] = {{{"B", 1}, 2}, {{"A", 1}, 7}, {{"C", 1}, 7}};
    const struct kb_catalogue catalogue = {
        .codes = by_name, .by_number = by_number, .code_count = 3};
    const struct kb_catalogue empty = {0};
    ck_assert_int_eq(kb_code_named(&catalogue, KB_STR("B"))->number, 2);
    ck_assert_int_eq(kb_code_named(&catalogue, KB_STR("C"))->number, 7);
    ck_assert_ptr_null(kb_code_named(&catalogue, KB_STR("b")));
    ck_assert_ptr_null(kb_code_named(&empty, KB_STR("A")));
    ck_assert_str_eq(kb_code_numbered(&catalogue, 7)->name.p, "A");
    ck_assert_str_eq(kb_code_numbered(&catalogue, 2)->name.p, "B");
    ck_assert_ptr_null(kb_code_numbered(&catalogue, 3));
    ck_assert_ptr_null(kb_code_numbered(&catalogue, 8));
    ck_assert_ptr_null(kb_code_numbered(&empty, 0));
}
END_TEST

START_TEST(test_releases)
{
    static const struct kb_release releases[] = {{.major = 1, .minor = 2},
                                                 {.major = 1, .minor = 9},
                                                 {.major = 1, .minor = 10},
                                                 {.major = 2, .minor = 0},
                                                 {.major = 2, .minor = 2}};
    struct kb_product product = {.releases = releases,
                                 .release_count = 5,
                                 .complete = true,
                                 .from = {.major = 1, .minor = 9},
                                 .to = {.major = 2, .minor = 1}};
    ck_assert_ptr_eq(kb_release_of(&product, 1, 10), &releases[2]);
    ck_assert_ptr_null(kb_release_of(&product, 1, 1));
    ck_assert_ptr_null(kb_release_of(&product, 3, 0));
    ck_assert_uint_eq(kb_release_bound(&product, 1, 11), 3);
    ck_assert_uint_eq(kb_release_bound(&product, 9, 9), 5);
    ck_assert(!kb_release_unknown(&product, 1, 8)); /* before the complete range */
    ck_assert(!kb_release_unknown(&product, 1, 9));
    ck_assert(!kb_release_unknown(&product, 1, 10));
    ck_assert(kb_release_unknown(&product, 1, 11));
    ck_assert(kb_release_unknown(&product, 1, 100));
    ck_assert(!kb_release_unknown(&product, 2, 0));
    ck_assert(kb_release_unknown(&product, 2, 1)); /* its last */
    ck_assert(!kb_release_unknown(&product, 2, 3));
    product.complete = false;
    ck_assert(!kb_release_unknown(&product, 1, 11));
}
END_TEST

static void read_map(struct kb_facts_set *set, const char *json)
{
    struct json_object *map = json_tokener_parse(json);
    struct kb_buf error = {0};
    bool ok = kb_facts_read(set, map, "", &error);
    ck_assert_msg(ok, "%s", error.data);
    json_object_put(map);
    kb_buf_free(&error);
}

START_TEST(test_domains)
{
    struct kb_facts_set set = {0};
    ck_assert_ptr_null(kb_facts_of(&set.facts, KB_STR("cuda")));
    read_map(&set, "{\"cuda\": [\"releases\", \"releases\"], \"x\": [\"cuda-driver-errors\"]}");
    read_map(&set, "{\"cuda\": [\"cuda-driver-errors\", \"releases\"], \"empty\": []}");
    const struct kb_domain_facts *cuda = kb_facts_of(&set.facts, KB_STR("cuda"));
    const struct kb_domain_facts *x = kb_facts_of(&set.facts, KB_STR("x"));
    ck_assert_uint_eq(cuda->count, 2);
    ck_assert_str_eq(cuda->catalogues[0]->name, "releases");
    ck_assert_ptr_eq(cuda->catalogues[1], x->catalogues[0]);
    ck_assert_uint_eq(set.count, 2);
    ck_assert_uint_eq(kb_facts_of(&set.facts, KB_STR("empty"))->count, 0);
    ck_assert_ptr_null(kb_facts_of(&set.facts, KB_STR("CUDA")));
    ck_assert_ptr_null(kb_facts_of(&set.facts, (struct kb_str){0}));
    kb_facts_close(&set);
}
END_TEST

static const struct kb_embedded *embedded(struct kb_str name)
{
    const struct kb_embedded *file = kb_embedded_files;
    while (strncmp(file->name, name.p, name.n) != 0 ||
           strcmp(file->name + name.n, ".facts.json") != 0)
        file++;
    return file;
}

/* Catalogues in the binary are not checked when they are loaded. */
START_TEST(test_built_in)
{
    struct kb_str name;
    size_t count = 0;
    for (; (name = kb_embedded_name(KB_CATALOGUES, count)).p; count++) {
        const struct kb_embedded *file = embedded(name);
        struct kb_source source = {.path = file->name, .len = file->size};
        struct kb_buf error = {0};
        struct kb_arena arena = {0};
        source.data = kb_arena_copy(&arena, (const char *)file->data, file->size);
        struct json_object *value = kb_json_parse(source.data, source.len);
        ck_assert_msg(kb_catalogue_valid(value, &source, &error), "%s", error.data);
        struct kb_catalogue *catalogue = kb_catalogue_new(value, &source, &arena, &error);
        ck_assert_msg(catalogue != NULL, "%s: %s", file->name, error.data);
        ck_assert(kb_str_is(name, catalogue->name));
        for (size_t i = 0; i < catalogue->code_count; i++)
            ck_assert_msg(kb_pattern_search(catalogue->names, catalogue->codes[i].name) ==
                              KB_MATCH_YES,
                          "%s is not of the form of %s", catalogue->codes[i].name.p, file->name);
        for (size_t i = 0; i < catalogue->product_count; i++) {
            const struct kb_product *product = &catalogue->products[i];
            ck_assert(!product->complete ||
                      (kb_release_of(product, product->from.major, product->from.minor) &&
                       kb_release_of(product, product->to.major, product->to.minor)));
            for (size_t j = 1; j < product->release_count; j++)
                ck_assert_int_lt(kb_release_cmp(&product->releases[j - 1], &product->releases[j]),
                                 0);
        }
        kb_pattern_free(catalogue->names);
        json_object_put(value);
        kb_arena_free(&arena);
        kb_buf_free(&error);
    }
    ck_assert_uint_ge(count, 3);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, test_codes);
    tcase_add_test(cases, test_releases);
    tcase_add_test(cases, test_domains);
    tcase_add_test(cases, test_built_in);
    return suite_run("facts", cases);
}

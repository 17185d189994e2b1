/* SPDX-License-Identifier: MIT */
/* Which versions of which products a text names. */
#include "validate/rules/mention.h"

#include "kb/buf.h"
#include "tests/unit/suite.h"

static const struct kb_str cuda_names[] = {{"CUDA", 4}, {"CUDA Toolkit", 12}, {"cudatoolkit", 11}};
static const struct kb_str torch_names[] = {{"PyTorch", 7}, {"torch", 5}};
static const struct kb_str qt_names[] = {{"Qt5", 3}};
static const struct kb_product products[] = {
    {.names = cuda_names, .name_count = 3},
    {.names = torch_names, .name_count = 2},
    {.names = qt_names, .name_count = 1},
};
static const struct kb_catalogue catalogue = {.products = products, .product_count = 3};

/* "CUDA 12.4, CUDA <12.7, PyTorch 2.6~": < for a bound, ~ for a pre-release. */
static struct kb_buf list(const char *text, const struct kb_product *product)
{
    const struct kb_catalogue *catalogues[] = {&catalogue};
    const struct kb_domain_facts facts = {.catalogues = catalogues, .count = 1};
    struct kb_mentions mentions = kb_mentions_of(kb_str(text), &facts, product);
    struct kb_mention mention;
    struct kb_buf out = {0};
    kb_buf_puts(&out, "");
    while (kb_mention_next(&mentions, &mention))
        kb_buf_printf(&out, "%s%s %s%u.%u%s", out.len ? ", " : "", mention.product->names[0].p,
                      mention.bound ? "<" : "", mention.major, mention.minor,
                      mention.early ? "~" : "");
    return out;
}

START_TEST(test_texts)
{
    static const struct {
        const char *text, *found;
    } rows[] = {
        {"", ""},
        {"   ", ""},
        {"12.4", ""},
        {"CUDA", ""},
        {"CUDA 12.4", "CUDA 12.4"},
        {"cuda 12.4.1", "CUDA 12.4"},
        {"CUDA12.4", "CUDA 12.4"},
        {"CUDA v12.4", "CUDA 12.4"},
        {"CUDA 12.10", "CUDA 12.10"},
        {"CUDA Toolkit 12.4 Update 1", "CUDA 12.4"},
        {"cudatoolkit=11.8", "CUDA 11.8"},
        {"CUDA 12", ""},
        {"CUDA 12.x", ""},
        {"CUDA 12.*", ""},
        {"CUDA 12.4.x", "CUDA 12.4"},
        {"CUDA 12.", ""},
        {"CUDA .4", ""},
        {"CUDA 9999999999.4", ""},
        {"CUDA 12.9999999999", ""},
        {"CUDA 12, 12.4", "CUDA 12.4"},
        {"CUDA 12.4, 12.7", "CUDA 12.4, CUDA 12.7"},
        {"CUDA 12.4/12.5 or 12.6", "CUDA 12.4, CUDA 12.5, CUDA 12.6"},
        {"CUDA 12.4-12.7", "CUDA 12.4, CUDA 12.7"},
        {"CUDA 12.4 – 12.7", "CUDA 12.4, CUDA 12.7"},
        {"CUDA 12.4 to 12.7", "CUDA 12.4, CUDA 12.7"},
        {"torch>=2.6,<2.8", "PyTorch 2.6, PyTorch <2.8"},
        {"torch == 2.6.0", "PyTorch 2.6"},
        {"torch ~= 2.6, != 2.7, ^2.8, > 2.1, <= 2.9",
         "PyTorch 2.6, PyTorch <2.7, PyTorch 2.8, PyTorch <2.1, PyTorch <2.9"},
        {"CUDA ≥ 12.4", "CUDA 12.4"},
        {"CUDA ≤12.4", "CUDA <12.4"},
        {"PyTorch 2.6.0 with CUDA 12.4", "PyTorch 2.6, CUDA 12.4"},
        {"PyTorch 2.6.0 (CUDA 12.4)", "PyTorch 2.6, CUDA 12.4"},
        {"PyTorch 2.6.0 with 12.4", "PyTorch 2.6"},
        {"PyTorch 2.6.0+cu126", "PyTorch 2.6"},
        {"PyTorch 2.6.0+cu126, CUDA 12.6", "PyTorch 2.6, CUDA 12.6"},
        {"PyTorch 2.6.0a0+git1234", "PyTorch 2.6~"},
        {"PyTorch 2.6.0rc1", "PyTorch 2.6~"},
        {"PyTorch 2.6.0-rc1", "PyTorch 2.6~"},
        {"PyTorch 2.6.0.dev20241112", "PyTorch 2.6~"},
        {"PyTorch 2.6 nightly", "PyTorch 2.6~"},
        {"PyTorch 2.6 (Preview)", "PyTorch 2.6~"},
        {"PyTorch 2.6 previews", "PyTorch 2.6"},
        {"PyTorch 2.6.0.post1", "PyTorch 2.6"},
        {"pytorch-lightning 2.5", ""},
        {"PyTorch/XLA 2.5", ""},
        {"torchvision 0.21", ""},
        {"libtorch 2.6", ""},
        {"torch.compile 2.6", ""},
        {"Qt5.15", ""},
        {"Qt515.1", ""},
        {"Qt5 5.15", "Qt5 5.15"},
        {"before CUDA 12.7", ""},
        {"no CUDA 12.7", ""},
        {"NVIDIA Driver 565.57", ""},
        {"NVIDIA Driver 565.57, CUDA 12.6", "CUDA 12.6"},
        {"CUDA 12.4 on Windows, 550.54 driver", "CUDA 12.4"},
        {"CUDA Version: 12.7", ""},
        {"CUDA-12.7", ""},
        {",;/|(", ""},
        {"CUDA CUDA 12.4", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kb_buf found = list(rows[i].text, NULL);
        ck_assert_msg(strcmp(found.data, rows[i].found) == 0, "%s: %s, not %s", rows[i].text,
                      found.data, rows[i].found);
        kb_buf_free(&found);
    }
}
END_TEST

START_TEST(test_given_product)
{
    static const struct {
        const char *text, *found;
    } rows[] = {
        {">=12.0,<13.0", "CUDA 12.0, CUDA <13.0"},
        {"12.4", "CUDA 12.4"},
        {">=12.4 || 11.8", "CUDA 12.4, CUDA 11.8"},
        {"12.4, torch 2.6, 2.7", "CUDA 12.4, PyTorch 2.6, PyTorch 2.7"},
        {"any, 12.4", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kb_buf found = list(rows[i].text, &products[0]);
        ck_assert_msg(strcmp(found.data, rows[i].found) == 0, "%s: %s, not %s", rows[i].text,
                      found.data, rows[i].found);
        kb_buf_free(&found);
    }
}
END_TEST

START_TEST(test_names)
{
    const struct kb_catalogue *catalogues[] = {&catalogue};
    const struct kb_domain_facts facts = {.catalogues = catalogues, .count = 1};
    ck_assert_ptr_eq(kb_product_named(&facts, KB_STR("cuda toolkit")), &products[0]);
    ck_assert_ptr_eq(kb_product_named(&facts, KB_STR("TORCH")), &products[1]);
    ck_assert_ptr_null(kb_product_named(&facts, KB_STR("torch 2")));
    ck_assert_ptr_null(kb_product_named(&facts, KB_STR("")));
    ck_assert_ptr_null(kb_product_named(&facts, (struct kb_str){0}));
    ck_assert_ptr_eq(kb_product_first(&facts, KB_STR("torch 2")), &products[1]);
    ck_assert_ptr_null(kb_product_first(&facts, KB_STR("the torch")));
    ck_assert_ptr_null(kb_product_first(&facts, KB_STR("pytorch-lightning 2.5")));
    ck_assert_ptr_null(kb_product_first(&facts, (struct kb_str){0}));
}
END_TEST

/* Bytes that are no text must end, too. */
START_TEST(test_any_bytes)
{
    static const char bytes[] = "CUDA 12.4\0, \0(\xff\xe2\x80 torch>=\0 2.6 ,\0";
    const struct kb_catalogue *catalogues[] = {&catalogue};
    const struct kb_domain_facts facts = {.catalogues = catalogues, .count = 1};
    struct kb_mention mention;
    for (size_t n = 0; n < sizeof bytes; n++) {
        struct kb_mentions mentions = kb_mentions_of((struct kb_str){bytes, n}, &facts, products);
        size_t count = 0;
        while (kb_mention_next(&mentions, &mention))
            count++;
        ck_assert_uint_le(count, 2);
    }
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, test_texts);
    tcase_add_test(cases, test_given_product);
    tcase_add_test(cases, test_names);
    tcase_add_test(cases, test_any_bytes);
    return suite_run("mention", cases);
}

/* SPDX-License-Identifier: MIT */
/* Texts to terms, folded by the writer's table and by that of an index: both must give the same. */
#include "kbx/words.h"

#include "kbx/query.h"
#include "pattern/fold.h"
#include "tests/unit/kbx_fixture.h"

#include <stdio.h>

static unsigned char *bytes;
static size_t size;
static struct kbx *k;

static void setup(void)
{
    bytes = fixture_index(fixture_base(), &size);
    ck_assert_int_eq(kbx_open_mem(bytes, size, 0, &k, NULL), KBX_OK);
}

static void teardown(void)
{
    kbx_close(k);
    free(bytes);
}

static uint32_t fold(const void *table, uint32_t cp)
{
    (void)table;
    return kb_fold(cp);
}

struct terms {
    struct kb_buf joined; /* terms with a space between */
    struct kb_str text;
};

static void take(void *to, const struct kbx_i_term *term)
{
    struct terms *t = to;
    ck_assert_uint_gt(term->len, 0);
    ck_assert_uint_le(term->len, KBX_TERM_LONGEST);
    ck_assert_uint_lt(term->from, term->to);
    ck_assert_uint_le(term->to, t->text.n);
    ck_assert(kb_utf8_valid((struct kb_str){(const char *)term->text, term->len}));
    if (t->joined.len)
        kb_buf_putc(&t->joined, ' ');
    kb_buf_add(&t->joined, term->text, term->len);
}

static char *terms_of(struct kb_str text, kbx_i_folder *folder, const void *table)
{
    struct terms t = {.text = text};
    kb_buf_puts(&t.joined, "");
    kbx_i_words(text.p, text.n, folder, table, take, &t);
    return t.joined.data;
}

static void gives(struct kb_str text, const char *expected)
{
    char *writer = terms_of(text, fold, NULL), *reader = terms_of(text, kbx_i_folder_of, k);
    ck_assert_msg(strcmp(writer, expected) == 0, "%s gives %s, not %s", text.p, writer, expected);
    ck_assert_str_eq(reader, expected);
    free(writer);
    free(reader);
}

START_TEST(table)
{
    static const struct {
        const char *text, *terms;
    } all[] = {
        {"", ""},
        {" .,;! ", ""},
        {"Out of Memory", "out of memory"},
        {"a b", "a b"},
        /* identifiers */
        {"cudaErrorNotReady", "cudaerrornotready cuda error not ready"},
        {"ERR_REQUIRE_ESM", "err_require_esm err require esm"},
        {"JSONDecodeError", "jsondecodeerror json decode error"},
        {"URLs", "urls"},
        {"IPv6", "ipv6 ipv 6"},
        {"__init__", "__init__ init"},
        {"____ _", ""},
        {"x_y", "x_y"},
        {"E0308", "e0308 0308"},
        {"cuda12", "cuda12 cuda 12"},
        {"0x80070005", "0x80070005 0 80070005"},
        /* codes */
        {"ORA-00600:", "ora 00600 ora-00600"},
        {"libc.so.6", "libc so 6 libc.so.6"},
        {"a.b", "a b"},
        {"a--1", "a 1"},
        {"-1", "1"},
        {"1-", "1"},
        {"https://x.y/z", "https x y z"},
        {"TS2345/E_1", "ts2345 ts 2345 e_1 1 ts2345/e_1"},
        /* case beyond ASCII, full width */
        {"\xC3\x89TAT \xCE\xA3\xCE\xA6", "\xC3\xA9tat \xCF\x83\xCF\x86"},
        {"\xE2\x84\xAA\xC5\xBF", "ks"}, /* Kelvin, long s: capitals, too */
        {"\xEF\xBC\xA3\xEF\xBD\x95\xEF\xBD\x84\xEF\xBD\x81\xEF\xBC\x91", "cuda1 cuda 1"},
        {"a\xEF\xBC\x9A"
         "1\xE3\x80\x80"
         "b",
         "a 1 a:1 b"}, /* full-width colon, ideographic space */
        {"it\xE2\x80\x99s", "it s"},
        {"50\xC3\x97"
         "60 caf\xC3\xA9",
         "50 60 caf\xC3\xA9"},
        /* Han, kana, Hangul */
        {"内", "内"},
        {"内存", "内 内存 存"},
        {"非法内存", "非 非法 法 法内 内 内存 存"},
        {"内存，不足", "内 内存 存 不 不足 足"},
        {"メモリ不足", "メ メモ モ モリ リ リ不 不 不足 足"},
        {"한국", "한 한국 국"},
        {"时时々", "时 时时 时 时々 々"},
        {"𠀀𠀁", "𠀀 𠀀𠀁 𠀁"},
        /* mixed */
        {"使用CUDA12内存", "使 使用 用 cuda12 cuda 12 内 内存 存"},
        {"错误ORA-1：x", "错 错误 误 ora 1 x ora-1:x"},
        /* broken UTF-8 and control bytes end a run */
        {"ab\xFF"
         "cd",
         "ab cd"},
        {"内\xE5\x86存", "内 存"},
        {"ab\xC3", "ab"},
        {"ab\xEF\xBF\xBD"
         "cd",
         "ab cd"},
        {"ab\x01"
         "cd",
         "ab cd"},
    };
    for (size_t i = 0; i < COUNT(all); i++)
        gives(kb_str(all[i].text), all[i].terms);
    gives((struct kb_str){"a\0b", 3}, "a b");
}
END_TEST

/* A long run is cut at a character, a part and a code likewise; what is behind goes on. */
START_TEST(cut)
{
    char text[400], expected[400];
    snprintf(text, sizeof text, "%s", "x");
    for (size_t i = 0; i < 100; i++)
        snprintf(text + 1 + 2 * i, 3, "\xC3\xA9");
    snprintf(text + 201, sizeof text - 201, " end");
    snprintf(expected, sizeof expected, "%.63s end", text);
    gives(kb_str(text), expected);
    memset(text, 'a', 70);
    snprintf(text + 70, sizeof text - 70, "-1");
    snprintf(expected, sizeof expected, "%.64s 1 %.64s", text, text);
    gives(kb_str(text), expected);
}
END_TEST

/* Where a term stands in its text. */
static void places(void *to, const struct kbx_i_term *term)
{
    kb_buf_printf(to, "%d:%zu-%zu ", (int)term->kind, term->from, term->to);
}

START_TEST(offsets)
{
    struct kb_buf out = {0};
    const char *text = " aB_1-\xEF\xBC\xA1 内存";
    kbx_i_words(text, strlen(text), fold, NULL, places, &out);
    ck_assert_str_eq(out.data, "0:1-5 1:4-5 0:6-9 2:1-9 3:10-13 4:10-16 3:13-16 ");
    kb_buf_free(&out);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("words");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, table);
    tcase_add_test(tests, cut);
    tcase_add_test(tests, offsets);
    return suite_run("kbx_words", tests);
}

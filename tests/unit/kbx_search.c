/* SPDX-License-Identifier: MIT */
/* Searching a small base: what is found, in which order, and how the query was understood. */
#include "kbx/search.h"
#include "tests/unit/kbx_fixture.h"

#include <stdio.h>

static struct kb_str aliases[] = {S("the slow one")};
static struct kb_version versions[] = {{.version = S("CUDA 12.2")}, {.version = S("CUDA 11.8")}};
static struct kb_workaround workarounds[] = {{.action = S("restart the container"), .how = S("")}};
static struct kb_translation translations[] = {
    {1, KB_F_SIGNATURE, 0, S("非法内存访问")},
    {1, KB_F_ROOT_CAUSE, 0, S("内存已被释放，之后访问了非法地址，显存不足")}};
static struct kb_translation scattered[] = {
    {1, KB_F_ROOT_CAUSE, 0, S("内存不足；存访；法内；非法；访问")}};

static struct kb_record records[] = {
    {.id = S("cuda/a"),
     .domain = S("cuda"),
     .signature = S("CUDA error: an illegal memory access"),
     .error_code = S("cudaErrorIllegalAddress (700)"),
     .root_cause = S("freed too early"),
     .resolvable = S("partial"),
     .fix_success_rate = {0.785, S("0.785")},
     .versions = LIST(versions),
     .translations = LIST(translations),
     ABSENT},
    {.id = S("cuda/b"),
     .domain = S("cuda"),
     .signature = S("container: memory and access and illegal things"),
     .root_cause = S("it says memory, memory, memory"),
     .resolvable = S("true"),
     .version_range = S(">=11,<13"),
     .translations = LIST(scattered),
     ABSENT},
    {.id = S("oracle/c"),
     .domain = S("Oracle"),
     .signature = S("ORA-00600: internal error code"),
     .error_code = S("ORA-00600"),
     .aliases = LIST(aliases),
     .resolvable = S("false"),
     .fix_success_rate = {0.2, S("0.2")},
     .workarounds = LIST(workarounds),
     ABSENT},
    {.id = S("oracle/d"),
     .domain = S("Oracle"),
     .signature = S("ORA-00601: cleanup lock conflict, see ORA-00600"),
     .error_code = S("ORA-00601"),
     ABSENT},
    {.id = S("twin/x"), .signature = S("twice the same thing"), ABSENT},
    {.id = S("twin/y"), .signature = S("twice the same thing"), ABSENT},
};

static unsigned char *bytes;
static size_t size;
static struct kbx *k;

static void setup(void)
{
    static struct kb_record *order[COUNT(records)];
    struct kb_base base = *fixture_base();
    for (size_t i = 0; i < COUNT(records); i++) {
        records[i].doc = &fixture_docs[0];
        order[i] = &records[i];
    }
    base.records = order;
    base.count = COUNT(records);
    bytes = fixture_index(&base, &size);
    struct kbx_error error = {0};
    ck_assert_msg(kbx_open_mem(bytes, size, KBX_VERIFY, &k, &error) == KBX_OK, "%s", error.text);
}

static void teardown(void)
{
    kbx_close(k);
    free(bytes);
}

/* The letters of the records found, in their order: "ab" for cuda/a and cuda/b. */
static void filtered(const char *query, const struct kbx_filter *filter, const char *expected,
                     const char *mended)
{
    struct kbx_results results;
    struct kbx_error error = {0};
    char got[COUNT(records) + 1] = "";
    int status = kbx_search(k, query, strlen(query), filter, SIZE_MAX, &results, &error);
    ck_assert_int_eq(status, *expected ? KBX_OK : KBX_MISSING);
    ck_assert_uint_eq(results.count, results.total);
    for (size_t i = 0; i < results.count; i++) {
        const struct kb_str id = records[results.found[i].record].id;
        got[i] = id.p[id.n - 1];
    }
    ck_assert_msg(strcmp(got, expected) == 0, "%s: %s, not %s", query, got, expected);
    if (mended) {
        ck_assert_msg(results.mended.ptr != NULL, "%s", query);
        ck_assert_str_eq(results.mended.ptr, mended);
        ck_assert_uint_eq(results.mended.len, strlen(mended));
    } else {
        ck_assert_msg(results.mended.ptr == NULL, "%s: %s", query, results.mended.ptr);
    }
    kbx_results_free(&results);
}

static void finds(const char *query, const char *expected)
{
    filtered(query, NULL, expected, NULL);
}

/* What is told to be nowhere. */
static void lacks(const char *query, const char *expected)
{
    struct kbx_results results;
    struct kbx_error error = {0};
    (void)kbx_search(k, query, strlen(query), NULL, SIZE_MAX, &results, &error);
    ck_assert_str_eq(results.lacking.ptr, expected);
    ck_assert_uint_eq(results.lacking.len, strlen(expected));
    kbx_results_free(&results);
}

START_TEST(nowhere)
{
    lacks("illegal", "");
    lacks("illegal nowhere freed zzqq", "nowhere zzqq");
    lacks("illegal nowhere NOWHERE", "nowhere");
    lacks("ORA-00600", "");
    lacks("ORA-77777 illegal", "ORA-77777");
    lacks("nowhere", "nowhere");
    lacks("ilegalMemory", ""); /* said with its piece mended */
    lacks("ilegalZqxj", "ilegalZqxj");
    finds("ORAC-00600", "cd"); /* by its number */
    finds("ILL-77777", "");    /* and not by the beginning of illegal */
    finds("ILL 77777", "ab");
}
END_TEST

START_TEST(words)
{
    finds("", "");
    finds("  ,.- ", "");
    finds("nowhere", "");
    finds("ILLEGAL", "ab");
    finds("freed early", "a");
    finds("illegal freed", "ab");     /* all words before some */
    finds("container memory", "bac"); /* b has both; memory is as rare as container */
    finds("container", "bc");         /* a signature's word counts more than an action's */
    finds("illegal nowhere", "ab");   /* what no record has does not count */
    finds("thing", "xy");             /* ties by id; `things` has another */
    finds("cuda/a", "ab");            /* id first */
    finds(" cuda/b\n", "ba");
}
END_TEST

START_TEST(codes)
{
    finds("ora-00600", "cd");
    finds("ORA-00601", "dc"); /* in part: c has only ora */
    finds("00601", "d");
    finds("cudaErrorIllegalAddress", "a");
    finds("address", "a");
    finds("700", "a");
    finds("internal error code: ORA-00600", "cda");
    finds("the slow one", "cxy"); /* an alias */
}
END_TEST

START_TEST(prefixes)
{
    finds("illeg", "ab");
    finds("contain", "bc");
    finds("cudaerror", "a");
    finds("i", "");
    finds("mem fre", "ab");
}
END_TEST

START_TEST(typos)
{
    filtered("memroy", NULL, "ba", "memory");
    filtered("memor", NULL, "ba", NULL); /* a prefix */
    filtered("an illegl mmeory!", NULL, "ab", "an illegal memory!");
    filtered("clenaup lokc", NULL, "d", "cleanup lock");
    filtered("cotnianer", NULL, "bc", "container"); /* two of nine */
    filtered("cotnianr", NULL, "", NULL);
    filtered("meomryx", NULL, "", NULL);     /* two of seven */
    filtered("lok", NULL, "", NULL);         /* too short */
    filtered("ora-00609", NULL, "cd", NULL); /* digits are never mended */
    filtered("cudaErorIllegalAdress", NULL, "a", "cudaerrorillegaladdress");
    filtered("NotIllegalAtAll", NULL, "ab", NULL); /* in pieces */
}
END_TEST

/* b has every pair of what a has in one piece, and is found only where that is asked for. */
START_TEST(chinese)
{
    finds("非法内存访问", "a");
    finds("存访", "ab");
    finds("内", "ab");
    finds("释放非法", "ab");        /* nowhere in one piece: by its pairs */
    finds("非法内存 things", "ba"); /* each has one of two */
    finds("法错", "ab");            /* no such pair: by its characters */
    finds("错错", "");
    filtered("CUDA非法内存访问 memroy", NULL, "ab", "CUDA非法内存访问 memory");
}
END_TEST

START_TEST(any_piece_of_chinese)
{
    const char *text = translations[1].text.p;
    for (const char *from = text; *from; from += 3)
        for (size_t n = 3; n <= 18 && n <= strlen(from); n += 3) {
            char piece[24];
            struct kbx_results results;
            snprintf(piece, sizeof piece, "%.*s", (int)n, from);
            if (strstr(piece, "，") && n == 3)
                continue; /* a comma */
            bool found = false;
            (void)kbx_search(k, piece, n, NULL, SIZE_MAX, &results, NULL);
            for (size_t i = 0; i < results.count; i++)
                found = found || results.found[i].record == 0;
            ck_assert_msg(found, "%s", piece);
            kbx_results_free(&results);
        }
}
END_TEST

START_TEST(filters)
{
    static const struct {
        struct kbx_filter filter;
        const char *expected;
    } all[] = {
        {{.domain = {"CUDA", 4}}, "ba"},
        {{.domain = {"cud", 3}}, ""},
        {{.resolvable = {"true", 4}}, "b"},
        {{.version = {"12.2", 4}}, "a"},
        {{.version = {"cuda", 4}}, "a"},
        {{.version = {"<13", 3}}, "b"},
        {{.version = {"14", 2}}, ""},
        {{.min_success = 0.785}, "a"},
        {{.min_success = 0.79}, ""},
        {{.domain = {"cuda", 4}, .resolvable = {"partial", 7}}, "a"},
    };
    for (size_t i = 0; i < COUNT(all); i++)
        filtered("memory", &all[i].filter, all[i].expected, NULL);
}
END_TEST

START_TEST(most)
{
    struct kbx_results results;
    ck_assert_int_eq(kbx_search(k, "memory", 6, NULL, 1, &results, NULL), KBX_OK);
    ck_assert_uint_eq(results.count, 1);
    ck_assert_uint_eq(results.total, 2);
    ck_assert_uint_eq(results.words, 1);
    kbx_results_free(&results);
    ck_assert_int_eq(kbx_search(k, "memory", 6, NULL, 0, &results, NULL), KBX_OK);
    ck_assert_uint_eq(results.count, 0);
    ck_assert_uint_eq(results.total, 2);
    kbx_results_free(&results);
}
END_TEST

static void finds_all(const struct kbx *of, const char *query, const struct kbx_filter *filter,
                      size_t total, uint32_t first)
{
    struct kbx_results results;
    struct kbx_error error = {0};
    int status = kbx_search(of, query, strlen(query), filter, 1, &results, &error);
    ck_assert_msg(status == KBX_OK, "%s: %s", query, error.text);
    ck_assert_uint_eq(results.total, total);
    ck_assert_uint_eq(results.found[0].record, first);
    kbx_results_free(&results);
}

/* Records that share long texts, so that looking into each takes many times the file's size. */
START_TEST(shared_texts)
{
    static struct kb_record many[40];
    static struct kb_record *order[COUNT(many)];
    const struct kbx_filter filter = {.version = {"<13", 3}};
    struct kb_buf ids = {0}, cause = {0}, last = {0}, range = {0};
    struct kb_base base = *fixture_base();
    struct kbx_error error = {0};
    struct kbx *shared;
    size_t len;
    for (int i = 0; i < 7000; i++)
        kb_buf_puts(&cause, "存。");
    kb_buf_puts(&cause, "非法内存。重新安装");
    kb_buf_str(&last, kb_buf_view(&cause));
    kb_buf_puts(&last, "。显存不足");
    kb_buf_fill(&range, 'x', 30000);
    kb_buf_puts(&range, "<13");
    for (size_t i = 0; i < COUNT(many); i++)
        kb_buf_printf(&ids, "r/%02zu", i);
    for (size_t i = 0; i < COUNT(many); i++) {
        many[i] =
            (struct kb_record){.id = {ids.data + 4 * i, 4},
                               .root_cause = kb_buf_view(i + 1 < COUNT(many) ? &cause : &last),
                               .version_range = kb_buf_view(&range),
                               .doc = &fixture_docs[0],
                               ABSENT};
        order[i] = &many[i];
    }
    base.records = order;
    base.count = COUNT(many);
    unsigned char *index = fixture_index(&base, &len);
    ck_assert_msg(kbx_open_mem(index, len, KBX_VERIFY, &shared, &error) == KBX_OK, "%s",
                  error.text);
    finds_all(shared, "非法内存", NULL, COUNT(many), 0);
    finds_all(shared, "非法内存 重新安装 显存不足", NULL, COUNT(many), COUNT(many) - 1);
    finds_all(shared, "非法内存", &filter, COUNT(many), 0);
    kbx_close(shared);
    free(index);
    kb_buf_free(&ids);
    kb_buf_free(&cause);
    kb_buf_free(&last);
    kb_buf_free(&range);
}
END_TEST

/* A query far longer than any, of many words and of one. */
START_TEST(long_queries)
{
    struct kb_buf query = {0};
    struct kbx_results results;
    kb_buf_puts(&query, "illegal");
    for (int i = 0; i < 20000; i++)
        kb_buf_printf(&query, " w%d", i);
    ck_assert_int_eq(kbx_search(k, query.data, query.len, NULL, 9, &results, NULL), KBX_OK);
    kbx_results_free(&results);
    query.len = 0;
    for (int i = 0; i < 30000; i++)
        kb_buf_puts(&query, "内存");
    ck_assert_int_eq(kbx_search(k, query.data, query.len, NULL, 9, &results, NULL), KBX_OK);
    kbx_results_free(&results);
    query.len = 0;
    kb_buf_fill(&query, 'x', 100000);
    ck_assert_int_eq(kbx_search(k, query.data, query.len, NULL, 9, &results, NULL), KBX_MISSING);
    kbx_results_free(&results);
    kb_buf_free(&query);
}
END_TEST

static void marks(const char *query, const char *text, const char *expected)
{
    struct kbx_results results;
    struct kbx_span spans[4];
    struct kb_buf got = {0};
    size_t seen;
    (void)kbx_search(k, query, strlen(query), NULL, 9, &results, NULL);
    size_t count = kbx_mark(&results, text, strlen(text), spans, 4, &seen), at = 0;
    for (size_t i = 0; i < count; i++) {
        kb_buf_add(&got, text + at, spans[i].start - at);
        kb_buf_printf(&got, "[%.*s]", (int)(spans[i].end - spans[i].start), text + spans[i].start);
        at = spans[i].end;
    }
    kb_buf_puts(&got, text + at);
    ck_assert_str_eq(got.data, expected);
    kb_buf_free(&got);
    kbx_results_free(&results);
}

START_TEST(marked)
{
    marks("memory illeg", "An Illegal MEMORY_access", "An [Illegal] [MEMORY]_access");
    marks("memroy", "memory memroy", "[memory] memroy");
    marks("ora-00600", "ORA-00600 ora 1", "[ORA-00600] [ora] 1");
    marks("cudaErrorIllegalAddress", "cudaErrorIllegalAddress", "[cudaErrorIllegalAddress]");
    marks("内存访问", "非法内存访问内存访问", "非法[内存访问内存访问]");
    marks("内存访问", "内存，访问", "内存，访问");
    marks("nowhere", "nowhere", "nowhere");
    marks("an", "an an an an an an", "[an] [an] [an] [an] an an");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("search");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, words);
    tcase_add_test(tests, nowhere);
    tcase_add_test(tests, codes);
    tcase_add_test(tests, prefixes);
    tcase_add_test(tests, typos);
    tcase_add_test(tests, chinese);
    tcase_add_test(tests, any_piece_of_chinese);
    tcase_add_test(tests, filters);
    tcase_add_test(tests, most);
    tcase_add_test(tests, shared_texts);
    tcase_add_test(tests, long_queries);
    tcase_add_test(tests, marked);
    return suite_run("kbx_search", tests);
}

/* SPDX-License-Identifier: MIT */
/* Ranking: what goes before what, and that the score says the same. */
#include "kbx/rank.h"
#include "tests/unit/kbx_fixture.h"

#define RECORD(n, ...)                                                                             \
    {                                                                                              \
        .id = S("rank/" n), .domain = S("rank"), .json = S("{}"), .doc = &fixture_docs[0], ABSENT, \
        __VA_ARGS__                                                                                \
    }

static struct kb_version cuda[] = {{.version = S("CUDA 12.1")}, {.version = S("Torch 2")}};

/* In the order of their ids; the letters are those of the tests. */
static struct kb_record records[] = {
    RECORD("a", .signature = S("Disk FULL: no space left"), .regex = S("no space")),
    RECORD("b", .signature = S("no space left"), .regex = S("no space left")),
    RECORD("c", .signature = S("something else"), .regex = S("no space")),
    RECORD("d", .signature = S("cannot open <file name> at line 12"), .regex = S("cannot open")),
    RECORD("e", .signature = S("cannot open or close"), .regex = S("cannot open.*")),
    RECORD("f", .signature = S("boom"), .regex = S("boom"), .fix_success_rate = {0.2, S("0.2")}),
    RECORD("g", .signature = S("boom"), .regex = S("boom"), .error_code = S("errBoom (4711)")),
    RECORD("h", .signature = S("boom"), .regex = S("boom"), .versions = LIST(cuda)),
    RECORD("i", .signature = S("boom"), .regex = S("boom"), .runtime = S("node"),
           .version_range = S(">=18.2,<20")),
    RECORD("j", .signature = S("boom"), .regex = S("boom")),
    RECORD("k", .signature = S("内存不足，无法分配"), .regex = S("内存")),
    RECORD("l", .signature = S("内存泄漏"), .regex = S("内存")),
    RECORD("m", .signature = S("boom"), .regex = S("bo.*m|exploded")),
};
static struct kb_record *order[COUNT(records)];
static unsigned char *bytes;
static size_t size;
static struct kbx *k;
static struct kbx_ranker *ranker;

static void setup(void)
{
    for (size_t i = 0; i < COUNT(records); i++)
        order[i] = &records[i];
    const struct kb_base base = {.layout = &fixture_layout,
                                 .records = order,
                                 .count = COUNT(records),
                                 .today = KB_NO_DATE,
                                 .newest = KB_NO_DATE};
    bytes = fixture_index(&base, &size);
    ck_assert_int_eq(kbx_open_mem(bytes, size, KBX_VERIFY, &k, NULL), KBX_OK);
    ck_assert_int_eq(kbx_ranker_new(k, &ranker, NULL), KBX_OK);
}

static void teardown(void)
{
    kbx_ranker_free(ranker);
    kbx_close(k);
    free(bytes);
}

/* The letters of the records in the order they are ranked in, when those in `letters` have matched
 * from `start` on; a capital one is undecided. The parts of each are in *ranked. */
static const char *ranked_as(const char *line, size_t len, const char *letters, size_t start,
                             const struct kbx_ranked **ranked)
{
    static char as[32];
    struct kbx_match matches[32] = {{0, KBX_MATCHES, 0, 0}};
    size_t count = strlen(letters);
    for (size_t i = 0; i < count; i++) {
        bool sure = letters[i] >= 'a';
        matches[i] =
            sure ? (struct kbx_match){(uint32_t)(letters[i] - 'a'), KBX_MATCHES, start, start + 4}
                 : (struct kbx_match){(uint32_t)(letters[i] - 'A'), KBX_UNDECIDED, 0, 0};
    }
    ck_assert_int_eq(kbx_rank(ranker, line, len, matches, count, ranked, NULL), KBX_OK);
    for (size_t i = 0; i < count; i++)
        as[i] = (char)('a' + (*ranked)[i].match.record);
    as[count] = '\0';
    return as;
}

static void assert_order(const char *line, const char *letters, const char *expected)
{
    const struct kbx_ranked *ranked;
    ck_assert_str_eq(ranked_as(line, strlen(line), letters, 0, &ranked), expected);
}

START_TEST(the_signature_itself_is_the_most)
{
    const struct kbx_ranked *ranked;
    const char line[] = "  disk full: NO space left ";
    ck_assert_str_eq(ranked_as(line, strlen(line), "ab", 0, &ranked), "ab");
    ck_assert_uint_eq(ranked[0].parts[KBX_PART_LIKENESS], KBX_LIKENESS_MOST);
    ck_assert_uint_lt(ranked[1].parts[KBX_PART_LIKENESS], KBX_LIKENESS_MOST);
    assert_order("no space left", "ab", "ba");
    assert_order("2024-01-01 10:00 [main] disk full: no space left on /dev/sda1", "ab", "ab");
}
END_TEST

START_TEST(records_of_one_regex_stand_together)
{
    /* c is nothing like the line, b is, but c has the regex of a. */
    assert_order("disk full: no space left", "abc", "acb");
    assert_order("no space left", "abc", "bac");
}
END_TEST

START_TEST(placeholders_and_numbers_do_not_hurt)
{
    const struct kbx_ranked *ranked;
    const char line[] = "cannot open at line 7";
    assert_order("cannot open notes.txt at line 7", "de", "de");
    ck_assert_str_eq(ranked_as(line, strlen(line), "de", 0, &ranked), "de");
    ck_assert_uint_gt(ranked[0].parts[KBX_PART_LIKENESS], 220);
    assert_order("cannot open or close", "de", "ed");
}
END_TEST

START_TEST(characters_are_words_in_chinese)
{
    assert_order("错误：内存不足", "kl", "kl");
    assert_order("错误：内存泄漏了", "kl", "lk");
}
END_TEST

START_TEST(rarity_counts_what_every_match_must_have)
{
    const struct kbx_ranked *ranked;
    ck_assert_str_eq(ranked_as("boom", 4, "jm", 0, &ranked), "jm");
    ck_assert_uint_eq(ranked[0].parts[KBX_PART_RARITY], 4);
    ck_assert_uint_lt(ranked[1].parts[KBX_PART_RARITY], 4);
}
END_TEST

START_TEST(codes_versions_and_success_break_ties)
{
    assert_order("boom", "fj", "fj");   /* by success */
    assert_order("boom", "hij", "hij"); /* by id */
    assert_order("boom (ERRBOOM)", "fghij", "gfhij");
    assert_order("boom 4711", "fghij", "gfhij");
    assert_order("boom 47110", "fghij", "fghij");
    assert_order("boom myerrBoom", "fghij", "fghij");
    kbx_ranker_see(ranker, "CUDA 12.2", 9);
    assert_order("boom", "fghij", "fghij");
    kbx_ranker_see(ranker, "found cuda version 12.1.105", 27);
    assert_order("boom", "fghij", "hfgij");
    kbx_ranker_see(ranker, "Node v18.1.0", 12);
    assert_order("boom", "fgij", "fgij");
    kbx_ranker_see(ranker, "node-18.19.0/bin at 10.0.18.2", 29);
    assert_order("boom", "fgij", "ifgj");
    kbx_ranker_see(ranker, "node 20.0", 9);
    assert_order("boom", "fgij", "fgij");
}
END_TEST

START_TEST(a_later_version_replaces_an_earlier)
{
    kbx_ranker_see(ranker, "torch 2.5", 9);
    assert_order("boom", "fh", "hf");
    kbx_ranker_see(ranker, "torch 3.0", 9);
    assert_order("boom", "fh", "fh");
}
END_TEST

START_TEST(what_is_undecided_stands_last)
{
    const struct kbx_ranked *ranked;
    ck_assert_str_eq(ranked_as("disk full: no space left", 24, "Ab", 0, &ranked), "ba");
    ck_assert(ranked[1].score == 0 && ranked[1].match.outcome == KBX_UNDECIDED);
}
END_TEST

START_TEST(scores_order_as_the_parts_do)
{
    const struct kbx_ranked *ranked;
    const char line[] = "disk full: no space left, cannot open, boom errBoom";
    (void)ranked_as(line, strlen(line), "abcdefghijklm", 3, &ranked);
    for (size_t i = 0; i + 1 < COUNT(records); i++) {
        int part = 0;
        ck_assert(ranked[i].score >= ranked[i + 1].score && ranked[i].score <= 1);
        while (part < KBX_PART_COUNT && ranked[i].parts[part] == ranked[i + 1].parts[part])
            part++;
        if (part == KBX_PART_COUNT)
            ck_assert(ranked[i].score == ranked[i + 1].score &&
                      ranked[i].match.record < ranked[i + 1].match.record);
        else
            ck_assert(ranked[i].parts[part] > ranked[i + 1].parts[part] &&
                      ranked[i].score > ranked[i + 1].score);
    }
}
END_TEST

START_TEST(long_lines_are_looked_at_around_the_match)
{
    enum { LONG = 1 << 20 };
    const struct kbx_ranked *ranked;
    const char text[] = " Disk FULL: no space left ";
    char *line = malloc(LONG);
    memset(line, '.', LONG);
    memcpy(line + LONG / 2, text, sizeof text - 1);
    ck_assert_str_eq(ranked_as(line, LONG, "ab", LONG / 2 + 12, &ranked), "ab");
    ck_assert_uint_eq(ranked[0].parts[KBX_PART_LIKENESS], KBX_LIKENESS_MOST - 1);
    (void)ranked_as(line, LONG, "ab", 0, &ranked);
    ck_assert_uint_eq(ranked[0].parts[KBX_PART_LIKENESS], 0);
    memcpy(line + LONG - sizeof text + 1, text, sizeof text - 1);
    ck_assert_str_eq(ranked_as(line, LONG, "ab", LONG - 4, &ranked), "ab");
    ck_assert_uint_eq(ranked[0].parts[KBX_PART_LIKENESS], KBX_LIKENESS_MOST - 1);
    free(line);
}
END_TEST

START_TEST(odd_input_is_ranked)
{
    const struct kbx_ranked *ranked;
    struct kbx_match match = {99, KBX_MATCHES, 0, 1}; /* no such record */
    ck_assert_int_eq(kbx_rank(ranker, "x", 1, &match, 1, &ranked, NULL), KBX_OK);
    ck_assert_uint_eq(ranked[0].parts[KBX_PART_LIKENESS], 0);
    ck_assert_int_eq(kbx_rank(ranker, "", 0, NULL, 0, &ranked, NULL), KBX_OK);
    match = (struct kbx_match){0, KBX_MATCHES, 0, 0};
    ck_assert_int_eq(kbx_rank(ranker, "", 0, &match, 1, &ranked, NULL), KBX_OK);
    kbx_ranker_see(ranker, "", 0);
    static const char *const lines[] = {".",
                                        "1.",
                                        ".1",
                                        "1.1",
                                        "a 1.1.",
                                        "99999999999999.1",
                                        "aa 99999999999999999999.99999999999999999",
                                        "\xFF 1.2"};
    for (size_t i = 0; i < COUNT(lines); i++)
        kbx_ranker_see(ranker, lines[i], strlen(lines[i]));
}
END_TEST

/* Bits of an index that nobody has verified: any order will do, as long as nothing is read outside.
 */
START_TEST(damaged_records_are_ranked)
{
    const char line[] = "disk full: no space left, cannot open <x> 内存 boom errBoom 4711";
    struct kbx_match matches[COUNT(records)];
    size_t opened = 0;
    for (uint32_t i = 0; i < COUNT(records); i++)
        matches[i] = (struct kbx_match){i, KBX_MATCHES, 0, 4};
    for (size_t bit = KBX_HEADER_SIZE * 8; bit < size * 8; bit += 7) {
        struct kbx *damaged;
        struct kbx_ranker *r;
        const struct kbx_ranked *ranked;
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        if (kbx_open_mem(bytes, size, 0, &damaged, NULL) == KBX_OK) {
            ck_assert_int_eq(kbx_ranker_new(damaged, &r, NULL), KBX_OK);
            kbx_ranker_see(r, "CUDA 12.1, node 18.3", 20);
            ck_assert_int_eq(
                kbx_rank(r, line, strlen(line), matches, COUNT(matches), &ranked, NULL), KBX_OK);
            for (size_t i = 0; i + 1 < COUNT(matches); i++)
                ck_assert(ranked[i].score >= ranked[i + 1].score && ranked[i].score <= 1);
            kbx_ranker_free(r);
            opened++;
        }
        kbx_close(damaged);
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    ck_assert_uint_gt(opened, 1000);
}
END_TEST

START_TEST(parts_have_names)
{
    ck_assert_str_eq(kbx_part_name(KBX_PART_KIN), "kin");
    ck_assert_str_eq(kbx_part_name(KBX_PART_COUNT - 1), "success");
    ck_assert_ptr_null(kbx_part_name(KBX_PART_COUNT));
    ck_assert_ptr_null(kbx_part_name(-1));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("rank");
    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_add_test(cases, the_signature_itself_is_the_most);
    tcase_add_test(cases, records_of_one_regex_stand_together);
    tcase_add_test(cases, placeholders_and_numbers_do_not_hurt);
    tcase_add_test(cases, characters_are_words_in_chinese);
    tcase_add_test(cases, rarity_counts_what_every_match_must_have);
    tcase_add_test(cases, codes_versions_and_success_break_ties);
    tcase_add_test(cases, a_later_version_replaces_an_earlier);
    tcase_add_test(cases, what_is_undecided_stands_last);
    tcase_add_test(cases, scores_order_as_the_parts_do);
    tcase_add_test(cases, long_lines_are_looked_at_around_the_match);
    tcase_add_test(cases, odd_input_is_ranked);
    tcase_add_test(cases, damaged_records_are_ranked);
    tcase_add_test(cases, parts_have_names);
    return suite_run("kbx_rank", cases);
}

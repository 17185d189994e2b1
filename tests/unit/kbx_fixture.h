/* SPDX-License-Identifier: MIT */
/* A small knowledge base built by hand, and its index, for the kbx suites. */
#ifndef KBX_FIXTURE_H
#define KBX_FIXTURE_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "emit/kbx/write.h"
#include "kb/base.h"
#include "kbx/kbx.h"
#include "tests/unit/suite.h"

#define S(literal)                                                                                 \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define LIST(array)                                                                                \
    {                                                                                              \
        (void *)(array), COUNT(array)                                                              \
    }

static struct kb_language fixture_languages[] = {{.tag = "ko"}, {.tag = "zh"}};
static struct kb_layout fixture_layout = {
    .name = "error-record", .languages = fixture_languages, .language_count = 2};
static struct kb_source fixture_source = {.path = "seeds/a.ndjson", .rel = "a\xFF.ndjson"};
static struct kb_doc fixture_docs[] = {{.source = &fixture_source, .line = 1},
                                       {.source = &fixture_source, .line = 2},
                                       {.source = &fixture_source, .line = 70000}};

static struct kb_str fixture_tags[] = {S("gpu"), S(""), S("内存")};
static struct kb_str fixture_aliases[] = {S("first alias")};
static struct kb_str fixture_sources[] = {S("https://a.example/1"), S("https://a.example/2")};
static struct kb_version fixture_versions[] = {
    {.version = S("CUDA 12.2"), .introduced = S("12.0"), .status = S("active")},
    {.version = S("CUDA 11"),
     .deprecated = S("11.1"),
     .removed = S("12"),
     .behavior_change = S("")}};
static struct kb_os_note fixture_os[] = {{.text = S("only there"), .name = S("linux")},
                                         {.text = S(""), .name = S("")}};
static struct kb_dead_end fixture_dead_ends[] = {
    {.action = S(""), .why_fails = S("hides it"), .fail_rate = {0.7, S("0.70")}},
    {.action = S("more memory"),
     .why_fails = S("no"),
     .condition = S("always"),
     .fail_rate = {0.95, S("9.5e-1")},
     .sources = LIST(fixture_sources)}};
static struct kb_workaround fixture_workarounds[] = {
    {.action = S("synchronise"),
     .how = S("synchronise"),
     .tradeoff = S("slow"),
     .condition = S(""),
     .success_rate = {1.0 / 3, S("0.333333333333333333")},
     .sources = LIST(fixture_sources)}};
static struct kb_edge fixture_leads[] = {
    {.id = S("cuda/b"), .note = S("often"), .probability = {0.3, S("0.3")}, .target = 1},
    {.id = S("cuda/gone"), .probability = {0, S("0")}, .target = KB_NO_RECORD}};
static struct kb_edge fixture_preceded[] = {{.id = S("cuda/c"), .target = 2}};
static struct kb_edge fixture_confused[] = {{.id = S("cuda/a"), .note = S(""), .target = 0}};
static struct kb_translation fixture_translations[] = {
    {1, KB_F_SIGNATURE, 0, S("非法内存访问")}, {1, KB_F_ROOT_CAUSE, 0, S("")},
    {1, KB_F_CATEGORY, 0, {NULL, 0}},          {1, KB_F_WORKAROUND_ACTION, 0, S("同步")},
    {1, KB_F_WORKAROUND_ACTION, 7, S("太多")}, {0, KB_F_SIGNATURE, 0, S("잘못된 접근")},
};
static struct kb_rule fixture_order = {.name = "date/order"},
                      fixture_blank = {.name = "text/empty"}, fixture_odd = {.name = "novel/rule"},
                      fixture_aging = {.name = "url/insecure"};
static struct kb_finding fixture_findings[] = {
    {.rule = &fixture_order,
     .severity = KB_ERROR,
     .place = {.line = 12, .column = 3},
     .pointer = "/first_seen",
     .message = "first_seen lies after last_confirmed",
     .help = "swap them"},
    {.rule = &fixture_blank, .severity = KB_WARNING, .pointer = "", .message = "nothing said"},
    {.rule = &fixture_odd, .severity = KB_WARNING, .pointer = "/x", .message = "odd"},
    {.rule = &fixture_aging, .severity = KB_INFO, .pointer = "/y", .message = "http"},
};

#define ABSENT                                                                                     \
    .evidence_count = KB_NO_COUNT, .first_seen = KB_NO_DATE, .last_confirmed = KB_NO_DATE,         \
    .last_updated = KB_NO_DATE

static struct kb_record fixture_records[] = {
    {.id = S("cuda/a"),
     .domain = S("cuda"),
     .category = S("runtime_error"),
     .subcategory = S(""),
     .signature = S("CUDA error: an illegal memory access"),
     .regex = S("illegal (?<what>memory) access\\b"),
     .error_code = S("cudaErrorIllegalAddress (700)"),
     .root_cause = S("freed too early\nsecond line"),
     .root_cause_type = S("generic"),
     .doc_url = S("https://docs.example/x"),
     .doc_section = S("3.2"),
     .resolvable = S("partial"),
     .verification_tier = S("ai"),
     .locale = S("en"),
     .runtime = S("cuda"),
     .version_range = S(">=11"),
     .os = S("linux"),
     .confidence = {0.82, S("0.82")},
     .fix_success_rate = {0.785, S("0.785")},
     .evidence_count = 4294967299,
     .first_seen = 0,
     .last_confirmed = -719528,
     .last_updated = 2932896,
     .tags = LIST(fixture_tags),
     .aliases = LIST(fixture_aliases),
     .versions = LIST(fixture_versions),
     .os_specific = LIST(fixture_os),
     .dead_ends = LIST(fixture_dead_ends),
     .workarounds = LIST(fixture_workarounds),
     .edges = {LIST(fixture_leads), LIST(fixture_preceded), {NULL, 0}},
     .translations = LIST(fixture_translations),
     .json =
         S("{\"id\":\"cuda/a\",\"signature\":\"CUDA error: an illegal memory access\",\"x\":1.0}"),
     .doc = &fixture_docs[0],
     .findings = fixture_findings,
     .finding_count = COUNT(fixture_findings)},
    {.id = S("cuda/b"), ABSENT, .json = S("{\"id\":\"cuda/b\"}"), .doc = &fixture_docs[1]},
    {.id = S("cuda/c"),
     .signature = S("CUDA error: an illegal memory access"),
     ABSENT,
     .edges = {{NULL, 0}, {NULL, 0}, LIST(fixture_confused)},
     .json = S("{\"id\":\"cuda/c\",\"signature\":\"CUDA error: an illegal memory access\"}"),
     .doc = &fixture_docs[2],
     .findings = &fixture_findings[3],
     .finding_count = 1},
};

static struct kb_record *fixture_order_of[] = {&fixture_records[0], &fixture_records[1],
                                               &fixture_records[2]};
static inline const struct kb_base *fixture_base(void)
{
    static const struct kb_base base = {.layout = &fixture_layout,
                                        .records = fixture_order_of,
                                        .count = 3,
                                        .today = 20778,
                                        .newest = KB_NO_DATE};
    return &base;
}

/* The index in a heap block of exactly its size, so that reading past it is noticed. */
static inline unsigned char *fixture_index(const struct kb_base *base, size_t *size)
{
    struct kb_buf out = {0}, error = {0};
    ck_assert_msg(kb_kbx_write(base, &out, &error), "%s", error.data);
    unsigned char *copy = malloc(out.len);
    memcpy(copy, out.data, out.len);
    *size = out.len;
    kb_buf_free(&out);
    kb_buf_free(&error);
    return copy;
}

#endif

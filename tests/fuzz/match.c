/* SPDX-License-Identifier: MIT */
/* The matcher against itself without its gate: up to four regexes, a line each, an empty line, and
 * the subject. Both find the same, whatever the bytes. */
#include "tests/fuzz/target.h"

#include "emit/kbx/write.h"
#include "kb/base.h"
#include "kbx/match.h"

enum { REGEXES = 4, REGEX_LONGEST = 80, SUBJECT_LONGEST = 300 };

/* An index of records that have nothing but a regex. */
static bool index_of(const struct kb_str *regexes, size_t count, struct kb_buf *out)
{
    static const char names[REGEXES] = {'a', 'b', 'c', 'd'};
    static const struct kb_layout layout = {.name = "fuzz"};
    struct kb_source source = {.path = "fuzz", .rel = "fuzz"};
    struct kb_doc doc = {.source = &source, .line = 1};
    struct kb_record records[REGEXES];
    struct kb_record *order[REGEXES];
    for (size_t i = 0; i < count; i++) {
        records[i] = (struct kb_record){.id = {&names[i], 1},
                                        .regex = regexes[i],
                                        .evidence_count = KB_NO_COUNT,
                                        .first_seen = KB_NO_DATE,
                                        .last_confirmed = KB_NO_DATE,
                                        .last_updated = KB_NO_DATE,
                                        .json = KB_STR("{}"),
                                        .doc = &doc};
        order[i] = &records[i];
    }
    struct kb_base base = {.layout = &layout,
                           .records = order,
                           .count = count,
                           .today = KB_NO_DATE,
                           .newest = KB_NO_DATE};
    struct kb_buf error = {0};
    bool ok = kb_kbx_write(&base, out, &error);
    kb_buf_free(&error);
    return ok;
}

static void compare(const struct kbx *k, struct kb_str subject)
{
    const struct kbx_match *matches[2];
    struct kbx_matcher *matchers[2];
    size_t counts[2];
    for (unsigned i = 0; i < 2; i++) {
        must(kbx_matcher_new(k, i ? KBX_BRUTE_FORCE : 0, &matchers[i], NULL) == KBX_OK &&
                 kbx_match(matchers[i], subject.p, subject.n, 0, &matches[i], &counts[i], NULL) ==
                     KBX_OK,
             "a matcher of a good index");
    }
    size_t at = 0;
    for (size_t i = 0; i < counts[1]; i++) {
        const struct kbx_match *all = &matches[1][i], *some = &matches[0][at];
        if (at < counts[0] && some->record == all->record && some->outcome == all->outcome &&
            some->start == all->start && some->end == all->end && some->end <= subject.n)
            at++;
        else /* where PCRE2 gives up, the gate may know that the regex cannot match */
            must(all->outcome == KBX_UNDECIDED, "the gate loses or changes a match");
    }
    must(at == counts[0], "the gate adds a match");
    for (unsigned i = 0; i < 2; i++)
        kbx_matcher_free(matchers[i]);
}

/* What a record can have: JSON's texts are UTF-8, and those of an index hold no NUL. */
static bool valid(struct kb_str text)
{
    return kb_utf8_valid(text) && !memchr(text.p, 0, text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kb_str rest = {(const char *)data, size}, regexes[REGEXES];
    size_t count = 0;
    while (count < REGEXES && rest.n > 0) {
        struct kb_str line = fuzz_line(&rest);
        if (line.n == 0)
            break;
        if (line.n > REGEX_LONGEST || !valid(line))
            return 0;
        regexes[count++] = line;
    }
    if (rest.n > SUBJECT_LONGEST)
        rest.n = SUBJECT_LONGEST;
    struct kb_buf bytes = {0};
    struct kbx *k;
    must(index_of(regexes, count, &bytes), "an index that cannot be written");
    must(kbx_open_mem(bytes.data, bytes.len, KBX_VERIFY, &k, NULL) == KBX_OK, "an index not whole");
    compare(k, rest);
    kbx_close(k);
    kb_buf_free(&bytes);
    return 0;
}

/* SPDX-License-Identifier: MIT */
/* Matching: what the gate lets through, PCRE2 decides. All of PCRE2 is here.
 *
 * A search must end soon whatever the regex and the subject. PCRE2 has a match limit, but counts it
 * anew wherever a match may begin, and one count may stand for a look at the whole subject. So a
 * first search is made with a limit so low that it ends soon even at the worst, which is enough for
 * nearly all. Where it is not, a second search counts its work: PCRE2 calls back before every item
 * of the regex, and is stopped when it has gone too far. Both are the same for a regex and a
 * subject whatever was matched before. */
#include "kbx/match.h"

#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "kbx/gate.h"

#define PATTERN_LONGEST 65536      /* bytes of a regex, as the writer's compiler has it */
#define FIRST_WORK      250000000  /* of a first search at the worst, in bytes looked at */
#define FIRST_LONGEST   8192       /* bytes of a subject that a first search is made in */
#define WORK            1000000000 /* of a second search, in bytes looked at: about a second */
#define WORK_A_CALL     16
#define HEAP_KIB        65536
#define STACK_LEAST     (32 << 10) /* of PCRE2's JIT */
#define STACK_MOST      (4 << 20)

enum { SIMPLE, COUNTING, CODES };

struct compiled {
    pcre2_code *codes[CODES]; /* made when first needed */
    bool refused;             /* PCRE2 does not compile it */
};

struct kbx_matcher {
    const struct kbx *k;
    unsigned flags;
    struct kbx_i_gate *gate;
    struct compiled *compiled; /* one for each of the gate's patterns */
    uint32_t *all;             /* their numbers, to try them all */
    pcre2_compile_context *compile;
    pcre2_match_context *match, *counting;
    pcre2_match_data *data;
    pcre2_jit_stack *stack;
    struct kbx_match *matches;
    size_t count, room;
    struct kbx_match_stats stats;
};

/* What a counting search has done. */
struct work {
    size_t left, at; /* at: the place in the subject of the last call */
    size_t item;     /* what an item may cost that fails without moving on */
};

static int count_work(pcre2_callout_block *block, void *data)
{
    struct work *work = data;
    size_t at = block->current_position;
    size_t cost = WORK_A_CALL + work->item + (at > work->at ? at - work->at : work->at - at);
    work->at = at;
    if (cost > work->left)
        return PCRE2_ERROR_CALLOUT;
    work->left -= cost;
    return 0;
}

/* The largest number in the regex: how often a single character may be asked for, at most. */
static size_t most_repeated(struct kbx_str regex)
{
    size_t most = 0;
    for (size_t i = 0; i < regex.len; i++) {
        size_t number = 0;
        while (i < regex.len && regex.ptr[i] >= '0' && regex.ptr[i] <= '9' && number < 65536)
            number = number * 10 + (size_t)(regex.ptr[i++] - '0');
        most = number > most ? number : most;
    }
    return most;
}

static bool prepare(struct kbx_matcher *m)
{
    m->compile = pcre2_compile_context_create(NULL);
    m->match = pcre2_match_context_create(NULL);
    m->counting = pcre2_match_context_create(NULL);
    m->data = pcre2_match_data_create(1, NULL);
    if (!m->compile || !m->match || !m->counting || !m->data)
        return false;
    pcre2_set_newline(m->compile, PCRE2_NEWLINE_LF);
    pcre2_set_max_pattern_length(m->compile, PATTERN_LONGEST);
    pcre2_set_heap_limit(m->match, HEAP_KIB);
    pcre2_set_heap_limit(m->counting, HEAP_KIB);
    pcre2_set_match_limit(m->counting, UINT32_MAX);
    pcre2_set_depth_limit(m->counting, UINT32_MAX);
    return true;
}

/* The gate, and room for what is compiled; says why where it fails. */
static int fill(struct kbx_matcher *m, struct kbx_error *error)
{
    int status = kbx_i_gate_new(m->k, &m->gate, error);
    if (status != KBX_OK)
        return status;
    size_t count = kbx_i_gate_patterns(m->gate);
    m->compiled = calloc(count + 1, sizeof *m->compiled);
    m->all = calloc(count + 1, sizeof *m->all);
    if (!m->compiled || !m->all || !prepare(m))
        return kbx_i_fail(error, KBX_MEMORY, 0, 0, "out of memory");
    for (uint32_t i = 0; i < count; i++)
        m->all[i] = i;
    return KBX_OK;
}

int kbx_matcher_new(const struct kbx *k, unsigned flags, struct kbx_matcher **out,
                    struct kbx_error *error)
{
    const unsigned char *options = k->views[KBX_S_META].data + KBX_AT_META_OPTIONS;
    uint32_t unicode = 0;
    *out = NULL;
    pcre2_config(PCRE2_CONFIG_UNICODE, &unicode);
    if (kbx_i_u32(options) != KBX_REGEX_OPTIONS || !unicode)
        return kbx_i_fail(error, KBX_ARGUMENT, kbx_i_tags[KBX_S_META],
                          (uint64_t)(options - k->data),
                          "PCRE2 cannot match as the index asks for");
    struct kbx_matcher *m = calloc(1, sizeof *m);
    if (!m)
        return kbx_i_fail(error, KBX_MEMORY, 0, 0, "out of memory");
    m->k = k;
    m->flags = flags;
    int status = fill(m, error);
    if (status != KBX_OK) {
        kbx_matcher_free(m);
        return status;
    }
    *out = m;
    return KBX_OK;
}

void kbx_matcher_free(struct kbx_matcher *m)
{
    if (!m)
        return;
    for (uint32_t i = 0; m->compiled && i < kbx_i_gate_patterns(m->gate); i++)
        for (int c = 0; c < CODES; c++)
            pcre2_code_free(m->compiled[i].codes[c]);
    kbx_i_gate_free(m->gate);
    free(m->compiled);
    free(m->all);
    free(m->matches);
    pcre2_compile_context_free(m->compile);
    pcre2_match_context_free(m->match);
    pcre2_match_context_free(m->counting);
    pcre2_match_data_free(m->data);
    pcre2_jit_stack_free(m->stack);
    free(m);
}

/* Makes the stack that JIT code needs, for the first of it. */
static bool make_stack(struct kbx_matcher *m)
{
    if (!m->stack) {
        m->stack = pcre2_jit_stack_create(STACK_LEAST, STACK_MOST, NULL);
        pcre2_jit_stack_assign(m->match, NULL, m->stack);
        pcre2_jit_stack_assign(m->counting, NULL, m->stack);
    }
    return m->stack;
}

/* The code of a pattern; NULL when it is refused, or out of memory. JIT code is made at once, so
 * that what a search says does not hang on how often it was asked. Without JIT it is slower. */
static pcre2_code *code_of(struct kbx_matcher *m, uint32_t number, int kind, int *status)
{
    struct compiled *compiled = &m->compiled[number];
    uint32_t options = PCRE2_UTF | PCRE2_CASELESS | PCRE2_MATCH_INVALID_UTF |
                       PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UCP |
                       (kind == COUNTING ? PCRE2_AUTO_CALLOUT : 0);
    struct kbx_str text = kbx_i_gate_pattern(m->gate, number)->text;
    int problem;
    size_t offset;
    if (compiled->codes[kind] || compiled->refused)
        return compiled->codes[kind];
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)text.ptr, text.len, options, &problem, &offset, m->compile);
    if (!code) {
        compiled->refused = problem != PCRE2_ERROR_HEAP_FAILED;
        *status = compiled->refused ? KBX_OK : KBX_MEMORY;
        return NULL;
    }
    if (pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0 && !make_stack(m)) {
        pcre2_code_free(code);
        *status = KBX_MEMORY;
        return NULL;
    }
    m->stats.compiled += kind == SIMPLE;
    compiled->codes[kind] = code;
    return code;
}

static int search_counting(struct kbx_matcher *m, uint32_t number, const void *subject, size_t len,
                           int *status)
{
    pcre2_code *code = code_of(m, number, COUNTING, status);
    uint32_t references = 0;
    if (!code)
        return PCRE2_ERROR_MATCHLIMIT;
    pcre2_pattern_info(code, PCRE2_INFO_BACKREFMAX, &references);
    size_t item = references ? len : most_repeated(kbx_i_gate_pattern(m->gate, number)->text);
    struct work work = {WORK, 0, item};
    pcre2_set_callout(m->counting, count_work, &work);
    int result = pcre2_match(code, subject, len, 0, 0, m->data, m->counting);
    if (result == PCRE2_ERROR_JIT_STACKLIMIT) {
        work = (struct work){WORK, 0, item};
        result = pcre2_match(code, subject, len, 0, PCRE2_NO_JIT, m->data, m->counting);
    }
    return result;
}

static int search(struct kbx_matcher *m, uint32_t number, const void *subject, size_t len,
                  int *status)
{
    pcre2_code *code = code_of(m, number, SIMPLE, status);
    if (!code)
        return PCRE2_ERROR_MATCHLIMIT;
    if (len > FIRST_LONGEST)
        return search_counting(m, number, subject, len, status);
    pcre2_set_match_limit(m->match, (uint32_t)(FIRST_WORK / ((len + 1) * (len + WORK_A_CALL))));
    int result = pcre2_match(code, subject, len, 0, 0, m->data, m->match);
    return result >= 0 || result == PCRE2_ERROR_NOMATCH
               ? result
               : search_counting(m, number, subject, len, status);
}

static int add(struct kbx_matcher *m, struct kbx_match match)
{
    if (m->count == m->room) {
        size_t room = m->room ? m->room * 2 : 16;
        struct kbx_match *matches = realloc(m->matches, room * sizeof *matches);
        if (!matches)
            return KBX_MEMORY;
        m->matches = matches;
        m->room = room;
    }
    m->matches[m->count++] = match;
    return KBX_OK;
}

/* Asks PCRE2 about a pattern, for all the records that share it. */
static int confirm(struct kbx_matcher *m, uint32_t number, const void *subject, size_t len)
{
    int status = KBX_OK, result = search(m, number, subject, len, &status);
    struct kbx_match match = {0, KBX_UNDECIDED, 0, 0};
    if (status != KBX_OK)
        return status;
    if (result == PCRE2_ERROR_NOMATCH)
        return KBX_OK;
    if (result == PCRE2_ERROR_NOMEMORY)
        return KBX_MEMORY;
    if (result >= 0) {
        const size_t *ends = pcre2_get_ovector_pointer(m->data);
        match = (struct kbx_match){0, KBX_MATCHES, ends[0], ends[1]};
    }
    for (uint32_t i = kbx_i_gate_pattern(m->gate, number)->first; i != KBX_NONE && status == KBX_OK;
         i = kbx_i_gate_sharer(m->gate, i)->next) {
        match.record = kbx_i_gate_sharer(m->gate, i)->record;
        status = add(m, match);
    }
    return status;
}

static int by_record(const void *a, const void *b)
{
    const struct kbx_match *x = a, *y = b;
    return (x->record > y->record) - (x->record < y->record);
}

/* The regexes to ask PCRE2 about. */
static int candidates_of(struct kbx_matcher *m, const void *subject, size_t len, unsigned flags,
                         const uint32_t **patterns, size_t *count)
{
    *patterns = m->all;
    *count = kbx_i_gate_patterns(m->gate);
    return m->flags & KBX_BRUTE_FORCE ? KBX_OK
                                      : kbx_i_gate_pass(m->gate, subject ? subject : "", len,
                                                        flags & KBX_MULTILINE, patterns, count);
}

int kbx_match_may(struct kbx_matcher *m, const void *subject, size_t len, unsigned flags, int *may,
                  struct kbx_error *error)
{
    const uint32_t *patterns;
    size_t count;
    int status = candidates_of(m, subject, len, flags, &patterns, &count);
    *may = count > 0;
    return status == KBX_OK ? status : kbx_i_fail(error, status, 0, 0, "out of memory");
}

int kbx_match(struct kbx_matcher *m, const void *subject, size_t len, unsigned flags,
              const struct kbx_match **matches, size_t *count, struct kbx_error *error)
{
    bool multiline = flags & KBX_MULTILINE;
    const uint32_t *patterns;
    size_t candidates;
    *matches = NULL;
    *count = m->count = 0;
    if (!subject)
        subject = "";
    int status = candidates_of(m, subject, len, flags, &patterns, &candidates);
    for (size_t i = 0; i < candidates && status == KBX_OK; i++) {
        if (multiline && !kbx_i_gate_pattern(m->gate, patterns[i])->multiline)
            continue;
        m->stats.candidates++;
        status = confirm(m, patterns[i], subject, len);
    }
    if (status != KBX_OK)
        return kbx_i_fail(error, status, 0, 0, "out of memory");
    if (m->count > 1)
        qsort(m->matches, m->count, sizeof *m->matches, by_record);
    m->stats.subjects++;
    m->stats.bytes += len;
    for (size_t i = 0; i < m->count; i++) {
        m->stats.matches += m->matches[i].outcome == KBX_MATCHES;
        m->stats.undecided += m->matches[i].outcome == KBX_UNDECIDED;
    }
    *matches = m->matches;
    *count = m->count;
    return KBX_OK;
}

void kbx_match_stats(const struct kbx_matcher *m, struct kbx_match_stats *out)
{
    *out = m->stats;
}

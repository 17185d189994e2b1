/* SPDX-License-Identifier: MIT */
/* The strict pass: an explicit stack instead of recursion, so that depth costs no stack. */
#include "compiler/scan.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"
#include "kb/ascii.h"
#include "kb/limits.h"
#include "kb/str.h"

/* A key seen in this document. `object` numbers the objects of the document, so one table serves
 * all of them; rows of an older epoch are empty. */
struct kb_scan_key {
    size_t object, offset, len;
    uint64_t hash;
    unsigned epoch;
};

struct level {
    bool object;
    size_t number;
};

struct state {
    struct kb_scanner *scanner;
    const char *data, *p, *end;
    kb_scan_report *report;
    void *report_data;
    bool flawed; /* something was reported that can be repaired */
    bool plain;  /* the text scanned last stands there as it is */
    size_t objects;
    int depth;
    struct level levels[KB_MAX_DEPTH];
};

static void problem(struct state *s, enum kb_scan_kind kind, const char *at, size_t len,
                    const char *message)
{
    size_t offset = (size_t)(at - s->data), left = (size_t)(s->end - at);
    s->report(s->report_data, &(struct kb_scan_problem){kind, offset, len < left ? len : left,
                                                        KB_SCAN_NOWHERE, 0, message});
    s->flawed = true;
}

/* Reports what was expected and is not there. Always false. */
static bool stop(struct state *s, const char *at, const char *expected)
{
    struct kb_buf *m = &s->scanner->message;
    m->len = 0;
    if (at >= s->end) {
        kb_buf_printf(m, "expected %s, but the text ends here", expected);
        problem(s, KB_SCAN_SYNTAX, s->end, 0, m->data);
        return false;
    }
    uint32_t cp;
    bool ok;
    size_t n = kb_utf8_next(at, s->end, &cp, &ok);
    if (cp == 0) {
        problem(s, KB_SCAN_NUL, at, 1, "a raw NUL byte outside any text");
        return false;
    }
    if (!ok) {
        problem(s, KB_SCAN_ENCODING, at, 1, "a byte that is not UTF-8, outside any text");
        return false;
    }
    kb_buf_printf(m, "expected %s, found ", expected);
    kb_buf_quote(m, (struct kb_str){at, n});
    problem(s, KB_SCAN_SYNTAX, at, n, m->data);
    return false;
}

/* At the backslash. False when the escape is none. */
static bool scan_escape(struct state *s)
{
    const char *at = s->p++;
    if (s->p >= s->end)
        return stop(s, s->p, "the rest of an escape");
    char c = *s->p++;
    if (c != 'u') {
        if (c != '\0' && strchr("\"\\/bfnrt", c))
            return true;
        problem(s, KB_SCAN_SYNTAX, at, 2,
                "an unknown escape; JSON has \\\" \\\\ \\/ \\b \\f \\n "
                "\\r \\t \\uXXXX, and a backslash is written \\\\");
        s->p = at + 1; /* what follows is judged as text */
        return true;
    }
    int unit = kb_scan_hex4(s->p, s->end);
    if (unit < 0) {
        problem(s, KB_SCAN_SYNTAX, at, 6, "\\u needs four hexadecimal digits");
        s->p = at + 1;
        return true;
    }
    s->p += 4;
    if (unit == 0)
        problem(s, KB_SCAN_NUL, at, 6, "\\u0000: text with a NUL cannot be kept by C programs");
    if (unit < 0xD800 || unit > 0xDFFF)
        return true;
    int low = unit < 0xDC00 && s->end - s->p >= 6 && s->p[0] == '\\' && s->p[1] == 'u'
                  ? kb_scan_hex4(s->p + 2, s->end)
                  : -1;
    if (low >= 0xDC00 && low <= 0xDFFF)
        s->p += 6;
    else
        problem(s, KB_SCAN_ENCODING, at, 6, "a lone surrogate, which is no character");
    return true;
}

/* At a byte above 0x7F. */
static void scan_utf8(struct state *s)
{
    uint32_t cp;
    bool ok;
    size_t n = kb_utf8_next(s->p, s->end, &cp, &ok);
    if (ok) {
        s->p += n;
        return;
    }
    const char *at = s->p;
    struct kb_buf *m = &s->scanner->message;
    m->len = 0;
    kb_buf_puts(m, "not UTF-8:");
    size_t bytes = 0;
    while (s->p < s->end && (unsigned char)*s->p >= 0x80) {
        kb_utf8_next(s->p, s->end, &cp, &ok);
        if (ok)
            break;
        if (bytes++ < 4)
            kb_buf_printf(m, " 0x%02X", (unsigned)(unsigned char)*s->p);
        s->p++;
    }
    problem(s, KB_SCAN_ENCODING, at, (size_t)(s->p - at), m->data);
}

/* The token from `at` to where the scan stands. A record has fewer than KB_MAX_RECORD: what is
 * larger gets no value, and so no tokens beyond them. */
static void add_token(struct state *s, const char *at)
{
    struct kb_scanner *to = s->scanner;
    if (to->token_count == to->token_cap) {
        if (to->token_count >= KB_MAX_RECORD)
            return;
        to->tokens = kb_grow(to->tokens, to->token_count, &to->token_cap, sizeof *to->tokens);
    }
    to->tokens[to->token_count++] = (struct kb_scan_token){
        (uint32_t)(at - s->data), (uint32_t)(s->p - at) & INT32_MAX, s->plain};
}

/* At the opening quote; leaves p behind the closing one. */
static bool scan_string(struct state *s)
{
    const char *open = s->p++;
    s->plain = true;
    for (;;) {
        s->p = kb_plain_end(s->p, s->end);
        if (s->p >= s->end) {
            problem(s, KB_SCAN_SYNTAX, open, 1, "this text is never closed by a quote");
            return false;
        }
        unsigned char c = (unsigned char)*s->p;
        if (c == '"') {
            s->p++;
            add_token(s, open);
            return true;
        }
        s->plain &= c != '\\' && c != 0;
        if (c == '\\') {
            if (!scan_escape(s))
                return false;
        } else if (c >= 0x80) {
            scan_utf8(s);
        } else if (c == 0x7F) {
            s->p++; /* JSON has no word against it */
        } else if (c == 0) {
            problem(s, KB_SCAN_NUL, s->p++, 1, "a raw NUL byte within text");
        } else {
            struct kb_buf *m = &s->scanner->message;
            m->len = 0;
            kb_buf_printf(m, "a raw control character (0x%02X) within text; write \\u%04x%s", c, c,
                          c == '\n'   ? " or \\n"
                          : c == '\t' ? " or \\t"
                                      : "");
            problem(s, KB_SCAN_SYNTAX, s->p++, 1, m->data);
        }
    }
}

static bool digits(struct state *s)
{
    if (s->p >= s->end || *s->p < '0' || *s->p > '9')
        return stop(s, s->p, "a digit");
    while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
        s->p++;
    return true;
}

/* Whether json-c keeps the number's value: integers within int64 or uint64, others finite and
 * not rounded to zero. */
static bool representable(const char *text, bool integer)
{
    errno = 0;
    if (integer && text[0] == '-') {
        strtoll(text, NULL, 10);
        return errno == 0;
    }
    if (integer) {
        strtoull(text, NULL, 10);
        return errno == 0;
    }
    double value = strtod(text, NULL);
    return isfinite(value) && (value != 0 || strspn(text, "-0.") == strcspn(text, "eE"));
}

static bool scan_number(struct state *s)
{
    const char *at = s->p;
    bool integer = true, exponent = false;
    if (*s->p == '-')
        s->p++;
    if (s->p < s->end && *s->p == '0') {
        s->p++;
        if (s->p < s->end && *s->p >= '0' && *s->p <= '9') {
            problem(s, KB_SCAN_SYNTAX, at, 2, "a number may not begin with 0");
            if (!digits(s))
                return false;
        }
    } else if (!digits(s)) {
        return false;
    }
    if (s->p < s->end && *s->p == '.') {
        integer = false;
        s->p++;
        if (!digits(s))
            return false;
    }
    if (s->p < s->end && (*s->p == 'e' || *s->p == 'E')) {
        integer = false;
        exponent = true;
        s->p++;
        if (s->p < s->end && (*s->p == '+' || *s->p == '-'))
            s->p++;
        if (!digits(s))
            return false;
    }
    size_t len = (size_t)(s->p - at);
    if (len < 16 && !exponent)
        return true; /* the common case: a rate or a count */
    struct kb_buf *m = &s->scanner->message;
    m->len = 0;
    kb_buf_add(m, at, len);
    if (!representable(m->data, integer)) {
        m->len = 0;
        kb_buf_quote(m, (struct kb_str){at, len});
        kb_buf_puts(m, " cannot be represented without loss");
        problem(s, KB_SCAN_NUMBER_RANGE, at, len, m->data);
    }
    return true;
}

static bool scan_word(struct state *s)
{
    static const char *const words[] = {"true", "false", "null"};
    const char *at = s->p;
    while (s->p < s->end && kb_is_letter(*s->p))
        s->p++;
    size_t len = (size_t)(s->p - at);
    for (size_t i = 0; i < 3; i++)
        if (len == strlen(words[i]) && memcmp(at, words[i], len) == 0)
            return true;
    if (len == 0)
        return stop(s, at, "a value");
    struct kb_buf *m = &s->scanner->message;
    m->len = 0;
    kb_buf_puts(m, "expected a value, found ");
    kb_buf_quote(m, (struct kb_str){at, len});
    problem(s, KB_SCAN_SYNTAX, at, len, m->data);
    return false;
}

static void grow_keys(struct kb_scanner *scanner)
{
    size_t cap = scanner->key_cap ? scanner->key_cap * 2 : 256;
    struct kb_scan_key *keys = kb_alloc(cap, sizeof *keys);
    for (size_t i = 0; i < scanner->key_cap; i++) {
        const struct kb_scan_key *old = &scanner->keys[i];
        if (old->epoch != scanner->epoch)
            continue;
        size_t at = old->hash & (cap - 1);
        while (keys[at].epoch)
            at = (at + 1) & (cap - 1);
        keys[at] = *old;
    }
    free(scanner->keys);
    scanner->keys = keys;
    scanner->key_cap = cap;
}

static void note_key(struct state *s, const char *at, size_t len)
{
    struct kb_scanner *scanner = s->scanner;
    size_t object = s->levels[s->depth - 1].number;
    struct kb_str text =
        s->plain ? (struct kb_str){at + 1, len - 2} : kb_scan_text(at, len, &scanner->key);
    uint64_t hash = kb_str_hash_seeded(text, scanner->seed + object);
    scanner->key_bytes += text.n + 1;
    if (scanner->key_count * 2 >= scanner->key_cap)
        grow_keys(scanner);
    size_t i = hash & (scanner->key_cap - 1);
    for (; scanner->keys[i].epoch == scanner->epoch; i = (i + 1) & (scanner->key_cap - 1)) {
        struct kb_scan_key *key = &scanner->keys[i];
        if (key->hash != hash || key->object != object ||
            !kb_str_eq(text, kb_scan_text(s->data + key->offset, key->len, &scanner->other_key)))
            continue;
        struct kb_buf *m = &scanner->message;
        m->len = 0;
        kb_buf_puts(m, "the key ");
        kb_buf_quote(m, text);
        kb_buf_puts(m, " stands twice in one object");
        s->flawed = scanner->repeats = true;
        s->report(s->report_data,
                  &(struct kb_scan_problem){KB_SCAN_DUPLICATE_KEY, (size_t)(at - s->data), len,
                                            key->offset, key->len, m->data});
        return;
    }
    scanner->keys[i] =
        (struct kb_scan_key){object, (size_t)(at - s->data), len, hash, scanner->epoch};
    scanner->key_count++;
}

static void skip_space(struct state *s)
{
    if (s->p < s->end && (unsigned char)*s->p <= ' ')
        s->p = kb_scan_space(s->p, s->end);
}

static bool scan_key(struct state *s)
{
    const char *at = s->p;
    if (at >= s->end || *at != '"')
        return stop(s, at, "a key in double quotes");
    if (!scan_string(s))
        return false;
    note_key(s, at, (size_t)(s->p - at));
    skip_space(s);
    if (s->p >= s->end || *s->p != ':')
        return stop(s, s->p, "`:` after the key");
    s->p++;
    return true;
}

static bool open_level(struct state *s, bool object)
{
    if (s->depth == KB_MAX_DEPTH) {
        struct kb_buf *m = &s->scanner->message;
        m->len = 0;
        kb_buf_printf(m, "nested more than %d levels deep", KB_MAX_DEPTH);
        problem(s, KB_SCAN_DEPTH, s->p, 1, m->data);
        return false;
    }
    s->levels[s->depth++] = (struct level){object, s->objects++};
    add_token(s, s->p++);
    return true;
}

static void close_level(struct state *s)
{
    s->depth--;
    add_token(s, s->p++);
}

static bool scan_other(struct state *s)
{
    const char *at = s->p;
    bool number = *at == '-' || (*at >= '0' && *at <= '9');
    bool ok = number ? scan_number(s) : scan_word(s);
    add_token(s, at);
    return ok;
}

/* One value, or the opening of a container. *opened tells which. */
static bool scan_value(struct state *s, bool *opened)
{
    skip_space(s);
    *opened = false;
    if (s->p >= s->end)
        return stop(s, s->p, "a value");
    switch (*s->p) {
    case '{':
    case '[':
        *opened = true;
        return open_level(s, *s->p == '{');
    case '"':
        return scan_string(s);
    default:
        return scan_other(s);
    }
}

/* From just behind a value (or an opening bracket, where `first`) to just before the next value;
 * closes what ends. *more is false at the end of the document's value. */
static bool scan_between(struct state *s, bool first, bool *more)
{
    for (; s->depth > 0; first = false) {
        const struct level *level = &s->levels[s->depth - 1];
        char close = level->object ? '}' : ']';
        skip_space(s);
        if (s->p < s->end && *s->p == close) {
            close_level(s);
            continue;
        }
        if (!first) {
            if (s->p >= s->end || *s->p != ',')
                return stop(s, s->p, level->object ? "`,` or `}`" : "`,` or `]`");
            s->p++;
            skip_space(s);
            if (s->p < s->end && *s->p == close) {
                stop(s, s->p, level->object ? "a key after the comma" : "a value after the comma");
                close_level(s); /* the comma is dropped by the repair, so this is no stop */
                continue;
            }
        }
        *more = true;
        return level->object ? scan_key(s) : true;
    }
    *more = false;
    return true;
}

static const char *utf16_mark(const char *data, size_t len)
{
    if (len >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0))
        return "this is UTF-16 (a byte order mark); JSON files are UTF-8";
    if (len >= 4 && ((data[0] && !data[1] && data[2] && !data[3]) ||
                     (!data[0] && data[1] && !data[2] && data[3])))
        return "this looks like UTF-16 without a mark; JSON files are UTF-8";
    return NULL;
}

enum kb_scan_result kb_scan(struct kb_scanner *scanner, const char *data, size_t len,
                            kb_scan_report *report, void *report_data)
{
    struct state s = {.scanner = scanner,
                      .data = data,
                      .p = data,
                      .end = data + len,
                      .report = report,
                      .report_data = report_data};
    scanner->key_count = scanner->key_bytes = scanner->token_count = 0;
    scanner->repeats = false;
    if (!scanner->seed)
        scanner->seed = kb_hash_seed() | 1;
    if (++scanner->epoch == 0) { /* wrapped: old rows would look new */
        free(scanner->keys);
        scanner->keys = NULL;
        scanner->key_cap = 0;
        scanner->epoch = 1;
    }
    const char *utf16 = utf16_mark(data, len);
    if (utf16) {
        problem(&s, KB_SCAN_ENCODING, data, 2, utf16);
        return KB_SCAN_BROKEN;
    }
    if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
        problem(&s, KB_SCAN_ENCODING, data, 3, "a byte order mark; JSON files have none");
        s.p += 3;
    }
    skip_space(&s);
    if (s.p >= s.end) {
        problem(&s, KB_SCAN_SYNTAX, s.p, 0, "there is nothing here, the file is empty");
        return KB_SCAN_BROKEN;
    }
    for (bool more = true, opened; more;)
        if (!scan_value(&s, &opened) || !scan_between(&s, opened, &more))
            return KB_SCAN_BROKEN;
    scanner->used = (size_t)(s.p - data);
    skip_space(&s);
    if (s.p < s.end)
        stop(&s, s.p, "nothing more after the record"); /* the record itself is whole */
    return s.flawed ? KB_SCAN_REPAIRABLE : KB_SCAN_CLEAN;
}

void kb_scanner_free(struct kb_scanner *scanner)
{
    free(scanner->keys);
    free(scanner->tokens);
    kb_buf_free(&scanner->message);
    kb_buf_free(&scanner->key);
    kb_buf_free(&scanner->other_key);
    kb_buf_free(&scanner->names);
    *scanner = (struct kb_scanner){0};
}

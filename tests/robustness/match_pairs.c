/* SPDX-License-Identifier: MIT */
/* Tries the literal gate against every regex: match_pairs INDEX LINES [FILE]
 *
 * Makes LINES lines out of the signatures and regexes of the index (mutated, shuffled, joined,
 * broken, with letters that fold to others), or takes those of FILE first, and matches each with
 * the gate and without. Prints what was tried; exit status 1 on the first difference. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kbx/match.h"

enum { MOST = 1 << 21 };

struct line {
    char *bytes;
    size_t len;
};

static const struct kbx *base;
static struct kbx_matcher *gate, *brute;
static struct line line;
static uint64_t state = 1, pairs, matched, lines;

/* The same numbers on every machine. */
static uint32_t roll(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

static void add(const char *bytes, size_t len)
{
    if (len <= MOST - line.len) {
        memcpy(line.bytes + line.len, bytes, len);
        line.len += len;
    }
}

static void add_text(uint32_t record, int field)
{
    struct kbx_str text;
    if (kbx_text(base, record, field, 0, KBX_BASE, &text, NULL) == KBX_OK && text.ptr)
        add(text.ptr, text.len);
}

static void add_signature(void)
{
    add_text(roll(kbx_count(base)), KBX_F_SIGNATURE);
}

/* A regex read as a text that it may match: one alternative, without the brackets, with something
 * where it has a gap. */
static void add_from_regex(void)
{
    static const char *const gaps[] = {" ", ": ", " x ", "\xE4\xB8\xAD", "7"};
    struct kbx_str regex;
    uint32_t record = roll(kbx_count(base)), skip = roll(4);
    size_t i = 0;
    if (kbx_text(base, record, KBX_F_REGEX, 0, KBX_BASE, &regex, NULL) != KBX_OK || !regex.ptr)
        return;
    for (size_t at = 0; skip && at < regex.len; at++)
        if (regex.ptr[at] == '|') {
            i = at + 1;
            skip--;
        }
    for (; i < regex.len && regex.ptr[i] != '|'; i++) {
        char c = regex.ptr[i];
        bool repeated = i + 1 < regex.len && strchr("*+?", regex.ptr[i + 1]) && regex.ptr[i + 1];
        const char *gap = gaps[roll(sizeof gaps / sizeof *gaps)];
        if (c == '\\' && i + 1 < regex.len) {
            c = regex.ptr[++i];
            if (strchr("sdwbSDW", c))
                add(c == 'd' ? "7" : c == 'b' ? "" : " ", c != 'b');
            else
                add(&c, 1);
        } else if (c == '.' && repeated) {
            add(gap, strlen(gap));
        } else if (!strchr("()?*+^$", c)) {
            add(&c, 1);
        }
    }
}

static void add_tab(void)
{
    add("\t", 1);
}

/* Takes `cut` bytes out at a place and puts others in. */
static void splice(size_t at, size_t cut, const char *bytes, size_t len)
{
    if (at > line.len || cut > line.len - at || line.len - cut + len > MOST)
        return;
    memmove(line.bytes + at + len, line.bytes + at + cut, line.len - at - cut);
    memcpy(line.bytes + at, bytes, len);
    line.len = line.len - cut + len;
}

static void change_case(void)
{
    for (size_t i = 0; i < line.len; i++) {
        char c = line.bytes[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter && roll(2))
            line.bytes[i] = (char)(c ^ 0x20);
    }
}

/* k and s as the other characters that fold to them. */
static void change_letters(void)
{
    for (size_t i = 0; i < line.len; i++) {
        char c = (char)(line.bytes[i] | 0x20);
        if (c == 'k' && roll(2))
            splice(i, 1, "\xE2\x84\xAA", 3);
        else if (c == 's' && roll(2))
            splice(i, 1, "\xC5\xBF", 2);
    }
}

static void break_bytes(void)
{
    static const char *const parts[] = {"\xFF",         "\xC5",         "\xE2\x84", "\x84\xAA",
                                        "\xED\xA0\x80", "\xF0\x9F\x98", "\xC0\x80", "\xBF"};
    for (uint32_t n = 1 + roll(3); n > 0; n--) {
        const char *part = parts[roll(sizeof parts / sizeof *parts)];
        splice(roll((uint32_t)line.len + 1), roll(2), part, strlen(part));
    }
}

static void put_control(void)
{
    static const char controls[] = "\0\r\n\t\x1B";
    for (uint32_t n = 1 + roll(2); n > 0; n--)
        splice(roll((uint32_t)line.len + 1), roll(2), &controls[roll(sizeof controls - 1)], 1);
}

static void change_bytes(void)
{
    for (uint32_t n = 1 + roll(3); n > 0; n--) {
        char c = (char)(' ' + (char)roll(95));
        splice(roll((uint32_t)line.len + 1), roll(2), &c, roll(2));
    }
}

/* Words in another order. */
static void shuffle(void)
{
    for (int i = 0; i < 4; i++) {
        char word[64];
        char *space = memchr(line.bytes, ' ', line.len);
        size_t len = space ? (size_t)(space - line.bytes) + 1 : 0;
        if (len == 0 || len > sizeof word)
            return;
        memcpy(word, line.bytes, len);
        splice(0, len, "", 0);
        splice(roll((uint32_t)line.len + 1), 0, word, len);
    }
}

static void carriage_return(void)
{
    add("\r", 1);
}

static void lengthen(void)
{
    for (uint32_t n = roll(100) ? 40 : 2000; n > 0; n--) {
        add(" ", 1);
        add_signature();
    }
}

static void join(void)
{
    add(" ", 1);
    add_signature();
}

static void nothing(void)
{
}

static void (*const starts[])(void) = {add_signature, add_from_regex, add_from_regex, add_tab};
static void (*const changes[])(void) = {nothing,     change_case, change_letters, break_bytes,
                                        put_control, shuffle,     change_bytes,   carriage_return,
                                        join,        change_case, change_letters, nothing};

static void make_line(void)
{
    line.len = 0;
    starts[roll(sizeof starts / sizeof *starts)]();
    if (roll(500) == 0)
        lengthen();
    for (uint32_t n = roll(3); n > 0; n--)
        changes[roll(sizeof changes / sizeof *changes)]();
}

static bool same(const struct kbx_match *a, const struct kbx_match *b)
{
    return a->record == b->record && a->outcome == b->outcome && a->start == b->start &&
           a->end == b->end;
}

/* Whether both say the same; where PCRE2 gives up, the gate may know that nothing can match. */
static bool compare(unsigned flags)
{
    const struct kbx_match *some, *all;
    size_t some_count, all_count, at = 0;
    if (kbx_match(gate, line.bytes, line.len, flags, &some, &some_count, NULL) != KBX_OK ||
        kbx_match(brute, line.bytes, line.len, flags, &all, &all_count, NULL) != KBX_OK)
        return false;
    for (size_t i = 0; i < all_count; i++) {
        if (at < some_count && same(&some[at], &all[i])) {
            at++;
        } else if (all[i].outcome == KBX_MATCHES) {
            printf("record %u on: %.*s\n", all[i].record, (int)line.len, line.bytes);
            return false;
        }
    }
    lines++;
    pairs += kbx_count(base);
    matched += all_count;
    if (at != some_count)
        printf("a record too many on: %.*s\n", (int)line.len, line.bytes);
    return at == some_count;
}

static bool compare_file(const char *path)
{
    bool ok = true;
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    while (ok && fgets(line.bytes, MOST, f)) {
        line.len = strlen(line.bytes);
        line.len -= line.len && line.bytes[line.len - 1] == '\n';
        ok = compare(0);
    }
    fclose(f);
    return ok;
}

int main(int argc, char **argv)
{
    struct kbx *k;
    struct kbx_error error = {0};
    struct kbx_match_stats stats;
    if (argc < 3 || kbx_open(argv[1], KBX_VERIFY, &k, &error) != KBX_OK ||
        kbx_matcher_new(k, 0, &gate, &error) != KBX_OK ||
        kbx_matcher_new(k, KBX_BRUTE_FORCE, &brute, &error) != KBX_OK) {
        fprintf(stderr, "match_pairs: %s\n", error.text);
        return 2;
    }
    base = k;
    line.bytes = malloc(MOST);
    bool ok = line.bytes && (argc < 4 || compare_file(argv[3]));
    for (long n = strtol(argv[2], NULL, 10); ok && n > 0; n--) {
        make_line();
        ok = compare(roll(8) ? 0 : KBX_MULTILINE);
    }
    kbx_match_stats(gate, &stats);
    printf("%llu lines, %llu pairs, %llu match, %llu tried behind the gate, %s\n",
           (unsigned long long)lines, (unsigned long long)pairs, (unsigned long long)matched,
           (unsigned long long)stats.candidates, ok ? "no difference" : "DIFFERENT");
    free(line.bytes);
    kbx_matcher_free(gate);
    kbx_matcher_free(brute);
    kbx_close(k);
    return ok && matched * 5 > lines ? 0 : 1;
}

/* SPDX-License-Identifier: MIT */
/* What is this error? lookup INDEX ID|CODE|ALIAS|LINE
 * cc lookup.c $(pkg-config --cflags --libs kbx) */
#include <kbx/kbx.h>
#include <kbx/match.h>
#include <stdio.h>
#include <string.h>

/* Each entry of a list with its rate; where its action is not stated, the words that explain it. */
static void put_list(const struct kbx *k, uint32_t record, int list, int action, int words,
                     int rate)
{
    uint32_t count, i;
    struct kbx_str text;
    struct kbx_rate of;
    printf("%s\n", list == KBX_F_DEAD_END ? "What not to try:" : "What to try:");
    kbx_entries(k, record, list, 0, &count);
    for (i = 0; i < count; i++) {
        kbx_text(k, record, action, i, KBX_BASE, &text, NULL);
        if (text.len == 0)
            kbx_text(k, record, words, i, KBX_BASE, &text, NULL);
        kbx_rate(k, record, rate, i, &of);
        printf("  %3.0f %%  %s\n", of.value * 100, text.ptr ? text.ptr : "");
    }
}

/* The record that a line of a log is about, KBX_NONE where no regex matches it. */
static uint32_t matched(const struct kbx *k, const char *line)
{
    struct kbx_matcher *m;
    const struct kbx_match *matches;
    size_t count = 0, i;
    uint32_t record = KBX_NONE;
    if (kbx_matcher_new(k, 0, &m, NULL) != KBX_OK)
        return KBX_NONE;
    kbx_match(m, line, strlen(line), 0, &matches, &count, NULL);
    for (i = 0; i < count && record == KBX_NONE; i++)
        if (matches[i].outcome == KBX_MATCHES)
            record = matches[i].record;
    kbx_matcher_free(m);
    return record;
}

int main(int argc, char **argv)
{
    struct kbx *k;
    struct kbx_error error;
    struct kbx_str text;
    uint32_t record = KBX_NONE, first, count;
    int kind;
    if (argc != 3 || kbx_open(argv[1], KBX_VERIFY, &k, &error) != KBX_OK) {
        fprintf(stderr, "%s\n", argc == 3 ? error.text : "usage: lookup INDEX ID|CODE|ALIAS|LINE");
        return 2;
    }
    for (kind = KBX_KEY_ID; kind <= KBX_KEY_ALIAS && record == KBX_NONE; kind++)
        if (kbx_find(k, kind, argv[2], strlen(argv[2]), 0, &first, &count) == KBX_OK)
            kbx_key(k, kind, first, &text, &record);
    if (record == KBX_NONE)
        record = matched(k, argv[2]);
    if (kbx_text(k, record, KBX_F_ROOT_CAUSE, 0, KBX_BASE, &text, NULL) == KBX_OK) {
        printf("Cause: %s\n", text.ptr ? text.ptr : "not known");
        put_list(k, record, KBX_F_DEAD_END, KBX_F_DEAD_END_ACTION, KBX_F_DEAD_END_WHY_FAILS,
                 KBX_F_DEAD_END_FAIL_RATE);
        put_list(k, record, KBX_F_WORKAROUND, KBX_F_WORKAROUND_ACTION, KBX_F_WORKAROUND_HOW,
                 KBX_F_WORKAROUND_SUCCESS_RATE);
    }
    kbx_close(k);
    return record == KBX_NONE;
}

/* SPDX-License-Identifier: MIT */
/* What is this error? lookup INDEX ID|CODE|ALIAS
 * cc lookup.c $(pkg-config --cflags --libs kbx) */
#include <kbx/kbx.h>
#include <stdio.h>
#include <string.h>

/* Each entry of a list with its rate; where its action is not stated, the words that explain it. */
static void put_list(const struct kbx *k, uint32_t record, int list, int action, int words,
                     int rate)
{
    uint32_t count;
    kbx_entries(k, record, list, 0, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct kbx_str text;
        struct kbx_rate of;
        kbx_text(k, record, action, i, KBX_BASE, &text, NULL);
        if (text.len == 0)
            kbx_text(k, record, words, i, KBX_BASE, &text, NULL);
        kbx_rate(k, record, rate, i, &of);
        if (of.text.ptr)
            printf("  %3.0f %%  %s\n", of.value * 100, text.ptr ? text.ptr : "");
        else /* no rate is not a rate of 0 */
            printf("    ? %%  %s\n", text.ptr ? text.ptr : "");
    }
}

int main(int argc, char **argv)
{
    struct kbx *k;
    struct kbx_error error;
    struct kbx_str text;
    uint32_t record = KBX_NONE, first, count;
    if (argc != 3) {
        fprintf(stderr, "usage: lookup INDEX ID|CODE|ALIAS\n");
        return 2;
    }
    if (kbx_open(argv[1], KBX_VERIFY, &k, &error) != KBX_OK) {
        fprintf(stderr, "%s: %s\n", argv[1], error.text);
        return 2;
    }
    for (int kind = KBX_KEY_ID; kind <= KBX_KEY_ALIAS && record == KBX_NONE; kind++)
        if (kbx_find(k, kind, argv[2], strlen(argv[2]), 0, &first, &count) == KBX_OK)
            kbx_key(k, kind, first, &text, &record);
    if (kbx_text(k, record, KBX_F_ROOT_CAUSE, 0, KBX_BASE, &text, NULL) == KBX_OK) {
        printf("Cause: %s\nWhat not to try:\n", text.ptr ? text.ptr : "not known");
        put_list(k, record, KBX_F_DEAD_END, KBX_F_DEAD_END_ACTION, KBX_F_DEAD_END_WHY_FAILS,
                 KBX_F_DEAD_END_FAIL_RATE);
        printf("What to try:\n");
        put_list(k, record, KBX_F_WORKAROUND, KBX_F_WORKAROUND_ACTION, KBX_F_WORKAROUND_HOW,
                 KBX_F_WORKAROUND_SUCCESS_RATE);
    } else {
        fprintf(stderr, "no record is found by it\n");
    }
    kbx_close(k);
    return record == KBX_NONE;
}

/* SPDX-License-Identifier: MIT */
/* Rolled regexes on texts made of them: the gate leaves out nothing that PCRE2 matches. A hundred
 * times as many with KBC_FULL. */
#include "pattern/syntax.h"
#include "tests/unit/match_world.h"
#include "tests/unit/regex_rolls.h"

/* Bytes that are no UTF-8, NUL, CR, LF, and letters that fold to k and s. */
static void break_text(uint64_t *state, struct kb_buf *text)
{
    static const struct kb_str parts[] = {S("\xFF"), S("\xE2\x84"), S("\xE2\x84\xAA"),
                                          S("\xC5"), S("\xC5\xBF"), S("\0"),
                                          S("\r"),   S("\n"),       S("\xED\xA0\x80")};
    struct kb_buf broken = {0};
    size_t at = roll(state) % (text->len + 1), skip = roll(state) % 2;
    kb_buf_add(&broken, text->data, at);
    kb_buf_str(&broken, parts[roll(state) % COUNT(parts)]);
    if (at + skip < text->len)
        kb_buf_add(&broken, text->data + at + skip, text->len - at - skip);
    kb_buf_free(text);
    *text = broken;
}

enum { ROLLED = 300 };

/* What matches a text of several lines, and none of them by itself, is told as such a regex. */
static void compare_lines(struct world *w, const struct kb_buf *text)
{
    bool found[ROLLED] = {false};
    const struct kbx_match *m;
    size_t count;
    if (!memchr(text->data, '\n', text->len))
        return;
    for (size_t at = 0, end; at <= text->len; at = end + 1) {
        const char *lf = memchr(text->data + at, '\n', text->len - at);
        end = lf ? (size_t)(lf - text->data) : text->len;
        kbx_match(w->gate, text->data + at, end - at, 0, &m, &count, NULL);
        for (size_t i = 0; i < count; i++)
            found[m[i].record] = true;
    }
    kbx_match(w->gate, text->data, text->len, KBX_MULTILINE, &m, &count, NULL);
    for (size_t i = 0; i < count; i++)
        found[m[i].record] = true;
    kbx_match(w->gate, text->data, text->len, 0, &m, &count, NULL);
    for (size_t i = 0; i < count; i++)
        if (m[i].outcome == KBX_MATCHES && !found[m[i].record])
            ck_abort_msg("regex %s on %s", w->records[m[i].record].regex.p, text->data);
}

static void compare_rolled(struct world *w, const struct kb_str *regexes, uint64_t *state)
{
    struct kb_buf text = {0};
    for (size_t i = 0; i < ROLLED; i++) {
        struct kb_syntax *syntax = kb_syntax_parse(regexes[i]);
        text.len = 0;
        kb_buf_puts(&text, "");
        sample(syntax->root, state, &text);
        world_compare(w, text.data, text.len, 0);
        spoil(state, &text);
        world_compare(w, text.data, text.len, roll(state) % 2 ? KBX_MULTILINE : 0);
        break_text(state, &text);
        world_compare(w, text.data, text.len, 0);
        compare_lines(w, &text);
        kb_syntax_free(syntax);
    }
    kb_buf_free(&text);
}

START_TEST(no_rolled_regex_is_left_out)
{
    uint64_t state = 23;
    size_t pairs = 0, matched = 0, rounds = getenv("KBC_FULL") ? 400 : 8;
    for (size_t round = 0; round < rounds; round++) {
        struct kb_str regexes[ROLLED];
        struct kb_arena arena = {0};
        struct kb_buf regex = {0};
        for (size_t i = 0; i < ROLLED;) {
            struct kb_pattern_error error;
            if (round == 0 && i < COUNT(tricky)) {
                regexes[i] = kb_str(tricky[i]);
                i++;
                continue;
            }
            roll_regex(&state, &regex);
            struct kb_pattern *pattern =
                kb_pattern_new(KB_FLAVOR_RECORD, kb_buf_view(&regex), &error);
            if (pattern)
                regexes[i++] =
                    (struct kb_str){kb_arena_copy(&arena, regex.data, regex.len), regex.len};
            kb_pattern_free(pattern);
        }
        struct world w;
        world_make(&w, regexes, ROLLED);
        compare_rolled(&w, regexes, &state);
        pairs += w.pairs;
        matched += w.matched;
        world_free(&w);
        kb_buf_free(&regex);
        kb_arena_free(&arena);
    }
    printf("%zu pairs of rolled regexes and texts, %zu match\n", pairs, matched);
    ck_assert_uint_gt(matched, pairs / 100);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("match_rolls");
    tcase_add_test(tests, no_rolled_regex_is_left_out);
    return suite_run("match_rolls", tests);
}

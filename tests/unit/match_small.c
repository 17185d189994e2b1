/* SPDX-License-Identifier: MIT */
/* Every regex of up to five characters of a small alphabet on every text of up to five of another:
 * the gate leaves out nothing. */
#include "pattern/literal.h"
#include "tests/unit/match_world.h"

static const char regex_letters[] = "aks|*?().";
static const char *const text_letters[] = {"a", "k", "s", "K", "\xE2\x84\xAA", "\xC5\xBF"};

enum { LONGEST = 5, BATCH = 500 };

struct small {
    struct world world;
    struct kb_str regexes[BATCH];
    char room[BATCH][LONGEST];
    size_t count;
    size_t tried, pairs, matched;
};

static void compare_texts(struct world *w)
{
    for (size_t letters = 0, count = 1; letters <= LONGEST; letters++, count *= COUNT(text_letters))
        for (size_t number = 0; number < count; number++) {
            char text[3 * LONGEST + 1] = "";
            size_t n = 0;
            for (size_t i = 0, rest = number; i < letters; i++, rest /= COUNT(text_letters)) {
                const char *letter = text_letters[rest % COUNT(text_letters)];
                for (size_t j = 0; letter[j]; j++)
                    text[n++] = letter[j];
            }
            world_compare(w, text, n, 0);
        }
}

static void compare_batch(struct small *s)
{
    world_make(&s->world, s->regexes, s->count);
    compare_texts(&s->world);
    s->tried += s->count;
    s->pairs += s->world.pairs;
    s->matched += s->world.matched;
    s->count = 0;
    world_free(&s->world);
}

/* A regex that PCRE2 compiles and that requires something; all others are always tried. */
static bool has_literals(struct kb_str regex)
{
    struct kb_pattern_error error;
    struct kb_pattern *pattern = kb_pattern_new(KB_FLAVOR_RECORD, regex, &error);
    struct kb_arena arena = {0};
    bool has = false;
    if (pattern) {
        struct kb_syntax *syntax = kb_syntax_parse(regex);
        has = kb_literals_short(syntax, &arena).count > 0;
        kb_syntax_free(syntax);
    }
    kb_arena_free(&arena);
    kb_pattern_free(pattern);
    return has;
}

START_TEST(small_world)
{
    static struct small s;
    const size_t base = sizeof regex_letters - 1;
    for (size_t letters = 1, count = base; letters <= LONGEST; letters++, count *= base)
        for (size_t number = 0; number < count; number++) {
            char *text = s.room[s.count];
            for (size_t i = 0, rest = number; i < letters; i++, rest /= base)
                text[i] = regex_letters[rest % base];
            s.regexes[s.count] = (struct kb_str){text, letters};
            s.count += has_literals(s.regexes[s.count]);
            if (s.count == BATCH)
                compare_batch(&s);
        }
    compare_batch(&s);
    printf("%zu regexes, %zu pairs, %zu match\n", s.tried, s.pairs, s.matched);
    ck_assert_uint_gt(s.matched, 5000000);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("match_small");
    tcase_add_test(tests, small_world);
    return suite_run("match_small", tests);
}

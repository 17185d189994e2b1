/* SPDX-License-Identifier: MIT */
/* Regexes as JavaScript writes them. */
#include "pattern/ecma.h"

#include "suite.h"

static void is(const char *regex, const char *wanted)
{
    struct kb_syntax *syntax = kb_syntax_parse(kb_str(regex));
    struct kb_buf out = {0};
    kb_buf_puts(&out, "x");
    bool done = kb_ecma_write(syntax, &out);
    ck_assert_msg(done == (wanted != NULL), "%s: %s", regex, out.data);
    if (wanted)
        ck_assert_str_eq(out.data + 1, wanted);
    else
        ck_assert_uint_eq(out.len, 1);
    kb_buf_free(&out);
    kb_syntax_free(syntax);
}

START_TEST(what_javascript_has_is_written)
{
    is("CUDA Error", "cuda error");
    is("(?i)sk(?#no s)", "sk");
    is("\\Qa.b\\E\\.", "a\\.b\\.");
    is("a.b", "a[^\\u{a}]b");
    is("[0-9]+?x{2,}y{3,5}z*?", "[0-9]+?x{2,}y{3,5}z*?");
    is("[^ab]", "[^ABab]");
    is("(a|b(?:c)?)+", "(?:(?:(?:a|b(?:(?:c))?)))+");
    is("^a$|\\bb\\B", "(?:^a$|\\bb\\B)");
    is("(?<=a)(?!b)(?=c)(?<!d)", "(?<=a)(?!b)(?=c)(?<!d)");
    is("(?<name>x)", "(?:x)");
    is("\xE9\x94\x99\xE8\xAF\xAF", "\xE9\x94\x99\xE8\xAF\xAF");
    is("/-]", "\\/\\x2d\\]");
    is("", "(?:)");
}
END_TEST

START_TEST(what_it_has_not_is_refused)
{
    is("(a)\\1", NULL);
    is("(?>a+)b", NULL);
    is("a++b", NULL);
    is("(?-i)Abc", NULL);
    is("(?-i)[^A]", NULL);
    is("(a(?1)?b)", NULL);
    is("(*ACCEPT)a", NULL);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("ecma");
    tcase_add_test(cases, what_javascript_has_is_written);
    tcase_add_test(cases, what_it_has_not_is_refused);
    return suite_run("ecma", cases);
}

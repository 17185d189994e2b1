/* SPDX-License-Identifier: MIT */
/* kb/url.c, kb/host.c: addresses in every spelling. */
#include <check.h>
#include <string.h>

#include "kb/arena.h"
#include "kb/url.h"
#include "tests/unit/suite.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* Addresses to stay away from, and why. */
static const struct {
    struct kb_str text;
    enum kb_danger danger;
} dangers[] = {
    {TEXT("javascript:alert(1)"), KB_DANGER_SCHEME},
    {TEXT("JaVaScRiPt:alert(1)"), KB_DANGER_SCHEME},
    {TEXT("\x01\x1f  javascript:alert(1)"), KB_DANGER_SCHEME},
    {TEXT("java\tscr\nipt\r:alert(1)"), KB_DANGER_SCHEME},
    {TEXT("\tjavascript://example.org/%0aalert(1)"), KB_DANGER_SCHEME},
    {TEXT("data:text/html,<script>"), KB_DANGER_SCHEME},
    {TEXT("DATA:,x"), KB_DANGER_SCHEME},
    {TEXT("vbscript:msgbox"), KB_DANGER_SCHEME},
    {TEXT("file:///etc/passwd"), KB_DANGER_SCHEME},
    {TEXT("File:C:/x"), KB_DANGER_SCHEME},

    {TEXT("https://user@example.org/"), KB_DANGER_USER_INFO},
    {TEXT("https://user:pw@example.org/"), KB_DANGER_USER_INFO},
    {TEXT("https://@example.org/"), KB_DANGER_USER_INFO},
    {TEXT("https://good.example@evil.example/"), KB_DANGER_USER_INFO},
    {TEXT("https://a@b@example.org/"), KB_DANGER_USER_INFO},
    {TEXT("ftp://user@example.org/"), KB_DANGER_USER_INFO},
    {TEXT("git+ssh://git@example.org/x"), KB_DANGER_USER_INFO},

    {TEXT("http://127.0.0.1/"), KB_DANGER_LOOPBACK},
    {TEXT("https://127.0.0.1:8443"), KB_DANGER_LOOPBACK},
    {TEXT("http://127.255.255.254/"), KB_DANGER_LOOPBACK},
    {TEXT("http://127.0.0.1."), KB_DANGER_LOOPBACK},
    {TEXT("http://127.1/"), KB_DANGER_LOOPBACK},
    {TEXT("http://127.0.1/"), KB_DANGER_LOOPBACK},
    {TEXT("http://2130706433/"), KB_DANGER_LOOPBACK},
    {TEXT("http://017700000001/"), KB_DANGER_LOOPBACK},
    {TEXT("http://0x7f000001/"), KB_DANGER_LOOPBACK},
    {TEXT("http://0X7F.1/"), KB_DANGER_LOOPBACK},
    {TEXT("http://0x7f.0.0.0x1/"), KB_DANGER_LOOPBACK},
    {TEXT("http://0177.0.0.01/"), KB_DANGER_LOOPBACK},
    {TEXT("http://%31%32%37.0.0.1/"), KB_DANGER_LOOPBACK},
    {TEXT("http://127%2e0%2E0%2e1/"), KB_DANGER_LOOPBACK},
    {TEXT("http://\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1/"), KB_DANGER_LOOPBACK},
    {TEXT("http://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1/"), KB_DANGER_LOOPBACK},
    {TEXT("http://127\xEF\xBC\x8E"
          "0\xE3\x80\x82"
          "0\xEF\xBD\xA1"
          "1/"),
     KB_DANGER_LOOPBACK},
    {TEXT("http://\xE2\x91\xAB\xE2\x91\xA6.0.0.1/"), KB_DANGER_LOOPBACK}, /* ⑫⑦ */
    {TEXT("http://\xF0\x9D\x9F\x8F\xF0\x9D\x9F\x90\xF0\x9D\x9F\x95.1/"), KB_DANGER_LOOPBACK},
    {TEXT("http:127.0.0.1/"), KB_DANGER_LOOPBACK},
    {TEXT("http:/127.0.0.1/"), KB_DANGER_LOOPBACK},
    {TEXT("http:////127.0.0.1/"), KB_DANGER_LOOPBACK},
    {TEXT("http:\\\\127.0.0.1\\x"), KB_DANGER_LOOPBACK},
    {TEXT("https://127.0.0.1\\@example.org/"), KB_DANGER_LOOPBACK},
    {TEXT("ht\ntp://127.\t0.0.1/"), KB_DANGER_LOOPBACK},
    {TEXT("ftp://127.0.0.1/"), KB_DANGER_LOOPBACK},
    {TEXT("gopher://127.0.0.1/"), KB_DANGER_LOOPBACK},
    {TEXT("http://127.0.0.1?x"), KB_DANGER_LOOPBACK},
    {TEXT("http://127.0.0.1#x"), KB_DANGER_LOOPBACK},
    {TEXT("http://[::1]/"), KB_DANGER_LOOPBACK},
    {TEXT("http://[0:0:0:0:0:0:0:1]:80/"), KB_DANGER_LOOPBACK},
    {TEXT("http://[0000:0000::0001]/"), KB_DANGER_LOOPBACK},
    {TEXT("http://[::ffff:127.0.0.1]/"), KB_DANGER_LOOPBACK},
    {TEXT("http://[::FFFF:7f00:1]/"), KB_DANGER_LOOPBACK},
    {TEXT("http://[::127.0.0.1]/"), KB_DANGER_LOOPBACK},
    {TEXT("http://[::ffff:0:127.0.0.1]/"), KB_DANGER_LOOPBACK},
    {TEXT("http://[64:ff9b::127.0.0.1]/"), KB_DANGER_LOOPBACK},
    {TEXT("http://[2002:7f00:1::]/"), KB_DANGER_LOOPBACK},

    {TEXT("http://0/"), KB_DANGER_UNSPECIFIED},
    {TEXT("http://0.0.0.0:8000/"), KB_DANGER_UNSPECIFIED},
    {TEXT("http://0x/"), KB_DANGER_UNSPECIFIED},
    {TEXT("http://0.1.2.3/"), KB_DANGER_UNSPECIFIED},
    {TEXT("http://[::]/"), KB_DANGER_UNSPECIFIED},
    {TEXT("http://[::0.0.0.0]/"), KB_DANGER_UNSPECIFIED},

    {TEXT("http://10.0.0.1/"), KB_DANGER_PRIVATE},
    {TEXT("http://10.255.255.255/"), KB_DANGER_PRIVATE},
    {TEXT("http://172.16.0.1/"), KB_DANGER_PRIVATE},
    {TEXT("http://172.31.255.255/"), KB_DANGER_PRIVATE},
    {TEXT("http://192.168.1.1/"), KB_DANGER_PRIVATE},
    {TEXT("http://192.168.257/"), KB_DANGER_PRIVATE},
    {TEXT("http://0xC0.0xA8.0x01.0x01/"), KB_DANGER_PRIVATE},
    {TEXT("http://0300.0250.1.1/"), KB_DANGER_PRIVATE},
    {TEXT("http://3232235777/"), KB_DANGER_PRIVATE},
    {TEXT("http://[fc00::1]/"), KB_DANGER_PRIVATE},
    {TEXT("http://[fdff:ffff::]/"), KB_DANGER_PRIVATE},
    {TEXT("http://[fec0::1]/"), KB_DANGER_PRIVATE},
    {TEXT("http://[::ffff:10.1.2.3]/"), KB_DANGER_PRIVATE},

    {TEXT("http://169.254.169.254/latest/meta-data"), KB_DANGER_LINK_LOCAL},
    {TEXT("http://2852039166/"), KB_DANGER_LINK_LOCAL},
    {TEXT("http://[fe80::1]/"), KB_DANGER_LINK_LOCAL},
    {TEXT("http://[febf::1]/"), KB_DANGER_LINK_LOCAL},
    {TEXT("http://[fe80::1%25eth0]/"), KB_DANGER_LINK_LOCAL},
    {TEXT("http://[::ffff:a9fe:a9fe]/"), KB_DANGER_LINK_LOCAL},

    {TEXT("http://localhost/"), KB_DANGER_LOCAL_NAME},
    {TEXT("HTTP://LOCALHOST:3000"), KB_DANGER_LOCAL_NAME},
    {TEXT("http://localhost./"), KB_DANGER_LOCAL_NAME},
    {TEXT("http://a.b.localhost/"), KB_DANGER_LOCAL_NAME},
    {TEXT("http://localhost.localdomain/"), KB_DANGER_LOCAL_NAME},
    {TEXT("http://printer.local/"), KB_DANGER_LOCAL_NAME},
    {TEXT("http://metadata.google.internal/"), KB_DANGER_LOCAL_NAME},
    {TEXT("http://%6c%6F%63alhost/"), KB_DANGER_LOCAL_NAME},
    {TEXT("http://loc\xC2\xAD"
          "al\xE2\x80\x8Bhost/"),
     KB_DANGER_LOCAL_NAME},
    {TEXT("http://\xEF\xBD\x8C\xEF\xBD\x8F\xEF\xBD\x83\xEF\xBD\x81lhost/"), KB_DANGER_LOCAL_NAME},
    {TEXT("http://lo\xE3\x8E\x88ho\xEF\xAC\x86/"), KB_DANGER_LOCAL_NAME}, /* ㎈ and ﬆ */
    {TEXT("http://\xF0\x9D\x93\x81\xE2\x93\x9E\xE1\xB6\x9C\xF0\x9D\x90\x9A\xE2\x84\x93host/"),
     KB_DANGER_LOCAL_NAME},

    {TEXT("https://example.org:0/"), KB_DANGER_PORT_ZERO},
    {TEXT("https://example.org:00000/"), KB_DANGER_PORT_ZERO},

    {TEXT("https://ex%61mple.org/"), KB_DANGER_DISGUISE},
    {TEXT("https://example\xE3\x80\x82org/"), KB_DANGER_DISGUISE},
    {TEXT("https://\xEF\xBD\x85xample.org/"), KB_DANGER_DISGUISE},
    {TEXT("https://134744072/"), KB_DANGER_DISGUISE},
    {TEXT("https://8.8.2056/"), KB_DANGER_DISGUISE},
    {TEXT("https://010.8.8.8/"), KB_DANGER_DISGUISE},

    {TEXT("https://p\xD0\xB0ypal.com/"), KB_DANGER_LOOKALIKE},   /* а of Cyrillic */
    {TEXT("https://www.g%CE%BFogle.com/"), KB_DANGER_LOOKALIKE}, /* ο of Greek */
    {TEXT("https://\xD0\xB0.p\xD0\xB0/"), KB_DANGER_LOOKALIKE},
};

START_TEST(test_danger)
{
    struct kb_buf room = {0};
    struct kb_url url = kb_url_parse(&room, dangers[_i].text);
    ck_assert_msg(kb_url_danger(&url) == dangers[_i].danger, "%s: %d", dangers[_i].text.p,
                  (int)kb_url_danger(&url));
    kb_buf_free(&room);
}
END_TEST

/* No danger, and the address is valid or not. */
static const struct {
    struct kb_str text;
    bool valid;
} others[] = {
    {TEXT("https://example.org"), true},
    {TEXT("http://example.org/"), true},
    {TEXT("HTTPS://EXAMPLE.ORG./x"), true},
    {TEXT("  https://example.org/\n"), true},
    {TEXT("https://example.org:8080/x?y=[1]#z"), true},
    {TEXT("https://example.org:/"), true},
    {TEXT("https://example.org:65535/"), true},
    {TEXT("https://example.org?x=a\\b"), true},
    {TEXT("https://example.org/@user"), true},
    {TEXT("https://example.org?q=a@b:0"), true},
    {TEXT("https://example.org/\xE4\xBD\xA0"), true},
    {TEXT("https://\xD0\xBC\xD0\xB2\xD0\xB4.\xD1\x80\xD1\x84/"), true},
    {TEXT("https://%D0%BC%D0%B2%D0%B4.%D1%80%D1%84/"), true},
    {TEXT("https://xn--b1aew.xn--p1ai/"), true},
    {TEXT("https://a_b.example.org/"), true},
    {TEXT("https://8.8.8.8/"), true},
    {TEXT("https://172.15.0.1/"), true},
    {TEXT("https://172.32.0.1/"), true},
    {TEXT("https://128.0.0.1/"), true},
    {TEXT("https://11.0.0.1/"), true},
    {TEXT("https://[2001:db8::1]:80/"), true},
    {TEXT("https://[1:2:3:4:5:6:7::]/"), true},
    {TEXT("https://[::ffff:8.8.8.8]/"), true},
    {TEXT("https://[64:ff9b::8.8.8.8]/"), true},
    {TEXT("https://localhost.example.org/"), true},
    {TEXT("https://notlocalhost/"), true},
    {TEXT("https://local.example/"), true},
    {TEXT("https://127.0.0.1.example.org/"), true},
    {TEXT("https://1.example/"), true},

    {TEXT(""), false},
    {TEXT("   "), false},
    {TEXT("NVIDIA docs, section 3"), false},
    {TEXT("www.example.org"), false},
    {TEXT("//example.org/x"), false},
    {TEXT("/x/y"), false},
    {TEXT("localhost:3000/x"), false},
    {TEXT("example.org:80"), false},
    {TEXT("ftp://example.org/"), false},
    {TEXT("mailto:user@example.org"), false},
    {TEXT("urn:isbn:0451450523"), false},
    {TEXT("doi:10.1000/182"), false},
    {TEXT("git@example.org:a/b"), false},
    {TEXT("1https://example.org"), false},
    {TEXT("<https://example.org>"), false},
    {TEXT("https"), false},
    {TEXT("https:"), false},
    {TEXT("https://"), false},
    {TEXT("https:///x"), false},
    {TEXT("https:example.org"), false},
    {TEXT("https:/example.org"), false},
    {TEXT("https:\\\\example.org"), false},
    {TEXT("https://?x"), false},
    {TEXT("https://:80/"), false},
    {TEXT("https://example.org\\x"), false},
    {TEXT("https://example.org/a b"), false},
    {TEXT("https://example.org/a\tb"), false},
    {TEXT("https://exam\nple.org/"), false},
    {TEXT("https://exa mple.org/"), false},
    {TEXT("https://example.org/\x7F"), false},
    {TEXT("https://example.org:x/"), false},
    {TEXT("https://example.org:65536/"), false},
    {TEXT("https://example.org:99999999999999999999/"), false},
    {TEXT("https://a:b:80/"), false},
    {TEXT("https://./"), false},
    {TEXT("https://../"), false},
    {TEXT("https://.example.org/"), false},
    {TEXT("https://example..org/"), false},
    {TEXT("https://exam%20ple.org/"), false},
    {TEXT("https://exam<ple.org/"), false},
    {TEXT("https://example.org,"), false},
    {TEXT("https://example.org\""), false},
    {TEXT("https://example.org\0x/"), false},
    {TEXT("https://\xFF.org/"), false},
    {TEXT("https://\xEF\xBC\x8F.org/"), false},
    {TEXT("https://1.2.3.4.5/"), false},
    {TEXT("https://256.1.1.1/"), false},
    {TEXT("https://1.2.65536/"), false},
    {TEXT("https://4294967296/"), false},
    {TEXT("https://99999999999999999999999/"), false},
    {TEXT("https://08.1.1.1/"), false},
    {TEXT("https://1.2.3.09/"), false},
    {TEXT("https://foo.0x1/"), false},
    {TEXT("https://[::1/"), false},
    {TEXT("https://[]/"), false},
    {TEXT("https://[:]/"), false},
    {TEXT("https://[:::]/"), false},
    {TEXT("https://[1::2::3]/"), false},
    {TEXT("https://[1:2:3:4:5:6:7]/"), false},
    {TEXT("https://[1:2:3:4:5:6:7:8:9]/"), false},
    {TEXT("https://[1:2:3:4:5:6:7:8::]/"), false},
    {TEXT("https://[1:]/"), false},
    {TEXT("https://[12345::]/"), false},
    {TEXT("https://[g::]/"), false},
    {TEXT("https://[::1.2.3]/"), false},
    {TEXT("https://[::1.2.3.256]/"), false},
    {TEXT("https://[::1.2.3.04]/"), false},
    {TEXT("https://[1:2:3:4:5:6:7:1.2.3.4]/"), false},
    {TEXT("https://[2001:db8::1%25eth0]/"), false},
};

START_TEST(test_valid)
{
    struct kb_buf room = {0};
    struct kb_url url = kb_url_parse(&room, others[_i].text);
    ck_assert_msg(kb_url_danger(&url) == KB_DANGER_NONE, "%s", others[_i].text.p);
    ck_assert_msg(kb_url_valid(&url) == others[_i].valid, "%s", others[_i].text.p);
    kb_buf_free(&room);
}
END_TEST

START_TEST(test_parts)
{
    struct kb_buf room = {0};
    struct kb_url url = kb_url_parse(&room, KB_STR(" HTTPS://Exam\tple.ORG:0443/a?b#c "));
    ck_assert_int_eq(url.scheme, KB_SCHEME_HTTPS);
    ck_assert_uint_eq(url.scheme_length, 5);
    ck_assert_str_eq(url.host.name, "example.org");
    ck_assert(kb_str_is(url.host_text, "Example.ORG"));
    ck_assert_int_eq(url.port, 443);
    ck_assert_str_eq(url.text.p + url.rest, "/a?b#c");
    ck_assert(url.unclean && !url.loose);
    url = kb_url_parse(&room, KB_STR("http://0x7f.1"));
    ck_assert_str_eq(url.host.name, "127.0.0.1");
    ck_assert_int_eq(url.port, KB_PORT_NONE);
    ck_assert_uint_eq(url.rest, url.text.n);
    kb_buf_free(&room);
}
END_TEST

/* Names at the limits: 63 bytes a label, 254 with the dot at the end; nothing is written past. */
START_TEST(test_long)
{
    static const struct {
        size_t label, labels;
        enum kb_host_kind kind;
    } all[] = {
        {63, 1, KB_HOST_NAME},    {64, 1, KB_HOST_BROKEN},      {1, 127, KB_HOST_NAME},
        {1, 128, KB_HOST_BROKEN}, {63, 100000, KB_HOST_BROKEN},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct kb_buf text = {0}, room = {0};
        kb_buf_puts(&text, "https://");
        for (size_t j = 0; j < all[i].labels; j++) {
            kb_buf_fill(&text, 'a', all[i].label);
            kb_buf_putc(&text, '.');
        }
        struct kb_url url = kb_url_parse(&room, kb_buf_view(&text));
        ck_assert_msg(url.host.kind == all[i].kind, "%zu", i);
        kb_buf_free(&text);
        kb_buf_free(&room);
    }
}
END_TEST

/* Every address cut at every byte, and with every byte put in its place: nothing is read or
 * written past the end (the sanitizers look), and what is valid has a host. */
START_TEST(test_damaged)
{
    struct kb_buf room = {0};
    char copy[128];
    struct kb_str text = dangers[_i].text;
    ck_assert_uint_lt(text.n, sizeof copy);
    for (size_t at = 0; at < text.n; at++)
        for (int c = 0; c < 256; c++) {
            char *exact = kb_copy(text.p, text.n);
            exact[at] = (char)c;
            struct kb_url url = kb_url_parse(&room, (struct kb_str){exact, c ? text.n : at});
            if (kb_url_valid(&url) && !url.host.name[0])
                ck_abort_msg("byte %zu of %s as %d", at, text.p, c);
            free(exact);
        }
    kb_buf_free(&room);
}
END_TEST

#define LOOP(test, table)                                                                          \
    tcase_add_loop_test(cases, test, 0, (int)(sizeof(table) / sizeof *(table)))

int main(void)
{
    TCase *cases = tcase_create("url");
    LOOP(test_danger, dangers);
    LOOP(test_valid, others);
    tcase_add_test(cases, test_parts);
    tcase_add_test(cases, test_long);
    LOOP(test_damaged, dangers);
    return suite_run("url", cases);
}

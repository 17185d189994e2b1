/* SPDX-License-Identifier: MIT */
/* Addresses: which of them may become links, and how they are written. */
#include "emit/html/markup.h"

#include <string.h>

#include "kb/ascii.h"
#include "kb/url.h"

static void put_percent(struct kb_buf *out, char c)
{
    kb_buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
}

static bool put_url(struct kb_buf *out, struct kb_str url, bool trusted)
{
    struct kb_buf bare = {0};
    struct kb_url parts = kb_url_parse(&bare, url);
    struct kb_str text = parts.text;
    bool fine = kb_url_web(&parts) && kb_utf8_valid(text) &&
                (trusted || kb_url_danger(&parts) == KB_DANGER_NONE);
    bool fragment = false;
    for (size_t i = 0; fine && i < text.n; i++) {
        char c = text.p[i];
        if (kb_is_letter(c) || kb_is_digit(c) || (c && strchr("-._~:/?[]@!$&'()*+,;=", c))) {
            /* Brackets belong to a host; elsewhere the URL standard wants them encoded. */
            if ((c == '[' || c == ']') && i >= parts.rest)
                put_percent(out, c);
            else
                kb_buf_putc(out, c);
        } else if (c == '%' && i + 2 < text.n && kb_hex(text.p[i + 1]) >= 0 &&
                   kb_hex(text.p[i + 2]) >= 0) {
            kb_buf_putc(out, c);
        } else if (c == '#' && !fragment) {
            fragment = true;
            kb_buf_putc(out, c);
        } else {
            put_percent(out, c);
        }
    }
    kb_buf_free(&bare);
    return fine;
}

bool kb_markup_url(struct kb_buf *out, struct kb_str url)
{
    return put_url(out, url, false);
}

bool kb_markup_own_url(struct kb_buf *out, struct kb_str url)
{
    return put_url(out, url, true);
}

void kb_markup_link(struct kb_page *page, struct kb_str url)
{
    struct kb_buf href = {0};
    struct kb_str text = kb_markup_trim(url);
    if (kb_page_again(page, KB_PIECE_ADDRESS, url))
        return;
    if (kb_markup_url(&href, url)) {
        kb_page_open(page, EL_A);
        kb_page_attr(page, "href", kb_buf_view(&href));
        kb_page_word(page, "rel", "noopener noreferrer nofollow ugc");
        kb_page_word(page, "dir", "auto");
        kb_page_text(page, text);
        kb_page_close(page, EL_A);
    } else {
        kb_page_open(page, EL_BDI);
        kb_page_text(page, text);
        kb_page_close(page, EL_BDI);
    }
    kb_page_keep(page);
    kb_buf_free(&href);
}

/* SPDX-License-Identifier: MIT */
/* url/...: addresses that can be followed, and that lead where they say. How an address is read is
 * kb/url.h's matter. */
#include <stdlib.h>

#include "kb/url.h"
#include "validate/rules/checks.h"
#include "validate/rules/texts.h"

/* Whether none of the rules about one address has anything to say. */
static bool is_fine(const struct kb_url *url)
{
    return kb_url_danger(url) == KB_DANGER_NONE && kb_url_valid(url) &&
           url->scheme == KB_SCHEME_HTTPS;
}

/* Calls `judge` with every address of the record, but for a record that is known to have only fine
 * ones. A doc_url without content is none; an entry of a list without content stands there for an
 * address. */
static void each(struct kb_context *context,
                 void (*judge)(struct kb_context *context, const struct kb_text *text,
                               const struct kb_url *url))
{
    struct kb_text_walk walk = kb_texts_of(context, KB_TEXT_URL);
    struct kb_buf room = {0};
    const struct kb_text *text;
    bool fine = true;
    if (context->fine_urls == context->record)
        return;
    while ((text = kb_texts_next(&walk))) {
        if (text->where.item < 0 && kb_str_blank(text->text))
            continue;
        struct kb_url url = kb_url_parse(&room, text->text);
        fine = fine && is_fine(&url);
        judge(context, text, &url);
    }
    context->fine_urls = fine ? context->record : NULL;
    kb_buf_free(&room);
}

static void unsafe(struct kb_context *context, const struct kb_text *text, const struct kb_url *url)
{
    static const char *const leads_to[] = {
        [KB_DANGER_UNSPECIFIED] = "an unspecified address",
        [KB_DANGER_LOOPBACK] = "the reader's own machine (loopback)",
        [KB_DANGER_PRIVATE] = "an address of a private network",
        [KB_DANGER_LINK_LOCAL] = "a link-local address",
        [KB_DANGER_LOCAL_NAME] = "a name of the local network",
    };
    struct kb_buf *message = &context->message;
    enum kb_danger danger = kb_url_danger(url);
    bool disguised = url->host.disguised && url->host.name[0];
    const char *help = "link to a page that everybody can open";
    switch (danger) {
    case KB_DANGER_NONE:
        return;
    case KB_DANGER_SCHEME:
        kb_buf_puts(message, "the scheme ");
        kb_buf_quote(message, (struct kb_str){url->text.p, url->scheme_length});
        kb_buf_puts(message, " runs or opens something on the reader's machine");
        break;
    case KB_DANGER_USER_INFO:
        kb_buf_puts(message, "what stands before the `@` reads like the host; the host is ");
        kb_buf_quote(message, url->host_text);
        help = "remove the user info";
        break;
    case KB_DANGER_PORT_ZERO:
        kb_buf_puts(message, "port 0 cannot be reached");
        help = "remove the port, or write the right one";
        break;
    case KB_DANGER_DISGUISE:
        kb_buf_puts(message, "the host ");
        kb_buf_quote(message, url->host_text);
        kb_buf_puts(message, " is disguised: browsers go to ");
        kb_buf_quote(message, kb_str(url->host.name));
        help = "write the host as it is";
        break;
    case KB_DANGER_LOOKALIKE:
        kb_buf_puts(message, "the host ");
        kb_buf_quote(message, url->host_text);
        kb_buf_puts(message, " mixes Latin letters with Greek or Cyrillic ones that look alike");
        help = "write the host in one script";
        break;
    case KB_DANGER_UNSPECIFIED:
    case KB_DANGER_LOOPBACK:
    case KB_DANGER_PRIVATE:
    case KB_DANGER_LINK_LOCAL:
    case KB_DANGER_LOCAL_NAME:
        kb_buf_puts(message, "the host ");
        kb_buf_quote(message, url->host_text);
        if (disguised) {
            kb_buf_puts(message, ", which is ");
            kb_buf_quote(message, kb_str(url->host.name));
            kb_buf_puts(message, " in disguise,");
        }
        kb_buf_printf(message, " is %s", leads_to[danger]);
        break;
    }
    kb_report(context, text->where, help);
}

void rule_url_unsafe(struct kb_context *context)
{
    each(context, unsafe);
}

/* What is wrong with an address that is not valid. */
static const char *flaw(const struct kb_url *url)
{
    if (url->text.n == 0)
        return "there is no address here";
    if (url->scheme == KB_SCHEME_NONE)
        return "this is no absolute address: it does not begin with https://";
    if (url->scheme == KB_SCHEME_OTHER)
        return "this is no http or https address";
    if (url->host.kind == KB_HOST_NONE)
        return "the address has no host";
    if (url->host.kind == KB_HOST_BROKEN)
        return "the host is no name or address that a host can have";
    if (url->port == KB_PORT_BROKEN)
        return "the port is no number up to 65535";
    return url->loose ? "two slashes belong behind the scheme, and no backslash into the address"
                      : "white space, a control character or a backslash stands in the address";
}

static void invalid(struct kb_context *context, const struct kb_text *text,
                    const struct kb_url *url)
{
    if (kb_url_danger(url) != KB_DANGER_NONE || kb_url_valid(url))
        return;
    kb_buf_puts(&context->message, flaw(url));
    kb_report(context, text->where, "write the whole address, as a browser's address bar shows it");
}

void rule_url_invalid(struct kb_context *context)
{
    each(context, invalid);
}

static void insecure(struct kb_context *context, const struct kb_text *text,
                     const struct kb_url *url)
{
    if (kb_url_danger(url) != KB_DANGER_NONE || !kb_url_valid(url) || url->scheme != KB_SCHEME_HTTP)
        return;
    kb_buf_puts(&context->message, "http is neither private nor protected against changes");
    if (url->port == KB_PORT_NONE) { /* at another port, https may not be served */
        struct kb_buf fixed = {0};
        kb_buf_puts(&fixed, "https");
        kb_buf_str(&fixed, (struct kb_str){url->text.p + url->scheme_length,
                                           url->text.n - url->scheme_length});
        kb_propose(context, KB_FIX_SET_TEXT, text->where, kb_buf_view(&fixed), KB_FIX_SAFE);
        kb_buf_free(&fixed);
    }
    kb_report(context, text->where, "write https://");
}

void rule_url_insecure(struct kb_context *context)
{
    each(context, insecure);
}

struct listed {
    struct kb_str key;
    size_t item;
};

static int listed_cmp(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;
    int order = kb_str_cmp(x->key, y->key);
    return order ? order : (x->item > y->item) - (x->item < y->item);
}

/* The address in one spelling: scheme and host in lower case, no default port, a path. */
static struct kb_str spelling(struct kb_arena *arena, struct kb_buf *room, struct kb_str text)
{
    struct kb_url url = kb_url_parse(room, text);
    struct kb_buf key = {0};
    if (!kb_url_valid(&url)) {
        kb_buf_str(&key, url.text);
    } else {
        bool https = url.scheme == KB_SCHEME_HTTPS, bare = url.rest == url.text.n;
        kb_buf_printf(&key, "http%s://%s", https ? "s" : "", url.host.name);
        if (url.port != KB_PORT_NONE && url.port != (https ? 443 : 80))
            kb_buf_printf(&key, ":%d", (int)url.port);
        kb_buf_puts(&key, bare || url.text.p[url.rest] != '/' ? "/" : "");
        kb_buf_str(&key, (struct kb_str){url.text.p + url.rest, url.text.n - url.rest});
    }
    struct kb_str copy = {kb_arena_copy(arena, key.len ? key.data : "", key.len), key.len};
    kb_buf_free(&key);
    return copy;
}

static void duplicates(struct kb_context *context, enum kb_field field, size_t entry)
{
    const struct kb_list *list = kb_record_texts(context->record, field, entry);
    if (list->count < 2)
        return;
    struct listed *all = kb_arena_new(context->arena, list->count, sizeof *all);
    struct kb_buf room = {0};
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct kb_str text = *kb_text_at(list, i);
        if (!kb_str_blank(text))
            all[count++] = (struct listed){spelling(context->arena, &room, text), i};
    }
    kb_buf_free(&room);
    qsort(all, count, sizeof *all, listed_cmp);
    for (size_t i = 1, first = 0; i < count; i++) {
        if (!kb_str_eq(all[i].key, all[first].key)) {
            first = i;
            continue;
        }
        struct kb_where here = kb_at_entry(field, entry), there = here;
        here.item = (long)all[i].item;
        there.item = (long)all[first].item;
        kb_buf_puts(&context->message, "this source stands twice in one list");
        kb_report_related(context, here, there, "the first time", "remove one of the two");
    }
}

void rule_url_duplicate(struct kb_context *context)
{
    static const enum kb_field fields[] = {KB_F_DEAD_END_SOURCES, KB_F_WORKAROUND_SOURCES};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        for (size_t entry = 0; entry < kb_record_entries(context->record, fields[i]); entry++)
            duplicates(context, fields[i], entry);
}

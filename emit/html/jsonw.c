/* SPDX-License-Identifier: MIT */
/* A writer of JSON. */
#include "emit/html/jsonw.h"

#include <assert.h>
#include <string.h>

/* The next such byte, or `end`. */
static const char *find(const char *from, const char *end, char byte)
{
    const char *found = from < end ? memchr(from, byte, (size_t)(end - from)) : NULL;
    return found ? found : end;
}

/* U+2028 and U+2029, which end lines in older scripts. */
static bool separator(const char *p, const char *end)
{
    return end - p >= 3 && (unsigned char)p[1] == 0x80 && ((unsigned char)p[2] & 0xFE) == 0xA8;
}

/* These characters stand nowhere in JSON but within strings, so that an escape is the same. They
 * are rare. */
void kb_jsonw_copy(struct kb_buf *out, struct kb_str text)
{
    const char *run = text.p, *end = kb_str_end(text);
    const char *less = find(run, end, '<'), *line = find(run, end, '\xE2');
    while (less < end || line < end) {
        if (less < line) {
            kb_buf_add(out, run, (size_t)(less - run));
            kb_buf_puts(out, "\\u003c");
            run = less + 1;
            less = find(run, end, '<');
            continue;
        }
        if (separator(line, end)) {
            kb_buf_add(out, run, (size_t)(line - run));
            kb_buf_puts(out, (unsigned char)line[2] == 0xA8 ? "\\u2028" : "\\u2029");
            run = line + 3;
        }
        line = find(line + 1, end, '\xE2');
    }
    kb_buf_add(out, run, (size_t)(end - run));
}

/* Most texts have none of these characters, and are written in place. */
void kb_jsonw_string(struct kb_buf *out, struct kb_str text)
{
    size_t from = out->len;
    kb_buf_json(out, text);
    struct kb_str json = {out->data + from, out->len - from};
    if (!memchr(json.p, '<', json.n) && !memchr(json.p, '\xE2', json.n))
        return;
    struct kb_buf plain = {0};
    kb_buf_str(&plain, json);
    out->len = from;
    kb_jsonw_copy(out, kb_buf_view(&plain));
    kb_buf_free(&plain);
}

static void begin(struct kb_jsonw *json, const char *key)
{
    if (json->more)
        kb_buf_putc(json->out, ',');
    if (key ? json->depth == 1 : json->depth == 2)
        kb_buf_putc(json->out, '\n');
    if (key) {
        kb_buf_putc(json->out, '"');
        kb_buf_puts(json->out, key);
        kb_buf_puts(json->out, "\":");
    }
    json->more = true;
}

void kb_jsonw_open(struct kb_jsonw *json, const char *key, char bracket)
{
    begin(json, key);
    kb_buf_putc(json->out, bracket);
    json->depth++;
    json->more = false;
}

void kb_jsonw_close(struct kb_jsonw *json, char bracket)
{
    assert(json->depth > 0);
    json->depth--;
    if (json->depth == 0 || (json->depth == 1 && bracket == ']'))
        kb_buf_putc(json->out, '\n');
    kb_buf_putc(json->out, bracket);
    json->more = true;
}

void kb_jsonw_end(struct kb_jsonw *json)
{
    assert(json->depth == 0);
    kb_buf_putc(json->out, '\n');
}

void kb_jsonw_text(struct kb_jsonw *json, const char *key, struct kb_str text)
{
    if (!text.p)
        return;
    begin(json, key);
    kb_jsonw_string(json->out, text);
}

void kb_jsonw_word(struct kb_jsonw *json, const char *key, const char *text)
{
    kb_jsonw_text(json, key, kb_str(text));
}

void kb_jsonw_number(struct kb_jsonw *json, const char *key, int64_t number)
{
    if (number == KB_NO_COUNT)
        return;
    begin(json, key);
    if (number < 0)
        kb_buf_putc(json->out, '-');
    kb_buf_number(json->out, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void kb_jsonw_share(struct kb_jsonw *json, const char *key, double share)
{
    begin(json, key);
    kb_buf_printf(json->out, "%.4g", share);
}

/* As the source writes it, so that no digit is lost. */
void kb_jsonw_rate(struct kb_jsonw *json, const char *key, const struct kb_rate *rate)
{
    if (!rate->text.p)
        return;
    begin(json, key);
    kb_buf_str(json->out, rate->text);
}

void kb_jsonw_date(struct kb_jsonw *json, const char *key, int32_t day)
{
    char text[16];
    if (day != KB_NO_DATE)
        kb_jsonw_word(json, key, kb_date_format(day, text));
}

/* SPDX-License-Identifier: MIT */
/* One function a kind of fix; each finds its bytes with kb_scan_follow and kb_scan_skip. */
#include "compiler/edit.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/format.h"
#include "compiler/scan.h"
#include "kb/buf.h"

/* A document's text, and the value in it that is to be changed. */
struct place {
    const char *data, *end;
    const char *value, *value_end;
    struct kb_scan_trail *trail;
    struct kb_arena *arena;
};

/* Points the place at what the first `n` bytes of the pointer name, or at the innermost part of it
 * that is there, and false. */
static bool find(struct place *place, const char *pointer, size_t n, bool at_key)
{
    size_t offset, len;
    char *part = kb_copy(pointer, n);
    bool found = kb_scan_follow(place->trail, place->data, (size_t)(place->end - place->data), part,
                                at_key, &offset, &len);
    free(part);
    place->value = place->data + offset;
    place->value_end = place->value + len;
    return found;
}

/* Length of the pointer without its last part. */
static size_t above(const char *pointer, size_t n)
{
    while (n > 0 && pointer[--n] != '/')
        ;
    return n;
}

/* The bytes from `from` to `to` become `text`. */
static bool set(struct kb_edit *edit, const struct place *place, const char *from, const char *to,
                struct kb_str text)
{
    size_t start = (size_t)(from - place->data), stop = (size_t)(to - place->data);
    const char *copy = kb_arena_copy(place->arena, text.p, text.n);
    *edit = (struct kb_edit){start, stop - start, {copy, text.n}, start, stop, false};
    return true;
}

static void speaks_of(struct kb_edit *edit, const struct place *place)
{
    edit->from = (size_t)(place->value - place->data);
    edit->to = (size_t)(place->value_end - place->data);
}

/* Whether the text in quotes spells out what is not ASCII. */
static bool spells_out(const char *p, const char *end)
{
    for (; p < end; p++)
        if (*p == '\\' && *++p == 'u' && kb_scan_hex4(p + 1, end) >= 0x80)
            return true;
    return false;
}

static bool inside_char(struct kb_str text, size_t i)
{
    return i < text.n && ((unsigned char)text.p[i] & 0xC0) == 0x80;
}

/* The text in quotes at the place becomes `text`; of its bytes only those between what both begin
 * with and what both end with. */
static bool change_text(struct kb_edit *edit, const struct place *place, struct kb_str text)
{
    struct kb_buf decoded = {0}, middle = {0};
    kb_scan_decode(&decoded, place->value, place->value_end);
    struct kb_str old = kb_buf_view(&decoded);
    size_t most = old.n < text.n ? old.n : text.n, head = 0, tail = 0;
    while (head < most && old.p[head] == text.p[head])
        head++;
    while (head > 0 && (inside_char(old, head) || inside_char(text, head)))
        head--;
    while (tail < most - head && old.p[old.n - 1 - tail] == text.p[text.n - 1 - tail])
        tail++;
    while (inside_char(old, old.n - tail) || inside_char(text, text.n - tail))
        tail--;
    kb_format_text(&middle, (struct kb_str){text.p + head, text.n - tail - head},
                   spells_out(place->value, place->value_end));
    const char *p = place->value, *end = place->value_end;
    bool same = kb_str_eq(old, text);
    set(edit, place, p + kb_scan_text_offset(p, end, head),
        p + kb_scan_text_offset(p, end, old.n - tail), kb_buf_view(&middle));
    speaks_of(edit, place);
    kb_buf_free(&decoded);
    kb_buf_free(&middle);
    return !same;
}

static bool set_text(struct kb_edit *edit, const struct kb_fix *fix, struct place *place)
{
    struct kb_buf buf = {0};
    if (!find(place, fix->pointer, strlen(fix->pointer), false))
        return false;
    if (*place->value == '"')
        return change_text(edit, place, fix->text);
    kb_buf_putc(&buf, '"');
    kb_format_text(&buf, fix->text, false);
    kb_buf_putc(&buf, '"');
    set(edit, place, place->value, place->value_end, kb_buf_view(&buf));
    kb_buf_free(&buf);
    return true;
}

/* Speaks of the whole object: another key might get the same name. */
static bool rename_key(struct kb_edit *edit, const struct kb_fix *fix, struct place *place)
{
    size_t n = strlen(fix->pointer), up = above(fix->pointer, n);
    struct place object = *place, other = *place;
    struct kb_buf pointer = {0};
    kb_buf_add(&pointer, fix->pointer, up);
    kb_buf_pointer_key(&pointer, fix->text);
    bool taken = find(&other, pointer.data, pointer.len, false);
    kb_buf_free(&pointer);
    if (taken || !n || !find(place, fix->pointer, n, true) ||
        !find(&object, fix->pointer, up, false) || *object.value != '{' ||
        !change_text(edit, place, fix->text))
        return false;
    speaks_of(edit, &object);
    return true;
}

static bool space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Before the white space that ends at p. */
static const char *back(const char *p)
{
    while (space(p[-1]))
        p--;
    return p;
}

/* Goes with the comma behind it; the last one with that before it. */
static bool remove_part(struct kb_edit *edit, const struct kb_fix *fix, struct place *place)
{
    size_t n = strlen(fix->pointer);
    if (!n || !find(place, fix->pointer, n, true))
        return false;
    const char *from = place->value;
    find(place, fix->pointer, n, false);
    const char *next = kb_scan_space(place->value_end, place->end), *before = back(from) - 1;
    if (*next == ',')
        return set(edit, place, from, kb_scan_space(next + 1, place->end), KB_STR(""));
    if (*before == ',')
        return set(edit, place, before, place->value_end, KB_STR(""));
    set(edit, place, before + 1, next, KB_STR(""));
    edit->to++; /* with its bracket: nothing can be added behind what goes */
    return true;
}

/* The white space that begins at p: as a whole, and the part that indents the line it leads to. */
struct gap {
    struct kb_str all, indent;
    const char *newline; /* NULL where it stays on one line */
};

static struct gap gap_at(const char *p, const char *end)
{
    const char *stop = kb_scan_space(p, end), *line = stop;
    while (line > p && line[-1] != '\n')
        line--;
    const char *newline = line == p ? NULL : line - p > 1 && line[-2] == '\r' ? "\r\n" : "\n";
    return (struct gap){{p, (size_t)(stop - p)}, {line, (size_t)(stop - line)}, newline};
}

/* How the document sets its parts apart, as its outermost object shows. */
static struct kb_form form_of(const struct place *place)
{
    const char *end = place->end, *open = kb_scan_space(place->data, end);
    struct kb_form form = {.indent = {"  ", 2}, .gap = "", .after_key = ""};
    struct gap first = gap_at(open + 1, end);
    const char *key = kb_str_end(first.all);
    if (*open != '{' || *key != '"')
        return form;
    if (space(kb_scan_space(kb_scan_skip(key, end, NULL), end)[1]))
        form.gap = form.after_key = " ";
    form.newline = first.newline;
    struct gap last = gap_at(back(back(end) - 1), end);
    if (first.newline && last.newline && first.indent.n > last.indent.n)
        form.indent = (struct kb_str){first.indent.p, first.indent.n - last.indent.n};
    return form;
}

/* Whether the part that the pointer names is the first on its line, and that line's indent. */
static bool begins_line(const struct place *place, const char *pointer, size_t n,
                        struct kb_str *indent)
{
    struct place part = *place;
    find(&part, pointer, n, true);
    const char *p = part.value;
    while (p > part.data && space(p[-1]) && p[-1] != '\n')
        p--;
    *indent = (struct kb_str){p, (size_t)(part.value - p)};
    return p > part.data && p[-1] == '\n';
}

/* What is to be put into an array, or with a key into an object. */
struct part {
    struct kb_str key, json;
};

static void put_part(struct kb_buf *out, const struct part *part, const struct kb_form *form)
{
    if (part->key.p) {
        kb_buf_putc(out, '"');
        kb_format_text(out, part->key, false);
        kb_buf_puts(out, "\":");
        kb_buf_puts(out, form->after_key);
    }
    kb_format(out, part->json, form, NULL);
}

/* Puts the part behind those of the array or object at the place. */
static bool add_part(struct kb_edit *edit, const struct place *place, const struct part *part)
{
    struct kb_buf text = {0};
    struct kb_form form = form_of(place);
    struct gap gap = gap_at(place->value + 1, place->end);
    const char *at = back(place->value_end - 1);
    form.newline = gap.newline;
    form.base = gap.indent;
    kb_buf_putc(&text, ',');
    if (gap.newline)
        kb_buf_str(&text, gap.all);
    else
        kb_buf_puts(&text, form.gap);
    put_part(&text, part, &form);
    set(edit, place, at, at, kb_buf_view(&text));
    edit->beside = *place->value == '[';
    kb_buf_free(&text);
    return true;
}

/* Makes what the pointer names an array or object of that one part. */
static bool set_part(struct kb_edit *edit, const struct place *place, const char *pointer, size_t n,
                     const struct part *part)
{
    struct kb_buf text = {0}, base = {0};
    struct kb_form form = form_of(place);
    struct kb_str indent;
    if (!begins_line(place, pointer, n, &indent))
        form.newline = NULL;
    kb_buf_putc(&text, part->key.p ? '{' : '[');
    if (form.newline) {
        kb_buf_str(&base, indent);
        kb_buf_str(&base, form.indent);
        form.base = kb_buf_view(&base);
        kb_buf_puts(&text, form.newline);
        kb_buf_str(&text, form.base);
    }
    put_part(&text, part, &form);
    if (form.newline) {
        kb_buf_puts(&text, form.newline);
        kb_buf_str(&text, indent);
    }
    kb_buf_putc(&text, part->key.p ? '}' : ']');
    set(edit, place, place->value, place->value_end, kb_buf_view(&text));
    kb_buf_free(&text);
    kb_buf_free(&base);
    return true;
}

/* An array of the item, within an object for each key of the rest of the pointer. */
static void wrap(struct kb_buf *out, const char *rest, struct kb_str item)
{
    size_t opened = 0;
    for (; *rest; opened++) {
        struct kb_buf key = {0};
        rest = kb_buf_pointer_part(&key, rest);
        kb_buf_puts(out, "{\"");
        kb_format_text(out, kb_buf_view(&key), false);
        kb_buf_puts(out, "\":");
        kb_buf_free(&key);
    }
    kb_buf_putc(out, '[');
    kb_buf_str(out, item);
    kb_buf_putc(out, ']');
    kb_buf_fill(out, '}', opened);
}

/* Whether the value at the place is there and has parts. */
static bool filled(const struct place *place)
{
    char first = *kb_scan_space(place->value + 1, place->end);
    return (*place->value == '[' || *place->value == '{') && first != ']' && first != '}';
}

static bool append(struct kb_edit *edit, const struct kb_fix *fix, struct place *place)
{
    const char *pointer = fix->pointer;
    size_t n = strlen(pointer), there = n;
    bool found = find(place, pointer, n, false);
    while (!found && !find(place, pointer, there, false))
        there = above(pointer, there);
    bool null = *place->value == 'n';
    if (!null && *place->value != (found ? '[' : '{'))
        return false;
    struct kb_buf key = {0}, json = {0};
    struct part part = {{0}, fix->text};
    if (!found) {
        wrap(&json, kb_buf_pointer_part(&key, pointer + there), fix->text);
        part = (struct part){kb_buf_view(&key), kb_buf_view(&json)};
    }
    bool made =
        filled(place) ? add_part(edit, place, &part) : set_part(edit, place, pointer, there, &part);
    kb_buf_free(&key);
    kb_buf_free(&json);
    return made;
}

bool kb_edit_make(struct kb_edit *edit, const struct kb_fix *fix, struct kb_str text,
                  struct kb_scan_trail *trail, struct kb_arena *arena)
{
    struct place place = {.data = text.p, .end = kb_str_end(text), .trail = trail, .arena = arena};
    trail->unique = true; /* the text is clean */
    switch (fix->kind) {
    case KB_FIX_SET_TEXT:
        return set_text(edit, fix, &place);
    case KB_FIX_APPEND:
        return append(edit, fix, &place);
    case KB_FIX_REMOVE:
        return remove_part(edit, fix, &place);
    case KB_FIX_RENAME_KEY:
        return rename_key(edit, fix, &place);
    }
    return false;
}

int kb_edit_cmp(const struct kb_edit *a, const struct kb_edit *b)
{
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return kb_str_cmp(a->text, b->text);
}

bool kb_edit_clash(const struct kb_edit *a, const struct kb_edit *b)
{
    if (a->from == b->from)
        return !a->beside || !b->beside || kb_str_eq(a->text, b->text);
    return b->from < a->to;
}

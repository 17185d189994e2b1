/* SPDX-License-Identifier: MIT */
/* Wording shared by compile errors and problems. */
#include "validate/schema/compile.h"

void kb_schema_add_types(struct kb_buf *buf, unsigned types)
{
    static const struct {
        unsigned type;
        const char *words;
    } names[] = {
        {KB_T_STRING, "a string"},   {KB_T_NUMERIC, "a number"}, {KB_T_INTEGER, "an integer"},
        {KB_T_BOOLEAN, "a boolean"}, {KB_T_OBJECT, "an object"}, {KB_T_ARRAY, "an array"},
        {KB_T_NULL, "null"},
    };
    const char *words[sizeof names / sizeof *names];
    size_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if ((types & names[i].type) == names[i].type) {
            words[count++] = names[i].words;
            types &= ~names[i].type;
        }
    if (types & KB_T_NUMBER) /* the type of a value that has a fraction */
        words[count++] = "a number";
    for (size_t i = 0; i < count; i++) {
        kb_buf_puts(buf, i == 0 ? "" : i + 1 < count ? ", " : " or ");
        kb_buf_puts(buf, words[i]);
    }
}

void kb_schema_add_value(struct kb_buf *buf, const struct kb_value *value)
{
    enum { LONGEST = 40 }; /* of a number; more digits tell nobody more */
    if (value->type == KB_T_STRING) {
        kb_buf_quote(buf, value->text);
    } else if (value->type & (KB_T_ARRAY | KB_T_OBJECT)) {
        kb_schema_add_types(buf, value->type);
    } else {
        struct kb_str text =
            kb_str(json_object_to_json_string_ext(value->json, JSON_C_TO_STRING_PLAIN));
        bool cut = text.n > LONGEST;
        kb_buf_plain(buf, (struct kb_str){text.p, cut ? LONGEST : text.n});
        kb_buf_puts(buf, cut ? "…" : "");
    }
}

void kb_schema_add_names(struct kb_buf *buf, const struct kb_str *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        kb_buf_puts(buf, i == 0 ? "" : i + 1 < count ? ", " : " and ");
        kb_buf_quote(buf, names[i]);
    }
}

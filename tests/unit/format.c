/* SPDX-License-Identifier: MIT */
/* The form that kbc fmt writes: key order from schemas of every make, and text that costs no more
 * than its length. */
#include "compiler/format.h"

#include <json-c/json.h>
#include <string.h>

#include "compiler/json.h"
#include "compiler/schemas.h"
#include "kb/limits.h"
#include "tests/unit/suite.h"

/* Formats on one line, by a schema; both with ' for ". */
static const char *format(struct kb_buf *out, const char *schema, const char *text)
{
    struct kb_buf quoted = {0};
    kb_buf_puts(&quoted, schema);
    for (size_t i = 0; i < quoted.len; i++)
        if (quoted.data[i] == '\'')
            quoted.data[i] = '"';
    struct json_object *document = kb_json_parse(quoted.data, quoted.len);
    ck_assert_msg(*schema == '\0' || document, "%s", schema);
    struct kb_key_order *order = document ? kb_key_order_new(document) : NULL;
    json_object_put(document); /* the order borrows nothing */
    quoted.len = 0;
    kb_buf_puts(&quoted, text);
    for (size_t i = 0; i < quoted.len; i++)
        if (quoted.data[i] == '\'')
            quoted.data[i] = '"';
    out->len = 0;
    kb_format(out, kb_buf_view(&quoted), &kb_form_line, order ? kb_keys_of_record(order) : NULL);
    kb_key_order_free(order);
    kb_buf_free(&quoted);
    for (size_t i = 0; i < out->len; i++)
        if (out->data[i] == '"')
            out->data[i] = '\'';
    return out->data;
}

static const struct {
    const char *schema, *text, *formatted;
} rows[] = {
    {"", " {'b' : 1 ,\r\n\t'a':[ ]}\n", "{'b':1,'a':[]}"},
    {"", " 1.50e+3 ", "1.50e+3"},
    {"{'properties':{'a':{},'b':{}}}", "{'x':0,'b':1,'w':2,'a':3}", "{'a':3,'b':1,'x':0,'w':2}"},
    {"{'properties':{'a':true,'b':{'properties':{'d':{},'c':{}}}}}", "{'b':{'c':1,'d':2},'a':0}",
     "{'a':0,'b':{'d':2,'c':1}}"},
    {"{'items':{'properties':{'a':{},'b':{}}}}", "[{'b':1,'a':2},[],0]", "[{'a':2,'b':1},[],0]"},
    {"{'prefixItems':[{'properties':{'a':{},'b':{}}}]}", "[{'b':1,'a':2}]", "[{'a':2,'b':1}]"},
    {"{'additionalProperties':{'properties':{'a':{},'b':{}}}}", "{'y':{'b':1,'a':2},'x':0}",
     "{'y':{'a':2,'b':1},'x':0}"},
    {"{'additionalProperties':false,'properties':{'a':{}}}", "{'x':{'y':1},'a':0}",
     "{'a':0,'x':{'y':1}}"},
    /* what stands first counts, through all that speaks of the same value */
    {"{'properties':{'a':{}},'$ref':'#/$defs/r','allOf':[{'properties':{'c':{},'a':{}}}],"
     "'$defs':{'r':{'properties':{'b':{}}}}}",
     "{'c':1,'b':2,'a':3}", "{'a':3,'b':2,'c':1}"},
    {"{'oneOf':[{'type':'string'},{'properties':{'a':{},'b':{}}}],"
     "'if':{'properties':{'b':{}}},'then':{'properties':{'c':{},'d':{}}}}",
     "{'d':1,'c':2,'b':3,'a':4}", "{'c':2,'d':1,'a':4,'b':3}"},
    /* schemas that lead back to themselves */
    {"{'$ref':'#','properties':{'a':{'$ref':'#'},'b':{}}}", "{'b':1,'a':{'b':1,'a':2}}",
     "{'a':{'a':2,'b':1},'b':1}"},
    {"{'$ref':'#/$defs/x','$defs':{'x':{'$ref':'#/$defs/y'},'y':{'$ref':'#/$defs/x',"
     "'properties':{'a':{},'b':{}}}}}",
     "{'b':1,'a':2}", "{'a':2,'b':1}"},
    /* references that are not followed, and keywords that are not what they should be */
    {"{'$ref':'other.json','properties':{'a':{},'b':{}}}", "{'b':1,'a':2}", "{'a':2,'b':1}"},
    {"{'$ref':'#/nowhere','properties':[],'items':'x','allOf':{},'prefixItems':{}}",
     "{'b':[1],'a':2}", "{'b':[1],'a':2}"},
    {"true", "{'b':1,'a':2}", "{'b':1,'a':2}"},
    /* an escaped key is the same key */
    {"{'properties':{'a':{},'b':{}}}", "{'b':1,'\\u0061':2}", "{'a':2,'b':1}"},
};

START_TEST(order_of_keys)
{
    struct kb_buf out = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *made = format(&out, rows[i].schema, rows[i].text);
        ck_assert_msg(strcmp(made, rows[i].formatted) == 0, "row %zu: %s", i, made);
    }
    kb_buf_free(&out);
}
END_TEST

/* Each level refers twice to the next: followed one by one, 2^40 schemas. */
START_TEST(a_web_of_references)
{
    struct kb_buf schema = {0}, out = {0};
    kb_buf_puts(&schema, "{'$ref':'#/$defs/0','$defs':{");
    for (int i = 0; i < 40; i++)
        kb_buf_printf(&schema,
                      "'%d':{'allOf':[{'$ref':'#/$defs/%d'},{'$ref':'#/$defs/%d'}],"
                      "'properties':{'p%d':{'$ref':'#/$defs/%d'}}},",
                      i, i + 1, i + 1, i, i + 1);
    kb_buf_puts(&schema, "'40':{'properties':{'z':{},'y':{}}}}}");
    ck_assert_str_eq(format(&out, schema.data, "{'p1':1,'p0':{'p2':1,'p1':2}}"),
                     "{'p0':{'p1':2,'p2':1},'p1':1}");
    kb_buf_free(&schema);
    kb_buf_free(&out);
}
END_TEST

/* As deep as the scan lets through, each object turned round. */
START_TEST(as_deep_as_can_be)
{
    struct kb_buf text = {0}, expected = {0}, out = {0};
    for (int i = 0; i < KB_MAX_DEPTH; i++) {
        kb_buf_puts(&text, "{'b':0,'a':");
        kb_buf_puts(&expected, "{'a':");
    }
    kb_buf_puts(&text, "1");
    kb_buf_puts(&expected, "1");
    kb_buf_fill(&text, '}', KB_MAX_DEPTH);
    for (int i = 0; i < KB_MAX_DEPTH; i++)
        kb_buf_puts(&expected, ",'b':0}");
    ck_assert_str_eq(format(&out, "{'properties':{'a':{'$ref':'#'},'b':{}}}", text.data),
                     expected.data);
    kb_buf_free(&text);
    kb_buf_free(&expected);
    kb_buf_free(&out);
}
END_TEST

/* Where sorting by insertion would take hours. */
START_TEST(a_million_keys)
{
    enum { KEYS = 1000000 };
    struct kb_buf text = {0}, out = {0};
    kb_buf_putc(&text, '{');
    for (int i = 0; i < KEYS; i++)
        kb_buf_printf(&text, "'k%d':0,", i);
    size_t rest = text.len - 1;
    kb_buf_puts(&text, "'a':1}");
    const char *made = format(&out, "{'properties':{'a':{}}}", text.data);
    ck_assert(strncmp(made, "{'a':1,'k0':0,", 14) == 0);
    ck_assert(strncmp(made + 7, text.data + 1, rest - 1) == 0);
    ck_assert_uint_eq(out.len, text.len);
    kb_buf_free(&text);
    kb_buf_free(&out);
}
END_TEST

START_TEST(text_alone)
{
    static const struct {
        const char *text;
        bool ascii;
        const char *formatted;
    } texts[] = {
        {"", false, ""},
        {"a \"b\" \\ / \n\x7f\x1f", false, "a \\\"b\\\" \\\\ / \\n\\u007f\\u001f"},
        {"\xE7\x88\x86\xF0\x9F\x98\x80", false, "\xE7\x88\x86\xF0\x9F\x98\x80"},
        {"\xE7\x88\x86\xF0\x9F\x98\x80", true, "\\u7206\\ud83d\\ude00"},
        {"\xE2\x80\xAE\xE2\x80\x8D\xC2\xA0", false, "\\u202e\xE2\x80\x8D\xC2\xA0"},
    };
    struct kb_buf out = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        out.len = 0;
        kb_buf_puts(&out, "");
        kb_format_text(&out, kb_str(texts[i].text), texts[i].ascii);
        ck_assert_str_eq(out.data, texts[i].formatted);
    }
    kb_buf_free(&out);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("format");
    tcase_add_test(cases, order_of_keys);
    tcase_add_test(cases, a_web_of_references);
    tcase_add_test(cases, as_deep_as_can_be);
    tcase_add_test(cases, a_million_keys);
    tcase_add_test(cases, text_alone);
    return suite_run("format", cases);
}

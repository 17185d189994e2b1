/* SPDX-License-Identifier: MIT */
/* Which problem of several is told, and how: one a place, the form that was meant, keys that are
 * known elsewhere, the schema's own words. */
#include <check.h>
#include <time.h>

#include "tests/unit/schema_fixture.h"
#include "tests/unit/suite.h"

/* One problem a place: what must be put right first. */
static const struct row places[] = {
    {"{'maxLength':1,'pattern':'^x','format':'date'}", "'ab'",
     "length : expected at most 1 character, got 2"},
    {"{'pattern':'^x','enum':['x']}", "'y'", "enum : expected `x`, got `y` (did you mean `x`?)"},
    {"{'minimum':5,'multipleOf':2}", "1", "range : expected at least 5, got 1"},
    /* Wherever the subschemas stand that find it. */
    {"{'properties':{'a':{'maxLength':1}},'allOf':[{'properties':{'a':{'pattern':'^x'}}},"
     "{'patternProperties':{'a':{'enum':['x']}}}]}",
     "{'a':'bb'}", "enum /a: expected `x`, got `bb`"},
    {"{'not':{'minLength':1},'allOf':[{'maxLength':1}]}", "'ab'",
     "length : expected at most 1 character, got 2"},
    /* What is wrong with a container hides nothing of its parts. */
    {"{'minItems':3,'uniqueItems':true,'items':{'type':'string'}}", "['a','a',1]",
     "items /1: item 1 is equal to item 0, expected every item once\n"
     "type /2: expected a string, got a number"},
    {"{'minItems':4,'items':{'type':'string'}}", "['a',1]",
     "items : expected at least 4 items, got 2\ntype /1: expected a string, got a number"},
    {"{'uniqueItems':true,'items':{'type':'string'}}", "[1,1]",
     "type /0: expected a string, got a number\ntype /1: expected a string, got a number"},
    {"{'uniqueItems':true,'x-error':'no tag twice'}", "['a','a']", "items /1: no tag twice"},
    /* A wrong type hides all else, also what was found out before it, here and below. */
    {"{'properties':{'a':{'type':'null'}},'required':['b'],'allOf':[{'type':'string'}]}", "{'a':1}",
     "type : expected a string, got an object"},
    {"{'enum':[['a']],'items':{'type':'null'},'allOf':[{'anyOf':[{'type':'null'},"
     "{'type':'object'}]}]}",
     "[1]", "type : expected an object or null, got an array"},
    {"{'items':{'type':'array','items':{'type':'null'}}}", "[{},[1]]",
     "type /0: expected an array, got an object\ntype /1/0: expected null, got a number"},
    /* Types on which all subschemas agree. */
    {"{'type':['string','null'],'allOf':[{'type':['string','number']}]}", "true",
     "type : expected a string, got a boolean"},
    {"{'type':'number','allOf':[{'type':'integer'}]}", "'x'",
     "type : expected an integer, got a string"},
    {"{'type':'string','allOf':[{'type':'null'}]}", "1", "type : expected a string, got a number"},
    {"{'type':'number','allOf':[{'type':'integer'}]}", "0.5",
     "type : expected an integer, got 0.5"},
    /* What is meant as text. */
    {"{'enum':['true','partial'],'type':'string'}", "true",
     "type : expected a string, got a boolean (did you mean the text `\"true\"`?)"},
    {"{'type':'string','allOf':[{'enum':['1','2']},{'enum':['2','3']}]}", "2",
     "type : expected a string, got a number (did you mean the text `\"2\"`?)"},
    {"{'type':['string','null'],'const':'yes'}", "true",
     "type : expected a string or null, got a boolean"},
    {"{'type':'null','enum':['1',null]}", "1", "type : expected null, got a number"},
    /* A key of which two subschemas complain. */
    {"{'properties':{'a':true},'additionalProperties':false,'propertyNames':{'maxLength':1},"
     "'patternProperties':{'^z':{'type':'null'}}}",
     "{'bb':1,'zz':1}",
     "unknown-key key /bb: the key `bb` is not allowed here: expected at most 1 character, got 2\n"
     "unknown-key key /zz: the key `zz` is not allowed here: expected at most 1 character, got 2\n"
     "type /zz: expected null, got a number"},
    {"{'properties':{'a':{'type':'null'}},'allOf':[{'additionalProperties':false}]}", "{'a':1}",
     "unknown-key key /a: unknown key `a`"},
};

/* Missing keys, all in one. */
static const struct row missing[] = {
    {"{'required':['a','b'],'allOf':[{'required':['b','c']},{'$ref':'#/$defs/d'}],"
     "'$defs':{'d':{'required':['d','a']}}}",
     "{'c':1}", "required : the keys `a`, `b` and `d` are missing"},
    {"{'required':['x'],'dependentRequired':{'a':['b','c'],'d':['e'],'z':['y']}}", "{'a':1,'d':1}",
     "required : the keys `b`, `c`, `e` and `x` are missing (`a` asks for `b` and `c`; `d` asks "
     "for `e`)"},
    {"{'dependentRequired':{'a':['b'],'d':['b']}}", "{'a':1,'d':1}",
     "required : the key `b` is missing, which `a` asks for"},
    {"{'if':{'required':['a']},'then':{'required':['b']},'required':['c']}", "{'a':1}",
     "required : the keys `c` and `b` are missing"},
    {"{'required':['a','b','c','d','e','f','g','h','i','j','k','l','m','n']}", "{}",
     "required : the keys `a`, `b`, `c`, `d`, `e`, `f`, `g`, `h`, `i`, `j`, `k`, `l` and 2 more "
     "are missing"},
    {"{'required':['a'],'minProperties':2,'not':{'required':['b']}}", "{'b':1}",
     "required : the key `a` is missing"},
};

#define TWO_LISTS                                                                                  \
    "'properties':{'dead':{'items':{'$ref':'#/$defs/dead'}},'work':{'items':{'$ref':'#/$defs/"     \
    "work'}},'tags':{}},'additionalProperties':false,"                                             \
    "'$defs':{'dead':{'properties':{'action':{},'why_fails':{}},'additionalProperties':false},"    \
    "'work':{'properties':{'action':{},'tradeoff':{},'more':{'properties':{'deep':{}}}},"          \
    "'additionalProperties':false}}"

/* Keys that the schema knows, but not there. */
static const struct row elsewhere[] = {
    {"{" TWO_LISTS "}", "{'dead':[{'tradeoff':1}]}",
     "unknown-key key /dead/0/tradeoff: unknown key `tradeoff` (`tradeoff` is known in `work`)"},
    {"{" TWO_LISTS "}", "{'dead':[{'why_fail':1}]}",
     "unknown-key key /dead/0/why_fail: unknown key `why_fail` (did you mean `why_fails`?)"},
    {"{" TWO_LISTS "}", "{'work':[{'tags':1}]}",
     "unknown-key key /work/0/tags: unknown key `tags` (`tags` is known at the top level)"},
    {"{" TWO_LISTS "}", "{'action':1}",
     "unknown-key key /action: unknown key `action` (`action` is known in `dead` and in `work`)"},
    {"{" TWO_LISTS "}", "{'deep':1}",
     "unknown-key key /deep: unknown key `deep` (did you mean `dead`? `deep` is known in "
     "`work/*/more`)"},
    {"{" TWO_LISTS "}", "{'nowhere':1}", "unknown-key key /nowhere: unknown key `nowhere`"},
    /* Only where a value can get to, and not at the same place in another form. */
    {"{'additionalProperties':false,'$defs':{'x':{'properties':{'lost':{}}}}}", "{'lost':1}",
     "unknown-key key /lost: unknown key `lost`"},
    {"{'additionalProperties':false,'allOf':[{'properties':{'same':{},'gone':false}}]}",
     "{'same':1,'gone':1}",
     "unknown-key key /same: unknown key `same`\nunknown-key key /gone: unknown key `gone`"},
    {"{'additionalProperties':false,'x-help':'ask first'}", "{'lost':1}",
     "unknown-key key /lost: unknown key `lost` (ask first)"},
};

/* What a word is near to: a slip of the hand, another case, an abbreviation. */
static const struct row near[] = {
    {"{'enum':['true','partial','false']}", "'TRUE'",
     "enum : expected one of `true`, `partial`, `false`, got `TRUE` (did you mean `true`?)"},
    {"{'enum':['true','partial','false']}", "'part'",
     "enum : expected one of `partial`, `true`, `false`, got `part` (did you mean `partial`?)"},
    {"{'enum':['leads_to','leads_on']}", "'leads'",
     "enum : expected one of `leads_to`, `leads_on`, got `leads`"},
    {"{'enum':[1,2]}", "'a'", "enum : expected one of 1, 2, got `a`"},
    {"{'enum':['warning']}", "'wa'", "enum : expected `warning`, got `wa`"},
    /* Rather a key that is not there yet. */
    {"{'properties':{'at':{},'status':{}},'additionalProperties':false}", "{'at':1,'stat':1}",
     "unknown-key key /stat: unknown key `stat` (did you mean `status`?)"},
    {"{'properties':{'at':{},'status':{}},'additionalProperties':false}", "{'status':1,'Status':1}",
     "unknown-key key /Status: unknown key `Status` (did you mean `status`?)"},
    {"{'properties':{'signature':{}},'additionalProperties':false}", "{'sig':1}",
     "unknown-key key /sig: unknown key `sig` (did you mean `signature`?)"},
};

/* anyOf and oneOf. */
static const struct row combinations[] = {
    {"{'anyOf':[{'type':'string'},{'type':'object'}]}", "5",
     "type : expected a string or an object, got a number"},
    {"{'anyOf':[{'$ref':'#/$defs/s'},{'type':'object'}],'$defs':{'s':{'type':'string'}}}", "5",
     "type : expected a string or an object, got a number"},
    {"{'anyOf':[{'const':'a'},{'enum':['b','c']}]}", "'d'",
     "enum : expected one of `a`, `b`, `c`, got `d` (did you mean `a`?)"},
    {"{'anyOf':[{'const':'a'},{'enum':[1,2]}]}", "null",
     "enum : expected one of `a`, 1, 2, got null"},
    /* The branch of the value's type. */
    {"{'oneOf':[{'type':'string','maxLength':1},{'type':'null'}]}", "'ab'",
     "length : expected at most 1 character, got 2"},
    {"{'anyOf':[{'type':'string'},{'type':'object','required':['id'],"
     "'properties':{'p':{'maximum':1}}}]}",
     "{'p':2}", "required : the key `id` is missing\nrange /p: expected at most 1, got 2"},
    /* The branch that its discriminator names, though another would have fewer problems. */
    {"{'anyOf':[{'properties':{'k':{'const':'a'},'x':{'type':'null'},'y':{'type':'null'}}},"
     "{'properties':{'k':{'const':'b'}}}]}",
     "{'k':'a','x':1,'y':1}",
     "type /x: expected null, got a number\ntype /y: expected null, got a number"},
    {"{'oneOf':[{'$ref':'#/$defs/a'},{'properties':{'k':{'enum':['b']}}}],"
     "'$defs':{'a':{'properties':{'k':{'enum':['a','c']},'x':{'type':'null'}}}}}",
     "{'k':'c','x':1}", "type /x: expected null, got a number"},
    {"{'anyOf':[{'properties':{'k':{'const':'a'},'v':{'const':1},'x':{'type':'null'}}},"
     "{'properties':{'k':{'const':'a'},'v':{'const':2},'y':{'type':'null'}}}]}",
     "{'k':'a','v':2,'x':1,'y':1}", "type /y: expected null, got a number"},
    {"{'anyOf':[{'properties':{'k':{'const':'ant'}},'required':['k']},"
     "{'properties':{'k':{'const':'bee'}},'required':['k']}]}",
     "{'k':'be'}", "enum /k: expected one of `bee`, `ant`, got `be` (did you mean `bee`?)"},
    {"{'oneOf':[{'minimum':1},{'type':'string'},{'maximum':5},{'title':'even','multipleOf':2}]}",
     "4",
     "combination : expected exactly one of 4 forms to match, but 3 do: number 1, number 3 and "
     "`even`"},
    {"{'anyOf':[{'minLength':5},{'pattern':'^x'}]}", "'ab'",
     "combination : matches none of the 2 forms allowed here (for number 1: expected at least 5 "
     "characters, got 2; for number 2: `ab` does not match the pattern `^x`)"},
    {"{'items':{'anyOf':[false,false]}}", "[1]",
     "combination /0: matches none of the 2 forms allowed here"},
    /* The types of the forms, where nothing else tells them apart. */
    {"{'anyOf':[{'type':'string','minLength':3},{'type':'array','minItems':1},{'const':1}]}", "{}",
     "type : expected a string, an integer or an array, got an object"},
    {"{'anyOf':[{'type':'integer'},{'type':'string'}]}", "1.5",
     "type : expected a string or an integer, got 1.5"},
    /* The constant goes before the type: the second form would take the type alone. */
    {"{'oneOf':[{'type':'object','properties':{'k':{'const':'a'},'x':{'type':'null'}}},"
     "{'properties':{'k':{'const':'b'}}}]}",
     "{'k':'a','x':1}", "type /x: expected null, got a number"},
    /* Deepest, though it has more problems. */
    {"{'anyOf':[{'properties':{'p':{'properties':{'q':{'type':'null'},'r':{'type':'null'}}}}},"
     "{'required':['z'],'properties':{'p':{'type':'object'}}}]}",
     "{'p':{'q':1,'r':1}}",
     "type /p/q: expected null, got a number\ntype /p/r: expected null, got a number"},
    {"{'anyOf':[{'items':{'items':{'type':'null'}}},{'items':{'minItems':2}},{'minItems':3}]}",
     "[[1]]", "type /0/0: expected null, got a number"},
    /* Fewest, each missing key being one. */
    {"{'anyOf':[{'required':['a','b'],'minProperties':1},{'required':['c'],'minProperties':1}]}",
     "{'x':1}",
     "required : the key `c` is missing (compared with number 2, the nearest of the 2 forms "
     "allowed here)"},
    {"{'anyOf':[{'$ref':'#/$defs/pair'},{'title':'one of three','required':['a','b','c'],"
     "'minProperties':1}],'$defs':{'pair':{'required':['a','b'],'minProperties':1}}}",
     "{'x':1}",
     "required : the keys `a` and `b` are missing (compared with `pair`, the nearest of the 2 "
     "forms allowed here)"},
    /* None is nearer: what the first of them lack, and where. */
    {"{'title':'Range','anyOf':[{'$ref':'#/$defs/from'},{'required':['b'],'properties':{'x':{}}}],"
     "'$defs':{'from':{'required':['a'],'properties':{'x':{}}}}}",
     "{'x':1}",
     "combination : matches none of the 2 forms of `Range` (for `from`: the key `a` is missing; "
     "for number 2: the key `b` is missing)"},
    {"{'anyOf':[{'items':{'minimum':3}},{'items':{'maximum':1}}]}", "[2]",
     "combination : matches none of the 2 forms allowed here (for number 1: `0`: expected at "
     "least 3, got 2; for number 2: `0`: expected at most 1, got 2)"},
    {"{'anyOf':[false]}", "1", "combination : does not match the only form allowed here"},
    /* All lack the same. */
    {"{'anyOf':[{'required':['k'],'properties':{'k':{'const':'a'}}},"
     "{'required':['k'],'properties':{'k':{'const':'b'}}}]}",
     "{}", "required : the key `k` is missing"},
    /* Forms that only ask for keys. */
    {"{'anyOf':[{'required':['a']},{'required':['b','c']}]}", "{'c':1}",
     "combination : the key `a` is missing, or else the key `b`"},
    {"{'oneOf':[{'required':['a','d']},{'required':['b']}]}", "{}",
     "combination : the keys `a` and `d` are missing, or else the key `b`"},
    /* Several match where one may: what people call them. */
    {"{'oneOf':[{'$ref':'#/$defs/even'},{'type':'number'},{'$ref':'#three'},{'type':'integer'}],"
     "'$defs':{'even':{'multipleOf':2},'x':{'$anchor':'three','title':'by three',"
     "'multipleOf':3}}}",
     "6",
     "combination : expected exactly one of 4 forms to match, but 4 do: `even`, a number, `by "
     "three` and an integer"},
    {"{'oneOf':[{'required':['a']},{'required':['b','c']}]}", "{'a':1,'b':1,'c':1}",
     "combination : expected exactly one of 2 forms to match, but 2 do: the one with `a` and the "
     "one with `b` and `c`"},
    {"{'oneOf':[{'$ref':'#/definitions/old'},true],'definitions':{'old':{'minimum':1}}}", "1",
     "combination : expected exactly one of 2 forms to match, but 2 do: `old` and number 2"},
    /* A key that should tell the forms apart, with all their choices; other problems are kept. */
    {"{'required':['id'],'oneOf':[{'$ref':'#/$defs/a'},{'properties':{'k':{'enum':['bee','cow']}}}]"
     ",'properties':{'x':{'type':'null'}},'$defs':{'a':{'properties':{'k':{'const':'ant'}}}}}",
     "{'x':1,'k':'caw'}",
     "required : the key `id` is missing\ntype /x: expected null, got a number\n"
     "enum /k: expected one of `cow`, `ant`, `bee`, got `caw` (did you mean `cow`?)"},
    {"{'type':'array','anyOf':[{'properties':{'k':{'const':'a'}}},{'properties':{'k':{'const':"
     "'b'}}}]}",
     "{'k':'c'}", "type : expected an array, got an object"},
};

/* Within not, if and contains nothing is an error. */
static const struct row masked[] = {
    {"{'not':{'type':'object','required':['a'],'properties':{'a':{'type':'number'}}}}", "{'a':1}",
     "combination : a value of this kind is not allowed here"},
    {"{'not':{'title':'an absolute path','pattern':'^/'}}", "'/tmp'",
     "combination : a value of this kind, `an absolute path`, is not allowed here"},
    {"{'not':{'$ref':'#/$defs/secret'},'$defs':{'secret':{'pattern':'^key'}}}", "'key1'",
     "combination : a value of this kind, `secret`, is not allowed here"},
    {"{'not':{'enum':['a','b']}}", "'b'", "combination : `b` is not allowed here"},
    {"{'not':{'const':{'a':1}}}", "{'a':1}",
     "combination : a value of this kind is not allowed here"},
    {"{'not':{'required':['a']}}", "{'a':1}", "combination : the key `a` is not allowed here"},
    {"{'not':{'required':['a','b']}}", "{'a':1,'b':1}",
     "combination : the keys `a` and `b` together are not allowed here"},
    {"{'contains':{'$ref':'#/$defs/https'},'$defs':{'https':{'pattern':'^https:'}}}", "['http:a']",
     "items : expected at least 1 item of the wanted kind, `https`, got 0"},
    {"{'if':{'type':'string'},'then':{'minLength':2},'else':{'minimum':3}}", "1",
     "range : expected at least 3, got 1"},
    {"{'if':{'type':'string'}}", "1", ""},
};

/* The schema's own words. */
static const struct row own_words[] = {
    {"{'pattern':'^[A-Z]{2}$','x-error':'a country is two capital letters'}", "'de'",
     "pattern : a country is two capital letters"},
    {"{'pattern':'^[A-Z]{2}$','x-error':'a country is two capital letters','x-help':'see the "
     "list'}",
     "'de'", "pattern : a country is two capital letters (see the list)"},
    {"{'type':'integer','x-error':'count them'}", "'a'", "type : count them"},
    {"{'enum':['left','right'],'x-error':'a side'}", "'leff'",
     "enum : a side (did you mean `left`?)"},
    {"{'required':['a'],'x-error':'say who did it'}", "{}", "required : say who did it"},
    /* Not for the parts of the value. */
    {"{'properties':{'a':{'type':'null'}},'additionalProperties':false,'x-error':'no good'}",
     "{'a':1,'long':2}",
     "type /a: expected null, got a number\nunknown-key key /long: unknown key `long`"},
    /* Through references and combinations; the nearest words count. */
    {"{'$ref':'#/$defs/rate','x-error':'a share','x-help':'from 0 to 1',"
     "'$defs':{'rate':{'maximum':1}}}",
     "2", "range : a share (from 0 to 1)"},
    {"{'allOf':[{'maximum':1,'x-error':'inner'}],'x-error':'outer'}", "2", "range : inner"},
    {"{'x-error':'an edge is an id, or an object with one','anyOf':[{'type':'string'},"
     "{'type':'object','required':['id']}]}",
     "5", "type : an edge is an id, or an object with one"},
    {"{'x-error':'an edge is an id, or an object with one','anyOf':[{'type':'string'},"
     "{'type':'object','required':['id']}]}",
     "{}", "required : an edge is an id, or an object with one"},
    {"{'x-error':'outer','anyOf':[{'type':'string'},{'type':'object','properties':{'n':{'type':"
     "'null'}}}]}",
     "{'n':1}", "type /n: expected null, got a number"},
    {"{'not':{'pattern':'^/','x-error':'a path must be relative','x-help':'drop the `/`'}}", "'/a'",
     "combination : a path must be relative (drop the `/`)"},
    {"{'contains':{'pattern':'^https:','x-error':'one source must be https'}}", "[]",
     "items : one source must be https"},
    {"{'propertyNames':{'pattern':'^[a-z]+$','x-error':'keys are lower-case words','x-help':'h'}}",
     "{'A':1}",
     "unknown-key key /A: the key `A` is not allowed here: keys are lower-case words (h)"},
    {"{'if':{'required':['a']},'then':{'required':['b'],'x-error':'where there is an a, a b is "
     "needed'}}",
     "{'a':1}", "required : where there is an a, a b is needed"},
    /* Two that complain of keys, only one with words: these are not about the other's keys. */
    {"{'required':['a'],'allOf':[{'required':['b'],'x-error':'b!'}]}", "{}",
     "required : the keys `a` and `b` are missing"},
    /* What could not be found out is no matter of the schema. */
    {"{'pattern':'^(a+)+$','x-error':'only a'}",
     "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'",
     "pattern : the match limit was reached before it was clear whether "
     "`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab` matches the pattern `^(a+)+$`"},
    {"{'minimum':1,'x-error':''}", "0", "range : expected at least 1, got 0"},
};

#define ROWS_TEST(name, rows)                                                                      \
    START_TEST(name)                                                                               \
    {                                                                                              \
        check_rows(rows, sizeof(rows) / sizeof *(rows));                                           \
    }                                                                                              \
    END_TEST

ROWS_TEST(test_places, places)
ROWS_TEST(test_missing, missing)
ROWS_TEST(test_elsewhere, elsewhere)
ROWS_TEST(test_near, near)
ROWS_TEST(test_combinations, combinations)
ROWS_TEST(test_masked, masked)
ROWS_TEST(test_own_words, own_words)

static void note_undecided(void *data, const struct kb_schema_problem *problem)
{
    *(int *)data += problem->undecided ? 1 : 100;
}

START_TEST(test_undecided)
{
    static const struct {
        const char *schema, *value;
        int wanted;
    } rows[] = {
        {"{\"pattern\":\"^(a+)+$\"}", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"", 1},
        {"{\"not\":{\"pattern\":\"^(a+)+$\"}}",
         "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"", 1},
        {"{\"pattern\":\"^(a+)+$\",\"minLength\":90}",
         "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"", 100},
        {"{\"maximum\":1}", "2", 100},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct json_object *document = parse(rows[i].schema), *value = parse(rows[i].value);
        struct kb_schema *schema = compile(document);
        int got = 0;
        kb_schema_explain(schema, value, note_undecided, &got);
        ck_assert_int_eq(got, rows[i].wanted);
        kb_schema_free(schema);
        json_object_put(value);
        json_object_put(document);
    }
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, test_places);
    tcase_add_test(cases, test_missing);
    tcase_add_test(cases, test_elsewhere);
    tcase_add_test(cases, test_near);
    tcase_add_test(cases, test_combinations);
    tcase_add_test(cases, test_masked);
    tcase_add_test(cases, test_own_words);
    tcase_add_test(cases, test_undecided);
    return suite_run("schema_words", cases);
}

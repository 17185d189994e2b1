/* SPDX-License-Identifier: MIT */
/* docs/index-format.md and kbx/format.h say the same, and both know every field of the model. */
#include "tests/unit/kbx_fixture.h"

#include <stdio.h>

static char *doc;

static void setup(void)
{
    char path[4096];
    const char *root = getenv("KBC_SOURCE_DIR");
    snprintf(path, sizeof path, "%s/docs/index-format.md", root ? root : ".");
    FILE *f = fopen(path, "rb");
    ck_assert_msg(f != NULL, "%s", path);
    doc = calloc(1, 1 << 18);
    size_t n = fread(doc, 1, (1 << 18) - 1, f);
    ck_assert_uint_gt(n, 1000);
    fclose(f);
}

static void teardown(void)
{
    free(doc);
}

/* The part of the document below a heading, to the next heading. */
static char *part(const char *heading)
{
    char *start = strstr(doc, heading);
    ck_assert_msg(start != NULL, "%s", heading);
    start = strchr(start, '\n');
    char *end = strstr(start, "\n#");
    size_t n = end ? (size_t)(end - start) : strlen(start);
    struct kb_buf copy = {0};
    kb_buf_add(&copy, start, n);
    kb_buf_putc(&copy, '\n');
    return copy.data;
}

/* Table rows of a part: lines that begin with "| ", without the heading row. */
static size_t rows_of(const char *text)
{
    size_t rows = 0, tables = 0;
    for (const char *p = text; (p = strchr(p, '\n')) != NULL; p++) {
        rows += p[1] == '|' && p[2] == ' ';
        tables += p[1] == '|' && p[2] == '-';
    }
    return rows - tables;
}

static void has(const char *text, const char *line)
{
    ck_assert_msg(strstr(text, line) != NULL, "not in the document: %s", line);
}

struct member {
    unsigned at;
    const char *type; /* how its row goes on */
};

static void has_members(const char *heading, const struct member *members, size_t count)
{
    char *text = part(heading), line[200];
    for (size_t i = 0; i < count; i++) {
        snprintf(line, sizeof line, "\n| %u | %s", members[i].at, members[i].type);
        has(text, line);
    }
    ck_assert_msg(rows_of(text) >= count, "%s", heading);
    free(text);
}

START_TEST(fields)
{
    static const char *const kinds[] = {"", "TEXT", "RATE", "COUNT", "DATE", "TEXTS", "LIST"};
    char *text = part("### Fields"), line[200];
    size_t count = 0;
#define X(symbol, number, name, kind, list, section, offset)                                       \
    snprintf(line, sizeof line, "\n| %d | `%s` | %s | %d | `%s` | %d |\n", number, name,           \
             kinds[KBX_KIND_##kind], list, #section, offset);                                      \
    has(text, line);                                                                               \
    count++;
    KBX_FIELDS(X)
#undef X
    ck_assert_uint_eq(rows_of(text), count);
    free(text);
}
END_TEST

START_TEST(sections)
{
    char *text = part("## 2. Sections"), line[200];
    const char *last = text;
    size_t count = 0;
#define X(name, a, b, c, d, flags, size)                                                           \
    snprintf(line, sizeof line, "\n| `%c%c%c%c` | %u | %u |", a, b, c, d, (unsigned)(flags),       \
             (unsigned)(size));                                                                    \
    has(text, line);                                                                               \
    ck_assert(strstr(text, line) >= last);                                                         \
    last = strstr(text, line);                                                                     \
    count++;
    KBX_SECTIONS(X)
#undef X
    ck_assert_uint_eq(rows_of(text), count);
    free(text);
}
END_TEST

START_TEST(kinds_of_fields)
{
    static const struct {
        const char *name;
        int kind, bytes;
    } all[] = {{"TEXT", KBX_KIND_TEXT, 8},   {"RATE", KBX_KIND_RATE, 16},
               {"COUNT", KBX_KIND_COUNT, 8}, {"DATE", KBX_KIND_DATE, 4},
               {"TEXTS", KBX_KIND_TEXTS, 8}, {"LIST", KBX_KIND_LIST, 8}};
    char *text = part("### Kinds of fields"), line[200];
    for (size_t i = 0; i < COUNT(all); i++) {
        snprintf(line, sizeof line, "\n| %s | %d | %d |", all[i].name, all[i].kind, all[i].bytes);
        has(text, line);
    }
    ck_assert_uint_eq(rows_of(text), COUNT(all));
    snprintf(line, sizeof line, "%lld means absent", (long long)KBX_NO_NUMBER);
    has(text, line);
    snprintf(line, sizeof line, "from %d (0000-01-01) to %d (9999-12-31); %d means absent",
             KBX_FIRST_DAY, KBX_LAST_DAY, KBX_NO_DAY);
    has(text, line);
    free(text);
}
END_TEST

START_TEST(qualities)
{
    char *text = part("### RECS"), line[200];
#define X(symbol, bit, name)                                                                       \
    snprintf(line, sizeof line, "\n| %d | `%s` |\n", bit, name);                                   \
    has(text, line);
    KBX_QUALITIES(X)
#undef X
    free(text);
}
END_TEST

START_TEST(members)
{
    static const struct member header[] = {
        {0, "8 bytes | magic `89 4B 42 58 0D 0A 1A 0A`"},
        {KBX_AT_MAJOR, "u16 | major version, 1"},
        {KBX_AT_MINOR, "u16 | minor version, 0"},
        {KBX_AT_HEADER_SIZE, "u32 | size of the header, 64"},
        {KBX_AT_FILE_SIZE, "u64 | size of the file"},
        {KBX_AT_SECTIONS, "u32 | number of sections"},
        {KBX_AT_ENTRY_SIZE, "u32 | size of a directory entry, 40"},
        {KBX_AT_DIRECTORY, "u64 | offset of the directory"},
        {KBX_AT_RESERVED, "20 bytes | reserved, zero"},
        {KBX_AT_CRC, "u32 | CRC-32"}};
    static const struct member entry[] = {
        {KBX_AT_ENTRY_TAG, "u32 | tag"},       {KBX_AT_ENTRY_FLAGS, "u32 | flags"},
        {KBX_AT_ENTRY_OFFSET, "u64 | offset"}, {KBX_AT_ENTRY_LENGTH, "u64 | length"},
        {KBX_AT_ENTRY_ELEMENT, "u32 | size"},  {KBX_AT_ENTRY_COUNT, "u32 | number"},
        {KBX_AT_ENTRY_CRC, "u32 | CRC-32"}};
    static const struct member record[] = {
        {KBX_AT_QUALITY, "u32 | quality"},      {KBX_AT_TRANSLATIONS, "range | of `TRAN`"},
        {KBX_AT_FINDINGS, "range | of `FIND`"}, {KBX_AT_JSON_OFFSET, "u64 | offset"},
        {KBX_AT_JSON_PACKED, "u32 | bytes"},    {KBX_AT_JSON_LENGTH, "u32 | its length"},
        {KBX_AT_SOURCE, "text | path"},         {KBX_AT_LINE, "u32 | line"},
        {KBX_AT_COUNTS, "u32 | number"},        {KBX_AT_BACK, "range | of `BACK`"}};
    static const struct member edge[] = {{KBX_AT_EDGE_TARGET, "u32 | record"},
                                         {KBX_AT_EDGE_KIND, "u32 | number of the list"}};
    static const struct member translation[] = {{KBX_AT_TRAN_LANGUAGE, "u16 | element of `LANG`"},
                                                {KBX_AT_TRAN_FIELD, "u16 | number of the field"},
                                                {KBX_AT_TRAN_ENTRY, "u32 | entry"},
                                                {KBX_AT_TRAN_TEXT, "text | "}};
    static const struct member finding[] = {
        {KBX_AT_FIND_RULE, "text | name"},         {KBX_AT_FIND_POINTER, "text | JSON pointer"},
        {KBX_AT_FIND_MESSAGE, "text | mess"},      {KBX_AT_FIND_HELP, "text | help"},
        {KBX_AT_FIND_SEVERITY, "u32 | 1 warning"}, {KBX_AT_FIND_LINE, "u32 | line"},
        {KBX_AT_FIND_COLUMN, "u32 | column"},      {KBX_AT_FIND_RESERVED, "u32 | reserved"}};
    static const struct member key[] = {{KBX_AT_KEY_TEXT, "text | "},
                                        {KBX_AT_KEY_KIND, "u32 | kind"},
                                        {KBX_AT_KEY_RECORD, "u32 | the record"}};
    static const struct member meta[] = {{KBX_AT_META_LAYOUT, "text | name"},
                                         {KBX_AT_META_TODAY, "i32 | the day"},
                                         {KBX_AT_META_NEWEST, "i32 | the newest"},
                                         {KBX_AT_META_RECORDS, "u32 | number of records"},
                                         {KBX_AT_META_COUNTS, "u32 | number of findings"},
                                         {KBX_AT_META_OPTIONS, "u32 | options"},
                                         {KBX_AT_META_TERMS, "u32 | number of terms"}};
    static const struct member back[] = {{KBX_AT_BACK_RECORD, "u32 | the record that"},
                                         {KBX_AT_BACK_EDGE, "u32 | the edge"}};
    static const struct member fold[] = {{KBX_AT_FOLD_FIRST, "u32 | first"},
                                         {KBX_AT_FOLD_SPAN, "u16 | span"},
                                         {KBX_AT_FOLD_STEP, "u16 | step"},
                                         {KBX_AT_FOLD_BY, "i32 | by"}};
    static const struct member gate[] = {{KBX_AT_REGEX_RECORD, "u32 | the record |"},
                                         {KBX_AT_REGEX_FLAGS, "u32 | flags; bit 0"},
                                         {KBX_AT_REGEX_WAYS, "u32 | its first way"},
                                         {KBX_AT_WAY_REGEX, "u32 | the regex"},
                                         {KBX_AT_WAY_LITERALS, "u32 | its first literal"},
                                         {KBX_AT_LITERAL_TEXT, "u32 | the literal"},
                                         {KBX_AT_LITERAL_LEN, "u8 | its length, from 1 to 64"},
                                         {KBX_AT_LITERAL_GRAM, "u8 | where"},
                                         {KBX_AT_LITERAL_FLAGS, "u8 | flags; bit 0"},
                                         {KBX_AT_LITERAL_ZERO, "u8 | reserved"}};
    static const struct member block[] = {{KBX_AT_BLOCK_TERMS, "u32 | offset of the block"},
                                          {KBX_AT_BLOCK_POSTINGS, "u32 | offset within `POST`"}};
    has_members("### Header", header, COUNT(header));
    has_members("### Directory entry", entry, COUNT(entry));
    has_members("### RECS", record, COUNT(record));
    has_members("### EDGE", edge, COUNT(edge));
    has_members("### TRAN", translation, COUNT(translation));
    has_members("### FIND", finding, COUNT(finding));
    has_members("### KEYS", key, COUNT(key));
    has_members("### META", meta, COUNT(meta));
    has_members("### BACK", back, COUNT(back));
    has_members("### FOLD", fold, COUNT(fold));
    has_members("### REGX", gate, COUNT(gate));
    has_members("### TBLK", block, COUNT(block));
    has(doc, "\n| 2 | an error code by its name");
    has(doc, "\n| 3 | an error code by its number");
    has(doc, "\n| 4 | an alias");
    ck_assert_int_eq(KBX_KEY_CODE, 2);
    ck_assert_int_eq(KBX_KEY_NUMBER, 3);
    ck_assert_int_eq(KBX_KEY_ALIAS, 4);
    ck_assert_int_eq(KBX_MAX_KEY, 900);
    ck_assert_int_eq(KBX_LITERAL_LEAST, 1);
    ck_assert_int_eq(KBX_LITERAL_LONGEST, 64);
    ck_assert_int_eq(KBX_GRAM, 4);
    has(doc, "An `A` in it");
    ck_assert_int_eq(KBX_LITERAL_ANY, 'A');
    ck_assert_int_eq(KBX_BLOCK_TERMS, 32);
    ck_assert_int_eq(KBX_TERM_LONGEST, 64);
    ck_assert_int_eq(KBX_IMPACT_BITS, 4);
    ck_assert_int_eq(KBX_HASH_LEAST, 4);
    ck_assert(KBX_HASH_PRIME == 0x9E3779B97F4A7C15u);
    ck_assert_int_eq(KBX_MAJOR, 1);
    ck_assert_int_eq(KBX_MINOR, 0);
    ck_assert_int_eq(KBX_HEADER_SIZE, 64);
    ck_assert_int_eq(KBX_ENTRY_SIZE, 40);
    ck_assert_int_eq(KBX_ALIGN, 64);
    ck_assert_int_eq(KBX_KEY_ID, 1);
    ck_assert_int_eq(KBX_MAX_RATIO, 1040);
    ck_assert_uint_eq(KBX_NO_RECORD, 4294967295u);
    ck_assert_mem_eq(KBX_MAGIC, "\x89\x4B\x42\x58\x0D\x0A\x1A\x0A", KBX_MAGIC_SIZE);
    ck_assert_int_eq(KBX_F_LEADS_TO, 80);
    ck_assert_int_eq(KBX_F_PRECEDED_BY, 90);
    ck_assert_int_eq(KBX_F_CONFUSED_WITH, 100);
}
END_TEST

START_TEST(weights)
{
    static const char *const names[KBX_F_LIMIT] = {
#define X(symbol, number, name, kind, list, section, offset) [number] = (name),
        KBX_FIELDS(X)
#undef X
    };
    char *text = part("## 6. Words"), line[200];
    size_t count = 0;
#define X(symbol, weight)                                                                          \
    snprintf(line, sizeof line, "\n| `%s` | %g |\n", names[KBX_F_##symbol], (double)(weight));     \
    has(text, line);                                                                               \
    count++;
    KBX_SEARCHED(X)
#undef X
    ck_assert_uint_eq(rows_of(text), count);
    free(text);
}
END_TEST

/* Fields of one element stand side by side, none on another. */
START_TEST(no_overlap)
{
    static const unsigned widths[] = {0, 8, 16, 8, 4, 8, 8};
    unsigned char used[KBX_S_COUNT][328] = {{0}};
    static const unsigned sizes[] = {
#define X(name, a, b, c, d, flags, size) size,
        KBX_SECTIONS(X)
#undef X
    };
#define X(symbol, number, name, kind, list, section, offset)                                       \
    for (unsigned i = 0; i < widths[KBX_KIND_##kind]; i++) {                                       \
        ck_assert_uint_lt((unsigned)(offset) + i, sizes[KBX_S_##section]);                         \
        if ((number) < 90) /* the three kinds of edges share one element */                        \
            ck_assert_msg(!used[KBX_S_##section][(offset) + i]++, "%s", name);                     \
    }
    KBX_FIELDS(X)
#undef X
}
END_TEST

START_TEST(model)
{
    static const int kind_of[] = {[KB_KIND_TEXT] = KBX_KIND_TEXT, [KB_KIND_TEXTS] = KBX_KIND_TEXTS,
                                  [KB_KIND_RATE] = KBX_KIND_RATE, [KB_KIND_COUNT] = KBX_KIND_COUNT,
                                  [KB_KIND_DATE] = KBX_KIND_DATE, [KB_KIND_LIST] = KBX_KIND_LIST};
    for (int f = 0; f < KB_FIELD_COUNT; f++) {
        const char *name = kb_fields[f].name;
        const struct kbx_field_info *info = kbx_field_named(name, strlen(name));
        ck_assert_msg(info != NULL, "the format has no field %s", name);
        ck_assert_msg(info->kind == kind_of[kb_fields[f].kind], "%s", name);
        ck_assert_ptr_eq(kbx_field_numbered(info->number), info);
        if (kb_fields[f].list == KB_F_NONE) {
            ck_assert_int_eq(info->list, 0);
        } else {
            const struct kbx_field_info *list = kbx_field_numbered(info->list);
            ck_assert_msg(list && strcmp(list->name, kb_fields[kb_fields[f].list].name) == 0, "%s",
                          name);
        }
    }
    /* And no more than the model has, but the key of a map. */
    size_t count = 0;
    while (kbx_field_at(count))
        count++;
    ck_assert_uint_eq(count, KB_FIELD_COUNT + 1);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("format");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, fields);
    tcase_add_test(tests, sections);
    tcase_add_test(tests, kinds_of_fields);
    tcase_add_test(tests, qualities);
    tcase_add_test(tests, members);
    tcase_add_test(tests, weights);
    tcase_add_test(tests, no_overlap);
    tcase_add_test(tests, model);
    return suite_run("kbx_format", tests);
}

/* SPDX-License-Identifier: MIT */
/* Files of other versions: what may grow is read all the same, what may not is refused. */
#include "tests/unit/kbx_fixture.h"

#include <zlib.h>

#include "kb/buf.h"

static unsigned char *bytes;
static size_t size;

static void setup(void)
{
    bytes = fixture_index(fixture_base(), &size);
}

static void teardown(void)
{
    free(bytes);
}

static uint32_t get32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static void put32(char *p, size_t value)
{
    for (int i = 0; i < 4; i++)
        p[i] = (char)(value >> (8 * i) & 0xFF);
}

struct growth {
    unsigned major, minor, header, entry, element; /* the last three: bytes more */
    unsigned flags;                                /* of a section of tag "NEW!" */
};

/* The fixture's index, as a later writer would make it. */
static struct kb_buf grown(const struct growth *g)
{
    struct kb_buf out = {0};
    size_t header = KBX_HEADER_SIZE + g->header, entry = KBX_ENTRY_SIZE + g->entry;
    size_t head = header + (KBX_S_COUNT + 1) * entry;
    kb_buf_fill(&out, '\0', head);
    memcpy(out.data, KBX_MAGIC, KBX_MAGIC_SIZE);
    for (size_t i = 0; i <= KBX_S_COUNT; i++) {
        const unsigned char *from = bytes + KBX_HEADER_SIZE + i * KBX_ENTRY_SIZE;
        bool extra = i == KBX_S_COUNT;
        kb_buf_fill(&out, '\0', (KBX_ALIGN - out.len % KBX_ALIGN) % KBX_ALIGN);
        size_t at = out.len, element = extra ? 3 : get32(from + KBX_AT_ENTRY_ELEMENT);
        size_t count = extra ? 1 : get32(from + KBX_AT_ENTRY_COUNT);
        size_t more = element && !extra ? g->element : 0;
        if (extra)
            kb_buf_puts(&out, "abc");
        else if (element == 0)
            kb_buf_add(&out, bytes + get32(from + KBX_AT_ENTRY_OFFSET),
                       get32(from + KBX_AT_ENTRY_LENGTH));
        else
            for (size_t e = 0; e < count; e++) {
                kb_buf_add(&out, bytes + get32(from + KBX_AT_ENTRY_OFFSET) + e * element, element);
                kb_buf_fill(&out, '\xEE', more);
            }
        char *to = out.data + header + i * entry;
        put32(to, extra ? KBX_TAG('N', 'E', 'W', '!') : get32(from));
        put32(to + KBX_AT_ENTRY_FLAGS, extra ? g->flags : get32(from + KBX_AT_ENTRY_FLAGS));
        put32(to + KBX_AT_ENTRY_OFFSET, at);
        put32(to + KBX_AT_ENTRY_LENGTH, out.len - at);
        put32(to + KBX_AT_ENTRY_ELEMENT, element + more);
        put32(to + KBX_AT_ENTRY_COUNT, count);
        put32(to + KBX_AT_ENTRY_CRC, crc32(0, (const Bytef *)out.data + at, (uInt)(out.len - at)));
    }
    put32(out.data + KBX_AT_MAJOR, g->major | g->minor << 16);
    put32(out.data + KBX_AT_HEADER_SIZE, header);
    put32(out.data + KBX_AT_FILE_SIZE, out.len);
    put32(out.data + KBX_AT_SECTIONS, KBX_S_COUNT + 1);
    put32(out.data + KBX_AT_ENTRY_SIZE, entry);
    put32(out.data + KBX_AT_DIRECTORY, header);
    put32(out.data + KBX_AT_CRC, crc32(0, (const Bytef *)out.data, (uInt)head));
    return out;
}

static int opened(const struct growth *g, struct kbx_error *error)
{
    struct kb_buf file = grown(g);
    struct kbx *k;
    int status = kbx_open_mem(file.data, file.len, KBX_VERIFY, &k, error);
    if (status == KBX_OK) {
        struct kbx_str text;
        uint32_t record;
        struct kbx_rate rate;
        ck_assert_int_eq(kbx_by_id(k, "cuda/c", 6, &record), KBX_OK);
        ck_assert_int_eq(kbx_text(k, record, KBX_F_SIGNATURE, 0, KBX_BASE, &text, NULL), KBX_OK);
        ck_assert_str_eq(text.ptr, "CUDA error: an illegal memory access");
        ck_assert_int_eq(kbx_rate(k, 0, KBX_F_DEAD_END_FAIL_RATE, 1, &rate), KBX_OK);
        ck_assert_str_eq(rate.text.ptr, "9.5e-1");
        ck_assert_int_eq(kbx_item(k, 0, KBX_F_WORKAROUND_SOURCES, 0, 1, &text), KBX_OK);
        ck_assert_str_eq(text.ptr, "https://a.example/2");
    }
    kbx_close(k);
    kb_buf_free(&file);
    return status;
}

START_TEST(grows)
{
    struct kbx_error error = {0};
    static const struct growth all[] = {{1, 0, 0, 0, 0, 0},  {1, 1, 0, 0, 0, 0},
                                        {1, 1, 24, 0, 0, 0}, {1, 1, 0, 8, 0, 0},
                                        {1, 9, 0, 0, 12, 0}, {1, 65535, 1, 3, 5, 2}};
    for (size_t i = 0; i < COUNT(all); i++)
        ck_assert_msg(opened(&all[i], &error) == KBX_OK, "%zu: %s", i, error.text);
}
END_TEST

START_TEST(refused)
{
    struct kbx_error error = {0};
    ck_assert_int_eq(opened(&(struct growth){.major = 2, .minor = 1}, &error), KBX_VERSION);
    ck_assert_msg(
        strstr(error.text, "the index has version 2.1, this program reads 1.0: rebuild ") != NULL,
        "%s", error.text);
    ck_assert_int_eq(opened(&(struct growth){.major = 0, .minor = 1}, &error), KBX_VERSION);
    ck_assert_int_eq(opened(&(struct growth){1, 1, 0, 0, 0, KBX_MUST_KNOW}, &error), KBX_VERSION);
    ck_assert_uint_eq(error.section, KBX_TAG('N', 'E', 'W', '!'));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("growth");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, grows);
    tcase_add_test(tests, refused);
    return suite_run("kbx_growth", tests);
}

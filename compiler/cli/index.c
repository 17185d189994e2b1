/* SPDX-License-Identifier: MIT */
/* The packed index as the commands open it. */
#include "compiler/cli/index.h"

#include <string.h>

#include "compiler/cli/cli.h"
#include "compiler/cli/lines.h"

static const char *path_of(const struct kb_options *options)
{
    return options->index ? options->index : "out/kb.kbx";
}

static struct kbx *open_index(const struct kb_options *options, unsigned flags)
{
    struct kbx *k;
    struct kbx_error error = {0};
    int status = kbx_open(path_of(options), flags, &k, &error);
    if (status == KBX_OK)
        return k;
    (void)kb_fail("%s: %s%s", path_of(options), error.text,
                  status == KBX_IO && !options->index
                      ? " (`kbc build` makes it; --index names another)"
                      : "");
    return NULL;
}

struct kbx *kb_index_open_for(const struct kb_options *options, const uint32_t *tags, size_t count)
{
    struct kbx *k = open_index(options, KBX_SUMS);
    if (!k || kb_index_check(options, k, tags, count))
        return k;
    kbx_close(k);
    return NULL;
}

struct kbx *kb_index_open(const struct kb_options *options, bool json)
{
    struct kbx_section s;
    const uint32_t packed = KBX_TAG('J', 'S', 'O', 'N');
    struct kbx *k = open_index(options, 0);
    for (uint32_t i = 0; k && kbx_section(k, i, &s) == KBX_OK; i++) {
        if ((s.tag == packed && !json) || kb_index_check(options, k, &s.tag, 1))
            continue;
        kbx_close(k);
        return NULL;
    }
    return k;
}

bool kb_index_check(const struct kb_options *options, const struct kbx *k, const uint32_t *tags,
                    size_t count)
{
    struct kbx_error error = {0};
    for (size_t i = 0; i < count; i++) {
        if (kbx_check(k, tags[i], &error) == KBX_OK)
            continue;
        (void)kb_fail("%s: %s", path_of(options), error.text);
        return false;
    }
    return true;
}

bool kb_index_sound(const struct kb_options *options, const struct kbx *k)
{
    struct kbx_error error;
    if (kbx_sound(k, &error) == KBX_OK)
        return true;
    (void)kb_fail("%s: %s", path_of(options), error.text);
    return false;
}

bool kb_index_language(const struct kb_options *options, const struct kbx *k, uint32_t *language)
{
    static const uint32_t tag = KBX_TAG('L', 'A', 'N', 'G');
    const char *wanted = options->lang;
    *language = KBX_BASE;
    if (!wanted)
        return true;
    if (!kb_index_check(options, k, &tag, 1))
        return false;
    *language = kbx_language_find(k, wanted, strlen(wanted)); /* KBX_NONE is KBX_BASE */
    if (*language != KBX_NONE || strcmp(wanted, "en") == 0)
        return true;
    struct kb_buf known = {0};
    for (uint32_t i = 0; i < kbx_language_count(k); i++) {
        struct kbx_str have;
        (void)kbx_language(k, i, &have);
        kb_buf_puts(&known, ", ");
        kb_buf_str(&known, kb_text_of(have));
    }
    (void)kb_fail("--lang %s: the index has en%s", wanted, known.len ? known.data : "");
    kb_buf_free(&known);
    return false;
}

/* SPDX-License-Identifier: MIT */
/* The packed index as the commands open it. */
#include "compiler/cli/index.h"

#include "compiler/cli/cli.h"

static int check_used(const struct kbx *k, bool json, struct kbx_error *error)
{
    struct kbx_section s;
    const uint32_t packed = KBX_TAG('J', 'S', 'O', 'N');
    for (uint32_t i = 0; kbx_section(k, i, &s) == KBX_OK; i++) {
        int status = s.tag == packed && !json ? KBX_OK : kbx_check(k, s.tag, error);
        if (status != KBX_OK)
            return status;
    }
    return KBX_OK;
}

struct kbx *kb_index_open(const struct kb_options *options, bool json)
{
    const char *path = options->index ? options->index : "out/kb.kbx";
    struct kbx *k;
    struct kbx_error error = {0};
    int status = kbx_open(path, 0, &k, &error);
    if (status == KBX_OK)
        status = check_used(k, json, &error);
    if (status == KBX_OK)
        return k;
    (void)kb_fail("%s: %s%s", path, error.text,
                  status == KBX_IO && !options->index
                      ? " (`kbc build` makes it; --index names another)"
                      : "");
    kbx_close(k);
    return NULL;
}

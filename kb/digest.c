/* SPDX-License-Identifier: MIT */
/* Two hashes side by side, each begun with what the series came to so far. */
#include "kb/digest.h"

struct kb_digest kb_digest_start(void)
{
    return (struct kb_digest){0x9E3779B97F4A7C15u, 0xC2B2AE3D27D4EB4Fu};
}

void kb_digest_text(struct kb_digest *digest, struct kb_str text)
{
    digest->a = kb_str_hash_seeded(text, digest->a + (text.p != NULL));
    digest->b = kb_str_hash_seeded(text, digest->b ^ (text.p != NULL));
}

void kb_digest_number(struct kb_digest *digest, uint64_t number)
{
    kb_digest_text(digest, (struct kb_str){(const char *)&number, sizeof number});
}

void kb_digest_add(struct kb_digest *digest, struct kb_digest other)
{
    const uint64_t both[] = {other.a, other.b};
    kb_digest_text(digest, (struct kb_str){(const char *)both, sizeof both});
}

bool kb_digest_known(struct kb_digest digest)
{
    return digest.a != 0 || digest.b != 0;
}

bool kb_digest_eq(struct kb_digest x, struct kb_digest y)
{
    return x.a == y.a && x.b == y.b;
}

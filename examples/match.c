/* SPDX-License-Identifier: MIT */
/* Which records explain the lines of a log? match INDEX < LOG
 * cc match.c $(pkg-config --cflags --libs kbx) */
#include <kbx/rank.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    struct kbx *k = NULL;
    struct kbx_matcher *m = NULL;
    struct kbx_ranker *r = NULL;
    struct kbx_error error;
    char line[4096];
    if (argc != 2 || kbx_open(argv[1], KBX_VERIFY, &k, &error) != KBX_OK ||
        kbx_matcher_new(k, 0, &m, &error) != KBX_OK || kbx_ranker_new(k, &r, &error) != KBX_OK) {
        fprintf(stderr, "%s\n", argc == 2 ? error.text : "usage: match INDEX < LOG");
        return 2;
    }
    while (fgets(line, sizeof line, stdin)) {
        const struct kbx_match *matches;
        const struct kbx_ranked *best;
        struct kbx_str id, cause;
        size_t count, len = strcspn(line, "\n");
        kbx_ranker_see(r, line, len);
        if (kbx_match(m, line, len, 0, &matches, &count, &error) != KBX_OK ||
            kbx_rank(r, line, len, matches, count, &best, &error) != KBX_OK || count == 0 ||
            best->match.outcome != KBX_MATCHES) /* undecided; these stand last */
            continue;
        kbx_text(k, best->match.record, KBX_F_ID, 0, KBX_BASE, &id, NULL);
        kbx_text(k, best->match.record, KBX_F_ROOT_CAUSE, 0, KBX_BASE, &cause, NULL);
        printf("%s: %s\n", id.ptr, cause.ptr ? cause.ptr : "not known");
    }
    kbx_ranker_free(r);
    kbx_matcher_free(m);
    kbx_close(k);
    return 0;
}

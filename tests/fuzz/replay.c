/* SPDX-License-Identifier: MIT */
/* Runs a fuzz target without libFuzzer, over the files named, to look at what was found; without
 * any over those on standard input, each behind its length (u32, little-endian), for ctest. */
#include "tests/fuzz/target.h"

/* Runs the target on the next `size` bytes, in a block of exactly that size, so that reading past
 * it is noticed. */
static void run(FILE *f, size_t size)
{
    uint8_t *data = malloc(size ? size : 1);
    must(data && fread(data, 1, size, f) == size, "a file that can be read");
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
}

int main(int argc, char **argv)
{
    uint8_t n[4];
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        must(f && fseek(f, 0, SEEK_END) == 0, argv[i]);
        long size = ftell(f);
        must(size >= 0 && fseek(f, 0, SEEK_SET) == 0, argv[i]);
        run(f, (size_t)size);
        fclose(f);
    }
    while (argc == 1 && fread(n, 1, sizeof n, stdin) == sizeof n)
        run(stdin, n[0] | (size_t)n[1] << 8 | (size_t)n[2] << 16 | (size_t)n[3] << 24);
    return 0;
}

/* SPDX-License-Identifier: MIT */
/* Runs a fuzz target over files, without libFuzzer: for ctest, and to look at what it found. */
#include "tests/fuzz/target.h"

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        must(f && fseek(f, 0, SEEK_END) == 0, argv[i]);
        long size = ftell(f);
        must(size >= 0 && fseek(f, 0, SEEK_SET) == 0, argv[i]);
        /* A block of exactly its size, so that reading past it is noticed. */
        uint8_t *data = malloc(size ? (size_t)size : 1);
        must(data && fread(data, 1, (size_t)size, f) == (size_t)size, argv[i]);
        fclose(f);
        (void)LLVMFuzzerTestOneInput(data, (size_t)size);
        free(data);
    }
    return 0;
}

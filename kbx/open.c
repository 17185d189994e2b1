/* SPDX-License-Identifier: MIT */
/* Opening and closing an index: mapped, read, or in the caller's memory. */
#include "kbx/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Hands out `k` once its header (and with KBX_VERIFY all of it) is checked; else closes it. */
static int finish(struct kbx *k, unsigned flags, struct kbx **out, struct kbx_error *error)
{
    int status = kbx_i_layout_check(k, error);
    if (status == KBX_OK && (flags & KBX_SUMS))
        status = kbx_i_sums_open(k, error);
    if (status == KBX_OK && (flags & KBX_VERIFY))
        status = kbx_verify(k, error);
    if (status == KBX_OK)
        *out = k;
    else
        kbx_close(k);
    return status;
}

static struct kbx *new_handle(struct kbx_error *error)
{
    struct kbx *k = calloc(1, sizeof *k);
    if (!k)
        kbx_i_fail(error, KBX_MEMORY, 0, 0, "out of memory");
    return k;
}

static int read_all(int fd, unsigned char *data, size_t size, struct kbx_error *error)
{
    for (size_t have = 0; have < size;) {
        ssize_t n = read(fd, data + have, size - have);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return kbx_i_fail(error, KBX_IO, 0, have, "%s", strerror(errno));
        if (n == 0)
            return kbx_i_fail(error, KBX_IO, 0, have, "the file shrank while it was read");
        have += (size_t)n;
    }
    return KBX_OK;
}

static int load(int fd, unsigned flags, struct kbx *k, struct kbx_error *error)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return kbx_i_fail(error, KBX_IO, 0, 0, "%s", strerror(errno));
    if (!S_ISREG(st.st_mode))
        return kbx_i_fail(error, KBX_IO, 0, 0, "%s",
                          S_ISDIR(st.st_mode) ? strerror(EISDIR) : "not a regular file");
    if ((uintmax_t)st.st_size > SIZE_MAX)
        return kbx_i_fail(error, KBX_IO, 0, 0, "%s", strerror(EFBIG));
    k->size = (size_t)st.st_size;
    if (k->size == 0)
        return KBX_OK; /* nothing can be mapped; the header check says what is wrong */
    if (flags & KBX_READ) {
        k->owned = malloc(k->size);
        if (!k->owned)
            return kbx_i_fail(error, KBX_MEMORY, 0, 0, "out of memory");
        k->data = k->owned;
        return read_all(fd, k->owned, k->size, error);
    }
    void *map = mmap(NULL, k->size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED)
        return kbx_i_fail(error, KBX_IO, 0, 0, "%s", strerror(errno));
    k->map = map;
    k->data = map;
    return KBX_OK;
}

int kbx_open(const char *path, unsigned flags, struct kbx **out, struct kbx_error *error)
{
    *out = NULL;
    struct kbx *k = new_handle(error);
    if (!k)
        return KBX_MEMORY;
    /* Without O_NONBLOCK, opening a FIFO would wait for a writer. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        int status = kbx_i_fail(error, KBX_IO, 0, 0, "%s", strerror(errno));
        kbx_close(k);
        return status;
    }
    int status = load(fd, flags, k, error);
    close(fd);
    if (status != KBX_OK) {
        kbx_close(k);
        return status;
    }
    return finish(k, flags, out, error);
}

int kbx_open_mem(const void *data, size_t size, unsigned flags, struct kbx **out,
                 struct kbx_error *error)
{
    *out = NULL;
    struct kbx *k = new_handle(error);
    if (!k)
        return KBX_MEMORY;
    k->data = data;
    k->size = size;
    return finish(k, flags, out, error);
}

void kbx_close(struct kbx *k)
{
    if (!k)
        return;
    if (k->map)
        munmap(k->map, k->size);
    free(k->owned);
    free(k->sums);
    free(k);
}

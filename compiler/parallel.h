/* SPDX-License-Identifier: MIT */
/* Work on many items that share nothing, spread over threads. */
#ifndef KB_PARALLEL_H
#define KB_PARALLEL_H

#include <stddef.h>

/* How many threads to use for `count` items: `jobs`, or one a core where that is 0; never more
 * than the work is worth. At least 1. */
unsigned kb_parallel_size(unsigned jobs, size_t count);

/* Items are handed out in runs of `run`, so that threads meet seldom; 1 for few and heavy ones. */
#define KB_PARALLEL_RUN 16

/* Calls item(data, thread, i) once for every i below count, on `threads` threads, the calling one
 * among them; `thread` is below `threads` and tells whose memory may be used. Returns when all is
 * done. A thread that cannot be started leaves its share to the others. */
void kb_parallel(unsigned threads, size_t count, size_t run,
                 void (*item)(void *data, unsigned thread, size_t i), void *data);

#endif

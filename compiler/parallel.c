/* SPDX-License-Identifier: MIT */
/* A counter that threads take runs of items from. */
#include "compiler/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "kb/arena.h"
#include "kb/limits.h"

struct crew {
    atomic_size_t next;
    size_t count, run;
    void (*item)(void *data, unsigned thread, size_t i);
    void *data;
};

struct member {
    struct crew *crew;
    unsigned number;
    pthread_t thread;
    bool started;
};

static void *work(void *data)
{
    const struct member *member = data;
    struct crew *crew = member->crew;
    for (;;) {
        size_t first = atomic_fetch_add(&crew->next, crew->run);
        if (first >= crew->count)
            return NULL;
        for (size_t i = first; i < first + crew->run && i < crew->count; i++)
            crew->item(crew->data, member->number, i);
    }
}

unsigned kb_parallel_size(unsigned jobs, size_t count)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t size = jobs ? jobs : cores > 0 ? (size_t)cores : 1;
    if (size > KB_MAX_JOBS)
        size = KB_MAX_JOBS;
    if (size > count / KB_PARALLEL_RUN + 1)
        size = count / KB_PARALLEL_RUN + 1;
    return (unsigned)size;
}

void kb_parallel(unsigned threads, size_t count, size_t run,
                 void (*item)(void *data, unsigned thread, size_t i), void *data)
{
    struct crew crew = {.count = count, .run = run, .item = item, .data = data};
    struct member *members = kb_alloc(threads, sizeof *members);
    for (unsigned i = 0; i < threads; i++) {
        members[i].crew = &crew;
        members[i].number = i;
        members[i].started =
            i > 0 && pthread_create(&members[i].thread, NULL, work, &members[i]) == 0;
    }
    work(&members[0]);
    for (unsigned i = 1; i < threads; i++)
        if (members[i].started)
            pthread_join(members[i].thread, NULL);
    free(members);
}

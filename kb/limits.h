/* SPDX-License-Identifier: MIT */
/* Limits that bound what input can cost, each with its reason. Limits of one file alone stand in
 * that file. */
#ifndef KB_LIMITS_H
#define KB_LIMITS_H

/* A file larger than this is refused unread: nothing that maintainers keep comes near it, and a
 * device or a sparse file named by mistake must not fill the memory. */
#define KB_MAX_FILE ((size_t)8 << 30)

/* One record. json-c counts text in int; the largest real record known has 8 KB. */
#define KB_MAX_RECORD ((size_t)64 << 20)

/* Bytes of an id. Ids become paths, where a byte may take three. */
#define KB_MAX_ID 900

/* Nesting of arrays and objects. The layouts need 5; every recursion over a value is bounded by
 * this, and 64 frames fit any thread's stack. */
#define KB_MAX_DEPTH 64

/* Findings of one rule listed for one record; the rest are counted (design: section 6). */
#define KB_MAX_LISTED 20

/* Worker threads. More than any machine this is run on gains from. */
#define KB_MAX_JOBS 256

/* Bytes of a regex. PCRE2's own compile stays in milliseconds below this. */
#define KB_MAX_PATTERN 65536

/* Heap PCRE2 may use for one match, in KiB. The default (20 GB) would let one record take the
 * machine down; with this one a match stops at about half a million nested backtracking points. */
#define KB_PATTERN_HEAP_KIB 65536

/* Nested groups of a regex: PCRE2's default, said here because messages name it. */
#define KB_PATTERN_NEST 250

/* Columns of a source line shown around a finding before it is cut at the sides. */
#define KB_EXCERPT 120

/* Longest quoted piece of a record's own text within a message, in code points. */
#define KB_QUOTE 60

#endif

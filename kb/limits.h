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

/* Bytes of kbc.json: people write it. */
#define KB_MAX_CONFIG (1 << 20)

/* Bytes of an id. Ids become paths, where a byte may take three. */
#define KB_MAX_ID 900

/* Languages of one layout; a translation keeps its own in 16 bits. */
#define KB_MAX_LANGUAGES 256

/* Nesting of arrays and objects. The layouts need 5; every recursion over a value is bounded by
 * this, and 64 frames fit any thread's stack. */
#define KB_MAX_DEPTH 64

/* Findings of one rule listed for one record; the rest are counted (design: section 6). */
#define KB_MAX_LISTED 20

/* Related places that one finding shows. */
#define KB_MAX_RELATED 8

/* Worker threads. More than any machine this is run on gains from. */
#define KB_MAX_JOBS 256

/* Bytes of a regex. PCRE2's own compile stays in milliseconds below this. */
#define KB_MAX_PATTERN 65536

/* Work of one search of a record's regex, in characters looked at. PCRE2 bounds the calls of its
 * matching function, but one call may look at the whole subject (a possessive loop, or one that
 * PCRE2 makes possessive), so a call is counted as that. A search spends this twice at most: some
 * two seconds. */
#define KB_PATTERN_WORK ((size_t)2000000000)

/* Calls of the matching function in one search of a schema's pattern, which is no stranger's, but
 * whose subject may be long. PCRE2 counts anew at every place a match may begin, so for a subject
 * of n bytes each gets a share of these, at least KB_PATTERN_LEAST. */
#define KB_PATTERN_STEPS 200000000
#define KB_PATTERN_LEAST 10000

/* Bytes of a subject that a record's regex is searched in; the longest real signature has 300. */
#define KB_MAX_SUBJECT 4096

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

/* SPDX-License-Identifier: MIT */
/* The bytes of a packed index, as numbers: what docs/index-format.md specifies, for the writer and
 * the reader. Numbers are never reused; a test holds them against the document. */
#ifndef KBX_FORMAT_H
#define KBX_FORMAT_H

#define KBX_MAGIC      "\x89KBX\r\n\x1a\n"
#define KBX_MAGIC_SIZE 8

#define KBX_MAJOR 1
#define KBX_MINOR 0

#define KBX_HEADER_SIZE    64
#define KBX_AT_MAJOR       8
#define KBX_AT_MINOR       10
#define KBX_AT_HEADER_SIZE 12
#define KBX_AT_FILE_SIZE   16
#define KBX_AT_SECTIONS    24
#define KBX_AT_ENTRY_SIZE  28
#define KBX_AT_DIRECTORY   32
#define KBX_AT_RESERVED    40
#define KBX_AT_CRC         60

#define KBX_ENTRY_SIZE       40
#define KBX_AT_ENTRY_TAG     0
#define KBX_AT_ENTRY_FLAGS   4
#define KBX_AT_ENTRY_OFFSET  8
#define KBX_AT_ENTRY_LENGTH  16
#define KBX_AT_ENTRY_ELEMENT 24
#define KBX_AT_ENTRY_COUNT   28
#define KBX_AT_ENTRY_CRC     32

#define KBX_ALIGN     64
#define KBX_MUST_KNOW 1u /* flag of a section: a reader that does not know the tag refuses */

#define KBX_TAG(a, b, c, d)                                                                        \
    ((unsigned)(a) | (unsigned)(b) << 8 | (unsigned)(c) << 16 | (unsigned)(d) << 24)

/* Sections in the order of the file: X(name, four letters, flags, element size; 0: plain bytes) */
#define KBX_SECTIONS(X)                                                                            \
    X(META, 'M', 'E', 'T', 'A', KBX_MUST_KNOW, 40)                                                 \
    X(LANG, 'L', 'A', 'N', 'G', 0, 8)                                                              \
    X(FOLD, 'F', 'O', 'L', 'D', 0, 12)                                                             \
    X(HASH, 'H', 'A', 'S', 'H', 0, 4)                                                              \
    X(KEYS, 'K', 'E', 'Y', 'S', 0, 16)                                                             \
    X(RECS, 'R', 'E', 'C', 'S', KBX_MUST_KNOW, 328)                                                \
    X(VERS, 'V', 'E', 'R', 'S', 0, 48)                                                             \
    X(OSNT, 'O', 'S', 'N', 'T', 0, 16)                                                             \
    X(DEAD, 'D', 'E', 'A', 'D', 0, 48)                                                             \
    X(WORK, 'W', 'O', 'R', 'K', 0, 56)                                                             \
    X(EDGE, 'E', 'D', 'G', 'E', 0, 40)                                                             \
    X(BACK, 'B', 'A', 'C', 'K', 0, 8)                                                              \
    X(TXTS, 'T', 'X', 'T', 'S', 0, 8)                                                              \
    X(TRAN, 'T', 'R', 'A', 'N', 0, 16)                                                             \
    X(FIND, 'F', 'I', 'N', 'D', 0, 48)                                                             \
    X(REGX, 'R', 'E', 'G', 'X', 0, 12)                                                             \
    X(WAYS, 'W', 'A', 'Y', 'S', 0, 8)                                                              \
    X(LITS, 'L', 'I', 'T', 'S', 0, 8)                                                              \
    X(TBLK, 'T', 'B', 'L', 'K', 0, 8)                                                              \
    X(TERM, 'T', 'E', 'R', 'M', 0, 0)                                                              \
    X(POST, 'P', 'O', 'S', 'T', 0, 0)                                                              \
    X(SUMS, 'S', 'U', 'M', 'S', 0, 4)                                                              \
    X(STRS, 'S', 'T', 'R', 'S', KBX_MUST_KNOW, 0)                                                  \
    X(DICT, 'D', 'I', 'C', 'T', 0, 0)                                                              \
    X(JSON, 'J', 'S', 'O', 'N', 0, 0)

/* SUMS has the CRC of every so many bytes of STRS. */
#define KBX_SUM_BLOCK 16384

enum kbx_section_index {
#define X(name, a, b, c, d, flags, size) KBX_S_##name,
    KBX_SECTIONS(X)
#undef X
        KBX_S_COUNT
};

/* Kinds of a field, and the bytes it takes in its element. */
enum kbx_kind {
    KBX_KIND_TEXT = 1,  /* 8: a text */
    KBX_KIND_RATE = 2,  /* 16: IEEE 754 double, then its text */
    KBX_KIND_COUNT = 3, /* 8: i64 */
    KBX_KIND_DATE = 4,  /* 4: i32, days since 1970-01-01 */
    KBX_KIND_TEXTS = 5, /* 8: a range of TXTS */
    KBX_KIND_LIST = 6   /* 8: a range of the list's section */
};

/* Fields of the model:
 * X(name, number, "name", kind, number of the list it belongs to or 0, section of the element
 *   it stands in, offset there). A list's own row stands before its members. */
#define KBX_FIELDS(X)                                                                              \
    X(ID, 1, "id", TEXT, 0, RECS, 0)                                                               \
    X(DOMAIN, 2, "domain", TEXT, 0, RECS, 8)                                                       \
    X(CATEGORY, 3, "category", TEXT, 0, RECS, 16)                                                  \
    X(SUBCATEGORY, 4, "subcategory", TEXT, 0, RECS, 24)                                            \
    X(SIGNATURE, 5, "signature", TEXT, 0, RECS, 32)                                                \
    X(REGEX, 6, "regex", TEXT, 0, RECS, 40)                                                        \
    X(ERROR_CODE, 7, "error_code", TEXT, 0, RECS, 48)                                              \
    X(ROOT_CAUSE, 8, "root_cause", TEXT, 0, RECS, 56)                                              \
    X(ROOT_CAUSE_TYPE, 9, "root_cause_type", TEXT, 0, RECS, 64)                                    \
    X(DOC_URL, 10, "doc_url", TEXT, 0, RECS, 72)                                                   \
    X(DOC_SECTION, 11, "doc_section", TEXT, 0, RECS, 80)                                           \
    X(RESOLVABLE, 12, "resolvable", TEXT, 0, RECS, 88)                                             \
    X(VERIFICATION_TIER, 13, "verification_tier", TEXT, 0, RECS, 96)                               \
    X(LOCALE, 14, "locale", TEXT, 0, RECS, 104)                                                    \
    X(RUNTIME, 15, "environment.runtime", TEXT, 0, RECS, 112)                                      \
    X(VERSION_RANGE, 16, "environment.version_range", TEXT, 0, RECS, 120)                          \
    X(OS, 17, "environment.os", TEXT, 0, RECS, 128)                                                \
    X(CONFIDENCE, 18, "confidence", RATE, 0, RECS, 136)                                            \
    X(FIX_SUCCESS_RATE, 19, "fix_success_rate", RATE, 0, RECS, 152)                                \
    X(EVIDENCE_COUNT, 20, "evidence_count", COUNT, 0, RECS, 168)                                   \
    X(FIRST_SEEN, 21, "first_seen", DATE, 0, RECS, 176)                                            \
    X(LAST_CONFIRMED, 22, "last_confirmed", DATE, 0, RECS, 180)                                    \
    X(LAST_UPDATED, 23, "last_updated", DATE, 0, RECS, 184)                                        \
    X(TAGS, 24, "tags", TEXTS, 0, RECS, 192)                                                       \
    X(ALIASES, 25, "aliases", TEXTS, 0, RECS, 200)                                                 \
    X(VERSION, 40, "version", LIST, 0, RECS, 208)                                                  \
    X(VERSION_VERSION, 41, "version.version", TEXT, 40, VERS, 0)                                   \
    X(VERSION_INTRODUCED, 42, "version.introduced", TEXT, 40, VERS, 8)                             \
    X(VERSION_DEPRECATED, 43, "version.deprecated", TEXT, 40, VERS, 16)                            \
    X(VERSION_REMOVED, 44, "version.removed", TEXT, 40, VERS, 24)                                  \
    X(VERSION_CHANGE, 45, "version.behavior_change", TEXT, 40, VERS, 32)                           \
    X(VERSION_STATUS, 46, "version.status", TEXT, 40, VERS, 40)                                    \
    X(OS_SPECIFIC, 50, "os_specific", LIST, 0, RECS, 216)                                          \
    X(OS_SPECIFIC_TEXT, 51, "os_specific.text", TEXT, 50, OSNT, 0)                                 \
    X(OS_SPECIFIC_NAME, 52, "os_specific.name", TEXT, 50, OSNT, 8)                                 \
    X(DEAD_END, 60, "dead_end", LIST, 0, RECS, 224)                                                \
    X(DEAD_END_ACTION, 61, "dead_end.action", TEXT, 60, DEAD, 0)                                   \
    X(DEAD_END_WHY_FAILS, 62, "dead_end.why_fails", TEXT, 60, DEAD, 8)                             \
    X(DEAD_END_FAIL_RATE, 63, "dead_end.fail_rate", RATE, 60, DEAD, 16)                            \
    X(DEAD_END_CONDITION, 64, "dead_end.condition", TEXT, 60, DEAD, 32)                            \
    X(DEAD_END_SOURCES, 65, "dead_end.sources", TEXTS, 60, DEAD, 40)                               \
    X(WORKAROUND, 70, "workaround", LIST, 0, RECS, 232)                                            \
    X(WORKAROUND_ACTION, 71, "workaround.action", TEXT, 70, WORK, 0)                               \
    X(WORKAROUND_HOW, 72, "workaround.how", TEXT, 70, WORK, 8)                                     \
    X(WORKAROUND_SUCCESS_RATE, 73, "workaround.success_rate", RATE, 70, WORK, 16)                  \
    X(WORKAROUND_TRADEOFF, 74, "workaround.tradeoff", TEXT, 70, WORK, 32)                          \
    X(WORKAROUND_CONDITION, 75, "workaround.condition", TEXT, 70, WORK, 40)                        \
    X(WORKAROUND_SOURCES, 76, "workaround.sources", TEXTS, 70, WORK, 48)                           \
    X(LEADS_TO, 80, "leads_to", LIST, 0, RECS, 240)                                                \
    X(LEADS_TO_ID, 81, "leads_to.id", TEXT, 80, EDGE, 0)                                           \
    X(LEADS_TO_PROBABILITY, 82, "leads_to.probability", RATE, 80, EDGE, 8)                         \
    X(LEADS_TO_NOTE, 83, "leads_to.note", TEXT, 80, EDGE, 24)                                      \
    X(PRECEDED_BY, 90, "preceded_by", LIST, 0, RECS, 248)                                          \
    X(PRECEDED_BY_ID, 91, "preceded_by.id", TEXT, 90, EDGE, 0)                                     \
    X(PRECEDED_BY_PROBABILITY, 92, "preceded_by.probability", RATE, 90, EDGE, 8)                   \
    X(PRECEDED_BY_NOTE, 93, "preceded_by.note", TEXT, 90, EDGE, 24)                                \
    X(CONFUSED_WITH, 100, "confused_with", LIST, 0, RECS, 256)                                     \
    X(CONFUSED_WITH_ID, 101, "confused_with.id", TEXT, 100, EDGE, 0)                               \
    X(CONFUSED_WITH_PROBABILITY, 102, "confused_with.probability", RATE, 100, EDGE, 8)             \
    X(CONFUSED_WITH_NOTE, 103, "confused_with.note", TEXT, 100, EDGE, 24)

enum kbx_field {
#define X(symbol, number, name, kind, list, section, offset) KBX_F_##symbol = (number),
    KBX_FIELDS(X)
#undef X
        KBX_F_LIMIT = 104 /* one above the highest number */
};

/* RECS: what a record holds beside its fields. */
#define KBX_AT_QUALITY      188 /* u32, KBX_Q_* */
#define KBX_AT_TRANSLATIONS 264 /* range of TRAN */
#define KBX_AT_FINDINGS     272 /* range of FIND */
#define KBX_AT_JSON_OFFSET  280 /* u64, within JSON */
#define KBX_AT_JSON_PACKED  288 /* u32, bytes there */
#define KBX_AT_JSON_LENGTH  292 /* u32, bytes once inflated */
#define KBX_AT_SOURCE       296 /* text: path of the source file */
#define KBX_AT_LINE         304 /* u32, from 1 */
#define KBX_AT_COUNTS       308 /* three u32: findings that are infos, warnings, errors */
#define KBX_AT_BACK         320 /* range of BACK */

/* Quality bits: the groups of rules with a finding that is a warning or an error. */
#define KBX_QUALITIES(X)                                                                           \
    X(ID, 0, "id")                                                                                 \
    X(DATE, 1, "date")                                                                             \
    X(RATE, 2, "rate")                                                                             \
    X(EVIDENCE, 3, "evidence")                                                                     \
    X(REGEX, 4, "regex")                                                                           \
    X(TEXT, 5, "text")                                                                             \
    X(I18N, 6, "i18n")                                                                             \
    X(GRAPH, 7, "graph")                                                                           \
    X(URL, 8, "url")                                                                               \
    X(FACT, 9, "fact")                                                                             \
    X(SUPPRESS, 10, "suppress")                                                                    \
    X(OTHER, 31, "other")

enum kbx_quality_bit {
#define X(symbol, bit, name) KBX_Q_##symbol = (bit),
    KBX_QUALITIES(X)
#undef X
        KBX_Q_LIMIT = 32
};

/* EDGE, after the fields of its kind. */
#define KBX_AT_EDGE_TARGET 32 /* u32, record or KBX_NO_RECORD */
#define KBX_AT_EDGE_KIND   36 /* u32, number of the list field: 80, 90, 100 */

/* TRAN */
#define KBX_AT_TRAN_LANGUAGE 0 /* u16, element of LANG */
#define KBX_AT_TRAN_FIELD    2 /* u16 */
#define KBX_AT_TRAN_ENTRY    4 /* u32 */
#define KBX_AT_TRAN_TEXT     8

/* FIND */
#define KBX_AT_FIND_RULE     0
#define KBX_AT_FIND_POINTER  8
#define KBX_AT_FIND_MESSAGE  16
#define KBX_AT_FIND_HELP     24
#define KBX_AT_FIND_SEVERITY 32 /* u32: 1 warning, 2 error; infos are only counted */
#define KBX_AT_FIND_LINE     36
#define KBX_AT_FIND_COLUMN   40
#define KBX_AT_FIND_RESERVED 44

/* BACK: an edge, seen from the record it leads to. */
#define KBX_AT_BACK_RECORD 0 /* u32, the record that has the edge */
#define KBX_AT_BACK_EDGE   4 /* u32, element of EDGE */

/* KEYS */
#define KBX_AT_KEY_TEXT   0
#define KBX_AT_KEY_KIND   8 /* u32 */
#define KBX_AT_KEY_RECORD 12

/* Kinds of keys. Ids are no elements of KEYS: records are sorted by them. */
#define KBX_KEY_ID     1
#define KBX_KEY_CODE   2 /* an error code by its name, folded */
#define KBX_KEY_NUMBER 3 /* an error code by its number, folded */
#define KBX_KEY_ALIAS  4 /* folded */

#define KBX_MAX_KEY 900 /* bytes of a code or alias that is a key */

/* META */
#define KBX_AT_META_LAYOUT  0
#define KBX_AT_META_TODAY   8
#define KBX_AT_META_NEWEST  12
#define KBX_AT_META_RECORDS 16
#define KBX_AT_META_COUNTS  20 /* three u32, sums of the records' */
#define KBX_AT_META_OPTIONS 32 /* u32, KBX_REGEX_* */
#define KBX_AT_META_TERMS   36 /* u32, terms of the full text */

/* How the regexes are to be compiled. */
#define KBX_REGEX_UTF               1u
#define KBX_REGEX_CASELESS          2u
#define KBX_REGEX_MATCH_INVALID_UTF 4u
#define KBX_REGEX_NO_BACKSLASH_C    8u
#define KBX_REGEX_NEWLINE_LF        16u
#define KBX_REGEX_OPTIONS           31u /* what this version writes: all of them */

/* FOLD */
#define KBX_AT_FOLD_FIRST 0 /* u32, code point */
#define KBX_AT_FOLD_SPAN  4 /* u16, the last code point is first + span */
#define KBX_AT_FOLD_STEP  6 /* u16, 1 or 2 */
#define KBX_AT_FOLD_BY    8 /* i32, what is added */

/* HASH: open addressing by kbx_hash, a power of two of slots, at least twice the records. */
#define KBX_HASH_LEAST 4
#define KBX_HASH_PRIME 0x9E3779B97F4A7C15u

/* REGX */
#define KBX_AT_REGEX_RECORD 0  /* u32 */
#define KBX_AT_REGEX_FLAGS  4  /* u32, KBX_REGEX_MULTILINE */
#define KBX_AT_REGEX_WAYS   8  /* u32, its first way */
#define KBX_REGEX_MULTILINE 1u /* may match lines together, none of them by itself */

/* WAYS */
#define KBX_AT_WAY_REGEX    0 /* u32, element of REGX */
#define KBX_AT_WAY_LITERALS 4 /* u32, its first literal */

/* LITS */
#define KBX_AT_LITERAL_TEXT  0  /* u32, offset within STRS */
#define KBX_AT_LITERAL_LEN   4  /* u8 */
#define KBX_AT_LITERAL_GRAM  5  /* u8, where in it the bytes stand that are looked for first */
#define KBX_AT_LITERAL_FLAGS 6  /* u8, KBX_LITERAL_LAST */
#define KBX_AT_LITERAL_ZERO  7  /* u8, reserved */
#define KBX_LITERAL_LAST     1u /* the last of its set */
#define KBX_LITERAL_LEAST    1  /* bytes of a literal */
#define KBX_LITERAL_LONGEST  64
#define KBX_LITERAL_ANY      'A' /* in a literal: any one character; no folded text has one */
#define KBX_GRAM             4   /* bytes that are looked for first, less where there are less */

/* TBLK: a block of terms. */
#define KBX_AT_BLOCK_TERMS    0  /* u32, offset within TERM */
#define KBX_AT_BLOCK_POSTINGS 4  /* u32, offset within POST of its first term's */
#define KBX_BLOCK_TERMS       32 /* terms of every block but the last */
#define KBX_TERM_LONGEST      64 /* bytes */
#define KBX_IMPACT_BITS       4  /* of a posting, below the difference of the records */

/* Fields of the full text, in the order in which a snippet is looked for in them: X(field, weight).
 * Words of a field count by its weight. */
#define KBX_SEARCHED(X)                                                                            \
    X(ID, 8)                                                                                       \
    X(ERROR_CODE, 8)                                                                               \
    X(SIGNATURE, 5)                                                                                \
    X(ALIASES, 5)                                                                                  \
    X(TAGS, 3)                                                                                     \
    X(DOMAIN, 2)                                                                                   \
    X(CATEGORY, 2)                                                                                 \
    X(SUBCATEGORY, 2)                                                                              \
    X(RUNTIME, 2)                                                                                  \
    X(ROOT_CAUSE, 2)                                                                               \
    X(WORKAROUND_ACTION, 1.5)                                                                      \
    X(WORKAROUND_HOW, 1.5)                                                                         \
    X(WORKAROUND_TRADEOFF, 1)                                                                      \
    X(WORKAROUND_CONDITION, 1)                                                                     \
    X(DEAD_END_ACTION, 1)                                                                          \
    X(DEAD_END_WHY_FAILS, 1)                                                                       \
    X(DEAD_END_CONDITION, 1)                                                                       \
    X(VERSION_CHANGE, 1)                                                                           \
    X(OS_SPECIFIC_TEXT, 1)                                                                         \
    X(LEADS_TO_NOTE, 0.5)                                                                          \
    X(PRECEDED_BY_NOTE, 0.5)                                                                       \
    X(CONFUSED_WITH_NOTE, 0.5)

#define KBX_NO_RECORD 0xFFFFFFFFu
#define KBX_NO_NUMBER (-9223372036854775807LL - 1) /* an absent count */
#define KBX_NO_DAY    (-2147483647 - 1)            /* an absent date */
#define KBX_FIRST_DAY (-719528)                    /* 0000-01-01 */
#define KBX_LAST_DAY  2932896                      /* 9999-12-31 */

/* Deflate cannot shrink further than this; a greater claim is damage. */
#define KBX_MAX_RATIO 1040

#define KBX_DICT_SIZE 8192 /* longest dictionary the writer makes; readers take up to 32768 */

#endif

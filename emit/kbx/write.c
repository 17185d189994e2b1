/* SPDX-License-Identifier: MIT */
/* The sections of the packed index, from the model. Fields go by name from the model's table to
 * the format's, so neither order leaks into the other. */
#include "emit/kbx/write.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "emit/kbx/back.h"
#include "emit/kbx/file.h"
#include "emit/kbx/gate.h"
#include "emit/kbx/keys.h"
#include "emit/kbx/pack.h"
#include "emit/kbx/pool.h"
#include "emit/kbx/terms.h"
#include "kb/arena.h"
#include "kbx/format.h"

/* Equal is what they must be. NOLINTNEXTLINE(misc-redundant-expression) */
static_assert(KBX_NO_NUMBER == KB_NO_COUNT && KBX_NO_DAY == KB_NO_DATE &&
                  KBX_NO_RECORD == KB_NO_RECORD,
              "what is absent is written as the model has it");

struct row {
    int number, kind, list;
    enum kbx_section_index section;
    uint32_t offset;
    const char *name;
};

static const struct row rows[] = {
#define X(symbol, number, name, kind, list, section, offset)                                       \
    {number, KBX_KIND_##kind, list, KBX_S_##section, offset, name},
    KBX_FIELDS(X)
#undef X
};

#define ROW_COUNT (sizeof rows / sizeof *rows)

static const uint32_t element_sizes[KBX_S_COUNT] = {
#define X(name, a, b, c, d, flags, size) [KBX_S_##name] = (size),
    KBX_SECTIONS(X)
#undef X
};

struct writer {
    const struct kb_base *base;
    struct kb_buf sections[KBX_S_COUNT];
    struct kb_pool pool;
    struct kb_pack *pack;
    uint32_t *incoming;               /* of each record, how many edges lead to it */
    uint32_t back;                    /* elements of BACK that records before this one have */
    size_t members[ROW_COUNT];        /* offset of the row's field in the model's struct */
    uint16_t numbers[KB_FIELD_COUNT]; /* of the model's fields; 0: the format has none */
    uint32_t totals[KB_SEVERITY_COUNT];
    uint32_t terms; /* of the full text */
};

static void map_fields(struct writer *w)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        enum kb_field field = kb_field_named(kb_str(rows[i].name));
        if (field != KB_F_NONE) {
            w->members[i] = kb_fields[field].offset;
            w->numbers[field] = (uint16_t)rows[i].number;
        } else {
            /* The key of a map: in the model it is no field of its own. */
            assert(rows[i].number == KBX_F_OS_SPECIFIC_NAME);
            w->members[i] = offsetof(struct kb_os_note, name);
        }
    }
}

/* The element begun at `start` has come to the offset that the format says. */
static void expect_offset(const struct kb_buf *to, size_t start, size_t offset)
{
    assert(to->len - start == offset);
    (void)to, (void)start, (void)offset;
}

static uint32_t elements(const struct writer *w, enum kbx_section_index section)
{
    return (uint32_t)(w->sections[section].len / element_sizes[section]);
}

static void texts(struct writer *w, struct kb_buf *to, const struct kb_list *list)
{
    kb_buf_u32(to, elements(w, KBX_S_TXTS));
    kb_buf_u32(to, (uint32_t)list->count);
    for (size_t i = 0; i < list->count; i++) {
        struct kb_str text = *kb_text_at(list, i);
        /* Within a list of texts there is no absent one. */
        kb_pool_ref(&w->pool, &w->sections[KBX_S_TXTS], text.p ? text : KB_STR(""));
    }
}

static void rate(struct writer *w, struct kb_buf *to, const struct kb_rate *rate)
{
    uint64_t bits = 0;
    static_assert(sizeof bits == sizeof rate->value, "a double has 64 bits");
    if (rate->text.p)
        memcpy(&bits, &rate->value, sizeof bits);
    kb_buf_u64(to, bits);
    kb_pool_ref(&w->pool, to, rate->text);
}

static void list(struct writer *w, struct kb_buf *to, const struct row *row,
                 const struct kb_list *list);

/* Field `row` of the model's struct at `from`. */
static void field(struct writer *w, struct kb_buf *to, const struct row *row, const void *from)
{
    const void *member = (const char *)from + w->members[row - rows];
    int64_t count;
    int32_t day;
    switch (row->kind) {
    case KBX_KIND_TEXT:
        kb_pool_ref(&w->pool, to, *(const struct kb_str *)member);
        break;
    case KBX_KIND_RATE:
        rate(w, to, member);
        break;
    case KBX_KIND_COUNT:
        memcpy(&count, member, sizeof count);
        kb_buf_u64(to, (uint64_t)count);
        break;
    case KBX_KIND_DATE:
        memcpy(&day, member, sizeof day);
        kb_buf_u32(to, (uint32_t)day);
        break;
    case KBX_KIND_TEXTS:
        texts(w, to, member);
        break;
    default:
        list(w, to, row, member);
        break;
    }
}

static enum kbx_section_index section_of(int number)
{
    size_t i = 0;
    while (rows[i].list != number)
        i++;
    return rows[i].section;
}

static size_t entry_size(const struct row *row)
{
    return kb_entry_size(kb_field_named(kb_str(row->name)));
}

static void list(struct writer *w, struct kb_buf *to, const struct row *row,
                 const struct kb_list *list)
{
    enum kbx_section_index section = section_of(row->number);
    struct kb_buf *entries = &w->sections[section];
    size_t size = entry_size(row);
    kb_buf_u32(to, elements(w, section));
    kb_buf_u32(to, (uint32_t)list->count);
    for (size_t i = 0; i < list->count; i++) {
        const char *entry = (const char *)list->items + i * size;
        size_t start = entries->len;
        for (size_t r = 0; r < ROW_COUNT; r++) {
            if (rows[r].list != row->number)
                continue;
            expect_offset(entries, start, rows[r].offset);
            field(w, entries, &rows[r], entry);
        }
        if (section == KBX_S_EDGE) {
            kb_buf_u32(entries, ((const struct kb_edge *)(const void *)entry)->target);
            kb_buf_u32(entries, (uint32_t)row->number);
        }
        expect_offset(entries, start, element_sizes[section]);
    }
}

struct translation {
    uint32_t language, field, entry;
    struct kb_str text;
};

static int translation_cmp(const void *a, const void *b)
{
    const struct translation *x = a, *y = b;
    if (x->language != y->language)
        return x->language < y->language ? -1 : 1;
    if (x->field != y->field)
        return x->field < y->field ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

static void translations(struct writer *w, struct kb_buf *to, const struct kb_record *record)
{
    const struct kb_translation *from = record->translations.items;
    struct kb_buf *section = &w->sections[KBX_S_TRAN];
    struct translation *sorted = kb_alloc(record->translations.count + 1, sizeof *sorted);
    size_t count = 0;
    for (size_t i = 0; i < record->translations.count; i++)
        if (from[i].text.p && w->numbers[from[i].field] != 0 &&
            kb_fields[from[i].field].kind == KB_KIND_TEXT)
            sorted[count++] = (struct translation){from[i].language, w->numbers[from[i].field],
                                                   from[i].entry, from[i].text};
    qsort(sorted, count, sizeof *sorted, translation_cmp);
    kb_buf_u32(to, elements(w, KBX_S_TRAN));
    kb_buf_u32(to, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        kb_buf_u16(section, (uint16_t)sorted[i].language);
        kb_buf_u16(section, (uint16_t)sorted[i].field);
        kb_buf_u32(section, sorted[i].entry);
        kb_pool_ref(&w->pool, section, sorted[i].text);
    }
    free(sorted);
}

/* The bit of the rule's group. */
static uint32_t quality(const char *rule)
{
    static const struct {
        const char *name;
        unsigned bit;
    } groups[] = {
#define X(symbol, bit, name) {name "/", bit},
        KBX_QUALITIES(X)
#undef X
    };
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (kb_str_starts(kb_str(rule), groups[i].name))
            return (uint32_t)1 << groups[i].bit;
    return (uint32_t)1 << KBX_Q_OTHER;
}

static uint32_t quality_bits(const struct kb_record *record)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < record->finding_count; i++)
        if (record->findings[i].severity != KB_INFO)
            bits |= quality(record->findings[i].rule->name);
    return bits;
}

/* Infos are counted and left out: they would be most of the section, and hardly concern readers. */
static void findings(struct writer *w, struct kb_buf *to, const struct kb_record *record,
                     uint32_t counts[KB_SEVERITY_COUNT])
{
    struct kb_buf *section = &w->sections[KBX_S_FIND];
    static_assert(KB_INFO == 0 && KB_WARNING == 1 && KB_ERROR == 2, "as the format has them");
    for (size_t i = 0; i < record->finding_count; i++) {
        counts[record->findings[i].severity]++;
        w->totals[record->findings[i].severity]++;
    }
    kb_buf_u32(to, elements(w, KBX_S_FIND));
    kb_buf_u32(to, counts[KB_WARNING] + counts[KB_ERROR]);
    for (size_t i = 0; i < record->finding_count; i++) {
        const struct kb_finding *f = &record->findings[i];
        if (f->severity == KB_INFO)
            continue;
        kb_pool_ref(&w->pool, section, kb_str(f->rule->name));
        kb_pool_ref(&w->pool, section, kb_str(f->pointer));
        kb_pool_ref(&w->pool, section, kb_str(f->message));
        kb_pool_ref(&w->pool, section, kb_str(f->help));
        kb_buf_u32(section, (uint32_t)f->severity);
        kb_buf_u32(section, f->place.line);
        kb_buf_u32(section, f->place.column);
        kb_buf_u32(section, 0);
    }
}

static void record(struct writer *w, size_t index)
{
    const struct kb_record *record = w->base->records[index];
    struct kb_buf *to = &w->sections[KBX_S_RECS];
    size_t start = to->len;
    uint32_t counts[KB_SEVERITY_COUNT] = {0};
    for (size_t r = 0; r < ROW_COUNT; r++) {
        if (rows[r].list != 0)
            continue;
        if (rows[r].offset == KBX_AT_QUALITY + 4)
            kb_buf_u32(to, quality_bits(record));
        expect_offset(to, start, rows[r].offset);
        field(w, to, &rows[r], record);
    }
    expect_offset(to, start, KBX_AT_TRANSLATIONS);
    translations(w, to, record);
    findings(w, to, record, counts);
    kb_buf_u64(to, w->sections[KBX_S_JSON].len);
    size_t packed =
        record->json.n ? kb_pack_add(w->pack, &w->sections[KBX_S_JSON], record->json) : 0;
    kb_buf_u32(to, (uint32_t)packed);
    kb_buf_u32(to, (uint32_t)record->json.n);
    kb_pool_ref(&w->pool, to, kb_str(record->doc->source->rel));
    kb_buf_u32(to, record->doc->line);
    for (size_t i = 0; i < KB_SEVERITY_COUNT; i++)
        kb_buf_u32(to, counts[i]);
    expect_offset(to, start, KBX_AT_BACK);
    kb_buf_u32(to, w->back);
    kb_buf_u32(to, w->incoming[index]);
    w->back += w->incoming[index];
    expect_offset(to, start, element_sizes[KBX_S_RECS]);
}

static void full_text(struct writer *w)
{
    struct kb_kbx_text text = {0};
    kb_kbx_terms(w->base, &text);
    w->sections[KBX_S_TBLK] = text.blocks;
    w->sections[KBX_S_TERM] = text.terms;
    w->sections[KBX_S_POST] = text.postings;
    w->terms = (uint32_t)text.count;
}

static void meta(struct writer *w)
{
    const struct kb_base *base = w->base;
    struct kb_buf *to = &w->sections[KBX_S_META];
    kb_pool_ref(&w->pool, to, kb_str(base->layout->name ? base->layout->name : ""));
    kb_buf_u32(to, (uint32_t)base->today);
    kb_buf_u32(to, (uint32_t)base->newest);
    kb_buf_u32(to, (uint32_t)base->count);
    for (size_t i = 0; i < KB_SEVERITY_COUNT; i++)
        kb_buf_u32(to, w->totals[i]);
    kb_buf_u32(to, KBX_REGEX_OPTIONS);
    kb_buf_u32(to, w->terms);
    for (size_t i = 0; i < base->layout->language_count; i++)
        kb_pool_ref(&w->pool, &w->sections[KBX_S_LANG], kb_str(base->layout->languages[i].tag));
}

static bool fits(const struct writer *w, struct kb_buf *error)
{
    if (w->pool.full) {
        kb_buf_puts(error, "the texts are more than the 4 GiB an index can hold");
        return false;
    }
    if (w->sections[KBX_S_TERM].len > UINT32_MAX || w->sections[KBX_S_POST].len > UINT32_MAX) {
        kb_buf_puts(error, "the full text is more than the 4 GiB an index can hold");
        return false;
    }
    for (int i = 0; i < KBX_S_COUNT; i++)
        if (element_sizes[i] && w->sections[i].len / element_sizes[i] >= UINT32_MAX) {
            kb_buf_puts(error,
                        "a section has more elements than the 4,294,967,294 an index can hold");
            return false;
        }
    return true;
}

/* So that a text can be checked without all others. */
static void sums(struct writer *w)
{
    struct kb_str pool = kb_buf_view(&w->pool.bytes);
    for (size_t at = 0; at < pool.n; at += KBX_SUM_BLOCK) {
        size_t len = pool.n - at < KBX_SUM_BLOCK ? pool.n - at : KBX_SUM_BLOCK;
        kb_buf_u32(&w->sections[KBX_S_SUMS], kb_kbx_crc((struct kb_str){pool.p + at, len}));
    }
}

bool kb_kbx_write(const struct kb_base *base, struct kb_buf *out, struct kb_buf *error)
{
    struct writer *w = kb_alloc(1, sizeof *w);
    w->base = base;
    map_fields(w);
    kb_pool_start(&w->pool);
    w->pack = kb_pack_new(base, &w->sections[KBX_S_DICT]);
    w->incoming = kb_alloc(base->count + 1, sizeof *w->incoming);
    kb_kbx_back(base, &w->sections[KBX_S_BACK], w->incoming);
    kb_kbx_fold(&w->sections[KBX_S_FOLD]);
    kb_kbx_hash(base, &w->sections[KBX_S_HASH]);
    /* All ids, regexes, keys and literals first: a lookup, or building a matcher, then touches few
     * pages. */
    kb_kbx_first(base, &w->pool);
    kb_kbx_keys(base, &w->pool, &w->sections[KBX_S_KEYS]);
    kb_kbx_gate(base, &w->pool,
                (struct kb_kbx_gate){&w->sections[KBX_S_REGX], &w->sections[KBX_S_WAYS],
                                     &w->sections[KBX_S_LITS]});
    for (size_t i = 0; i < base->count; i++)
        record(w, i);
    full_text(w);
    meta(w);
    bool ok = fits(w, error);
    if (ok) {
        sums(w);
        w->sections[KBX_S_STRS] = w->pool.bytes;
        w->pool.bytes = (struct kb_buf){0};
        kb_kbx_file(out, w->sections);
    }
    for (int i = 0; i < KBX_S_COUNT; i++)
        kb_buf_free(&w->sections[i]);
    kb_pack_free(w->pack);
    kb_pool_free(&w->pool);
    free(w->incoming);
    free(w);
    return ok;
}

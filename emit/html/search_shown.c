/* SPDX-License-Identifier: MIT */
/* What a result shows of a record, in every language, in shards of a few records. */
#include "emit/html/search.h"

#include "emit/html/markup.h"
#include "emit/html/record.h"
#include "kb/langtag.h"

#define TITLE_MOST   160 /* code points */
#define SUMMARY_MOST 180

static void put_text(struct kb_buf *to, struct kb_str text, size_t most)
{
    struct kb_buf cut = {0};
    kb_shard_shown(to, kb_markup_cut(&cut, text, most));
    kb_buf_free(&cut);
}

static void put_given(struct kb_buf *to, struct kb_str text, size_t most)
{
    if (kb_str_blank(text))
        kb_buf_putc(to, '0');
    else
        put_text(to, text, most);
}

/* [title, summary], each 0 where the language has none. */
static void put_translation(struct kb_buf *to, const struct kb_record *record, size_t language)
{
    struct kb_str summary = kb_record_translation(record, language, KB_F_ROOT_CAUSE, 0);
    struct kb_buf room = {0};
    kb_buf_putc(to, '[');
    put_given(to, kb_record_translation(record, language, KB_F_SIGNATURE, 0), TITLE_MOST);
    kb_buf_putc(to, ',');
    put_given(to, kb_markup_plain(&room, summary), SUMMARY_MOST);
    kb_buf_putc(to, ']');
    kb_buf_free(&room);
}

/* [folder, title, summary, code, language of these, a translation for each other language]. */
void kb_search_entry(struct kb_buf *to, const struct kb_site *site, const struct kb_record *record)
{
    struct kb_buf path = {0}, room = {0};
    struct kb_str lang = kb_record_lang(record);
    bool unseen = kb_str_blank(record->signature);
    kb_out_id_path(&path, record->id);
    kb_buf_putc(to, '[');
    kb_shard_text(to, kb_buf_view(&path));
    kb_buf_putc(to, ',');
    put_text(to, unseen ? record->id : record->signature, TITLE_MOST);
    kb_buf_putc(to, ',');
    put_text(to, kb_markup_plain(&room, record->root_cause), SUMMARY_MOST);
    kb_buf_putc(to, ',');
    put_text(to, record->error_code, 60);
    kb_buf_putc(to, ',');
    kb_shard_text(to, kb_langtag_valid(lang) ? lang : (struct kb_str){0});
    for (size_t i = 1; i < site->language_count; i++) {
        kb_buf_putc(to, ',');
        put_translation(to, record, site->languages[i].translation);
    }
    kb_buf_putc(to, ']');
    kb_buf_free(&path);
    kb_buf_free(&room);
}

static void put(struct kb_buf *to, const struct kb_site *site, const struct kb_record *record,
                uint32_t number)
{
    (void)number;
    kb_search_entry(to, site, record);
}

bool kb_search_shown(const struct kb_site *site, const struct kb_search_numbers *numbers,
                     struct kb_out *out, struct kb_search_index *index)
{
    static const struct kb_shards shards = {"d", KB_SEARCH_PAGE, put};
    return kb_shards_write(&shards, site, numbers, out, &index->pages);
}

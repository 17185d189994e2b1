/* SPDX-License-Identifier: MIT */
/* Goes through the formats. */
#include "emit/html/machine/machine.h"

#include <string.h>

#include "emit/html/origin.h"

static const struct kb_format *const formats[] = {
#define FORMAT(name) &kb_format_##name,
#include "emit/html/machine/formats.def"
#undef FORMAT
};

static bool write_file(struct kb_machine *machine, const struct kb_format *format, size_t i,
                       struct kb_buf *path, struct kb_out *out)
{
    struct kb_digest from = KB_DIGEST_UNKNOWN;
    path->len = machine->data.len = 0;
    kb_buf_puts(path, "html/");
    if (format->path) {
        size_t below = path->len;
        format->path(machine, i, path);
        from = kb_origin_record(machine->site, (uint32_t)(i % machine->site->base->count));
        if (kb_out_keep(out, path->data, from))
            return true;
        path->len = below;
    }
    struct kb_str text = format->make(machine, i, path);
    if (!text.p)
        return kb_out_fail(out, "%s could not be made: the markup writer failed", path->data);
    return kb_out_file_from(out, path->data, text, KB_FILE_PLAIN, from);
}

bool kb_machine_write(const struct kb_site *site, struct kb_page *page,
                      const struct kb_listing *listing, struct kb_out *out)
{
    struct kb_machine machine = {
        .site = site, .listing = listing, .page = page, .pieces = kb_pieces_new()};
    struct kb_buf path = {0};
    bool done = true;
    for (size_t f = 0; done && f < sizeof formats / sizeof *formats; f++) {
        size_t count = formats[f]->absolute && !site->base_url.p ? 0 : formats[f]->count(&machine);
        for (size_t i = 0; done && i < count; i++)
            done = write_file(&machine, formats[f], i, &path, out);
    }
    kb_buf_free(&path);
    kb_buf_free(&machine.data);
    kb_pieces_free(machine.pieces);
    return done;
}

size_t kb_machine_one(const struct kb_machine *machine)
{
    (void)machine;
    return 1;
}

size_t kb_machine_languages(const struct kb_machine *machine)
{
    return machine->site->language_count;
}

size_t kb_machine_records(const struct kb_machine *machine)
{
    const struct kb_base *base = machine->site->base;
    return base->count > 0 && base->records[0]->json.p ? base->count : 0;
}

/* A folder of a language has no dot, so nothing at the top is named so but these. */
void kb_machine_name(struct kb_buf *out, const struct kb_site *site, size_t language,
                     const char *name, const char *ending)
{
    kb_buf_puts(out, name);
    if (language > 0) {
        kb_buf_putc(out, '.');
        kb_buf_str(out, site->languages[language].folder);
    }
    kb_buf_putc(out, '.');
    kb_buf_puts(out, ending);
}

struct kb_str kb_machine_data(const struct kb_machine *machine)
{
    return machine->data.data ? kb_buf_view(&machine->data) : KB_STR("");
}

struct kb_str kb_machine_page(struct kb_machine *machine)
{
    struct kb_str text = {0};
    return kb_page_end(machine->page, &text) ? text : (struct kb_str){0};
}

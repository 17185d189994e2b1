/* SPDX-License-Identifier: MIT */
/* Files of the site that programs read. A format is a file here that defines a struct kb_format,
 * and a row in formats.def. */
#ifndef KB_MACHINE_H
#define KB_MACHINE_H

#include "emit/html/site.h"

/* Everything a format needs to know. The page is for XML, the buffer for all else; what they hold
 * lasts until the next file. */
struct kb_machine {
    const struct kb_site *site;
    const struct kb_listing *listing;
    struct kb_page *page;
    struct kb_pieces *pieces; /* of Markdown */
    struct kb_buf data;
};

struct kb_format {
    bool absolute; /* wants absolute links: there is none without a base_url */
    size_t (*count)(const struct kb_machine *machine); /* of its files */
    /* Makes file i, and appends its path below html/. An absent text: it could not be made. */
    struct kb_str (*make)(struct kb_machine *machine, size_t i, struct kb_buf *path);
    /* Of files of one record each, the records of one language behind those of another: appends the
     * path without making the file, which is left alone where it is known to come out the same.
     * NULL: they are no such files. */
    void (*path)(const struct kb_machine *machine, size_t i, struct kb_buf *path);
};

#define FORMAT(name) extern const struct kb_format kb_format_##name;
#include "emit/html/machine/formats.def"
#undef FORMAT

/* Stages the files of every format. */
bool kb_machine_write(const struct kb_site *site, struct kb_page *page,
                      const struct kb_listing *listing, struct kb_out *out);

/* Counts that several formats share. Files in several languages are numbered language by language.
 */
size_t kb_machine_one(const struct kb_machine *machine);
size_t kb_machine_languages(const struct kb_machine *machine);
size_t kb_machine_records(const struct kb_machine *machine); /* 0 where their JSON is not kept */

/* Name of a file that there is once a language: "feed.zh.xml". Of the first language it is
 * "feed.xml". */
void kb_machine_name(struct kb_buf *out, const struct kb_site *site, size_t language,
                     const char *name, const char *ending);

/* Whether there is anything for a feed to say: a record with a day. */
bool kb_machine_has_feed(const struct kb_site *site);

/* The map of the site in files of at most `most` addresses each. */
struct kb_str kb_machine_sitemap(struct kb_machine *machine, size_t most, size_t i,
                                 struct kb_buf *path);
size_t kb_machine_sitemap_count(const struct kb_machine *machine, size_t most);

/* The file made in machine->data, or on the page. */
struct kb_str kb_machine_data(const struct kb_machine *machine);
struct kb_str kb_machine_page(struct kb_machine *machine);

#endif

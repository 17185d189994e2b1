/* SPDX-License-Identifier: MIT */
/* llms.txt (llmstxt.org), one a language: what the site is, where its Markdown is by domain, and
 * what programs can read. The records themselves are a step further, in the lists of the domains,
 * so that the file stays short enough to be read whole. */
#include "emit/html/links.h"
#include "emit/html/machine/markdown.h"
#include "emit/html/markup.h"

/* With a base_url links are absolute, since the file is often read away from its place. */
static void link_to(const struct kb_md *md, struct kb_str label, struct kb_str path)
{
    struct kb_str base = md->at.site->base_url;
    struct kb_buf address = {0};
    kb_buf_str(&address, base.p ? base : KB_STR(""));
    kb_buf_str(&address, path);
    kb_buf_puts(md->out, "- ");
    kb_md_link(md, label, kb_buf_view(&address));
    kb_buf_free(&address);
}

static void domains(const struct kb_md *md)
{
    const struct kb_site *site = md->at.site;
    struct kb_buf path = {0};
    if (site->domain_count == 0)
        return;
    kb_md_heading(md, 2, "Domains");
    for (size_t i = 0; i < site->domain_count; i++) {
        const struct kb_site_group *domain = &site->domains[i];
        path.len = 0;
        kb_md_twin_path(&path, site, md->at.language, domain->route);
        link_to(md, kb_part_domain_name(&md->at, i), kb_buf_view(&path));
        kb_buf_printf(md->out, ": %zu ", domain->count);
        kb_md_say(md, domain->count == 1 ? "error" : "errors");
        kb_buf_putc(md->out, '\n');
    }
    kb_buf_putc(md->out, '\n');
    kb_buf_free(&path);
}

static void files(const struct kb_md *md)
{
    size_t count;
    const struct kb_site_file *list = kb_site_files(&count);
    kb_md_heading(md, 2, "For programs");
    for (size_t i = 0; i < count; i++) {
        link_to(md, kb_str(kb_md_words(md, list[i].name)), kb_str(list[i].path));
        kb_buf_putc(md->out, '\n');
    }
}

/* "Optional" is a word of the format: what may be left out where space is short. */
static void languages(const struct kb_md *md)
{
    const struct kb_site *site = md->at.site;
    struct kb_buf name = {0};
    if (site->language_count < 2)
        return;
    kb_buf_puts(md->out, "\n## Optional\n\n");
    for (size_t i = 0; i < site->language_count; i++) {
        if (i == md->at.language)
            continue;
        name.len = 0;
        kb_machine_name(&name, site, i, "llms", "txt");
        link_to(md, kb_markup_language(kb_str(site->languages[i].tag)), kb_buf_view(&name));
        kb_buf_putc(md->out, '\n');
    }
    kb_buf_free(&name);
}

static struct kb_str make(struct kb_machine *machine, size_t language, struct kb_buf *path)
{
    const struct kb_site *site = machine->site;
    /* The file lies at the top, wherever the home page of its language does. */
    struct kb_view at = {.site = site, .language = language, .route = KB_ROUTE_HOME};
    struct kb_md md = {&machine->data, machine->pieces, at};
    kb_machine_name(path, site, language, "llms", "txt");
    kb_md_heading(&md, 1, KB_SITE_NAME);
    kb_buf_puts(md.out, "> ");
    kb_md_say(&md, "What errors mean, what does not help against them, and what does.");
    kb_buf_puts(md.out, "\n\n");
    kb_md_say(&md,
              "Every domain has a list of its errors, and every error a file: its meaning, what "
              "was tried in vain and why it failed, and workarounds with their success rates. "
              "Beside every page of an error or a domain lies the same in Markdown, its name "
              "ending in .md.");
    kb_buf_puts(md.out, "\n\n");
    domains(&md);
    files(&md);
    languages(&md);
    return kb_machine_data(machine);
}

const struct kb_format kb_format_llms = {.count = kb_machine_languages, .make = make};

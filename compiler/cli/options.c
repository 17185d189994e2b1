/* SPDX-License-Identifier: MIT */
/* GNU-style options, before or after operands; "--" ends them. */
#include "compiler/cli/options.h"

#include <stdlib.h>
#include <string.h>

#include "kb/arena.h"

#define AT(member) offsetof(struct kb_options, member)

const struct kb_option kb_options[] = {
    {"schema", 0, KB_ARG_TEXT, "NAME|FILE", "the schema of the records (error-record)", AT(schema)},
    {"format", 0, KB_ARG_TEXT, "NAME", "what standard output shows (text)", AT(format)},
    {"select", 0, KB_ARG_MANY, "RULES",
     "only these rules or groups (comma-separated); json/... "
     "always runs",
     AT(select)},
    {"ignore", 0, KB_ARG_MANY, "RULES", "all but these rules or groups", AT(ignore)},
    {"severity", 0, KB_ARG_MANY, "RULE=LEVEL",
     "make a rule or group error, warning or info; the last one counts", AT(severity)},
    {"fail-on", 0, KB_ARG_TEXT, "LEVEL",
     "exit with 1 at error (the default), warning, info or "
     "never",
     AT(fail_on)},
    {"today", 0, KB_ARG_TEXT, "DATE", "the day that ages are counted from, YYYY-MM-DD", AT(today)},
    {"changed", 0, KB_ARG_FLAG, NULL,
     "the operands are what changed: check all records of kbc.json, and report what is found in "
     "these files or because of them",
     AT(changed)},
    {"staged", 0, KB_ARG_FLAG, NULL,
     "the same with the contents of git's index; without operands about all that is staged",
     AT(staged)},
    {"baseline", 0, KB_ARG_TEXT, "FILE", "leave out the findings that the baseline has",
     AT(baseline)},
    {"write-baseline", 0, KB_ARG_TEXT, "FILE", "write all findings that do not block as a baseline",
     AT(write_baseline)},
    {"max-per-rule", 0, KB_ARG_TEXT, "N",
     "findings of one rule listed for one record (20); 0 lists all", AT(max_per_rule)},
    {"config", 0, KB_ARG_TEXT, "FILE", "read the settings from this file and not from kbc.json",
     AT(config)},
    {"no-config", 0, KB_ARG_FLAG, NULL, "read no kbc.json", AT(no_config)},
    {"show-settings", 0, KB_ARG_FLAG, NULL,
     "print what all settings come to as JSON, and check nothing", AT(show_settings)},
    {"fix", 0, KB_ARG_MAYBE, "[=unsafe]",
     "make the safe changes that end findings; with unsafe all", AT(fix)},
    {"check", 0, KB_ARG_FLAG, NULL, "write nothing; list what would change, and exit with 1",
     AT(check)},
    {"diff", 0, KB_ARG_FLAG, NULL, "write nothing; show what would change, and exit with 1",
     AT(diff)},
    {"statistics", 0, KB_ARG_FLAG, NULL, "show counts by rule in place of the findings",
     AT(statistics)},
    {"output", 0, KB_ARG_MANY, "NAME:FILE", "write this report too, into the file; may be repeated",
     AT(reports)},
    {"output", 'o', KB_ARG_TEXT, "FOLDER", "where to write (out)", AT(output)},
    {"emit", 0, KB_ARG_TEXT, "LIST", "which outputs to write, comma-separated (all)", AT(emit)},
    {"base-url", 0, KB_ARG_TEXT, "URL",
     "where the site will be: adds what needs absolute links (sitemap, feeds, ...)", AT(base_url)},
    {"edit-url", 0, KB_ARG_TEXT, "URL",
     "where a record's source can be edited; {path} and {line} are filled in", AT(edit_url)},
    {"keep-going", 0, KB_ARG_FLAG, NULL,
     "leave records out that cannot be compiled, and write "
     "the rest; still exits with 1",
     AT(keep_going)},
    {"index", 0, KB_ARG_TEXT, "FILE", "the packed index (out/kb.kbx)", AT(index)},
    {"domain", 0, KB_ARG_TEXT, "NAME", "only records of this domain", AT(domain)},
    {"version", 0, KB_ARG_TEXT, "TEXT", "only records that name a version with this in it",
     AT(version)},
    {"resolvable", 0, KB_ARG_TEXT, "WORD", "only records whose error is so: true, partial, false",
     AT(resolvable)},
    {"min-success", 0, KB_ARG_TEXT, "RATE",
     "only records fixed that often: 0 to 1, or a percentage such as 80%", AT(min_success)},
    {"top", 0, KB_ARG_TEXT, "N", "at most so many records (10; for match 3 a line); 0 lists all",
     AT(top)},
    {"lang", 0, KB_ARG_TEXT, "TAG", "texts in this language, where there are such", AT(lang)},
    {"all", 0, KB_ARG_FLAG, NULL, "every hit of every line, also of lines that repeat", AT(all)},
    {"raw", 0, KB_ARG_FLAG, NULL, "match escape sequences too (they are removed)", AT(raw)},
    {"block", 0, KB_ARG_MAYBE, "[=N]", "match over up to N lines, too (8)", AT(block)},
    {"explain", 0, KB_ARG_FLAG, NULL, "show what the scores are made of", AT(explain)},
    {"verify", 0, KB_ARG_FLAG, NULL,
     "try every regex on every line as well; stop with 2 where the index differs", AT(verify)},
    {"json", 0, KB_ARG_FLAG, NULL, "print JSON", AT(json)},
    {"jsonl", 0, KB_ARG_FLAG, NULL, "print a line of JSON a hit, as it comes", AT(jsonl)},
    {"sizes", 0, KB_ARG_FLAG, NULL, "of dump: print what takes how much, and not what is in it",
     AT(sizes)},
    {"jobs", 'j', KB_ARG_TEXT, "N", "threads (one a core)", AT(jobs)},
    {"color", 0, KB_ARG_TEXT, "WHEN", "auto (the default), always or never", AT(color)},
    {"quiet", 'q', KB_ARG_FLAG, NULL, "no closing line, and no notes on standard error", AT(quiet)},
    {"verbose", 'v', KB_ARG_FLAG, NULL, "show infos in full", AT(verbose)},
    {"help", 'h', KB_ARG_FLAG, NULL, "show this help", AT(help)},
    {0},
};

/* Whether a word of a command's list names the option: "jobs", or "output=FOLDER". */
static bool names(struct kb_str word, const struct kb_option *option)
{
    struct kb_str name = kb_str(option->name);
    if (kb_str_eq(word, name))
        return true;
    return word.n > name.n && word.p[name.n] == '=' && option->value &&
           kb_str_eq((struct kb_str){word.p, name.n}, name) &&
           kb_str_is((struct kb_str){word.p + name.n + 1, word.n - name.n - 1}, option->value);
}

bool kb_option_allowed(const struct kb_command *command, const struct kb_option *option)
{
    if (strcmp(option->name, "help") == 0)
        return true;
    for (const char *p = command->options; *p;) {
        size_t word = strcspn(p, " ");
        if (names((struct kb_str){p, word}, option))
            return true;
        p += word;
        p += strspn(p, " ");
    }
    return false;
}

static const struct kb_option *by_name(const struct kb_command *command, const char *name, size_t n)
{
    for (const struct kb_option *option = kb_options; option->name; option++)
        if (strlen(option->name) == n && memcmp(option->name, name, n) == 0 &&
            kb_option_allowed(command, option))
            return option;
    return NULL;
}

static const struct kb_option *by_letter(const struct kb_command *command, char letter)
{
    for (const struct kb_option *option = kb_options; option->name; option++)
        if (option->letter == letter && kb_option_allowed(command, option))
            return option;
    return NULL;
}

static struct kb_str allowed_name(const void *from, size_t i)
{
    for (const struct kb_option *option = kb_options; option->name; option++)
        if (kb_option_allowed(from, option) && i-- == 0)
            return kb_str(option->name);
    return (struct kb_str){0};
}

static bool unknown(const struct kb_command *command, const char *arg, struct kb_str name)
{
    long near = name.n ? kb_nearest(name, allowed_name, command) : -1;
    if (near >= 0)
        kb_fail("%s: there is no option %s; did you mean --%s?", command->name, arg,
                allowed_name(command, (size_t)near).p);
    else
        kb_fail("%s: there is no option %s; `kbc %s --help` lists them", command->name, arg,
                command->name);
    return false;
}

static void append(const char ***list, const char *value)
{
    size_t n = 0;
    while (*list && (*list)[n])
        n++;
    *list = kb_realloc(*list, n + 2, sizeof **list);
    (*list)[n] = value;
    (*list)[n + 1] = NULL;
}

static void set(struct kb_options *options, const struct kb_option *option, const char *value)
{
    char *member = (char *)options + option->offset;
    switch (option->arg) {
    case KB_ARG_FLAG:
        *(bool *)(void *)member = true;
        break;
    case KB_ARG_TEXT:
    case KB_ARG_MAYBE:
        *(const char **)(void *)member = value;
        break;
    case KB_ARG_MANY:
        append((const char ***)(void *)member, value);
        break;
    }
}

struct args {
    const struct kb_command *command;
    int argc, next;
    char **argv;
    struct kb_options *options;
};

static bool take_value(struct args *a, const struct kb_option *option, const char *attached)
{
    const char *value = attached;
    if (option->arg == KB_ARG_FLAG && attached) {
        kb_fail("%s: --%s takes no value", a->command->name, option->name);
        return false;
    }
    if (option->arg == KB_ARG_MAYBE && !value)
        value = "";
    if (option->arg != KB_ARG_FLAG && !value) {
        if (a->next >= a->argc) {
            kb_fail("%s: --%s needs a value (%s)", a->command->name, option->name, option->value);
            return false;
        }
        value = a->argv[a->next++];
    }
    set(a->options, option, value);
    return true;
}

static bool parse_long(struct args *a, const char *arg)
{
    const char *name = arg + 2, *equals = strchr(name, '=');
    size_t n = equals ? (size_t)(equals - name) : strlen(name);
    const struct kb_option *option = by_name(a->command, name, n);
    if (!option)
        return unknown(a->command, arg, (struct kb_str){name, n});
    return take_value(a, option, equals ? equals + 1 : NULL);
}

static bool parse_short(struct args *a, const char *arg)
{
    for (const char *p = arg + 1; *p; p++) {
        const struct kb_option *option = by_letter(a->command, *p);
        if (!option)
            return unknown(a->command, arg, (struct kb_str){0});
        if (option->arg != KB_ARG_FLAG)
            return take_value(a, option, p[1] ? p + 1 : NULL);
        set(a->options, option, NULL);
    }
    return true;
}

bool kb_options_parse(const struct kb_command *command, int argc, char **argv,
                      struct kb_options *options)
{
    struct args a = {command, argc, 0, argv, options};
    bool only_operands = false;
    *options = (struct kb_options){0};
    options->operands = kb_alloc((size_t)argc + 1, sizeof *options->operands);
    while (a.next < argc) {
        const char *arg = argv[a.next++];
        if (only_operands || arg[0] != '-' || arg[1] == '\0')
            options->operands[options->operand_count++] = arg;
        else if (strcmp(arg, "--") == 0)
            only_operands = true;
        else if (!(arg[1] == '-' ? parse_long(&a, arg) : parse_short(&a, arg)))
            return false;
    }
    return true;
}

void kb_options_free(struct kb_options *options)
{
    free(options->operands);
    free(options->select);
    free(options->ignore);
    free(options->severity);
    free(options->reports);
    *options = (struct kb_options){0};
}

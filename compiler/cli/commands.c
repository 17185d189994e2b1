/* SPDX-License-Identifier: MIT */
/* The command table, and the commands that only print. */
#include "compiler/cli/options.h"

#include <string.h>

#include "emit/emit.h"
#include "emit/report/report.h"

const struct kb_command kb_commands[] = {
    {"check", "[FILE|FOLDER|-…]", "report every problem, with file, line, column and reason",
     "schema format output=NAME:FILE select ignore severity fail-on today changed staged baseline "
     "write-baseline max-per-rule fix diff config no-config show-settings statistics jobs color "
     "quiet verbose",
     kb_cmd_check,
     "Folders are walked for *.json, *.jsonl and *.ndjson; a file named is read whatever its "
     "name;\n"
     "- is standard input. The operands are the knowledge base: links are looked up among them.\n"
     "Without operands, the records that kbc.json names are checked. It is looked for in the "
     "first\n"
     "operand's folder and the folders above; options go before what it says."},
    {"build", "[FILE|FOLDER|-…]", "write the site, the C tables and the packed index",
     "schema output=FOLDER emit base-url edit-url keep-going today config no-config jobs color "
     "quiet",
     kb_cmd_build,
     "Stops, with nothing written, on findings that block; `kbc rule` marks them. All others are\n"
     "compiled and flagged. Writes html/, c/ and kb.kbx below the output folder; files whose "
     "bytes\n"
     "are already there are left alone. Ages are counted from the newest date in the records."},
    {"fmt", "[FILE|FOLDER|-…]", "write records in one form: keys in the schema's order, two spaces",
     "check diff schema config no-config jobs quiet", kb_cmd_fmt,
     "Nothing is lost: numbers keep their digits, keys that the schema does not name their order\n"
     "behind those it does. Lines of *.jsonl and *.ndjson stay lines. What is broken is left "
     "alone\n"
     "and named; - goes to standard output.\n"
     "Exit status: 0 all is in form now; 1 a file is broken, or would change; 2 a file cannot be\n"
     "read or written."},
    {"match", "[FILE|-…]", "say which records explain the lines of a log",
     "index top all lang raw block explain verify json jsonl color quiet", kb_cmd_match,
     "Without operands, standard input is read. Hits are told as they come: the line, the cause,\n"
     "what not to try and what to try; later lines of the same record by themselves. --top counts\n"
     "the records of a line (3; with --json and --jsonl all). What PCRE2 gives up on is told as\n"
     "undecided. --explain names the parts of a score in the order in which they count: kin (the\n"
     "best likeness among records with this regex), matched (bytes), rarity (bytes the regex asks\n"
     "for), likeness (to the signature, of 255), code, version, success (percent).\n"
     "Exit status: 0 something was found; 1 nothing; 2 something could not be read."},
    {"show", "ID", "show a record from the packed index", "index json", kb_cmd_show,
     "The texts of all languages, and what is known to be wrong with the record. With --json, the\n"
     "record as its source has it.\n"
     "Exit status: 0 found; 1 there is no such record; 2 no index, or one damaged."},
    {"search", "WORDS…", "find records by what they say, in any language, best first",
     "index domain version resolvable min-success top lang json color", kb_cmd_search,
     "Looks for words, codes whole and in part, and Chinese by any part of it, in the packed "
     "index.\n"
     "A word that no record has is looked for as the beginning of others, then with a letter "
     "wrong.\n"
     "Records that the words name as a whole (id, code, alias, signature) stand first, then those\n"
     "that have all words. Exit status: 0 found; 1 nothing found; 2 no index, or one damaged."},
    {"rule", "[RULE|GROUP]", "list the rules, or explain one", "json", kb_cmd_rule, NULL},
    {"schema", "[NAME]", "list the built-in schemas, or print one", "", kb_cmd_schema, NULL},
    {"validate", "SCHEMA FILE…", "validate any JSON against any JSON Schema (2020-12)",
     "format color", kb_cmd_validate,
     "SCHEMA is a file or a built-in schema. A *.jsonl or *.ndjson file holds one value a line,\n"
     "any other file one value; - is standard input. What is no JSON is told on standard error.\n"
     "Exit status: 0 all valid, 1 something is not, 2 could not tell (no JSON, no schema, a "
     "limit)."},
    {"kbx", "verify|dump FILE", "check every byte of a packed index, or print what is in it",
     "sizes", kb_cmd_kbx,
     "verify looks at every checksum and reference; dump prints the sections, keys and records of\n"
     "an index that is whole.\n"
     "Exit status: 0 it is whole; 1 (verify) something in it differs; 2 it cannot be read, or\n"
     "(dump) it is damaged."},
    {"version", "", "print the version", "", kb_cmd_version, NULL},
    {"help", "[COMMAND]", "show help", "", kb_cmd_help, NULL},
    {0},
};

static struct kb_str command_name(const void *from, size_t i)
{
    const struct kb_command *commands = from;
    return kb_str(commands[i].name);
}

const struct kb_command *kb_command_named(const char *name)
{
    for (const struct kb_command *command = kb_commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    kb_fail_unknown("command", kb_str(name), command_name, kb_commands);
    return NULL;
}

/* One row of help: what is typed, and what it does. */
static void row(struct kb_buf *out, const char *left, size_t start, size_t width, const char *right)
{
    kb_buf_puts(out, left);
    size_t used = out->len - start;
    kb_buf_fill(out, ' ', used < width ? width - used : 1);
    kb_buf_printf(out, "%s\n", right);
}

static void option_help(struct kb_buf *out, const struct kb_option *option)
{
    size_t start = out->len;
    if (option->letter)
        kb_buf_printf(out, "  -%c, --%s", option->letter, option->name);
    else
        kb_buf_printf(out, "      --%s", option->name);
    if (option->value)
        kb_buf_printf(out, "%s%s", option->arg == KB_ARG_MAYBE ? "" : " ", option->value);
    row(out, "", start, 28, option->help);
}

static void command_help(struct kb_buf *out, const struct kb_command *command)
{
    kb_buf_printf(out, "kbc %s: %s\n\nUsage: kbc %s [OPTION…] %s\n", command->name,
                  command->summary, command->name, command->synopsis);
    if (command->details)
        kb_buf_printf(out, "\n%s\n", command->details);
    kb_buf_puts(out, "\nOptions:\n");
    for (const struct kb_option *option = kb_options; option->name; option++)
        if (kb_option_allowed(command, option))
            option_help(out, option);
    if (command->run == kb_cmd_check || command->run == kb_cmd_validate) {
        kb_buf_puts(out, "\nFormats:\n");
        for (const struct kb_report *report = kb_reports; report->name; report++) {
            size_t start = out->len;
            kb_buf_puts(out, "      ");
            row(out, report->name, start, 28, report->summary);
        }
    }
    if (command->run == kb_cmd_build) {
        kb_buf_puts(out, "\nOutputs:\n");
        for (size_t i = 0; kb_emitters[i]; i++) {
            size_t start = out->len;
            kb_buf_puts(out, "      ");
            row(out, kb_emitters[i]->name, start, 28, kb_emitters[i]->summary);
        }
    }
}

int kb_cmd_help(const struct kb_options *options)
{
    struct kb_buf out = {0};
    if (options->operand_count > 0) {
        const struct kb_command *command = kb_command_named(options->operands[0]);
        if (!command)
            return KB_EXIT_FAILED;
        command_help(&out, command);
    }
    if (options->operand_count == 0) {
        kb_buf_puts(&out, "kbc: compiler and validator for knowledge bases of error records\n\n"
                          "Usage: kbc COMMAND [OPTION…] [OPERAND…]\n\n");
        for (const struct kb_command *command = kb_commands; command->name; command++)
            kb_buf_printf(&out, "  %-9s %s\n", command->name, command->summary);
        kb_buf_puts(&out, "\n`kbc COMMAND --help` tells more.\n"
                          "Exit status: 0 clean; 1 findings at or above --fail-on, or nothing\n"
                          "found; 2 wrong usage, unreadable input or failed output.\n");
    }
    bool ok = kb_print(&out);
    kb_buf_free(&out);
    return ok ? KB_EXIT_OK : KB_EXIT_FAILED;
}

int kb_cmd_version(const struct kb_options *options)
{
    (void)options;
    struct kb_buf out = {0};
    kb_buf_puts(&out, "kbc " KBC_VERSION "\n");
    bool ok = kb_print(&out);
    kb_buf_free(&out);
    return ok ? KB_EXIT_OK : KB_EXIT_FAILED;
}

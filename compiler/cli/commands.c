/* SPDX-License-Identifier: MIT */
/* The command table, and the commands that only print. */
#include "compiler/cli/options.h"

#include <string.h>

const struct kb_command kb_commands[] = {
    {"check", "FILE|FOLDER|-…", "report every problem, with file, line, column and reason",
     "schema format select ignore fail-on today statistics jobs color quiet verbose", kb_cmd_check,
     "Folders are walked for *.json, *.jsonl and *.ndjson; a file named is read whatever its "
     "name;\n"
     "- is standard input. The operands are the knowledge base: links are looked up among them."},
    {"build", "FILE|FOLDER|-…", "write the site, the C tables and the packed index",
     "schema output emit keep-going today jobs color quiet", kb_cmd_build,
     "Stops, with nothing written, on findings that block; `kbc rule` marks them. All others are\n"
     "compiled and flagged. Writes html/, c/ and kb.kbx below the output folder; files whose "
     "bytes\n"
     "are already there are left alone. Ages are counted from the newest date in the records."},
    {"show", "ID", "show a record from the packed index", "index json", kb_cmd_show, NULL},
    {"rule", "[RULE|GROUP]", "list the rules, or explain one", "", kb_cmd_rule, NULL},
    {"schema", "[NAME]", "list the built-in schemas, or print one", "", kb_cmd_schema, NULL},
    {"validate", "SCHEMA FILE…", "validate any JSON against any JSON Schema (2020-12)", "",
     kb_cmd_validate, "Exit status: 0 all valid, 1 something is not, 2 could not tell."},
    {"kbx", "verify|dump FILE", "check every byte of a packed index, or print what is in it", "",
     kb_cmd_kbx, NULL},
    {"version", "", "print the version", "", kb_cmd_version, NULL},
    {"help", "[COMMAND]", "show help", "", kb_cmd_help, NULL},
    {0},
};

static void command_help(struct kb_buf *out, const struct kb_command *command)
{
    kb_buf_printf(out, "kbc %s: %s\n\nUsage: kbc %s [OPTION…] %s\n", command->name,
                  command->summary, command->name, command->synopsis);
    if (command->details)
        kb_buf_printf(out, "\n%s\n", command->details);
    kb_buf_puts(out, "\nOptions:\n");
    for (const struct kb_option *option = kb_options; option->name; option++) {
        if (!kb_option_allowed(command, option))
            continue;
        size_t start = out->len;
        if (option->letter)
            kb_buf_printf(out, "  -%c, ", option->letter);
        else
            kb_buf_puts(out, "      ");
        kb_buf_printf(out, "--%s%s%s", option->name, option->value ? " " : "",
                      option->value ? option->value : "");
        size_t width = out->len - start;
        kb_buf_fill(out, ' ', width < 28 ? 28 - width : 1);
        kb_buf_printf(out, "%s\n", option->help);
    }
}

int kb_cmd_help(const struct kb_options *options)
{
    struct kb_buf out = {0};
    bool found = options->operand_count == 0;
    for (const struct kb_command *command = kb_commands; command->name && !found; command++) {
        if (strcmp(command->name, options->operands[0]) != 0)
            continue;
        command_help(&out, command);
        found = true;
    }
    if (!found)
        return kb_fail("help: unknown command %s; `kbc help` lists them", options->operands[0]);
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

/* SPDX-License-Identifier: MIT */
/* The option table and the parser that reads it. */
#ifndef KB_OPTIONS_H
#define KB_OPTIONS_H

#include "compiler/cli/cli.h"

/* MAYBE takes a value only in the form --name=VALUE, and is "" without. */
enum kb_arg { KB_ARG_FLAG, KB_ARG_TEXT, KB_ARG_MANY, KB_ARG_MAYBE };

struct kb_option {
    const char *name; /* without the dashes */
    char letter;      /* 0: none */
    enum kb_arg arg;
    const char *value; /* what the value is called in help, or NULL */
    const char *help;
    size_t offset; /* of the member of struct kb_options */
};

extern const struct kb_option kb_options[]; /* ends with a NULL name */

/* Whether the command takes the option. */
bool kb_option_allowed(const struct kb_command *command, const struct kb_option *option);

/* Reads the arguments after the command's name. False after saying what is wrong, with a
 * suggestion where one is near. Free with kb_options_free. */
bool kb_options_parse(const struct kb_command *command, int argc, char **argv,
                      struct kb_options *options);
void kb_options_free(struct kb_options *options);

#endif

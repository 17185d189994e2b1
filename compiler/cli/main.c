/* SPDX-License-Identifier: MIT */
/* Finds the command, reads its options, runs it. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cli/options.h"

int kb_fail(const char *format, ...)
{
    struct kb_buf raw = {0}, line = {0};
    va_list args;
    va_start(args, format);
    kb_buf_vprintf(&raw, format, args);
    va_end(args);
    kb_buf_puts(&line, "kbc: ");
    kb_buf_plain(&line, kb_buf_view(&raw)); /* names of files and records are anybody's */
    kb_buf_putc(&line, '\n');
    fputs(line.data, stderr);
    kb_buf_free(&raw);
    kb_buf_free(&line);
    return KB_EXIT_FAILED;
}

int kb_fail_unknown(const char *what, struct kb_str word,
                    struct kb_str (*known)(const void *from, size_t i), const void *from)
{
    struct kb_buf message = {0};
    struct kb_str name;
    kb_buf_printf(&message, "there is no %s ", what);
    kb_buf_quote(&message, word);
    bool near = kb_buf_suggest(&message, word, known, from);
    for (size_t i = 0; !near && (name = known(from, i)).p; i++) {
        kb_buf_puts(&message, i ? ", " : "; there are: ");
        kb_buf_str(&message, name);
    }
    kb_fail("%s", message.data);
    kb_buf_free(&message);
    return KB_EXIT_FAILED;
}

bool kb_print(const struct kb_buf *buf)
{
    for (size_t done = 0; done < buf->len;) {
        ssize_t n = write(STDOUT_FILENO, buf->data + done, buf->len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN) { /* who else has the stream may have made it so */
            (void)poll(&(struct pollfd){.fd = STDOUT_FILENO, .events = POLLOUT}, 1, -1);
            continue;
        }
        if (n < 0) {
            kb_fail("cannot write to standard output: %s", strerror(errno));
            return false;
        }
        done += (size_t)n;
    }
    return true;
}

/* A file opened while a standard stream is closed would take its number, and what is meant for
 * the terminal would go into the file. Opened the wrong way round, so that using it still fails. */
static void keep_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv)
{
    keep_standard_streams();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write like any other, */
    signal(SIGXFSZ, SIG_IGN); /* and so is a file at the limit of its size */
    const char *name = argc > 1 ? argv[1] : "";
    if (argc < 2)
        return kb_fail("what should be done? `kbc help` lists the commands");
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    else if (strcmp(name, "--version") == 0)
        name = "version";
    const struct kb_command *command = kb_command_named(name);
    if (!command)
        return KB_EXIT_FAILED;
    struct kb_options options;
    int status = KB_EXIT_FAILED;
    if (kb_options_parse(command, argc - 2, argv + 2, &options)) {
        if (options.help) {
            const char *operands[] = {command->name, NULL};
            struct kb_options about = {.operands = operands, .operand_count = 1};
            status = kb_cmd_help(&about);
        } else if (!*command->synopsis && options.operand_count) {
            kb_fail("%s takes no operands", command->name);
        } else {
            status = command->run(&options);
        }
    }
    kb_options_free(&options);
    return status;
}

/* SPDX-License-Identifier: MIT */
/* Addresses as browsers read them (the WHATWG URL standard, its IPv4 and IPv6 parsers and the ASCII
 * part of IDNA among it), without any I/O. One host has many spellings; whoever asks where an
 * address leads, or whether it may become a link, asks here. */
#ifndef KB_URL_H
#define KB_URL_H

#include "kb/buf.h"

/* Bytes of the longest name of a host, with a dot at its end. */
#define KB_MAX_HOST 254

enum kb_host_kind {
    KB_HOST_NONE,   /* nothing stands where a host should */
    KB_HOST_BROKEN, /* no browser takes it */
    KB_HOST_NAME,
    KB_HOST_IPV4,
    KB_HOST_IPV6
};

struct kb_host {
    enum kb_host_kind kind;
    bool disguised; /* people read another host than browsers: percent-encoded letters, look-alikes
                       of ASCII, an IPv4 address not written as four decimal numbers */
    bool mixed;     /* a label of the name holds Latin and Greek or Cyrillic letters */
    char name[KB_MAX_HOST + 1]; /* lower case, decoded; for IPv4 the four numbers */
    unsigned char address[16];  /* in network order; of IPv4 the first four */
};

enum kb_scheme { KB_SCHEME_NONE, KB_SCHEME_HTTP, KB_SCHEME_HTTPS, KB_SCHEME_OTHER };

enum { KB_PORT_NONE = -1, KB_PORT_BROKEN = -2 };

struct kb_url {
    struct kb_str text; /* without white space and controls at the ends, without tab, LF, CR */
    enum kb_scheme scheme;
    size_t scheme_length; /* before the colon */
    bool user_info;       /* something stands before an @ */
    bool loose;   /* only a browser finds the host: not exactly two slashes, or a backslash */
    bool unclean; /* white space, controls or backslashes within */
    struct kb_str host_text; /* as written, absent where there is none */
    struct kb_host host;
    int32_t port;
    size_t rest; /* where path, query or fragment begin in the text */
};

/* Why nobody should follow an address, in order of what is looked at first. */
enum kb_danger {
    KB_DANGER_NONE,
    KB_DANGER_SCHEME, /* javascript, data, vbscript, file */
    KB_DANGER_USER_INFO,
    KB_DANGER_UNSPECIFIED,
    KB_DANGER_LOOPBACK,
    KB_DANGER_PRIVATE, /* of IPv6 also unique-local and site-local */
    KB_DANGER_LINK_LOCAL,
    KB_DANGER_LOCAL_NAME, /* localhost, .local, .internal, .localdomain, and names below */
    KB_DANGER_PORT_ZERO,
    KB_DANGER_DISGUISE,
    KB_DANGER_LOOKALIKE /* letters of several scripts in one label */
};

/* Reads an address. The result borrows from the text or from `room`, which is overwritten. */
struct kb_url kb_url_parse(struct kb_buf *room, struct kb_str text);

/* An absolute http or https address whose host browsers and people find at the same place. */
bool kb_url_web(const struct kb_url *url);

/* The same, written as the standard has it: nothing needs to be dropped or encoded. */
bool kb_url_valid(const struct kb_url *url);

enum kb_danger kb_url_danger(const struct kb_url *url);

/* The parts of the above that concern the host alone: host.c. */
void kb_host_parse(struct kb_host *host, struct kb_str text);
enum kb_danger kb_host_danger(const struct kb_host *host);

#endif

/* SPDX-License-Identifier: MIT */
/* Which program this is: a digest of all its sources, written by cmake/BuildId.cmake. What one
 * program remembers of what it has made tells another nothing. */
#ifndef KB_BUILD_ID_H
#define KB_BUILD_ID_H

extern const char kb_build_id[];

#endif

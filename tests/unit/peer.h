/* peer.h: a FastCGI client, which may also behave badly. */
#ifndef PEER_H
#define PEER_H

#include <stddef.h>

/* Connect to a socket; -1 if nobody listens. */
int peer_open(const char *socket);

/* Send one record (type 1 begin, 4 parameters, 5 body). */
void peer_record(int fd, int type, const void *data, size_t n);

/* Send the beginning, then "NAME=value" texts, closed by NULL. */
void peer_begin(int fd);
void peer_parameters(int fd, const char *const *list);

/* Read the answer to its end; the status, or 0 if none came.  The text is
 * cut to size. */
int peer_answer(int fd, char *text, size_t size);

/* All of it for one request without a body; 0 on trouble. */
int peer_get(const char *socket, const char *path, char *text, size_t size);

/* POST a form as our own page would; claimed is its CONTENT_LENGTH. */
int peer_post(const char *socket, const char *path, const char *body,
    size_t claimed, char *text, size_t size);

#endif

/* peer.c: a FastCGI client, which may also behave badly. */
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "peer.h"

int
peer_open(const char *path)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	const struct timeval wait = { 20, 0 };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(un.sun_path, sizeof(un.sun_path), "%s", path);
	if (connect(fd, (struct sockaddr *)&un, sizeof(un)) == -1) {
		close(fd);
		return -1;
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	return fd;
}

static void
put(int fd, const void *data, size_t n)
{
	const char *p = data;
	ssize_t sent;

	for (; n > 0; p += sent, n -= (size_t)sent)
		if ((sent = send(fd, p, n, MSG_NOSIGNAL)) <= 0)
			return; /* the test will see no answer */
}

void
peer_record(int fd, int type, const void *data, size_t n)
{
	unsigned char head[8] = { 1, (unsigned char)type, 0, 1,
		(unsigned char)(n >> 8), (unsigned char)n, 0, 0 };

	put(fd, head, sizeof(head));
	put(fd, data, n);
}

void
peer_begin(int fd)
{
	static const unsigned char responder[8] = { 0, 1 };

	peer_record(fd, 1, responder, sizeof(responder));
}

void
peer_parameters(int fd, const char *const *list)
{
	unsigned char pair[2000], *p;
	size_t name, value;

	for (; *list != NULL; list++) {
		name = strcspn(*list, "=");
		value = strlen(*list + name + 1);
		p = pair;
		*p++ = (unsigned char)name;
		*p++ = (unsigned char)(value >> 24 | 0x80);
		*p++ = (unsigned char)(value >> 16);
		*p++ = (unsigned char)(value >> 8);
		*p++ = (unsigned char)value;
		memcpy(p, *list, name);
		memcpy(p + name, *list + name + 1, value);
		peer_record(fd, 4, pair, (size_t)(p - pair) + name + value);
	}
	peer_record(fd, 4, "", 0);
}

static int
get(int fd, void *data, size_t n)
{
	char *p = data;
	ssize_t got;

	for (; n > 0; p += got, n -= (size_t)got)
		if ((got = read(fd, p, n)) <= 0)
			return 0;
	return 1;
}

int
peer_answer(int fd, char *text, size_t size)
{
	unsigned char head[8];
	char data[65536 + 256];
	size_t n, len = 0;
	int status = 0;

	text[0] = '\0';
	while (get(fd, head, sizeof(head))) {
		n = (size_t)head[4] << 8 | head[5];
		if (!get(fd, data, n + head[6]))
			break;
		if (head[1] == 6) {
			n = n < size - 1 - len ? n : size - 1 - len;
			memcpy(text + len, data, n);
			text[len += n] = '\0';
		}
		if (head[1] == 3) { /* the end of the request: all is well */
			if (strncmp(text, "Status: ", 8) == 0)
				status = atoi(text + 8);
			break;
		}
	}
	close(fd);
	return status;
}

int
peer_get(const char *socket, const char *path, char *text, size_t size)
{
	char uri[500];
	const char *list[] = { "REQUEST_METHOD=GET", uri,
		"REMOTE_ADDR=127.0.0.1", "REQUEST_ID=0123abcd", NULL };
	int fd = peer_open(socket);

	if (fd == -1)
		return 0;
	snprintf(uri, sizeof(uri), "DOCUMENT_URI=%s", path);
	peer_begin(fd);
	peer_parameters(fd, list);
	peer_record(fd, 5, "", 0);
	return peer_answer(fd, text, size);
}

int
peer_post(const char *socket, const char *path, const char *body,
    size_t claimed, char *text, size_t size)
{
	char uri[500], length[60];
	const char *list[] = { "REQUEST_METHOD=POST", uri, length,
		"CONTENT_TYPE=application/x-www-form-urlencoded",
		"HTTP_ORIGIN=http://127.0.0.1:7100", NULL };
	int fd = peer_open(socket);

	if (fd == -1)
		return 0;
	snprintf(uri, sizeof(uri), "DOCUMENT_URI=%s", path);
	snprintf(length, sizeof(length), "CONTENT_LENGTH=%zu", claimed);
	peer_begin(fd);
	peer_parameters(fd, list);
	peer_record(fd, 5, body, strlen(body));
	peer_record(fd, 5, "", 0);
	return peer_answer(fd, text, size);
}

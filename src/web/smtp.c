/* smtp.c: one message to one recipient, by SMTP (RFC 5321) or to a file. */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <curl/curl.h>

#include "buf.h"
#include "log.h"
#include "message.h"
#include "smtp.h"

#define CONNECT_SECONDS 20
#define REPLY_MAX       400
#define FOLDER_MAX      1000

/* What was said last: our command, and all of the server's answer to it. */
struct talk {
	char command[5];
	bool over;  /* QUIT was said; the rest tells nothing */
	bool whole; /* the answer is; what comes next is another */
	int code;
	char reply[REPLY_MAX];
};

struct smtp {
	const char *folder; /* NULL: a server */
	CURL *curl;
	struct talk talk;
	char trouble[CURL_ERROR_SIZE];
};

struct reading {
	const struct buf *message;
	size_t at;
};

static size_t
on_read(char *to, size_t size, size_t n, void *reading)
{
	struct reading *r = reading;
	size_t left = r->message->len - r->at;

	n *= size;
	if (n > left)
		n = left;
	memcpy(to, r->message->data + r->at, n);
	r->at += n;
	return n;
}

static void
said_by_us(struct talk *t, const char *s, size_t n)
{
	t->over = t->over || (n >= 4 && memcmp(s, "QUIT", 4) == 0);
	if (t->over)
		return;
	snprintf(t->command, sizeof(t->command), "%.*s", (int)n, s);
	t->code = 0;
	t->whole = true;
}

/* A line of an answer; all its lines become one. */
static void
said_by_them(struct talk *t, const char *s, size_t n)
{
	size_t used = t->whole ? 0 : strlen(t->reply);

	if (t->over)
		return;
	t->whole = n < 4 || s[3] != '-';
	if (n >= 3)
		t->code = (s[0] - '0') * 100 + (s[1] - '0') * 10 + s[2] - '0';
	if (used > 0 && used < REPLY_MAX - 1)
		t->reply[used++] = ' ';
	for (; n > 0 && used < REPLY_MAX - 1; s++, n--)
		if (*s != '\r' && *s != '\n')
			t->reply[used++] = *s >= ' ' && *s <= '~' ? *s : '?';
	t->reply[used] = '\0';
}

/* Never keep what we say whole: after AUTH it is the password. */
static int
on_talk(CURL *curl, curl_infotype type, char *s, size_t n, void *talk)
{
	(void)curl;
	if (type == CURLINFO_HEADER_OUT)
		said_by_us(talk, s, n);
	else if (type == CURLINFO_HEADER_IN)
		said_by_them(talk, s, n);
	return 0;
}

/* A mail server on this machine often has a certificate for nobody. */
static bool
is_here(const char *url)
{
	static const char *const here[] = { "smtp://localhost", "smtp://127.",
		"smtp://[::1]" };
	size_t i;

	for (i = 0; i < sizeof(here) / sizeof(here[0]); i++)
		if (strncmp(url, here[i], strlen(here[i])) == 0)
			return true;
	return false;
}

static long
tls(const struct smtp_server *server)
{
	if (*server->user != '\0')
		return CURLUSESSL_ALL;
	return is_here(server->url) ? CURLUSESSL_NONE : CURLUSESSL_TRY;
}

static void
set_up(struct smtp *s, const struct smtp_server *server)
{
	CURL *c = s->curl;

	curl_easy_setopt(c, CURLOPT_URL, server->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_USE_SSL, tls(server));
	if (server->ca_file != NULL)
		curl_easy_setopt(c, CURLOPT_CAINFO, server->ca_file);
	if (*server->user != '\0') {
		curl_easy_setopt(c, CURLOPT_USERNAME, server->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, server->password);
	}
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, server->patience);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, 3 * server->patience);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, on_talk);
	curl_easy_setopt(c, CURLOPT_DEBUGDATA, &s->talk);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, s->trouble);
}

static bool
open_folder(struct smtp *s, const char *folder, char *why, size_t size)
{
	s->folder = folder;
	if (strlen(folder) > FOLDER_MAX) {
		snprintf(why, size, "the name of the mail folder is too long");
		return false;
	}
	if (mkdir(folder, 0700) == 0 || errno == EEXIST)
		return true;
	snprintf(why, size, "%s: %s", folder, strerror(errno));
	return false;
}

static bool
open_server(
    struct smtp *s, const struct smtp_server *server, char *why, size_t size)
{
	if (strncmp(server->url, "smtp://", 7) != 0 &&
	    strncmp(server->url, "smtps://", 8) != 0) {
		snprintf(why, size,
		    "mail goes to smtp://host:port, smtps://host:port or "
		    "file:FOLDER");
		return false;
	}
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0 ||
	    (s->curl = curl_easy_init()) == NULL)
		die("smtp: no memory");
	set_up(s, server);
	return true;
}

struct smtp *
smtp_open(const struct smtp_server *server, char *why, size_t size)
{
	struct smtp *s = calloc(1, sizeof(*s));
	bool ok;

	if (s == NULL)
		die("smtp: no memory");
	if (strncmp(server->url, "file:", 5) == 0)
		ok = open_folder(s, server->url + 5, why, size);
	else
		ok = open_server(s, server, why, size);
	if (ok)
		return s;
	free(s);
	return NULL;
}

void
smtp_close(struct smtp *s)
{
	if (s->curl != NULL) {
		curl_easy_cleanup(s->curl);
		curl_global_cleanup();
	}
	free(s);
}

static bool
write_all(int fd, const char *data, size_t n)
{
	ssize_t done;

	for (; n > 0; data += done, n -= (size_t)done)
		if ((done = write(fd, data, n)) == -1)
			return false;
	return fsync(fd) == 0;
}

static enum smtp_outcome
trouble(const char *path, char *reply, size_t size)
{
	snprintf(reply, size, "%s: %s", path, strerror(errno));
	return SMTP_LATER;
}

/* The file has its name only once it is whole. */
static enum smtp_outcome
send_to_folder(const struct smtp *s, const char *name,
    const struct buf *message, char *reply, size_t size)
{
	char path[FOLDER_MAX + 64], part[FOLDER_MAX + 64];
	int fd;

	snprintf(path, sizeof(path), "%s/%s.eml", s->folder, name);
	snprintf(part, sizeof(part), "%s/.%s.part", s->folder, name);
	fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1)
		return trouble(part, reply, size);
	if (!write_all(fd, message->data, message->len)) {
		trouble(part, reply, size);
		close(fd);
		unlink(part);
		return SMTP_LATER;
	}
	close(fd);
	if (rename(part, path) == -1)
		return trouble(path, reply, size);
	snprintf(reply, size, "written to %s", path);
	return SMTP_SENT;
}

/* What the server meant by its last word. */
static enum smtp_outcome
judge(const struct smtp *s, CURLcode result)
{
	const struct talk *t = &s->talk;

	if (result == CURLE_OK)
		return SMTP_SENT;
	if (t->code / 100 == 5 && (strcmp(t->command, "RCPT") == 0 ||
				      strcmp(t->command, "DATA") == 0))
		return SMTP_REFUSED;
	return SMTP_LATER;
}

static enum smtp_outcome
send_to_server(struct smtp *s, const char *from, const char *to,
    const struct buf *message, char *reply, size_t size)
{
	struct reading reading = { message, 0 };
	struct curl_slist *recipient = curl_slist_append(NULL, to);
	enum smtp_outcome outcome;
	CURLcode result;

	if (recipient == NULL)
		die("smtp: no memory");
	s->talk = (struct talk){ 0 };
	s->trouble[0] = '\0';
	curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, recipient);
	curl_easy_setopt(s->curl, CURLOPT_READDATA, &reading);
	curl_easy_setopt(
	    s->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)message->len);
	result = curl_easy_perform(s->curl);
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(recipient);
	outcome = judge(s, result);
	if (outcome == SMTP_SENT || s->talk.code >= 400)
		snprintf(reply, size, "%s", s->talk.reply);
	else
		snprintf(reply, size, "%s",
		    *s->trouble != '\0' ? s->trouble
					: curl_easy_strerror(result));
	return outcome;
}

enum smtp_outcome
smtp_send(struct smtp *s, const char *from, const char *to, const char *name,
    const struct buf *message, char *reply, size_t size)
{
	if (!message_is_address(from) || !message_is_address(to)) {
		snprintf(reply, size, "not an e-mail address");
		return SMTP_REFUSED;
	}
	if (s->folder != NULL)
		return send_to_folder(s, name, message, reply, size);
	return send_to_server(s, from, to, message, reply, size);
}

/* conf.c: the one table of settings, and the file they come from. */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "conf.h"
#include "log.h"
#include "text.h"
#include "utf8.h"

#define CONTRAST_MIN 4.5 /* WCAG 2.2, 1.4.3 */

enum type { TEXT, NUMBER, COLOUR, URL, ADDRESS, ADDRESSES, LEVEL };

static const char *const type_names[] = { "text", "number", "colour", "url",
	"address", "addresses", "level" };

#define AT(field) offsetof(struct conf, field)

/* clang-format off */
static const struct setting {
	const char *key;
	enum type type;
	size_t at;
	const char *preset, *help;
	long min, max;
} settings[] = {
	{ "base_url", URL, AT(base_url), "http://127.0.0.1:8080",
	    "Where people reach the site; http only on this machine." },
	{ "database", TEXT, AT(database), "dbname=lectern",
	    "A libpq connection string; keep a password in a passfile." },
	{ "run_dir", TEXT, AT(run_dir), "/run/lectern",
	    "The folder of web.sock and slow.sock." },
	{ "workers", NUMBER, AT(workers), "8",
	    "Processes that answer pages.", 1, 64 },
	{ "slow_workers", NUMBER, AT(slow_workers), "2",
	    "Processes for exports, imports and reports.", 1, 16 },
	{ "key_file", TEXT, AT(key_file), "/etc/lectern/keys",
	    "Ticket keys and the pepper; `lectern keys` makes it." },
	{ "hash_slots", NUMBER, AT(hash_slots), "2",
	    "Passwords checked at once on this machine.", 1, 64 },
	{ "hash_dir", TEXT, AT(hash_dir), "",
	    "The folder of the slots' lock files; empty: run_dir." },
	{ "mail", TEXT, AT(mail), "",
	    "smtp://host:port, smtps://host:port or file:FOLDER." },
	{ "mail_from", TEXT, AT(mail_from), "",
	    "The sender of every message." },
	{ "mail_reply_to", ADDRESS, AT(mail_reply_to), "",
	    "Where answers go." },
	{ "mail_user", TEXT, AT(mail_user), "",
	    "The account at the mail server." },
	{ "mail_password_file", TEXT, AT(mail_password_file), "",
	    "A file that holds its password." },
	{ "partnership", TEXT, AT(partnership),
	    "Local Safeguarding Children Partnership",
	    "The full name of the partnership." },
	{ "partnership_short", TEXT, AT(partnership_short), "LSCP",
	    "Its short name." },
	{ "accent", COLOUR, AT(accent), "#17565a",
	    "The colour of buttons and links, #rrggbb." },
	{ "logo", TEXT, AT(logo), "",
	    "An SVG file; empty: the name in words." },
	{ "referral_name", TEXT, AT(referral_name), "",
	    "Who takes referrals about a child." },
	{ "referral_phone", TEXT, AT(referral_phone), "",
	    "Their telephone number." },
	{ "lado_phone", TEXT, AT(lado_phone), "",
	    "The number for worries about a person who works with children." },
	{ "referral_out_of_hours", TEXT, AT(referral_out_of_hours), "",
	    "The number at night and at weekends." },
	{ "alert_mail", ADDRESSES, AT(alert_mail), "",
	    "Who is told when an evaluation asks for a call." },
	{ "contact_email", ADDRESS, AT(contact_email), "",
	    "Where people write with questions." },
	{ "contact_phone", TEXT, AT(contact_phone), "",
	    "The telephone number of the training team, for letters." },
	{ "contact_post", TEXT, AT(contact_post), "",
	    "Its postal address on one line, for letters." },
	{ "data_dir", TEXT, AT(data_dir), DATA_DIR,
	    "The folder of what the program came with: sql and demo." },
	{ "log_level", LEVEL, AT(log_level), "info",
	    "debug, info, warn or error." },
};
/* clang-format on */

#define NSETTINGS (sizeof(settings) / sizeof(settings[0]))

struct reader {
	struct conf conf; /* must be first: conf_free() */
	struct arena *arena;
	const char *file;
	int line, lines[NSETTINGS]; /* where each key was set; 0: nowhere */
	char *why;
	size_t size;
};

static bool refuse(struct reader *rd, const char *key, const char *fmt, ...)
    __attribute__((__format__(printf, 3, 4)));

static bool
refuse(struct reader *rd, const char *key, const char *fmt, ...)
{
	char where[32] = "";
	va_list ap;
	int n;

	if (rd->line > 0)
		snprintf(where, sizeof(where), "line %d: ", rd->line);
	n = snprintf(rd->why, rd->size, "%s: %s%s%s", rd->file, where, key,
	    *key != '\0' ? ": " : "");
	if (n < 0 || (size_t)n >= rd->size)
		return false;
	va_start(ap, fmt);
	vsnprintf(rd->why + n, rd->size - (size_t)n, fmt, ap);
	va_end(ap);
	return false;
}

static double
linear(unsigned long c)
{
	double v = (double)c / 255;

	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

double
conf_contrast(const char *colour)
{
	unsigned long rgb;

	if (strlen(colour) != 7 || colour[0] != '#' ||
	    strspn(colour + 1, "0123456789abcdefABCDEF") != 6)
		return 0;
	rgb = strtoul(colour + 1, NULL, 16);
	return 1.05 /
	       (0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 255) +
		   0.0722 * linear(rgb & 255) + 0.05);
}

static bool
is_loopback(const char *host)
{
	size_t n = strcspn(host, "/");
	const char *colon = strrchr(host, ':');

	if (*host != '[' && colon != NULL)
		n = (size_t)(colon - host);
	return strncmp(host, "[::1]", 5) == 0 ||
	       (n == 9 && strncmp(host, "localhost", n) == 0) ||
	       (strncmp(host, "127.", 4) == 0 &&
		   strspn(host, "0123456789.") == n);
}

/* Take an address of the form https://host or http://host on this machine. */
static bool
take_url(struct reader *rd, const struct setting *s, const char *value)
{
	struct conf *c = &rd->conf;
	size_t n = strlen(value);
	char *url;

	if (n > 0 && value[n - 1] == '/')
		n--;
	url = arena_dup(rd->arena, value, n);
	c->https = strncmp(url, "https://", 8) == 0;
	if (!c->https && strncmp(url, "http://", 7) != 0)
		return refuse(rd, s->key, "it must begin with https://");
	c->host = url + (c->https ? 8 : 7);
	if (*c->host == '\0' ||
	    strspn(c->host, "abcdefghijklmnopqrstuvwxyz0123456789-.:[]") !=
		strlen(c->host))
		return refuse(rd, s->key,
		    "a host in lower case and perhaps a port, nothing more");
	if (!c->https && !is_loopback(c->host))
		return refuse(rd, s->key,
		    "http is for this machine only; use https://%s", c->host);
	c->cookie = c->https ? "__Host-login" : "login";
	c->base_url = url;
	return true;
}

static bool
take_number(struct reader *rd, const struct setting *s, const char *value)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' || n < s->min ||
	    n > s->max)
		return refuse(rd, s->key, "a whole number from %ld to %ld",
		    s->min, s->max);
	*(long *)((char *)&rd->conf + s->at) = n;
	return true;
}

static bool
check_colour(struct reader *rd, const struct setting *s, const char *value)
{
	double contrast = conf_contrast(value);

	if (contrast == 0)
		return refuse(rd, s->key, "a colour is written #rrggbb");
	if (contrast < CONTRAST_MIN)
		return refuse(rd, s->key,
		    "%s is too light to read on white: contrast %.2f, at "
		    "least %.1f is needed; choose a darker one",
		    value, contrast, CONTRAST_MIN);
	return true;
}

static bool
check_addresses(struct reader *rd, const struct setting *s, const char *value)
{
	char *list = arena_dup(rd->arena, value, strlen(value)), *one;
	struct checked c;

	while ((one = strsep(&list, ",")) != NULL) {
		c = text_email(rd->arena, one, strlen(one));
		if (c.flaw != NULL)
			return refuse(rd, s->key, "%s", c.flaw);
	}
	return true;
}

static bool
take(struct reader *rd, const struct setting *s, const char *value)
{
	enum log_level unused;

	switch (s->type) {
	case URL:
		return take_url(rd, s, value);
	case NUMBER:
		return take_number(rd, s, value);
	case COLOUR:
		if (!check_colour(rd, s, value))
			return false;
		break;
	case ADDRESS:
	case ADDRESSES:
		if (s->type == ADDRESS && strchr(value, ',') != NULL)
			return refuse(rd, s->key, "one address only");
		if (!check_addresses(rd, s, value))
			return false;
		break;
	case LEVEL:
		if (!log_level_read(value, &unused))
			return refuse(rd, s->key, "debug, info, warn or error");
		break;
	case TEXT:
		break;
	}
	*(const char **)((char *)&rd->conf + s->at) =
	    arena_dup(rd->arena, value, strlen(value));
	return true;
}

/* Cut white space at both ends, in place. */
static char *
trim(char *s)
{
	size_t n;

	s += strspn(s, " \t");
	n = strlen(s);
	while (n > 0 && strchr(" \t\r\n", s[n - 1]) != NULL)
		n--;
	s[n] = '\0';
	return s;
}

static bool
read_line(struct reader *rd, char *line)
{
	char *key = trim(line), *value;
	size_t i;

	if (*key == '\0' || *key == '#')
		return true;
	if (!utf8_valid(key, strlen(key)))
		return refuse(rd, "", "this is not UTF-8");
	if ((value = strchr(key, '=')) == NULL)
		return refuse(rd, "", "a setting is written key = value");
	*value++ = '\0';
	key = trim(key);
	for (i = 0; i < NSETTINGS; i++)
		if (strcmp(key, settings[i].key) == 0)
			break;
	if (i == NSETTINGS)
		return refuse(rd, key, "there is no such setting");
	if (rd->lines[i] > 0)
		return refuse(rd, key, "already set on line %d", rd->lines[i]);
	rd->lines[i] = rd->line;
	return take(rd, &settings[i], trim(value));
}

static bool
read_file(struct reader *rd, FILE *f)
{
	char *line = NULL;
	size_t size = 0;
	bool ok = true;

	while (ok && getline(&line, &size, f) != -1) {
		rd->line++;
		ok = read_line(rd, line);
	}
	free(line);
	if (ok && ferror(f))
		ok = refuse(rd, "", "it cannot be read: %s", strerror(errno));
	rd->line = 0;
	return ok;
}

static bool
presets(struct reader *rd)
{
	size_t i;

	for (i = 0; i < NSETTINGS; i++)
		if (settings[i].type != ADDRESS &&
		    settings[i].type != ADDRESSES) {
			if (!take(rd, &settings[i], settings[i].preset))
				return false;
		} else
			*(const char **)((char *)&rd->conf + settings[i].at) =
			    settings[i].preset;
	return true;
}

const struct conf *
conf_read(const char *path, char *why, size_t size)
{
	struct arena *a = arena_new(4096);
	struct reader *rd = arena_alloc(a, sizeof(*rd));
	FILE *f = NULL;
	bool ok;

	*rd = (struct reader){ .arena = a, .why = why, .size = size };
	if (path == NULL)
		path = getenv("LECTERN_CONF");
	rd->file = path != NULL ? path : "settings";
	if (path == NULL)
		ok = refuse(rd, "", "name the file with -f or LECTERN_CONF");
	else if ((f = fopen(path, "re")) == NULL)
		ok = refuse(rd, "", "%s", strerror(errno));
	else
		ok = presets(rd) && read_file(rd, f);
	if (f != NULL)
		fclose(f);
	if (!ok) {
		arena_free(a);
		return NULL;
	}
	if (*rd->conf.hash_dir == '\0')
		rd->conf.hash_dir = rd->conf.run_dir;
	return &rd->conf;
}

void
conf_free(const struct conf *c)
{
	arena_free(((const struct reader *)c)->arena);
}

void
conf_print(const struct conf *c, FILE *f)
{
	const char *at;
	size_t i;

	for (i = 0; i < NSETTINGS; i++) {
		at = (const char *)c + settings[i].at;
		if (settings[i].type == NUMBER)
			fprintf(f, "%s = %ld\n", settings[i].key,
			    *(const long *)at);
		else
			fprintf(f, "%s = %s\n", settings[i].key,
			    *(const char *const *)at);
	}
}

void
conf_help(FILE *f)
{
	size_t i;

	for (i = 0; i < NSETTINGS; i++)
		fprintf(f, "%s\t%s\t%s\t%s\n", settings[i].key,
		    type_names[settings[i].type], settings[i].preset,
		    settings[i].help);
}

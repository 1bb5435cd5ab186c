/*
 * conf.h: the settings of a deployment.
 *
 * The file has lines "key = value" and remarks after '#' at the start of a
 * line.  conf.c holds the one table of keys, types, defaults and help; the
 * manual and `-c` follow from it.  Everything here is checked: a program
 * that holds a struct conf may use every field as it stands.
 */
#ifndef CONF_H
#define CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A text that is not set is "", never NULL. */
struct conf {
	const char *base_url; /* without a slash at the end */
	const char *database; /* a libpq connection string */
	const char *run_dir;  /* where web.sock and slow.sock stand */
	const char *key_file; /* see struct keys in secret.h */
	const char *hash_dir; /* lock files of the password slots */
	const char *mail;     /* smtp://… smtps://… file:DIR */
	const char *mail_from, *mail_reply_to;
	const char *mail_user, *mail_password_file;
	const char *partnership; /* its full name */
	const char *partnership_short;
	const char *accent; /* #rrggbb, at least 4.5:1 against white */
	const char *logo;   /* path of an SVG file */
	const char *referral_name, *referral_phone, *lado_phone;
	const char *referral_out_of_hours;
	const char *alert_mail; /* addresses with a comma between them */
	const char *contact_email, *contact_phone;
	const char *contact_post; /* on one line */
	const char *log_level;
	const char *data_dir; /* where sql/ and demo/ stand */
	long workers, slow_workers, hash_slots;

	/* Worked out from the above. */
	bool https;         /* base_url is https */
	const char *cookie; /* "__Host-login" or "login" */
	const char *host;   /* base_url's host and port */
};

/*
 * Read the settings; a path of NULL means LECTERN_CONF in the environment.
 * On trouble NULL, with one line for the operator in why, that names file,
 * line and key.
 */
const struct conf *conf_read(const char *path, char *why, size_t size);
void conf_free(const struct conf *);

/* Print the effective settings as a settings file. */
void conf_print(const struct conf *, FILE *);

/* Print the table for the manual: key TAB type TAB default TAB help. */
void conf_help(FILE *);

/*
 * The contrast of a colour "#rrggbb" against white, 1 to 21 (WCAG 2.2,
 * "contrast ratio"); 0 for what is not a colour.
 */
double conf_contrast(const char *colour);

#endif

/* session.h: who is asking, and whether the form they send is ours. */
#ifndef SESSION_H
#define SESSION_H

#include <stdbool.h>

struct request;

/* Learn who is behind the cookie or bearer token, if anybody. */
void sign_in(struct request *);

/* The same with this token, which was given out just now. */
void sign_in_as(struct request *, const char *token);

/* The token of "Authorization: Bearer TOKEN", or NULL. */
const char *bearer(struct request *);

/* The token of this login's forms, or "" when nobody is signed in. */
const char *form_token(struct request *);

/* Did our own page send it (Origin, else Referer)?  JSON with a bearer token
 * or without an Origin comes from no browser form. */
bool origin_ours(struct request *);

/* Does the form carry this login's token? */
bool token_right(struct request *);

#endif

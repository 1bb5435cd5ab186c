/* handlers.h: every handler, by the file that holds it. */
#ifndef HANDLERS_H
#define HANDLERS_H

struct request;

/* theme.c */
int theme_show(struct request *);
int logo_show(struct request *);

#endif

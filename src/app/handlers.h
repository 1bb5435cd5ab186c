/* handlers.h: every handler, by the file that holds it. */
#ifndef HANDLERS_H
#define HANDLERS_H

#include <stdint.h>

#include "rows.h"

struct request;

/* booking.c */
int booking_form(struct request *);
int booking_make(struct request *);
int bookings_show(struct request *);
int booking_show(struct request *);
int booking_cancel_form(struct request *);
int booking_cancel(struct request *);

/* Show what a booking form knows of the person, for a row of session_show. */
void booking_show_known(struct request *, struct rows session);

/* catalogue.c */
int home_show(struct request *);
int event_show(struct request *);
int session_show(struct request *);
int programme_calendar(struct request *);
int programme_json(struct request *);
int session_calendar(struct request *);

/* export.c */
int export_send(struct request *);

/* ticket.c */
int ticket_show(struct request *);
int ticket_svg(struct request *);
int ticket_png(struct request *);
int booking_calendar(struct request *);

/* The code to type for one's own confirmed booking, or NULL. */
const char *ticket_code(struct request *, int64_t number);

/* theme.c */
int theme_show(struct request *);
int logo_show(struct request *);

#endif

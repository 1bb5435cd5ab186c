/*
 * routes.c: the map of the program: what can be asked, by whom, with which
 * values, and who answers.  A form and its action share one path.  Where two
 * patterns fit, the one with more fixed letters wins.
 */
#include "handlers.h"
#include "health.h"
#include "request.h"
#include "routes.h"

#define TAKES(...)                                                             \
	(const struct param[])                                                 \
	{                                                                      \
		__VA_ARGS__ __VA_OPT__(, )                                     \
		{                                                              \
			0                                                      \
		}                                                              \
	}
#define GET(path, who, handler, ...)                                           \
	{                                                                      \
		"GET", path, who, handler, #handler, TAKES(__VA_ARGS__)        \
	}
#define POST(path, who, handler, ...)                                          \
	{                                                                      \
		"POST", path, who, handler, #handler, TAKES(__VA_ARGS__)       \
	}
#define OPTIONAL .optional = true

/* clang-format off */
const struct route routes[] = {
	/* for machines */
	GET("/healthz", ANYONE, health_show),
	GET("/readyz", ANYONE, ready_show),
	GET("/metrics", ANYONE, metrics_show),
	GET("/theme.css", ANYONE, theme_show),
	GET("/logo.svg", ANYONE, logo_show),

	/* the programme */
	GET("/", ANYONE, home_show,
	    { "q", LINE, 100, OPTIONAL },
	    { "kind", SET, OPTIONAL,
		.choices = "course|briefing|conference|forum|learning_event" },
	    { "level", SET, OPTIONAL, .choices = "L1|L2|L3|L4|All" },
	    { "delivery", SET, OPTIONAL,
		.choices = "in_person|virtual|hybrid" },
	    { "topic", LINE, 60, OPTIONAL },
	    { "from", DATE, OPTIONAL },
	    { "to", DATE, OPTIONAL },
	    { "free", FLAG, OPTIONAL },
	    { "page", NUMBER, 1000, 1, OPTIONAL }),
	GET("/programme.ics", ANYONE, programme_calendar),
	GET("/programme.json", ANYONE, programme_json),
	GET("/events/:code", ANYONE, event_show, { "code", REF }),
	GET("/sessions/:ref", ANYONE, session_show, { "ref", REF }),
	GET("/sessions/:ref.ics", ANYONE, session_calendar, { "ref", REF }),

	/* booking */
	GET("/sessions/:ref/book", PERSON, booking_form, { "ref", REF }),
	POST("/sessions/:ref/book", PERSON, booking_make,
	    { "ref", REF },
	    { "mode", CHOICE, OPTIONAL, .choices = "in_person|virtual" },
	    { "job_title", LINE, 200, OPTIONAL },
	    { "manager_name", LINE, 255, OPTIONAL },
	    { "manager_email", EMAIL, OPTIONAL },
	    { "access_needs", BLOCK, 1000, OPTIONAL },
	    { "dietary_needs", LINE, 200, OPTIONAL }),
	GET("/bookings", PERSON, bookings_show),
	GET("/bookings/:number", PERSON, booking_show, { "number", ID }),
	GET("/bookings/:number/cancel", PERSON, booking_cancel_form,
	    { "number", ID }),
	POST("/bookings/:number/cancel", PERSON, booking_cancel,
	    { "number", ID },
	    { "reason", LINE, 500, OPTIONAL }),
	GET("/bookings/:number/ticket", PERSON, ticket_show,
	    { "number", ID }),
	GET("/bookings/:number/ticket.svg", PERSON, ticket_svg,
	    { "number", ID }),
	GET("/bookings/:number/ticket.png", PERSON, ticket_png,
	    { "number", ID }),
	GET("/bookings/:number/calendar.ics", PERSON, booking_calendar,
	    { "number", ID }),

	/* exports */
	GET("/manage/exports/:file", COORDINATOR, export_send,
	    { "file", CHOICE,
		.choices = "attendance.csv|attendance.json|bookings.csv|"
			   "bookings.json|evaluations.csv|evaluations.json|"
			   "people.csv|people.json" },
	    { "from", DATE, OPTIONAL },
	    { "to", DATE, OPTIONAL },
	    { "event", REF, OPTIONAL },
	    { "session", REF, OPTIONAL },
	    { "agency", REF, OPTIONAL }),
	{ 0 }
};
/* clang-format on */

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
	    { "why", BLOCK, 500, OPTIONAL }),
	GET("/bookings/:number/ticket", PERSON, ticket_show,
	    { "number", ID }),
	GET("/bookings/:number/ticket.svg", PERSON, ticket_svg,
	    { "number", ID }),
	GET("/bookings/:number/ticket.png", PERSON, ticket_png,
	    { "number", ID }),
	GET("/bookings/:number/calendar.ics", PERSON, booking_calendar,
	    { "number", ID }),

	/* evaluation */
	GET("/bookings/:number/evaluation", PERSON, evaluation_show,
	    { "number", ID },
	    { "sent", FLAG, OPTIONAL }),
	POST("/bookings/:number/evaluation", PERSON, evaluation_send,
	    { "number", ID },
	    { "answers", FORM }),
	GET("/evaluations/:token", ANYONE, evaluation_show,
	    { "token", TOKEN },
	    { "sent", FLAG, OPTIONAL }),
	POST("/evaluations/:token", ANYONE, evaluation_send,
	    { "token", TOKEN },
	    { "answers", FORM }),
	GET("/door/:ref/results", TRAINER, results_trainer,
	    { "ref", REF }),
	GET("/manage/results", COORDINATOR, results_list,
	    { "page", NUMBER, 1000, 1, OPTIONAL }),
	GET("/manage/sessions/:ref/results", COORDINATOR, results_session,
	    { "ref", REF },
	    { "by", CHOICE, OPTIONAL, .choices = "sector|agency" }),
	GET("/manage/events/:code/results", COORDINATOR, results_event,
	    { "code", REF },
	    { "by", CHOICE, OPTIONAL, .choices = "sector|agency" }),

	/* the desk */
	GET("/manage", COORDINATOR, desk_show),
	GET("/manage/alerts/:alert", COORDINATOR, alert_show,
	    { "alert", ID }),
	POST("/manage/alerts/:alert", COORDINATOR, alert_settle,
	    { "alert", ID },
	    { "note", BLOCK, 1000, .label = "Say what was done about it" }),
	GET("/manage/people", COORDINATOR, people_show,
	    { "q", LINE, 200, OPTIONAL }),
	GET("/manage/people/:code", COORDINATOR, person_show,
	    { "code", REF }),
	POST("/manage/people/:code", COORDINATOR, person_place,
	    { "code", REF },
	    { "agency", REF, .label = "Choose the organisation" }),
	GET("/manage/sessions", COORDINATOR, dates_show,
	    { "when", CHOICE, OPTIONAL, .choices = "coming|past" },
	    { "page", NUMBER, 1000, 1, OPTIONAL }),
	GET("/manage/sessions/:ref", COORDINATOR, date_show,
	    { "ref", REF }),
	GET("/manage/bookings/:number", COORDINATOR, desk_booking_show,
	    { "number", ID },
	    { "resent", FLAG, OPTIONAL }),
	POST("/manage/bookings/:number", COORDINATOR, desk_booking_act,
	    { "number", ID },
	    { "act", CHOICE, .choices = "resend|cancel" },
	    { "why", LINE, 500, OPTIONAL }),
	GET("/manage/mail", COORDINATOR, mailbox_show,
	    { "which", CHOICE, OPTIONAL,
		.choices = "all|queued|sending|sent|refused|bounced|dropped" },
	    { "page", NUMBER, 100000, 1, OPTIONAL }),
	POST("/manage/mail", COORDINATOR, mailbox_act,
	    { "mail", ID },
	    { "act", CHOICE, .choices = "retry|discard" }),
	GET("/manage/audit", COORDINATOR, audit_show,
	    { "act", LINE, 60, OPTIONAL },
	    { "who", REF, OPTIONAL },
	    { "object", LINE, 200, OPTIONAL },
	    { "from", DATE, OPTIONAL },
	    { "to", DATE, OPTIONAL },
	    { "before", ID, OPTIONAL }),
	GET("/manage/texts", COORDINATOR, texts_show),
	GET("/manage/texts/:name", COORDINATOR, text_edit,
	    { "name", LINE, 40 },
	    { "version", NUMBER, OPTIONAL }),
	POST("/manage/texts/:name", COORDINATOR, text_change,
	    { "name", LINE, 40 },
	    { "version", NUMBER, .min = 1 },
	    { "title", LINE, 100, .label = "Enter a title" },
	    { "body", BLOCK, 40000, .label = "Enter the text" }),
	GET("/manage/exports", COORDINATOR, exports_show,
	    { "from", DATE, OPTIONAL },
	    { "to", DATE, OPTIONAL },
	    { "event", REF, OPTIONAL },
	    { "session", REF, OPTIONAL },
	    { "agency", REF, OPTIONAL }),

	/* statements */
	GET("/accessibility", ANYONE, statement_show),
	GET("/privacy", ANYONE, statement_show),
	GET("/cookies", ANYONE, statement_show),
	GET("/contact", ANYONE, statement_show),
	GET("/.well-known/security.txt", ANYONE, security_show),

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

	/* the door and the register */
	GET("/t/:ticket", ANYONE, ticket_bearer,
	    { "ticket", LINE, 200, OPTIONAL }),
	GET("/door", PERSON, door_list),
	GET("/door/:ref", DOOR, door_show, { "ref", REF },
	    { "ticket", LINE, 200, OPTIONAL }, { "q", LINE, 100, OPTIONAL },
	    { "said", UUID, OPTIONAL }),
	POST("/door/:ref", DOOR, door_sign, { "ref", REF },
	    { "ticket", LINE, 200, OPTIONAL }, { "booking", ID, OPTIONAL },
	    { "way", CHOICE, OPTIONAL, .choices = "in|out" }),
	GET("/door/:ref/unbooked", TRAINER, door_unbooked_form,
	    { "ref", REF }),
	POST("/door/:ref/unbooked", TRAINER, door_unbooked, { "ref", REF },
	    { "name", NAME, .label = "Enter their name" },
	    { "organisation", LINE, 200, OPTIONAL },
	    { "contact", LINE, 200, OPTIONAL }),
	GET("/door/:ref/undo", TRAINER, door_undo_form, { "ref", REF },
	    { "scan", UUID, OPTIONAL }),
	POST("/door/:ref/undo", TRAINER, door_undo, { "ref", REF },
	    { "scan", UUID }, { "reason", LINE, 200,
		.label = "Say why, for example: wrong person" }),
	GET("/door/:ref/register", TRAINER, register_show, { "ref", REF }),
	POST("/door/:ref/register", TRAINER, register_sign, { "ref", REF }),
	GET("/door/:ref/register/tick", TRAINER, register_tick_form,
	    { "ref", REF }, { "part", NUMBER, .min = 1, OPTIONAL }),
	POST("/door/:ref/register/tick", TRAINER, register_tick,
	    { "ref", REF }, { "part", NUMBER, .min = 1 },
	    { "there", SET, 20, OPTIONAL }, { "reason", LINE, 200, OPTIONAL }),
	GET("/door/:ref/register/:booking", TRAINER, register_mark_form,
	    { "ref", REF }, { "booking", ID },
	    { "part", NUMBER, .min = 1, OPTIONAL }),
	POST("/door/:ref/register/:booking", TRAINER, register_mark,
	    { "ref", REF }, { "booking", ID }, { "part", NUMBER, .min = 1 },
	    { "act", CHOICE, .choices = "came|left|absent",
		.label = "Choose what is right" },
	    { "time", TIME, OPTIONAL }, { "reason", LINE, 200, OPTIONAL }),
	POST("/api/v1/door/:ref/scans", DOOR, door_scans, { "ref", REF },
	    { "body", JSON }),
	GET("/api/v1/door/:ref/counts", DOOR, door_counts, { "ref", REF }),
	{ 0 }
};
/* clang-format on */

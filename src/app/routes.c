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

/* What a form was drawn from: its version, and its fields (see edit.c). */
#define EDIT_VERSION                                                           \
	{ "was", BLOCK, 200000, OPTIONAL },                                    \
	{                                                                      \
		"version", NUMBER, .min = 1, .label = "Load the page again"    \
	}
#define DAYS   "Enter how many days"
#define HOURS  "Enter how many hours"
#define MONTHS "Enter how many months"
#define PLACES "Enter how many places there are"
#define CLOCK  "Enter a time, for example 09:00"
/* One a round, ROUNDS_MAX of them; and what is wanted rather. */
#define WORKSHOPS                                                              \
	{ "workshop_1", REF, OPTIONAL }, { "workshop_2", REF, OPTIONAL },      \
	    { "workshop_3", REF, OPTIONAL }, { "workshop_4", REF, OPTIONAL },  \
	    { "workshop_5", REF, OPTIONAL }, { "workshop_6", REF, OPTIONAL },  \
	    { "rather_1", REF, OPTIONAL }, { "rather_2", REF, OPTIONAL },      \
	    { "rather_3", REF, OPTIONAL }, { "rather_4", REF, OPTIONAL },      \
	    { "rather_5", REF, OPTIONAL },                                     \
	{                                                                      \
		"rather_6", REF, OPTIONAL                                      \
	}

/* clang-format off */
#define SOME_PEOPLE                                                            \
	{ "ref", REF }, { "state", SET, OPTIONAL,                              \
	    .choices = "confirmed|waiting|requested|offered|attended|absent" },                \
	{ "booking", SET, 15, OPTIONAL }
#define SWAP                                                                   \
	{ "number", ID },                                                      \
	{ "name", NAME, .label = "Enter the colleague's name" },               \
	{ "email", EMAIL, OPTIONAL }, { "clash", FLAG, OPTIONAL },             \
	{ "manager_name", NAME, OPTIONAL },                                    \
	{ "manager_email", EMAIL, OPTIONAL }
#define TRANSFER                                                               \
	{ "number", ID }, { "to", REF, .label = "Choose a date" },             \
	{ "mode", CHOICE, OPTIONAL, .choices = "in_person|virtual" },          \
	{ "clash", FLAG, OPTIONAL }
#define MODE                                                                   \
	{ "number", ID }, { "mode", CHOICE, .choices = "in_person|virtual",    \
	    .label = "Choose the room or online" }
#define VENUE                                                                  \
	{ "name", LINE, 200, .label = "Enter the name" },                      \
	{ "town", LINE, 100, .label = "Enter the town" },                      \
	{ "address", LINE, 300, OPTIONAL },                                    \
	{ "postcode", LINE, 20, OPTIONAL },                                    \
	{ "phone", LINE, 40, OPTIONAL },                                       \
	{ "access", BLOCK, 2000, OPTIONAL },                                   \
	{ "parking", LINE, 300, OPTIONAL },                                    \
	{ "catering", LINE, 300, OPTIONAL }
#define TRAINER_DETAILS                                                        \
	{ "first_name", NAME, .label = "Enter the first name" },               \
	{ "last_name", NAME, OPTIONAL },                                       \
	{ "organisation", LINE, 200, OPTIONAL },                               \
	{ "email", EMAIL, OPTIONAL }, { "phone", PHONE, OPTIONAL },            \
	{ "commissioned", FLAG }
#define NEED(n)                                                                \
	{ "needs" n, REF, OPTIONAL },                                          \
	{ "needs" n "_months", NUMBER, 600, .min = 1, OPTIONAL },              \
	{ "needs" n "_equal", BLOCK, 2000, OPTIONAL }
#define EVENT                                                                  \
	{ "kind", CHOICE, .choices = "course|conference|learning_event|"       \
	    "forum|briefing" },                                                \
	{ "title", LINE, 200, .label = "Enter the title" },                    \
	{ "summary", BLOCK, 5000, .label = "Enter a summary" },                \
	{ "outcomes", BLOCK, 5000, OPTIONAL },                                 \
	{ "audience", BLOCK, 5000, OPTIONAL },                                 \
	{ "level", CHOICE, .choices = "L1|L2|L3|L4|All" },                     \
	{ "topics", BLOCK, 2000, OPTIONAL },                                   \
	{ "delivery", SET, .choices = "in_person|virtual|hybrid",              \
	    .label = "Choose at least one way" },                              \
	{ "duration", LINE, 60, .label = "Say how long it lasts" },            \
	{ "minutes", NUMBER, 20000, .min = 1,                                  \
	    .label = "Enter the taught time" },                                \
	{ "capacity", NUMBER, 5000, .min = 1, .label = PLACES },               \
	{ "online_places", NUMBER, 5000, .min = 1, OPTIONAL },                 \
	{ "min_numbers", NUMBER, 5000, OPTIONAL },                             \
	{ "max_per_agency", NUMBER, 5000, .min = 1, OPTIONAL },                \
	{ "approval_required", FLAG },                                         \
	NEED("1"), NEED("2"), NEED("3"), NEED("4"),                            \
	{ "certificate", FLAG }, { "certificate_for", BLOCK, 2000, OPTIONAL }, \
	{ "review", REF, OPTIONAL }, { "form", LINE, 60, OPTIONAL },           \
	{ "refresher_months", NUMBER, 600, .min = 1, OPTIONAL },               \
	{ "late_grace", NUMBER, 600, OPTIONAL },                               \
	{ "full_attendance", FLAG }, { "content_warning", FLAG },              \
	{ "school_focused", FLAG }, { "open_to_public", FLAG },                \
	{ "terms", LINE, 60, OPTIONAL },                                       \
	{ "full_fee", NUMBER, 10000, OPTIONAL }
#define PART(n)                                                                \
	{ "part" n "_name", LINE, 100, OPTIONAL },                             \
	{ "part" n "_date", DATE, OPTIONAL },                                  \
	{ "part" n "_starts", TIME, OPTIONAL },                                \
	{ "part" n "_ends", TIME, OPTIONAL },                                  \
	{ "part" n "_room", REF, OPTIONAL }
#define SESSION                                                                \
	{ "title", LINE, 200, .label = "Enter the title" },                    \
	{ "theme", LINE, 200, OPTIONAL },                                      \
	PART("1"), PART("2"), PART("3"), PART("4"), PART("5"), PART("6"),      \
	{ "delivery", CHOICE, .choices = "in_person|virtual|hybrid" },         \
	{ "room", REF, OPTIONAL }, { "join_url", LINE, 1000, OPTIONAL },       \
	{ "trainers", SET, 60, OPTIONAL },                                     \
	{ "stewards", BLOCK, 4000, OPTIONAL },                                 \
	{ "tell", CHOICE, OPTIONAL, .choices = "yes|no" },                     \
	{ "why", LINE, 300, OPTIONAL },                                        \
	{ "capacity", NUMBER, 5000, .min = 1, .label = PLACES },               \
	{ "online_places", NUMBER, 5000, .min = 1, OPTIONAL },                 \
	{ "min_numbers", NUMBER, 5000, OPTIONAL },                             \
	{ "max_per_agency", NUMBER, 5000, .min = 1, OPTIONAL },                \
	{ "waiting_limit", NUMBER, 5000, OPTIONAL },                           \
	{ "visible_from", DATE, OPTIONAL },                                    \
	{ "booking_opens", DATE, OPTIONAL },                                   \
	{ "booking_closes", DATE, OPTIONAL },                                  \
	{ "approval", CHOICE,                                                  \
	    .choices = "none|declare|manager|coordinator|both|"               \
		   "declare_coordinator" },                            \
	{ "only_sectors", SET, 60, OPTIONAL },                                 \
	{ "only_agencies", SET, 60, OPTIONAL }, { "by_invitation", FLAG },     \
	{ "terms", LINE, 60, OPTIONAL },                                       \
	{ "full_fee", NUMBER, 10000, OPTIONAL },                               \
	{ "cost_venue", NUMBER, 1000000, OPTIONAL },                           \
	{ "cost_trainer", NUMBER, 1000000, OPTIONAL },                         \
	{ "cost_other", NUMBER, 1000000, OPTIONAL },                           \
	{ "notes", BLOCK, 4000, OPTIONAL }, { "anyway", FLAG }
#define NEED_KIND                                                              \
	{ "label", LINE, 100, .label = "Say what it is" },                    \
	{ "words", BLOCK, 1000, OPTIONAL },                                    \
	{ "days", NUMBER, 60, .label = DAYS }
#define HOUR                                                                   \
	{ "title", LINE, 200, .label = "Enter what it is" },                   \
	{ "day", REF, .label = "Choose the day" },                             \
	{ "starts", TIME, .label = CLOCK }, { "ends", TIME, .label = CLOCK },  \
	{ "room", REF, OPTIONAL }, { "round", FLAG }
#define CHECK_ITEM                                                             \
	{ "words", LINE, 300, .label = "Enter what has to be done" },          \
	{ "delivery", CHOICE, OPTIONAL, .choices = "room|online" },            \
	{ "days", NUMBER, 250, OPTIONAL },                                     \
	{ "side", CHOICE, .choices = "before|after",                           \
	    .label = "Choose before or after" }
#define STREAM(n)                                                              \
	{ "stream" n "_code", LINE, 10, OPTIONAL },                            \
	{ "stream" n "_title", LINE, 200, OPTIONAL },                          \
	{ "stream" n "_colour", LINE, 40, OPTIONAL }
#define STREAMS                                                                \
	STREAM("1"), STREAM("2"), STREAM("3"), STREAM("4"), STREAM("5"),       \
	STREAM("6"), STREAM("7"), STREAM("8"), STREAM("9"), STREAM("10"),  \
	STREAM("11"), STREAM("12"), STREAM("13"), STREAM("14"),            \
	STREAM("15"), STREAM("16"), STREAM("17"), STREAM("18"),            \
	STREAM("19"), STREAM("20"), { "workshop_rules", BLOCK, 5000, OPTIONAL }
#define WORKSHOP                                                               \
	{ "title", LINE, 200, .label = "Enter the title" },                    \
	{ "slot", REF, .label = "Choose the round. Add one to the day first "  \
	    "if there is none" },                                              \
	{ "stream", REF, OPTIONAL }, { "room", REF, OPTIONAL },                \
	{ "capacity", NUMBER, 5000, .min = 1, .label = PLACES },               \
	{ "waiting", FLAG }, { "repeat_of", REF, OPTIONAL },                   \
	{ "leads", SET, 60, OPTIONAL }, { "anyway", FLAG }
#define TOUCHING                                                               \
	EDIT_VERSION, { "tell", CHOICE, OPTIONAL, .choices = "yes|no" },       \
	{ "why", LINE, 300, OPTIONAL }, { "remove", FLAG }
#define ROOM                                                                   \
	{ "name", LINE, 200, .label = "Enter the name" },                      \
	{ "capacity", NUMBER, 5000, .min = 1,                                  \
	    .label = "Enter how many people fit" },                            \
	{ "layouts", BLOCK, 1000, OPTIONAL }

const struct route routes[] = {
	/* for machines */
	GET("/healthz", ANYONE, health_show),
	GET("/readyz", ANYONE, ready_show),
	GET("/metrics", ANYONE, metrics_show),
	GET("/theme.css", ANYONE, theme_show),
	GET("/logo.svg", ANYONE, logo_show),

	/* the programme */
	GET("/", ANYONE, home_show, { "q", LINE, 100, OPTIONAL },
	    { "kind", SET, OPTIONAL,
		.choices = "course|briefing|conference|forum|learning_event" },
	    { "level", SET, OPTIONAL, .choices = "L1|L2|L3|L4|All" },
	    { "delivery", SET, OPTIONAL,
		.choices = "in_person|virtual|hybrid" },
	    { "topic", LINE, 60, OPTIONAL }, { "from", DATE, OPTIONAL },
	    { "to", DATE, OPTIONAL }, { "free", FLAG, OPTIONAL },
	    { "page", NUMBER, 1000, 1, OPTIONAL }),
	GET("/programme.ics", ANYONE, programme_calendar),
	GET("/programme.json", ANYONE, programme_json),
	GET("/events/:code", ANYONE, event_show, { "code", REF }),
	GET("/sessions/:ref", ANYONE, session_show, { "ref", REF }),
	GET("/sessions/:ref.ics", ANYONE, session_calendar, { "ref", REF }),

	/* booking */
	GET("/sessions/:ref/book", PERSON, booking_form, { "ref", REF }),
	POST("/sessions/:ref/book", PERSON, booking_make, { "ref", REF },
	    { "mode", CHOICE, OPTIONAL, .choices = "in_person|virtual" },
	    { "job_title", LINE, 200, OPTIONAL },
	    { "manager_name", LINE, 255, OPTIONAL },
	    { "manager_email", EMAIL, OPTIONAL },
	    { "access_needs", BLOCK, 2000, OPTIONAL },
	    { "dietary_needs", BLOCK, 2000, OPTIONAL },
	    { "equivalent", BLOCK, 1000, OPTIONAL }, { "clash", FLAG, OPTIONAL },
	    { "second_date", FLAG, OPTIONAL }, WORKSHOPS),
	GET("/sessions/:ref/guest", ANYONE, guest_form, { "ref", REF }),
	POST("/sessions/:ref/guest", ANYONE, guest_book, { "ref", REF },
	    { "name", NAME, .label = "Enter your name" },
	    { "contact", LINE, 254,
		.label = "Enter an email address or a telephone number" },
	    { "mode", CHOICE, OPTIONAL, .choices = "in_person|virtual" },
	    { "access_needs", BLOCK, 2000, OPTIONAL },
	    { "dietary_needs", BLOCK, 2000, OPTIONAL }),
	GET("/guests/:token", ANYONE, guest_show, { "token", TOKEN }),
	POST("/guests/:token", ANYONE, guest_act, { "token", TOKEN },
	    { "answer", CHOICE, .choices = "cancel|take|leave|needs" },
	    { "access_needs", BLOCK, 2000, OPTIONAL },
	    { "dietary_needs", BLOCK, 2000, OPTIONAL }),
	GET("/bookings", PERSON, bookings_show),
	GET("/bookings/:number", PERSON, booking_show, { "number", ID }),
	GET("/bookings/:number/cancel", PERSON, booking_cancel_form,
	    { "number", ID }),
	POST("/bookings/:number/cancel", PERSON, booking_cancel,
	    { "number", ID },
	    { "reason", CHOICE, OPTIONAL,
		.choices = "sickness|bereavement|care|court|incident|"
			   "weather|work|left|other" },
	    { "why", BLOCK, 500, OPTIONAL }),
	GET("/bookings/:number/swap", PERSON, swap_form, { "number", ID }),
	POST("/bookings/:number/swap", PERSON, swap_make, SWAP),
	GET("/bookings/:number/transfer", PERSON, transfer_form,
	    { "number", ID }),
	POST("/bookings/:number/transfer", PERSON, transfer_make, TRANSFER),
	GET("/bookings/:number/workshops", PERSON, workshops_form,
	    { "number", ID }),
	POST("/bookings/:number/workshops", PERSON, workshops_save,
	    { "number", ID }, WORKSHOPS),
	GET("/bookings/:number/needs", PERSON, needs_mine_form,
	    { "number", ID }),
	POST("/bookings/:number/needs", PERSON, needs_mine, { "number", ID },
	    { "access_needs", BLOCK, 2000, OPTIONAL },
	    { "dietary_needs", BLOCK, 2000, OPTIONAL }),
	GET("/bookings/:number/mode", PERSON, mode_form, { "number", ID }),
	POST("/bookings/:number/mode", PERSON, mode_save, MODE),
	GET("/bookings/:number/moved", PERSON, moved_form, { "number", ID }),
	POST("/bookings/:number/moved", PERSON, moved_answer, { "number", ID },
	    { "comes", CHOICE, .choices = "yes|no" }),
	GET("/moved/:token", ANYONE, moved_link_form, { "token", TOKEN }),
	POST("/moved/:token", ANYONE, moved_link_answer, { "token", TOKEN },
	    { "comes", CHOICE, .choices = "yes|no" }),
	GET("/bookings/:number/offer", PERSON, offer_show, { "number", ID }),
	POST("/bookings/:number/offer", PERSON, offer_answer, { "number", ID },
	    { "answer", CHOICE, .choices = "take|leave|keep" }),
	GET("/offers/:token", ANYONE, offer_show, { "token", TOKEN }),
	POST("/offers/:token", ANYONE, offer_answer, { "token", TOKEN },
	    { "answer", CHOICE, .choices = "take|leave|keep" }),
	GET("/leave/:token", ANYONE, line_leave_form, { "token", TOKEN }),
	POST("/leave/:token", ANYONE, line_leave, { "token", TOKEN }),
	GET("/events/:code/wish", PERSON, wish_form, { "code", REF }),
	POST("/events/:code/wish", PERSON, wish_make, { "code", REF }),
	POST("/wishes/:number/leave", PERSON, wish_leave, { "number", ID }),
	GET("/bookings/:number/ticket", PERSON, ticket_show, { "number", ID }),
	GET("/bookings/:number/ticket.svg", PERSON, ticket_svg,
	    { "number", ID }),
	GET("/bookings/:number/ticket.png", PERSON, ticket_png,
	    { "number", ID }),
	GET("/bookings/:number/calendar.ics", PERSON, booking_calendar,
	    { "number", ID }),

	/* agreements */
	GET("/approvals/:token", ANYONE, agreement_show, { "token", TOKEN }),
	POST("/approvals/:token", ANYONE, agreement_act, { "token", TOKEN },
	    { "approval", ID },
	    { "act", CHOICE, .choices = "agree|decline|pass_on|not_mine" },
	    { "note", BLOCK, 500, OPTIONAL }, { "name", NAME, OPTIONAL },
	    { "email", EMAIL, OPTIONAL }),
	GET("/bookings/:number/manager", PERSON, booking_manager_form,
	    { "number", ID }),
	POST("/bookings/:number/manager", PERSON, booking_manager,
	    { "number", ID }, { "manager_name", NAME, OPTIONAL },
	    { "manager_email", EMAIL,
		.label = "Enter their work email address" }),
	GET("/manage/agreements", COORDINATOR, agreements_show,
	    { "session", REF, OPTIONAL },
	    { "done", NUMBER, 1000, 1, OPTIONAL }),
	POST("/manage/agreements", COORDINATOR, agreements_act,
	    { "booking", SET, 20, OPTIONAL }, { "approval", ID, OPTIONAL },
	    { "act", CHOICE, .choices = "agree|decline" },
	    { "note", BLOCK, 500, OPTIONAL }, { "session", REF, OPTIONAL }),
	/* training contacts */
	GET("/agency", BOOKER, agency_show, { "agency", REF, OPTIONAL },
	    { "show", CHOICE, OPTIONAL, .choices = "bookings|staff|unbooked" },
	    { "q", LINE, 100, OPTIONAL },
	    { "page", NUMBER, 1000, 1, OPTIONAL }),
	GET("/agency/sessions/:ref", BOOKER, group_form,
	    { "ref", REF }, { "agency", REF, OPTIONAL }),
	POST("/agency/sessions/:ref", BOOKER, group_send,
	    { "ref", REF }, { "agency", REF, OPTIONAL },
	    { "act", CHOICE, .choices = "check|book" },
	    { "staff", SET, 64, OPTIONAL },
	    { "people", BLOCK, 60000, OPTIONAL },
	    { "mode", CHOICE, OPTIONAL, .choices = "in_person|virtual" },
	    { "manager_name", NAME, OPTIONAL },
	    { "manager_email", EMAIL, OPTIONAL }),
	GET("/agency/requests/:number", BOOKER, group_show, { "number", ID }),
	GET("/agency/bookings/:number", BOOKER, agency_booking,
	    { "number", ID }),
	POST("/agency/bookings/:number", BOOKER, agency_cancel,
	    { "number", ID },
	    { "why", BLOCK, 500, .label = "Say why they cannot come" }),
	GET("/agency/bookings/:number/ticket", BOOKER, agency_ticket,
	    { "number", ID }),

	/* evaluation */
	GET("/bookings/:number/evaluation", PERSON, evaluation_show,
	    { "number", ID }, { "sent", FLAG, OPTIONAL }),
	POST("/bookings/:number/evaluation", PERSON, evaluation_send,
	    { "number", ID }, { "answers", FORM }),
	GET("/evaluations/:token", ANYONE, evaluation_show, { "token", TOKEN },
	    { "sent", FLAG, OPTIONAL }),
	POST("/evaluations/:token", ANYONE, evaluation_send, { "token", TOKEN },
	    { "answers", FORM }),
	GET("/sessions/:ref/evaluation", PERSON, evaluation_here,
	    { "ref", REF }),
	GET("/door/:ref/slide", DOOR, slide_show, { "ref", REF }),
	GET("/door/:ref/slide.svg", DOOR, slide_svg, { "ref", REF }),
	GET("/door/:ref/results", TRAINER, results_trainer, { "ref", REF }),
	GET("/manage/results", COORDINATOR, results_list,
	    { "page", NUMBER, 1000, 1, OPTIONAL }),
	GET("/manage/sessions/:ref/results", COORDINATOR, results_session,
	    { "ref", REF },
	    { "by", CHOICE, OPTIONAL, .choices = "sector|agency" }),
	GET("/manage/events/:code/results", COORDINATOR, results_event,
	    { "code", REF },
	    { "by", CHOICE, OPTIONAL, .choices = "sector|agency" }),

	GET("/manage/answers/:response/:question", COORDINATOR, answer_show,
	    { "response", ID }, { "question", LINE, 64 }),
	POST("/manage/answers/:response/:question", COORDINATOR, answer_redact,
	    { "response", ID }, { "question", LINE, 64 },
	    { "words", BLOCK, 4000, OPTIONAL },
	    { "why", LINE, 500, .label = "Say why, without what you took out" }),

	/* the desk */
	GET("/manage", COORDINATOR, desk_show),
	GET("/manage/alerts/:alert", COORDINATOR, alert_show, { "alert", ID }),
	POST("/manage/alerts/:alert", COORDINATOR, alert_settle,
	    { "alert", ID },
	    { "note", BLOCK, 1000, .label = "Say what was done about it" }),
	GET("/manage/people", COORDINATOR, people_show,
	    { "q", LINE, 200, OPTIONAL }),
	GET("/manage/people/:code", COORDINATOR, person_show,
	    { "code", LINE, 100 }),
	POST("/manage/people/:code", COORDINATOR, person_place,
	    { "code", LINE, 100 },
	    { "agency", REF, .label = "Choose the organisation" }),
	GET("/manage/settings/:setting", COORDINATOR, setting_show,
	    { "setting", ID }),
	POST("/manage/settings/:setting", COORDINATOR, setting_settle,
	    { "setting", ID },
	    { "name", LINE, 200, .label = "Enter the name" }),
	GET("/manage/sessions", COORDINATOR, dates_show,
	    { "when", CHOICE, OPTIONAL, .choices = "coming|past" },
	    { "page", NUMBER, 1000, 1, OPTIONAL }),
	GET("/manage/sessions/:ref/today", COORDINATOR, today_form,
	    { "ref", REF }, { "starts", SET, 20, OPTIONAL },
	    { "ends", SET, 20, OPTIONAL }),
	POST("/manage/sessions/:ref/today", COORDINATOR, today_act,
	    { "ref", REF },
	    { "do", CHOICE, .choices = "cancel|trainer|venue|online|move" },
	    { "fold", LINE, 130, OPTIONAL },
	    { "reason", CHOICE, OPTIONAL,
		.choices = "ill|weather|venue|numbers" },
	    { "words", LINE, 300, OPTIONAL },
	    { "replacement", REF, OPTIONAL }, { "old", LINE, 64, OPTIONAL },
	    { "new", LINE, 64, OPTIONAL }, { "place", LINE, 130, OPTIONAL },
	    { "url", LINE, 2000, OPTIONAL }, { "starts", SET, 20, OPTIONAL },
	    { "ends", SET, 20, OPTIONAL }),
	GET("/manage/sessions/:ref/calls", COORDINATOR, calls_show,
	    { "ref", REF }),
	GET("/manage/today", COORDINATOR, day_show, { "date", DATE, OPTIONAL },
	    { "done", LINE, 4, OPTIONAL }),
	POST("/manage/today", COORDINATOR, day_act,
	    { "date", DATE }, { "venue", LINE, 64 },
	    { "do", CHOICE, .choices = "cancel|trainer|venue|online" },
	    { "fold", LINE, 130, OPTIONAL },
	    { "reason", CHOICE, OPTIONAL, .choices = "ill|weather|venue" },
	    { "words", LINE, 300, OPTIONAL }, { "old", LINE, 64, OPTIONAL },
	    { "new", LINE, 64, OPTIONAL }, { "place", LINE, 64, OPTIONAL },
	    { "url", LINE, 2000, OPTIONAL }),
	GET("/manage/today/calls", COORDINATOR, day_calls_show,
	    { "date", DATE, OPTIONAL }, { "venue", LINE, 64, OPTIONAL }),
	GET("/manage/sessions/:ref/queue", COORDINATOR, line_show,
	    { "ref", REF }),
	POST("/manage/sessions/:ref/queue", COORDINATOR, line_act,
	    { "ref", REF },
	    { "act", CHOICE, .choices = "move|let_in|capacity" },
	    { "version", NUMBER, .min = 1, .label = "Load the page again" },
	    { "booking", ID, OPTIONAL },
	    { "place", NUMBER, 1000, 1, OPTIONAL },
	    { "why", LINE, 500, OPTIONAL },
	    { "pool", ID, OPTIONAL },
	    { "capacity", NUMBER, 10000, 0, OPTIONAL }),
	GET("/manage/sessions/:ref", COORDINATOR, date_show,
	    { "ref", REF }),
	GET("/manage/sessions/:ref/invited", COORDINATOR, invited_form,
	    { "ref", REF }),
	POST("/manage/sessions/:ref/invited", COORDINATOR, invited_save,
	    { "ref", REF }, EDIT_VERSION, { "by_invitation", FLAG, OPTIONAL },
	    { "addresses", BLOCK, 60000, OPTIONAL }),
	GET("/manage/sessions/:ref/notes", COORDINATOR, date_show, { "ref", REF }),
	POST("/manage/sessions/:ref/notes", COORDINATOR, note_add,
	    { "ref", REF },
	    { "note", BLOCK, 2000, .label = "Write what they should know" }),
	GET("/manage/sessions/:ref/checklist", COORDINATOR, date_show, { "ref", REF }),
	POST("/manage/sessions/:ref/checklist", COORDINATOR, checklist_act,
	    { "ref", REF }, { "item", ID, OPTIONAL },
	    { "done", FLAG, OPTIONAL }, { "todo", LINE, 200, OPTIONAL }),
	GET("/manage/sessions/:ref/message", COORDINATOR, people_message_form, SOME_PEOPLE),
	POST("/manage/sessions/:ref/message", COORDINATOR, people_message,
	    SOME_PEOPLE,
	    { "subject", LINE, 200, .label = "Enter a subject" },
	    { "body", BLOCK, 10000, .label = "Enter the text" },
	    { "count", NUMBER, 100000, 0, OPTIONAL },
	    { "act", CHOICE, .choices = "preview|send" }),
	GET("/manage/sessions/:ref/move", COORDINATOR, people_move_form, SOME_PEOPLE),
	POST("/manage/sessions/:ref/move", COORDINATOR, people_move,
	    SOME_PEOPLE,
	    { "to", REF, .label = "Choose the date" },
	    { "why", LINE, 500,
		.label = "Say why, so that others can follow" }),
	GET("/manage/sessions/:ref/end", COORDINATOR, people_end_form, SOME_PEOPLE),
	POST("/manage/sessions/:ref/end", COORDINATOR, people_end,
	    SOME_PEOPLE,
	    { "why", LINE, 500,
		.label = "Say why, so that others can follow" },
	    { "charge_late", FLAG, OPTIONAL }),
	GET("/manage/bookings/:number", COORDINATOR, desk_booking_show,
	    { "number", ID }, { "resent", FLAG, OPTIONAL }),
	POST("/manage/bookings/:number", COORDINATOR, desk_booking_act,
	    { "number", ID }, { "act", CHOICE, .choices = "resend|cancel|take|leave" },
	    { "why", LINE, 500, OPTIONAL }, { "charge_late", FLAG, OPTIONAL }),
	GET("/manage/bookings/:number/swap", COORDINATOR, swap_form,
	    { "number", ID }),
	POST("/manage/bookings/:number/swap", COORDINATOR, swap_make, SWAP),
	GET("/manage/bookings/:number/transfer", COORDINATOR, transfer_form,
	    { "number", ID }),
	POST("/manage/bookings/:number/transfer", COORDINATOR, transfer_make,
	    TRANSFER),
	GET("/manage/bookings/:number/workshops", COORDINATOR, workshops_form,
	    { "number", ID }),
	POST("/manage/bookings/:number/workshops", COORDINATOR, workshops_save,
	    { "number", ID }, WORKSHOPS),
	GET("/manage/bookings/:number/mode", COORDINATOR, mode_form,
	    { "number", ID }),
	POST("/manage/bookings/:number/mode", COORDINATOR, mode_save, MODE),
	GET("/manage/mail", COORDINATOR, mailbox_show,
	    { "which", CHOICE, OPTIONAL,
		.choices = "all|queued|sending|sent|refused|bounced|dropped" },
	    { "page", NUMBER, 100000, 1, OPTIONAL }),
	POST("/manage/mail", COORDINATOR, mailbox_act, { "mail", ID },
	    { "person", REF, OPTIONAL },
	    { "act", CHOICE, .choices = "retry|discard" }),
	GET("/manage/people/new", COORDINATOR, person_new_form),
	POST("/manage/people/new", COORDINATOR, person_new,
	    { "first_name", NAME, .label = "Enter the first name" },
	    { "agency", REF, .label = "Choose the organisation" },
	    { "last_name", NAME, OPTIONAL }, { "setting", LINE, 200, OPTIONAL },
	    { "job_title", LINE, 200, OPTIONAL }, { "email", EMAIL, OPTIONAL },
	    { "phone", PHONE, OPTIONAL }, { "post", BLOCK, 500, OPTIONAL }),
	GET("/manage/sessions/:ref/add", COORDINATOR, add_form,
	    { "ref", REF }, { "q", LINE, 200, OPTIONAL }),
	POST("/manage/sessions/:ref/add", COORDINATOR, add_make,
	    { "ref", REF }, { "q", LINE, 200, OPTIONAL },
	    { "person", LINE, 100, OPTIONAL },
	    { "mode", CHOICE, OPTIONAL, .choices = "in_person|virtual" },
	    { "reason", LINE, 300, .label = "Say why" },
	    { "first_name", NAME, OPTIONAL }, { "agency", REF, OPTIONAL },
	    { "last_name", NAME, OPTIONAL }, { "setting", LINE, 200, OPTIONAL },
	    { "job_title", LINE, 200, OPTIONAL }, { "email", EMAIL, OPTIONAL },
	    { "phone", PHONE, OPTIONAL }, { "post", BLOCK, 500, OPTIONAL }),
	GET("/manage/sessions/:ref/needs", COORDINATOR, needs_show,
	    { "ref", REF }),
	POST("/manage/sessions/:ref/needs", COORDINATOR, needs_set,
	    { "ref", REF }, { "booking", ID },
	    { "kind", CHOICE, .choices = "access|diet" },
	    { "state", CHOICE, .choices = "new|arranged|met|not_met" },
	    { "note", LINE, 300, OPTIONAL }),
	GET("/manage/sessions/:ref/needs/several", COORDINATOR, needs_show,
	    { "ref", REF }),
	POST("/manage/sessions/:ref/needs/several", COORDINATOR, needs_several,
	    { "ref", REF }, { "ticked", SET, 30, OPTIONAL },
	    { "stands", CHOICE, OPTIONAL, .choices = "new|arranged|met|not_met" },
	    { "remark", LINE, 300, OPTIONAL }),
	GET("/manage/sessions/:ref/needs/caterer", COORDINATOR, needs_catering,
	    { "ref", REF }),
	GET("/manage/needs", COORDINATOR, need_kinds_show),
	GET("/manage/needs/new", COORDINATOR, need_kind_new_form),
	POST("/manage/needs/new", COORDINATOR, need_kind_make, NEED_KIND),
	GET("/manage/needs/:need", COORDINATOR, need_kind_form,
	    { "need", LINE, 60 }),
	POST("/manage/needs/:need", COORDINATOR, need_kind_change,
	    { "need", LINE, 60 }, EDIT_VERSION, NEED_KIND),
	GET("/manage/bookings/:number/ticket", COORDINATOR, desk_ticket,
	    { "number", ID }),
	GET("/manage/post", COORDINATOR, post_show,
	    { "posted", NUMBER, 1000, OPTIONAL }),
	POST("/manage/post", COORDINATOR, post_settle,
	    { "act", CHOICE, .choices = "post|drop" },
	    { "mails", SET, 20, OPTIONAL }, { "mail", ID, OPTIONAL }),
	GET("/manage/post/letters", COORDINATOR, post_print,
	    { "mail", SET, 20, OPTIONAL }),
	GET("/manage/audit", COORDINATOR, audit_show,
	    { "act", LINE, 60, OPTIONAL }, { "who", REF, OPTIONAL },
	    { "object", LINE, 200, OPTIONAL }, { "from", DATE, OPTIONAL },
	    { "to", DATE, OPTIONAL }, { "before", ID, OPTIONAL }),
	GET("/manage/messages", COORDINATOR, messages_show),
	GET("/manage/messages/:kind", COORDINATOR, message_edit,
	    { "kind", LINE, 40 }, { "version", NUMBER, .min = 0, OPTIONAL }),
	POST("/manage/messages/:kind", COORDINATOR, message_change,
	    { "kind", LINE, 40 }, { "version", NUMBER, .min = 0 },
	    { "act", CHOICE, .choices = "save|preview|ours" },
	    { "subject", LINE, 400, OPTIONAL },
	    { "body", BLOCK, 10000, OPTIONAL }),
	GET("/manage/texts", COORDINATOR, texts_show),
	GET("/manage/texts/:name", COORDINATOR, text_edit, { "name", LINE, 40 },
	    { "version", NUMBER, OPTIONAL }),
	POST("/manage/texts/:name", COORDINATOR, text_change,
	    { "name", LINE, 40 }, { "version", NUMBER, .min = 1 },
	    { "title", LINE, 100, .label = "Enter a title" },
	    { "body", BLOCK, 40000, .label = "Enter the text" }),
	/* what the programme is made of */
	GET("/manage/programme", COORDINATOR, programme_show,
	    { "find", LINE, 100, OPTIONAL },
	    { "state", CHOICE, OPTIONAL, .choices = "draft|open|held|cancelled" },
	    { "event", REF, OPTIONAL }, { "from", DATE, OPTIONAL },
	    { "to", DATE, OPTIONAL }, { "page", NUMBER, 1000, 1, OPTIONAL },
	    { "copied", NUMBER, 100, OPTIONAL },
	    { "left", NUMBER, 100, OPTIONAL }),
	GET("/manage/programme/publish", COORDINATOR, publish_form,
	    { "from", DATE, OPTIONAL }, { "to", DATE, OPTIONAL }),
	POST("/manage/programme/publish", COORDINATOR, publish_dates,
	    { "from", DATE, OPTIONAL }, { "to", DATE, OPTIONAL },
	    { "refs", SET, 64, OPTIONAL }, { "day", DATE, OPTIONAL },
	    { "hour", TIME, OPTIONAL }),
	GET("/manage/programme/copy", COORDINATOR, copy_form,
	    { "from", DATE, OPTIONAL }, { "to", DATE, OPTIONAL },
	    { "weeks", NUMBER, 520, 1, OPTIONAL }),
	POST("/manage/programme/copy", COORDINATOR, copy_dates,
	    { "from", DATE, OPTIONAL }, { "to", DATE, OPTIONAL },
	    { "weeks", NUMBER, 520, 1 }, { "refs", SET, 64, OPTIONAL }),
	GET("/manage/events", COORDINATOR, events_show),
	GET("/manage/events/new", COORDINATOR, event_new_form),
	POST("/manage/events/new", COORDINATOR, event_make,
	    { "code", REF, .label = "Enter a code, for example NEG-201" },
	    EVENT),
	GET("/manage/events/:code/edit", COORDINATOR, event_form,
	    { "code", REF }),
	POST("/manage/events/:code/edit", COORDINATOR, event_change,
	    { "code", REF }, EDIT_VERSION, EVENT),
	GET("/manage/events/:code/sessions/new", COORDINATOR, date_new_form,
	    { "code", REF }),
	POST("/manage/events/:code/sessions/new", COORDINATOR, date_make,
	    { "code", REF }, SESSION),
	GET("/manage/sessions/:ref/edit", COORDINATOR, date_form,
	    { "ref", REF }),
	POST("/manage/sessions/:ref/edit", COORDINATOR, date_change,
	    { "ref", REF }, EDIT_VERSION, SESSION),
	GET("/manage/sessions/:ref/kept", COORDINATOR, kept_form,
	    { "ref", REF }),
	POST("/manage/sessions/:ref/kept", COORDINATOR, kept_keep,
	    { "ref", REF }, { "group", LINE, 100, OPTIONAL },
	    { "places", NUMBER, 5000, .label = PLACES },
	    { "release", DATE, OPTIONAL }),
	GET("/manage/sessions/:ref/kept/:reserve", COORDINATOR, kept_edit_form,
	    { "ref", REF }, { "reserve", ID }),
	POST("/manage/sessions/:ref/kept/:reserve", COORDINATOR, kept_change,
	    { "ref", REF }, { "reserve", ID }, EDIT_VERSION,
	    { "places", NUMBER, 5000, OPTIONAL }, { "release", DATE, OPTIONAL },
	    { "remove", FLAG }),
	GET("/manage/sessions/:ref/plan", COORDINATOR, plan_show,
	    { "ref", REF }),
	GET("/manage/sessions/:ref/plan/new", COORDINATOR, hour_new_form,
	    { "ref", REF }),
	POST("/manage/sessions/:ref/plan/new", COORDINATOR, hour_make,
	    { "ref", REF }, HOUR),
	GET("/manage/sessions/:ref/plan/:slot", COORDINATOR, hour_form,
	    { "ref", REF }, { "slot", REF }),
	POST("/manage/sessions/:ref/plan/:slot", COORDINATOR, hour_change,
	    { "ref", REF }, { "slot", REF }, TOUCHING, HOUR),
	GET("/manage/sessions/:ref/streams", COORDINATOR, streams_form,
	    { "ref", REF }),
	POST("/manage/sessions/:ref/streams", COORDINATOR, streams_change,
	    { "ref", REF }, EDIT_VERSION, STREAMS),
	GET("/manage/sessions/:ref/workshops/new", COORDINATOR,
	    workshop_new_form, { "ref", REF }),
	POST("/manage/sessions/:ref/workshops/new", COORDINATOR, workshop_make,
	    { "ref", REF },
	    { "code", REF, .label = "Enter a code, for example A1" }, WORKSHOP),
	GET("/manage/sessions/:ref/workshops/:code", COORDINATOR,
	    workshop_edit_form, { "ref", REF }, { "code", REF }),
	POST("/manage/sessions/:ref/workshops/:code", COORDINATOR,
	    workshop_edit, { "ref", REF }, { "code", REF }, TOUCHING, WORKSHOP),
	GET("/manage/sessions/:ref/limits", COORDINATOR, kept_limits,
	    { "ref", REF }, { "agency", REF, OPTIONAL }),
	GET("/manage/sessions/:ref/limits/:agency", COORDINATOR,
	    kept_limit_form, { "ref", REF }, { "agency", REF }),
	POST("/manage/sessions/:ref/limits/:agency", COORDINATOR, kept_limit,
	    { "ref", REF }, { "agency", REF }, EDIT_VERSION,
	    { "most", NUMBER, 5000, OPTIONAL }),
	GET("/manage/limits", COORDINATOR, limits_show),
	GET("/manage/limits/:agency", COORDINATOR, limits_form,
	    { "agency", REF }),
	POST("/manage/limits/:agency", COORDINATOR, limits_change,
	    { "agency", REF }, EDIT_VERSION,
	    { "max_per_session", NUMBER, 5000, 0, OPTIONAL },
	    { "capped_by", CHOICE, .choices = "agency|setting" },
	    { "reserves", BLOCK, 4000, OPTIONAL }),
	GET("/manage/sessions/:ref/delete", COORDINATOR, draft_delete_form,
	    { "ref", REF }),
	POST("/manage/sessions/:ref/delete", COORDINATOR, draft_delete,
	    { "ref", REF }),
	GET("/manage/events/:code/delete", COORDINATOR, event_delete_form,
	    { "code", REF }),
	POST("/manage/events/:code/delete", COORDINATOR, event_delete,
	    { "code", REF }),
	GET("/manage/checklist", COORDINATOR, standing_show),
	POST("/manage/checklist", COORDINATOR, standing_move, { "item", ID }),
	GET("/manage/checklist/new", COORDINATOR, standing_new_form),
	POST("/manage/checklist/new", COORDINATOR, standing_make, CHECK_ITEM),
	GET("/manage/checklist/:item", COORDINATOR, standing_form,
	    { "item", ID }),
	POST("/manage/checklist/:item", COORDINATOR, standing_change,
	    { "item", ID }, EDIT_VERSION, { "remove", FLAG }, CHECK_ITEM),
	GET("/manage/trainers", COORDINATOR, trainers_show),
	GET("/manage/trainers/new", COORDINATOR, trainer_new_form),
	POST("/manage/trainers/new", COORDINATOR, trainer_make,
	    TRAINER_DETAILS),
	GET("/manage/trainers/:code", COORDINATOR, trainer_form,
	    { "code", REF }),
	POST("/manage/trainers/:code", COORDINATOR, trainer_change,
	    { "code", REF }, EDIT_VERSION, TRAINER_DETAILS,
	    { "retired", FLAG }),
	GET("/manage/venues", COORDINATOR, venues_show),
	GET("/manage/venues/new", COORDINATOR, venue_new_form),
	POST("/manage/venues/new", COORDINATOR, venue_make, VENUE),
	GET("/manage/venues/:code", COORDINATOR, venue_form, { "code", REF }),
	POST("/manage/venues/:code", COORDINATOR, venue_change,
	    { "code", REF }, EDIT_VERSION, VENUE),
	GET("/manage/venues/:code/rooms/new", COORDINATOR, room_new_form,
	    { "code", REF }),
	POST("/manage/venues/:code/rooms/new", COORDINATOR, room_make,
	    { "code", REF }, ROOM),
	GET("/manage/venues/:code/rooms/:room", COORDINATOR, room_form,
	    { "code", REF }, { "room", REF }),
	POST("/manage/venues/:code/rooms/:room", COORDINATOR, room_change,
	    { "code", REF }, { "room", REF }, EDIT_VERSION, ROOM),
	GET("/manage/reviews/:review", COORDINATOR, readers_form,
	    { "review", REF }),
	POST("/manage/reviews/:review", COORDINATOR, readers_keep,
	    { "review", REF },
	    { "email", EMAIL, .label = "Enter an email address" },
	    { "remove", FLAG }),
	GET("/manage/holidays", COORDINATOR, holidays_form),
	POST("/manage/holidays", COORDINATOR, bank_keep,
	    { "first", DATE, .label = "Enter the day" },
	    { "name", LINE, 100, OPTIONAL }, { "remove", FLAG }),
	GET("/manage/holidays/school", COORDINATOR, holidays_form),
	POST("/manage/holidays/school", COORDINATOR, school_keep,
	    { "school_first", DATE, .label = "Enter the first day" },
	    { "last", DATE, .label = "Enter the last day" },
	    { "school_name", LINE, 100, OPTIONAL }, { "remove", FLAG }),
	GET("/manage/rules", COORDINATOR, rules_form),
	POST("/manage/rules", COORDINATOR, rules_change, EDIT_VERSION,
	    { "offer_days", NUMBER, 60, .label = DAYS },
	    { "offer_hours", NUMBER, 80, .min = 1, .label = HOURS },
	    { "offer_late_days", NUMBER, 60, .label = DAYS },
	    { "offer_late_hours", NUMBER, 80, .min = 1, .label = HOURS },
	    { "offer_stop_hours", NUMBER, 240, .label = HOURS },
	    { "first_call_days", NUMBER, 60, .label = DAYS },
	    { "agreement_days", NUMBER, 60, .min = 1, .label = DAYS },
	    { "hold_places", FLAG },
	    { "no_show_count", NUMBER, 20, .label = "Enter how many dates" },
	    { "no_show_months", NUMBER, 60, .min = 1, .label = MONTHS },
	    { "no_show_bar_months", NUMBER, 60, .min = 1, .label = MONTHS },
	    { "release_days", NUMBER, 120, .label = DAYS },
	    { "one_live_date", FLAG },
	    { "withdraw_hours", NUMBER, 240, .label = HOURS },
	    { "change_stop_hours", NUMBER, 240, .label = HOURS },
	    { "reminder_days", NUMBER, 60, .label = DAYS },
	    { "second_reminder_days", NUMBER, 60, .label = DAYS },
	    { "joining_days", NUMBER, 60, .label = DAYS },
	    { "join_days", NUMBER, 60, .label = DAYS },
	    { "minimum_days", NUMBER, 120, .label = DAYS },
	    { "day_begins", TIME, .label = CLOCK },
	    { "day_ends", TIME, .label = CLOCK },
	    { "mails_from", TIME, .label = CLOCK },
	    { "mails_until", TIME, .label = CLOCK }),
	GET("/manage/exports", COORDINATOR, exports_show,
	    { "from", DATE, OPTIONAL }, { "to", DATE, OPTIONAL },
	    { "event", REF, OPTIONAL }, { "session", REF, OPTIONAL },
	    { "agency", REF, OPTIONAL }),

	/* charges and terms */
	GET("/charges/:token", ANYONE, charge_case_show,
	    { "token", TOKEN }, { "stated", FLAG, OPTIONAL }),
	POST("/charges/:token", ANYONE, charge_case, { "token", TOKEN },
	    { "words", BLOCK, 2000, .label = "Say what happened" }),
	GET("/bookings/:number/charge", PERSON, charge_mine_show,
	    { "number", ID }, { "stated", FLAG, OPTIONAL }),
	POST("/bookings/:number/charge", PERSON, charge_mine, { "number", ID },
	    { "words", BLOCK, 2000, .label = "Say what happened" }),
	GET("/manage/charges", COORDINATOR, charges_show,
	    { "which", CHOICE, OPTIONAL,
		.choices = "proposed|disputed|confirmed|settled|all" },
	    { "said", NUMBER, 100000, OPTIONAL },
	    { "page", NUMBER, 1000, 1, OPTIONAL }),
	POST("/manage/charges", COORDINATOR, charges_decide,
	    { "act", CHOICE, .choices = "confirm|waive|confirm_all" },
	    { "charge", SET, 20, OPTIONAL }, { "from", ID, OPTIONAL },
	    { "upto", ID, OPTIONAL },
	    { "why", LINE, 500, OPTIONAL },
	    { "which", CHOICE, OPTIONAL,
		.choices = "proposed|disputed|confirmed|settled|all" }),
	GET("/manage/charges/:charge", COORDINATOR, charge_show,
	    { "charge", ID }),
	POST("/manage/charges/:charge", COORDINATOR, charge_act,
	    { "charge", ID },
	    { "act", CHOICE, .choices = "confirm|waive|costs" },
	    { "why", LINE, 500, OPTIONAL }, { "costs", LINE, 20, OPTIONAL },
	    { "costs_for", LINE, 200, OPTIONAL }),
	GET("/manage/charges/dates/:ref", COORDINATOR, charge_date_show,
	    { "ref", REF }),
	POST("/manage/charges/dates/:ref", COORDINATOR, charge_date_act,
	    { "ref", REF }, { "act", CHOICE, .choices = "excuse|spare" },
	    { "booking", ID, OPTIONAL }, { "excuse", LINE, 40, OPTIONAL },
	    { "no_charges", LINE, 200, OPTIONAL }),
	GET("/manage/statements", COORDINATOR, batches_show,
	    { "said", NUMBER, 100000, OPTIONAL },
	    { "page", NUMBER, 1000, 1, OPTIONAL }),
	POST("/manage/statements", COORDINATOR, batch_make,
	    { "agency", REF, OPTIONAL }, { "upto", DATE, OPTIONAL },
	    { "purchase_order", LINE, 60, OPTIONAL }, { "all", FLAG, OPTIONAL }),
	GET("/manage/orders", COORDINATOR, orders_show),
	GET("/manage/orders/:agency", COORDINATOR, order_form,
	    { "agency", REF }),
	POST("/manage/orders/:agency", COORDINATOR, order_act,
	    { "agency", REF },
	    { "act", CHOICE, .choices = "add|drop|invoicing" },
	    { "number", LINE, 60, OPTIONAL }, { "first", DATE, OPTIONAL },
	    { "last", DATE, OPTIONAL }, { "order", ID, OPTIONAL },
	    { "version", NUMBER, OPTIONAL },
	    { "period", CHOICE, OPTIONAL,
		.choices = "monthly|quarterly|termly" },
	    { "needed", FLAG, OPTIONAL }, { "post", BLOCK, 300, OPTIONAL }),
	GET("/manage/statements/:batch", COORDINATOR, batch_show,
	    { "batch", ID }),
	GET("/manage/statements/:batch.csv", COORDINATOR, batch_sheet,
	    { "batch", ID }),
	GET("/manage/statements/:batch.pdf", COORDINATOR, batch_pdf,
	    { "batch", ID }),
	GET("/manage/terms", COORDINATOR, terms_show),
	POST("/manage/terms", COORDINATOR, terms_choose,
	    { "code", REF, OPTIONAL }),
	GET("/manage/terms/:code", COORDINATOR, terms_form, { "code", REF }),
	POST("/manage/terms/:code", COORDINATOR, terms_make,
	    { "code", REF }, { "new_code", REF, OPTIONAL },
	    { "version", NUMBER },
	    { "name", LINE, 120, .label = "Enter a name" },
	    { "source", LINE, 300, OPTIONAL },
	    { "notice", NUMBER, 1000, OPTIONAL },
	    { "unit", CHOICE, .choices = "working_days|calendar_days|hours" },
	    { "until", TIME, OPTIONAL },
	    { "share", NUMBER, 100, .label = "Enter a percentage" },
	    { "tiers", BLOCK, 500, OPTIONAL },
	    { "amounts", BLOCK, 4000, .label = "Enter what is owed" },
	    { "brief_minutes", NUMBER, 600, .label = "Enter minutes" },
	    { "half_minutes", NUMBER, 600, .label = "Enter minutes" },
	    { "per_day", FLAG, OPTIONAL },
	    { "grace_half", NUMBER, 600, OPTIONAL },
	    { "grace_day", NUMBER, 600, OPTIONAL },
	    { "left_counts", FLAG, OPTIONAL }, { "swap_free", FLAG, OPTIONAL },
	    { "transfer_free", FLAG, OPTIONAL },
	    { "fee_due", CHOICE, .choices = "never|attended|booked" },
	    { "extra_costs", FLAG, OPTIONAL },
	    { "case_days", NUMBER, 60, 1, .label = "Enter a number of days" },
	    { "excuses", SET, 40, OPTIONAL }),

	/* statements */
	GET("/accessibility", ANYONE, statement_show),
	GET("/privacy", ANYONE, statement_show),
	GET("/cookies", ANYONE, statement_show),
	GET("/contact", ANYONE, statement_show),
	GET("/.well-known/security.txt", ANYONE, security_show),
	/* accounts */
	GET("/login", ANYONE, login_form, { "next", PATH, OPTIONAL }),
	POST("/login", ANYONE, login_make,
	    { "email", EMAIL, .label = "Enter your email address" },
	    { "password", PASSWORD, .label = "Enter your password" },
	    { "next", PATH, OPTIONAL }, { "carry", CARRY }),
	POST("/logout", ANYONE, logout),
	GET("/register", ANYONE, register_form, { "next", PATH, OPTIONAL }),
	POST("/register", ANYONE, register_mail,
	    { "email", EMAIL, .label = "Enter your email address" },
	    { "next", PATH, OPTIONAL }),
	GET("/register/:token", ANYONE, register_details_form,
	    { "token", TOKEN }),
	POST("/register/:token", ANYONE, register_details, { "token", TOKEN },
	    { "first_name", NAME, .label = "Enter your first name" },
	    { "last_name", NAME, OPTIONAL },
	    { "job_title", LINE, 200,
		.label = "Enter your job or role" },
	    { "agency", REF, OPTIONAL }, { "unlisted", LINE, 200, OPTIONAL },
	    { "setting", LINE, 200, OPTIONAL },
	    { "manager_name", NAME, OPTIONAL },
	    { "manager_email", EMAIL, OPTIONAL }, { "phone", PHONE, OPTIONAL },
	    { "password", PASSWORD, .min = 8, .label = "Choose a password" }),
	GET("/password", ANYONE, password_form, { "next", PATH, OPTIONAL }),
	POST("/password", ANYONE, password_mail,
	    { "email", EMAIL, .label = "Enter your email address" },
	    { "next", PATH, OPTIONAL }),
	GET("/password/:token", ANYONE, password_new_form, { "token", TOKEN }),
	POST("/password/:token", ANYONE, password_reset, { "token", TOKEN },
	    { "username", LINE, 254, OPTIONAL }, /* for password managers */
	    { "password", PASSWORD, .min = 8, .label = "Choose a password" }),
	GET("/account", PERSON, account_form, { "saved", FLAG, OPTIONAL }),
	POST("/account", PERSON, account_save,
	    { "version", NUMBER, .min = 1, .label = "Load the page again" },
	    { "first_name", NAME, .label = "Enter your first name" },
	    { "last_name", NAME, OPTIONAL },
	    { "job_title", LINE, 200, OPTIONAL },
	    { "setting", LINE, 200, OPTIONAL },
	    { "unlisted", LINE, 200, OPTIONAL },
	    { "manager_name", NAME, OPTIONAL },
	    { "manager_email", EMAIL, OPTIONAL }, { "phone", PHONE, OPTIONAL }),
	POST("/account/logins", PERSON, account_logins_end,
	    { "login", ID, OPTIONAL }),
	GET("/account/password", PERSON, account_password_form),
	POST("/account/password", PERSON, account_password,
	    { "password", PASSWORD, .label = "Enter your password" },
	    { "new_password", PASSWORD, .min = 8,
		.label = "Choose a new password" }),
	GET("/account/address", PERSON, account_address_form),
	POST("/account/address", PERSON, account_address,
	    { "email", EMAIL, .label = "Enter your new email address" },
	    { "password", PASSWORD, .label = "Enter your password" }),
	GET("/account/address/:token", ANYONE, account_address_new_form,
	    { "token", TOKEN }),
	POST("/account/address/:token", ANYONE, account_address_new,
	    { "token", TOKEN }),
	GET("/account/mail", PERSON, mail_back_page, { "resent", FLAG, OPTIONAL }),
	POST("/account/mail", PERSON, mail_back_resend),
	GET("/account/close", PERSON, account_close_form),
	POST("/account/close", PERSON, account_close,
	    { "password", PASSWORD, .label = "Enter your password" }),
	GET("/account/closed", ANYONE, account_closed),

	/* exports */
	GET("/manage/exports/:file", COORDINATOR, export_send,
	    { "file", CHOICE,
		.choices = "attendance.csv|attendance.json|bookings.csv|"
			   "bookings.json|evaluations.csv|evaluations.json|"
			   "people.csv|people.json" },
	    { "from", DATE, OPTIONAL }, { "to", DATE, OPTIONAL },
	    { "event", REF, OPTIONAL }, { "session", REF, OPTIONAL },
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
	GET("/door/:ref/unbooked", TRAINER, door_unbooked_form, { "ref", REF }),
	POST("/door/:ref/unbooked", TRAINER, door_unbooked, { "ref", REF },
	    { "name", NAME, .label = "Enter their name" },
	    { "organisation", LINE, 200, OPTIONAL },
	    { "contact", LINE, 200, OPTIONAL }),
	GET("/door/:ref/undo", TRAINER, door_undo_form, { "ref", REF },
	    { "scan", UUID, OPTIONAL }),
	POST("/door/:ref/undo", TRAINER, door_undo, { "ref", REF },
	    { "scan", UUID }, { "reason", LINE, 200,
		.label = "Say why, for example: wrong person" }),
	GET("/door/:ref/needs", TRAINER, needs_prepare, { "ref", REF }),
	POST("/door/:ref/needs", TRAINER, needs_met, { "ref", REF },
	    { "booking", ID }, { "state", CHOICE, .choices = "met|not_met" }),
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
	GET("/api/v1/openapi.json", ANYONE, openapi_show),
	GET("/api/v1/door/:ref/counts", DOOR, door_counts, { "ref", REF }),
	{ 0 }
};
/* clang-format on */

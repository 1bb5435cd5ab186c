/* placeholder.c: what a message may name, in words, with an example. */
#include <string.h>

#include "handlers.h"

static const struct placeholder known[] = {
	{ "first_name", "first name of the reader", "Łucja", .common = true },
	{ "last_name", "last name of the reader", "Wiśniewska",
	    .common = true },
	{ "session_title", "the course", "Neglect: seeing it, naming it",
	    .common = true },
	{ "session_when", "day and times",
	    "Thursday 4 February 2027, 9:30am to 12:45pm", .common = true },
	{ "session_starts", "day and time of the start",
	    "Thursday 4 February 2027, 9:30am", .common = true },
	{ "session_place", "venue, room and address, or Online",
	    "Lantern Yard, Oak Room, 1 High Street, ME1 1AA", .common = true },
	{ "booking", "number of the booking", "2041", .common = true },
	{ "booking_path", "page of the booking, after the address of this site",
	    "/bookings/2041", .common = true },
	{ "partnership", "name of the partnership", "", .common = true },
	{ "base_url", "address of this site", "", .common = true },
	{ "contact_email", "your address for questions", "", .common = true },
	{ "several", "has more than one day", "yes", .rare = true },
	{ "parts", "the days, each in {{when}}", "", .rare = true },
	{ "when", "one of the days",
	    "Thursday 4 February 2027, 9:30am to 12:45pm" },
	{ "is_online", "takes part online", "yes", .rare = true },
	{ "join_url", "link to join, once it shows",
	    "https://meet.example.org/abc" },
	{ "join_from", "when that link shows",
	    "Tuesday 2 February 2027, 9:30am" },
	{ "link", "the link that only this reader has", "/…" },
	{ "code", "code for the welcome desk", "ABCD-EFGH-JKLM" },
	{ "workshops", "the chosen workshops", "Talking with fathers" },
	{ "days_left", "today, tomorrow, or in so many days", "in 14 days" },
	{ "access_notes", "how to get there",
	    "Level access from the car park." },
	{ "terms_words", "until when cancelling is free, and what it costs",
	    "You can cancel without charge until Tuesday 26 January 2027." },
	{ "event_code", "code of the course", "NEG-201" },
	{ "event_title", "the course, where it is about all its dates",
	    "Neglect: seeing it, naming it" },
	{ "waiting_position", "place in the waiting list", "3" },
	{ "offers_from", "from when a place is offered, not simply given",
	    "Thursday 21 January 2027" },
	{ "offer_until", "until when the offer stands",
	    "Friday 29 January 2027, 4pm" },
	{ "offer_window", "how that time was counted",
	    "That is two working days from now." },
	{ "offer_asks", "somebody has to agree when it is taken", "yes",
	    .rare = true },
	{ "offer_free_hours",
	    "hours in which it can be given up without charge", "24",
	    .rare = true },
	{ "first_call", "comes first, as the earlier date was cancelled",
	    "offered", .rare = true },
	{ "from_wish", "waits for any date", "yes", .rare = true },
	{ "wish_open", "still waits for any other date", "yes", .rare = true },
	{ "let_go", "did not take the place that was offered", "yes",
	    .rare = true },
	{ "had_place", "had a place, not only a place in the line", "yes" },
	{ "ended_by", "who ended the booking", "coordinator" },
	{ "cannot_come", "said that the new date does not suit", "yes",
	    .rare = true },
	{ "colleague", "who comes instead", "Adam Okafor", .rare = true },
	{ "sent_by", "who gave the place to the reader", "Adam Okafor" },
	{ "moved_from", "when it was planned before",
	    "Thursday 28 January 2027, 9:30am to 12:45pm" },
	{ "moved_to", "the date that was chosen instead",
	    "Thursday 11 March 2027, 9:30am to 12:45pm", .rare = true },
	{ "replaced_by", "reference of the date that stands in", "NEG-201-04" },
	{ "replaced_when", "when that date is",
	    "Thursday 11 March 2027, 9:30am to 12:45pm" },
	{ "cancel_reason", "why the date is cancelled", "The trainer is ill." },
	{ "change_words", "what changed",
	    "It takes place at Lantern Yard, not at the Guildhall." },
	{ "change_why", "why", "The heating has failed." },
	{ "led_by", "who leads it now", "Beatrice Mensah" },
	{ "decline_note", "what was said about it", "Please come in spring." },
	{ "asks_name", "who asks for a place", "Łucja Wiśniewska" },
	{ "agreement_until", "by when to agree",
	    "Friday 29 January 2027, 4pm" },
	{ "agreement_manager", "who was asked to agree", "Sam Ahmed" },
	{ "agreement_address", "the manager's address",
	    "sam.ahmed@example.org" },
	{ "agreement_not_mine", "the manager said that it is not theirs", "yes",
	    .rare = true },
	{ "charge_amount", "the amount", "£50" },
	{ "charge_because", "what it is for",
	    "The booking was cancelled after Tuesday 26 January 2027." },
	{ "charge_until", "by when to say that it is wrong",
	    "Friday 12 February 2027, 5pm" },
	{ "charge_upheld", "it stands", "yes" },
	{ "charge_note", "what the training team says about it",
	    "Nobody told us before the day." },
	{ "to_manager", "goes to the manager", "yes", .rare = true },
	{ "counts", "what came of it",
	    "12 have a place, 2 are on the waiting list" },
	{ "request", "number of the request", "18" },
	{ "new_address", "the new address", "lucja@example.org" },
	{ "left", "has left the organisation", "yes", .rare = true },
	{ "alert_name", "whom to call", "Łucja Wiśniewska" },
	{ "alert_phone", "their telephone", "01632 960123" },
	{ "alert_email", "their address", "lucja@example.org" },
	{ "alert_question", "what was asked",
	    "Did anything leave you worried or upset?" },
	{ "alert_answer", "what they answered", "Yes, please call me" },
	{ "alert_raised", "when", "Thursday 4 February 2027, 1:05pm" },
};

const struct placeholder *
placeholder_at(size_t i)
{
	return i < sizeof(known) / sizeof(known[0]) ? &known[i] : NULL;
}

const struct placeholder *
placeholder_find(const char *name)
{
	const struct placeholder *k;
	size_t i;

	for (i = 0; (k = placeholder_at(i)) != NULL; i++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

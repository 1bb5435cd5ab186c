/*
 * refusal.c: what the rules refuse, in words.
 *
 * An outcome of a command becomes a status, the field it is about ("" for
 * the whole form) and a sentence that says what to do.
 */
#include "routes.h"

/* clang-format off */
const struct refusal refusals[] = {
	{ "not_found", 404, "", "" },
	{ "same_key_other_fields", 409, "",
	    "This was sent before with other answers. Check what it says now "
	    "and send it once more" },

	{ "just_tried", 409, "",
	    "We tried a few minutes ago. Put the mailbox right, wait ten "
	    "minutes, and try again" },

	/* booking */
	{ "stale_form", 409, "",
	    "This was sent before with other answers. Check what it says now "
	    "and send it once more" },
	{ "already_booked", 422, "",
	    "This person has a booking on this date already" },
	{ "address_known", 422, "email",
	    "Somebody with this address is known already: find them" },
	{ "not_open_yet", 422, "", "Booking for this date has not opened yet" },
	{ "closed", 422, "",
	    "Booking for this date has closed. Look at the other dates, or "
	    "contact us" },
	{ "cancelled_session", 422, "",
	    "This date has been cancelled. Look at the other dates" },
	{ "full", 422, "",
	    "This date and its waiting list are full. Look at the other dates" },
	{ "not_eligible", 422, "",
	    "This date is for other organisations than yours. Look at the "
	    "other dates, or contact us" },
	{ "not_invited", 422, "",
	    "This date is by invitation, and your address is not on its list. "
	    "Contact us if you should be" },
	{ "no_prerequisite", 422, "equivalent",
	    "You need to have been to the course before this one. If you did "
	    "the same elsewhere, say what and when" },
	{ "other_date", 422, "second_date",
	    "You have a booking on another date of this course. Tick to ask "
	    "for a second date" },
	{ "clash", 422, "clash",
	    "You have another booking at that time. Tick to book all the "
	    "same" },
	{ "choose_each", 422, "workshop_1",
	    "Choose one workshop in each round" },
	{ "one_a_round", 422, "workshop_1",
	    "Choose one workshop in each round, not two" },
	{ "workshop_repeat", 422, "workshop_1",
	    "Two of these are the same workshop at different times. Choose "
	    "another one in one of the rounds" },
	{ "workshop_clash", 422, "workshop_1",
	    "Two of these are at the same time. Choose one of them" },
	{ "workshop_full", 422, "workshop_1",
	    "The last place in one of these has just gone. Choose another in "
	    "that round: you still have those that you had" },
	{ "no_such_workshop", 422, "workshop_1",
	    "One of these is no longer offered. Choose again" },
	{ "no_workshop_list", 422, "workshop_1",
	    "One of these keeps no waiting list. Choose another" },
	{ "no_place", 422, "mode",
	    "There is no place of that kind for you now. You still have the "
	    "place that you had" },
	{ "not_hybrid", 422, "mode", "This date has only one way to take part" },
	{ "offered", 422, "mode",
	    "Answer first whether you take the place that has come up" },
	{ "no_manager", 422, "manager_email",
	    "Enter the work email address of the person who agrees your "
	    "training" },
	{ "too_many_guests", 429, "",
	    "Many places were booked from where you are. Nothing is booked "
	    "yet: wait a moment and send it again, or contact us" },
	{ "contact_missing", 422, "email",
	    "Enter an email address or a telephone number" },
	{ "needs_late", 422, "",
	    "This date has begun. Tell the trainer what you need" },
	{ "no_place_kind", 422, "mode",
	    "Choose whether you will be in the room or online" },
	{ "agency_closed", 422, "",
	    "The organisation in your account has closed. Choose the one you "
	    "work for now under your account" },
	{ "not_active", 422, "",
	    "This account is closed, so it cannot book" },
	{ "not_waiting", 409, "booking",
	    "They no longer wait: see what became of the booking" },
	{ "reason_missing", 422, "why", "Say why, so that others can follow" },
	{ "wish_no_manager", 422, "",
	    "Say in your account who agrees your training, then come back" },
	{ "wish_refused", 422, "",
	    "None of the dates is open to you. See on the page of the course "
	    "what you need first, or contact us" },
	{ "not_live", 409, "", "This booking has ended already" },
	{ "started", 422, "",
	    "This date has begun, so it can no longer be changed here. "
	    "Contact us" },

	{ "no_place_yet", 422, "",
	    "You have no place on this date yet that somebody else could "
	    "have. You can cancel, and they can book" },
	{ "too_late", 422, "",
	    "It is too late to change this here. Contact us: the training "
	    "team can still do it" },
	{ "colleague_unknown", 422, "email",
	    "We know no colleague of that name at the same organisation. "
	    "Enter their work email address" },
	{ "colleague_several", 422, "email",
	    "Several colleagues have that name. Enter the work email address "
	    "of the one you mean" },
	{ "colleague_name", 422, "name", "Enter the colleague's name" },
	{ "colleague_elsewhere", 422, "email",
	    "We cannot book a place for this address from here. If it is a "
	    "colleague's, ask them to register with us first, then try again, "
	    "or contact us" },
	{ "colleague_self", 422, "email",
	    "This is the address of the person who cannot come" },
	{ "colleague_booked", 422, "",
	    "This colleague has a booking on this date already" },
	{ "colleague_other_date", 422, "",
	    "This colleague is booked on another date of this course. They "
	    "have to cancel that first" },
	{ "colleague_clash", 422, "clash",
	    "This colleague has another booking at that time. Tick to send "
	    "them all the same" },
	{ "colleague_no_prerequisite", 422, "",
	    "This colleague needs to have been to the course before this one, "
	    "and we have no record of it. Contact us if they have" },
	{ "colleague_not_invited", 422, "",
	    "This date is by invitation, and this colleague is not on its "
	    "list. Contact us if they should be" },
	{ "colleague_not_eligible", 422, "",
	    "This date is for other organisations than this colleague's" },
	{ "colleague_agency_closed", 422, "",
	    "This colleague's organisation has closed" },
	{ "colleague_not_active", 422, "",
	    "This colleague's account is closed" },
	{ "not_this_course", 422, "to", "Choose another date of this course" },
	{ "full_there", 422, "to",
	    "The last place there has just gone. Choose another date, or keep "
	    "the one you have" },
	{ "needs_agreement", 422, "to",
	    "That date needs an agreement of its own. Cancel this one and "
	    "book that one, or contact us" },
	/* agreements */
	{ "same_manager", 422, "email",
	    "We have asked at this address already. Enter another one" },
	{ "not_open", 409, "",
	    "This has been decided meanwhile. See below how" },
	{ "begun", 409, "",
	    "This date has begun, so it is too late to agree or decline" },

	{ "not_asked", 422, "", "This date has not moved" },
	{ "already_cancelled", 409, "", "This date is cancelled already" },
	{ "not_open", 422, "", "This date is not open for booking yet" },
	{ "session_over", 422, "", "This date is over" },
	{ "no_replacement", 422, "replacement",
	    "Choose a date of this course that is open and to come" },
	{ "more_seeds", 409, "",
	    "More people booked while you pressed. Press once more" },
	{ "not_on_duty", 409, "",
	    "Somebody has replaced this trainer already" },
	{ "no_such_trainer", 422, "new", "Choose who leads it" },
	{ "on_duty", 422, "new", "This trainer leads it already" },
	{ "no_such_venue", 422, "place", "Choose a room" },
	{ "no_room", 422, "place",
	    "All rooms there are in use or too small. Choose another venue" },
	{ "same_venue", 422, "place", "It takes place there already" },
	{ "no_link", 422, "url", "Enter the joining link" },
	{ "bad_link", 422, "url", "Enter a link that begins with https://" },
	{ "online_already", 422, "url", "It takes place online already" },
	{ "other_parts", 422, "starts", "Enter a start and an end for each" },
	{ "no_such_moment", 422, "starts",
	    "Enter a day and a time that exist" },
	{ "ends_first", 422, "starts", "Each end must be after its start" },
	{ "in_past", 422, "starts", "Enter a time that is to come" },
	{ "same_time", 422, "starts", "It takes place then already" },

	{ "not_started", 422, "",
	    "The register can be signed off when its last part has begun" },
	{ "not_that_day", 422, "", "That day has not come yet" },
	{ "reason_needed", 422, "reason", "Say why the register changes" },
	{ "no_such_time", 422, "time",
	    "That time does not exist: the clocks go forward" },
	{ "in_future", 422, "time", "Enter a time that has been" },
	{ "left_before_arrival", 422, "time",
	    "Enter a time after they came in" },

	/* evaluation and the desk */
	{ "not_there", 422, "",
	    "We do not have you on the register of this date. Contact us, and "
	    "we put it right" },
	{ "evaluation_closed", 409, "", "This form has closed" },
	{ "evaluation_early", 422, "", "This form has not opened yet" },
	{ "already_settled", 409, "", "Somebody has settled this already" },
	{ "not_in_trouble", 409, "",
	    "This mail is no longer in trouble: somebody was quicker, or it "
	    "has gone out" },
	{ "over", 422, "",
	    "This date is over. Whoever did not come is marked so in the "
	    "register" },
	{ "no_address", 422, "", "This person has no email address" },
	{ "nobody", 422, "", "This would reach nobody" },
	{ "count_changed", 409, "",
	    "It is another number of people by now, so nothing was sent. Look "
	    "at the number and send it again" },
	{ "stale_text", 409, "",
	    "Somebody saved this text while you were writing. Compare the two "
	    "and save again" },
	{ "stale", 409, "",
	    "Somebody changed this while you were writing. Compare the two "
	    "and save again" },
	{ "code_taken", 422, "code",
	    "There is a course or event of that code already" },
	{ "tell", 422, "tell",
	    "People are booked. Choose whether to write to them" },
	{ "no_reader", 422, "email",
	    "No coordinator has this address. Readers are coordinators" },
	{ "last_reader", 422, "email",
	    "Somebody must be left who reads of it. Add another first" },
	{ "no_name", 422, "name", "Enter the name" },
	{ "first_after_last", 422, "last",
	    "Enter a last day that is not before the first" },
	{ "holiday_known", 422, "first", "It is in the list already" },
	{ "no_hours", 422, "starts",
	    "Enter times that there are on that day, for example 09:30" },
	{ "has_workshops", 422, "round",
	    "It has workshops. Take them out of the day first" },
	{ "workshop_code", 422, "code",
	    "There is a workshop of that code already" },
	{ "no_round", 422, "slot",
	    "Choose the round. Add one to the day first if there is none" },
	{ "no_repeat", 422, "repeat_of",
	    "Choose a workshop in another round, or none" },
	{ "chosen", 422, "slot",
	    "People have chosen it in its round. Take it out and add it to "
	    "the other round" },
	{ "no_such_event", 422, "needs1", "Choose a course from the list" },
	{ "needs_itself", 422, "needs1",
	    "A course cannot come before itself. Choose another" },
	{ "needs_twice", 422, "needs1", "You chose one course twice" },
	{ "no_such_review", 422, "review", "Choose a review from the list" },
	{ "release_late", 422, "release",
	    "Enter a day before the date: they must go to everyone in time" },
	{ "no_places", 422, "places", "Enter how many places to keep" },
	{ "no_group", 422, "group", "Choose for whom they are kept" },
	{ "kept_already", 422, "group",
	    "Places are kept for them already: change those" },
	{ "not_barred", 409, "booking",
	    "No rule of the date keeps them from a place any more, or their "
	    "organisation or account has closed" },
	{ "needs_gone", 409, "ticked",
	    "Somebody of these has cancelled, or needs something else by now. "
	    "Nothing is saved: tick them again" },
	{ "gone", 409, "",
	    "These places have gone to everyone meanwhile" },
	{ "no_dates", 422, "refs", "Tick at least one date" },
	{ "incomplete", 422, "refs",
	    "One of these needs something first. Look at the list again" },
	{ "bad_streams", 422, "stream1_code",
	    "The workshops changed meanwhile. Look at the streams again" },
	{ "same_item", 422, "words", "It is in the checklist already" },
	{ "not_draft", 422, "",
	    "It is no draft. What was open for booking is cancelled, not "
	    "deleted" },
	{ "has_people", 422, "",
	    "Somebody was booked on it or written to about it, so it stays" },
	{ "secret_stays", 422, "",
	    "It belongs to a learning review that is not published, and stays "
	    "so that nobody else reads of it" },
	{ "has_dates", 422, "",
	    "It has dates. Delete those that are drafts first; what was open "
	    "once stays" },
	{ "needed", 422, "",
	    "Another course asks for it, or somebody waits for a date of it" },
	{ "already_trainer", 422, "email",
	    "Somebody with this address is a trainer already: change them" },
	{ "own_address", 422, "email",
	    "This person signs in with their address: only they change it" },
	{ "same_name", 422, "name", "There is one of that name already" },
	{ "same_need", 422, "label", "There is one of that name already" },
	/* charges and terms */
	{ "question_late", 409, "",
	    "The time to question this charge is over, or it is settled" },
	{ "charge_reason", 422, "why",
	    "Say why: the person and the manager read it" },
	{ "charge_settled", 409, "", "This charge is settled already" },
	{ "no_extra_costs", 422, "costs",
	    "The terms of this booking charge no costs on top" },
	{ "nothing_to_batch", 409, "",
	    "Nothing is left for this statement: somebody was quicker" },
	{ "no_purchase_order", 422, "",
	    "This organisation needs a purchase order: add it to its page "
	    "first" },
	{ "order_days", 422, "last", "The last day must be after the first" },
	{ "order_overlaps", 422, "first",
	    "There is a purchase order for some of these days already" },
	{ "stale_terms", 409, "",
	    "Somebody made a new version meanwhile. Compare it below, then "
	    "save yours again" },
	{ "bad_terms", 422, "amounts",
	    "These terms cannot be read: look at the lines of amounts and of "
	    "later days, and name each class once" },
	/* accounts */
	{ "no_sign_in", 422, "password",
	    "The email address or the password is wrong. Check both, or set "
	    "a new password" },
	{ "not_right", 422, "password", "This is not your password" },
	{ "too_many_tries", 429, "",
	    "You have tried too often. Wait a moment and try again, or set a "
	    "new password by way of a mail" },
	{ "too_many_mails", 429, "",
	    "Many mails were asked for from where you are. Wait a moment and "
	    "try again" },
	{ "no_agency", 422, "agency",
	    "Choose your organisation, or write its name below the list" },
	{ "same_address", 422, "email", "This is your address already" },
	{ "stale_details", 409, "",
	    "Your details were changed meanwhile. Check what stands here, "
	    "then save again" },
	{ 0 }
};
/* clang-format on */

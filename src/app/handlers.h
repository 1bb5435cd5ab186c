/* handlers.h: every handler, by the file that holds it. */
#ifndef HANDLERS_H
#define HANDLERS_H

#include <stdbool.h>
#include <stdint.h>

#include "rows.h"

struct buf;
struct json_t;
struct request;
struct value;
struct ticket;

/* account.c */
int account_form(struct request *);
int account_save(struct request *);
int account_logins_end(struct request *);
int account_password_form(struct request *);
int account_password(struct request *);
int account_address_form(struct request *);
int account_address(struct request *);
int account_address_new_form(struct request *);
int account_address_new(struct request *);
int account_close_form(struct request *);
int account_close(struct request *);
int account_closed(struct request *);

/* agreement.c */
int agreement_show(struct request *);
int agreement_act(struct request *);
int booking_manager_form(struct request *);
int booking_manager(struct request *);
int agreements_show(struct request *);
int agreements_act(struct request *);
void agreements_show_panel(struct request *, struct rows session);

/* Show what one's own booking waits for, and what those who decided wrote. */
void agreement_show_mine(struct request *, int64_t number);

/* add.c */
int person_new_form(struct request *);
int person_new(struct request *);
int add_form(struct request *);
int add_make(struct request *);
int desk_ticket(struct request *);

/* agency.c */
int agency_show(struct request *);
int agency_booking(struct request *);
int agency_cancel(struct request *);
int agency_ticket(struct request *);
int group_form(struct request *);
int group_send(struct request *);
int group_show(struct request *);

/* audit.c */
int audit_show(struct request *);

/* booking.c */
int booking_form(struct request *);
int booking_make(struct request *);
int bookings_show(struct request *);
int booking_show(struct request *);
int booking_cancel_form(struct request *);
int booking_cancel(struct request *);

/* Show what a booking form for :ref, a row of session_show, knows of the
 * person. */
void booking_show_known(struct request *, struct rows session);

/* batch.c */
int batches_show(struct request *);
int batch_make(struct request *);
int batch_show(struct request *);
int batch_sheet(struct request *);
int batch_pdf(struct request *);

/* catalogue.c */
int home_show(struct request *);
int event_show(struct request *);
int session_show(struct request *);
int programme_calendar(struct request *);
int programme_json(struct request *);
int session_calendar(struct request *);

/* change.c */
int swap_form(struct request *);
int swap_make(struct request *);
int transfer_form(struct request *);
int transfer_make(struct request *);
int moved_form(struct request *);
int moved_answer(struct request *);
int moved_link_form(struct request *);
int moved_link_answer(struct request *);

/*
 * A page that changes a booking, one's own or at the desk somebody's: show
 * what it names ("change", desk, may).  false, with the reply: there is no
 * such booking, or it is over, or lacks `what` (a flag of the row).
 */
struct change {
	int64_t number, owner;
	struct rows row;
};
bool change_begin(struct request *, const char *title, const char *what,
    struct change *, int *reply);

/* Is this page one of the desk's? */
bool at_desk(const struct request *);

/* reply_done(), back to the booking. */
int reply_changed(struct request *, struct rows, const char *good);

/* date.c */
int date_new_form(struct request *);
int date_make(struct request *);
int date_form(struct request *);
int date_change(struct request *);

/*
 * colleagues.c: these people, known by their codes or written a line each, as
 * the JSON that book_group() takes; what is wrong joins the request's errors.
 */
const char *colleagues_read(
    struct request *, const char *text, const char *const *codes);

/* charge.c */
int charges_show(struct request *);
int charges_decide(struct request *);
int charge_show(struct request *);
int charge_act(struct request *);
int charge_date_show(struct request *);
int charge_date_act(struct request *);
/* What one owes: for a booking, or 0 for all. */
void charge_show_mine(struct request *, int64_t number);
int charge_mine_show(struct request *);
int charge_mine(struct request *);
int charge_case_show(struct request *);
int charge_case(struct request *);
void charge_show_panel(struct request *, struct rows session);

/* desk.c */
int desk_show(struct request *);
int alert_show(struct request *);
int alert_settle(struct request *);
int people_show(struct request *);
int person_show(struct request *);
int person_place(struct request *);
int setting_show(struct request *);
int setting_settle(struct request *);
int dates_show(struct request *);
int desk_booking_show(struct request *);
int desk_booking_act(struct request *);
int exports_show(struct request *);

/* The title of a page of the desk, and its search field, empty. */
void desk_title(struct request *, const char *);

/* door.c */
int door_list(struct request *);
int door_show(struct request *);
int door_sign(struct request *);
int door_undo(struct request *);
int door_undo_form(struct request *);
int door_unbooked(struct request *);
int door_unbooked_form(struct request *);
int ticket_bearer(struct request *);

/* door_api.c */
int door_counts(struct request *);
int door_scans(struct request *);
int openapi_show(struct request *);

/*
 * edit.c: a form of the desk as a table of its fields, which ends with a zero.
 * kind: line, block, number, date, time, tick, choice, many (ticks).  Or it
 * begins a group, whose anchor the name is: heading; row, of short fields side
 * by side; fold and foldrow, closed until something stands in them.
 */
struct edit_field {
	const char *name, *label, *kind, *hint;
	const char *list; /* whose options these are, if not of `name` */
};

struct edit {
	const char *title, *action, *back, *back_words, *button;
	const char *object; /* as the audit trail names it, "" for a new one */
	const char *intro;  /* a sentence above the form, or "" */
	const struct edit_field *fields;
	const char *page;   /* NULL: manage_edit.html */
	const char *remove; /* what a button to remove it says; NULL: none */
};

/*
 * Show the form: `form` is rows of name, value, with the version; options are
 * rows of list, value, words, those of one list together.  What somebody else
 * saved since this writer began stands beside what was typed.
 */
int edit_page(struct request *, const struct edit *, struct rows form,
    struct rows options);

/* What the form's fields hold, as a JSON object for a statement. */
const char *edit_json(struct request *, const struct edit_field *);

/* Is nothing wrong?  Each of the flaws (field, words) is told at its field. */
bool edit_right(struct request *, struct rows flaws);

/* What a form of such rows holds for a field; "" for nothing. */
const char *edit_value(struct rows form, const char *name);

/* No rows of name, value, for a new form or one without options. */
struct rows edit_none(struct request *);

/* eligible.c */
int invited_form(struct request *);
int invited_save(struct request *);
void eligible_show_panel(struct request *, struct rows session);

/* Show what stands between this person and the date of session_show. */
void stands_show(struct request *, struct rows session);
/* event.c */
int events_show(struct request *);
int event_new_form(struct request *);
int event_make(struct request *);
int event_form(struct request *);
int event_change(struct request *);

/* export.c */
int export_send(struct request *);

/*
 * form.c: show a form of the database about a booking, with the answers so
 * far; and what was sent (the JSON of kind FORM) as the answers that
 * submit_response() takes.  What is missing joins the request's errors.
 */
void form_show(struct request *, int64_t form, int64_t booking);
const char *form_answers(
    struct request *, int64_t form, int64_t booking, const char *sent);

/* guess.c: passwords tried and mails asked for, counted. */
enum guess { GUESS_RIGHT, GUESS_WRONG, GUESS_TOO_OFTEN, GUESS_BUSY };

/* An address and the peer's network (/24, /64) as they are counted under; the
 * address cannot be read from its key. */
const char *account_key(struct request *, const char *email);
const char *network_key(struct request *);

/*
 * Is it the password of this address, whose hash is given ("": no account,
 * which takes as long)?  GUESS_TOO_OFTEN: nothing was compared, *seconds says
 * when the next try is due.
 */
enum guess password_guess(struct request *, const char *email, const char *hash,
    const char *password, long *seconds);

/* The reply to a guess that was not right. */
int reply_guess(struct request *, enum guess, long seconds);

/* A refusal with Retry-After. */
int reply_wait(struct request *, const char *outcome, long seconds);

/* The hash of a new password, or NULL: reply_no_slot(). */
const char *password_new(struct request *, const char *password);
int reply_no_slot(struct request *);

/* Why a new password is too easily guessed, or NULL; about: the own names and
 * addresses, ends with a NULL. */
const char *password_flaw(const char *password, const char *const *about);

/* guest.c */
int guest_form(struct request *);
int guest_book(struct request *);
int guest_show(struct request *);
int guest_act(struct request *);

/* kept.c */
void kept_show_panel(struct request *, struct rows session);
int kept_form(struct request *);
int kept_keep(struct request *);
int kept_edit_form(struct request *);
int kept_change(struct request *);
int kept_limits(struct request *);
int kept_limit_form(struct request *);
int kept_limit(struct request *);

/* limit.c */
int limits_show(struct request *);
int limits_form(struct request *);
int limits_change(struct request *);

/* line.c */
int line_show(struct request *);
int line_act(struct request *);
void queue_show_panel(struct request *, struct rows session);

/* mailbox.c */
int mailbox_show(struct request *);
int mailbox_act(struct request *);

/* What was written to who is signed in and did not arrive. */
void mail_back_show(struct request *);
int mail_back_page(struct request *);
int mail_back_resend(struct request *);

/*
 * paging.c: which page was asked for, and the numbers of the pages of n rows
 * under a list; query is what their addresses keep ("when=past").
 */
int64_t paging_page(const struct request *);
void paging_show(
    struct request *, const char *query, int64_t page, int64_t n, int64_t per);

/* message.c */
int messages_show(struct request *);
int message_edit(struct request *);
int message_change(struct request *);

/*
 * The names that a mail of this kind may use, with examples; show them; check
 * the fields subject and body against them; show how those read.
 */
struct value *message_values(struct request *, const char *kind);
void message_show_names(struct request *, const struct value *);
bool message_check(struct request *, const struct value *);
void message_show_preview(struct request *, const struct value *,
    const char *subject, const char *body);

/* placeholder.c */

/* What a message may name: its words and an example for people. */
struct placeholder {
	const char *name, *words, *example;
	bool common; /* any mail may use it */
	bool rare;   /* a preview leaves it out */
};

/* The one at this place, or NULL after the last; that of a name, or NULL. */
const struct placeholder *placeholder_at(size_t i);
const struct placeholder *placeholder_find(const char *name);

/* holiday.c */
int holidays_form(struct request *);
int bank_keep(struct request *);
int school_keep(struct request *);

/* note.c */
int note_add(struct request *);
int checklist_act(struct request *);
void notes_show_panel(struct request *, struct rows session);
void checklist_show_panel(struct request *, struct rows session);

/* order.c */
int orders_show(struct request *);
int order_form(struct request *);
int order_act(struct request *);

/* plan.c */
int plan_show(struct request *);
int hour_new_form(struct request *);
int hour_make(struct request *);
int hour_form(struct request *);
int hour_change(struct request *);
int workshop_new_form(struct request *);
int workshop_make(struct request *);
int workshop_edit_form(struct request *);
int workshop_edit(struct request *);

/* reader.c */
int readers_form(struct request *);
int readers_keep(struct request *);

/* panel.c */
int date_show(struct request *);

/* password.c */
int password_form(struct request *);
int password_mail(struct request *);
int password_new_form(struct request *);
int password_reset(struct request *);

/* needs.c */
int needs_show(struct request *);
int needs_set(struct request *);
int needs_several(struct request *);
int needs_catering(struct request *);
int needs_prepare(struct request *);
int needs_met(struct request *);
int needs_mine_form(struct request *);
int needs_mine(struct request *);
int need_kinds_show(struct request *);
int need_kind_new_form(struct request *);
int need_kind_make(struct request *);
int need_kind_form(struct request *);
int need_kind_change(struct request *);

/* A date's needs on its page; and what can hardly be arranged before it. */
void needs_show_panel(struct request *, struct rows session);
void needs_show_late(struct request *);

/* paper.c: the text of a mail of this kind, for a letter; code: that of the
 * ticket, or NULL.  Its first line is "Subject: ...". */
const char *paper_text(
    struct request *, const char *kind, const char *data, const char *code);

/* post.c */
int post_show(struct request *);
int post_settle(struct request *);
int post_print(struct request *);

/* The QR code as SVG and the code to type of a row with seed, key and
 * version; false, and both NULL, where there is no ticket. */
bool paper_ticket(struct request *, struct rows, int row, const char **svg,
    const char **code);
/* queue.c */
int offer_show(struct request *);
int offer_answer(struct request *);
int wish_form(struct request *);
int wish_make(struct request *);
int line_leave_form(struct request *);
int line_leave(struct request *);
int wish_leave(struct request *);

/* The open offer of one's own booking, with its press, on the booking's page. */
void offer_show_on(struct request *, int64_t number);

/* What the page of a course says of waiting for any of its dates. */
void wish_show_offer(struct request *, const char *code);

/* A page to print for one booking with a place, of a row with name title
 * starts_words place seed key version; 404 without one. */
int reply_paper_ticket(struct request *, struct rows booking);
/* programme.c */
int programme_show(struct request *);
int publish_form(struct request *);
int publish_dates(struct request *);
int copy_form(struct request *);
int copy_dates(struct request *);

/* register.c */
int register_mark(struct request *);
int register_mark_form(struct request *);
int register_show(struct request *);
int register_sign(struct request *);
int register_tick(struct request *);
int register_tick_form(struct request *);

/*
 * scan.c: append a scan as check_in() reads it; false, with rubbish
 * appended, if it has not the shape that openapi.json tells.
 */
bool scan_write(struct request *, struct buf *, const struct json_t *scan);

/* Append ,"hash" or ,"code" of what was typed or read as a ticket. */
void scan_put_ticket(struct request *, struct buf *, const char *typed);

/* Append ,"person" for someone who came without a booking. */
void scan_put_person(struct buf *, const char *name, const char *organisation,
    const char *contact);

/* A time as RFC 3339 writes it, from 2000 to 2199? */
bool is_moment(const char *);

/* registration.c */
int register_form(struct request *);
int register_mail(struct request *);
int register_details_form(struct request *);
int register_details(struct request *);

/* Send the mail that leads on (want: register, password) to the address that
 * was typed, and say the same whatever becomes of it. */
int reply_mailed(struct request *, const char *want);
int reply_inbox(struct request *, const char *email);

/* Is the link of this path still good for the purpose?  No row in *link if
 * there is none. */
bool link_good(struct request *, const char *purpose, struct rows *link);

/* It is not; `again` is where to go on. */
int reply_link_gone(struct request *, const char *again, const char *next);

/* A form behind a link that has been used: the password typed signs in. */
int reply_again(struct request *, int64_t person, const char *next);

/* response.c */
int evaluation_show(struct request *);
int evaluation_send(struct request *);
int evaluation_here(struct request *);
int slide_show(struct request *);
int slide_svg(struct request *);

/* The fields of the form that this path opens, for the site. */
struct rows evaluation_fields(struct request *);

/* result.c */
int results_trainer(struct request *);
int results_session(struct request *);
int results_event(struct request *);
int results_list(struct request *);
int answer_show(struct request *);
int answer_redact(struct request *);

/* rule.c */
int rules_form(struct request *);
int rules_change(struct request *);

/* several.c */
int people_message_form(struct request *);
int people_message(struct request *);
int people_move_form(struct request *);
int people_move(struct request *);
int people_end_form(struct request *);
int people_end(struct request *);

/* signin.c */
int login_form(struct request *);
int login_make(struct request *);
int logout(struct request *);

/* A new login for this browser, whose old one ends; false if the hash is no
 * longer that of the person. */
bool login_begin(struct request *, int64_t person, const char *hash);

/* On to a page of ours, or to the programme where that is "". */
int reply_onward(struct request *, const char *next);

/* statement.c */
int statement_show(struct request *);
int texts_show(struct request *);
int text_edit(struct request *);
int text_change(struct request *);
int security_show(struct request *);

/* today.c */
int today_form(struct request *);
int today_act(struct request *);
int day_show(struct request *);
int day_act(struct request *);
int calls_show(struct request *);
int day_calls_show(struct request *);
void today_show_panel(struct request *, struct rows session);

/* theme.c */
int theme_show(struct request *);
int logo_show(struct request *);

/* ticket.c */
int ticket_show(struct request *);
int ticket_svg(struct request *);
int ticket_png(struct request *);
int booking_calendar(struct request *);

/* The ticket of a booking to be: its seed as bytea, the number of its key. */
const char *ticket_new(struct request *, struct ticket *, int *key);

/* The code to type for one's own confirmed booking, or NULL. */
const char *ticket_code(struct request *, int64_t number);

/* delete.c */
int draft_delete_form(struct request *);
int draft_delete(struct request *);
int event_delete_form(struct request *);
int event_delete(struct request *);

/* standing.c */
int standing_show(struct request *);
int standing_move(struct request *);
int standing_new_form(struct request *);
int standing_make(struct request *);
int standing_form(struct request *);
int standing_change(struct request *);

/* stream.c */
int streams_form(struct request *);
int streams_change(struct request *);

/* trainer.c */
int trainers_show(struct request *);
int trainer_new_form(struct request *);
int trainer_make(struct request *);
int trainer_form(struct request *);
int trainer_change(struct request *);

/* venue.c */
int venues_show(struct request *);
int venue_new_form(struct request *);
int venue_make(struct request *);
int venue_form(struct request *);
int venue_change(struct request *);
int room_new_form(struct request *);
int room_make(struct request *);
int room_form(struct request *);
int room_change(struct request *);
/* workshop.c */
void workshops_show_panel(struct request *, struct rows session);
int workshops_form(struct request *);
int workshops_save(struct request *);
int mode_form(struct request *);
int mode_save(struct request *);

/* The most rounds of workshops that a form can ask for. */
enum { ROUNDS_MAX = 6 };

/* Show the rounds of a session with their workshops, as a form asks for them,
 * filled in with what this person has; that there are none; and what such a
 * form carried. */
void workshops_show(struct request *, int64_t person, const char *ref);
void workshops_show_none(struct request *);
const char *workshops_chosen(struct request *);
const char *workshops_rather(struct request *);

/* terms.c */
int terms_show(struct request *);
int terms_choose(struct request *);
int terms_form(struct request *);
int terms_make(struct request *);

#endif

/*
 * metrics.h: counters that all processes of lecternd share.
 *
 * Made once by the parent; before that, and in other programs, what is
 * counted goes nowhere.
 */
#ifndef METRICS_H
#define METRICS_H

#include <stdint.h>

struct buf;

enum metric {
	METRIC_DB_AWAY,    /* attempts to connect that failed */
	METRIC_DB_TROUBLE, /* statements that failed */
	METRIC_WORKER_STARTED,
	METRIC_WORKER_FAILED, /* ended by itself or by a signal */
	METRIC_BUSY,          /* requests told to come back later */
	METRICS
};

void metrics_open(void);
void metrics_add(enum metric, uint64_t);

/* One request: its status and how long it took, in microseconds. */
void metrics_request(int status, int64_t us);

/* All of it in the text format of Prometheus 0.0.4. */
void metrics_print(struct buf *);

#endif

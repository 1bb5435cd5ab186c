/* health.h: answers for whoever watches over the service. */
#ifndef HEALTH_H
#define HEALTH_H

struct request;

/* GET /healthz: this program answers; 200 "ok". */
int health_show(struct request *);

/* GET /readyz: and so does the database; 200 "ready" or 503. */
int ready_show(struct request *);

/* GET /metrics: Prometheus' text, for this machine only; else 404. */
int metrics_show(struct request *);

#endif

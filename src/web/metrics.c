/* metrics.c: counters that all processes of lecternd share. */
#include <sys/mman.h>

#include <inttypes.h>
#include <stdatomic.h>
#include <stddef.h>

#include "buf.h"
#include "log.h"
#include "metrics.h"

static const char *const names[METRICS][2] = {
	{ "lectern_db_away_total", "Attempts to reach the database in vain." },
	{ "lectern_db_trouble_total", "Statements that failed." },
	{ "lectern_worker_started_total", "Workers started." },
	{ "lectern_worker_failed_total", "Workers that ended unasked." },
	{ "lectern_busy_total", "Requests that were told to come back later." },
};

static const int64_t bounds_us[] = { 5000, 10000, 25000, 50000, 100000, 250000,
	500000, 1000000, 2500000, 5000000 };
#define NBOUNDS (sizeof(bounds_us) / sizeof(bounds_us[0]))

static struct shared {
	atomic_uint_fast64_t metric[METRICS], status[6], bucket[NBOUNDS + 1],
	    us;
} * shared;

void
metrics_open(void)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		die("metrics: no memory");
}

void
metrics_add(enum metric m, uint64_t n)
{
	if (shared != NULL)
		atomic_fetch_add(&shared->metric[m], n);
}

void
metrics_request(int status, int64_t us)
{
	size_t i = 0;

	if (shared == NULL)
		return;
	while (i < NBOUNDS && us > bounds_us[i])
		i++;
	atomic_fetch_add(&shared->bucket[i], 1);
	atomic_fetch_add(&shared->us, (uint64_t)us);
	atomic_fetch_add(&shared->status[status / 100 % 6], 1);
}

static void
print_durations(struct buf *b)
{
	static const char name[] = "lectern_request_seconds";
	uint64_t sum = 0;
	size_t i;

	buf_printf(
	    b, "# HELP %s Time to answer.\n# TYPE %s histogram\n", name, name);
	for (i = 0; i <= NBOUNDS; i++) {
		sum += shared->bucket[i];
		if (i < NBOUNDS)
			buf_printf(b, "%s_bucket{le=\"%g\"} %" PRIu64 "\n",
			    name, (double)bounds_us[i] / 1e6, sum);
	}
	buf_printf(b, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", name, sum);
	buf_printf(b, "%s_sum %g\n%s_count %" PRIu64 "\n", name,
	    (double)shared->us / 1e6, name, sum);
}

void
metrics_print(struct buf *b)
{
	int i;

	if (shared == NULL)
		return;
	for (i = 0; i < METRICS; i++)
		buf_printf(b,
		    "# HELP %s %s\n# TYPE %s counter\n%s %" PRIu64 "\n",
		    names[i][0], names[i][1], names[i][0], names[i][0],
		    (uint64_t)shared->metric[i]);
	buf_text(b, "# HELP lectern_requests_total Requests by status.\n"
		    "# TYPE lectern_requests_total counter\n");
	for (i = 1; i < 6; i++)
		buf_printf(b,
		    "lectern_requests_total{status=\"%dxx\"} %" PRIu64 "\n", i,
		    (uint64_t)shared->status[i]);
	print_durations(b);
}

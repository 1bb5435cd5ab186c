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
	{ 0 }
};
/* clang-format on */

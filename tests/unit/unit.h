/* unit.h: what every unit test includes. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A test as the table of main() wants it. */
#define TEST(name) static void name(void **state __attribute__((__unused__)))

#endif

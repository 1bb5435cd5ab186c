/* demo_dice.c: chance that is the same in every run. */
#include "arena.h"
#include "cli.h"
#include "demo.h"

/* FNV-1a, 64 bits. */
void
dice_seed(struct dice *d, const char *text)
{
	d->state = 0xcbf29ce484222325;
	for (; *text != '\0'; text++)
		d->state = (d->state ^ (unsigned char)*text) * 0x100000001b3;
}

/* splitmix64, Steele and others, 2014. */
uint64_t
dice_roll(struct dice *d)
{
	uint64_t z = (d->state += 0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

int
dice_below(struct dice *d, int n)
{
	return n > 0 ? (int)(dice_roll(d) % (uint64_t)n) : 0;
}

bool
dice_percent(struct dice *d, int percent)
{
	return dice_below(d, 100) < percent;
}

void
dice_bytes(struct dice *d, unsigned char *bytes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		bytes[i] = (unsigned char)dice_roll(d);
}

const char *
dice_uuid(struct dice *d, struct cli *cli)
{
	uint64_t a = dice_roll(d), b = dice_roll(d);

	return arena_printf(cli->arena, "%08x-%04x-4%03x-8%03x-%012llx",
	    (unsigned)(a >> 32), (unsigned)(a >> 16 & 0xffff),
	    (unsigned)(a & 0xfff), (unsigned)(b >> 48 & 0xfff),
	    (unsigned long long)(b & 0xffffffffffff));
}

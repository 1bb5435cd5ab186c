// timing.mjs: do several questions take the same time?
import assert from "node:assert/strict";

const rounds = 3;

// Ask each kind in turn, n times; the quickest quarters must lie within ms of
// each other, or on a busy machine within a third.  Other work may blur a
// round, a leak shows in all of them.
export const sameTime = async (what, kinds, ask, { n = 31, ms = 5 } = {}) => {
	for (let round = 1; ; round++) {
		const times = Object.fromEntries(kinds.map((kind) => [kind, []]));
		for (let i = 0; i < n; i++)
			for (const kind of i % 2 ? kinds : [...kinds].reverse()) {
				const asked = await ask(kind, round * n + i);
				const began = process.hrtime.bigint();
				await asked();
				times[kind].push(Number(process.hrtime.bigint() - began) / 1e6);
			}
		const quick = kinds.map((kind) => times[kind].sort((a, b) => a - b)[n >> 2]);
		const medians = kinds.map((kind) => times[kind][n >> 1]);
		const said = kinds.map((kind, i) => `${kind} ${medians[i].toFixed(2)}`).join(", ");
		console.log(`${what}, median ms: ${said}`);
		const most = Math.max(...quick);
		if (most - Math.min(...quick) < Math.max(ms, most / 3))
			return;
		assert.ok(round < rounds, `${what}: ${said}`);
	}
};

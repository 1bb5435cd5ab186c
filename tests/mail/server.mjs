// server.mjs: a mail server that does what it is told.
import assert from "node:assert/strict";

import { SMTPServer } from "smtp-server";
import { simpleParser } from "mailparser";

/**
 * Starts on a free port. What it does may be changed at any time through
 * `act`: functions of the recipient's address that give nothing (take it),
 * [code, words], or "gone" (the connection breaks); `delay` in milliseconds
 * comes before the last answer. `taken` holds the mails it took.
 * @param {object} options of smtp-server
 */
export const startServer = async (options = {}) => {
	const taken = [];
	const act = { rcpt: () => undefined, data: () => undefined, delay: 0 };
	const received = [];
	let wake = () => {};

	const gone = (session) => {
		for (const connection of server.connections)
			if (connection.session?.id === session.id)
				connection._socket.destroy();
	};
	const answer = (what, session, callback) => {
		if (what === "gone")
			gone(session);
		else if (what)
			callback(Object.assign(new Error(what[1]), { responseCode: what[0] }));
		else
			callback();
	};
	const onRcptTo = ({ address }, session, callback) =>
		answer(act.rcpt(address), session, callback);
	const onData = async (stream, session, callback) => {
		const to = session.envelope.rcptTo.map((r) => r.address);
		const chunks = [];
		try {
			for await (const chunk of stream)
				chunks.push(chunk);
		} catch {
			return; // the sender is gone
		}
		const raw = Buffer.concat(chunks);
		received.push(to[0]);
		wake();
		await new Promise((resolve) => setTimeout(resolve, act.delay));
		const what = act.data(to[0]);
		if (!what)
			taken.push({ to, from: session.envelope.mailFrom.address, raw,
				secure: session.secure, user: session.user, mail: await simpleParser(raw) });
		answer(what, session, callback);
	};
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: options.key ? [] : ["STARTTLS"],
		disableReverseLookup: true,
		closeTimeout: 100,
		...options, onRcptTo, onData,
	});
	server.on("error", () => {});

	let port = 0;
	const start = () => new Promise((resolve) => {
		server.server.listen(port, "127.0.0.1", () => {
			port = server.server.address().port;
			resolve();
		});
	});
	await start();
	return {
		act, taken, start,
		url: `smtp://127.0.0.1:${port}`,
		/** Resolves when the `n`-th message has arrived, before it is answered. */
		received: async (n) => {
			const late = setTimeout(() => assert.fail("no message came"), 20000);
			while (received.length < n)
				await new Promise((resolve) => { wake = resolve; });
			clearTimeout(late);
		},
		stop: () => new Promise((resolve) => server.close(resolve)),
	};
};

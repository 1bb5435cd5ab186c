// mail.mjs: the mails that the worker wrote to files, as their readers see
// them.
import { readdirSync, readFileSync } from "node:fs";

import { one } from "./db.mjs";

const folder = `${process.env.LECTERN_VAR}/mail`;

const unquote = (text) => Buffer.from(text.replace(/=\r?\n/g, "")
	.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1").toString("utf8");

const read = (name) => {
	const all = readFileSync(`${folder}/${name}`, "latin1").replace(/\r\n/g, "\n");
	const [head] = all.split("\n\n", 1);
	const header = (wanted) => head.replace(/\n[ \t]+/g, " ").match(new RegExp(`^${wanted}: (.*)$`, "mi"))?.[1] ?? "";
	const part = (type) => {
		const [, inner] = all.match(new RegExp(`content-type: ${type}[^]*?\n\n([^]*?)(?=\n--|$)`, "i")) ?? [];
		return inner === undefined ? "" : unquote(inner);
	};
	return { name, all, to: header("To"), subject: header("Subject"), text: part("text/plain"), html: part("text/html"), calendar: part("text/calendar") };
};

// What was read once stays as it is.
const known = new Map();
const mail = (name) => {
	if (!known.has(name))
		known.set(name, read(name));
	return known.get(name);
};

// All mails to an address, oldest first.
export const mailsTo = (address) => readdirSync(folder).filter((name) => name.endsWith(".eml")).map(mail)
	.filter(({ to }) => to.toLowerCase().includes(address.toLowerCase()));

// The one to this address whose subject fits; the worker looks every second.
export const mailTo = async (address, subject) => {
	for (const end = Date.now() + 20000; Date.now() < end;) {
		const found = mailsTo(address).find((mail) => subject.test(mail.subject));
		if (found)
			return found;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`no mail ${subject} to ${address}: ${mailsTo(address).map((m) => m.subject)}`);
};

// Wait until the worker has nothing to do; what is held back until it may be
// told is nothing to do.
export const settled = async () => {
	for (const end = Date.now() + 20000; Date.now() < end;) {
		if (one`SELECT count(*)::int FROM lectern.mail WHERE state IN ('queued', 'sending') AND due <= lectern.clock() AND NOT app.is_held(id)` === 0)
			return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error("the worker is never done");
};

// The path of the link in a mail, the same in both of its parts.
export const linkIn = (mail, base) => {
	const path = (text) => [...text.matchAll(/https?:\/\/[^\s"<]+/g)].map(([address]) => new URL(address))
		.filter((url) => url.origin === base.origin && /\/[\w-]{40,}$/.test(url.pathname)).map((url) => url.pathname);
	const [text] = path(mail.text), [html] = path(mail.html);
	if (text === undefined || text !== html)
		throw new Error(`${mail.subject}: ${text} in the text, ${html} in HTML`);
	return text;
};

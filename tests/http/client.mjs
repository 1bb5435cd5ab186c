// @ts-nocheck
// client.mjs: a browser as the tests need it: it keeps cookies, reads forms
// out of pages and sends them back as they were served.
import { createHash } from "node:crypto";
import http from "node:http";
import net from "node:net";

export const base = new URL(process.env.LECTERN_BASE_URL);
const agent = new http.Agent({ keepAlive: false });

// --- HTML ---------------------------------------------------------------------

const entities = { amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'", nbsp: " " };
export const unescape = (text) => text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (all, name) => {
	if (name[0] !== "#")
		return entities[name] ?? all;
	return String.fromCodePoint(name[1] === "x"
		? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10));
});

const attributes = (text) => {
	const found = {};
	for (const [, name, , a, b, c] of text.matchAll(/([^\s=/]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g))
		found[name.toLowerCase()] = unescape(a ?? b ?? c ?? "");
	return found;
};

const plain = (html) => unescape(html.replace(/<[^>]*>/g, "")).replace(/\s+/g, " ").trim();

// The fields of a form as a browser would send them: [name, value] pairs.
const fieldsOf = (html) => {
	const fields = [];
	const tags = /<(input|button|select|textarea)\b((?:[^>"']|"[^"]*"|'[^']*')*)>(?:([\s\S]*?)<\/\1>)?/gi;
	for (const [, tag, rest, inner] of html.matchAll(tags)) {
		const a = attributes(rest);
		if (a.name === undefined || a.disabled !== undefined)
			continue;
		if (tag === "select") {
			const options = [...inner.matchAll(/<option\b((?:[^>"']|"[^"]*")*)>([^<]*)/gi)]
				.map(([, o, text]) => ({ ...attributes(o), text: plain(text) }));
			const chosen = options.find((o) => o.selected !== undefined) ?? options[0];
			if (chosen)
				fields.push([a.name, chosen.value ?? chosen.text]);
		} else if (tag === "textarea") {
			fields.push([a.name, unescape(inner.replace(/^\r?\n/, ""))]);
		} else if (tag === "input" && ["checkbox", "radio"].includes(a.type)) {
			if (a.checked !== undefined)
				fields.push([a.name, a.value ?? "on"]);
		} else if (tag === "input" && !["submit", "image", "reset", "button", "file"].includes(a.type)) {
			fields.push([a.name, a.value ?? ""]);
		}
	}
	return fields;
};

class Form {
	constructor(page, rest, inner) {
		const a = attributes(rest);
		this.page = page;
		this.method = (a.method ?? "get").toUpperCase();
		this.action = a.action ?? page.path;
		this.fields = fieldsOf(inner);
	}

	get(name) {
		return this.fields.find(([n]) => n === name)?.[1];
	}
}

class Page {
	constructor(path, reply, body) {
		this.path = path;
		this.status = reply.statusCode;
		this.headers = reply.headers;
		this.rawHeaders = reply.rawHeaders;
		this.bytes = body;
		this.text = body.toString("utf8");
		this.location = reply.headers.location;
	}

	get forms() {
		return [...this.text.matchAll(/<form\b((?:[^>"']|"[^"]*")*)>([\s\S]*?)<\/form>/gi)]
			.map(([, rest, inner]) => new Form(this, rest, inner));
	}

	// The form that goes to this path; without one, the main form.
	form(action) {
		const form = this.forms.find((f) => action === undefined
			? f.action !== "/logout" : f.action === action);
		if (form === undefined)
			throw new Error(`${this.path} (${this.status}) has no form to ${action ?? "send"}`);
		return form;
	}

	get heading() {
		return plain(this.text.match(/<h1\b[^>]*>([\s\S]*?)<\/h1>/)?.[1] ?? "");
	}

	get words() {
		return plain(this.text.replace(/[\s\S]*<main\b/, "<main").replace(/<\/main>[\s\S]*/, ""));
	}

	// What is said to be wrong: the messages of the summary.
	get errors() {
		const list = this.text.match(/govuk-error-summary__list">([\s\S]*?)<\/ul>/)?.[1] ?? "";
		return [...list.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, item]) => plain(item));
	}

	get links() {
		return [...this.text.matchAll(/<a\b((?:[^>"']|"[^"]*")*)>/g)]
			.map(([, a]) => attributes(a).href).filter((h) => h !== undefined);
	}

	get json() {
		return JSON.parse(this.text);
	}
}

// --- the browser --------------------------------------------------------------

export const encode = (fields) => (Array.isArray(fields) ? fields : Object.entries(fields))
	.map(([n, v]) => `${encodeURIComponent(n)}=${encodeURIComponent(v)}`).join("&");

let network = 0;

export class Browser {
	// from: the address to come from; every 127.N.N.1 is a network of its
	// own (/24).  agent: what the browser calls itself.
	constructor({ from, agent: name, cookie } = {}) {
		network++;
		this.from = from ?? `127.${1 + (network >> 8)}.${network & 255}.1`;
		this.agent = name ?? "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
		this.cookies = new Map();
		if (cookie !== undefined)
			this.cookies.set(...cookie.split(/=(.*)/s, 2));
	}

	get cookie() {
		return [...this.cookies].map(([n, v]) => `${n}=${v}`).join("; ");
	}

	request(method, path, { headers = {}, body } = {}) {
		const all = { "user-agent": this.agent, ...headers };
		if (this.cookies.size > 0 && all.cookie === undefined)
			all.cookie = this.cookie;
		if (body !== undefined)
			all["content-length"] = Buffer.byteLength(body);
		for (const name of Object.keys(all))
			if (all[name] === null)
				delete all[name];
		return new Promise((resolve, reject) => {
			const req = http.request({ host: base.hostname, port: base.port, method,
				path, headers: { host: base.host, ...all }, localAddress: this.from, agent }, (reply) => {
				const parts = [];
				reply.on("data", (part) => parts.push(part));
				reply.on("error", reject);
				reply.on("end", () => {
					this.keep(reply.headers["set-cookie"] ?? []);
					resolve(new Page(path, reply, Buffer.concat(parts)));
				});
			});
			req.setTimeout(20000, () => req.destroy(new Error(`${method} ${path}: no answer`)));
			req.on("error", reject);
			req.end(body);
		});
	}

	keep(list) {
		for (const line of list) {
			const [pair, ...rest] = line.split(/;\s*/);
			const [name, value] = pair.split(/=(.*)/s, 2);
			if (value === "" || rest.some((a) => /^max-age=0$/i.test(a)))
				this.cookies.delete(name);
			else
				this.cookies.set(name, value);
		}
	}

	get(path, headers) {
		return this.request("GET", path, { headers });
	}

	// A POST as a page of ours would send it.
	post(path, fields, headers = {}) {
		return this.request("POST", path, {
			headers: { "content-type": "application/x-www-form-urlencoded",
				origin: base.origin, ...headers },
			body: typeof fields === "string" ? fields : encode(fields) });
	}

	// A form as it was served, with these fields typed over it; a field
	// given as undefined is left out.
	send(form, typed = {}, headers = {}) {
		const fields = form.fields.filter(([n]) => !(n in typed));
		for (const [name, value] of Object.entries(typed))
			for (const one of Array.isArray(value) ? value : [value])
				if (one !== undefined)
					fields.push([name, one]);
		if (form.method === "GET")
			return this.get(`${form.action}?${encode(fields)}`, headers);
		return this.post(form.action, fields, headers);
	}

	// Follow redirects to the page at their end.
	async follow(page) {
		for (let i = 0; i < 5 && page.status === 303; i++)
			page = await this.get(page.location);
		return page;
	}

	async signIn(email, password, next = "") {
		const page = await this.get(`/login?next=${encodeURIComponent(next)}`);
		return this.send(page.form("/login"), { email, password });
	}
}

// --- without manners ----------------------------------------------------------

// Do it with each of these, four at a time: there is more than one core.
export const each = async (list, act) => {
	for (let i = 0; i < list.length; i += 4)
		await Promise.all(list.slice(i, i + 4).map(act));
};

// Send bytes as they are; what came back as text, until the peer closes, which
// is soon where it is told that these were all.
export const raw = (bytes, from = "127.0.0.1", all = false) => new Promise((resolve, reject) => {
	const socket = net.connect({ host: base.hostname, port: Number(base.port), localAddress: from });
	const parts = [];
	socket.setTimeout(20000, () => socket.destroy(new Error("no answer")));
	socket.on("data", (part) => parts.push(part));
	socket.on("error", (e) => parts.length > 0 ? resolve(Buffer.concat(parts).toString("latin1")) : reject(e));
	socket.on("close", () => resolve(Buffer.concat(parts).toString("latin1")));
	all ? socket.end(bytes) : socket.write(bytes);
});

export const sha256 = (text) => createHash("sha256").update(text).digest();

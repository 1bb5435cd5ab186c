// schema.mjs: does a value fit a schema of openapi.json?  As much of JSON
// Schema 2020-12 as that file uses; a word that is not known is an error.
const types = {
	object: (v) => v !== null && typeof v === "object" && !Array.isArray(v),
	array: Array.isArray,
	string: (v) => typeof v === "string",
	integer: Number.isInteger,
	boolean: (v) => typeof v === "boolean",
	null: (v) => v === null,
};
const formats = {
	uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
	"date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
};
const words = {
	type: (v, t) => [t].flat().some((one) => types[one](v)),
	enum: (v, list) => list.includes(v),
	format: (v, name) => formats[name].test(v),
	pattern: (v, p) => new RegExp(p).test(v),
	minimum: (v, n) => v >= n,
	maximum: (v, n) => v <= n,
	maxLength: (v, n) => [...v].length <= n,
	maxItems: (v, n) => v.length <= n,
	required: (v, names) => names.every((n) => n in v),
	description: () => true,
};

// What does not fit, each with where it stands.
export const misfits = (document, schema, value, where = "$") => {
	const found = [];
	for (const [word, rule] of Object.entries(schema)) {
		if (word === "$ref")
			found.push(...misfits(document, rule.slice(2).split("/").reduce((o, k) => o[k], document), value, where));
		else if (word === "properties")
			for (const [name, inner] of Object.entries(rule))
				found.push(...name in value ? misfits(document, inner, value[name], `${where}.${name}`) : []);
		else if (word === "additionalProperties")
			found.push(...Object.keys(value).filter((n) => !(n in schema.properties)).map((n) => `${where}.${n} is not described`));
		else if (word === "items")
			value.forEach((item, i) => found.push(...misfits(document, rule, item, `${where}[${i}]`)));
		else if (word === "oneOf")
			found.push(...rule.filter((one) => misfits(document, one, value, where).length === 0).length === 1 ? [] : [`${where} fits not exactly one`]);
		else if (!(word in words))
			throw new Error(`${where}: the schema's word ${word} is not known here`);
		else if (schema.type !== undefined && !words.type(value, schema.type))
			found.push(...word === "type" ? [`${where}: ${JSON.stringify(value)} is no ${schema.type}`] : []);
		else if (!words[word](value, rule))
			found.push(`${where}: ${JSON.stringify(value)} against ${word} ${JSON.stringify(rule)}`);
	}
	return found;
};

/* multipart.c: files that people send, read with GMime (RFC 7578). */
#include <string.h>

#include <gmime/gmime.h>

#include "arena.h"
#include "inner.h"
#include "request.h"
#include "text.h"
#include "utf8.h"

#define PARTS_MAX     20
#define FILE_NAME_MAX 100

struct parts {
	struct request *request;
	int n;
	bool ok;
};

/* The bytes of a part, decoded, owned by the arena. */
static char *
content(struct arena *a, GMimePart *part, size_t *n)
{
	GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
	GMimeStream *mem = g_mime_stream_mem_new();
	GByteArray *bytes;
	char *copy;

	if (wrapper != NULL)
		g_mime_data_wrapper_write_to_stream(wrapper, mem);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(mem));
	*n = bytes->len;
	copy = arena_dup(a, (const char *)bytes->data, bytes->len);
	g_object_unref(mem);
	return copy;
}

/* What the browser calls the file, without folders. */
static const char *
file_name(struct arena *a, const char *name)
{
	const char *slash = strrchr(name, '/');
	struct checked c;

	if (slash != NULL)
		name = slash + 1;
	if ((slash = strrchr(name, '\\')) != NULL)
		name = slash + 1;
	c = text_line(a, name, strlen(name), FILE_NAME_MAX);
	return c.flaw == NULL && *c.text != '\0' ? c.text : "file";
}

static const struct file *
file_make(struct arena *a, GMimePart *part, const char *name, const char *data,
    size_t n)
{
	GMimeContentType *type =
	    g_mime_object_get_content_type(GMIME_OBJECT(part));
	struct file *f = arena_alloc(a, sizeof(*f));

	*f = (struct file){ .name = file_name(a, name),
		.type = arena_printf(a, "%s/%s",
		    g_mime_content_type_get_media_type(type),
		    g_mime_content_type_get_media_subtype(type)),
		.data = data,
		.len = n };
	return f;
}

static void
take_part(GMimeObject *parent, GMimeObject *object, gpointer data)
{
	struct parts *parts = data;
	struct arena *a = parts->request->arena;
	GMimeContentDisposition *d =
	    g_mime_object_get_content_disposition(object);
	const char *name, *file;
	struct arg *arg;
	char *text;
	size_t n;

	(void)parent;
	name = d ? g_mime_content_disposition_get_parameter(d, "name") : NULL;
	if (++parts->n > PARTS_MAX || !GMIME_IS_PART(object) || name == NULL ||
	    !utf8_valid(name, strlen(name))) {
		parts->ok = false;
		return;
	}
	file = g_mime_content_disposition_get_parameter(d, "filename");
	text = content(a, GMIME_PART(object), &n);
	if (file == NULL && !utf8_valid(text, n))
		parts->ok = false;
	arg = arg_add(a, &parts->request->sent,
	    arena_dup(a, name, strlen(name)), text, n);
	if (file != NULL)
		arg->file = file_make(a, GMIME_PART(object), file, text, n);
}

bool
multipart_read(struct request *r, const char *type, const char *body, size_t n)
{
	struct parts parts = { r, 0, true };
	GMimeStream *mem;
	GMimeParser *parser;
	GMimeObject *whole;

	g_mime_init();
	mem = g_mime_stream_mem_new();
	g_mime_stream_printf(mem, "Content-Type: %s\r\n\r\n", type);
	g_mime_stream_write(mem, body, n);
	g_mime_stream_reset(mem);
	parser = g_mime_parser_new_with_stream(mem);
	whole = g_mime_parser_construct_part(parser, NULL);
	if (whole != NULL && GMIME_IS_MULTIPART(whole))
		g_mime_multipart_foreach(
		    GMIME_MULTIPART(whole), take_part, &parts);
	else
		parts.ok = false;
	if (whole != NULL)
		g_object_unref(whole);
	g_object_unref(parser);
	g_object_unref(mem);
	return parts.ok;
}

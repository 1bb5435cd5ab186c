/* test_template.c: pages show what they name, safely, or do not compile. */
#include <sys/wait.h>

#include <unistd.h>

#include "unit.h"

#include "arena.h"
#include "buf.h"
#include "log.h"
#include "rows.h"
#include "template.h"

static struct arena *a;
static struct value *values;
static const struct page *part;

/* The table of pages, in place of the one that is built in. */
const struct page *
template_find(const char *name)
{
	if (strcmp(name, "_part.html") != 0)
		die("there is no page %s", name);
	return part;
}

static void
show(const char *name, const char *text, const struct rows *rows)
{
	struct value *v = arena_alloc(a, sizeof(*v));

	*v = (struct value){ values, name, text, rows, NULL };
	values = v;
}

static struct rows *
rows(const char *columns, int n, const char *const *cells)
{
	struct rows *r = arena_alloc(a, sizeof(*r));

	*r = rows_make(a, columns, n, cells);
	return r;
}

static const char *
dotted(void *ctx, const char *name, size_t i, bool *known)
{
	static const char *const kinds[] = { "course", "forum", NULL };

	(void)ctx;
	*known =
	    strcmp(name, "typed.kind") == 0 || strcmp(name, "error.kind") == 0;
	return strcmp(name, "typed.kind") == 0 && i < 3 ? kinds[i] : NULL;
}

static const char *
drawn(const char *name, const char *text)
{
	struct buf b = { .arena = a };
	const struct lookup look = { values, dotted, NULL };

	template_render(&b, template_compile(a, name, text), &look);
	return buf_string(&b);
}

#define assert_drawn(text, expected)                                           \
	assert_string_equal(drawn("page.html", text), expected)

/* Does the page end the program when it is compiled and drawn? */
static bool
dies(const char *text)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		log_set_level(LOG_ERROR);
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(0);
		drawn("page.html", text);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

static int
fresh(void **state)
{
	(void)state;
	values = NULL;
	show("name", "<b>\"Łęcka\" & 'son'", NULL);
	show("empty", "", NULL);
	show("nothing", NULL, NULL);
	show("no", "f", NULL);
	show("yes", "t", NULL);
	return 0;
}

TEST(values_are_escaped)
{
	assert_drawn("<p title=\"{{name}}\">{{ name }}</p>",
	    "<p title=\"&lt;b&gt;&quot;Łęcka&quot; &amp; &#39;son&#39;\">"
	    "&lt;b&gt;&quot;Łęcka&quot; &amp; &#39;son&#39;</p>");
	assert_drawn("a{{empty}}{{nothing}}{{! remark }}b", "ab");
}

TEST(a_text_file_is_not_escaped)
{
	assert_string_equal(
	    drawn("mail/x.txt", "Dear {{name}}"), "Dear <b>\"Łęcka\" & 'son'");
}

TEST(addresses_are_ours_or_https)
{
	static const char *const bad[] = { "javascript:alert(1)",
		"http://example.org", "//example.org", "/\\example.org",
		"data:text/html,x", " https://example.org", "HTTPS://x" };
	size_t i;

	show("url", "https://example.org/?a=1&b=\"", NULL);
	assert_drawn("<a href=\"{{&url}}\">",
	    "<a href=\"https://example.org/?a=1&amp;b=&quot;\">");
	show("url", "/bookings/1", NULL);
	assert_drawn("<a href=\"{{&url}}\">", "<a href=\"/bookings/1\">");
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		show("url", bad[i], NULL);
		assert_drawn("<a href=\"{{&url}}\">", "<a href=\"\">");
	}
	show("q", "a&b c/ü", NULL);
	assert_drawn("<a href=\"/?q={{%q}}\">", "<a href=\"/?q=a%26b%20c%2F"
						"%C3%BC\">");
}

TEST(sections_follow_truth)
{
	assert_drawn("{{#yes}}1{{/yes}}{{^yes}}2{{/yes}}", "1");
	assert_drawn("{{#no}}1{{/no}}{{^no}}2{{/no}}", "2");
	assert_drawn("{{#empty}}1{{/empty}}{{^nothing}}2{{/nothing}}", "2");
	assert_drawn("{{#yes}}{{^no}}in{{/no}}{{/yes}}", "in");
}

TEST(sections_compare)
{
	show("state", "open", NULL);
	show("other", "open", NULL);
	assert_drawn("{{#state=\"open\"}}1{{/state}}", "1");
	assert_drawn("{{#state=other}}1{{/state=other}}", "1");
	assert_drawn("{{^state=\"shut\"}}1{{/state}}", "1");
	assert_drawn("{{#state=\"shut\"}}1{{/state}}", "");
	assert_drawn("{{#nothing=\"\"}}1{{/nothing}}", "");
	assert_drawn("{{#typed.kind=\"forum\"}}1{{/typed.kind}}", "1");
	assert_drawn("{{#typed.kind=\"briefing\"}}1{{/typed.kind}}", "");
	assert_drawn("{{typed.kind}}{{#error.kind}}x{{/error.kind}}", "course");
}

TEST(rows_are_walked)
{
	const char *cells[] = { "1", "one", "2", NULL, "3", "<three>" };
	const char *none[] = { NULL };

	show("list", NULL, rows("id,word", 3, cells));
	show("bare", NULL, rows("id", 0, none));
	assert_drawn("{{#list}}{{number}}{{#first}}!{{/first}}:{{word}}"
		     "{{^last}},{{/last}}{{/list}} of {{list.count}}",
	    "1!:one,2:,3:&lt;three&gt; of 3");
	assert_drawn("{{^list}}none{{/list}}{{^bare}}bare{{/bare}}"
		     "{{#bare}}x{{/bare}}",
	    "bare");
	assert_drawn("{{#list}}{{#id=\"2\"}}{{yes}}{{/id}}{{/list}}", "t");
}

TEST(rows_stand_inside_rows)
{
	const char *months[] = { "dec", "jan", "feb" };
	const char *days[] = { "1", "jan", "2", "jan", "3", "dec" };
	const char *parts[] = { "1", "am", "3", "am", "3", "pm" };

	show("months", NULL, rows("month", 3, months));
	show("days", NULL, rows("day,month", 3, days));
	values->group = template_group(a, *values->rows, "month");
	show("parts", NULL, rows("day,part", 3, parts));
	values->group = template_group(a, *values->rows, "day");
	assert_drawn("{{#months}}{{month}}({{days.count}}:{{#days}}{{day}}"
		     "{{#parts}}{{part}}{{/parts}}{{^last}};{{/last}}"
		     "{{/days}}{{^days}}-{{/days}}){{/months}}",
	    "dec(1:3ampm)jan(2:1am;2)feb(0:-)");
}

TEST(a_tag_alone_on_its_line_leaves_no_line)
{
	assert_drawn("<ul>\n  {{#yes}}\n  <li>\n  {{/yes}}\n</ul>\n",
	    "<ul>\n  <li>\n</ul>\n");
	assert_drawn("a\n{{name}}\n", "a\n&lt;b&gt;&quot;Łęcka&quot; &amp; "
				      "&#39;son&#39;\n");
}

TEST(pages_stand_in_pages)
{
	part = template_compile(a, "_part.html", "[{{word}}]");
	show("word", "w", NULL);
	assert_drawn("{{>_part.html}}{{> _part.html }}", "[w][w]");
	part = template_compile(a, "_part.html", "{{>_part.html}}");
	assert_true(dies("{{>_part.html}}")); /* without an end */
}

TEST(what_is_wrong_does_not_compile)
{
	static const char *const wrong[] = { "{{#yes}}", "{{/yes}}",
		"{{#yes}}{{/no}}", "{{name", "{{{name}}", "{{}}", "{{ }}",
		"{{#}}", "{{#state=\"x}}{{/state}}", "<p", "<a href=\"x>" };
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (!dies(wrong[i]))
			fail_msg("%s was taken", wrong[i]);
}

TEST(unknown_names_end_the_program)
{
	assert_false(dies("{{name}}"));
	assert_true(dies("{{nmae}}"));
	assert_true(dies("{{#nmae}}{{/nmae}}"));
	assert_true(dies("{{typed.nmae}}"));
	assert_true(dies("{{number}}")); /* only inside rows */
	assert_true(dies("{{>_none.html}}"));
}

TEST(values_stand_only_where_they_are_inert)
{
	static const char *const wrong[] = { "<script>x='{{name}}'</script>",
		"<style>{{name}}</style>", "<p onclick=\"{{name}}\">",
		"<p style=\"{{name}}\">", "<p class={{name}}>",
		"<p class= {{name}}>", "<p {{name}}>", "<{{name}}>",
		"<a href=\"{{name}}\">", "<img src='{{name}}'>",
		"<form action=\"{{name}}\">", "<!-- {{name}} -->",
		"<iframe srcdoc=\"{{name}}\">", "<p>{{{name}}}</p>",
		"<p class=\"{{{the_svg}}}\">", "<script>{{{json_ld}}}</script>",
		"<A HREF=\"{{name}}\">", "<p ONCLICK=\"{{name}}\">",
		"<SCRIPT>{{name}}</SCRIPT>", "<p class=\"{{>_part.html}}\">" };
	static const char *const right[] = { "<p class=\"a {{name}}\">",
		"<a href=\"/x/{{name}}\">", "<a href=\"{{&name}}\">",
		"<p{{#yes}} hidden{{/yes}}>", "<p>{{{the_svg}}}</p>",
		"<script type=\"application/ld+json\">{{{json_ld}}}</script>",
		"<script src=\"/x.js\"></script>{{name}}",
		"<a href=\"{{base_url}}/x\">", "<!-- x -->{{name}}",
		"<input value='{{name}}'>" };
	size_t i;

	part = template_compile(a, "_part.html", "x");
	show("the_svg", "<svg/>", NULL);
	show("json_ld", "{}", NULL);
	show("base_url", "https://x", NULL);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (!dies(wrong[i]))
			fail_msg("%s was taken", wrong[i]);
	for (i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		if (dies(right[i]))
			fail_msg("%s was refused", right[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(values_are_escaped, fresh),
		cmocka_unit_test_setup(a_text_file_is_not_escaped, fresh),
		cmocka_unit_test_setup(addresses_are_ours_or_https, fresh),
		cmocka_unit_test_setup(sections_follow_truth, fresh),
		cmocka_unit_test_setup(sections_compare, fresh),
		cmocka_unit_test_setup(rows_are_walked, fresh),
		cmocka_unit_test_setup(rows_stand_inside_rows, fresh),
		cmocka_unit_test_setup(
		    a_tag_alone_on_its_line_leaves_no_line, fresh),
		cmocka_unit_test_setup(pages_stand_in_pages, fresh),
		cmocka_unit_test_setup(what_is_wrong_does_not_compile, fresh),
		cmocka_unit_test_setup(unknown_names_end_the_program, fresh),
		cmocka_unit_test_setup(
		    values_stand_only_where_they_are_inert, fresh),
	};
	int failed;

	a = arena_new(4096);
	failed = cmocka_run_group_tests_name("template", tests, NULL, NULL);
	arena_free(a);
	return failed;
}

/*
 * weak.c: passwords that a guesser tries first.
 *
 * The list holds the words on which the passwords of published leaks are
 * built.  A password is weak when such a word is all that is left of it once
 * repetition, the figures and signs around it and figures that stand for
 * letters are gone: so "Passw0rd2024!" and "summer99" fall with "password"
 * and "summer", and nobody is told which characters to use.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "weak.h"

#define WORD_MAX    128
#define FIGURES_MIN 12 /* fewer figures alone are dates and telephone numbers */

/* Sorted. */
static const char *const words[] = { "aaa", "abc", "abcabc", "abcd", "abcde",
	"abcdef", "abcdefg", "abcdefgh", "abcxyz", "abdul", "access", "admin",
	"adminadmin", "administrator", "ahmed", "aisha", "alex", "alexander",
	"ali", "allah", "always", "amanda", "amazon", "amen", "america",
	"andrew", "android", "angel", "angels", "anna", "anne", "anthony",
	"anybody", "anything", "apple", "april", "ariel", "arsenal", "asd",
	"asdasd", "asdf", "asdfgh", "asdfghjk", "asdfghjkl", "ashley",
	"astonvilla", "audi", "august", "australia", "autumn", "azerty", "baby",
	"babyboy", "babygirl", "bailey", "banana", "bar", "barbara", "barbie",
	"barry", "bart", "baseball", "basketball", "batman", "batterystaple",
	"bear", "beatles", "beautiful", "beauty", "believe", "bella",
	"benjamin", "beyonce", "birthday", "black", "blah", "blahblah", "bless",
	"blessed", "blink", "blue", "bmw", "bonjour", "booking", "bookings",
	"boss", "brian", "britain", "british", "broadband", "brother", "buddy",
	"burnley", "business", "butterfly", "california", "canada", "candy",
	"captain", "cash", "cat", "cats", "celtic", "certificate", "change",
	"changeit", "changeme", "charlie", "charlotte", "charlton", "cheese",
	"chelsea", "cherry", "chief", "child", "childprotection", "children",
	"childrenfirst", "childrensservices", "chloe", "chocolate", "christ",
	"christmas", "christopher", "church", "cinderella", "city", "claire",
	"coffee", "college", "color", "colour", "company", "computer",
	"conference", "cookie", "cookies", "coordinator", "cornwall",
	"correcthorse", "correcthorsebatterystaple", "corvette", "council",
	"course", "courses", "craig", "crazy", "cricket", "crystal", "cupcake",
	"cutie", "dad", "daddy", "daisy", "daniel", "danielle", "darling",
	"david", "december", "default", "demo", "derby", "desktop", "devon",
	"diamond", "doctor", "dog", "doggy", "dogs", "dolphin", "donald",
	"dragon", "dream", "dreamer", "dreams", "drummer", "ducati", "dvorak",
	"eagle", "earlyhelp", "easter", "edward", "elizabeth", "emerald",
	"emily", "eminem", "emma", "england", "english", "essex", "everton",
	"everything", "example", "facebook", "faith", "falcon", "family",
	"father", "fatima", "february", "ferrari", "fire", "flame", "flower",
	"flowers", "fluffy", "foo", "foobar", "football", "ford", "forever",
	"fortnite", "france", "freedom", "friday", "frodo", "fubar", "funny",
	"game", "gamer", "games", "gaming", "gandalf", "garden", "garfield",
	"gary", "george", "germany", "gillingham", "gills", "ginger", "god",
	"godisgood", "gold", "golf", "goodbye", "goodmorning", "goofy",
	"google", "grace", "green", "gryffindor", "guest", "guitar", "hallo",
	"halloween", "hannah", "happiness", "happy", "happybirthday", "harley",
	"harry", "harrypotter", "hassan", "hawk", "heaven", "helen", "hello",
	"hellokitty", "hellothere", "helloworld", "hermione", "hero", "hockey",
	"hogwarts", "holiday", "holidays", "homer", "honey", "hope", "horse",
	"hospital", "hotstuff", "hottie", "hulk", "hunter", "hurricane",
	"ilovegod", "iloveme", "iloveu", "iloveyou", "iloveyouso", "iluvu",
	"imagine", "inferno", "inspire", "instagram", "internet", "iphone",
	"ireland", "ironman", "italy", "jack", "jacob", "james", "jamie",
	"jane", "january", "jennifer", "jessica", "jesus", "jesuschrist",
	"john", "jordan", "joseph", "joshua", "julie", "july", "june", "karen",
	"kate", "kathryn", "katie", "kawasaki", "kent", "kevin", "keyboard",
	"kids", "killer", "king", "kingdom", "kitten", "kitty", "knight",
	"landrover", "laptop", "laughter", "laura", "lauren", "learning",
	"lectern", "leeds", "legend", "letmein", "letmeinnow", "lightning",
	"lily", "linda", "linux", "lion", "liverpool", "lkjhgfdsa", "login",
	"logon", "london", "lottery", "love", "lovely", "loveme", "lover",
	"lovers", "loveyou", "lucky", "lucy", "manager", "manchester",
	"mancity", "manunited", "manutd", "march", "margaret", "maria", "mario",
	"mark", "martin", "mary", "master", "matrix", "matthew", "max", "may",
	"medway", "mercedes", "mercy", "metallica", "michael", "michelle",
	"mickey", "mickeymouse", "microsoft", "millwall", "minecraft", "mini",
	"minnie", "mistress", "mnbvcxz", "mohamed", "mohammed", "molly",
	"monday", "money", "monitor", "monkey", "moon", "moonlight", "morgan",
	"mother", "muhammad", "mum", "mummy", "music", "mustang", "mybaby",
	"mychildren", "myfamily", "mykids", "mylove", "mypassword", "mysecret",
	"naughty", "neo", "network", "never", "newcastle", "newpassword",
	"newyork", "nicole", "ninja", "nintendo", "nirvana", "nobody", "noone",
	"norwich", "nothing", "november", "nurse", "nursery", "ocean",
	"october", "office", "officer", "oliver", "olivia", "omar",
	"opensesame", "openup", "orange", "oscar", "ourpassword", "p455word",
	"pa55w0rd", "pa55word", "panther", "paris", "partnership", "pass",
	"passcode", "passpass", "passphrase", "passw0rd", "password",
	"passwort", "patricia", "paul", "peace", "peanut", "pearl", "pepper",
	"peter", "phoenix", "piano", "pikachu", "pink", "pirate", "playboy",
	"player", "playstation", "please", "poiuytrewq", "pokemon", "police",
	"pompey", "pony", "poppy", "porsche", "portsmouth", "practitioner",
	"prince", "princess", "puppy", "purple", "qazwsx", "qazwsxedc", "queen",
	"qwe", "qweasd", "qweasdzxc", "qweqwe", "qwert", "qwerty", "qwertyui",
	"qwertyuiop", "qwertz", "rachel", "rainbow", "ranger", "rangers",
	"rebecca", "red", "rich", "richard", "rihanna", "river", "robbie",
	"robert", "roblox", "rockstar", "rocky", "root", "rose", "rosie",
	"ruby", "rugby", "running", "safeguard", "safeguarding",
	"safeguardingchildren", "safeguardingpartnership", "sample", "samsung",
	"samuel", "samurai", "sandra", "sarah", "saturday", "school",
	"scotland", "scott", "secret", "september", "server", "sexy", "shadow",
	"shark", "sharon", "signin", "silver", "simon", "simpsons", "singer",
	"sister", "sky", "slipknot", "slytherin", "smile", "smiley", "smokey",
	"snake", "snoopy", "snowball", "snowflake", "snowman", "soccer",
	"social", "socialwork", "socialworker", "soldier", "somebody",
	"something", "sophia", "sophie", "sorry", "southampton", "spain",
	"spider", "spiderman", "spring", "spurs", "star", "starlight", "stars",
	"startrek", "starwars", "stephen", "steven", "storm", "strawberry",
	"stuart", "student", "success", "sugar", "summer", "sunday",
	"sunderland", "sunflower", "sunshine", "superman", "surrey", "susan",
	"sussex", "suzuki", "sweet", "sweetheart", "sweetie", "swimming",
	"taylor", "teacher", "temp", "temporary", "tennis", "terminator",
	"test", "tester", "testing", "testtest", "texas", "thanks", "thankyou",
	"thepassword", "thomas", "thunder", "thursday", "tiger", "tinkerbell",
	"today", "tomorrow", "toor", "tornado", "tottenham", "tracey", "tracy",
	"trainer", "training", "trainingday", "transformers", "triumph",
	"truelove", "trustme", "trustno", "trustnoone", "tuesday", "tweety",
	"twitter", "united", "university", "usa", "user", "username",
	"victoria", "villa", "wales", "warrior", "wasd", "wednesday", "weekend",
	"welcome", "welcomeback", "westham", "whatever", "whatsapp", "white",
	"wifi", "william", "windows", "winner", "winter", "wireless", "wizard",
	"wolf", "work", "worker", "xbox", "xyz", "yamaha", "yellow",
	"yesterday", "york", "yorkshire", "yourpassword", "youtube", "zelda",
	"zxc", "zxcv", "zxcvbn", "zxcvbnm", "zxczxc" };

static int
compare(const void *key, const void *word)
{
	return strcmp(key, *(const char *const *)word);
}

static bool
is_known(const char *word)
{
	return bsearch(word, words, sizeof(words) / sizeof(words[0]),
		   sizeof(words[0]), compare) != NULL;
}

static bool
is_letter(char c)
{
	return isalpha((unsigned char)c) || (c & 0x80) != 0;
}

/* In lower case; false when it is too long to be a word with trimmings. */
static bool
fold(char out[WORD_MAX], const char *password)
{
	size_t i, n = strlen(password);

	if (n >= WORD_MAX)
		return false;
	for (i = 0; i <= n; i++)
		out[i] = (char)tolower((unsigned char)password[i]);
	return true;
}

/* Cut "abcabc" down to "abc"; true if anything was cut. */
static bool
cut_repeats(char *s)
{
	size_t n = strlen(s), unit;

	for (unit = 1; unit <= n / 2; unit++)
		if (strncmp(s, s + unit, n - unit) == 0) {
			s[unit] = '\0';
			return true;
		}
	return false;
}

/* Each character one above, or one below, the one before it. */
static bool
is_run(const char *s)
{
	int step = s[0] != '\0' ? s[1] - s[0] : 0;

	if (step != 1 && step != -1)
		return false;
	for (; s[1] != '\0'; s++)
		/* 0 follows 9 on the keyboard */
		if (s[1] - s[0] != step && !(s[0] == '9' && s[1] == '0'))
			return false;
	return true;
}

/* Without what is neither letter nor inside: "12summer!99" is "summer". */
static char *
strip(char *s)
{
	char *end;

	while (*s != '\0' && !is_letter(*s))
		s++;
	for (end = s + strlen(s); end > s && !is_letter(end[-1]);)
		*--end = '\0';
	return s;
}

/* Figures and signs that stand for letters. */
static void
unmask(char *s)
{
	static const char from[] = "0134578@$!|+", to[] = "oieastbasilt";
	const char *at;

	for (; *s != '\0'; s++)
		if ((at = strchr(from, *s)) != NULL)
			*s = to[at - from];
}

/* Letters only: "let-me-in" is "letmein". */
static void
squeeze(char *s)
{
	char *out = s;

	for (; *s != '\0'; s++)
		if (is_letter(*s))
			*out++ = *s;
	*out = '\0';
}

/* What is left of a password; false when it is too long to be a word. */
static bool
reduce(
    char out[WORD_MAX], const char *password, bool mask_first, bool mask_last)
{
	char text[WORD_MAX], *word;

	if (!fold(text, password))
		return false;
	if (mask_first)
		unmask(text);
	word = strip(text);
	if (mask_last)
		unmask(word);
	squeeze(word);
	cut_repeats(word);
	memmove(out, word, strlen(word) + 1);
	return true;
}

/* Figures within and around a word are trimmings, or stand for letters. */
static bool
built_on(const char *password, bool (*is_word)(const char *, void *), void *ctx)
{
	char word[WORD_MAX];

	return (reduce(word, password, false, false) && is_word(word, ctx)) ||
	       (reduce(word, password, true, false) && is_word(word, ctx)) ||
	       (reduce(word, password, false, true) && is_word(word, ctx));
}

static bool
known(const char *word, void *ctx)
{
	(void)ctx;
	return is_known(word);
}

/* Is it this name, or this address, or what stands before its "@"? */
static bool
is_one(const char *word, const char *name)
{
	char whole[WORD_MAX], local[WORD_MAX], *at;

	if (!fold(whole, name))
		return false;
	memcpy(local, whole, sizeof(local));
	if ((at = strchr(local, '@')) != NULL)
		*at = '\0';
	squeeze(whole);
	squeeze(local);
	return *local != '\0' &&
	       (strcmp(word, whole) == 0 || strcmp(word, local) == 0);
}

static bool
own(const char *word, void *ctx)
{
	const char *const *about;

	for (about = ctx; *about != NULL; about++)
		if (is_one(word, *about))
			return true;
	return false;
}

bool
weak_password(const char *password)
{
	char text[WORD_MAX];

	if (!fold(text, password))
		return false;
	if (strspn(text, "0123456789") == strlen(text) &&
	    strlen(text) < FIGURES_MIN)
		return true;
	if (is_run(text))
		return true;
	if (cut_repeats(text) && strlen(text) < 4)
		return true;
	return is_run(text) || built_on(password, known, NULL);
}

bool
weak_own(const char *password, const char *const *about)
{
	return built_on(password, own, (void *)about);
}

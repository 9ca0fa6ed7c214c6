/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guess - counting letters and small words, and being sure enough of the sum.
 *
 * Most scripts have one language of news, so the script decides. Where several
 * languages share a script, each word that stands in a language's list is a
 * point for it, a letter that only one or two of them have is half a point, and
 * a letter that a language does not have is held against it: names of other
 * countries bring a few, a text of another language brings many. The language
 * with the most points wins when it has enough of them for the length of the
 * text and is clearly ahead of the next; else nothing is said. Words that many
 * languages have ("de", "a") are points for all and so decide nothing.
 *
 * Words are known by a hash of their folded letters. Two words of different
 * languages with one hash would be a wrong point among dozens.
 */
#include "guess.h"

#include <math.h>
#include <stdlib.h>

#include "common/mem.h"

#define HASH_SEED 2166136261u
#define HASH_PRIME 16777619u

/* Points, in twentieths of one. */
#define WORD 20
#define ENDING 10
#define RARE_LETTER 10    /* no other language of the script has it */
#define MISSING_LETTER 14 /* lost by those that have it not */

#define POINT 20.0
#define LEAD 1.0          /* points before the next, to be named at all */
#define LEAST 3.0         /* points, to be named at all */
#define LEAST_SHARE 0.12  /* points for each word */
#define MAIN_SHARE 0.6    /* of the bytes in letters are the main script's */
#define LEAST_LETTERS 24u /* bytes in letters of a script of one language */

/* A word or a letter, and the languages of its script that have it. */
struct entry {
	uint32_t key; /* 0: free */
	uint64_t has;
};

struct table {
	struct entry *entries;
	size_t n, n_slots; /* a power of two; 0: empty */
	/* Most words of a text are in no list, and a bit says so. */
	uint64_t known[512];
};

struct guess {
	struct guess_language *languages;
	size_t n, cap;
	size_t alone[N_SCRIPTS]; /* the first of a script */
	unsigned n_of[N_SCRIPTS];
	struct table words, letters, endings;
};

/* ---- tables ---------------------------------------------------------------
 */

static struct entry *
table_slot(const struct table *table, uint32_t key)
{
	size_t mask = table->n_slots - 1, at = (key ^ key >> 15) & mask;

	while (table->entries[at].key && table->entries[at].key != key)
		at = (at + 1) & mask;
	return &table->entries[at];
}

static uint32_t
known_bit(uint32_t key)
{
	return key * UINT32_C(2654435761) >> 17;
}

static void
table_grow(struct table *table)
{
	struct table next = *table;

	next.n_slots = table->n_slots ? table->n_slots * 2 : 256;
	next.entries = mem_alloc(next.n_slots * sizeof(*next.entries));
	for (size_t i = 0; i < table->n_slots; i++)
		if (table->entries[i].key)
			*table_slot(&next, table->entries[i].key) =
				table->entries[i];
	free(table->entries);
	*table = next;
}

static void
table_add(struct table *table, uint32_t key, unsigned bit)
{
	struct entry *entry;

	if (2 * (table->n + 1) > table->n_slots)
		table_grow(table);
	uint32_t known = known_bit(key);
	table->known[known >> 6] |= UINT64_C(1) << (known & 63);
	entry = table_slot(table, key);
	table->n += !entry->key;
	entry->key = key;
	entry->has |= UINT64_C(1) << bit;
}

static uint64_t
table_has(const struct table *table, uint32_t key)
{
	uint32_t bit = known_bit(key);

	if (!(table->known[bit >> 6] >> (bit & 63) & 1))
		return 0;
	return table_slot(table, key)->has;
}

/* ---- the model ------------------------------------------------------------
 */

struct guess *
guess_new(void)
{
	return mem_alloc(sizeof(struct guess));
}

void
guess_free(struct guess *guess)
{
	if (!guess)
		return;
	free(guess->languages);
	free(guess->words.entries);
	free(guess->letters.entries);
	free(guess->endings.entries);
	free(guess);
}

size_t
guess_add(struct guess *guess, const char *rule, const char *tag,
	enum script script)
{
	if (guess->n_of[script] == GUESS_MAX_OF_SCRIPT)
		return SIZE_MAX;
	if (!guess->n_of[script])
		guess->alone[script] = guess->n;
	mem_more(guess->languages, guess->n, guess->cap);
	guess->languages[guess->n] = (struct guess_language){
		.tag = tag,
		.rule = rule,
		.script = script,
		.bit = guess->n_of[script]++,
	};
	return guess->n++;
}

size_t
guess_count(const struct guess *guess)
{
	return guess->n;
}

const struct guess_language *
guess_at(const struct guess *guess, size_t i)
{
	return &guess->languages[i];
}

static uint32_t
hash_more(uint32_t hash, uint32_t folded)
{
	return (hash ^ folded) * HASH_PRIME;
}

/* 0 is a free slot's. */
static uint32_t
hash_key(uint32_t hash)
{
	return hash ? hash : 1;
}

/* Words are cut here as they are in a text. */
static void
add_all(struct table *table, struct piece words, unsigned bit)
{
	uint32_t hash = HASH_SEED;
	size_t len;

	for (size_t i = 0; i <= words.len; i += len) {
		uint32_t code = ' ', folded;

		len = 1;
		if (i < words.len)
			code = piece_code(piece_skip(words, i), &len);
		if (script_of(code) != SCRIPT_NONE) {
			folded = script_fold(code);
			hash = folded ? hash_more(hash, folded) : hash;
			continue;
		}
		if (hash != HASH_SEED)
			table_add(table, hash_key(hash), bit);
		hash = HASH_SEED;
	}
}

void
guess_add_words(struct guess *guess, size_t language, struct piece words)
{
	add_all(&guess->words, words, guess->languages[language].bit);
}

void
guess_add_endings(struct guess *guess, size_t language, struct piece endings)
{
	add_all(&guess->endings, endings, guess->languages[language].bit);
}

void
guess_add_letters(struct guess *guess, size_t language, struct piece letters)
{
	size_t len;

	for (size_t i = 0; i < letters.len; i += len) {
		uint32_t code = piece_code(piece_skip(letters, i), &len);

		if (code >= 0x80 && script_of(code) != SCRIPT_NONE)
			table_add(&guess->letters, code,
				guess->languages[language].bit);
	}
}

/* ---- reading --------------------------------------------------------------
 */

void
guess_begin(struct guess_reader *reader, const struct guess *guess)
{
	*reader = (struct guess_reader){ .guess = guess };
}

static void
give(int32_t *points, uint64_t has, int32_t n)
{
	for (; has; has &= has - 1)
		points[__builtin_ctzll(has)] += n;
}

/* Of two keyboards' letters the one may be a language's own, so what is folded
 * for words is told apart here. */
static void
read_letter(struct guess_reader *reader, enum script script, uint32_t code,
	uint32_t folded)
{
	uint64_t has = table_has(
		&reader->guess->letters, script == SCRIPT_ARAB ? code : folded);

	if (!has)
		return;
	reader->given[script] += MISSING_LETTER;
	give(reader->points[script], has,
		has & (has - 1) ? MISSING_LETTER
				: MISSING_LETTER + RARE_LETTER);
}

/* A word so far: its hash, and its last letters for the hash of its ending. */
struct word_read {
	uint32_t hash, last[3];
	unsigned n;
};

static void
put_letter(struct word_read *word, uint32_t folded)
{
	word->hash = hash_more(word->n ? word->hash : HASH_SEED, folded);
	word->last[0] = word->last[1];
	word->last[1] = word->last[2];
	word->last[2] = folded;
	word->n++;
}

/* Of ASCII, where bit 5 makes a letter small. */
static void
put_letters(struct word_read *word, struct piece run)
{
	uint32_t hash = word->n ? word->hash : HASH_SEED;

	for (size_t i = 0; i < run.len; i++)
		hash = hash_more(hash, (unsigned char)run.at[i] | 0x20u);
	word->hash = hash;
	word->n += (unsigned)run.len;
	for (size_t i = 0; i < 3; i++) {
		size_t end = run.len + i;

		word->last[i] =
			end < 3 ? word->last[end]
				: (unsigned char)run.at[end - 3] | 0x20u;
	}
}

static void
end_word(
	struct guess_reader *reader, enum script script, struct word_read *word)
{
	const struct guess *guess = reader->guess;
	int32_t *points = reader->points[script];
	uint32_t hash = HASH_SEED;

	reader->n_words[script]++;
	give(points, table_has(&guess->words, hash_key(word->hash)), WORD);
	for (size_t i = 0; word->n > 3 && i < 3; i++)
		hash = hash_more(hash, word->last[i]);
	if (word->n > 3)
		give(points, table_has(&guess->endings, hash_key(hash)),
			ENDING);
	word->n = 0;
}

static struct piece
head_of(const struct guess_reader *reader, struct piece text)
{
	size_t room = GUESS_ENOUGH - reader->n_read;

	if (text.len <= room)
		return text;
	while (room && ((unsigned char)text.at[room] & 0xc0) == 0x80)
		room--;
	return piece_of(text.at, room);
}

static void
read_code(struct guess_reader *reader, enum script script, uint32_t code,
	struct word_read *word)
{
	uint32_t folded = script_fold(code);

	if (reader->guess->n_of[script] < 2)
		return;
	read_letter(reader, script, code, folded);
	if (folded)
		put_letter(word, folded);
}

/* Letters of ASCII in a row at the start; bytes. */
static size_t
letters_run(struct piece p)
{
	size_t n = 0;

	for (; n + sizeof(uint64_t) <= p.len; n += sizeof(uint64_t)) {
		uint64_t others =
			~eight_letters(eight_at(p.at + n)) & EIGHT(0x80);

		if (others)
			return n + eight_before(others);
	}
	while (n < p.len &&
		script_of_ascii((unsigned char)p.at[n]) == SCRIPT_LATN)
		n++;
	return n;
}

bool
guess_read(struct guess_reader *reader, struct piece text)
{
	struct piece head = head_of(reader, text);
	enum script script = SCRIPT_NONE;
	struct word_read word = { .n = 0 };
	size_t len;

	for (size_t i = 0; i < head.len; i += len) {
		struct piece rest = piece_skip(head, i);
		uint32_t code = piece_code(rest, &len);
		enum script here =
			code < 0x80 ? script_of_ascii(code) : script_of(code);

		if (code < 0x80 && here != SCRIPT_NONE)
			len = letters_run(rest);
		if (here != script && word.n)
			end_word(reader, script, &word);
		script = here;
		reader->bytes[here] += (uint32_t)len;
		if (code >= 0x80 && here != SCRIPT_NONE)
			read_code(reader, here, code, &word);
		else if (here != SCRIPT_NONE)
			put_letters(&word, piece_head(rest, len));
	}
	if (word.n)
		end_word(reader, script, &word);
	reader->n_read += head.len;
	return head.len == text.len && reader->n_read < GUESS_ENOUGH;
}

/* ---- deciding -------------------------------------------------------------
 */

/* Japanese is written with Chinese characters and a good part of kana, Korean
 * now and then with some. */
static enum script
main_script(const struct guess_reader *reader, uint32_t *ret_bytes)
{
	uint32_t han = reader->bytes[SCRIPT_HANI];
	uint32_t kana = reader->bytes[SCRIPT_KANA];
	uint32_t hangul = reader->bytes[SCRIPT_HANG];
	enum script best = SCRIPT_NONE;
	uint32_t all = 0, most = 0;

	for (unsigned i = SCRIPT_NONE + 1; i < N_SCRIPTS; i++) {
		uint32_t bytes = reader->bytes[i];

		all += bytes;
		if (i == SCRIPT_HANI && (kana * 10 >= han || hangul >= han))
			bytes = 0;
		else if (i == SCRIPT_KANA && kana * 10 >= han)
			bytes += han;
		else if (i == SCRIPT_HANG && hangul >= han)
			bytes += han;
		if (bytes > most)
			most = bytes, best = (enum script)i;
	}
	*ret_bytes = most;
	return (double)most >= MAIN_SHARE * all ? best : SCRIPT_NONE;
}

static double
points_of(const struct guess_reader *reader, enum script script, unsigned bit)
{
	return (reader->points[script][bit] - reader->given[script]) / POINT;
}

/* Each point halves the doubt, which the first one found at a quarter. */
static double
sureness(double lead)
{
	double doubt = exp2(-lead - 1);

	return doubt < 0.001 ? 0.999 : 1 - doubt;
}

/* Of languages that share a script. */
static void
answer_by_words(const struct guess_reader *reader, enum script script,
	struct guess_answer *ret)
{
	const struct guess *guess = reader->guess;
	double best = 0, next = 0;
	size_t winner = SIZE_MAX;

	for (size_t i = 0; i < guess->n; i++) {
		const struct guess_language *language = &guess->languages[i];

		if (language->script != script)
			continue;
		double points = points_of(reader, script, language->bit);
		if (points > best)
			next = best, best = points, winner = i;
		else if (points > next)
			next = points;
	}
	if (best < LEAST || best - next < LEAD ||
		best < LEAST_SHARE * reader->n_words[script])
		return;
	ret->language = winner;
	ret->confidence = sureness(best - next);
}

void
guess_answer(const struct guess_reader *reader, struct guess_answer *ret)
{
	const struct guess *guess = reader->guess;
	uint32_t bytes;
	enum script script = main_script(reader, &bytes);

	*ret = (struct guess_answer){ .language = SIZE_MAX };
	if (script == SCRIPT_NONE || !guess->n_of[script])
		return;
	if (guess->n_of[script] > 1) {
		answer_by_words(reader, script, ret);
		return;
	}
	if (bytes < LEAST_LETTERS)
		return;
	ret->language = guess->alone[script];
	ret->confidence = sureness(bytes / 8.0);
}

double
guess_against(const struct guess_reader *reader,
	const struct guess_answer *answer, size_t language)
{
	const struct guess_language *said = guess_at(reader->guess, language);
	const struct guess_language *seen =
		guess_at(reader->guess, answer->language);
	double points, most;

	if (said->script != seen->script)
		return answer->confidence;
	most = points_of(reader, seen->script, seen->bit);
	points = points_of(reader, said->script, said->bit);
	return points * 2 < most ? sureness((most - points) / 2) : 0;
}

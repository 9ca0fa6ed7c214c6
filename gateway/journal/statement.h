/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statement.h - every SQL statement of the journal, in one table.
 *
 * Internal to journal/. Columns of a story stand in the order that
 * sqlite_standing.c reads and writes them.
 */
#ifndef JOURNAL_STATEMENT_H
#define JOURNAL_STATEMENT_H

#define STORY_COLUMNS \
	"id, partner, uri, state, version, version_ms, hash, reason, " \
	"supplier, slug, products, seq, shown_seq, mute_seq, hold_seq, " \
	"release_ms, expires_ms, first_ms, changed_ms, stop_seq, " \
	"override_seq"

/* An event that may leave the house, with the number that mutes it. */
#define ENTRY_FROM \
	"SELECT e.seq, e.kind, coalesce(s.mute_seq, 0), e.record " \
	"FROM entry e LEFT JOIN story s ON s.id = e.story "

/* A row of quarantine with what is said of its document. */
#define QUARANTINE_FROM \
	"SELECT q.id, q.document, q.time_ms, q.partner, q.uri, q.code, " \
	"q.reason, q.state, coalesce(d.content_type, ''), " \
	"coalesce(length(d.bytes), 0) " \
	"FROM quarantine q LEFT JOIN document d ON d.id = q.document "

#define STATEMENT_TABLE(X) \
	X(BEGIN, "BEGIN IMMEDIATE") \
	X(COMMIT, "COMMIT") \
	X(ROLLBACK, "ROLLBACK") \
	X(META_SET, "INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)") \
	X(META_APPLIED, "SELECT value FROM meta WHERE key = 'applied_seq'") \
	X(META_CLEAN, "SELECT value FROM meta WHERE key = 'clean'") \
	X(META_SCHEMA, "SELECT value FROM meta WHERE key = 'schema'") \
	X(NEWEST, "SELECT seq FROM entry ORDER BY seq DESC LIMIT 1") \
	X(OLDEST, "SELECT seq FROM entry ORDER BY seq LIMIT 1") \
	X(ENTRY_INSERT, \
		"INSERT INTO entry(seq, time_ms, kind, story, record) " \
		"VALUES(?1, ?2, ?3, ?4, ?5)") \
	X(ENTRY_REPLAY, \
		"SELECT seq, record FROM entry WHERE seq > ?1 ORDER BY seq") \
	X(ENTRY_RAW, "SELECT record FROM entry WHERE seq = ?1") \
	X(ENTRY_AFTER, ENTRY_FROM "WHERE e.seq > ?1 ORDER BY e.seq") \
	X(ENTRY_MUTES_AFTER, \
		ENTRY_FROM "WHERE e.seq > ?1 AND e.kind IN (5, 6) " \
			   "ORDER BY e.seq LIMIT ?2") \
	X(ENTRY_ONE, ENTRY_FROM "WHERE e.seq = ?1") \
	X(ENTRY_OF_STORY, \
		"SELECT seq, kind, 0, record FROM (SELECT * FROM entry " \
		"WHERE story = ?1 ORDER BY seq DESC LIMIT ?2) ORDER BY seq") \
	X(ENTRY_LISTED, \
		"SELECT e.seq, e.kind, s.mute_seq, e.record FROM listing l " \
		"JOIN entry e ON e.seq = l.seq JOIN story s ON s.id = " \
		"l.story " \
		"WHERE l.name = ?1 AND l.seq < ?2 " \
		"ORDER BY l.seq DESC LIMIT ?3") \
	X(STORY_GET, "SELECT " STORY_COLUMNS " FROM story WHERE id = ?1") \
	X(STORY_SET, \
		"INSERT OR REPLACE INTO story(" STORY_COLUMNS ") " \
		"VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15," \
		"?16,?17,?18,?19,?20,?21)") \
	X(STORY_CLEAR, "DELETE FROM story") \
	X(STORY_BY_URI, "SELECT id FROM story WHERE uri = ?1 LIMIT ?2") \
	X(STORY_DUE, "SELECT id, release_ms, 1 FROM story WHERE hold_seq > 0 " \
		     "AND release_ms BETWEEN 0 AND ?1 UNION ALL " \
		     "SELECT id, expires_ms, 0 FROM story WHERE expires_ms " \
		     "BETWEEN 0 AND ?1 ORDER BY 2 LIMIT ?2") \
	X(STORY_NEXT_RELEASE, \
		"SELECT release_ms FROM story WHERE hold_seq > 0 " \
		"AND release_ms >= 0 ORDER BY release_ms LIMIT 1") \
	X(STORY_NEXT_EXPIRY, \
		"SELECT expires_ms FROM story WHERE expires_ms >= 0 " \
		"ORDER BY expires_ms LIMIT 1") \
	X(LISTING_ADD, "INSERT OR REPLACE INTO listing(name, seq, story) " \
		       "VALUES(?1, ?2, ?3)") \
	X(LISTING_DROP, "DELETE FROM listing WHERE name = ?1 AND seq = ?2") \
	X(LISTING_CLEAR, "DELETE FROM listing") \
	X(DOCUMENT_ADD, \
		"INSERT INTO document(time_ms, partner, content_type, " \
		"headers, status, bytes) VALUES(?1, ?2, ?3, ?4, ?5, ?6)") \
	X(DOCUMENT_GET, \
		"SELECT id, time_ms, partner, content_type, headers, status, " \
		"bytes FROM document WHERE id = ?1") \
	X(QUARANTINE_ADD, \
		"INSERT INTO quarantine(document, time_ms, partner, uri, " \
		"code, reason, state) VALUES(?1, ?2, ?3, ?4, ?5, ?6, 'open')") \
	X(QUARANTINE_STATE, "UPDATE quarantine SET state = ?2 " \
			    "WHERE id = ?1 AND state = 'open'") \
	X(QUARANTINE_GET, QUARANTINE_FROM "WHERE q.id = ?1") \
	X(QUARANTINE_OPEN, QUARANTINE_FROM "WHERE q.state = 'open' " \
					   "ORDER BY q.id DESC LIMIT ?1") \
	X(QUARANTINE_ALL, QUARANTINE_FROM "ORDER BY q.id DESC LIMIT ?1") \
	X(ANSWER_ADD, \
		"INSERT OR REPLACE INTO answer(partner, key, body_hash, " \
		"time_ms, answer) VALUES(?1, ?2, ?3, ?4, ?5)") \
	X(ANSWER_GET, "SELECT body_hash, time_ms, answer FROM answer " \
		      "WHERE partner = ?1 AND key = ?2") \
	X(POSITION_SET, \
		"INSERT INTO position(subscriber, seq, kill_seq, acked, " \
		"time_ms) VALUES(?1, ?2, ?3, ?4, ?5) " \
		"ON CONFLICT(subscriber) DO UPDATE SET " \
		"seq = max(seq, excluded.seq), " \
		"kill_seq = max(kill_seq, excluded.kill_seq), " \
		"acked = max(acked, excluded.acked), " \
		"time_ms = excluded.time_ms") \
	X(POSITION_GET, "SELECT seq, kill_seq, acked, time_ms FROM position " \
			"WHERE subscriber = ?1") \
	X(LANE_SET, "INSERT OR REPLACE INTO lane(subscriber, story, seq, " \
		    "attempt, next_ms) VALUES(?1, ?2, ?3, ?4, ?5)") \
	X(LANE_DROP, "DELETE FROM lane WHERE subscriber = ?1 AND story = ?2") \
	X(LANE_OF, "SELECT story, seq, attempt, next_ms FROM lane " \
		   "WHERE subscriber = ?1 ORDER BY next_ms LIMIT ?2") \
	X(LANE_COUNT, "SELECT count(*) FROM lane WHERE story = ?1") \
	X(GONE_SET, "INSERT OR REPLACE INTO gone(subscriber, url, time_ms) " \
		    "VALUES(?1, ?2, ?3)") \
	X(GONE_DROP, "DELETE FROM gone WHERE subscriber = ?1") \
	X(GONE_GET, "SELECT url FROM gone WHERE subscriber = ?1") \
	X(SUCCESSION_SET, \
		"INSERT OR REPLACE INTO succession(partner, name, uri, " \
		"time_ms) VALUES(?1, ?2, ?3, ?4)") \
	X(SUCCESSION_GET, "SELECT uri, time_ms FROM succession " \
			  "WHERE partner = ?1 AND name = ?2") \
	X(LEDGER_ADD, "INSERT INTO ledger(subscriber, story, seq, version, " \
		      "attempt, outcome, http_status, time_ms, detail) " \
		      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)") \
	X(LEDGER_OF, \
		"SELECT subscriber, story, seq, version, attempt, outcome, " \
		"http_status, time_ms, detail FROM ledger WHERE story = ?1 " \
		"AND (?2 = '' OR subscriber = ?2) ORDER BY rowid LIMIT ?3") \
	X(LEDGER_HOLDS, \
		"SELECT 1 FROM ledger l JOIN entry e ON e.seq = l.seq " \
		"WHERE l.story = ?1 AND l.subscriber = ?2 AND " \
		"l.outcome NOT IN ('not-entitled', 'nothing-to-send') " \
		"AND e.kind <= 4 LIMIT 1") \
	X(LEDGER_COUNT, "SELECT coalesce(sum(outcome NOT IN ('not-entitled', " \
			"'nothing-to-send')), 0), " \
			"coalesce(sum(outcome = 'delivered'), 0), " \
			"coalesce(sum(outcome IN ('failed', 'gave-up', " \
			"'endpoint-gone')), 0) FROM ledger WHERE story = ?1") \
	X(RULE_KNOWN, "INSERT INTO rule_use(plugin, rule, since_ms, seen_ms, " \
		      "last_ms, uses) VALUES(?1, ?2, ?3, ?3, 0, 0) " \
		      "ON CONFLICT(plugin, rule) DO UPDATE SET " \
		      "seen_ms = excluded.seen_ms") \
	X(RULE_FORGET, "DELETE FROM rule_use WHERE seen_ms > 0 " \
		       "AND seen_ms < ?1") \
	X(RULE_USED, "UPDATE rule_use SET last_ms = max(last_ms, ?3), " \
		     "uses = uses + ?4 WHERE plugin = ?1 AND rule = ?2") \
	X(RULE_NAMED, \
		"INSERT INTO rule_use(plugin, rule, since_ms, seen_ms, " \
		"last_ms, uses) SELECT ?1, ?2, ?3, 0, ?3, ?4 WHERE " \
		"(SELECT count(*) FROM rule_use WHERE seen_ms = 0) < ?5") \
	X(RULE_ALL, "SELECT plugin, rule, since_ms, last_ms, uses, " \
		    "seen_ms FROM rule_use ORDER BY plugin, rule") \
	X(UNEXPLAINED_ADD, \
		"INSERT INTO unexplained(partner, kind, shape, text, story, " \
		"first_ms, last_ms, uses) " \
		"VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7) " \
		"ON CONFLICT(partner, kind, shape) DO UPDATE SET " \
		"text = excluded.text, story = excluded.story, " \
		"last_ms = excluded.last_ms, uses = uses + excluded.uses") \
	X(UNEXPLAINED_COUNT, "SELECT count(*) FROM unexplained") \
	X(UNEXPLAINED_TRIM, \
		"DELETE FROM unexplained WHERE (partner, kind, shape) IN " \
		"(SELECT partner, kind, shape FROM unexplained " \
		"ORDER BY uses, last_ms LIMIT ?1)") \
	X(UNEXPLAINED_FORGET, "DELETE FROM unexplained WHERE last_ms < ?1") \
	X(UNEXPLAINED_ALL, \
		"SELECT partner, kind, text, story, first_ms, last_ms, uses " \
		"FROM unexplained ORDER BY uses DESC, last_ms DESC LIMIT ?1") \
	X(BOOKS_ADD, \
		"UPDATE books SET received = received + ?1, published = " \
		"published + ?2, updated = updated + ?3, corrected = " \
		"corrected + ?4, killed = killed + ?5, held = held + ?6, " \
		"duplicate = duplicate + ?7, late = late + ?8, quarantined = " \
		"quarantined + ?9, rejected = rejected + ?10, advisory = " \
		"advisory + ?11") \
	X(BOOKS_GET, \
		"SELECT received, published, updated, corrected, killed, " \
		"held, duplicate, late, quarantined, rejected, advisory " \
		"FROM books")

enum statement {
#define STATEMENT_ENUM(name, text) STATEMENT_##name,
	STATEMENT_TABLE(STATEMENT_ENUM)
#undef STATEMENT_ENUM
		N_STATEMENTS
};

#endif

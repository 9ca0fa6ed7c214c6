// SPDX-License-Identifier: Apache-2.0
// What npm's rss-parser and feedparser see of a feed.
'use strict';
const fs = require('fs');
const FeedParser = require('feedparser');
const RssParser = require('rss-parser');
const { serve } = require('./lines');

function byFeedParser(path) {
	return new Promise((resolve, reject) => {
		const parser = new FeedParser({});
		const items = [];

		parser.on('error', reject);
		parser.on('readable', function () {
			for (let item; (item = this.read());)
				items.push({ id: item.guid, title: item.title,
					author: item.author,
					source: item.source && item.source.title,
					rights: item['dc:rights'] && item['dc:rights']['#'],
					content: item.description });
		});
		parser.on('end', () => resolve(
			{ title: parser.meta.title, items }));
		fs.createReadStream(path).pipe(parser);
	});
}

async function byRssParser(path) {
	const feed = await new RssParser().parseString(
		fs.readFileSync(path, 'utf8'));

	return { title: feed.title, items: feed.items.map((item) => ({
		id: item.guid || item.id, title: item.title,
		author: item.creator || item.author, source: item.source,
		rights: item.rights,
		content: item['content:encoded'] || item.content })) };
}

serve(({ path, by }) => (by === 'rss-parser' ? byRssParser : byFeedParser)(path));

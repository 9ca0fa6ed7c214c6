// SPDX-License-Identifier: Apache-2.0
// Reads an event stream with the npm EventSource client.
//   node eventsource.js URL KEY
'use strict';
const { EventSource } = require('eventsource');
const { say } = require('./lines');

const [url, key] = process.argv.slice(2);
const source = new EventSource(url, {
	fetch: (address, init) => fetch(address, {
		...init,
		headers: { ...init.headers, Authorization: `Bearer ${key}` },
	}),
});
const types = ['published', 'updated', 'corrected', 'killed', 'withheld',
	'expired'].map((name) => `story.${name}`).concat('gap');

source.onopen = () => say({ event: 'open' });
source.onerror = (error) => say({ event: 'error', why: error.message });
for (const type of types)
	source.addEventListener(type, ({ lastEventId, data }) =>
		say({ event: type, id: lastEventId, data }));

process.stdin.on('end', () => process.exit(0));
process.stdin.resume();

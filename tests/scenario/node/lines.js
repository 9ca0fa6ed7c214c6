// SPDX-License-Identifier: Apache-2.0
// Questions in, answers out: one JSON object a line.
'use strict';
const readline = require('node:readline');

function say(object) {
	process.stdout.write(JSON.stringify(object) + '\n');
}

// `answer(question)` may be async; what it throws is an answer, too.
function serve(answer) {
	const lines = readline.createInterface({ input: process.stdin });
	lines.on('line', async (line) => {
		const question = JSON.parse(line);
		try {
			say({ number: question.number, ...(await answer(question)) });
		} catch (error) {
			say({ number: question.number, ok: false, why: String(error) });
		}
	});
	return lines;
}

module.exports = { say, serve };

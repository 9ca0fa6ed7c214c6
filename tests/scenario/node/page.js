// SPDX-License-Identifier: Apache-2.0
// A reader's browser: headless Chromium opens a news page that listens to the
// gateway with its own EventSource. Says what the page shows.
//   node page.js PAGE-URL STREAM-URL SCREENSHOT
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { chromium } = require('playwright-core');
const { say } = require('./lines');

const [pageUrl, streamUrl, screenshot] = process.argv.slice(2);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'torntape-page-'));

async function main() {
	const browser = await chromium.launchPersistentContext(folder, {
		executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
		headless: true,
		ignoreHTTPSErrors: true,
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
			'--no-first-run', '--disable-background-networking',
			'--disable-component-update', '--disable-sync',
			'--ignore-certificate-errors'],
	});
	process.stdin.on('end', () => leave(browser));
	const page = browser.pages()[0] || await browser.newPage();
	page.on('console', (line) => say({ event: 'console', text: line.text() }));
	page.on('pageerror', (error) => say({ event: 'fault', text: String(error) }));
	await page.exposeFunction('tell', async (what) => {
		if (what.event === 'shown')
			await page.screenshot({ path: screenshot, fullPage: true });
		say(what);
	});
	await page.goto(`${pageUrl}#${encodeURIComponent(streamUrl)}`);
	process.stdin.resume();
}

async function leave(browser) {
	await browser.close();
	fs.rmSync(folder, { recursive: true, force: true });
	process.exit(0);
}

main().catch((error) => {
	say({ event: 'fault', text: String(error) });
	process.exit(1);
});

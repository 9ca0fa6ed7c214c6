// SPDX-License-Identifier: Apache-2.0
// Is this webhook signed as Standard Webhooks says? Asked of its own library.
'use strict';
const { Webhook } = require('standardwebhooks');
const { serve } = require('./lines');

serve(({ secret, headers, body }) => {
	new Webhook(secret).verify(body, headers);
	return { ok: true };
});

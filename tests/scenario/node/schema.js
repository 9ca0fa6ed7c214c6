// SPDX-License-Identifier: Apache-2.0
// Is this item valid against the ninjs schema, formats included?
//   node schema.js SCHEMA
'use strict';
const fs = require('node:fs');
const Ajv2020 = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;
const { serve } = require('./lines');

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
// The schema points there for shapes on a map; that they are objects is enough.
ajv.addSchema({ $id: 'https://geojson.org/schema/GeoJSON.json', type: 'object' });
const validate = ajv.compile(JSON.parse(fs.readFileSync(process.argv[2])));

serve(({ item }) => {
	const ok = validate(item);
	return { ok, why: ok ? null : ajv.errorsText(validate.errors) };
});

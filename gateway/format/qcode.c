/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qcode - aliases and what they stand for; see qcode.h.
 *
 * The table holds the facts of IPTC's catalog of standard schemes, version 41
 * (alias and scheme URI, nothing else). The scheme URI and the code, put
 * together, are the concept's URI.
 */
#include "format/qcode.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define CV "http://cv.iptc.org/newscodes/"
#define CVX "http://cvx.iptc.org/"

struct qcode_scheme {
	const char *alias;
	const char *base; /* CV and CVX: a "/" stands behind the tail */
	const char *tail;
};

/* By alias, for bsearch(). */
static const struct qcode_scheme standard[] = {
	{ "a1312cat", CVX, "anpa1312-category" },
	{ "a1312prio", CVX, "anpa1312-priority" },
	{ "a1312svc", CVX, "anpa1312-servicelevel" },
	{ "a1312vers", CVX, "anpa1312-version" },
	{ "acdc", CV, "audiocodec" },
	{ "altidrole", CV, "altidrole" },
	{ "aoprop", CV, "aoproperty" },
	{ "app", CV, "application" },
	{ "aspfacet", CV, "asportfacet" },
	{ "aspfacetvalue", CV, "asportfacetvalue" },
	{ "authoritystatus", CV, "authoritystatus" },
	{ "bcp47", CVX, "bcp47" },
	{ "catinat", CV, "catinature" },
	{ "chprop", CV, "characteristicsproperty" },
	{ "cinat", CV, "cinature" },
	{ "ciprol", CV, "contactinfopartrole" },
	{ "colin", CV, "colourindicator" },
	{ "colsp", CV, "colorspace" },
	{ "conf", CV, "confidence" },
	{ "cpnat", CV, "cpnature" },
	{ "cpprole", CV, "contentprodpartyrole" },
	{ "cptdefrole", "",
		"http://cv.iptc.org/newscodes/conceptdefinitionrole" },
	{ "cptnoterole", CV, "conceptnoterole" },
	{ "crel", CV, "conceptrelation" },
	{ "ctech", CV, "commtech" },
	{ "ctrol", CV, "contributorrole" },
	{ "cusip", CVX, "cusip" },
	{ "cwarn", CV, "contentwarning" },
	{ "dbpedia", "", "http://dbpedia.org/resource/" },
	{ "digsrctype", CV, "digitalsourcetype" },
	{ "dimensionunit", CV, "dimensionunit" },
	{ "drol", CV, "descriptionrole" },
	{ "dummy", CV, "dummy" },
	{ "ecirol", CV, "eventcontactinforole" },
	{ "edconf", CV, "eventdateconfirm" },
	{ "ednoterole", "", "http://cv.iptc.org/newscodes/ednoterole" },
	{ "encd", CV, "encoding" },
	{ "entityprop", CV, "entityproperty" },
	{ "eocstat", CV, "eventoccurstatus" },
	{ "eorol", CV, "eventorganiserrole" },
	{ "eprol", CV, "eventparticipantrole" },
	{ "eregrol", CV, "eventregrole" },
	{ "erol", CV, "edrole" },
	{ "figi", CVX, "figi" },
	{ "fisymtype", CV, "financialinstrumentsymboltype" },
	{ "freebase", "", "http://www.freebase.com" },
	{ "frmt", CV, "format" },
	{ "gen", CV, "generic" },
	{ "genre", CV, "genre" },
	{ "geonames", "", "http://sws.geonames.org/" },
	{ "geonameshttps", "", "https://sws.geonames.org/" },
	{ "gics", CVX, "gics" },
	{ "googletopicsv1", CVX, "googletopicsv1" },
	{ "googletopicsv2", CVX, "googletopicsv2" },
	{ "hashscope", CV, "hashscope" },
	{ "hashtype", CV, "hashtype" },
	{ "hatarget", CV, "hopactiontarget" },
	{ "hopaction", CV, "hopaction" },
	{ "howextr", CV, "howextracted" },
	{ "howpr", CV, "howpresent" },
	{ "iabadproduct10", CVX, "iabadproduct10" },
	{ "iabadproduct20", CVX, "iabadproduct20" },
	{ "iabaudience10", CVX, "iabaudience10" },
	{ "iabcontent20", CVX, "iabcontent20" },
	{ "iabcontent21", CVX, "iabcontent21" },
	{ "iabcontent22", CVX, "iabcontent22" },
	{ "iabcontent30", CVX, "iabcontent30" },
	{ "ikos", CV, "ikos" },
	{ "imgregrole", CV, "imageregionrole" },
	{ "imgregtype", CV, "imageregiontype" },
	{ "impt", CV, "importance" },
	{ "irel", CV, "itemrelation" },
	{ "irep", CV, "itemrepresentation" },
	{ "isin", CVX, "isin" },
	{ "iso3166-1a2", CVX, "iso3166-1a2" },
	{ "iso3166-1a3", CVX, "iso3166-1a3" },
	{ "iso3166-2", CVX, "iso3166-2" },
	{ "iso4217a", CVX, "iso4217a" },
	{ "iso4217n", CVX, "iso4217n" },
	{ "isrol", CV, "infosourcerole" },
	{ "ivqu", CV, "videoqualifier" },
	{ "lbtyp", CV, "labeltype" },
	{ "loctyp", CV, "location" },
	{ "loutorient", CV, "layoutorientation" },
	{ "lrol", CV, "languagerole" },
	{ "mb-artist", "", "http://musicbrainz.org/artist/" },
	{ "mb-label", "", "http://musicbrainz.org/label/" },
	{ "mb-recording", "", "http://musicbrainz.org/recording/" },
	{ "mb-release", "", "http://musicbrainz.org/release/" },
	{ "mb-releasegroup", "", "http://musicbrainz.org/release-group/" },
	{ "mb-work", "", "http://musicbrainz.org/work/" },
	{ "medtop", CV, "mediatopic" },
	{ "medtype", CV, "mediatype1" },
	{ "mic", CVX, "iso10383-mic" },
	{ "mtyp", CV, "mediatype" },
	{ "ncostat", CV, "newscoveragestatus" },
	{ "ninat", CV, "ninature" },
	{ "nityp", CV, "newsitemtype" },
	{ "nmsig", CV, "newsmsgsignal" },
	{ "not", CV, "notation" },
	{ "nprod", CV, "newsproduct" },
	{ "nprov", CV, "newsprovider" },
	{ "nprt", CV, "namepart" },
	{ "nrol", CV, "namerole" },
	{ "oito", CV, "ofinterestto" },
	{ "parasport", CVX, "parasport" },
	{ "pgrmod", CV, "pkggroupmode" },
	{ "plinat", CV, "plinature" },
	{ "plus", "", "http://ns.useplus.org/ldf/vocab/" },
	{ "prio", CV, "priority" },
	{ "prodgenre", CV, "productgenre" },
	{ "prop", CV, "property" },
	{ "prov", CV, "provider" },
	{ "pst1", CV, "status1" },
	{ "rcalctype", CV, "rcalctype" },
	{ "rel", CV, "relevance" },
	{ "riaspect", CV, "riaspect" },
	{ "rightsprop", CV, "rightsproperty" },
	{ "riscope", CV, "riscope" },
	{ "rnd", CV, "rendition" },
	{ "role1", CV, "role1" },
	{ "rscaleunit", CV, "rscaleunit" },
	{ "rtype", CV, "ratertype" },
	{ "scn", CV, "scene" },
	{ "secst", CVX, "secst" },
	{ "sedol", CVX, "sedol" },
	{ "sev", CV, "severity" },
	{ "sig", CV, "signal" },
	{ "skos", "", "http://www.w3.org/2004/02/skos/core#" },
	{ "sov", CV, "videoscaling" },
	{ "squ", CV, "subjectqualifier" },
	{ "stat", CV, "pubstatusg2" },
	{ "subj", CV, "subjectcode" },
	{ "ticker", CVX, "ticker" },
	{ "tidm", CVX, "tidm" },
	{ "timeunit", CV, "timeunit" },
	{ "tone", CV, "tone" },
	{ "tpctyp", CV, "topictype" },
	{ "trustindicator", CV, "trustindicator" },
	{ "urgy", CV, "urgency" },
	{ "useracttype", CV, "useractiontype" },
	{ "valfmt", CV, "valueformat" },
	{ "vcdc", CV, "videocodec" },
	{ "videodef", CV, "videodefinition" },
	{ "why", CV, "whypresent" },
	{ "wikidata", "", "http://www.wikidata.org/entity/" },
	{ "wldreg", CV, "worldregion" },
};

static int
compare(const void *key, const void *row)
{
	const struct slice *alias = key;
	const struct qcode_scheme *scheme = row;
	size_t len = strlen(scheme->alias);
	int order = memcmp(
		alias->at, scheme->alias, alias->len < len ? alias->len : len);

	if (order != 0)
		return order;
	return (alias->len > len) - (alias->len < len);
}

void
qcode_learn(struct qcode_catalog *catalog, struct slice alias, struct slice uri)
{
	if (alias.len == 0 || uri.len == 0 ||
		catalog->n_schemes == QCODE_MAX_SCHEMES)
		return;
	catalog->schemes[catalog->n_schemes].alias = alias;
	catalog->schemes[catalog->n_schemes++].uri = uri;
}

static bool
put_learned(const struct qcode_catalog *catalog, struct slice alias,
	struct slice code, struct buf *out)
{
	for (size_t i = 0; i < catalog->n_schemes; i++) {
		if (!slice_equal(catalog->schemes[i].alias, alias))
			continue;
		buf_put_slice(out, catalog->schemes[i].uri);
		buf_put_slice(out, code);
		return true;
	}
	return false;
}

bool
qcode_put_uri(const struct qcode_catalog *catalog, struct slice qcode,
	struct buf *out)
{
	struct slice code = slice_trim(qcode);
	struct slice alias;
	const struct qcode_scheme *scheme;

	if (!slice_has(code, ':') || !slice_cut(&code, ':', &alias) ||
		alias.len == 0 || code.len == 0)
		return false;
	if (put_learned(catalog, alias, code, out))
		return true;
	scheme = bsearch(&alias, standard, n_elements(standard),
		sizeof(standard[0]), compare);
	if (scheme == NULL)
		return false;
	buf_puts(out, scheme->base);
	buf_puts(out, scheme->tail);
	if (scheme->base[0] != '\0')
		buf_putc(out, '/');
	buf_put_slice(out, code);
	return true;
}

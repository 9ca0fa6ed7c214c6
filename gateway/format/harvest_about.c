/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harvest_about - what a story is about, where it plays, and what may be done
 * with it: subjects, topics, places, credits, licences and restrictions.
 */
#include "format/harvest_parts.h"

/* Whose words they are when the feed does not say. */
static const char *
scheme_of(enum xml_space space)
{
	if (space == XML_MEDIA) /* Media RSS 1.5.1 */
		return "http://search.yahoo.com/mrss/category_schema";
	if (space == XML_SLASH)
		return "http://purl.org/rss/1.0/modules/slash";
	return space == XML_ITUNES ? "http://www.itunes.com" : NULL;
}

static void
do_subject(struct harvest *h, const char **attributes, bool is_list,
	enum xml_space space)
{
	static const char *const terms[] = { "term", "text" };
	static const char *const schemes[] = { "scheme", "domain" };
	struct posting_subject *subject =
		posting_add_subject(harvest_top(h)->item);

	if (subject == NULL)
		return;
	*subject = (struct posting_subject){ .is_list = is_list };
	for (size_t i = 0; i < n_elements(terms) && subject->term.len == 0; i++)
		subject->term = harvest_kept(h, attributes, terms[i]);
	for (size_t i = 0; i < n_elements(schemes) && subject->scheme.len == 0;
		i++)
		subject->scheme = harvest_kept(h, attributes, schemes[i]);
	if (subject->scheme.len == 0 && !is_list)
		subject->scheme = slice_text(scheme_of(space));
	subject->label = harvest_kept(h, attributes, "label");
	if (subject->term.len == 0)
		capture_into(h, KIND_PLAIN, &subject->term);
	else if (space == XML_ITUNES) /* sections stand inside */
		harvest_top(h)->scope = h->frames[h->depth - 1].scope;
}

static void
do_concept(struct harvest *h, enum posting_about about)
{
	struct posting_subject *subject =
		posting_add_subject(harvest_top(h)->item);

	if (subject == NULL)
		return;
	*subject = (struct posting_subject){ .about = about };
	capture_into(h, KIND_PLAIN, &subject->term);
}

/* Beside the items an address gets its name; in one it is a subject. */
static void
do_topic(struct harvest *h, enum posting_about about, const char **attributes)
{
	struct frame *frame = harvest_top(h);
	bool is_name = about == POST_ABOUT_TOPIC;
	struct slice uri = is_name ? harvest_keep(h, xml_attribute(attributes,
							     XML_RDF, "about"))
				   : harvest_address(h, attributes);
	struct posting_subject *subject =
		uri.len != 0 ? posting_add_subject(frame->item) : NULL;

	if (subject == NULL)
		return;
	*subject = (struct posting_subject){ .about = about, .uri = uri };
	frame->scope = is_name ? SCOPE_TOPIC : SCOPE_SKIP;
	frame->index = frame->item->subjects.n - 1;
}

/* media:credit outside any medium: who wrote it, or who made its pictures. */
static void
do_credit(struct harvest *h, const char **attributes)
{
	static const char *const writers[] = { "author", "writer", "reporter",
		"correspondent" };
	struct slice role = slice_trim(harvest_attribute(attributes, "role"));

	for (size_t i = 0; i < n_elements(writers); i++)
		if (slice_is_nocase(role, writers[i])) {
			harvest_person(h, POST_MEDIA_AUTHOR, attributes);
			return;
		}
	capture_construct(h, POST_CREDIT, attributes);
}

static void
do_rights(struct harvest *h, const char **attributes)
{
	harvest_set(h, POST_TERMS_LINK, harvest_kept(h, attributes, "url"));
	capture_construct(h, POST_MEDIA_RIGHTS, attributes);
}

static void
do_restriction(struct harvest *h, const char **attributes)
{
	struct posting_subject *subject =
		posting_add_subject(harvest_top(h)->item);

	if (subject == NULL)
		return;
	*subject = (struct posting_subject){
		.about = POST_RESTRICTION,
		.scheme = harvest_kept(h, attributes, "type"),
		.label = harvest_kept(h, attributes, "relationship"),
	};
	capture_into(h, KIND_PLAIN, &subject->term);
}

static void
do_license(struct harvest *h, const char **attributes)
{
	harvest_set(h, POST_LICENSE, harvest_kept(h, attributes, "url"));
	capture_slot(h, KIND_PLAIN, POST_TERMS);
}

/* "geo:51.5,-0.12;u=20" (RFC 5870), and the name as text. */
static void
do_location(struct harvest *h, const char **attributes)
{
	struct slice geo = slice_trim(harvest_attribute(attributes, "geo"));
	struct posting_geo *place = posting_add_geo(harvest_top(h)->item);
	struct slice position = { 0 };

	if (place == NULL)
		return;
	*place = (struct posting_geo){ .shape = POST_POINT, .dimensions = 2 };
	if (slice_starts(geo, SLICE("geo:"))) {
		geo = slice_of(geo.at + 4, geo.len - 4);
		slice_cut(&geo, ';', &position);
		place->text = harvest_keep(h, position);
	}
	capture_into(h, KIND_PLAIN, &place->name);
}

static void
do_geo(struct harvest *h, enum posting_shape shape, const char **attributes,
	bool is_gml)
{
	struct frame *frame = harvest_top(h);
	struct posting_geo *geo = posting_add_geo(frame->item);
	struct slice system = harvest_attribute(attributes, "srsName");
	uint64_t dimensions =
		harvest_number(harvest_attribute(attributes, "srsDimension"));

	frame->scope = is_gml ? SCOPE_WHERE : SCOPE_SKIP;
	frame->index = SIZE_MAX;
	if (geo == NULL)
		return;
	*geo = (struct posting_geo){
		.shape = shape,
		.dimensions = dimensions == 3 ? 3 : 2,
		.system = harvest_keep(h, system),
	};
	frame->index = frame->item->places.n - 1;
	if (!is_gml)
		capture_into(h, KIND_PLAIN, &geo->text);
}

void
harvest_obey_about(struct harvest *h, const struct harvest_word *word,
	enum xml_space space, const char **attributes)
{
	switch (word->action) {
	case DO_SUBJECT:
		do_subject(h, attributes, false, space);
		break;
	case DO_KEYWORDS:
		do_subject(h, attributes, true, space);
		break;
	case DO_CONCEPT:
		do_concept(h, (enum posting_about)word->arg);
		break;
	case DO_TOPIC:
		do_topic(h, (enum posting_about)word->arg, attributes);
		break;
	case DO_CREDIT:
		do_credit(h, attributes);
		break;
	case DO_RIGHTS:
		do_rights(h, attributes);
		break;
	case DO_RESTRICTION:
		do_restriction(h, attributes);
		break;
	case DO_LICENSE:
		do_license(h, attributes);
		break;
	case DO_LOCATION:
		do_location(h, attributes);
		break;
	case DO_GEO:
		do_geo(h, (enum posting_shape)word->arg, attributes, false);
		break;
	case DO_GML:
		do_geo(h, (enum posting_shape)word->arg, attributes, true);
		break;
	default:
		break;
	}
}

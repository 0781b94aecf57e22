-- What is held to be so: articles, versions, stories, places, mentions.
-- Ids are digests, so that a re-run writes the same rows.
-- No foreign keys: DuckDB cannot update a list in a row that one points to. sql/checks holds the house together.
create schema core;

create table core.sources (
    source_id varchar not null,
    name varchar not null,
    homepage varchar,
    hosts varchar[] not null,
    country_code varchar,
    in_language varchar,
    loaded_at timestamptz not null,
    primary key (source_id)
);

comment on table core.sources is 'Publishers, as their files in the catalog say.';
comment on column core.sources.source_id is 'Source, by the name of its file in the catalog.';
comment on column core.sources.name is 'Name of the publisher.';
comment on column core.sources.homepage is 'Address of its front page.';
comment on column core.sources.hosts is 'Its hosts: its own first, then mirrors.';
comment on column core.sources.country_code is 'Country of the publisher (ISO 3166-1 alpha-2).';
comment on column core.sources.in_language is 'Language that it publishes in (BCP 47).';
comment on column core.sources.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table core.articles (
    article_id varchar not null,
    source_id varchar not null,
    story_id varchar not null,
    current_version_id varchar not null,
    url varchar not null,
    canonical_url varchar not null,
    seen_at timestamptz not null,
    loaded_at timestamptz not null,
    primary key (article_id)
);

comment on table core.articles is 'Articles: one canonical URL, or one given file, of one source.';
comment on column core.articles.article_id is 'Id of the article: digest of its canonical URL.';
comment on column core.articles.source_id is 'Source, by the name of its file in the catalog.';
comment on column core.articles.story_id is 'Story: the first article with the same text.';
comment on column core.articles.current_version_id is 'The version that stands now.';
comment on column core.articles.url is 'Address where it was found first.';
comment on column core.articles.canonical_url is 'The one form of its address, mirrors mapped to the own host.';
comment on column core.articles.seen_at is 'When it was seen first.';
comment on column core.articles.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table core.article_versions (
    version_id varchar not null,
    article_id varchar not null,
    version_number bigint not null,
    fetch_id varchar not null,
    cleaning_id varchar not null,
    text_digest varchar not null,
    body_digest varchar not null,
    publisher varchar,
    headline varchar,
    alternative_headline varchar,
    description varchar,
    article_body varchar not null,
    article_section varchar,
    author varchar[] not null,
    date_published timestamptz,
    date_published_precision varchar,
    date_published_local date,
    date_published_evidence varchar,
    date_modified timestamptz,
    dateline varchar,
    in_language varchar,
    is_accessible_for_free boolean,
    word_count bigint not null,
    keywords varchar[] not null,
    image varchar,
    image_caption varchar,
    geocode_status varchar not null,
    geocoder_version varchar,
    seen_at timestamptz not null,
    fetched_at timestamptz not null,
    cleaned_at timestamptz not null,
    geocoded_at timestamptz,
    loaded_at timestamptz not null,
    primary key (version_id),
    check (version_number >= 1)
);

comment on table core.article_versions is 'The text of an article as it stood; new words are a new version.';
comment on column core.article_versions.version_id is 'Id of the version: digest of article_id and text_digest.';
comment on column core.article_versions.article_id is 'Id of the article: digest of its canonical URL.';
comment on column core.article_versions.version_number is 'Which version of the article it is, from 1.';
comment on column core.article_versions.fetch_id is 'The fetch that brought its bytes.';
comment on column core.article_versions.cleaning_id is 'The cleaning that read them.';
comment on column core.article_versions.text_digest is 'Digest of headline and body, white space folded.';
comment on column core.article_versions.body_digest is 'Digest of the body, white space and case folded: equal for copies.';
comment on column core.article_versions.publisher is 'Publisher, as the page says.';
comment on column core.article_versions.headline is 'Headline.';
comment on column core.article_versions.alternative_headline is 'A second headline, where the page has one.';
comment on column core.article_versions.description is 'Summary or standfirst.';
comment on column core.article_versions.article_body is 'Text: paragraphs joined by one blank line.';
comment on column core.article_versions.article_section is 'Section of the publication.';
comment on column core.article_versions.author is 'Authors, as named.';
comment on column core.article_versions.date_published is 'When it was published, as claimed; midnight UTC of the day where only a day is claimed.';
comment on column core.article_versions.date_published_precision is '''second'' or ''day''.';
comment on column core.article_versions.date_published_local is 'Day of publication on the publisher''s own calendar.';
comment on column core.article_versions.date_published_evidence is 'Where the date stands: ''json_ld'' ''meta'' ''time'' ''url'' ''text'' ''caption'' ''feed'' ''stated''.';
comment on column core.article_versions.date_modified is 'When it was last changed, as claimed.';
comment on column core.article_versions.dateline is 'Place and day that open the text, as printed.';
comment on column core.article_versions.in_language is 'Language (BCP 47).';
comment on column core.article_versions.is_accessible_for_free is 'Whether the publisher says that the text is free to read.';
comment on column core.article_versions.word_count is 'Words in the body.';
comment on column core.article_versions.keywords is 'Keywords, as the page gives them.';
comment on column core.article_versions.image is 'Address of the main image.';
comment on column core.article_versions.image_caption is 'Caption of the main image.';
comment on column core.article_versions.geocode_status is '''pending'' until geocoded, then ''done'', or ''language'' where the language is not geocoded yet.';
comment on column core.article_versions.geocoder_version is 'Version of the geocoder and its gazetteer; empty while pending.';
comment on column core.article_versions.seen_at is 'When it was seen first.';
comment on column core.article_versions.fetched_at is 'When the bytes came, or the refusal.';
comment on column core.article_versions.cleaned_at is 'When the cleaner ran.';
comment on column core.article_versions.geocoded_at is 'When the geocoder ran.';
comment on column core.article_versions.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table core.stories (
    story_id varchar not null,
    body_digest varchar not null,
    seen_at timestamptz not null,
    loaded_at timestamptz not null,
    primary key (story_id)
);

comment on table core.stories is 'The same text wherever it stands, named by the article that had it first.';
comment on column core.stories.story_id is 'Id of the story: article_id of the article that had the text first.';
comment on column core.stories.body_digest is 'Digest of the body, white space and case folded: equal for copies.';
comment on column core.stories.seen_at is 'When it was seen first.';
comment on column core.stories.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table core.places (
    place_id varchar not null,
    name varchar not null,
    feature_class varchar not null,
    feature_code varchar not null,
    country_code varchar,
    admin1_code varchar,
    admin2_code varchar,
    population bigint,
    decimal_latitude double not null,
    decimal_longitude double not null,
    bbox double[],
    footprint blob,
    coordinate_uncertainty_m double,
    members varchar[] not null,
    wikidata_id varchar,
    gazetteer_version varchar not null,
    loaded_at timestamptz not null,
    primary key (place_id)
);

comment on table core.places is 'Places that some mention speaks of.';
comment on column core.places.place_id is 'Id of the place: ''geonames:'' and GeoNames'' number, or ''dateline:'' and a name where GeoNames has none.';
comment on column core.places.name is 'Name, as the gazetteer writes it.';
comment on column core.places.feature_class is 'GeoNames'' class: A P H T L R S U V.';
comment on column core.places.feature_code is 'GeoNames'' code.';
comment on column core.places.country_code is 'Country (ISO 3166-1 alpha-2).';
comment on column core.places.admin1_code is 'GeoNames'' code of the first-order division.';
comment on column core.places.admin2_code is 'GeoNames'' code of the second-order division.';
comment on column core.places.population is 'People.';
comment on column core.places.decimal_latitude is 'Latitude of the reference point, WGS 84.';
comment on column core.places.decimal_longitude is 'Longitude of the reference point, WGS 84.';
comment on column core.places.bbox is 'West, south, east, north, in degrees.';
comment on column core.places.footprint is 'Outline as WKB, coarse; the point alone says too much of a sea, a region or a country.';
comment on column core.places.coordinate_uncertainty_m is 'Radius around the reference point that holds the place, in metres.';
comment on column core.places.members is 'Country codes of the countries that make up a region.';
comment on column core.places.wikidata_id is 'Wikidata''s id.';
comment on column core.places.gazetteer_version is 'Version of the gazetteer that it is from.';
comment on column core.places.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table core.mentions (
    mention_id varchar not null,
    version_id varchar not null,
    text_field varchar not null,
    start_char bigint not null,
    end_char bigint not null,
    exact varchar not null,
    mention_kind varchar not null,
    role varchar not null,
    place_id varchar,
    precision varchar not null,
    coordinate_uncertainty_m double,
    confidence double not null,
    georeference_protocol varchar not null,
    reason varchar,
    runner_up_place_id varchar,
    geocoder_version varchar not null,
    loaded_at timestamptz not null,
    primary key (mention_id),
    check (end_char > start_char)
);

comment on table core.mentions is 'Spans of one text field of one version that name a place, and what each was taken for.';
comment on column core.mentions.mention_id is 'Id of the mention: digest of version_id, text_field, start_char and end_char.';
comment on column core.mentions.version_id is 'Id of the version: digest of article_id and text_digest.';
comment on column core.mentions.text_field is 'Field that it stands in: ''headline'' ''description'' ''image_caption'' ''dateline'' ''article_body''.';
comment on column core.mentions.start_char is 'Where it starts in that field, in code points from 0.';
comment on column core.mentions.end_char is 'Where it ends, the first code point after it.';
comment on column core.mentions.exact is 'The words themselves.';
comment on column core.mentions.mention_kind is '''name'' ''demonym'' ''metonym'' ''embedded''.';
comment on column core.mentions.role is '''location_created'' (written there), ''content_location'' (about it) or ''mentioned''.';
comment on column core.mentions.place_id is 'Place that it was taken for; empty where it stays unresolved.';
comment on column core.mentions.precision is 'How fine the place is known: ''site'' ''town'' ''district'' ''province'' ''country'' ''water'' ''region'' ''unknown''.';
comment on column core.mentions.coordinate_uncertainty_m is 'Radius around the reference point that holds what is meant, in metres.';
comment on column core.mentions.confidence is 'How likely the place is right, 0 to 1.';
comment on column core.mentions.georeference_protocol is 'The rule that decided.';
comment on column core.mentions.reason is 'Why it stays unresolved.';
comment on column core.mentions.runner_up_place_id is 'The place that came second.';
comment on column core.mentions.geocoder_version is 'Version of the geocoder and its gazetteer.';
comment on column core.mentions.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table core.article_places (
    version_id varchar not null,
    place_id varchar not null,
    role varchar not null,
    mention_count bigint not null,
    weight double not null,
    confidence double not null,
    is_focus boolean not null,
    loaded_at timestamptz not null,
    primary key (version_id, place_id, role),
    check (mention_count >= 1)
);

comment on table core.article_places is 'How a version of an article relates to a place.';
comment on column core.article_places.version_id is 'Id of the version: digest of article_id and text_digest.';
comment on column core.article_places.place_id is 'Id of the place: ''geonames:'' and GeoNames'' number, or ''dateline:'' and a name where GeoNames has none.';
comment on column core.article_places.role is '''location_created'' (written there), ''content_location'' (about it) or ''mentioned''.';
comment on column core.article_places.mention_count is 'Mentions of the place in this role.';
comment on column core.article_places.weight is 'Share of the article that is about the place, 0 to 1.';
comment on column core.article_places.confidence is 'Confidence of the surest mention.';
comment on column core.article_places.is_focus is 'Whether the place is one that the article is mainly about.';
comment on column core.article_places.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

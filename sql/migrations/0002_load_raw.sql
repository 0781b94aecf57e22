-- What came in: links, fetches, and every result of every program version.
create schema raw;

create table raw.links (
    link_id varchar not null,
    source_id varchar not null,
    url varchar not null,
    link_type varchar not null,
    found_in varchar not null,
    found_kind varchar not null,
    claimed_title varchar,
    claimed_published varchar,
    claimed_modified varchar,
    seen_at timestamptz not null,
    loaded_at timestamptz not null,
    primary key (link_id)
);

comment on table raw.links is 'Addresses and given files that a source or a person named; one row each, however often they are seen.';
comment on column raw.links.link_id is 'Id of the link: digest of source_id and url.';
comment on column raw.links.source_id is 'Source, by the name of its file in the catalog.';
comment on column raw.links.url is 'Address, or urn:sha256: and digest of a given file.';
comment on column raw.links.link_type is '''article'' or ''feed''.';
comment on column raw.links.found_in is 'URL of the feed, sitemap or listing that named it first; the path as given for an input.';
comment on column raw.links.found_kind is 'How it was found: ''rss'' ''atom'' ''news_sitemap'' ''sitemap'' ''listing'' ''catalog'' ''input''.';
comment on column raw.links.claimed_title is 'Title that the feed gave last.';
comment on column raw.links.claimed_published is 'Date of publication that the feed or the person gave last, in their words (RFC 3339).';
comment on column raw.links.claimed_modified is 'Date of change that the feed gave last, in its words (RFC 3339).';
comment on column raw.links.seen_at is 'When the link was seen first.';
comment on column raw.links.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table raw.fetches (
    fetch_id varchar not null,
    link_id varchar not null,
    run_id varchar not null,
    source_id varchar not null,
    url varchar not null,
    final_url varchar,
    outcome varchar not null,
    reason varchar,
    detail varchar,
    http_status bigint,
    content_type varchar,
    etag varchar,
    last_modified varchar,
    content_bytes bigint,
    payload_digest varchar,
    warc_file varchar,
    warc_offset bigint,
    warc_record_id varchar,
    fetched_at timestamptz not null,
    loaded_at timestamptz not null,
    primary key (fetch_id)
);

comment on table raw.fetches is 'What became of each link in each run, fetched or not.';
comment on column raw.fetches.fetch_id is 'Id of the fetch: digest of run_id and link_id.';
comment on column raw.fetches.link_id is 'Id of the link: digest of source_id and url.';
comment on column raw.fetches.run_id is 'Run: the id of Prefect''s flow run.';
comment on column raw.fetches.source_id is 'Source, by the name of its file in the catalog.';
comment on column raw.fetches.url is 'Address that was asked.';
comment on column raw.fetches.final_url is 'Address that answered, after redirects.';
comment on column raw.fetches.outcome is '''fetched'' ''not_modified'' ''refused'' ''failed'' ''skipped''.';
comment on column raw.fetches.reason is 'Why it was not fetched, in a word: ''robots'' ''guard'' ''known'' ''timeout'' ''http_404'' and so on.';
comment on column raw.fetches.detail is 'The same in a sentence.';
comment on column raw.fetches.http_status is 'Status of the last response.';
comment on column raw.fetches.content_type is 'Content-Type header, as sent.';
comment on column raw.fetches.etag is 'ETag header, as sent.';
comment on column raw.fetches.last_modified is 'Last-Modified header, as sent.';
comment on column raw.fetches.content_bytes is 'Size of the content as archived, in bytes.';
comment on column raw.fetches.payload_digest is 'SHA-256 of the content as archived, in hex.';
comment on column raw.fetches.warc_file is 'WARC file that holds the bytes, relative to the home''s archive folder.';
comment on column raw.fetches.warc_offset is 'Where the record starts in that file, in bytes.';
comment on column raw.fetches.warc_record_id is 'Id of the WARC record.';
comment on column raw.fetches.fetched_at is 'When the bytes came, or the refusal.';
comment on column raw.fetches.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table raw.cleanings (
    cleaning_id varchar not null,
    payload_digest varchar not null,
    cleaner_version varchar not null,
    outcome varchar not null,
    reason varchar,
    rule varchar,
    canonical_url varchar,
    publisher varchar,
    named_hosts varchar[] not null,
    headline varchar,
    alternative_headline varchar,
    description varchar,
    article_body varchar,
    article_section varchar,
    author varchar[] not null,
    date_published timestamptz,
    date_published_precision varchar,
    date_published_local date,
    date_published_evidence varchar,
    date_modified timestamptz,
    dateline varchar,
    in_language varchar,
    language_confidence double,
    is_accessible_for_free boolean,
    word_count bigint not null,
    keywords varchar[] not null,
    image varchar,
    image_caption varchar,
    cleaned_at timestamptz not null,
    loaded_at timestamptz not null,
    primary key (cleaning_id)
);

comment on table raw.cleanings is 'What each version of the cleaner read in some archived bytes.';
comment on column raw.cleanings.cleaning_id is 'Id of the cleaning: digest of payload_digest and cleaner_version.';
comment on column raw.cleanings.payload_digest is 'SHA-256 of the content as archived, in hex.';
comment on column raw.cleanings.cleaner_version is 'Version of the cleaner.';
comment on column raw.cleanings.outcome is '''article'' or ''rejected''.';
comment on column raw.cleanings.reason is 'Why the bytes hold no article.';
comment on column raw.cleanings.rule is 'What found the body: ''source_rule'' ''container'' ''trafilatura'' ''saved_text''.';
comment on column raw.cleanings.canonical_url is 'Canonical address as the page states it, mirrors not yet mapped.';
comment on column raw.cleanings.publisher is 'Publisher, as the page says.';
comment on column raw.cleanings.named_hosts is 'Hosts that the page names as its own.';
comment on column raw.cleanings.headline is 'Headline.';
comment on column raw.cleanings.alternative_headline is 'A second headline, where the page has one.';
comment on column raw.cleanings.description is 'Summary or standfirst.';
comment on column raw.cleanings.article_body is 'Text: paragraphs joined by one blank line.';
comment on column raw.cleanings.article_section is 'Section of the publication.';
comment on column raw.cleanings.author is 'Authors, as named.';
comment on column raw.cleanings.date_published is 'When it was published, as claimed; midnight UTC of the day where only a day is claimed.';
comment on column raw.cleanings.date_published_precision is '''second'' or ''day''.';
comment on column raw.cleanings.date_published_local is 'Day of publication on the publisher''s own calendar.';
comment on column raw.cleanings.date_published_evidence is 'Where the date stands: ''json_ld'' ''meta'' ''time'' ''url'' ''text'' ''caption'' ''feed'' ''stated''.';
comment on column raw.cleanings.date_modified is 'When it was last changed, as claimed.';
comment on column raw.cleanings.dateline is 'Place and day that open the text, as printed.';
comment on column raw.cleanings.in_language is 'Language (BCP 47).';
comment on column raw.cleanings.language_confidence is 'How sure the language is, 0 to 1.';
comment on column raw.cleanings.is_accessible_for_free is 'Whether the publisher says that the text is free to read.';
comment on column raw.cleanings.word_count is 'Words in the body.';
comment on column raw.cleanings.keywords is 'Keywords, as the page gives them.';
comment on column raw.cleanings.image is 'Address of the main image.';
comment on column raw.cleanings.image_caption is 'Caption of the main image.';
comment on column raw.cleanings.cleaned_at is 'When the cleaner ran.';
comment on column raw.cleanings.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table raw.geocodings (
    cleaning_id varchar not null,
    geocoder_version varchar not null,
    geocode_status varchar not null,
    mentions varchar not null,
    geocoded_at timestamptz not null,
    loaded_at timestamptz not null,
    primary key (cleaning_id, geocoder_version)
);

comment on table raw.geocodings is 'What each version of the geocoder made of each cleaning, whole.';
comment on column raw.geocodings.cleaning_id is 'Id of the cleaning: digest of payload_digest and cleaner_version.';
comment on column raw.geocodings.geocoder_version is 'Version of the geocoder and its gazetteer.';
comment on column raw.geocodings.geocode_status is '''done'', or ''language'' where the language is not geocoded yet.';
comment on column raw.geocodings.mentions is 'Mentions found, a JSON list.';
comment on column raw.geocodings.geocoded_at is 'When the geocoder ran.';
comment on column raw.geocodings.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

-- The other tables that grow with every article have no index any more, either.
create table raw.new_links (
    link_id varchar not null using compression uncompressed,
    source_id varchar not null,
    url varchar not null,
    link_type varchar not null,
    found_in varchar not null,
    found_kind varchar not null,
    claimed_title varchar,
    claimed_published varchar,
    claimed_modified varchar,
    seen_at timestamptz not null,
    loaded_at timestamptz not null
);

insert into raw.new_links by name
select *
from raw.links;

drop table raw.links;

alter table raw.new_links rename to links;

comment on table raw.links is 'Addresses and given files that a source or a person named; one row each, however often they are seen.';
comment on column raw.links.link_id is 'Id of the link: digest of source_id and url.';
comment on column raw.links.source_id is 'Source, by the name of its file in the catalog.';
comment on column raw.links.url is 'Address, or urn:sha256: and digest of a given file.';
comment on column raw.links.link_type is '''article'' or ''feed''; ''forgotten'' where only the digest of the address is known any more.';
comment on column raw.links.found_in is 'URL of the feed, sitemap or listing that named it first; the path as given for an input.';
comment on column raw.links.found_kind is 'How it was found: ''rss'' ''atom'' ''json_feed'' ''news_sitemap'' ''sitemap'' ''listing'' ''robots'' ''catalog'' ''input'' (given by hand) ''warc'' (in an archive).';
comment on column raw.links.claimed_title is 'Title that the feed gave last.';
comment on column raw.links.claimed_published is 'Date of publication that the feed or the person gave last, in their words (RFC 3339).';
comment on column raw.links.claimed_modified is 'Date of change that the feed gave last, in its words (RFC 3339).';
comment on column raw.links.seen_at is 'When the link was seen first.';
comment on column raw.links.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table raw.new_fetches (
    fetch_id varchar not null using compression uncompressed,
    link_id varchar not null using compression uncompressed,
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
    redirects varchar[]
);

insert into raw.new_fetches by name
select *
from raw.fetches;

drop table raw.fetches;

alter table raw.new_fetches rename to fetches;

comment on table raw.fetches is 'What became of each link in each run, fetched or not.';
comment on column raw.fetches.fetch_id is 'Id of the fetch: digest of run_id and link_id.';
comment on column raw.fetches.link_id is 'Id of the link: digest of source_id and url.';
comment on column raw.fetches.run_id is 'Run: the id of Prefect''s flow run.';
comment on column raw.fetches.source_id is 'Source, by the name of its file in the catalog.';
comment on column raw.fetches.url is 'Address that was asked.';
comment on column raw.fetches.final_url is 'Address that answered, after redirects.';
comment on column raw.fetches.outcome is '''fetched'' ''not_modified'' ''refused'' ''failed'' ''skipped''.';
comment on column raw.fetches.reason is 'Why it was not fetched, in a word: ''robots'' ''rights'' ''guard'' ''known'' ''not_due'' ''withdrawn'' ''unreadable'' ''timeout'' ''http_404'' and so on.';
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
comment on column raw.fetches.redirects is 'URLs on the way to final_url, the asked one first; null where there was no redirect.';

create table raw.new_cleanings (
    cleaning_id varchar not null using compression uncompressed,
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
    author_agency varchar[],
    breadcrumb varchar[],
    block_kinds varchar[],
    flags varchar[]
);

insert into raw.new_cleanings by name
select *
from raw.cleanings;

drop table raw.cleanings;

alter table raw.new_cleanings rename to cleanings;

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
comment on column raw.cleanings.author_agency is 'Agencies and desks that stand where authors do: ''Reuters''.';
comment on column raw.cleanings.breadcrumb is 'Breadcrumb of the page, from the outermost section.';
comment on column raw.cleanings.block_kinds is 'Kind of each paragraph of article_body: ''paragraph'' ''heading'' ''quote'' ''list'' ''table''.';
comment on column raw.cleanings.flags is 'What is special about it: ''live_blog'' ''gallery'' ''video'' ''paywalled''.';

create table raw.new_geocodings (
    cleaning_id varchar not null,
    geocoder_version varchar not null,
    geocode_status varchar not null,
    mentions varchar not null,
    geocoded_at timestamptz not null,
    loaded_at timestamptz not null
);

insert into raw.new_geocodings by name
select *
from raw.geocodings;

drop table raw.geocodings;

alter table raw.new_geocodings rename to geocodings;

comment on table raw.geocodings is 'What each version of the geocoder made of each cleaning, whole.';
comment on column raw.geocodings.cleaning_id is 'Id of the cleaning: digest of payload_digest and cleaner_version.';
comment on column raw.geocodings.geocoder_version is 'Version of the geocoder and its gazetteer.';
comment on column raw.geocodings.geocode_status is '''done'', or ''language'' where the language is not geocoded yet.';
comment on column raw.geocodings.mentions is 'Mentions found, a JSON list.';
comment on column raw.geocodings.geocoded_at is 'When the geocoder ran.';
comment on column raw.geocodings.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table core.new_stories (
    story_id varchar not null,
    body_digest varchar not null,
    seen_at timestamptz not null,
    loaded_at timestamptz not null
);

insert into core.new_stories by name
select *
from core.stories;

drop table core.stories;

alter table core.new_stories rename to stories;

comment on table core.stories is 'The same text wherever it stands, named by the article that had it first.';
comment on column core.stories.story_id is 'Id of the story: article_id of the article that had the text first.';
comment on column core.stories.body_digest is 'Digest of the body, white space and case folded: equal for copies.';
comment on column core.stories.seen_at is 'When it was seen first.';
comment on column core.stories.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table core.new_origins (
    article_id varchar not null,
    relation varchar not null,
    of_article_id varchar,
    agency varchar,
    similarity double,
    containment double,
    shared_quotes bigint,
    found_by varchar,
    loaded_at timestamptz not null
);

insert into core.new_origins by name
select *
from core.origins;

drop table core.origins;

alter table core.new_origins rename to origins;

comment on table core.origins is 'Where the text of each article comes from, as far as texts seen before it tell.';
comment on column core.origins.article_id is 'Id of the article: digest of its canonical URL.';
comment on column core.origins.relation is '''original'', ''copy'' (the same story), or ''rewrite'' (a story of its own that shares quotes with another).';
comment on column core.origins.of_article_id is 'The article that it copies or rewrites.';
comment on column core.origins.agency is 'News agency that signs the text in its dateline, byline or last lines.';
comment on column core.origins.similarity is 'Runs of four words that both texts have, of all that either has, 0 to 1.';
comment on column core.origins.containment is 'Runs of four words that both texts have, of those of the shorter one, 0 to 1.';
comment on column core.origins.shared_quotes is 'Sentences said by others that both texts have.';
comment on column core.origins.found_by is '''digest'' where the texts are the same, ''minhash'' where they are alike.';
comment on column core.origins.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table core.new_signatures (
    version_id varchar not null,
    signature_version varchar not null,
    keys bigint[] not null,
    loaded_at timestamptz not null
);

insert into core.new_signatures by name
select *
from core.signatures;

drop table core.signatures;

alter table core.new_signatures rename to signatures;

comment on table core.signatures is 'Keys under which texts are found again among all; derived from the text, and again where missing.';
comment on column core.signatures.version_id is 'Version whose text it is.';
comment on column core.signatures.signature_version is 'How the keys were made.';
comment on column core.signatures.keys is 'Digests of MinHash bands of the text and its opening, and of quotes.';
comment on column core.signatures.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table core.new_version_changes (
    version_id varchar not null,
    previous_version_id varchar not null,
    change_type varchar not null,
    has_notice boolean not null,
    has_new_headline boolean not null,
    added varchar[] not null,
    removed varchar[] not null,
    loaded_at timestamptz not null
);

insert into core.new_version_changes by name
select *
from core.version_changes;

drop table core.version_changes;

alter table core.new_version_changes rename to version_changes;

comment on table core.version_changes is 'What each later version of an article changed; counters, clocks and white space make no version.';
comment on column core.version_changes.version_id is 'The later version.';
comment on column core.version_changes.previous_version_id is 'The version that stood before it.';
comment on column core.version_changes.change_type is '''correction'' (says so, or rewords a few sentences), ''update'' (brings or drops sentences), ''touch'' (punctuation or case).';
comment on column core.version_changes.has_notice is 'Whether the later text says that it was corrected.';
comment on column core.version_changes.has_new_headline is 'Whether the headline changed.';
comment on column core.version_changes.added is 'Sentences that the later text has and the earlier had not.';
comment on column core.version_changes.removed is 'Sentences that the earlier text had and the later has not.';
comment on column core.version_changes.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

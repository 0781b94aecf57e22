-- How articles change and where their texts come from; and results of other cleaners and geocoders.
create table core.version_changes (
    version_id varchar not null,
    previous_version_id varchar not null,
    change_type varchar not null,
    has_notice boolean not null,
    has_new_headline boolean not null,
    added varchar[] not null,
    removed varchar[] not null,
    loaded_at timestamptz not null,
    primary key (version_id)
);

comment on table core.version_changes is 'What each later version of an article changed; counters, clocks and white space make no version.';
comment on column core.version_changes.version_id is 'The later version.';
comment on column core.version_changes.previous_version_id is 'The version that stood before it.';
comment on column core.version_changes.change_type is '''correction'' (says so, or rewords a few sentences), ''update'' (brings or drops sentences), ''touch'' (punctuation or case).';
comment on column core.version_changes.has_notice is 'Whether the later text says that it was corrected.';
comment on column core.version_changes.has_new_headline is 'Whether the headline changed.';
comment on column core.version_changes.added is 'Sentences that the later text has and the earlier had not.';
comment on column core.version_changes.removed is 'Sentences that the earlier text had and the later has not.';
comment on column core.version_changes.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table core.origins (
    article_id varchar not null,
    relation varchar not null,
    of_article_id varchar,
    agency varchar,
    similarity double,
    containment double,
    shared_quotes bigint,
    found_by varchar,
    loaded_at timestamptz not null,
    primary key (article_id)
);

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

create table core.signatures (
    version_id varchar not null,
    signature_version varchar not null,
    keys bigint[] not null,
    loaded_at timestamptz not null,
    primary key (version_id)
);

comment on table core.signatures is 'Keys under which texts are found again among all; derived from the text, and again where missing.';
comment on column core.signatures.version_id is 'Version whose text it is.';
comment on column core.signatures.signature_version is 'How the keys were made.';
comment on column core.signatures.keys is 'Digests of MinHash bands of the text and its opening, and of quotes.';
comment on column core.signatures.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

create table raw.reprocessings (
    reprocessing_id varchar not null,
    article_id varchar not null,
    fetch_id varchar not null,
    result_version varchar not null,
    outcome varchar not null,
    reason varchar,
    version varchar,
    mentions varchar not null,
    article_places varchar not null,
    reprocessed_at timestamptz not null,
    loaded_at timestamptz not null,
    primary key (reprocessing_id)
);

comment on table raw.reprocessings is 'What each cleaner and geocoder made of the bytes of a version, whole; core holds the accepted one.';
comment on column raw.reprocessings.reprocessing_id is 'Id of the result: digest of article_id, fetch_id and result_version.';
comment on column raw.reprocessings.article_id is 'Id of the article: digest of its canonical URL.';
comment on column raw.reprocessings.fetch_id is 'Fetch whose bytes were read.';
comment on column raw.reprocessings.result_version is 'Version of the cleaner and of the geocoder, joined by ~.';
comment on column raw.reprocessings.outcome is '''article'', or ''rejected'' where this cleaner finds no article.';
comment on column raw.reprocessings.reason is 'Why the bytes hold no article.';
comment on column raw.reprocessings.version is 'The row of core.article_versions, as JSON.';
comment on column raw.reprocessings.mentions is 'The rows of core.mentions, a JSON list.';
comment on column raw.reprocessings.article_places is 'The rows of core.article_places, a JSON list.';
comment on column raw.reprocessings.reprocessed_at is 'When the bytes were read.';
comment on column raw.reprocessings.loaded_at is 'When this row was written here last; an unchanged row keeps it.';

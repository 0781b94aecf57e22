-- The day of an article is a column where it was worked out of three at every question: a question about some days
-- then reads the rows of those days only (DuckDB skips the others by their minimum and maximum).
-- These tables have no index any more: one over digests is read and written all over by each load. That a key is
-- there once is seen to by the load, and told by sql/checks. Keys that are looked up lie as they are: to undo their
-- compression, which halves them at best, takes five times as long as to look through them.
create table core.new_article_versions (
    version_id varchar not null using compression uncompressed,
    article_id varchar not null using compression uncompressed,
    version_number bigint not null,
    fetch_id varchar not null using compression uncompressed,
    cleaning_id varchar not null using compression uncompressed,
    text_digest varchar not null,
    body_digest varchar not null using compression uncompressed,
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
    author_agency varchar[],
    breadcrumb varchar[],
    flags varchar[],
    source_home varchar,
    day date not null,
    check (version_number >= 1)
);

insert into core.new_article_versions by name
select
    versions.*,
    coalesce(
        versions.date_published_local,
        make_timestamp(epoch_us(versions.date_published))::date,
        make_timestamp(epoch_us(coalesce(articles.seen_at, versions.seen_at)))::date
    ) as day,
from core.article_versions as versions
left join core.articles as articles using (article_id);

drop table core.article_versions;

alter table core.new_article_versions rename to article_versions;

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
comment on column core.article_versions.author_agency is 'Agencies and desks that stand where authors do: ''Reuters''.';
comment on column core.article_versions.breadcrumb is 'Path of sections that the page shows, from the outermost: ''Home'' ''Economy'' ''Ports''.';
comment on column core.article_versions.flags is 'What is special about it: ''live_blog'' ''gallery'' ''video'' ''paywalled''; empty where nothing is, null where no cleaner has looked.';
comment on column core.article_versions.source_home is 'Where its source was taken to be at home when places were chosen, as JSON: country, and what its articles of earlier days told: shares by first-order unit, and a point. Null in rows of before.';
comment on column core.article_versions.day is 'Day of the article: on its publisher''s calendar, else in UTC, else the day it was seen first.';

create table core.new_articles (
    article_id varchar not null using compression uncompressed,
    source_id varchar not null,
    story_id varchar not null using compression uncompressed,
    current_version_id varchar not null using compression uncompressed,
    url varchar not null,
    canonical_url varchar not null,
    seen_at timestamptz not null,
    loaded_at timestamptz not null,
    day date not null
);

insert into core.new_articles by name
select
    articles.*,
    coalesce(versions.day, make_timestamp(epoch_us(articles.seen_at))::date) as day,
from core.articles as articles
left join core.article_versions as versions on versions.version_id = articles.current_version_id;

drop table core.articles;

alter table core.new_articles rename to articles;

comment on table core.articles is 'Articles: one canonical URL, or one given file, of one source.';
comment on column core.articles.article_id is 'Id of the article: digest of its canonical URL.';
comment on column core.articles.source_id is 'Source, by the name of its file in the catalog.';
comment on column core.articles.story_id is 'Story: the first article with the same text.';
comment on column core.articles.current_version_id is 'The version that stands now.';
comment on column core.articles.url is 'Address where it was found first.';
comment on column core.articles.canonical_url is 'The one form of its address, mirrors mapped to the own host.';
comment on column core.articles.seen_at is 'When it was seen first.';
comment on column core.articles.loaded_at is 'When this row was written here last; an unchanged row keeps it.';
comment on column core.articles.day is 'Day of its current version.';

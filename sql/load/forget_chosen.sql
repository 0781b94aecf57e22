-- What hangs on the addresses, or on the source, in `asked`: articles, links, fetches, versions, cleanings.
create or replace temp table gone_articles as
select article_id
from core.articles
where canonical_url in (select url from asked)
    or url in (select url from asked)
    or source_id in (select source_id from asked)
union
select versions.article_id
from core.article_versions as versions
inner join raw.fetches as fetches using (fetch_id)
where fetches.url in (select url from asked) or fetches.final_url in (select url from asked);

create or replace temp table gone_links as
select link_id
from raw.links
where url in (select url from asked) or source_id in (select source_id from asked)
union
select link_id
from raw.fetches
where url in (select url from asked)
    or final_url in (select url from asked)
    or source_id in (select source_id from asked)
union
select fetches.link_id
from core.article_versions as versions
inner join raw.fetches as fetches using (fetch_id)
where versions.article_id in (select article_id from gone_articles);

create or replace temp table gone_fetches as
select
    fetch_id,
    source_id,
    url,
    payload_digest,
    warc_file,
    warc_offset,
    warc_record_id,
from raw.fetches
where link_id in (select link_id from gone_links);

create or replace temp table gone_versions as
select version_id
from core.article_versions
where article_id in (select article_id from gone_articles);

-- The same bytes may have come from elsewhere, too.
create or replace temp table gone_cleanings as
select cleaning_id
from raw.cleanings
where payload_digest in (select payload_digest from gone_fetches)
    and payload_digest not in (
        select payload_digest
        from raw.fetches
        where payload_digest is not null and fetch_id not in (select fetch_id from gone_fetches)
    );

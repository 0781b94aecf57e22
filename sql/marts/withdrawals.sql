-- Articles that were there and then were not (404 or 410): when that was met first and last, and whether they came back.
create or replace view marts.withdrawals as
with
links_of_articles as (
    select distinct
        versions.article_id,
        fetches.link_id,
    from core.article_versions as versions
    inner join raw.fetches as fetches using (fetch_id)
),

gone as (
    select
        links_of_articles.article_id,
        min(fetches.fetched_at) as withdrawn_at,
        max(fetches.fetched_at) as last_gone_at,
        arg_max(fetches.http_status, fetches.fetched_at) as http_status,
    from raw.fetches as fetches
    inner join links_of_articles using (link_id)
    where fetches.reason = 'withdrawn'
    group by links_of_articles.article_id
),

back as (
    select
        links_of_articles.article_id,
        max(fetches.fetched_at) as last_there_at,
    from raw.fetches as fetches
    inner join links_of_articles using (link_id)
    where fetches.outcome in ('fetched', 'not_modified')
    group by links_of_articles.article_id
)

select
    articles.article_id,
    articles.source_id,
    articles.canonical_url,
    versions.headline,
    gone.withdrawn_at,
    gone.http_status,
    back.last_there_at > gone.last_gone_at as is_back,
from gone
inner join core.articles as articles using (article_id)
inner join core.article_versions as versions on versions.version_id = articles.current_version_id
inner join back using (article_id);

comment on view marts.withdrawals is 'Articles that the publisher took back: they were there, and then the address answered 404 or 410.';
comment on column marts.withdrawals.withdrawn_at is 'When they were first found gone.';
comment on column marts.withdrawals.http_status is 'Status that said so last: 404 or 410.';
comment on column marts.withdrawals.is_back is 'Whether they answered again later.';

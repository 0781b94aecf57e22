-- What a database holds, in a row: to see whether the published one is behind the writer's own.
select
    (select max(fetched_at) from raw.fetches) as newest_fetch_at,
    (select count(*) from raw.fetches) as fetch_count,
    (select count(*) from core.article_versions) as version_count,
    (select count(*) from core.mentions) as mention_count,
    (select max(loaded_at) from core.article_versions) as loaded_at,

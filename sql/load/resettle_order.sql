-- When the first text of each article in `wanted` arrived, and when it was published.
select
    versions.article_id,
    runs.started_at as arrived_at,
    versions.date_published as published_at,
from core.article_versions as versions
inner join wanted on wanted.key = versions.article_id
left join raw.fetches as fetches on fetches.fetch_id = versions.fetch_id
left join ops.runs as runs on runs.run_id = fetches.run_id
where versions.version_number = 1

-- All versions of the articles in `affected`, with what settles their stories; runs go in the order of their beginning.
select
    versions.article_id,
    versions.version_id,
    versions.body_digest,
    versions.article_body,
    versions.word_count,
    versions.dateline,
    versions.author,
    versions.date_published as published_at,
    versions.version_number = 1 as is_first,
    runs.started_at as arrived_at,
    articles.story_id,
    articles.seen_at,
from core.article_versions as versions
inner join affected on affected.article_id = versions.article_id
inner join core.articles as articles on articles.article_id = versions.article_id
left join raw.fetches as fetches on fetches.fetch_id = versions.fetch_id
left join ops.runs as runs on runs.run_id = fetches.run_id
order by versions.article_id, versions.version_number

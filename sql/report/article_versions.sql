-- The versions of an article, the first one first.
select
    versions.version_id,
    versions.version_number,
    versions.headline,
    versions.word_count,
    versions.fetched_at,
    fetches.warc_file,
    fetches.warc_offset,
from core.article_versions as versions
left join raw.fetches as fetches on fetches.fetch_id = versions.fetch_id
where versions.article_id = $id
order by versions.version_number

-- One article as it stands now.
select
    articles.*,
    fetches.warc_file,
    fetches.warc_offset,
    fetches.payload_digest,
from marts.articles as articles
inner join core.article_versions as versions using (version_id)
left join raw.fetches as fetches on fetches.fetch_id = versions.fetch_id
where articles.article_id = $id

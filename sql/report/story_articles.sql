-- The articles of a story in order of time: as they say themselves, else as they were seen.
select
    articles.article_id,
    articles.source_id,
    coalesce(sources.name, articles.source_id) as source_name,
    versions.headline,
    versions.word_count,
    versions.date_published,
    versions.date_published_precision,
    articles.seen_at,
    origins.relation,
    origins.of_article_id,
    origins.similarity,
    origins.agency,
    articles.url,
    articles.canonical_url,
    versions.fetched_at,
    fetches.warc_file,
    fetches.warc_offset,
from core.articles as articles
inner join core.article_versions as versions on versions.version_id = articles.current_version_id
left join core.sources as sources on sources.source_id = articles.source_id
left join core.origins as origins on origins.article_id = articles.article_id
left join raw.fetches as fetches on fetches.fetch_id = versions.fetch_id
where articles.story_id = $id
order by
    -- A day without an hour says no more than its end.
    coalesce(
        versions.date_published + if(versions.date_published_precision = 'day', interval 1 day, interval 0 day),
        articles.seen_at
    ),
    articles.seen_at,
    articles.article_id

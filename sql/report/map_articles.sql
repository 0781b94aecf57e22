-- The articles that a map is made of, as they stand now, whether or not they name a place.
select
    articles.article_id,
    articles.story_id,
    articles.source_id,
    coalesce(sources.name, articles.source_id) as source_name,
    article_day(versions.date_published_local, versions.date_published, articles.seen_at) as day,
    versions.version_id,
    versions.headline,
    versions.description,
    versions.image_caption,
    versions.dateline,
    versions.article_body,
    versions.geocode_status,
    articles.url,
    fetches.fetched_at,
    fetches.warc_file,
    fetches.warc_offset,
from chosen_versions($source::varchar[], $since::date, $until::date, $language::varchar) as chosen
inner join core.articles as articles on articles.current_version_id = chosen.version_id
inner join core.article_versions as versions on versions.version_id = articles.current_version_id
left join core.sources as sources on sources.source_id = articles.source_id
left join raw.fetches as fetches on fetches.fetch_id = versions.fetch_id
order by day, articles.article_id

-- Who had stories first that others carried too, and how much later did those follow?
select
    stories.headline,
    stories.original_source_id as first_in,
    articles.source_id as then_in,
    round(epoch(versions.date_published - stories.date_published) / 3600, 1) as hours_later,
    articles.url,
from marts.stories as stories
inner join core.articles as articles using (story_id)
inner join core.article_versions as versions on versions.version_id = articles.current_version_id
where stories.source_count > 1
    and articles.source_id <> stories.original_source_id
order by stories.date_published desc, articles.source_id, articles.url

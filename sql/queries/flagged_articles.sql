-- Which articles are live blogs, galleries, beside a video, or cut by a paywall?
select
    unnest(versions.flags) as flag,
    articles.source_id,
    versions.headline,
    versions.breadcrumb,
    versions.word_count,
    articles.url,
from core.articles as articles
inner join core.article_versions as versions on versions.version_id = articles.current_version_id
order by flag, articles.source_id, articles.url

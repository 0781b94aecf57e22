-- The texts of the versions in `wanted`, each with its article's story.
select
    versions.version_id,
    versions.article_id,
    articles.story_id,
    versions.headline,
    versions.article_body,
from core.article_versions as versions
inner join wanted on wanted.key = versions.version_id
inner join core.articles as articles on articles.article_id = versions.article_id

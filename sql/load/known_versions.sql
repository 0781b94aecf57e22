-- The versions that are held of the articles in `wanted`, in order.
select
    versions.article_id,
    versions.version_id,
    versions.version_number,
    versions.text_digest,
    versions.version_id = articles.current_version_id as is_current,
from core.article_versions as versions
inner join wanted on wanted.key = versions.article_id
inner join core.articles as articles on articles.article_id = versions.article_id
order by versions.article_id, versions.version_number

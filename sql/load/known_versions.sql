-- The versions that are held of the articles asked for, in order.
select
    versions.article_id,
    versions.version_id,
    versions.version_number,
    versions.text_digest,
    versions.version_id = articles.current_version_id as is_current,
from core.article_versions as versions
inner join core.articles as articles using (article_id)
where versions.article_id in (select unnest($keys::varchar[]))
order by versions.article_id, versions.version_number

-- No text stands under five or more addresses of one source: that is a notice, a wall or a menu and no article.
-- severity: warning
-- scope: base
select
    articles.source_id,
    versions.body_digest,
    count(*) as article_count,
    min(articles.canonical_url) as for_example,
from core.articles as articles
inner join core.article_versions as versions on versions.version_id = articles.current_version_id
where versions.loaded_at >= $since
group by articles.source_id, versions.body_digest
having count(*) >= 5

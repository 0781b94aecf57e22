-- Everything that reading the versions in `wanted` again asks for: link, fetch, article and source, and the version.
select
    to_json(links) as link,
    to_json(fetches) as fetch,
    to_json(articles) as article,
    to_json(sources) as source,
    to_json(versions) as version,
from core.article_versions as versions
inner join wanted on wanted.article_id = versions.article_id and wanted.fetch_id = versions.fetch_id
inner join core.articles as articles on articles.article_id = versions.article_id
inner join core.sources as sources on sources.source_id = articles.source_id
inner join raw.fetches as fetches on fetches.fetch_id = versions.fetch_id
inner join raw.links as links on links.link_id = fetches.link_id
order by versions.article_id, versions.fetch_id

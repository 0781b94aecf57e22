-- A copy or rewrite names the article that it comes from, and an original names none.
-- severity: error
-- scope: base
select
    origins.article_id,
    origins.relation,
    origins.of_article_id,
from core.origins as origins
left join core.articles as articles on articles.article_id = origins.of_article_id
where origins.loaded_at >= $since
    and (origins.relation = 'original') <> (articles.article_id is null)

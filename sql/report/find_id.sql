-- What an id, or its beginning, may mean: an article (also by one of its versions), or a mention.
select
    'article' as kind,
    article_id as id,
    headline as says,
from marts.articles
where starts_with(article_id, $id)
union
select
    'article',
    articles.article_id,
    articles.headline,
from core.article_versions as versions
inner join marts.articles as articles using (article_id)
where starts_with(versions.version_id, $id)
union
select
    'mention',
    mention_id,
    exact,
from core.mentions
where starts_with(mention_id, $id)
order by kind, id
limit 6

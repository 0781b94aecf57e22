-- The story of an article is there, and so is the article that had it first.
-- severity: error
-- scope: base
select
    articles.article_id,
    articles.story_id,
from core.articles as articles
left join core.stories as stories using (story_id)
left join core.articles as originals on originals.article_id = articles.story_id
where articles.loaded_at >= $since
    and (stories.story_id is null or originals.article_id is null)

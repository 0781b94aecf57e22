-- What is kept of stories that more than one article carries is what the articles say.
-- severity: error
-- scope: base
with
shared as (
    select
        story_id,
        article_id,
        source_id,
        current_version_id,
        url,
        day,
        loaded_at,
    from core.articles
    where story_id in (select story_id from core.articles where story_id <> article_id)
)

select
    article_id,
    story_id,
    'is not kept as it is' as says,
from shared
anti join core.story_articles as kept using (story_id, article_id, source_id, current_version_id, url, day)
where shared.loaded_at >= $since
union all
select
    article_id,
    story_id,
    'is kept as it is not',
from core.story_articles as kept
anti join shared using (story_id, article_id, source_id, current_version_id, url, day)
union all
select
    article_id,
    any_value(story_id),
    'is kept twice',
from core.story_articles
group by article_id
having count(*) > 1

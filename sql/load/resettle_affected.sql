-- The articles in `seeds` and all that were settled by them: those of their story, their copies and rewrites.
create or replace temp table affected as
with recursive
settled_by as (
    select story_id as article_id, article_id as other_id
    from core.articles
    where story_id <> article_id
    union all
    select of_article_id as article_id, article_id as other_id
    from core.origins
    where of_article_id is not null
),

reached as (
    select article_id
    from seeds
    union
    select settled_by.other_id
    from reached
    inner join settled_by on settled_by.article_id = reached.article_id
)

select article_id
from reached

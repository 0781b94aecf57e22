-- Stories of which core.story_articles may not say any more what core.articles says, after what was written at $now.
create or replace temp table touched as
with
written as (
    select
        article_id,
        story_id,
    from core.articles
    where loaded_at = $now::timestamptz
)

select story_id
from written
where story_id <> article_id
union
-- The story that an article was in before, and the one that is shared already and whose original was written.
select story_id
from core.story_articles
where article_id in (select article_id from written)
    or story_id in (select story_id from written)

-- Take the articles of the stories in `touched` from core.articles again; a story that is one article has none here.
delete from core.story_articles
where story_id in (select story_id from touched);

insert into core.story_articles by name
with
members as (
    select
        story_id,
        article_id,
        source_id,
        current_version_id,
        url,
        day,
    from core.articles
    where story_id in (select story_id from touched)
)

select *
from members
where story_id in (select story_id from members where story_id <> article_id);

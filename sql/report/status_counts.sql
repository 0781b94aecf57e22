-- What a database holds.
select
    (select count(*) from core.articles) as article_count,
    (select count(*) from core.article_versions) as version_count,
    (select count(*) from core.stories) as story_count,
    (select count(*) from core.mentions) as mention_count,
    (select count(distinct place_id) from core.mentions) as place_count,
    (select count(*) from raw.fetches) as fetch_count,
    (select count(*) from ops.rejections) as rejection_count

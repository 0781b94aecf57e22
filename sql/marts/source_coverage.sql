-- Articles by source and day of publication, from the first day to the last; a day without articles is a row.
create or replace view marts.source_coverage as
with
dated as (
    select
        articles.source_id,
        articles.story_id,
        article_day(versions.date_published_local, versions.date_published, articles.seen_at) as day,
    from core.articles as articles
    inner join core.article_versions as versions on versions.version_id = articles.current_version_id
),

days as (
    select
        source_id,
        unnest(generate_series(min(day), max(day), interval 1 day))::date as day,
    from dated
    group by source_id
)

select
    days.source_id,
    any_value(sources.name) as source_name,
    days.day,
    count(dated.story_id) as article_count,
    count(distinct dated.story_id) as story_count,
from days
left join dated using (source_id, day)
left join core.sources as sources on sources.source_id = days.source_id
group by days.source_id, days.day;

comment on view marts.source_coverage is 'Articles by source and day of publication; a day without articles is a row.';
comment on column marts.source_coverage.source_name is 'Name of the publisher.';
comment on column marts.source_coverage.day is 'Day of publication.';
comment on column marts.source_coverage.article_count is 'Articles published on that day.';
comment on column marts.source_coverage.story_count is 'Stories among them.';

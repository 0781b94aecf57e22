-- How much a picture speaks of, and what is not on it: mentions less sure than asked for, unresolved ones by reason,
-- and articles that name no place.
with texts as (
    select
        articles.article_id,
        articles.story_id,
        versions.version_id,
        versions.geocode_status,
    from core.articles as articles
    inner join core.article_versions as versions on versions.version_id = articles.current_version_id
    where versions.version_id in (
            select version_id
            from chosen_versions($source::varchar[], $since::date, $until::date, $language::varchar)
        )
        and (
            $run_id::varchar is null
            or versions.fetch_id in (select fetch_id from raw.fetches where run_id = $run_id)
        )
),

named as (
    select
        mentions.place_id,
        mentions.reason,
        texts.article_id,
        texts.story_id,
        coalesce(mentions.confidence < $min_confidence::double, false) as is_below,
    from core.mentions as mentions
    inner join texts using (version_id)
    where ($place::varchar is null or mentions.place_id = $place)
        and ($within::varchar is null or mentions.place_id in (select place_id from within_place($within)))
        and ($role::varchar is null or mentions.role = $role)
        and ($kind::varchar is null or mentions.mention_kind = $kind)
)

select
    'placed' as what,
    null as why,
    count(*) as mention_count,
    count(distinct article_id) as article_count,
    count(distinct story_id) as story_count,
from named
where place_id is not null and not is_below
union all
select
    'below',
    null,
    count(*),
    count(distinct article_id),
    count(distinct story_id),
from named
where place_id is not null and is_below
union all
select
    'unresolved',
    coalesce(reason, 'unknown'),
    count(*),
    count(distinct article_id),
    count(distinct story_id),
from named
where place_id is null
group by all
union all
select
    'silent',
    geocode_status,
    0,
    count(*),
    count(distinct story_id),
from texts
where not $has_mention::boolean and article_id not in (select article_id from named)
group by all
order by what, mention_count desc, why

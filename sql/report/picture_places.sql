-- The places of a picture, the one with most stories first: of current texts, as the filters of a map mean, or of a run.
with chosen as (
    select
        mentions.place_id,
        mentions.precision,
        mentions.confidence,
        articles.article_id,
        articles.story_id,
    from core.mentions as mentions
    inner join core.articles as articles on articles.current_version_id = mentions.version_id
    inner join core.article_versions as versions on versions.version_id = mentions.version_id
    where mentions.place_id is not null
        and mentions.version_id in (
            select version_id
            from chosen_versions($source::varchar[], $since::date, $until::date, $language::varchar)
        )
        and ($place::varchar is null or mentions.place_id = $place)
        and ($within::varchar is null or mentions.place_id in (select place_id from within_place($within)))
        and ($role::varchar is null or mentions.role = $role)
        and ($kind::varchar is null or mentions.mention_kind = $kind)
        and ($min_confidence::double is null or mentions.confidence >= $min_confidence)
        and (
            $run_id::varchar is null
            or versions.fetch_id in (select fetch_id from raw.fetches where run_id = $run_id)
        )
),

counted as (
    select
        place_id,
        arg_max(precision, confidence) as precision,
        max(confidence) as confidence,
        count(*) as mention_count,
        count(distinct article_id) as article_count,
        count(distinct story_id) as story_count,
    from chosen
    group by place_id
)

select
    counted.*,
    places.name,
    places.decimal_latitude,
    places.decimal_longitude,
    places.coordinate_uncertainty_m,
    places.footprint,
from counted
inner join core.places as places using (place_id)
order by counted.story_count desc, counted.mention_count desc, counted.place_id

-- Keep what is accepted now beside the other results, so that there is a way back.
insert into raw.reprocessings by name
select
    substr(
        sha256(chosen.article_id || chr(31) || chosen.fetch_id || chr(31) || chosen.accepted_version), 1, 32
    ) as reprocessing_id,
    chosen.article_id,
    chosen.fetch_id,
    chosen.accepted_version as result_version,
    'article' as outcome,
    null as reason,
    to_json(versions)::varchar as version,
    coalesce((
        select to_json(list(mentions order by mention_id))::varchar
        from core.mentions as mentions
        where mentions.version_id = versions.version_id
    ), '[]') as mentions,
    coalesce((
        select to_json(list(places order by place_id, role))::varchar
        from core.article_places as places
        where places.version_id = versions.version_id
    ), '[]') as article_places,
    versions.cleaned_at as reprocessed_at,
    $now::timestamptz as loaded_at,
from chosen
inner join core.article_versions as versions on versions.version_id = chosen.old_version_id
where not exists (
    select 1
    from raw.reprocessings as held
    where held.article_id = chosen.article_id
        and held.fetch_id = chosen.fetch_id
        and held.result_version = chosen.accepted_version
)

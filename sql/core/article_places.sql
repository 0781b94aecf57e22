-- Take how the versions of a batch relate to places, each with the day of its version and what its surest mention
-- says; what is held stays as it was accepted.
merge into core.article_places as held
using (
    with
    spoken as (
        select *
        from core.mentions
        where loaded_at >= $loaded_at::timestamptz
        union all
        select *
        from core.mentions
        where loaded_at < $loaded_at::timestamptz
            and version_id in (
                select version_id
                from incoming
                where version_id not in (
                    select version_id
                    from core.mentions
                    where loaded_at >= $loaded_at::timestamptz
                )
            )
    ),

    surest as (
        select
            version_id,
            place_id,
            role,
            precision,
            coordinate_uncertainty_m,
            georeference_protocol,
            mention_id as surest_mention_id,
        from spoken
        where place_id is not null
        qualify row_number() over (partition by version_id, place_id, role order by confidence desc, mention_id) = 1
    )

    select
        incoming.*,
        coalesce(days.day, article_day(null::date, null::timestamptz, $loaded_at::timestamptz)) as day,
        surest.precision,
        surest.coordinate_uncertainty_m,
        surest.georeference_protocol,
        surest.surest_mention_id,
        $loaded_at::timestamptz as loaded_at,
    from incoming
    left join version_days((select list(version_id) from incoming), $loaded_at::timestamptz) as days
        using (version_id)
    left join surest using (version_id, place_id, role)
    qualify row_number() over (partition by version_id, place_id, role order by weight desc) = 1
) as found
using (version_id, place_id, role)
when not matched then insert by name
returning merge_action

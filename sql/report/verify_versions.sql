-- Versions to be verified: those that the filters mean, or some of them by lot.
select chosen.version_id
from chosen_versions($source::varchar[], $since::date, $until::date, $language::varchar) as chosen
where not $has_mention::boolean
    or chosen.version_id in (
        select version_id
        from chosen_mentions(
            $place::varchar, $within::varchar, $role::varchar, $kind::varchar, $min_confidence::double
        )
    )
order by md5(chosen.version_id || $seed::varchar)
limit coalesce($sample::bigint, 9223372036854775807)

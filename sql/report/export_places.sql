-- Places of the mentions that an export takes, with how many mentions and articles speak of each.
select
    places.* exclude (loaded_at),
    count(*) as mention_count,
    count(distinct mentions.version_id) as article_count,
from core.mentions as mentions
inner join core.articles as articles on articles.current_version_id = mentions.version_id
inner join core.places as places on places.place_id = mentions.place_id
where mentions.version_id in (
        select version_id
        from chosen_versions($source::varchar[], $since::date, $until::date, $language::varchar)
    )
    and (
        not $has_mention::boolean
        or mentions.mention_id in (
            select mention_id
            from chosen_mentions(
                $place::varchar, $within::varchar, $role::varchar, $kind::varchar, $min_confidence::double
            )
        )
    )
group by all
order by places.place_id

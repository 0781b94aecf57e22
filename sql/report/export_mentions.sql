-- Mentions of articles as they stand, as the filters of an export choose them.
select mentions.*
from marts.mentions as mentions
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
order by mentions.day, mentions.article_id, mentions.text_field, mentions.start_char

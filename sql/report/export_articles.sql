-- Articles as they stand, as the filters of an export choose them.
select articles.*
from marts.articles as articles
where articles.version_id in (
        select version_id
        from chosen_versions($source::varchar[], $since::date, $until::date, $language::varchar)
    )
    and (
        not $has_mention::boolean
        or articles.version_id in (
            select version_id
            from chosen_mentions(
                $place::varchar, $within::varchar, $role::varchar, $kind::varchar, $min_confidence::double
            )
        )
    )
order by articles.day, articles.article_id

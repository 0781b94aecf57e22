-- Publishers of the articles that an export takes.
select distinct
    sources.source_id,
    sources.name,
    coalesce(sources.homepage, 'https://' || sources.hosts[1]) as path,
from chosen_versions($source::varchar[], $since::date, $until::date, $language::varchar) as chosen
inner join core.articles as articles on articles.current_version_id = chosen.version_id
inner join core.sources as sources on sources.source_id = articles.source_id
where not $has_mention::boolean
    or chosen.version_id in (
        select version_id
        from chosen_mentions(
            $place::varchar, $within::varchar, $role::varchar, $kind::varchar, $min_confidence::double
        )
    )
order by sources.source_id

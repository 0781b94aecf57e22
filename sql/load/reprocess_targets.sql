-- Versions whose bytes are archived, as the filters choose them, with what is accepted of them.
select
    versions.article_id,
    versions.fetch_id,
    fetches.source_id,
    cleanings.cleaner_version || '~' || coalesce(versions.geocoder_version, '') as accepted_version,
    list(results.result_version) filter (results.result_version is not null) as result_versions,
from chosen_versions($source::varchar[], $since::date, $until::date, $language::varchar) as chosen
inner join core.article_versions as versions on versions.version_id = chosen.version_id
inner join raw.fetches as fetches on fetches.fetch_id = versions.fetch_id
inner join raw.cleanings as cleanings on cleanings.cleaning_id = versions.cleaning_id
left join raw.reprocessings as results
    on results.article_id = versions.article_id and results.fetch_id = versions.fetch_id
where fetches.warc_file is not null
    and (
        not $has_mention::boolean
        or versions.version_id in (
            select version_id
            from chosen_mentions(
                $place::varchar, $within::varchar, $role::varchar, $kind::varchar, $min_confidence::double
            )
        )
    )
group by all
order by versions.article_id, versions.fetch_id

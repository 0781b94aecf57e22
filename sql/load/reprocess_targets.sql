-- Versions whose bytes are archived, as the filters choose them, with what is accepted of them.
select
    versions.article_id,
    versions.fetch_id,
    fetches.source_id,
    cleanings.cleaner_version || '~' || coalesce(versions.geocoder_version, '') as accepted_version,
    list(results.result_version) filter (results.result_version is not null) as result_versions,
from core.article_versions as versions
inner join core.articles as articles on articles.article_id = versions.article_id
inner join raw.fetches as fetches on fetches.fetch_id = versions.fetch_id
inner join raw.cleanings as cleanings on cleanings.cleaning_id = versions.cleaning_id
left join raw.reprocessings as results
    on results.article_id = versions.article_id and results.fetch_id = versions.fetch_id
where fetches.warc_file is not null
    and (len($source::varchar[]) = 0 or list_contains($source::varchar[], articles.source_id))
    and (
        $since::date is null
        or article_day(versions.date_published_local, versions.date_published, articles.seen_at) >= $since::date
    )
    and (
        $until::date is null
        or article_day(versions.date_published_local, versions.date_published, articles.seen_at) <= $until::date
    )
    and ($language::varchar is null or versions.in_language = $language::varchar)
    and (
        not $has_mention::boolean
        or versions.version_id in (
            select mentions.version_id
            from core.mentions as mentions
            where ($place::varchar is null or mentions.place_id = $place::varchar)
                and (
                    $within::varchar is null
                    or mentions.place_id in (select place_id from within_place($within::varchar))
                )
                and ($role::varchar is null or mentions.role = $role::varchar)
                and ($kind::varchar is null or mentions.mention_kind = $kind::varchar)
                and ($min_confidence::double is null or mentions.confidence >= $min_confidence::double)
        )
    )
group by all
order by versions.article_id, versions.fetch_id

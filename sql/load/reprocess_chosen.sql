-- For each version in `wanted`, the result of the version asked for that was read last, where it is not the accepted one.
-- Two versions of an article that would read alike stay as they are: versions differ in their text.
create or replace temp table chosen as
with
results as (
    select
        results.*,
        versions.version_id as old_version_id,
        versions.version_number,
        json_extract_string(results.version, '$.version_id') as new_version_id,
        cleanings.cleaner_version || '~' || coalesce(versions.geocoder_version, '') as accepted_version,
    from raw.reprocessings as results
    inner join wanted on wanted.article_id = results.article_id and wanted.fetch_id = results.fetch_id
    inner join core.article_versions as versions
        on versions.article_id = results.article_id and versions.fetch_id = results.fetch_id
    inner join raw.cleanings as cleanings on cleanings.cleaning_id = versions.cleaning_id
    where starts_with(results.result_version, wanted.result_version)
        and results.outcome = 'article'
    qualify row_number() over (
        partition by results.article_id, results.fetch_id order by results.reprocessed_at desc
    ) = 1
)

select *
from results
where result_version <> accepted_version
    and not exists (
        select 1
        from core.article_versions as others
        where others.article_id = results.article_id
            and others.version_id <> results.old_version_id
            and (
                others.version_id = results.new_version_id
                or others.fetch_id in (
                    select same.fetch_id
                    from results as same
                    where same.article_id = results.article_id
                        and same.fetch_id <> results.fetch_id
                        and same.new_version_id = results.new_version_id
                )
            )
    )

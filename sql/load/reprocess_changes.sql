-- What a result would change: each version in `wanted` with a result of the version asked for, beside what is accepted.
with
beside as (
    select
        results.article_id,
        articles.canonical_url,
        versions.version_number,
        results.outcome,
        results.reason,
        versions.headline,
        versions.article_body,
        versions.date_published,
        json_extract_string(results.version, '$.headline') as new_headline,
        json_extract_string(results.version, '$.article_body') as new_article_body,
        json_extract_string(results.version, '$.date_published')::timestamptz as new_date_published,
        json_extract_string(results.version, '$.text_digest') as new_text_digest,
        versions.text_digest,
        results.article_places,
        versions.version_id,
    from raw.reprocessings as results
    inner join wanted on wanted.article_id = results.article_id and wanted.fetch_id = results.fetch_id
    inner join core.article_versions as versions
        on versions.article_id = results.article_id and versions.fetch_id = results.fetch_id
    inner join core.articles as articles on articles.article_id = results.article_id
    where starts_with(results.result_version, wanted.result_version)
    qualify row_number() over (
        partition by results.article_id, results.fetch_id order by results.reprocessed_at desc
    ) = 1
),

placed as (
    select
        beside.*,
        coalesce((
            select list(distinct place_id order by place_id)
            from core.article_places as places
            where places.version_id = beside.version_id
        ), []) as places_before,
        list_sort(list_distinct(coalesce(
            from_json(beside.article_places, '[{"place_id": "VARCHAR"}]').list_transform(lambda p: p.place_id), []
        ))) as places_after,
    from beside
)

select
    article_id,
    canonical_url,
    version_number,
    outcome = 'rejected' as is_rejected,
    reason,
    outcome = 'article' and (
        article_body is distinct from new_article_body or headline is distinct from new_headline
    ) as has_other_body,
    outcome = 'article' and date_published is distinct from new_date_published as has_other_date,
    outcome = 'article' and places_before <> places_after as has_other_places,
    headline,
    new_headline,
    article_body,
    new_article_body,
    date_published,
    new_date_published,
    list_filter(places_before, lambda p: not list_contains(places_after, p)) as places_lost,
    list_filter(places_after, lambda p: not list_contains(places_before, p)) as places_found,
from placed
where is_rejected or has_other_body or has_other_date or has_other_places
order by canonical_url, version_number

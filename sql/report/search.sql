-- Articles as they stand now in which all words stand, with the sentence of the first word that the body has.
-- Words are looked for in headline, description and body without regard to case, or come found: $version_ids, the best first.
with
found as (
    select
        unnest($version_ids::varchar[]) as version_id,
        generate_subscripts($version_ids::varchar[], 1) as rank,
    union all
    select
        versions.version_id,
        if(list_contains([versions.headline ilike pattern for pattern in $patterns::varchar[]], true), 0, 1),
    from core.articles as articles
    inner join core.article_versions as versions on versions.version_id = articles.current_version_id
    where $version_ids::varchar[] is null
        and not list_contains(
            [
                concat_ws(e'\n', versions.headline, versions.description, versions.article_body) ilike pattern escape '\'
                for pattern in $patterns::varchar[]
            ],
            false
        )
),

chosen as (
    select found.*
    from found
    inner join chosen_versions($source::varchar[], $since::date, $until::date, $language::varchar) as versions
        on versions.version_id = found.version_id
    where not $has_mention::boolean
        or found.version_id in (
            select version_id
            from chosen_mentions(
                $place::varchar, $within::varchar, $role::varchar, $kind::varchar, $min_confidence::double
            )
        )
),

spotted as (
    select
        chosen.rank,
        articles.article_id,
        articles.source_id,
        articles.seen_at,
        articles.day,
        versions.headline,
        versions.article_body,
        articles.url,
        list_min([
            nullif(instr(lower(versions.article_body), lower(word)), 0) for word in $words::varchar[]
        ]) as start_char,
    from chosen
    inner join core.article_versions as versions using (version_id)
    inner join core.articles as articles on articles.current_version_id = chosen.version_id
)

select
    day,
    source_id,
    headline,
    if(start_char is null, null, sentence_around(article_body, start_char - 1, start_char)) as sentence,
    url,
    article_id,
from spotted
order by rank, day desc, seen_at desc, article_id
limit $at_most::bigint

-- Versions whose text has no signature of the present making.
-- They are found by their keys alone, and only then are their texts read.
with missing as (
    select versions.version_id
    from core.article_versions as versions
    where versions.word_count >= $least_words
        and versions.version_id not in (
            select signatures.version_id
            from core.signatures as signatures
            where signatures.signature_version = $signature_version
        )
    limit $at_most
)

select
    versions.version_id,
    versions.article_id,
    articles.story_id,
    versions.headline,
    versions.article_body,
from core.article_versions as versions
inner join missing on missing.version_id = versions.version_id
inner join core.articles as articles on articles.article_id = versions.article_id
order by versions.seen_at, versions.version_id

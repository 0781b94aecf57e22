-- Versions whose text has no signature of the present making, the oldest first.
select
    versions.version_id,
    versions.article_id,
    articles.story_id,
    versions.headline,
    versions.article_body,
from core.article_versions as versions
inner join core.articles as articles using (article_id)
left join core.signatures as signatures
    on signatures.version_id = versions.version_id and signatures.signature_version = $signature_version
where signatures.version_id is null
    and versions.word_count >= $least_words
order by versions.seen_at, versions.version_id
limit $at_most

-- How many texts have no signature of the present making: told by two counts, for a signature has its text.
select
    (select count(*) from core.article_versions where word_count >= $least_words)
    - (select count(*) from core.signatures where signature_version = $signature_version) as missing

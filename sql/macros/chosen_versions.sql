-- Versions of articles that the filters of a command mean, by their source (an empty list means all), days and language.
create or replace macro chosen_versions(of_sources, first_day, last_day, of_language) as table
    select
        versions.version_id,
        versions.article_id,
    from core.article_versions as versions
    inner join core.articles as articles on articles.article_id = versions.article_id
    where (len(of_sources) = 0 or list_contains(of_sources, articles.source_id))
        and (first_day is null or versions.day >= first_day)
        and (last_day is null or versions.day <= last_day)
        and (of_language is null or versions.in_language = of_language);

comment on macro table chosen_versions is 'Versions of articles of some sources, from and up to a day, in a language; what is null or empty filters nothing.';

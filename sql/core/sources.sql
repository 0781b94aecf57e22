-- Take the sources of a batch; a source whose file has changed is written anew.
merge into core.sources as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by source_id order by name) = 1
) as found
using (source_id)
when matched and (
    found.name,
    found.homepage,
    found.hosts,
    found.country_code,
    found.in_language,
    found.expected_articles_a_day,
    found.expected_fill
) is distinct from (
    held.name,
    held.homepage,
    held.hosts,
    held.country_code,
    held.in_language,
    held.expected_articles_a_day,
    held.expected_fill
) then update by name
when not matched then insert by name
returning merge_action

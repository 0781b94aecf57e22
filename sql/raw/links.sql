-- Take the links of a batch: the first sight stays, what the feed claims moves on.
merge into raw.links as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by link_id order by seen_at desc) = 1
) as found
using (link_id)
when matched and (
    coalesce(found.claimed_title, held.claimed_title),
    coalesce(found.claimed_published, held.claimed_published),
    coalesce(found.claimed_modified, held.claimed_modified)
) is distinct from (
    held.claimed_title,
    held.claimed_published,
    held.claimed_modified
) then update set
    claimed_title = coalesce(found.claimed_title, held.claimed_title),
    claimed_published = coalesce(found.claimed_published, held.claimed_published),
    claimed_modified = coalesce(found.claimed_modified, held.claimed_modified),
    loaded_at = found.loaded_at
when not matched then insert by name
returning merge_action

-- Take the origins of a batch; they are settled when an article is first seen.
merge into core.origins as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by article_id order by relation) = 1
) as found
using (article_id)
when not matched then insert by name
returning merge_action

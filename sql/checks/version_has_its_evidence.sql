-- A version names the fetch that brought its bytes and the cleaning that read them.
-- severity: error
-- scope: batch
with
versions as (
    select
        version_id,
        fetch_id,
        cleaning_id,
    from core.article_versions
    where loaded_at >= $since
),

-- What came with its evidence needs no look at all the evidence there is.
without_fetch as (
    select *
    from versions
    anti join (select fetch_id from raw.fetches where loaded_at >= $since) as fresh using (fetch_id)
),

without_cleaning as (
    select *
    from versions
    anti join (select cleaning_id from raw.cleanings where loaded_at >= $since) as fresh using (cleaning_id)
)

select *
from without_fetch
anti join raw.fetches using (fetch_id)
union
select *
from without_cleaning
anti join raw.cleanings using (cleaning_id)

-- Of the cleanings in `wanted`, those that find an article where none was had, with what was said of the page before.
select
    any_value(coalesce(fetches.final_url, fetches.url)) as url,
    cleanings.headline,
    cleanings.word_count,
    (
        select arg_max(earlier.reason, earlier.cleaned_at)
        from raw.cleanings as earlier
        where earlier.payload_digest = cleanings.payload_digest and earlier.outcome = 'rejected'
    ) as reason,
from raw.cleanings as cleanings
inner join wanted on wanted.key = cleanings.cleaning_id
inner join raw.fetches as fetches on fetches.payload_digest = cleanings.payload_digest
where cleanings.outcome = 'article'
group by cleanings.payload_digest, cleanings.headline, cleanings.word_count
order by url

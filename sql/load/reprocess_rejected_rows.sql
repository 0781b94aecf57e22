-- What cleaning the fetches in `wanted` again asks for: link and fetch, as JSON.
select
    to_json(links) as link,
    to_json(fetches) as fetch,
from raw.fetches as fetches
inner join wanted on wanted.key = fetches.fetch_id
inner join raw.links as links on links.link_id = fetches.link_id
order by fetches.fetch_id

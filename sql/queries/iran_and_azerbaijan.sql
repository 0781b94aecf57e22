-- Which stories speak of both Iran and Azerbaijan, and of which places there?
select
    day,
    headline,
    list_distinct(list(place_name order by place_name) filter (country_code = 'IR')) as in_iran,
    list_distinct(list(place_name order by place_name) filter (country_code = 'AZ')) as in_azerbaijan,
    url,
from marts.article_places
where article_id = story_id
    and role <> 'location_created'
    and country_code in ('IR', 'AZ')
group by article_id, day, headline, url
having bool_or(country_code = 'IR') and bool_or(country_code = 'AZ')
order by day desc, url

-- Which stories speak of both Iran and Azerbaijan, and of which places there?
select
    articles.day,
    articles.headline,
    list_distinct(list(places.place_name order by places.place_name) filter (places.country_code = 'IR')) as in_iran,
    list_distinct(list(places.place_name order by places.place_name) filter (places.country_code = 'AZ')) as in_azerbaijan,
    articles.url,
from marts.articles as articles
inner join marts.article_places as places using (article_id)
where articles.is_original
    and places.role <> 'location_created'
group by articles.article_id, articles.day, articles.headline, articles.url
having bool_or(places.country_code = 'IR') and bool_or(places.country_code = 'AZ')
order by articles.day desc, articles.url

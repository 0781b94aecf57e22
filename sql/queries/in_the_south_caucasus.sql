-- What is about places in the South Caucasus?
select
    articles.day,
    articles.place_name,
    articles.country_code,
    articles.headline,
    articles.weight,
    articles.url,
from within_place('dateline:south-caucasus') as places
inner join marts.article_places as articles using (place_id)
where articles.role = 'content_location'
order by articles.day desc, articles.article_id, articles.weight desc

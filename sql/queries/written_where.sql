-- Where were articles written, and what are they about?
select
    written.day,
    written.place_name as written_in,
    articles.focus_places as about,
    written.headline,
from marts.article_places as written
inner join marts.articles as articles using (article_id)
where written.role = 'location_created'
order by written.day desc, written.article_id

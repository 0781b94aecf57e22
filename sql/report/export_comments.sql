-- What each column of a table or view is, in the words of its comment.
select
    column_name,
    comment,
from duckdb_columns()
where schema_name = $schema and table_name = $table and comment is not null
order by column_index

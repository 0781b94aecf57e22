-- Columns of marts without a comment, with the comment of the column of that name in a table, core before others.
with
described as (
    select
        column_name,
        arg_min(comment, (schema_name <> 'core', schema_name, table_name <> 'articles', table_name)) as comment,
    from duckdb_columns()
    where database_name = current_database()
        and schema_name in ('core', 'raw', 'ref', 'ops')
        and comment is not null
    group by column_name
)

select
    columns.table_name,
    columns.column_name,
    described.comment,
from duckdb_columns() as columns
inner join described using (column_name)
where columns.database_name = current_database()
    and columns.schema_name = 'marts'
    and columns.comment is null

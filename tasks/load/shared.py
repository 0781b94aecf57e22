"""core.story_articles: the articles of stories that more than one article carries."""

from datetime import datetime

from duckdb import DuckDBPyConnection

from tasks.load.texts import sql_text


def keep_shared(connection: DuckDBPyConnection, now: datetime) -> None:
    """Let core.story_articles say what core.articles says, in the transaction that wrote there at `now`."""
    ((touched,),) = connection.execute(sql_text("load", "story_articles_touched"), {"now": now}).fetchall()
    if touched:
        connection.execute(sql_text("load", "story_articles"))

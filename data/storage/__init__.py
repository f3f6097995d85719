"""Facts at rest: tables, repositories, migrations and the workspace that holds them together."""

"""The pages of `deminimis serve`: `frame` is around each, `start`, `job` and `sentence` are their middles."""

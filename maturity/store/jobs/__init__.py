"""Work beside the pages: `queue` for who asks, `claims` for the workers that do it."""

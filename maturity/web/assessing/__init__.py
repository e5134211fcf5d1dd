"""Pages of assessors: findings beside the answers, two results side by side, the third-party report."""

"""Official classifications as data with their checks: industries, places, sizes, and the unified social credit code.

Every list says which edition it holds (`EDITION`) and since or as of when (`AS_OF`).
"""

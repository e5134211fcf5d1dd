"""Measures and columns of frames for classes, and for results under another questionnaire."""

CLASS_FROM, ASSOCIATION = "class_from", "association"  # measures
NUMBER_JOINED, SCORE_JOINED = "number_joined", "score_joined"  # columns of a frame: level and score
MANY, DRAWN_OF_MANY = 20_000, 999  # enterprises from which on fewer permutations are drawn, and how many
OF_ASSOCIATION = ("joint", "rho", "p_value")  # in observations
RHO_DECIMALS = 2

"""Tables of a plan as one linked system, protected beside earlier releases of this and other states of the data."""

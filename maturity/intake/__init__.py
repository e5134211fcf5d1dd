"""Files in: answers of one enterprise, bulk tables of many."""

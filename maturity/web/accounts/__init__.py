"""Pages of accounts: sign-up, sign-in, people, the privacy notice."""

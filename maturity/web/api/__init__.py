"""The HTTP interface: operations with their models, their authorisation, their document (decision 49)."""

"""The register of listed units: its ledger, official stocks, yearly forms, and decisions about proposals."""

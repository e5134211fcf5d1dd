"""Pages of the register of listed units, for analysts and administrators."""

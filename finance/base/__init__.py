"""The base of the money: amounts, fields of forms and of the database, the base of the pages."""

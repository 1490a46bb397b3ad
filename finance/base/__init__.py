"""What the topics of the money share: amounts, fields of forms and of the database, the base of the pages."""

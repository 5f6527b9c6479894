new phase a/b

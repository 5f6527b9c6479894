"""The functions of MySQL, a module for each family of them."""

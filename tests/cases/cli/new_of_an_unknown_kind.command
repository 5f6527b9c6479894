new phse users

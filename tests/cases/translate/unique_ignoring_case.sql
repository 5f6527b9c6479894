CREATE TABLE member (
    id int NOT NULL PRIMARY KEY,
    email varchar(100) NOT NULL,
    login varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    UNIQUE KEY email (email),
    UNIQUE KEY login (login)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

translate mysql/nothing.sql

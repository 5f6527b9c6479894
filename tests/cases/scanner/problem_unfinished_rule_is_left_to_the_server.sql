create rule r as on insert to t do (select 1; select (2);

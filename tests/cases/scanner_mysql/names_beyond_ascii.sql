create table größe (名 int comment '数;');
select `😀;` from größe;

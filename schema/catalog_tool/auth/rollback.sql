DROP TABLE public.roles_users;
DROP TABLE public.role;
DROP TABLE public."user";

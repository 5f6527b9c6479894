-- As printed, the table has no key: a role could be given twice, and taken away once. A role that somebody has is not
-- deleted; a user's roles go with him.
CREATE TABLE public.roles_users (
    user_id integer NOT NULL,
    role_id integer NOT NULL,
    CONSTRAINT roles_users_pkey PRIMARY KEY (user_id, role_id),
    CONSTRAINT roles_users_user_id_fkey FOREIGN KEY (user_id) REFERENCES public."user" (id) ON DELETE CASCADE,
    CONSTRAINT roles_users_role_id_fkey FOREIGN KEY (role_id) REFERENCES public.role (id)
);
COMMENT ON TABLE public.roles_users IS 'Who has which role';

-- Not in the document: who has a role, and whether anybody has, is asked, too.
CREATE INDEX idx_roles_users_role_id ON public.roles_users (role_id);

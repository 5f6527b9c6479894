-- The document's default roles are there; others may be.
SELECT 'expected the role ' || d.name || ', found none'
  FROM (VALUES ('admin'), ('user')) AS d (name)
 WHERE NOT EXISTS (SELECT FROM public.role r WHERE r.name = d.name);
-- Ids go on where the seeds end.
INSERT INTO public.role (name, description) VALUES ('probe-5eed', 'of a probe');

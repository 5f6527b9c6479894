-- Security: personal data stays in auth.users. Stripe sends it along; it is not kept.
SET LOCAL ROLE service_role;
SELECT 'expected the event to be new' WHERE public.log_stripe_webhook_event('evt_streamvibe_probe', 'invoice.payment_failed', '{
    "id": "evt_streamvibe_probe", "type": "invoice.payment_failed", "created": 1893456000,
    "data": {
        "object": {"id": "in_1", "object": "invoice", "amount_due": 1900, "customer": "cus_1", "metadata": {"user_id": "u1"},
                   "customer_email": "probina@streamvibe.invalid", "customer_name": "Probina", "customer_address": {"city": "Probeville"},
                   "lines": {"data": [{"price": {"product": {"object": "product", "name": "Premium"}}, "shipping": {"name": "Probina"}}]},
                   "charge": {"billing_details": {"name": "Probina", "phone": "555 0100"}, "receipt_email": "probina@streamvibe.invalid"},
                   "payer": {"object": "customer", "id": "cus_1", "name": "Probina", "email": "probina@streamvibe.invalid"}},
        "previous_attributes": {"name": "Probina"}}}') IS NOT TRUE;
SELECT 'expected no personal data, found ' || e.payload::text FROM public.stripe_webhook_events e
 WHERE e.event_id = 'evt_streamvibe_probe' AND e.payload::text ~* 'probina|probeville|555';
SELECT 'expected the rest as it was, found ' || e.payload::text
  FROM public.stripe_webhook_events e
 WHERE e.event_id = 'evt_streamvibe_probe'
   AND (e.payload <> '{"id": "evt_streamvibe_probe", "type": "invoice.payment_failed", "created": 1893456000, "data": {"object": {
            "id": "in_1", "object": "invoice", "amount_due": 1900, "customer": "cus_1", "metadata": {"user_id": "u1"},
            "lines": {"data": [{"price": {"product": {"object": "product", "name": "Premium"}}}]},
            "charge": {}, "payer": {"object": "customer", "id": "cus_1"}}}}'::jsonb
        OR e.stripe_object_id IS DISTINCT FROM 'in_1' OR e.event_created_at IS DISTINCT FROM to_timestamp(1893456000));
RESET ROLE;
SELECT 'expected no column for personal data in phase 7, found ' || c.table_name || '.' || c.column_name
  FROM information_schema.columns c
 WHERE c.table_schema = 'public'
   AND c.table_name IN ('job_type', 'job_queue', 'job_log', 'stripe_webhook_events')
   AND c.column_name ~ '(full|first|last|real|family|given)_?name|e_?mail|phone|location|address|city|country|birth|gender|(^|_)ip(_|$)|token_secret|api_?key';

\restrict aBc1

set client_encoding = 'UTF8';

\unrestrict aBc1

values (@-/* ; */ 7, 1 @#@-- ; (
2);
values (2);

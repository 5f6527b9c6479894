SELECT wrong FROM person;

SELECT	1,	wrong
	FROM	person;

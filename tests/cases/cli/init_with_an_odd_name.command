init ../nowhere --database 'my shop'

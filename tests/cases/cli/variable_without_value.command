bundle --var days

bundle phase billing

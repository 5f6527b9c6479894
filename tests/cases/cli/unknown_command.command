aply phase 3

graph --project nowhere

graph -d stats

maintain --sizes --reindex

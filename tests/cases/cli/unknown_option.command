apply --dryrun

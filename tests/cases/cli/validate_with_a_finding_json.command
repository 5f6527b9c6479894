validate -d shop --format json

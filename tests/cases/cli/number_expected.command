apply --wait soon

status --format xml

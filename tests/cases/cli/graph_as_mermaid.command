graph --format mermaid

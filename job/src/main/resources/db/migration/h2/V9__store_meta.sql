-- What the store says of itself, a text a name. What the rows mean: docs/schema.md.
CREATE TABLE siphon_meta (
    name VARCHAR(64) PRIMARY KEY,
    content VARCHAR(255) NOT NULL
);

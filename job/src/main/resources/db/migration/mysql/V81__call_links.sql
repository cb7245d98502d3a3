-- Calls that are legs of one conversation, one row a pair and reason. What the columns mean: docs/schema.md.
CREATE TABLE call_links (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    conversation_id VARCHAR(255) NOT NULL,
    first_call_id VARCHAR(255) NOT NULL,
    first_started_at DATETIME(6) NOT NULL,
    second_call_id VARCHAR(255) NOT NULL,
    second_started_at DATETIME(6) NOT NULL,
    reason VARCHAR(32) NOT NULL,
    evidence VARCHAR(255) NOT NULL,
    score DOUBLE,
    state VARCHAR(16) NOT NULL,
    linked_at DATETIME(6) NOT NULL,
    uid BINARY(16) NOT NULL,
    CONSTRAINT call_links_uid UNIQUE (uid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE ${no_pad};
CREATE INDEX call_links_conversation_id ON call_links (conversation_id);
CREATE INDEX call_links_first_call_id ON call_links (first_call_id);
CREATE INDEX call_links_second_call_id ON call_links (second_call_id);
CREATE INDEX call_links_linked_at ON call_links (linked_at);

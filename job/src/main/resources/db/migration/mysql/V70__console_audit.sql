-- Who searched, opened and exported what in the console: docs/console.md. Written by the console.
CREATE TABLE console_audit (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    at DATETIME(6) NOT NULL,
    account VARCHAR(64) NOT NULL,
    address VARCHAR(64) NOT NULL,
    action VARCHAR(16) NOT NULL,
    target VARCHAR(1000) NOT NULL,
    INDEX console_audit_at (at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

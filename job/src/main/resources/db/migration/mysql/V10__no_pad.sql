-- utf8mb4_bin pads: it takes '2001 ' for '2001'. ${no_pad} is what this server has in its place: utf8mb4_nopad_bin
-- (MariaDB) or utf8mb4_0900_bin (MySQL).
ALTER TABLE sip_trace CONVERT TO CHARACTER SET utf8mb4 COLLATE ${no_pad};
ALTER TABLE hep_trace CONVERT TO CHARACTER SET utf8mb4 COLLATE ${no_pad};
ALTER TABLE calls CONVERT TO CHARACTER SET utf8mb4 COLLATE ${no_pad};
ALTER TABLE registrations CONVERT TO CHARACTER SET utf8mb4 COLLATE ${no_pad};
ALTER TABLE streams CONVERT TO CHARACTER SET utf8mb4 COLLATE ${no_pad};
ALTER TABLE reported_streams CONVERT TO CHARACTER SET utf8mb4 COLLATE ${no_pad};
ALTER TABLE measurements CONVERT TO CHARACTER SET utf8mb4 COLLATE ${no_pad};
ALTER TABLE alerts CONVERT TO CHARACTER SET utf8mb4 COLLATE ${no_pad};
ALTER TABLE undecodable CONVERT TO CHARACTER SET utf8mb4 COLLATE ${no_pad};
ALTER TABLE quarantine CONVERT TO CHARACTER SET utf8mb4 COLLATE ${no_pad};
ALTER TABLE siphon_meta CONVERT TO CHARACTER SET utf8mb4 COLLATE ${no_pad};

-- Addressees live in a database of their own, so that it can be dumped, moved and erased apart.
CREATE DATABASE outbound_vault OWNER outbound;

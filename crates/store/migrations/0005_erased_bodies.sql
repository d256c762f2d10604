-- What an entry of the log is, once its body and salt were erased: the commitment that they gave. Before that nothing.
ALTER TABLE ledger ADD COLUMN commitment BYTEA;

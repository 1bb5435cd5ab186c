-- One invitation to give feedback a booking, however many workers there are.

CREATE UNIQUE INDEX one_invitation ON lectern.mail (booking) WHERE kind = 'evaluation_invitation';

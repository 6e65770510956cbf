-- Which variant a unit was given is not said otherwise afterwards: the application only notes that it was counted.
REVOKE UPDATE, DELETE ON assignment FROM app_user;
GRANT UPDATE (folded) ON assignment TO app_user;

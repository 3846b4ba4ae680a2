-- Clashes are listed from the first on: all of them, or those of the providers that one governs.
create index identity_clash_moment on identity_clash (created_at, id);

-- Where functions are not open to everybody by default, a tenant's row that comes without a fingerprint could not get one.
grant execute on function network_fingerprint to answerable_tenant;

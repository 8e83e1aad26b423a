-- Two nodes may ask for the same partition at once. The one that waited for the other may still believe that there is none:
-- what a session knows of the catalog is not renewed by an advisory lock.
create or replace function usage_partition(wanted date) returns void language plpgsql as $$
declare
    partition text := 'usage_records_' || to_char(wanted, 'YYYYMMDD');
begin
    if to_regclass(partition) is not null then
        return;
    end if;
    perform pg_advisory_xact_lock(x'786a700002'::bigint);
    execute format('create table if not exists %I partition of usage_records for values from (%L) to (%L)',
        partition, wanted, wanted + 1);
end
$$;

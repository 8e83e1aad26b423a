-- What limits by day and by month have counted, by the process that counted it: when the memory of a cluster is gone, its
-- ledgers are made from this. Kept by the statement that writes the rows of usage_records.
alter table usage_records add column node text;

create table usage_counted (
    day date not null,
    tenant text not null,
    key_id text not null,
    key_name text not null,
    node text not null,
    calls bigint not null,
    cost numeric not null,
    primary key (day, tenant, key_id, key_name, node)
);

create index usage_counted_key on usage_counted (key_id, key_name, day);

-- The month that is under way, of processes whose names were not kept.
insert into usage_counted
select day, tenant, key_id, key_name, '-', count(*), coalesce(sum(cost), 0)
from usage_records
where day >= date_trunc('month', now() at time zone 'UTC')::date
    and operation is not null and outcome <> 'refused' and (outcome <> 'failed' or usage_source is not null)
group by 1, 2, 3, 4, 5;

-- Forgets what is older than so many days; 0 forgets nothing. Of what limits count, two months are more than enough.
create or replace function usage_expire(record_days integer, rollup_days integer) returns void language plpgsql as $$
declare
    today date := (now() at time zone 'UTC')::date;
    partition text;
begin
    perform pg_advisory_xact_lock(x'786a700002'::bigint);
    if record_days > 0 then
        for partition in
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'usage_records'::regclass
                and to_date(right(c.relname, 8), 'YYYYMMDD') < today - record_days
        loop
            execute format('drop table %I', partition);
        end loop;
    end if;
    if rollup_days > 0 then
        delete from usage_daily where day < today - rollup_days;
    end if;
    delete from usage_counted where day < today - 62;
end
$$;
